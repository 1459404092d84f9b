"""Writes bugs down in the data folder: where in the program each was, and nothing that the reader typed.

A message is left out where it may quote a value: what the interpreter words by itself names only the code,
what a `raise` words may hold a query. Paths of the reader's home begin with "~".
"""

import contextlib
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType

from momviewer.errors import BUG_EXIT_CODE
from momviewer.files import PRIVATE

DEBUG_VARIABLE = "MOMVIEWER_DEBUG"
PACKAGE = Path(__file__).resolve().parent
LOG, OLDER_LOG = "momviewer.log", "momviewer.1.log"
MAX_LOG_BYTES = 448 * 1024
"""Bytes of the log, and of the older one; with the trace that a crash leaves they are less than 1 MiB."""
MAX_ENTRY_BYTES = 64 * 1024
MAX_BUGS = 50
"""Different bugs that are known at a time; one that was forgotten is written down anew."""
MAX_REPORTED = 10
"""Different bugs, and different warnings, in a report: the latest."""
FIRST_FRAMES, LAST_FRAMES = 15, 45
"""Lines of a trace that are kept of one that is longer, as that of an endless recursion is."""
MAX_LINE_CHARACTERS = 300
"""Characters of a bug's message at the prompt."""
NAMING_THE_CODE = (
    ArithmeticError,
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    RecursionError,
    RuntimeError,
    TypeError,
)
"""Errors whose messages name types and attributes, where the interpreter words them."""
HANDED_IN = frozenset({"RAISE_VARARGS", "RERAISE", "RETURN_GENERATOR", "YIELD_VALUE", "RESUME", "SEND"})
"""What Python is at where somebody else worded the exception."""


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug in a line, such as "KeyError in order.py, line 33", and its trace. Both may be handed on.

    Two are the same where they have the same `key`: the kind of the error, and the way that led to it. A
    warning of Qt is written down, and readers are not told of it.
    """

    key: str
    name: str = field(compare=False)
    trace: str = field(compare=False)
    thread: str = field(compare=False)
    ended_program: bool = field(default=False, compare=False)
    is_warning: bool = field(default=False, compare=False)


class CrashLog:
    """The log in a folder of its own. `versions` says what runs; it is called when there is a bug.

    Any thread may note a bug. Where nothing can be written, the bugs are known to this program alone.
    """

    def __init__(self, folder: Path, versions: Callable[[], str]) -> None:
        self._folder = folder
        self._versions = versions
        self._lock = threading.RLock()  # garbage that is collected meanwhile may have a bug of its own
        self._bugs: dict[Bug, int] = {}
        self._told: dict[Bug, int] = {}
        """How often the log says that each bug was met."""

    @property
    def file(self) -> Path:
        """Return the file that is written now."""
        return self._folder / LOG

    def note(self, bug: Bug) -> int:
        """Write a bug down, and return how often it was met by now.

        One that comes again is counted; the log says so at its tenth time, its hundredth, and at the end.
        """
        with self._lock:
            count = self._bugs.pop(bug, 0) + 1
            self._bugs[bug] = count
            while len(self._bugs) > MAX_BUGS:
                forgotten = next(iter(self._bugs))
                self._say_again(forgotten)
                del self._bugs[forgotten]
                self._told.pop(forgotten, None)
            if count == 1:
                self._told[bug] = 1
                self._append(f"{_now()}\n{self._versions()}\n{self._entry(bug)}\n")
            elif str(count).strip("0") == "1":
                self._say_again(bug)
            return count

    def report(self) -> str:
        """Return what may be handed on: what runs here, and the latest bugs, then the latest warnings."""
        with self._lock:
            bugs = [bug for bug in self._bugs if not bug.is_warning]
            warnings = [bug for bug in self._bugs if bug.is_warning]
            latest = *bugs[-MAX_REPORTED:], *warnings[-MAX_REPORTED:]
            parts = [f"{self._entry(bug)}{_times(self._bugs[bug])}" for bug in latest]
            return "\n".join([f"{self._versions()}\n", *parts])

    def close(self) -> None:
        """Say how often each bug was met."""
        with self._lock:
            for bug in self._bugs:
                self._say_again(bug)

    def _entry(self, bug: Bug) -> str:
        return f"{bug.name}, on {bug.thread}\n{bug.trace}"

    def _say_again(self, bug: Bug) -> None:
        if self._bugs[bug] > self._told.get(bug, 0):
            self._told[bug] = self._bugs[bug]
            self._append(f"{_now()}\n{bug.name}\n{_times(self._bugs[bug])}\n")

    def _append(self, text: str) -> None:
        """Write to the log's end; a log that is full becomes the older one."""
        data = text.encode(errors="backslashreplace")
        if len(data) > MAX_ENTRY_BYTES:
            half = MAX_ENTRY_BYTES // 2 - 10
            data = data[:half] + b"\n[...]\n" + data[-half:]
        with contextlib.suppress(OSError):  # there is nobody to tell it to: what is noted is the trouble
            self._folder.mkdir(parents=True, exist_ok=True)
            if self.file.exists() and self.file.stat().st_size + len(data) > MAX_LOG_BYTES:
                self.file.replace(self._folder / OLDER_LOG)
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)


