"""Puts a built manual into its place, whole or not at all, and mends what a kill left beside it."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from momviewer.files import sync

PARTIAL = ".partial-"
REPLACED = ".replaced-"
REMOVED = ".removed-"
WRITER = re.compile(rf"^{re.escape(PARTIAL)}.*-(\d+)-[^-]*$")
"""Finds the id of the writing process in the name of a half-written bundle."""
ABANDONED_AFTER = 3600.0
"""Seconds after which no builder is still writing a bundle and no window can undo a removal."""


def partial_prefix(folder: Path, process: int) -> str:
    """Return the beginning of a half-written bundle's name, which has its folder and the writer's process."""
    return f"{PARTIAL}{folder.name}-{process}-"


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
    """Put back bundles that a kill caught between the two renames of `install`. Raises OSError."""
    for replaced in manuals.glob(f"{REPLACED}*"):
        folder = manuals / replaced.name.removeprefix(REPLACED)
        if folder.exists():
            shutil.rmtree(replaced, ignore_errors=True)
        else:
            replaced.rename(folder)


def tidy(manuals: Path) -> None:
    """Clear up what a killed program left.

    A manual between the two renames of `install` is put back. Half-written bundles and those that were being
    removed are deleted.
    """
    try:
        recover(manuals)
        for leftover in _abandoned(manuals):
            shutil.rmtree(leftover)
    except OSError:
        return  # a library that may only be read is as tidy as it will get


def _abandoned(manuals: Path) -> Iterator[Path]:
    now = time.time()
    for pattern in (PARTIAL, REMOVED):
        for leftover in manuals.glob(f"{pattern}*"):
            if now - leftover.stat().st_mtime > ABANDONED_AFTER or _is_orphan(leftover):
                yield leftover


def _is_orphan(partial: Path) -> bool:
    """Return whether the writer of a half-written bundle is gone; False if that cannot be told."""
    writer = WRITER.search(partial.name)
    if writer is None or os.name != "posix":
        return False
    try:
        os.kill(int(writer[1]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
