"""Stops work that takes too long, so that a page that was made for it does not hold up the others.

An exception stops Python code. C code that never looks for one is stopped by a signal that ends the process.
On Windows and off the main thread there are no signals for that, and only the whole build is limited.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PAGE_TIMEOUT_S = 30.0
"""Seconds of the processor's time that a step may take for one page; an ordinary page takes milliseconds."""
PAGE_KILL_S = 40.0
"""Seconds of the processor's time after which the process is ended if the exception did not stop the step."""
SILENCE_KILL_S = 180.0
"""Seconds of the processor's time between two pages after which the process is ended."""


class TimeLimitError(Exception):
    """Work that took longer than a page may."""


class TimeLimits:
    """Limits the processor's time for each page.

    With `kills`, a step that no exception stops ends the process by SIGPROF. This is for the builder's own
    process: the program that runs it then starts another one.
    """

    def __init__(self, *, kills: bool = False) -> None:
        self._is_possible = hasattr(signal, "setitimer")
        self._kills = kills and self._is_possible
        self._is_at_page = False
        self.start_silence()

    def start_silence(self) -> None:
        """Start the time between two pages again."""
        if self._kills:
            signal.setitimer(signal.ITIMER_PROF, SILENCE_KILL_S)

    @contextmanager
    def page(self) -> Iterator[None]:
        """Raise TimeLimitError in the block once it has taken a page's time; inner blocks share it."""
        is_main = threading.current_thread() is threading.main_thread()
        if not (self._is_possible and is_main) or self._is_at_page:
            yield
            return
        self._is_at_page = True
        before = signal.signal(signal.SIGVTALRM, _give_up)
        signal.setitimer(signal.ITIMER_VIRTUAL, PAGE_TIMEOUT_S)
        if self._kills:
            signal.setitimer(signal.ITIMER_PROF, PAGE_KILL_S)
        try:
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        finally:  # also where the time was up just now
            signal.signal(signal.SIGVTALRM, before)
            self._is_at_page = False
            self.start_silence()


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeLimitError(f"it takes longer than {PAGE_TIMEOUT_S:g} seconds")
