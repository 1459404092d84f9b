"""Keeps how the window was left: its sizes, its sidebar and its tabs."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.theme import LIGHT, Theme
from momviewer.ui.reading.tabs import Tabs
from momviewer.ui.sidebar.sidebar import Sidebar
from momviewer.ui.widgets.dialogs import open_with
from momviewer.user_data.session import Layout, Session, SessionStore, TabHistory

NOT_GROWN = 100
"""Per cent of the interface's size at which the sidebar has the width that it is kept with."""
MAX_GROWN_SHARE = 0.35
"""The share of the window that the sidebar grows to with the interface; the reader may draw it wider."""


class WindowLayout(QObject):
    """Reads and restores the sizes of a window with its sidebar at the left of a splitter."""

    changed = Signal()

    def __init__(self, window: QMainWindow, splitter: QSplitter, sidebar: Sidebar, notes: QSplitter) -> None:
        super().__init__(window)
        self._window, self.splitter, self._sidebar, self._notes = window, splitter, sidebar, notes
        self._sidebar_width, self._note_height = Layout().sidebar_width, Layout().note_height
        self._position: tuple[int, ...] = ()
        self._theme = LIGHT
        window.installEventFilter(self)
        sidebar.installEventFilter(self)
        splitter.splitterMoved.connect(self._sidebar_moved)
        notes.splitterMoved.connect(self._note_moved)
        sidebar.chosen.connect(self.changed)

    def layout(self) -> Layout:
        """Return how the window is laid out."""
        window = self._window
        whole = window.isMaximized() or window.isFullScreen()
        size = window.normalGeometry().size() if whole else window.size()
        if not whole:
            self._position = window.x(), window.y()
        return Layout(
            width=max(1, size.width()),
            height=max(1, size.height()),
            maximized=window.isMaximized(),
            sidebar_width=self._sidebar_width,
            sidebar_visible=not self._sidebar.isHidden(),
            panel=self._sidebar.lasting,
            note_height=self._note_height,
            position=self._position,
        )

    def restore(self, layout: Layout) -> None:
        """Lay the window out where it was, but no larger than its screen, and on one that is there."""
        self._position = layout.position
        if len(layout.position) == 2:
            corner = QPoint(*layout.position)
            if screen := QGuiApplication.screenAt(corner + QPoint(*HANDLE)):
                self._window.setScreen(screen)
                self._window.move(corner)
        open_with(self._window, layout.width, layout.height)
        self._sidebar_width, self._note_height = layout.sidebar_width, layout.note_height
        self._fit_sidebar()
        self._notes.setSizes([max(1, self._window.height() - layout.note_height), layout.note_height])
        self._sidebar.setVisible(layout.sidebar_visible)
        if layout.panel in self._sidebar.names:
            self._sidebar.show_panel(layout.panel)
        if layout.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that the window was moved or resized; in a smaller one the sidebar grows less."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self._theme.scale > NOT_GROWN:
            self._fit_sidebar()
        if event.type() in CHANGES:
            self.changed.emit()
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        """Give the sidebar the width that it has at the interface's size."""
        if theme.scale != self._theme.scale:
            self._theme = theme
            self._fit_sidebar()

    def _fit_sidebar(self) -> None:
        """Give the sidebar its width, which grows with the interface as far as the page keeps most of it."""
        if inside := self._sidebar.layout():
            inside.activate()  # it may still hold the least sizes of before the style sheet
        whole, width = self._window.width(), self._sidebar_width
        shown = max(width, min(self._theme.px(width), round(whole * MAX_GROWN_SHARE)))
        self.splitter.setSizes([shown, max(1, whole - shown)])

    def _sidebar_moved(self) -> None:
        """Note where the reader moved the sidebar's edge; its width is kept as it is at 100 %."""
        if self._sidebar.isVisible():
            self._sidebar_width = max(1, round(self.splitter.sizes()[0] * 100 / self._theme.scale))
            self.changed.emit()

    def _note_moved(self) -> None:
        """Note where the reader moved the upper edge of the note."""
        if self._notes.isVisible():
            self._note_height = max(1, self._notes.sizes()[1])
            self.changed.emit()


class WindowSession(QObject):
    """Keeps the tabs and the layout as the reader leaves them."""

    def __init__(self, store: SessionStore, autosave: Autosave, tabs: Tabs, layout: WindowLayout) -> None:
        super().__init__(tabs)
        self._tabs, self._layout, self._autosave = tabs, layout, autosave
        self._last = store.load()
        self._started = False
        autosave.register("session", self._current, store.save)

    @property
    def tab_history(self) -> TabHistory | None:
        """Return the history of the tab that was in front, or None without a session."""
        return self._last.tabs[self._last.current] if self._last.tabs else None

    def restore_layout(self) -> None:
        """Lay the window out as it was left."""
        self._layout.restore(self._last.layout)

    def start(self) -> None:
        """Open the other tabs of the session, and save each change from now on."""
        self._started = True
        self._tabs.restore(self._last)
        self._tabs.changed.connect(self.note)
        self._layout.changed.connect(self.note)
        self.note()  # what was asked for at the start is a change too

    def note(self) -> None:
        """Have the session written down, unless the tabs of the last one are still to be opened."""
        if self._started:
            self._autosave.changed("session")

    def _current(self) -> Session:
        """Return the session as it is now, with the fields of a newer version."""
        layout = replace(self._layout.layout(), unknown=self._last.layout.unknown)
        return replace(self._tabs.session(), layout=layout, unknown=self._last.unknown)


HANDLE = (60, 12)
"""Pixels from the corner of a window to a point by which it can be moved, which has to be on a screen."""
CHANGES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.WindowStateChange,
    QEvent.Type.Show,
    QEvent.Type.Hide,
}
