"""Runs the real program as a process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

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
    *arguments: str | bytes | Path,
    display: bool = False,
    python_options: tuple[str, ...] = (),
    entered: str | bytes = "",
    settings: Mapping[str, str] = MappingProxyType({}),
    timeout_s: float = 100,
) -> Answer:
    """Run `momviewer` on the data folder `data`, with no display unless one is asked for.

    `settings` are added to its environment.
    """
    environment = {**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT), **settings}
    if not display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            environment.pop(name, None)
    result = subprocess.run(
        [sys.executable, *python_options, "-m", "momviewer", *arguments],
        capture_output=True,
        check=False,
        input=entered.encode() if isinstance(entered, str) else entered,
        cwd=data.parent,
        env=environment,
        timeout=timeout_s,
    )
    return Answer(result.returncode, result.stdout.decode(), result.stderr.decode())


def started(data: Path, *arguments: str | Path) -> "subprocess.Popen[str]":
    """Start `momviewer` on the data folder `data`, in a session of its own, and return the process."""
    return subprocess.Popen(
        [sys.executable, "-m", "momviewer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=data.parent,
        env={**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)},
        text=True,
        start_new_session=True,
    )


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started and that still run, on Linux."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it, or a thread of it, has ended meanwhile
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                found += [int(child) for child in (thread / "children").read_text().split()]
    return found


class Driven:
    """The program with its window, driven step by step (`tests.e2e.driven`)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, *steps: str) -> Any:  # noqa: ANN401 - whatever the last step answers
        """Take steps, and return what the last one answers."""
        answer = None
        for step in steps:
            self.send(step)
            answer = self.answer()
        return answer

    def send(self, step: str) -> None:
        """Ask for a step without waiting for it."""
        assert self._process.stdin
        self._process.stdin.write(step + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:  # noqa: ANN401 - whatever the step answers
        """Wait for the answer to a step."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the program ended"
        return json.loads(line)

    def kill(self) -> None:
        """End the program at once, with nothing left to do for it."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def wait(self) -> int:
        """Wait until the program has ended by itself and return its exit code."""
        return self._process.wait(60)

    def quit(self) -> int:
        """Close the window and return the program's exit code."""
        self.do("quit")
        return self._process.wait(60)


@contextmanager
def driven(
    data: Path,
    *arguments: str,
    settings: Mapping[str, str] = MappingProxyType({}),
    errors: Path | None = None,
) -> Iterator[Driven]:
    """Run the window on the data folder `data`, driven; what still runs at the end is killed.

    `settings` are added to its environment: it has nothing to see unless they say so. Its standard error is
    added to the file `errors`.
    """
    environment = {
        **os.environ,
        "MOMVIEWER_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        **settings,
    }
    heard = errors.open("ab") if errors else None
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.driven", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=heard,
        cwd=data.parent,
        env=environment,
        text=True,
    )
    if heard:
        heard.close()
    try:
        yield Driven(process)
    finally:
        process.kill()
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout)):
            with suppress(BrokenPipeError):  # a step that it was asked for too late
                stream.close()
