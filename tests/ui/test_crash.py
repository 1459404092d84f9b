"""A bug is heard wherever it comes up: in the log, and in the status strip with a report."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qCritical, qWarning
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from momviewer import app
from momviewer.app import _tell_bugs
from momviewer.crash_log import LOG, Bug
from momviewer.errors import LibraryError
from momviewer.paths import Paths
from momviewer.ui.base.crash import CRASH, BugReporter, raising
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.window.crash_notice import ENDED, WENT_WRONG, ReportDialog
from momviewer.ui.window.main_window import MainWindow
from tests.conftest import ROOT
from tests.ui.conftest import WAIT

TYPED = "the secret query"


@pytest.fixture
def reporter(paths: Paths, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[BugReporter]:
    """Return what hears of bugs, listening; no bug of the test reaches pytest-qt."""
    assert qapp is QApplication.instance()
    monkeypatch.delenv("MOMVIEWER_DEBUG", raising=False)
    made = BugReporter(paths.log)
    with made.listening():
        yield made


@pytest.fixture
def heard(reporter: BugReporter) -> list[Bug]:
    """Return the bugs that are heard of, as they are."""
    told: list[Bug] = []
    reporter.heard.connect(told.append)
    return told


def kept(paths: Paths) -> str:
    return (paths.log / LOG).read_text(encoding="utf-8")


def fail() -> None:
    raise ValueError(TYPED)


def never(outcome: object) -> None:
    raise AssertionError(outcome)


class Emitter(QObject):
    emitted = Signal()


class Dying:
    def __del__(self) -> None:
        fail()


def in_a_slot(_runner: TaskRunner) -> None:
    emitter = Emitter()
    emitter.emitted.connect(fail)
    emitter.emitted.emit()


def by_a_timer(_runner: TaskRunner) -> None:
    QTimer.singleShot(0, fail)


def on_a_thread(_runner: TaskRunner) -> None:
    thread = threading.Thread(target=fail, name="deep-down")
    thread.start()
    thread.join()


def in_a_lane(runner: TaskRunner) -> None:
    runner.run(Lane.LIBRARY, fail, never, never)


def in_a_lane_whose_task_is_dropped(runner: TaskRunner) -> None:
    begun = threading.Event()

    def begin_and_fail() -> None:
        begun.set()
        fail()

    task = runner.run(Lane.LIBRARY, begin_and_fail, never, never)
    begun.wait()
    task.drop()


def when_an_outcome_is_told(runner: TaskRunner) -> None:
    runner.run(Lane.LIBRARY, lambda: None, lambda _outcome: fail(), never)


def when_garbage_is_collected(_runner: TaskRunner) -> None:
    Dying()


@pytest.mark.parametrize(
    "cause",
    [
        in_a_slot,
        by_a_timer,
        on_a_thread,
        in_a_lane,
        in_a_lane_whose_task_is_dropped,
        when_an_outcome_is_told,
        when_garbage_is_collected,
    ],
)
def test_a_bug_is_heard_wherever_it_comes_up(
    qtbot: QtBot,
    paths: Paths,
    reporter: BugReporter,
    heard: list[Bug],
    cause: Callable[[TaskRunner], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    runner = TaskRunner()
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        cause(runner)
    runner.close()
    (bug,) = heard
    assert bug.name.startswith("ValueError in ")
    assert bug.thread.startswith("deep-down" if cause is on_a_thread else "MainThread")
    assert "raise ValueError(TYPED)" in kept(paths)
    assert TYPED not in kept(paths)
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith(f"momviewer: {bug.name}. The trace is in ")


def test_a_bug_of_work_at_hand_is_heard_when_the_runner_is_closed(qapp: QApplication) -> None:
    assert qapp is QApplication.instance()
    runner = TaskRunner()
    begun, go_on = threading.Event(), threading.Event()

    def fail_late() -> None:
        begun.set()
        go_on.wait()
        fail()

    runner.run(Lane.SAVING, fail_late, never, never)
    begun.wait()
    go_on.set()
    with pytest.raises(ValueError, match=TYPED):
        runner.close()


def test_a_critical_message_of_qt_is_heard_and_a_warning_is_written(
    qtbot: QtBot, paths: Paths, reporter: BugReporter, heard: list[Bug]
) -> None:
    qWarning("a pixmap is null")
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        qCritical("a device is gone")
    assert [bug.trace for bug in heard] == ["a device is gone\n"]
    assert "a pixmap is null" in kept(paths)


def test_without_standard_error_bugs_are_heard_all_the_same(
    qtbot: QtBot, paths: Paths, reporter: BugReporter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "closed").open("w") as closed:
        monkeypatch.setattr(sys, "stderr", closed)
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        qWarning("a pixmap is null")
        QTimer.singleShot(0, fail)
    assert "a pixmap is null" in kept(paths)
    assert "raise ValueError(TYPED)" in kept(paths)


def test_a_storm_is_heard_once(qtbot: QtBot, paths: Paths, reporter: BugReporter, heard: list[Bug]) -> None:
    storm = QTimer(interval=0)
    storm.timeout.connect(fail)
    storm.start()
    qtbot.waitUntil(lambda: "Met 1000 times." in kept(paths) if heard else False, timeout=WAIT)
    storm.stop()
    assert len(heard) == 1
    assert kept(paths).count("raise ValueError(TYPED)") == 1
    assert reporter.log.report().count("raise ValueError(TYPED)") == 1


def test_a_bug_in_what_tells_of_bugs_is_heard_once_and_not_without_end(
    qtbot: QtBot, reporter: BugReporter, heard: list[Bug]
) -> None:
    def fail_too(_bug: Bug) -> None:
        raise KeyError(TYPED)

    reporter.heard.connect(fail_too)
    by_a_timer(TaskRunner())
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=WAIT)
    for _ in range(3):
        QApplication.processEvents()
    assert [bug.name.partition(" ")[0] for bug in heard] == ["ValueError", "KeyError"]


def test_a_bug_while_one_is_written_down_is_printed(
    reporter: BugReporter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail_to_note(_bug: Bug) -> int:
        reporter.note(KeyError("deep down"))
        return 1

    monkeypatch.setattr(reporter.log, "note", fail_to_note)
    reporter.note(ValueError(TYPED))
    assert "KeyError: 'deep down'" in capsys.readouterr().err


def test_traces_are_printed_with_their_values_where_they_are_asked_for(
    reporter: BugReporter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOMVIEWER_DEBUG", "1")
    in_a_slot(TaskRunner())
    assert f"ValueError: {TYPED}" in capsys.readouterr().err
    assert TYPED not in reporter.log.report()


def test_what_ends_the_block_is_written_unless_it_is_for_readers(qapp: QApplication, paths: Paths) -> None:
    assert qapp is QApplication.instance()
    for error in (LibraryError("The disk is full."), KeyError("quay")):
        with pytest.raises(type(error)), BugReporter(paths.log).listening():
            raise error
    assert "KeyError (" in kept(paths)
    assert "LibraryError" not in kept(paths)


def test_the_hooks_are_there_while_the_window_is_open_and_not_by_import(
    qapp: QApplication, paths: Paths
) -> None:
    assert qapp is QApplication.instance()
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    with BugReporter(paths.log).listening():
        during = sys.excepthook, threading.excepthook, sys.unraisablehook
    assert not set(before) & set(during)
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    code = (
        "import momviewer.app, momviewer.cli.main, momviewer.ui.base.crash, momviewer.ui.window.crash_notice;"
        " import faulthandler, sys, threading; assert sys.excepthook is sys.__excepthook__;"
        " assert threading.excepthook is threading.__excepthook__; assert not faulthandler.is_enabled()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.usefixtures("qapp")
def test_a_verb_is_ended_by_a_bug_that_qt_met() -> None:
    before = sys.excepthook
    QTimer.singleShot(0, fail)
    with pytest.raises(ValueError, match=TYPED), raising():
        QApplication.processEvents()
    assert sys.excepthook is before
    with raising():
        QApplication.processEvents()


@pytest.mark.usefixtures("library")
def test_a_picture_of_a_window_that_meets_a_bug_is_a_bug_of_the_verb(
    qapp: QApplication, paths: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start = MainWindow.start

    def start_and_fail(window: MainWindow, target: str, manual: str) -> None:
        QTimer.singleShot(0, fail)
        start(window, target, manual)

    monkeypatch.setattr(app, "_application", lambda _arguments: qapp)  # there is one in a process
    monkeypatch.setattr(MainWindow, "start", start_and_fail)
    with pytest.raises(ValueError, match=TYPED):
        app.screenshot(paths, str(tmp_path / "a.png"), "", query="", theme="dark", size=(640, 480), manual="")


def test_the_reader_who_ends_the_program_at_the_prompt_is_no_bug(
    reporter: BugReporter, capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert "KeyboardInterrupt" not in reporter.log.report()


# In the window


@pytest.fixture
def told(window: MainWindow, reporter: BugReporter) -> MainWindow:
    """Return a window that tells of bugs, as `app.run` makes it."""
    _tell_bugs(reporter, window)
    return window


def close(window: MainWindow, qtbot: QtBot) -> None:
    """Close a window as Qt does: a call from Python would hand on what its steps raise."""
    QTimer.singleShot(0, window.close)
    qtbot.waitUntil(window.isHidden, timeout=WAIT)


def button(window: MainWindow, text: str) -> QPushButton:
    found = [made for made in window.status_strip.findChildren(QPushButton) if made.text() == text]
    assert found, text
    return found[0]


def test_the_window_says_that_something_went_wrong(
    told: MainWindow, qtbot: QtBot, reporter: BugReporter
) -> None:
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        told.preferences.message.connect(lambda _text: fail())
        told.preferences.step_zoom(1)
    assert told.status_strip.text == WENT_WRONG
    assert told.status_strip.property("trouble")
    assert button(told, "Details").isVisible()
    assert button(told, "Copy report").isVisible()


def test_what_was_put_away_comes_back_for_another_bug_only(
    told: MainWindow, qtbot: QtBot, reporter: BugReporter
) -> None:
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        QTimer.singleShot(0, fail)
    button(told, "Close").click()
    QTimer.singleShot(0, fail)
    QTimer.singleShot(0, QApplication.processEvents)
    qtbot.waitUntil(lambda: "Met 2 times." in reporter.log.report(), timeout=WAIT)
    assert told.status_strip.isHidden()
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        QTimer.singleShot(0, lambda: never(None))
    assert told.status_strip.isVisible()


def test_the_report_is_shown_and_copied(told: MainWindow, qtbot: QtBot, reporter: BugReporter) -> None:
    told.bar.line.setText(TYPED)
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        QTimer.singleShot(0, fail)
    button(told, "Copy report").click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("momviewer ")
    assert "Python 3." in copied
    assert "Qt 6." in copied
    assert "PySide6 6." in copied
    assert "offscreen" in copied
    assert "raise ValueError(TYPED)" in copied
    assert f"with a query of {len(TYPED)} characters" in copied
    assert TYPED not in copied
    assert str(Path.home()) not in copied
    assert told.page.notice == "Report copied"
    button(told, "Details").click()
    dialog = told.findChild(ReportDialog)
    assert dialog
    assert dialog.isVisible()
    assert dialog.text.toPlainText().startswith(copied)  # by now Qt may have warned of something
    dialog.copy.click()
    assert QApplication.clipboard().text().startswith(copied)
    assert dialog.copy.text() == "Copied"
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        QTimer.singleShot(0, lambda: never(None))
    assert "AssertionError in test_crash.py" in dialog.text.toPlainText()
    assert dialog.copy.text() == "Copy report"
    dialog.accept()


def test_a_bug_in_the_writer_is_heard_and_the_rest_is_written_at_the_end(
    told: MainWindow, qtbot: QtBot, reporter: BugReporter
) -> None:
    saved: list[str] = []
    for name in ("one", "broken", "other"):
        save: Callable[[Any], Any] = (lambda _value: fail()) if name == "broken" else saved.append
        told.autosave.register(name, lambda name=name: name, save)  # type: ignore[misc]  # bound here
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        told.autosave.changed("broken")
    assert told.status_strip.text == WENT_WRONG
    for name in ("one", "broken", "other"):
        told.autosave.changed(name)
    close(told, qtbot)
    assert sorted(saved) == ["one", "other"]
    assert reporter.log.report().count("ValueError in ") == 2  # in the lane, and at the end


def test_a_window_closes_whatever_step_of_it_has_a_bug(
    told: MainWindow, qtbot: QtBot, reporter: BugReporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(told.build_queue, "cancel", fail)
    monkeypatch.setattr(told.reader, "close", lambda: closed.append("reader"))
    close(told, qtbot)
    assert closed == ["reader"]
    assert "raise ValueError(TYPED)" in reporter.log.report()


def test_a_crash_of_the_run_before_is_told(
    told: MainWindow, qtbot: QtBot, reporter: BugReporter, paths: Paths
) -> None:
    reporter.note_crash("")
    with qtbot.waitSignal(reporter.heard, timeout=WAIT):
        reporter.note_crash("Fatal Python error: Segmentation fault\n\nThread 0x1:\n  ...\n")
    assert told.status_strip.text == ENDED
    assert "Segmentation fault, which ended momviewer, on the run before" in kept(paths)


CRASHING = """
import faulthandler, sys
from pathlib import Path
from momviewer.ui.base.crash import CrashWatch
watch = CrashWatch(Path(sys.argv[1]))
print(watch.left().partition(chr(10))[0])
if sys.argv[2] == "crash":
    faulthandler._sigabrt()
watch.close()
"""


def run(folder: Path, how: str) -> str:
    command = [sys.executable, "-c", CRASHING, str(folder), how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def test_the_trace_of_a_crash_is_there_at_the_next_start_and_once(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    assert run(folder, "end") == ""
    assert list(folder.iterdir()) == []
    run(folder, "crash")
    assert (folder / CRASH).stat().st_size
    assert (folder / CRASH).stat().st_mode & 0o077 == 0
    assert run(folder, "end") == "Fatal Python error: Aborted"
    assert list(folder.iterdir()) == []


def test_without_a_folder_to_write_to_the_window_goes_without_the_trace(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run(tmp_path / "file", "end") == ""
