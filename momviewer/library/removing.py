"""Removes manuals from the library such that they can come back, until that is final."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from momviewer.errors import LibraryError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.placing import REMOVED


@dataclass(frozen=True, slots=True)
class RemovedManual:
    """A removed manual, and where it is kept until that is final.

    `since` is the time of its folder in nanoseconds, which decides its place among the others.
    """

    manual: InstalledManual
    kept: Path
    since: int


def remove_manual(library: Library, manual_id: str) -> InstalledManual:
    """Remove a manual from the library for good and return it; its source is not touched.

    Raises NotFoundError and LibraryError.
    """
    removed = set_aside(library, manual_id)
    forget(removed)
    return removed.manual


def set_aside(library: Library, manual_id: str) -> RemovedManual:
    """Remove a manual such that `restore` can bring it back; `forget` has to follow.

    If the program is killed before, a later start deletes the manual. Raises NotFoundError and LibraryError.
    """
    manual = library.added(manual_id, "removed")
    kept = manual.folder.parent / f"{REMOVED}{manual.folder.name}"
    try:
        if kept.exists():
            shutil.rmtree(kept)
        since = manual.folder.stat().st_mtime_ns
        manual.folder.rename(kept)
        os.utime(kept)  # when it was removed, for `tidy`
    except OSError as error:
        raise LibraryError(f"{error.filename} cannot be removed: {error.strerror}.") from error
    return RemovedManual(manual, kept, since)


def restore(removed: RemovedManual) -> None:
    """Bring a removed manual back as it was; raises LibraryError if that is not possible any more."""
    manual = removed.manual
    if manual.folder.exists():
        raise LibraryError(f"{manual.info.id} was added again, so the removed one stays out.")
    try:
        os.utime(removed.kept, ns=(removed.since, removed.since))
        removed.kept.rename(manual.folder)
    except OSError as error:
        title, reason = manual.info.title, error.strerror
        raise LibraryError(
            f"{title} cannot be brought back ({reason}). Add it again from its source."
        ) from error


def forget(removed: RemovedManual) -> None:
    """Delete a removed manual for good; raises LibraryError if that fails."""
    try:
        shutil.rmtree(removed.kept)
    except FileNotFoundError:
        return
    except OSError as error:
        raise LibraryError(f"{error.filename} cannot be removed: {error.strerror}.") from error
