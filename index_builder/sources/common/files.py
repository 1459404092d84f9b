"""Reads source files, which may be anything at all."""

import errno
import os
import stat
from collections.abc import Container, Iterator
from pathlib import Path

MAX_FILE_BYTES = 32 << 20
"""Most bytes of a page; the longest manual on one page has a third of that."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The first bytes of a text in UTF-16."""


def read_file(file: Path, within: Path | None = None) -> bytes:
    """Return a file's bytes; raises OSError if it cannot or must not be read.

    Not to be read are pipes, whose reading would never end, large files, and files outside of `within`, the
    source that was given; without it, links that lead out of their folder.
    """
    state = file.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is not a file", str(file))
    if (within or file.is_symlink()) and not is_inside(file, within or file.parent):
        kind = "a link that leads out of its folder" if file.is_symlink() else "outside of the folder given"
        raise OSError(errno.EINVAL, f"it is {kind}", str(file))
    if state.st_size > MAX_FILE_BYTES:
        size = f"it has {state.st_size >> 20} MB, and pages of up to {MAX_FILE_BYTES >> 20} MB are read"
        raise OSError(errno.EFBIG, size, str(file))
    return file.read_bytes()


def is_inside(file: Path, within: Path) -> bool:
    """Return whether a file lies in a folder, wherever links on the way to it lead."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(within))  # links may go in circles


def folders_in(folder: Path) -> list[Path]:
    """Return the folders in a folder by name, without links and those whose names begin with a dot."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    return [folder / name for name in names if name[0] != "."]


def folders_below(folder: Path, passed_over: Container[str] = ()) -> Iterator[Path]:
    """Yield a folder and all below it, each before those in it and these by name.

    Folders whose names are `passed_over` are left out with what is in them, as are those of `folders_in`.
    """
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        yield place
        waiting += [below for below in reversed(folders_in(place)) if below.name not in passed_over]


def legible(name: str) -> str:
    """Return a file's name as text, with bytes that are no UTF-8 replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
