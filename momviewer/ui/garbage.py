"""Collects garbage when the reader rests: a search through all objects stops every thread of the program."""

import gc

from PySide6.QtCore import QObject, QTimer

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

    def begin(self) -> None:
        """Collect garbage from now on, and look for none in what the start has made."""
        gc.freeze()
        young, middle, _full = gc.get_threshold()
        gc.set_threshold(young, middle, FULL)
        gc.enable()

    def stir(self, *_what: object) -> None:
        """Note that the reader does something, or that something is done for them."""
        self._timer.start()
