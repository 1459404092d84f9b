"""The row of tabs: each has a button that closes it, and a button behind them opens another."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QToolButton, QWidget

from momviewer.ui.base.icons import set_icon
from momviewer.ui.base.theme import Theme

HEIGHT = 36
WIDEST = 240
NARROWEST = 120
CLOSE_SIZE = 12
NEW_SIZE = 14


class TabBar(QTabBar):
    """The tabs; the middle mouse button closes one, a double click beside them opens one."""

    new_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setAccessibleName("Tabs")
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        for place in range(self.count()):
            button = self.tabButton(place, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                self._draw(button)
                button.resize(button.sizeHint())
        self.setIconSize(QSize(theme.px(CLOSE_SIZE), theme.px(CLOSE_SIZE)))  # makes Qt lay the tabs out

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab, with a long title cut short."""
        size = super().tabSizeHint(index)
        return QSize(min(size.width(), self._theme.px(WIDEST)), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the least size at which a tab says something; with less room the row scrolls."""
        size = self.tabSizeHint(index)
        return QSize(min(size.width(), self._theme.px(NARROWEST)), size.height())

    def tabInserted(self, index: int) -> None:
        """Give a new tab its button."""
        button = QToolButton(self)
        self._draw(button)
        button.setToolTip("Close tab")
        button.setAccessibleName("Close tab")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.tabCloseRequested.emit(self._place_of(button)))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        super().tabInserted(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close the tab under the middle button."""
        place = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and place >= 0:
            self.tabCloseRequested.emit(place)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a tab by a double click beside the tabs."""
        if self.tabAt(event.position().toPoint()) < 0:
            self.new_requested.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def _draw(self, button: QToolButton) -> None:
        set_icon(button, "close", self._theme, CLOSE_SIZE)

    def _place_of(self, button: QToolButton) -> int:
        sides = (self.tabButton(n, QTabBar.ButtonPosition.RightSide) for n in range(self.count()))
        return next((place for place, found in enumerate(sides) if found is button), -1)


class TabRow(QFrame):
    """The tabs, the button behind them, and the line below, which the front tab covers."""

    def __init__(self, tabs: TabBar, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = tabs
        self._theme = theme
        self._new = QToolButton()
        self._new.setObjectName("newTab")
        self._new.setAccessibleName("New tab")
        self._new.clicked.connect(lambda _checked: tabs.new_requested.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(tabs)
        row.addWidget(self._new)
        row.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._theme = theme
        self.tabs.set_theme(theme)
        set_icon(self._new, "add", theme, NEW_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.line))
        painter.end()

    def show_tip(self, tip: str) -> None:
        """Set the tool tip of the button that opens a tab."""
        self._new.setToolTip(tip)
