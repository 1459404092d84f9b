"""Reads source files, of which nothing may be taken for granted."""

import errno
import stat
from pathlib import Path


def read_file(file: Path) -> bytes:
    """Return a file's bytes; raises OSError also for what is no file: reading a pipe would never end."""
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "it is not a file", str(file))
    return file.read_bytes()
