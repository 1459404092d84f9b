"""Work off the window's thread: lanes, outcomes, what is dropped, and who may ask."""

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT


def never(error: MomviewerError) -> None:
    raise AssertionError(error)


def elsewhere(call: Callable[[], object]) -> BaseException | None:
    """Call something on a thread of its own and return what it raises."""
    raised: list[BaseException] = []

    def called() -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - whatever it is
            raised.append(error)

    thread = threading.Thread(target=called, name="elsewhere")
    thread.start()
    thread.join()
    return raised[0] if raised else None


def test_outcomes_and_errors_come_back_on_the_owners_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[tuple[object, threading.Thread]] = []

    def fail() -> None:
        raise NotFoundError("not here")

    def tell(outcome: object) -> None:
        told.append((outcome, threading.current_thread()))

    runner.run(Lane.LIBRARY, lambda: 6 * 7, tell, never)
    runner.run(Lane.LIBRARY, fail, tell, lambda error: tell(str(error)))
    qtbot.waitUntil(lambda: len(told) == 2)
    here = threading.current_thread()
    assert told == [(42, here), ("not here", here)]


def test_each_lane_is_a_thread_that_does_its_work_in_order(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[str] = []
    go_on = threading.Event()

    def waits() -> str:
        assert go_on.wait(10)
        return threading.current_thread().name

    runner.run(Lane.BUILDING, waits, told.append, never)
    runner.run(Lane.BUILDING, lambda: "behind it", told.append, never)
    runner.run(Lane.SAVING, lambda: threading.current_thread().name, told.append, never)
    qtbot.waitUntil(lambda: bool(told))  # though building has not ended
    go_on.set()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["saving_0", "building_0", "behind it"]


def test_what_is_dropped_is_not_told(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[str] = []
    runner.run(Lane.SEARCH, lambda: "first", told.append, never).drop()
    runner.run(Lane.SEARCH, lambda: "second", told.append, never)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["second"]


def test_what_has_not_begun_when_it_is_dropped_is_not_done(qtbot: QtBot, runner: TaskRunner) -> None:
    done: list[str] = []
    go_on = threading.Event()
    runner.run(Lane.SEARCH, lambda: go_on.wait(10), lambda _outcome: None, never)
    runner.run(Lane.SEARCH, lambda: done.append("dropped"), lambda _outcome: None, never).drop()
    ended: list[None] = []
    runner.run(Lane.SEARCH, lambda: done.append("wanted"), ended.append, never)
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert done == ["wanted"]


def test_who_waits_is_told_at_once_and_once(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[str] = []
    task = runner.run(Lane.OPENING, lambda: "opened", told.append, never)
    assert runner.wait_for(task, 10)
    assert told == ["opened"]
    assert runner.wait_for(task, 10)
    behind: list[None] = []
    runner.run(Lane.OPENING, lambda: None, behind.append, never)
    qtbot.waitUntil(lambda: bool(behind))
    assert told == ["opened"]


def test_who_waits_too_long_goes_on_and_is_told_later(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[bool] = []
    go_on = threading.Event()
    task = runner.run(Lane.OPENING, lambda: go_on.wait(10), told.append, never)
    assert not runner.wait_for(task, 0.01)
    assert told == []
    go_on.set()
    qtbot.waitUntil(lambda: told == [True])


def test_a_runner_that_is_closed_ends_its_threads_and_tells_nothing(qtbot: QtBot) -> None:
    runner = TaskRunner()
    told: list[object] = []
    done: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def at_hand() -> None:
        begun.set()
        assert go_on.wait(10)
        done.append("at hand")

    runner.run(Lane.SAVING, at_hand, told.append, never)
    runner.run(Lane.SAVING, lambda: done.append("waiting"), told.append, never)
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    runner.close()
    assert done == ["at hand"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(tuple(Lane))]
    with qtbot.assertNotEmitted(runner._ended, wait=20):
        pass
    assert told == []


@pytest.mark.parametrize(
    "call",
    [
        lambda runner: runner.run(Lane.SEARCH, lambda: None, lambda _: None, never),
        lambda runner: runner.close(),
        lambda runner: runner.wait_for(None, 0),
    ],
)
def test_a_call_from_another_thread_is_refused(
    runner: TaskRunner, call: Callable[[TaskRunner], object]
) -> None:
    error = elsewhere(lambda: call(runner))
    assert isinstance(error, AssertionError)
    assert "on elsewhere; it belongs to MainThread" in str(error)


def test_a_task_is_dropped_by_its_owner_only(runner: TaskRunner) -> None:
    task = runner.run(Lane.SEARCH, lambda: None, lambda _outcome: None, never)
    assert isinstance(elsewhere(task.drop), AssertionError)
    assert not task.dropped


def test_every_thread_of_the_window_is_a_lane_and_ends_with_it(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("rope")
    window.tabs.new()
    lanes = [thread.name for thread in threading.enumerate() if thread.name.startswith(tuple(Lane))]
    others = [thread for thread in threading.enumerate() if thread.name not in lanes]
    assert "search_0" in lanes
    assert others == [threading.main_thread()]
    window.close()
    assert threading.enumerate() == [threading.main_thread()]
