"""A lock that two programs at once take turns by; the system frees it when its holder ends or is killed."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from momviewer.errors import LibraryError

LOCK_TIMEOUT_S = 3.0
"""Seconds that another program is waited for; it needs a few milliseconds."""
PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that the file `path` stands for; it is made where it is missing, and stays.

    Raises LibraryError where the file cannot be made, or another program holds it for too long.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        _wait_for(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, path: Path) -> None:
    until = time.monotonic() + LOCK_TIMEOUT_S
    while True:
        try:
            _take(descriptor)
        except OSError as error:
            if time.monotonic() > until:
                raise LibraryError(f"Another program holds {path}. Close it and try again.") from error
            time.sleep(PAUSE)
        else:
            return
