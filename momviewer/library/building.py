"""Runs the builder as a process, and says in words how it ended."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from momviewer import errors
from momviewer.paths import import_path
from momviewer.progress import BuildProgress

CANCEL_INTERVAL = 0.05
"""Seconds between two checks whether the reader cancelled the build."""
SILENCE_TIMEOUT_S = 180.0 if sys.platform == "win32" else 3600.0
"""Seconds by the clock without a word after which the builder is taken to hang.

It tells of every page. Elsewhere than on Windows it ends itself by its processor's time long before: by the
clock alone, a machine that is busy otherwise, or sleeps, would cost the build.
"""
MAX_PAGES_DROPPED = 20
"""Pages over which a builder may die in one build; each of them costs a new start."""
MARK = "page-at-hand"
"""The file in the workspace that names, up to a zero byte, the page that the builder is at."""
POLL_EVERY_LINES = 25
"""Messages between two reports of progress that are handed on."""
KINDS_OF_DEATH = {
    "SIGKILL": "was killed, perhaps because the computer ran out of memory",
    "SIGXCPU": "worked for longer than a build may take",
    "SIGPROF": "worked for too long without a word",
    "SIGSEGV": "crashed",
    "SIGBUS": "crashed",
    "SIGABRT": "crashed",
}
"""How the builder ends by a signal, in words."""
PAGES_FAULTS = {
    "SIGPROF": "it takes too long and cannot be interrupted",
    **dict.fromkeys(("SIGSEGV", "SIGBUS", "SIGABRT", "SIGFPE", "SIGILL"), "the builder crashed over it"),
}
"""Ends of a builder that are the fault of the page at hand, as reasons to leave that out."""

SILENT = "the builder did not get on with it"

Report = Callable[[BuildProgress], None]


@dataclass
class _LastMessage:
    """The builder's last message, and when it came."""

    message: dict[str, Any] = field(default_factory=dict)
    heard: float = field(default_factory=time.monotonic)
    fault: str = ""
    is_silent: bool = False

    @property
    def place(self) -> str:
        """Return the page that the builder was at, as the end of a sentence."""
        if "step" not in self.message:
            return ""
        progress = _progress(self.message)
        return f" at {progress.place}{f', {progress.page}' if progress.page else ''}"


