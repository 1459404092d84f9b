"""Files that are written whole or not at all, and locks that two programs at once take turns by."""

import contextlib
import glob
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from momviewer.errors import LibraryError

LOCK_TIMEOUT_S = 3.0
"""Seconds that another program is waited for; it needs a few milliseconds."""
LOCK_PAUSE_S = 0.01
PRIVATE = 0o600
"""Permissions of a file that its owner alone reads."""
PUBLIC = 0o666
"""Permissions of a file that is handed on, less what the owner's mask takes away."""
MAX_PARTIAL_NAME_CHARACTERS = 50
"""Characters of a file's name that are in the name of its half-written one, which must not get too long."""

if sys.platform == "win32":
    import msvcrt

    LOCKED_BYTE = 2**31 - 2
    """The byte that stands for the lock: behind all that is written, for a locked one cannot be written."""

    def _lock(descriptor: int) -> None:
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, at, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Whole or not at all


@contextmanager
def replacing(path: Path, *, mode: int = PRIVATE) -> Iterator[Path]:
    """Yield an empty file beside `path` that takes its place at the end of the block.

    A crash, of the program or the machine, leaves the old file or the new; an exception in the block leaves
    the old one. What earlier crashes left beside `path` is removed. Raises OSError.
    """
    remove_leftovers(path.parent, [path.name])
    descriptor, partial = _new_beside(path, mode)
    try:
        yield partial
        sync(partial)
        if sys.platform == "win32":
            os.close(descriptor)  # an open file cannot be renamed there
            descriptor = -1
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    sync(path.parent)


def write_bytes(path: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Replace a file's bytes so that a crash leaves the old or the new; raises OSError."""
    with replacing(path, mode=mode) as partial:
        partial.write_bytes(content)


def write_text(path: Path, text: str, *, mode: int = PRIVATE) -> None:
    """Replace a file's text, in UTF-8, so that a crash leaves the old or the new; raises OSError."""
    write_bytes(path, text.encode(), mode=mode)


def sync(path: Path) -> None:
    """Have the system write down what a file holds, or which names a folder has; raises OSError."""
    if sys.platform == "win32" and path.is_dir():
        return  # a folder cannot be opened there, nor need it be
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path, names: Iterable[str]) -> None:
    """Remove what killed programs left when they wrote files of these names in a folder.

    What a living program is writing is locked by it, and stays. Where nothing can be removed, nothing is.
    """
    for name in names:
        for leftover in folder.glob(f"{glob.escape(_partial_prefix(name))}*"):
            with contextlib.suppress(OSError):
                _remove_unless_locked(leftover)


def _partial_prefix(name: str) -> str:
    return f".{name[:MAX_PARTIAL_NAME_CHARACTERS]}-"


def _new_beside(path: Path, mode: int) -> tuple[int, Path]:
    """Return a new file beside `path`, open and locked, so that nobody takes it for a leftover."""
    while True:
        partial = path.with_name(f"{_partial_prefix(path.name)}{os.urandom(4).hex()}")
        try:
            descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            continue
        try:
            _lock(descriptor)
            ours = partial.exists()
        except (BlockingIOError, PermissionError):  # another program takes it for a leftover
            ours = False
        except OSError:  # the file system has no locks, so nobody will remove it
            ours = True
        if ours:
            return descriptor, partial
        os.close(descriptor)


def _remove_unless_locked(leftover: Path) -> None:
    descriptor = os.open(leftover, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        _lock(descriptor)
        if sys.platform == "win32":
            os.close(descriptor)  # an open file cannot be removed there
            descriptor = -1
        leftover.unlink()
    finally:
        if descriptor >= 0:
            os.close(descriptor)


# Taking turns


@contextmanager
def locked(path: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the lock that the file `path` stands for; it is made where it is missing, and stays.

    The system frees it when its holder ends or is killed. Raises LibraryError where the file cannot be made,
    or another program holds it for longer than `timeout_s`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE)
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        _wait_for(descriptor, path, timeout_s)
        yield
    finally:
        os.close(descriptor)


class HeldLock:
    """A lock that is held until it is released, or its holder ends or is killed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Hold the lock no more; once is enough."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def hold(path: Path, *, make: bool = True) -> HeldLock | None:
    """Hold the lock that the file `path` stands for; return None if somebody else holds it.

    However long its holder sleeps, nobody else gets it. With `make` the file is made where it is missing.
    Raises OSError if there is no file, or the file system has no locks.
    """
    flags = os.O_RDWR | (os.O_CREAT if make else 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, PRIVATE)
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return HeldLock(descriptor)


def _wait_for(descriptor: int, path: Path, timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while True:
        try:
            _lock(descriptor)
        except OSError as error:
            if time.monotonic() > until:
                raise LibraryError(f"Another program holds {path}. Close it and try again.") from error
            time.sleep(LOCK_PAUSE_S)
        else:
            return
