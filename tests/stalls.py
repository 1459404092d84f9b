"""How long the window's event loop was busy at a stretch."""

import time

from PySide6.QtCore import QTimer


class Stalls:
    """Notes how far apart the turns of the event loop are, of which a timer asks for one every millisecond.

    `longest` is by the clock. `longest_work` counts only time in which this process was at work, so it says
    the same on a machine that is busy with something else.
    """

    def __init__(self) -> None:
        self.longest = self.longest_work = 0.0
        self._last, self._last_work = time.perf_counter(), time.process_time()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def reset(self) -> None:
        """Begin anew."""
        self.longest = self.longest_work = 0.0
        self._last, self._last_work = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        """Note no more."""
        self._timer.stop()

    def _turn(self) -> None:
        now, work = time.perf_counter(), time.process_time()
        self.longest = max(self.longest, now - self._last)
        self.longest_work = max(self.longest_work, work - self._last_work)
        self._last, self._last_work = now, work
