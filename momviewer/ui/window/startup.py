"""Puts work off: until the first frame is painted, until the reader rests, until a screen reader listens."""

import gc
from functools import cache

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from momviewer.ui.page.page_view import PageView

REST = 3_000
"""Milliseconds without activity after which the reader rests."""
FULL = 1_000
"""Collections of the middle generation after which Python looks through all objects by itself.

Python's own ten come together within a minute of typing. This only limits the memory of a window whose reader
never rests.
"""


class RestingCollector(QObject):
    """Looks for garbage that has grown old after the last `stir`, once nothing has stirred for a while."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(gc.collect)

    def start(self) -> None:
        """Collect garbage from now on, but not among the objects that the start has made."""
        gc.freeze()
        young, middle, _full = gc.get_threshold()
        gc.set_threshold(young, middle, FULL)
        gc.enable()

    def note_activity(self, *_what: object) -> None:
        """Note that the reader does something, or that work goes on for them."""
        self._timer.start()


class FirstFrame(QObject):
    """Watches a window and signals once that it was painted."""

    shown = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the window's first paint event; its parts are painted with it."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._report_shown)
        return super().eventFilter(watched, event)

    def _report_shown(self) -> None:
        if self._window.isVisible():  # else it was closed at once
            self.shown.emit()


@cache
def tell_screen_readers_of_pages() -> None:
    """Have Qt ask for the parts of a page where a screen reader listens; else nothing is loaded for it."""

    def interface_of(_kind: str, thing: QObject) -> QAccessibleInterface | None:
        if not isinstance(thing, PageView):
            return None
        from momviewer.ui.page.page_accessible import accessible_page

        return accessible_page(thing)

    QAccessible.installFactory(interface_of)
