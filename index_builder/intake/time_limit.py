"""Gives up on what takes too long, so that one page made for it does not hold up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PAGE_TIME = 30.0
"""Seconds of the processor's time that reading one page may take; an ordinary one takes a few thousandths."""


class TimeLimitError(Exception):
    """Something took too long."""


@contextmanager
def time_limit(seconds: float = PAGE_TIME) -> Iterator[None]:
    """Raise TimeLimitError inside once `seconds` of the processor's time are spent there.

    Without the signals for that, on Windows or off the main thread, only the whole build has its time.
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
