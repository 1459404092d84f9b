"""Puts a built manual into its place, whole or not at all, and mends what a kill left."""

import os
import re
import shutil
from pathlib import Path

PARTIAL = ".partial-"
REPLACED = ".replaced-"
WRITER = re.compile(rf"^{re.escape(PARTIAL)}.*-(\d+)-[^-]*$")
"""The process in the name of a half-written bundle."""


def partial_prefix(folder: Path, process: int) -> str:
    """Return how the name of a half-written bundle begins: for which folder it is, and who is writing it."""
    return f"{PARTIAL}{folder.name}-{process}-"


def is_orphan(partial: Path) -> bool:
    """Return whether a half-written bundle is one whose writer is gone; False where that cannot be told."""
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


def install(built: Path, folder: Path) -> None:
    """Move a complete bundle to its place. A kill between the two renames is mended by `recover`."""
    replaced = folder.parent / f"{REPLACED}{folder.name}"
    if folder.exists():
        shutil.rmtree(replaced, ignore_errors=True)
        folder.rename(replaced)
    built.rename(folder)
    _sync(folder.parent)
    shutil.rmtree(replaced, ignore_errors=True)


def recover(manuals: Path) -> None:
    """Put back bundles that a kill caught between the two renames of `install`."""
    for replaced in manuals.glob(f"{REPLACED}*"):
        folder = manuals / replaced.name.removeprefix(REPLACED)
        if folder.exists():
            shutil.rmtree(replaced, ignore_errors=True)
        else:
            replaced.rename(folder)


def _sync(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened, nor need it be
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
