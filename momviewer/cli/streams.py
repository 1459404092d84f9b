"""Makes the standard streams such that nothing a manual holds, and nobody who reads them, breaks a verb."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from momviewer.errors import OutputError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a disk answers that takes no more."""


@contextmanager
def standard_streams() -> Iterator[None]:
    """Run a verb: all that it wrote has arrived at the end. Raises OutputError where it cannot.

    Characters that the reader's encoding lacks are written as escapes. What goes to a closed stream is lost,
    and who reads the output and has seen enough, as `head` has, ends the verb.
    """
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _give_up_output()
    except OSError as error:
        if error.filename is not None or error.errno not in NO_ROOM:
            raise  # of some other file
        _give_up_output()
        raise OutputError(f"The output cannot be written: {error.strerror}.") from error


def _open_closed() -> None:
    """Open what was closed by whoever started the program; Python has None there."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the program runs
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _give_up_output() -> None:
    """Lead what is still to be written nowhere, for Python tries once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
