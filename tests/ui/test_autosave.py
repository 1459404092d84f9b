"""Writing down what is kept: soon after a change, off the window's thread, and again where that failed."""

import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from momviewer.errors import LibraryError
from momviewer.files import replacing
from momviewer.paths import Paths
from momviewer.ui.base import autosave as autosave_module
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.tasks import TaskRunner
from tests.ui.conftest import Opener


class Disk:
    """What is saved, and on which threads; `full` makes saving fail."""

    def __init__(self) -> None:
        self.full = False
        self.tried = 0
        self.written: list[int] = []
        self.threads: set[str] = set()
        self.value = 0

    def save(self, value: int) -> int:
        self.tried += 1
        self.threads.add(threading.current_thread().name)
        if self.full:
            raise LibraryError("The disk is full.")
        self.written.append(value)
        return value


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def said() -> list[str]:
    """Return what was said of failures."""
    return []


@pytest.fixture
def autosave(runner: TaskRunner, disk: Disk, said: list[str]) -> Autosave:
    autosave = Autosave(runner)
    autosave._timer.setInterval(0)
    autosave.register("number", lambda: disk.value, disk.save)
    autosave.failed.connect(said.append)
    return autosave


def change(autosave: Autosave, disk: Disk, value: int) -> None:
    disk.value = value
    autosave.changed("number")


def test_changes_are_written_together_as_they_are_then(autosave: Autosave, disk: Disk, qtbot: QtBot) -> None:
    for value in (1, 2, 3):
        change(autosave, disk, value)
    qtbot.waitUntil(lambda: disk.written == [3])
    assert threading.current_thread().name not in disk.threads
    change(autosave, disk, 4)
    qtbot.waitUntil(lambda: disk.written == [3, 4])


def test_what_came_of_it_is_told(autosave: Autosave, disk: Disk, qtbot: QtBot) -> None:
    told: list[int] = []
    autosave.register("number", lambda: disk.value, disk.save, told.append)
    change(autosave, disk, 5)
    qtbot.waitUntil(lambda: told == [5])


def test_what_could_not_be_loaded_is_said(autosave: Autosave, said: list[str], qtbot: QtBot) -> None:
    def fail() -> None:
        raise LibraryError("It is damaged.")

    autosave.load(fail, lambda _nothing: said.append("loaded"))
    qtbot.waitUntil(lambda: said == ["It is damaged."])


def test_a_stream_of_changes_does_not_put_off_the_writing(
    autosave: Autosave, disk: Disk, qtbot: QtBot
) -> None:
    autosave._timer.setInterval(autosave_module.DELAY_MS)

    def changed() -> bool:
        change(autosave, disk, disk.value + 1)
        return bool(disk.written)

    qtbot.waitUntil(changed)  # looks, and so changes, every few milliseconds
    assert disk.written[0] > 5


def test_what_could_not_be_written_is_written_once_that_is_possible(
    autosave: Autosave, disk: Disk, said: list[str], qtbot: QtBot
) -> None:
    autosave._retry.setInterval(10)
    disk.full = True
    change(autosave, disk, 1)
    qtbot.waitUntil(lambda: disk.tried >= 3)
    assert said == ["The disk is full."]
    disk.full = False
    qtbot.waitUntil(lambda: disk.written == [1])
    disk.full = True
    change(autosave, disk, 2)
    qtbot.waitUntil(lambda: len(said) == 2)  # for it is another failure
    disk.full = False
    qtbot.waitUntil(lambda: disk.written == [1, 2])


def test_what_could_not_be_written_is_written_with_the_next_change(
    autosave: Autosave, disk: Disk, qtbot: QtBot
) -> None:
    other: list[int] = []
    autosave.register("other", lambda: 7, other.append)
    disk.full = True
    change(autosave, disk, 1)
    with qtbot.waitSignal(autosave.failed):
        pass
    disk.full = False
    autosave.changed("other")
    qtbot.waitUntil(lambda: (disk.written, other) == ([1], [7]))


def test_all_that_cannot_be_written_is_said_together_until_all_of_it_is(
    autosave: Autosave, disk: Disk, said: list[str], qtbot: QtBot
) -> None:
    letter = Disk()
    letter.full = disk.full = True
    autosave.register("letter", lambda: 0, letter.save)
    recovered: list[str] = []
    autosave.recovered.connect(recovered.append)
    for name in ("number", "letter"):
        with qtbot.waitSignal(autosave.failed):
            autosave.changed(name)
    assert said[-1] == "The disk is full. The disk is full."
    disk.full = False
    autosave.changed("number")
    qtbot.waitUntil(lambda: bool(disk.written) and not autosave._under_way)
    assert recovered == []
    letter.full = False
    with qtbot.waitSignal(autosave.recovered):
        autosave.changed("letter")
    assert recovered == [said[-1]]


