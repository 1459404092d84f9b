"""Asking the index behind the window: of several questions the last is answered, of old manuals none."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from momviewer.errors import DamagedBundleError, LibraryError, MomviewerError
from momviewer.search.answers.answering import Answer, Answering
from momviewer.search.answers.narrowing import Narrowing
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.search.background_search import BackgroundSearch
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT

HERE = Path("here")


class SlowAnswering(Answering):
    """Answers with what it was asked, once it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, bool]] = []
        self.opened: list[Sequence[Path]] = []
        self.troubles: list[MomviewerError] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def open(self, folders: Sequence[Path], named: Path) -> list[MomviewerError]:
        assert named == HERE
        self.opened.append(folders)
        return self.troubles

    def answer(self, text: str, *, as_query: bool = False, narrowing: Narrowing = Narrowing.ALL) -> Answer:
        assert narrowing is Narrowing.ALL
        self.asked.append((text, as_query))
        self.begun.set()
        assert self.go_on.wait(10)
        if text == "broken":
            raise LibraryError("It is broken.")
        return Answer(text, (), None, (), ())


@pytest.fixture
def answering() -> SlowAnswering:
    return SlowAnswering()


@pytest.fixture
def search(runner: TaskRunner, answering: SlowAnswering) -> BackgroundSearch:
    made = BackgroundSearch(runner)
    made._answering = answering
    return made


@pytest.fixture
def told(search: BackgroundSearch) -> list[str]:
    """Return what is told: the text of each answer, and each error."""
    told: list[str] = []
    search.answered.connect(lambda answer: told.append(answer.asked))
    search.failed.connect(lambda error: told.append(str(error)))
    return told


def finish(runner: TaskRunner, qtbot: QtBot) -> None:
    """Wait until all that was handed in is done and told."""
    behind: list[None] = []
    runner.run(Lane.SEARCH, lambda: None, behind.append, lambda _error: None)
    qtbot.waitUntil(lambda: bool(behind), timeout=WAIT)


def test_the_answer_to_a_superseded_question_is_not_told(
    search: BackgroundSearch, answering: SlowAnswering, told: list[str], runner: TaskRunner, qtbot: QtBot
) -> None:
    search.ask("first")
    qtbot.waitUntil(answering.begun.is_set, timeout=WAIT)
    search.ask("second")
    answering.go_on.set()
    qtbot.waitUntil(lambda: "second" in told, timeout=WAIT)
    finish(runner, qtbot)
    assert told == ["second"]
    assert answering.asked == [("first", False), ("second", False)]


@pytest.mark.parametrize("text", ["first", "broken"])
def test_an_answer_that_nobody_wants_any_more_is_not_told(
    search: BackgroundSearch,
    answering: SlowAnswering,
    told: list[str],
    runner: TaskRunner,
    qtbot: QtBot,
    text: str,
) -> None:
    search.ask(text)
    qtbot.waitUntil(answering.begun.is_set, timeout=WAIT)
    search.drop()
    answering.go_on.set()
    finish(runner, qtbot)
    assert told == []


def test_the_answer_of_manuals_that_are_searched_no_more_is_not_told(
    search: BackgroundSearch, answering: SlowAnswering, told: list[str], runner: TaskRunner, qtbot: QtBot
) -> None:
    search.ask("first")
    qtbot.waitUntil(answering.begun.is_set, timeout=WAIT)
    search.set_manuals(lambda: ([Path("other")], HERE))
    answering.go_on.set()
    finish(runner, qtbot)
    assert told == []
    assert answering.opened == []  # only for the next question
    search.ask("second")
    qtbot.waitUntil(lambda: told == ["second"], timeout=WAIT)
    assert answering.opened == [[Path("other")]]
    search.ask("third")
    qtbot.waitUntil(lambda: told == ["second", "third"], timeout=WAIT)
    assert len(answering.opened) == 1


def test_of_questions_within_a_moment_only_the_last_is_asked(
    search: BackgroundSearch, answering: SlowAnswering, told: list[str], qtbot: QtBot
) -> None:
    answering.go_on.set()
    search.ask("f")
    search.ask("fi", as_query=True)
    search.ask("fir")
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert (told, answering.asked) == (["fir"], [("fir", False)])
    search.ask("first", as_query=True)
    search._start()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT)
    assert answering.asked[1:] == [("first", True)]


def test_a_question_that_was_dropped_at_once_is_not_asked(
    search: BackgroundSearch, answering: SlowAnswering, runner: TaskRunner, qtbot: QtBot
) -> None:
    search.ask("first")
    search.drop()
    qtbot.waitUntil(lambda: not search._painted.isActive(), timeout=WAIT)
    finish(runner, qtbot)
    assert answering.asked == []


def test_indexes_are_opened_ahead_once_that_is_asked_for(
    search: BackgroundSearch, answering: SlowAnswering, runner: TaskRunner, qtbot: QtBot
) -> None:
    search.set_manuals(lambda: ([Path("one")], HERE))
    assert not search._painted.isActive()
    search.open_ahead()
    qtbot.waitUntil(lambda: not search._painted.isActive(), timeout=WAIT)
    search.set_manuals(lambda: ([Path("two")], HERE))
    qtbot.waitUntil(lambda: not search._painted.isActive(), timeout=WAIT)
    finish(runner, qtbot)
    assert answering.opened == [[Path("one")], [Path("two")]]


def test_trouble_is_told(
    search: BackgroundSearch, answering: SlowAnswering, told: list[str], qtbot: QtBot
) -> None:
    answering.go_on.set()
    answering.troubles = [DamagedBundleError("First.", HERE), DamagedBundleError("Second.", HERE)]
    search.set_manuals(lambda: ([HERE], HERE))
    search.ask("broken")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT)
    assert told == ["First.", "It is broken."]


def test_no_answer_comes_into_a_bar_that_was_emptied(window: MainWindow, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert go_on.wait(10)

    answers: list[Answer] = []
    window.search_controller.answered.connect(answers.append)
    window.bar.line.setText("ropes")
    window._search._start()  # as the next turn of the event loop does
    window.runner.run(Lane.SEARCH, wait, lambda _none: None, lambda _error: None)
    assert begun.wait(10)  # with no turn of the event loop: the answer is on its way
    window.bar.line.clear()
    go_on.set()
    finish(window.runner, qtbot)
    assert answers == []
    assert window.results.rows == []
    assert window.strip.isHidden()
