"""Collects garbage when the reader rests: a search through all objects stops every thread of the program."""

import gc

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

REST = 3_000
"""Milliseconds after which the reader rests."""
FULL = 1_000
"""How many collections of the middle generation it takes until Python looks through all objects by itself.

Its own ten are made up within a minute of typing; this only bounds what a window holds whose reader never
rests.
"""


class RestingCollector(QObject):
    """Looks for garbage that has grown old after the last `stir`, once nothing has stirred for a while."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(gc.collect)

    def start(self) -> None:
        """Collect garbage from now on, and look for none in what the start has made."""
        gc.freeze()
        young, middle, _full = gc.get_threshold()
        gc.set_threshold(young, middle, FULL)
        gc.enable()

    def note_activity(self, *_what: object) -> None:
        """Note that the reader does something, or that something is done for them."""
        self._timer.start()


class FirstFrame(QObject):
    """Watches a window and says once that it stands on the screen."""

    shown = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the window's first painting; what is on it is painted in the same go."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if self._window.isVisible():  # else it was closed at once
            self.shown.emit()
