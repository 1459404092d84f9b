"""Sizes and the sidebar: how the window was left, and what says that it changed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QSplitter

from momviewer.library.session import Layout
from momviewer.ui.sidebar import Sidebar
from momviewer.ui.window_size import open_with

CHANGES = {QEvent.Type.Resize, QEvent.Type.WindowStateChange, QEvent.Type.Show, QEvent.Type.Hide}


class WindowLayout(QObject):
    """Reads and restores the layout of a window that has the sidebar at the left of a splitter."""

    changed = Signal()

    def __init__(self, window: QMainWindow, splitter: QSplitter, sidebar: Sidebar, notes: QSplitter) -> None:
        super().__init__(window)
        self._window, self.splitter, self._sidebar, self._notes = window, splitter, sidebar, notes
        self._sidebar_width, self._note_height = Layout().sidebar_width, Layout().note_height
        window.installEventFilter(self)
        sidebar.installEventFilter(self)
        splitter.splitterMoved.connect(self._moved)
        notes.splitterMoved.connect(self._moved)
        sidebar.chosen.connect(self.changed)

    def layout(self) -> Layout:
        """Return how the window is laid out."""
        window = self._window
        whole = window.isMaximized() or window.isFullScreen()
        size = window.normalGeometry().size() if whole else window.size()
        return Layout(
            width=max(1, size.width()),
            height=max(1, size.height()),
            maximized=window.isMaximized(),
            sidebar_width=self._sidebar_width,
            sidebar_visible=not self._sidebar.isHidden(),
            panel=self._sidebar.lasting,
            note_height=self._note_height,
        )

    def restore(self, layout: Layout) -> None:
        """Lay the window out, no larger than the screen that it is seen on."""
        size = open_with(self._window, layout.width, layout.height)
        self._sidebar_width, self._note_height = layout.sidebar_width, layout.note_height
        if inside := self._sidebar.layout():
            inside.activate()  # it may still hold the least sizes of before the style sheet
        self.splitter.setSizes([layout.sidebar_width, max(1, size.width() - layout.sidebar_width)])
        self._notes.setSizes([max(1, size.height() - layout.note_height), layout.note_height])
        self._sidebar.setVisible(layout.sidebar_visible)
        if layout.panel in self._sidebar.names:
            self._sidebar.show_panel(layout.panel)
        if layout.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice other sizes."""
        if event.type() in CHANGES:
            self.changed.emit()
        return super().eventFilter(watched, event)

    def _moved(self) -> None:
        """Note where the reader left the handles; what the window does to them by itself is not meant."""
        if self._sidebar.isVisible():
            self._sidebar_width = max(1, self.splitter.sizes()[0])
        if self._notes.isVisible():
            self._note_height = max(1, self._notes.sizes()[1])
        self.changed.emit()
