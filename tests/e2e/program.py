"""Runs the real program as a process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the program answered."""

    code: int
    out: str
    err: str


@contextmanager
def window(data: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the window on the data folder `data`, with nothing to see; what still runs at the end is killed."""
    environment = {
        **os.environ,
        "MOMVIEWER_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "momviewer", *arguments]
    process = subprocess.Popen(command, cwd=data.parent, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def momviewer(
    data: Path,
    *arguments: str | Path,
    display: bool = False,
    python_options: tuple[str, ...] = (),
    entered: str = "",
) -> Answer:
    """Run `momviewer` on the data folder `data`, with no display unless one is asked for."""
    environment = {**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    if not display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            environment.pop(name, None)
    result = subprocess.run(
        [sys.executable, *python_options, "-m", "momviewer", *arguments],
        capture_output=True,
        check=False,
        input=entered.encode(),
        cwd=data.parent,
        env=environment,
        timeout=100,
    )
    return Answer(result.returncode, result.stdout.decode(), result.stderr.decode())
