"""Runs the real program as a process."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the program answered."""

    code: int
    out: str
    err: str


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
