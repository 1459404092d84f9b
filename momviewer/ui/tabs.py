"""Tabs: each with a history of its own, all shown by the one page view."""

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from momviewer.library.history import History, Visit
from momviewer.library.session import Session, trail_of
from momviewer.manual.links import Address
from momviewer.ui.icons import icon
from momviewer.ui.reader import Reader
from momviewer.ui.theme import Tokens

HEIGHT = 36
CLOSE_SIZE = 12
MOST_CLOSED = 20


class TabBar(QTabBar):
    """The row of tabs; the middle button closes one, a double click beside them opens one."""

    new_asked = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setAccessibleName("Tabs")
        self.setFixedHeight(HEIGHT)
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self._close_icon = icon("close", tokens)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours."""
        self._close_icon = icon("close", tokens)
        for place in range(self.count()):
            button = self.tabButton(place, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(self._close_icon)

    def tabInserted(self, index: int) -> None:  # noqa: N802 - Qt's name
        """Give a new tab its button."""
        button = QToolButton(self)
        button.setIcon(self._close_icon)
        button.setIconSize(QSize(CLOSE_SIZE, CLOSE_SIZE))
        button.setToolTip("Close tab (Ctrl+W)")
        button.setAccessibleName("Close tab")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.tabCloseRequested.emit(self._place_of(button)))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        super().tabInserted(index)

    def _place_of(self, button: QToolButton) -> int:
        sides = (self.tabButton(n, QTabBar.ButtonPosition.RightSide) for n in range(self.count()))
        return next((place for place, found in enumerate(sides) if found is button), -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the tab under the middle button."""
        place = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and place >= 0:
            self.tabCloseRequested.emit(place)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open a tab where there is none."""
        if self.tabAt(event.position().toPoint()) < 0:
            self.new_asked.emit()
        else:
            super().mouseDoubleClickEvent(event)


class Tabs(QObject):
    """Keeps the row of tabs and the reader's histories in step. There is always one tab."""

    changed = Signal()

    def __init__(self, bar: TabBar, reader: Reader) -> None:
        super().__init__(bar)
        self._bar, self._reader = bar, reader
        self._closed: list[tuple[int, History, str]] = []
        self._add(reader.history, "", 0)
        reader.place_shown.connect(self._name_current)
        reader.history_changed.connect(self.changed)
        bar.currentChanged.connect(self._switch)
        bar.tabCloseRequested.connect(self.close)
        bar.tabMoved.connect(lambda _from, _to: self.changed.emit())
        bar.new_asked.connect(self.new)

    # What the reader can do

    def new(self) -> None:
        """Open another tab on the page that is shown."""
        address = self._reader.address
        if address:
            self.open(address)

    def open(self, address: Address, *, behind: bool = False) -> None:
        """Open a place in a tab beside the current one, in front unless it is to stay `behind`."""
        manual = address.manual or self._reader.manual
        history = History()
        title = self._title_of(address)
        history.visit(Visit(manual, address.page, address.anchor, title=title))
        place = self._bar.currentIndex() + 1
        self._add(history, title, place)
        if not behind:
            self._bar.setCurrentIndex(place)
        self.changed.emit()

    def close_current(self) -> None:
        """Close the tab in front."""
        self.close(self._bar.currentIndex())

    def close(self, place: int) -> None:
        """Close a tab; the last one stays."""
        if self._bar.count() > 1 and place >= 0:
            self._closed = [*self._closed, (place, self._history(place), self._bar.tabText(place))][
                -MOST_CLOSED:
            ]
            self._bar.removeTab(place)
            self._show_row()
            self.changed.emit()

    def reopen(self) -> None:
        """Open the tab again that was closed last, with its history."""
        if self._closed:
            place, history, title = self._closed.pop()
            place = self._add(history, title, min(place, self._bar.count()))
            self._bar.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) tab, round the ends."""
        self._bar.setCurrentIndex((self._bar.currentIndex() + by) % self._bar.count())

    # From one start to the next

    def session(self) -> Session:
        """Return what the tabs show now, and where each has been."""
        self._reader.note_scroll()
        places = range(self._bar.count())
        trails = ((place, trail_of(self._history(place), self._bar.tabText(place))) for place in places)
        kept = [(place, trail) for place, trail in trails if trail]
        current = next((n for n, (place, _) in enumerate(kept) if place == self._bar.currentIndex()), 0)
        return Session(tuple(trail for _, trail in kept), current)

    def restore(self, session: Session) -> None:
        """Open the tabs of a session around the one in front, which is there."""
        for place, trail in enumerate(session.tabs):
            if place != session.current:
                self._add(trail.history(), trail.title or trail.current.page, place)

    # Inside

    def _history(self, place: int) -> History:
        history = self._bar.tabData(place)
        assert isinstance(history, History)  # noqa: S101 - every tab is made with one
        return history

    def _add(self, history: History, title: str, place: int) -> int:
        self._bar.blockSignals(True)  # noqa: FBT003 - a tab that is put in before the current one moves that
        place = self._bar.insertTab(place, title)
        self._bar.setTabData(place, history)
        self._bar.blockSignals(False)  # noqa: FBT003
        self._show_row()
        return place

    def _show_row(self) -> None:
        self._bar.setVisible(self._bar.count() > 1)

    def _switch(self, place: int) -> None:
        if place >= 0:
            self._reader.use_history(self._history(place))

    def _name_current(self, address: Address, title: str) -> None:
        place = self._bar.currentIndex()
        if place >= 0:
            name = self._title_of(address, title)
            self._bar.setTabText(place, name)
            self._bar.setTabToolTip(place, name)

    def _title_of(self, address: Address, otherwise: str = "") -> str:
        page = self._reader.outline.pages.get(address.page) if self._reader.outline else None
        return f"{page.number} {page.title}".strip() if page else otherwise or address.page