def run_builder(
    arguments: list[str], source: Path, report: Report, cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """Run the builder on `source` to its end and return its last message.

    A page that a builder dies over is left out by the next one, which is started at once. Raises what the
    builder says went wrong (`errors.BUILDER_ERRORS`), SourceError for one that dies or falls silent
    otherwise, or CancelledError.
    Whatever it left half-done below the system's temporary folder is gone then.
    """
    left_out: dict[str, str] = {}
    while True:
        told_it = [word for page, reason in left_out.items() for word in ("--leave-out", page, reason)]
        end = _run_once([*arguments, *told_it], report, cancelled)
        if end.is_done:
            break
        if not end.page or end.page in left_out or len(left_out) == MAX_PAGES_DROPPED:
            raise errors.SourceError(
                f"The builder broke off while reading {source}: it {end.reason}. The library is as it was."
            )
        left_out[end.page] = end.fault_of_page
    if "error" in end.message:
        raise errors.BUILDER_ERRORS[end.message["error"]](end.message["message"])
    return end.message


@dataclass(frozen=True)
class _End:
    """How a builder ended: with a last message, or why not; and the page that is to blame, as it is named."""

    message: dict[str, Any]
    reason: str = ""
    page: str = ""
    fault_of_page: str = ""

    @property
    def is_done(self) -> bool:
        """Return whether it ended as it should."""
        return not self.reason


def _run_once(arguments: list[str], report: Report, cancelled: Callable[[], bool]) -> _End:
    """Run one builder. Raises CancelledError."""
    with (
        tempfile.TemporaryDirectory(prefix="momviewer-", ignore_cleanup_errors=True) as workspace,
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
    ):
        process = subprocess.Popen(  # noqa: S603 - our own builder, arguments as a list
            # -P, for the folder we happen to be in may be the source, and holds no code of ours
            [sys.executable, "-P", "-m", "index_builder", *arguments, "--json", "--workspace", workspace],
            stdin=subprocess.PIPE,  # never written to: its end tells the builder that we are gone
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONPATH": import_path()},
        )
        last = _LastMessage()
        try:
            _follow(process, last, report, cancelled)
        finally:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()
        complaints.seek(0)
        last_words = complaints.read().strip().rpartition("\n")[2]
        page = _page_at_hand(Path(workspace, MARK))
    if "error" in last.message and not last.fault:
        return _End(last.message)
    if not (last.fault or process.returncode or "step" in last.message) and last.message:
        return _End(last.message)
    reason = last.fault or _death(process.returncode, last_words)
    fault = SILENT if last.is_silent else PAGES_FAULTS.get(_signal_name(process.returncode), "")
    return _End(last.message, f"{reason}{last.place}", page if fault else "", fault)


def _page_at_hand(mark: Path) -> str:
    """Return which page a builder was at when it ended, as it named it, or ""."""
    try:
        return os.fsdecode(mark.read_bytes().partition(b"\0")[0])
    except OSError:
        return ""


def _follow(
    process: "subprocess.Popen[str]", last: _LastMessage, report: Report, cancelled: Callable[[], bool]
) -> None:
    """Hand on progress until the builder ends or has to be ended. Raises CancelledError."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    reader = threading.Thread(target=_read_lines, args=(process, lines), name="builder-output")
    reader.start()
    try:
        while not last.fault:
            if cancelled():
                raise errors.CancelledError("Stopped. The library is as it was.")
            try:
                line = lines.get(timeout=CANCEL_INTERVAL)
            except queue.Empty:
                if time.monotonic() - last.heard > SILENCE_TIMEOUT_S:
                    last.fault = f"said nothing for {SILENCE_TIMEOUT_S:.0f} seconds and was stopped"
                    last.is_silent = True
                continue
            if not line:
                return
            _handle_line(line, last, report)
    finally:
        process.kill()
        reader.join()


def _handle_line(line: str, last: _LastMessage, report: Report) -> None:
    before = last.message
    try:
        last.message = dict(json.loads(line))
    except (ValueError, TypeError):
        last.message = {}
    if not _is_message(last.message):
        last.message = before
        last.fault = f"answered {line.strip()[:80]!r}, which is no message"
        return
    last.heard = time.monotonic()
    if "step" in last.message:
        progress = _progress(last.message)
        if progress.done % POLL_EVERY_LINES == 0 or progress.step != before.get("step"):
            report(progress)


def _progress(message: dict[str, Any]) -> BuildProgress:
    return BuildProgress(**{field.name: message[field.name] for field in fields(BuildProgress)})


def _is_message(message: dict[str, Any]) -> bool:
    """Return whether a message is progress, the error that stopped the builder, or its answer."""
    if "error" in message:
        code, told = message["error"], message.get("message")
        return isinstance(code, str) and code in errors.BUILDER_ERRORS and isinstance(told, str)
    if "step" in message:
        return {field.name for field in fields(BuildProgress)} <= message.keys()
    return "manuals" in message or "built" in message


def _read_lines(process: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str]") -> None:
    """Put the builder's output into the queue line by line, and an empty line at its end."""
    if process.stdout is not None:
        with process.stdout as output:
            for line in output:
                lines.put(line)
    process.wait()
    lines.put("")


def _death(status: int, last_words: str) -> str:
    """Return how a builder ended that did not say so; `last_words` are from its standard error."""
    if name := _signal_name(status):
        return f"{KINDS_OF_DEATH.get(name, 'was ended')} ({name})"
    return f"ended with {last_words or f'status {status}'}"


def _signal_name(status: int) -> str:
    """Return the name of the signal that ended a process, or "" where none did."""
    if status >= 0:
        return ""
    return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
