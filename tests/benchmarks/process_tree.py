"""A program with every process it started: what they hold of the memory, what they used of the processors."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Use:
    """Proportional memory in MiB, and seconds of the processors, of all processes together."""

    memory: float
    seconds: float
    processes: int


class Program:
    """A program that runs, in a session of its own."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def use(self) -> Use:
        """Return what the program and all its descendants use now."""
        members = self._members()
        return Use(sum(map(_memory, members)), sum(map(_seconds, members)), len(members))

    def end(self) -> None:
        """End every process, by asking and then by killing."""
        members = self._members()
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for member in members:
                _send(member, sign)
            until = time.monotonic() + TIMEOUT_S
            while time.monotonic() < until and (self._process.poll() is None or any(map(_runs, members))):
                time.sleep(0.02)
        self._process.wait()

    def _members(self) -> list[int]:
        parents = {int(entry.name): _parent(entry) for entry in PROC.iterdir() if entry.name.isdecimal()}
        members = [self._process.pid]
        for member in members:  # grows while it is walked
            members += [process for process, parent in parents.items() if parent == member]
        return members


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[Program]:
    """Run a program and end it with all it started."""
    program = Program(command, environment, folder)
    try:
        yield program
    finally:
        program.end()


def _parent(entry: Path) -> int:
    fields = _stat(entry)
    return int(fields[1]) if fields else 0


def _seconds(process: int) -> float:
    fields = _stat(PROC / str(process))
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0  # its own, and of children that ended


def _stat(entry: Path) -> list[str]:
    """Return the fields of `stat` from the third on; none of a process that has ended."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _memory(process: int) -> float:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _runs(process: int) -> bool:
    fields = _stat(PROC / str(process))
    return bool(fields) and fields[0] != "Z"


def _send(process: int, sign: signal.Signals) -> None:
    try:
        os.kill(process, sign)
    except ProcessLookupError:
        return
