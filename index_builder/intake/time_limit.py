"""Stops work that takes too long, so that a page that was made for it does not hold up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PAGE_TIME = 30.0
"""Seconds of the processor's time that one page may take; an ordinary page takes a few milliseconds."""


class TimeLimitError(Exception):
    """Work that took longer than its `time_limit`."""


@contextmanager
def time_limit(seconds: float = PAGE_TIME) -> Iterator[None]:
    """Raise TimeLimitError in the block once it has taken `seconds` of the processor's time.

    On Windows and off the main thread there are no signals for that, and only the whole build is limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeLimitError(f"it takes longer than {PAGE_TIME:.0f} seconds")