def test_what_could_not_be_written_is_written_at_the_end(
    autosave: Autosave, disk: Disk, runner: TaskRunner, said: list[str], qtbot: QtBot
) -> None:
    disk.full = True
    change(autosave, disk, 1)
    qtbot.waitUntil(lambda: said == ["The disk is full."])
    disk.full = False
    runner.close()
    autosave.close()
    assert disk.written == [1]


def test_what_is_being_written_at_the_end_is_there_as_it_is_then(
    autosave: Autosave, disk: Disk, runner: TaskRunner
) -> None:
    change(autosave, disk, 1)
    autosave._timer.timeout.emit()
    change(autosave, disk, 2)
    runner.close()
    autosave.close()
    assert disk.written[-1] == 2


def test_at_the_end_trouble_is_said_and_nothing_is_left_to_do(
    autosave: Autosave, disk: Disk, runner: TaskRunner, said: list[str]
) -> None:
    autosave._retry.start()
    change(autosave, disk, 1)
    autosave._timer.timeout.emit()
    change(autosave, disk, 2)
    runner.close()
    disk.full = True
    autosave.close()
    assert said == ["The disk is full."]
    tried = disk.tried
    autosave.close()
    autosave.changed("number")
    assert disk.tried == tried
    assert not autosave._timer.isActive()
    assert not autosave._retry.isActive()


def test_what_waits_to_be_written_at_the_end_is_written(
    autosave: Autosave, disk: Disk, runner: TaskRunner
) -> None:
    def wait_for_the_end() -> None:
        while not runner._closed:
            time.sleep(0.001)

    autosave.load(wait_for_the_end, lambda _nothing: None)
    change(autosave, disk, 1)
    autosave._timer.timeout.emit()
    runner.close()
    assert disk.tried == 0
    autosave.close()
    assert disk.written == [1]


def test_what_is_written_is_not_written_again_at_the_end(
    autosave: Autosave, disk: Disk, runner: TaskRunner, qtbot: QtBot
) -> None:
    disk.full = True
    change(autosave, disk, 1)
    with qtbot.waitSignal(autosave.failed):
        pass
    disk.full = False
    autosave.changed("number")
    qtbot.waitUntil(lambda: disk.written == [1] and not autosave._under_way)
    tried = disk.tried
    runner.close()
    autosave.close()
    assert disk.tried == tried


def test_nothing_is_written_where_nothing_changed_or_nothing_is_to_be(
    autosave: Autosave, disk: Disk, runner: TaskRunner
) -> None:
    silent = Autosave(runner, writes=False)
    silent.register("number", lambda: disk.value, disk.save)
    silent.changed("number")
    silent.tidy(lambda: disk.written.append(9))
    runner.close()
    for each in (autosave, silent):
        each.close()
    assert disk.tried == 0
    assert disk.written == []


def test_a_change_waits_for_a_moment_and_the_next_try_for_seconds() -> None:
    assert 100 <= autosave_module.DELAY_MS <= 500
    assert 1_000 <= autosave_module.RETRY_MS <= 10_000


# What kills left


@pytest.mark.usefixtures("library")
def test_a_start_removes_what_a_kill_left_and_nothing_that_is_being_written(
    open_window: Opener, paths: Paths, qtbot: QtBot
) -> None:
    left = [
        paths.config / ".session.json-k_0x1z9p",  # as an older version named it
        paths.config / ".settings.json-0123abcd",
        paths.data / ".bookmarks.json-0123abcd",
        paths.data / ".fill-in.json-0123abcd",
        paths.data / ".bookmarks.v1.json-0123abcd",
        paths.data / ".bookmarks.unreadable.json-0123abcd",
    ]
    others = [paths.config / ".session.json.swp", paths.data / "bookmarks.unreadable.json"]
    paths.config.mkdir(parents=True)
    for file in (*left, *others):
        file.touch()
    with replacing(paths.data / "fill-in.json") as being_written:
        open_window()
        qtbot.waitUntil(lambda: not any(file.exists() for file in left))
        assert being_written.exists()
        assert all(file.exists() for file in others)
    assert Path(paths.data / "fill-in.json").exists()
