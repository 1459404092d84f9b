"""Puts a built manual into its place, whole or not at all, and clears up what a kill left beside it.

Beside the manuals lie hidden folders: `.partial-ID-...` for one that is being built, `.removed-ID-...` for
one that was removed and may come back, `.replaced-ID` between the two renames of `install`. Whoever made one
of the first two holds the lock of a file in it for as long as it is needed. That lock, and not its age, says
whether it is: a build that slept for a night goes on, and what a killed one left goes at the next start.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from momviewer.errors import LibraryError
from momviewer.files import PRIVATE, HeldLock, hold, locked, sync

PARTIAL = ".partial-"
REPLACED = ".replaced-"
REMOVED = ".removed-"
LOCK = "lock"
"""The file in a held folder whose lock its maker holds, and which names the source of the manual."""
BUNDLE = "bundle"
"""The folder of the manual in a held folder."""
MIN_UNLOCKED_AGE_S = 3600.0
"""Seconds after which a folder whose LOCK is not filled is a leftover; before, it may just be being made."""
NO_LOCK = HeldLock(-1)
LIBRARY_LOCK_TIMEOUT_S = 10.0
"""Seconds that another program is waited for that changes the same library, which takes milliseconds."""


@dataclass(frozen=True, slots=True)
class HeldFolder:
    """A hidden folder for a manual that is not in its place; nobody else touches it until it is closed."""

    folder: Path
    lock: HeldLock

    @property
    def bundle(self) -> Path:
        """Return where the manual lies, or is to be written."""
        return self.folder / BUNDLE

    def close(self) -> None:
        """Delete the folder with what is in it, the lock at the end: until then it is known for a leftover.

        Raises OSError.
        """
        try:
            if sys.platform == "win32":
                self.lock.release()  # an open file cannot be deleted there
            for inside in self.folder.iterdir():
                if inside.name != LOCK:
                    shutil.rmtree(inside)
            shutil.rmtree(self.folder)
        finally:
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError):  # the next start deletes what is left
            self.close()


def hold_folder(manuals: Path, kind: str, name: str, source: str = "") -> HeldFolder:
    """Make a folder of a kind, PARTIAL or REMOVED, for the manual `name`; `manuals` is there.

    Raises OSError.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{kind}{name}-", dir=manuals))
        (folder / LOCK).touch(mode=PRIVATE)
        try:
            lock = hold(folder / LOCK)
        except OSError:  # a file system without locks: nobody will take it for a leftover
            lock = NO_LOCK
        if lock:  # else another start takes it for one just now
            with contextlib.ExitStack() as undone:
                held = undone.enter_context(HeldFolder(folder, lock))
                (folder / LOCK).write_bytes(os.fsencode(source) + b"\n")
                undone.pop_all()
            return held


def lock_of(manuals: Path) -> Path:
    """Return the file whose lock is held by who changes which manuals a folder has, for milliseconds."""
    return manuals.with_name(f"{manuals.name}.lock")


def held_sources(manuals: Path) -> dict[str, str]:
    """Return the sources of manuals that are being built or may come back, by their ids. Raises OSError."""
    found = {}
    for folder, kind in _held_folders(manuals):
        if lock := _hold_leftover(folder):
            lock.release()
        else:
            with contextlib.suppress(FileNotFoundError):  # it is done with since
                found[_name_in(folder, kind)] = os.fsdecode((folder / LOCK).read_bytes()).removesuffix("\n")
    return found


def install(built: Path, folder: Path) -> None:
    """Move a complete bundle to its place. A kill between the two renames is mended by `recover`.

    Raises OSError where the folder cannot be written.
    """
    replaced = folder.parent / f"{REPLACED}{folder.name}"
    if folder.exists():
        shutil.rmtree(replaced, ignore_errors=True)
        folder.rename(replaced)
    built.rename(folder)
    sync(folder.parent)
    shutil.rmtree(replaced, ignore_errors=True)


def recover(manuals: Path) -> None:
    """Put back bundles that a kill caught between the two renames of `install`. Raises OSError.

    Whoever holds `lock_of` the manuals may be between them.
    """
    for replaced in manuals.glob(f"{REPLACED}*"):
        folder = manuals / replaced.name.removeprefix(REPLACED)
        if folder.exists():
            shutil.rmtree(replaced, ignore_errors=True)
        else:
            replaced.rename(folder)


def settle(manuals: Path) -> None:
    """Wait until no manual is between two renames; put back what a kill left there."""
    with contextlib.suppress(OSError, LibraryError), locked(lock_of(manuals), LIBRARY_LOCK_TIMEOUT_S):
        recover(manuals)


def tidy(manuals: Path) -> None:
    """Clear up what a killed program left.

    A manual between the two renames of `install` is put back. Half-written bundles and those that were being
    removed are deleted, unless the program that made them is alive.
    """
    if any(manuals.glob(f"{REPLACED}*")):
        settle(manuals)
    with contextlib.suppress(OSError):  # a library that may only be read is as tidy as it will get
        for folder, _ in _held_folders(manuals):
            if lock := _hold_leftover(folder):
                HeldFolder(folder, lock).close()


def _held_folders(manuals: Path) -> list[tuple[Path, str]]:
    return [(folder, kind) for kind in (PARTIAL, REMOVED) for folder in manuals.glob(f"{kind}*")]


def _hold_leftover(folder: Path) -> HeldLock | None:
    """Hold a folder that nobody needs; return None if somebody may need it. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):  # somebody is done with it since
        if _is_filled(folder / LOCK):
            return hold(folder / LOCK, make=False)
        if time.time() - folder.stat().st_mtime > MIN_UNLOCKED_AGE_S:
            return NO_LOCK
    return None


def _is_filled(lock: Path) -> bool:
    """Say whether a lock's file is there and filled: its maker holds it by then, or has ended."""
    try:
        return lock.stat().st_size > 0
    except FileNotFoundError:
        return False


def _name_in(folder: Path, kind: str) -> str:
    return folder.name.removeprefix(kind).rpartition("-")[0]
