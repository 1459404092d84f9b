"""Hears of every bug while the window is open: on its thread, on others, in Qt, and of a crash before."""

import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication

from momviewer import __version__
from momviewer.errors import MomviewerError
from momviewer.files import PRIVATE

if TYPE_CHECKING:
    from momviewer.crash_log import Bug, CrashLog

CRASH = "crash.log"
MAX_CRASH_BYTES = 64 * 1024
"""Bytes that are read of the trace of a crash; the threads of the window take a few thousand."""
KINDS = {
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical message",
    QtMsgType.QtFatalMsg: "fatal message",
}
"""The messages of Qt that are written down; of a warning readers are not told."""


class CrashWatch:
    """Has the trace of a crash of Python or Qt written into a file, which the next start reads.

    Where the file cannot be written, the trace goes to standard error.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / CRASH
        self._file: int | None = None
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE)
        if self._file is not None:
            faulthandler.enable(self._file)
        elif sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)

    def left(self) -> str:
        """Return the trace that a crash of the run before left, once; "" for none."""
        if self._file is None:
            return ""
        left = os.read(self._file, MAX_CRASH_BYTES)
        os.ftruncate(self._file, 0)
        return left.decode(errors="backslashreplace").strip()

    def close(self) -> None:
        """Watch no more; a file that is empty goes."""
        faulthandler.disable()
        if self._file is not None:
            empty = os.fstat(self._file).st_size == 0
            os.close(self._file)
            self._file = None
            if empty:
                with suppress(OSError):
                    self._path.unlink()


class BugReporter(QObject):
    """Writes bugs into the log below a folder and tells the window of each that is new.

    It belongs to the window's thread, and bugs come up on any. They are told there and by the event loop:
    what had the bug, a painting perhaps, is over by then.
    """

    heard = Signal(object)
    """With a `Bug`, once for each that is new."""
    _met = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context: Callable[[], str] = str
        """Says on the window's thread what a bug there is about, in words that may be handed on."""
        self._folder = folder
        self._log: CrashLog | None = None
        self._making_log = threading.RLock()
        self._noting = threading.local()
        self._met.connect(self.heard, Qt.ConnectionType.QueuedConnection)

    @property
    def log(self) -> "CrashLog":
        """Return the log; it is made, and the module for it loaded, when there is something to write."""
        with self._making_log:
            if self._log is None:
                from momviewer.crash_log import CrashLog

                self._log = CrashLog(self._folder, versions)
            return self._log

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of bugs within the block; one that ends it is written down, and raised as it is."""
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        before_in_qt = qInstallMessageHandler(self._qt_message)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_on_thread
        sys.unraisablehook = self._unraisable
        try:
            yield
        except MomviewerError:
            raise
        except Exception as error:
            from momviewer.crash_log import bug_of

            self.log.note(bug_of(error))
            raise
        finally:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before
            qInstallMessageHandler(before_in_qt)
            if self._log:
                self._log.close()

    def note_crash(self, left: str) -> None:
        """Write down and tell what a crash of the run before has `left`, unless that is ""."""
        if left:
            from momviewer.crash_log import crash_of

            self._note(lambda: crash_of(left))

    def note(self, error: BaseException, thread: str = "") -> None:
        """Write a bug down, and tell of it where it is new."""
        from momviewer.crash_log import bug_of, debugging

        if debugging() or self._is_noting:
            sys.__excepthook__(type(error), error, error.__traceback__)
        if not self._is_noting and self._note(lambda: self._described(error, thread)) and not debugging():
            _say(f"momviewer: {bug_of(error).name}. The trace is in {self.log.file}.")

    @property
    def _is_noting(self) -> bool:
        """Return whether this thread is noting a bug: one that comes of that is not to begin all over."""
        return getattr(self._noting, "bug", False)

    def _described(self, error: BaseException, thread: str) -> "Bug":
        from momviewer.crash_log import bug_of

        bug = bug_of(error, thread)
        if threading.current_thread() is threading.main_thread() and (about := self.context()):
            return replace(bug, thread=f"{bug.thread}, {about}")
        return bug

    def _note(self, describe: "Callable[[], Bug]") -> bool:
        """Write down what is described; return whether it is new."""
        self._noting.bug = True
        try:
            bug = describe()
            is_new = self.log.note(bug) == 1
        finally:
            self._noting.bug = False
        if is_new and not bug.is_warning:
            self._met.emit(bug)
        return is_new

    # What Python and Qt call

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self.note(error)
        else:
            sys.__excepthook__(kind, error, trace)  # the reader ends the program at the prompt

    def _uncaught_on_thread(self, told: "threading.ExceptHookArgs") -> None:
        if told.exc_value is not None:
            self.note(told.exc_value, told.thread.name if told.thread else "")

    def _unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            self.note(told.exc_value)

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        _say(text)
        if kind in KINDS and not self._is_noting:
            from momviewer.crash_log import qt_bug

            category = context.category or "Qt"
            self._note(lambda: qt_bug(KINDS[kind], category, text))


@contextmanager
def raising() -> Iterator[None]:
    """Raise at the end of the block the first bug that Qt met in it; for verbs of the prompt."""
    met: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: met.append(error)
    try:
        yield
    finally:
        sys.excepthook = before
    if met:
        raise met[0]


def _say(text: str) -> None:
    """Write a line to standard error, which may have been closed behind a window that stays open."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")


def versions() -> str:
    """Return what runs here: of momviewer, of Python, of Qt, and on what."""
    import platform

    import PySide6

    return (
        f"momviewer {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__},"
        f" Qt {qVersion()}\n{platform.platform()}, {QGuiApplication.platformName() or 'no window yet'}"
    )
