"""Limits the builder's memory and time when another program runs it, and ends it with that program."""

import atexit
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from types import FrameType

from momviewer.errors import SourceError

MEMORY = 2 << 30
"""Bytes of address space: twice as many as a manual of eighty thousand pages takes."""
PROCESSOR_TIME = 3600
"""Seconds of the processor's time."""
GRACE = 5.0
"""Seconds that the process has to end by itself once it is asked to."""
POLITENESS = 5
"""How far the build steps back behind the window, in steps of nice(2)."""


def confine(workspace: str) -> None:
    """Limit this process, keep its temporary files below `workspace`, and end it with its standard input."""
    tempfile.tempdir = workspace
    atexit.register(shutil.rmtree, workspace, ignore_errors=True)
    if hasattr(os, "nice"):
        os.nice(POLITENESS)  # a window is waiting for us, and is to stay quick meanwhile
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has no such limits

        for limit, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, PROCESSOR_TIME),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_watch, args=(workspace,), name="watch", daemon=True).start()


def out_of_memory(source: object) -> SourceError:
    """Return the error of a source that needs more memory than there is."""
    return SourceError(
        f"{source} needs more memory than a build may take ({MEMORY >> 30} GB), or than there is."
    )


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End through every `finally`, so that nothing half-done is left."""
    sys.exit(128 + signal.SIGTERM)


def _watch(workspace: str) -> None:
    """Wait until standard input ends, as it does with the program that runs this one; then end, too."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    shutil.rmtree(workspace, ignore_errors=True)
    os._exit(128 + signal.SIGTERM)
