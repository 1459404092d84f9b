"""Reads source files, which may be anything at all."""

import errno
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import etree

from index_builder.intake.time_limit import TimeLimitError, time_limit
from index_builder.pages.model import BuildReport

MAX_FILE_BYTES = 32 << 20
"""Most bytes of a page; the longest manual on one page has a third of that."""
UNREADABLE = (etree.LxmlError, MemoryError, TimeLimitError, RecursionError, ValueError)
"""What reading a page may raise if it is no page, or was made to do harm."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The first bytes of a text in UTF-16."""

Read = TypeVar("Read")


def read_file(file: Path) -> bytes:
    """Return a file's bytes; raises OSError if it cannot or must not be read.

    Not to be read are pipes, whose reading would never end, large files, and links out of their folder.
    """
    state = file.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is not a file", str(file))
    if file.is_symlink() and not file.resolve().is_relative_to(file.parent.resolve()):
        raise OSError(errno.EINVAL, "it is a link that leads out of its folder", str(file))
    if state.st_size > MAX_FILE_BYTES:
        size = f"it has {state.st_size >> 20} MB, and pages of up to {MAX_FILE_BYTES >> 20} MB are read"
        raise OSError(errno.EFBIG, size, str(file))
    return file.read_bytes()


def legible(name: str) -> str:
    """Return a file's name as text, with bytes that are no UTF-8 replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def attempt(file: Path, report: BuildReport, read: Callable[[], Read]) -> Read | None:
    """Return what `read` returns for a file; if it fails or takes too long, report it and return None."""
    try:
        with time_limit():
            return read()
    except OSError as error:
        report.problems.append(f"{file.name} could not be read and was left out: {error.strerror}.")
    except UNREADABLE as error:
        reason = str(error) or "it needs too much memory"
        report.problems.append(f"{file.name} could not be understood and was left out: {reason}.")
    return None
