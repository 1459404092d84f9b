"""Removes manuals from the library such that they can come back, until that is final."""

import os
from contextlib import suppress
from dataclasses import dataclass

from momviewer.errors import LibraryError
from momviewer.files import locked
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.placing import LIBRARY_LOCK_TIMEOUT_S, REMOVED, HeldFolder, hold_folder, lock_of


@dataclass(frozen=True, slots=True)
class RemovedManual:
    """A removed manual, and where it is kept until that is final.

    `since` is the time of its folder in nanoseconds, which decides its place among the others.
    """

    manual: InstalledManual
    kept: HeldFolder
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

    It is kept as long as this program lives; a later start deletes it. Raises NotFoundError and LibraryError.
    """
    with library.locked():
        manual = library.added(manual_id, "removed")
        try:
            since = manual.folder.stat().st_mtime_ns
            kept = hold_folder(library.paths.manuals, REMOVED, manual.info.id, manual.info.source)
            try:
                manual.folder.rename(kept.bundle)
            except OSError:
                kept.close()
                raise
        except OSError as error:
            raise LibraryError(f"{error.filename} cannot be removed: {error.strerror}.") from error
    return RemovedManual(manual, kept, since)


def restore(removed: RemovedManual) -> None:
    """Bring a removed manual back as it was; raises LibraryError if that is not possible any more."""
    manual = removed.manual
    with locked(lock_of(manual.folder.parent), LIBRARY_LOCK_TIMEOUT_S):
        if manual.folder.exists():
            raise LibraryError(f"{manual.info.id} was added again, so the removed one stays out.")
        try:
            os.utime(removed.kept.bundle, ns=(removed.since, removed.since))
            removed.kept.bundle.rename(manual.folder)
        except OSError as error:
            title, reason = manual.info.title, error.strerror
            raise LibraryError(
                f"{title} cannot be brought back ({reason}). Add it again from its source."
            ) from error
    with suppress(OSError):  # the next start deletes what is left
        removed.kept.close()


def forget(removed: RemovedManual) -> None:
    """Delete a removed manual for good; raises LibraryError if that fails."""
    try:
        removed.kept.close()
    except FileNotFoundError:
        return
    except OSError as error:
        raise LibraryError(f"{error.filename} cannot be removed: {error.strerror}.") from error