# Bugs in words


def bug_of(error: BaseException, thread: str = "") -> Bug:
    """Return what may be told of an exception that is a bug, on the thread of that name or on this one."""
    import traceback  # noqa: PLC0415 - for bugs alone

    chain = list(_chain(error))
    parts = []
    for one in chain:
        frames = traceback.extract_tb(one.__traceback__)
        if len(frames) > FIRST_FRAMES + LAST_FRAMES:
            lines = traceback.format_list(frames[:FIRST_FRAMES])
            lines += [f"  [{len(frames) - FIRST_FRAMES - LAST_FRAMES} more]\n"]
            lines += traceback.format_list(frames[-LAST_FRAMES:])
        else:
            lines = traceback.format_list(frames)
        parts.append(f"{''.join(lines)}{type(one).__name__}{_message(one)}\n")
    where = _place(error.__traceback__)
    kind = type(error).__name__
    return Bug(
        key="\n".join(f"{type(one).__name__} {_way(one.__traceback__)}" for one in chain),
        name=f"{kind} in {where}" if where else kind,
        trace=without_home("after which\n".join(reversed(parts))),
        thread=thread or threading.current_thread().name,
    )


def qt_bug(kind: str, category: str, text: str) -> Bug:
    """Return what may be told of a message of Qt: its kind, as "warning", and its words without values."""
    told = re.sub(r'"[^"]*"', lambda quoted: f'"{len(quoted[0]) - 2} characters"', without_home(text))
    thread = threading.current_thread().name
    return Bug(
        key=f"{kind} {category} {told}",
        name=f"{kind.capitalize()} of {category}",
        trace=f"{told}\n",
        thread=thread,
        is_warning=kind == "warning",
    )


def crash_of(left: str) -> Bug:
    """Return what may be told of a crash; `left` is what was written while the program ended."""
    told = without_home(left.strip())
    name = told.partition("\n")[0].removeprefix("Fatal Python error: ")
    return Bug(told, f"{name}, which ended momviewer", f"{told}\n", "the run before", ended_program=True)


def print_bug(error: Exception) -> int:
    """Say at the prompt, in a line, that a verb met a bug; return the exit code.

    The trace comes before it where $MOMVIEWER_DEBUG asks for it.
    """
    if debugging():
        import traceback  # noqa: PLC0415 - for bugs alone

        sys.stderr.write("".join(traceback.format_exception(error)))
    told = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":")[:MAX_LINE_CHARACTERS]
    remedy = "" if debugging() else f" {DEBUG_VARIABLE}=1 shows the trace."
    where = _place(error.__traceback__)
    sys.stderr.write(f"momviewer: This is a bug of momviewer: {told} ({where}).{remedy}\n")
    return BUG_EXIT_CODE


def debugging() -> bool:
    """Return whether traces are wanted on standard error, with the values in their messages."""
    return os.environ.get(DEBUG_VARIABLE, "") not in {"", "0"}


def without_home(text: str) -> str:
    """Return a text whose paths begin with "~" where they are the reader's."""
    for home in _homes():
        flags = re.IGNORECASE if sys.platform == "win32" else re.NOFLAG
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text, flags=flags)
    return text


@cache
def _homes() -> tuple[str, ...]:
    """Return how paths of the reader's home begin, the longest first; none where it is the root of a disk."""
    try:
        home = Path.home()
    except RuntimeError:
        return ()
    known = {home, Path(os.path.realpath(home))}
    spellings = {spelled for path in known if path != path.parent for spelled in (str(path), path.as_posix())}
    return tuple(sorted(spellings, key=len, reverse=True))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that led to it, the last first."""
    seen: set[int] = set()
    known: BaseException | None = error
    while known is not None and id(known) not in seen:
        seen.add(id(known))
        yield known
        known = known.__cause__ or (None if known.__suppress_context__ else known.__context__)


def _message(error: BaseException) -> str:
    """Return what an exception says after its kind, less what may be the reader's."""
    if isinstance(error, OSError):
        return f": [Errno {error.errno}] {error.strerror}" if error.errno else ""
    told = str(error)
    by_interpreter = isinstance(error, NAMING_THE_CODE) and not _was_handed_in(error.__traceback__)
    if not told or by_interpreter or type(error).__module__ == "sqlite3":
        return f": {told}" if told else ""
    return f" (a message of {len(told)} characters)"


def _was_handed_in(trace: TracebackType | None) -> bool:
    """Return whether a trace ends at a `raise`, or in a generator that an exception was thrown into."""
    import dis  # noqa: PLC0415 - for bugs alone

    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_lasti < 0:
        return True
    return dis.opname[trace.tb_frame.f_code.co_code[trace.tb_lasti]] in HANDED_IN


def _way(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(dict.fromkeys(places))  # each once: a recursion is the same however deep it went


def _place(trace: TracebackType | None) -> str:
    """Return the last place of ours that a trace names, else the last: "order.py, line 33"."""
    ours = last = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        last = f"{file.name}, line {trace.tb_lineno}"
        ours = last if file.is_relative_to(PACKAGE) else ours
        trace = trace.tb_next
    return ours or last


def _times(count: int) -> str:
    return f"Met {count} times.\n" if count > 1 else ""


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
