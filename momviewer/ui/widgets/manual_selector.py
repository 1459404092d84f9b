"""The list below the bar to choose what is searched: a manual, a set, or all."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyleOption, QVBoxLayout, QWidget

from momviewer.library.scopes import Scope
from momviewer.manual.model import ManualInfo
from momviewer.ui.base.theme import LIGHT, Theme
from momviewer.ui.widgets.choice_rows import choices
from momviewer.ui.widgets.filtered_list import GroupedList

WIDTH = 460
MAX_ROWS = 16
FILTER_FROM = 8
"""Fewest manuals for which a line to filter them is shown."""
GAP = 8


class ManualSelector(QFrame):
    """A list that opens, takes the focus, and signals what was chosen."""

    manual_requested = Signal(str)
    scope_requested = Signal(Scope)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("selector")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName("Choose what is read and searched")
        self._manuals: Sequence[ManualInfo] = ()
        self._here: ManualInfo | None = None
        self._scope: Scope | None = None
        self._theme = LIGHT
        self._listed = GroupedList(
            LIGHT,
            "Manuals by set",
            placeholder="Filter by title, set or edition",
            filter_name="Filter the manuals",
            nothing="No manual is called that.",
            spacing=6,
        )
        self.filter, self.list = self._listed.filter, self._listed.list
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(lambda _index: self._choose())
        self._listed.filtered.connect(self._show_rows)
        self._listed.activated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._listed)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._listed.set_theme(theme)

    def open_below(
        self, widget: QWidget, manuals: Sequence[ManualInfo], here: ManualInfo | None, scope: Scope | None
    ) -> None:
        """Offer these manuals below a widget; `here` is the open one. Without a scope, offer manuals only."""
        self._manuals, self._here, self._scope = manuals, here, scope
        self.filter.clear()
        self.filter.setVisible(len(manuals) >= FILTER_FROM)
        self._show_rows()
        area = self._place(widget)
        self.setFixedSize(area.size())  # else a window manager may give it another
        self.move(area.topLeft())
        self.show()
        (self.filter if self.filter.isVisible() else self.list).setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background and edge, which Qt does not for a translucent window."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def _show_rows(self) -> None:
        self._listed.show_rows(choices(self._manuals, self._here, self._scope, self.filter.text()))

    def _place(self, widget: QWidget) -> QRect:
        """Return the place with the most room inside the window: below the widget, or above it."""
        window = widget.window()
        area = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).adjusted(GAP, GAP, -GAP, -GAP)
        top = widget.mapToGlobal(QPoint(0, 0))
        below, above = area.bottom() - (top.y() + widget.height()), top.y() - area.top()
        upwards = self._height(below) < min(self._height(above), self._height(MAX_ROWS * 100))
        height = self._height(above if upwards else below)
        width = min(self._theme.px(WIDTH), area.width())
        left = max(area.left(), min(top.x(), area.right() - width))
        return QRect(left, top.y() - height - 4 if upwards else top.y() + widget.height() + 4, width, height)

    def _height(self, room: int) -> int:
        rows = self._listed.height_of(MAX_ROWS) + 4
        line = self.filter.sizeHint().height() + 6 if len(self._manuals) >= FILTER_FROM else 0
        return max(3 * self._listed.row_height, min(rows + line + 14, room))

    def _choose(self) -> None:
        choice = self._listed.current
        if choice is None:
            return
        self.close()
        if choice.kind == "manual":
            self.manual_requested.emit(choice.value)
        else:
            self.scope_requested.emit(Scope(choice.kind, choice.value))
