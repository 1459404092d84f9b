"""What the bar, the strip and the results show for each answer, whatever the index takes its time for."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from momviewer.errors import LibraryError
from momviewer.manual.model import ItemKind, NumberedItem
from momviewer.manual.outline import OpenManual
from momviewer.search.answers.answering import Answering
from momviewer.search.answers.narrowing import Narrowing
from momviewer.ui.base.tasks import TaskRunner
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.search.background_search import BackgroundSearch
from momviewer.ui.search.query_strip import QueryStrip
from momviewer.ui.search.result_model import ResultRow
from momviewer.ui.search.results_panel import ResultsPanel
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.search.search_controller import (
    MAX_CHAPTER_DESTINATIONS,
    MAX_DESTINATIONS,
    MAX_RECENT,
    START,
    SearchController,
)
from tests.unit.samples import sample_content, write_manual


class StillSearch(BackgroundSearch):
    """Notes what it is asked, and answers nothing by itself."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__(runner)
        self.asked: list[str] = []

    def ask(self, text: str, *, as_query: bool = False, narrowing: Narrowing = Narrowing.ALL) -> None:
        as_what = f"{text} as a query" if as_query else text
        self.asked.append(as_what if narrowing is Narrowing.ALL else f"{as_what}, {narrowing.value}")


@dataclass
class Finding:
    """The parts of the window that find something, and what came of it."""

    bar: SearchBar
    strip: QueryStrip
    panel: ResultsPanel
    search: StillSearch
    controller: SearchController
    answering: Answering
    previewed: list[ResultRow] = field(default_factory=list)
    opened: list[ResultRow] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Type a text and take the answer."""
        self.bar.line.setText(text)
        if self.bar.text:
            self.search.answered.emit(self.answering.answer(self.bar.text))

    @property
    def titles(self) -> list[str]:
        return [row.title for row in self.panel.rows]


@pytest.fixture
def finding(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> Iterator[Finding]:
    """Yield them for a manual of two pages, whose chapter 71 has 130 examples."""
    content = sample_content()
    many = [NumberedItem(ItemKind.EXAMPLE, f"71.{n}", f"Many {n}", "queues", "") for n in range(1, 131)]
    write_manual(tmp_path / "sample", replace(content, items=(*content.items, *many)))
    strip, panel, search = QueryStrip(LIGHT), ResultsPanel(LIGHT), StillSearch(runner)
    bar = SearchBar()
    for widget in (strip, panel, bar):
        qtbot.addWidget(widget)
    controller = SearchController(bar, strip, panel, search)
    manual = OpenManual(tmp_path / "sample")
    folder = manual.bundle.folder
    with closing(manual.bundle), closing(Answering()) as answering:
        controller.set_manual(manual, lambda: ([folder], folder))
        answering.open([folder], folder)
        made = Finding(bar, strip, panel, search, controller, answering)
        controller.previewed.connect(made.previewed.append)
        controller.opened.connect(made.opened.append)
        yield made


@pytest.fixture
def focused(finding: Finding, qtbot: QtBot) -> Finding:
    """Return them with the keyboard in the bar."""
    with qtbot.waitActive(finding.bar):
        finding.bar.show()
    finding.bar.line.setFocus()
    return finding


# Numbers, which need no index


def test_a_chapter_lists_many_of_its_numbers_and_a_number_a_few(finding: Finding) -> None:
    finding.bar.line.setText("71.")
    assert finding.titles == [f"Many {n}" for n in range(1, MAX_CHAPTER_DESTINATIONS + 1)]
    assert finding.panel.summary == f"{MAX_CHAPTER_DESTINATIONS} with this number"
    finding.bar.line.setText("71.1")
    assert len(finding.titles) == MAX_DESTINATIONS
    assert finding.titles[:2] == ["Many 1", "Many 10"]
    assert finding.strip.message == "A number: Enter opens Example 71.1."
    assert finding.search.asked == ["71.", "71.1"]


def test_places_of_a_number_are_whole_pages_where_they_have_no_anchor(finding: Finding) -> None:
    finding.type("3.1")
    listeners = [row for row in finding.panel.rows if row.address.page == "listeners"]
    assert [(row.address.anchor, row.title) for row in listeners] == [("peer", "Peers"), ("", "Listeners")]
    assert finding.panel.rows[0].excerpt is not None


def test_a_place_on_a_page_is_joined_by_what_is_found_there_whatever_that_is_called(finding: Finding) -> None:
    finding.bar.line.setText("ex 3.1")
    answer = finding.answering.answer("2025")
    assert answer.result
    (hit,) = answer.result.hits
    there = replace(answer.result, hits=(replace(hit, anchor="peer", title="Listeners"),))
    finding.search.answered.emit(replace(answer, result=there))
    assert finding.titles == ["Peers"]
    assert finding.panel.rows[0].excerpt == hit.excerpt


# Words


def test_an_emptied_bar_has_no_rows_and_says_what_to_type(finding: Finding) -> None:
    finding.type("port")
    assert finding.titles
    finding.type("  ")
    assert finding.titles == []
    assert finding.panel.empty == START


def test_hints_are_given_where_nothing_is_found_only(finding: Finding) -> None:
    finding.type("por?")
    assert finding.strip.message == ""
    finding.type("2025?")
    assert "? stands for one more character" in finding.strip.message
    assert finding.strip.first_fix() == "2025"


def test_what_is_wrong_is_underlined_where_it_stands(
    finding: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    underlined: list[list[tuple[int, int]]] = []
    monkeypatch.setattr(finding.bar, "underline", lambda spans: underlined.append(list(spans)))
    finding.type("2025?")
    assert underlined[-1] == [(4, 5)]
    finding.type("   2025?")
    assert underlined[-1] == [(7, 8)]
    finding.type("port")
    assert underlined[-1] == []


def test_trouble_with_the_index_is_said_and_told_on(finding: Finding) -> None:
    troubles: list[object] = []
    finding.controller.trouble.connect(troubles.append)
    finding.bar.line.setText("3.1")
    error = LibraryError("It is broken.")
    finding.search.failed.emit(error)
    assert troubles == [error]
    assert finding.titles == ["Peers", "Listeners", "Flow"]  # what the number names needs no index
    finding.bar.line.setText("port")
    finding.search.failed.emit(error)
    assert finding.panel.empty == "It is broken."


def test_what_was_pasted_is_said_once(focused: Finding) -> None:
    QGuiApplication.clipboard().setText("port\nqueue")
    focused.bar.line.paste()
    focused.search.answered.emit(focused.answering.answer(focused.bar.text))
    assert focused.strip.message == "The lines that were pasted are joined."
    focused.type("port queue length")
    assert focused.strip.message == ""


# What was asked before


def ask_and_open(finding: Finding, query: str) -> None:
    finding.type(query)
    finding.bar.submitted.emit()


def test_what_was_asked_before_is_offered_once_each_the_last_first(focused: Finding) -> None:
    for query in ("port", "queue", "port", "length"):
        ask_and_open(focused, query)
    focused.type("")
    assert focused.panel.summary == "Asked before"
    assert focused.titles == focused.controller.recent == ["length", "port", "queue"]


def test_only_so_many_are_remembered(focused: Finding) -> None:
    for count in range(MAX_RECENT + 2):
        ask_and_open(focused, "port" + " port" * count)
    assert len(focused.controller.recent) == MAX_RECENT
    assert "port" not in focused.controller.recent


def test_walking_what_was_asked_before_shows_no_page(focused: Finding) -> None:
    ask_and_open(focused, "port")
    focused.type("")
    focused.bar.stepped.emit(1)
    assert focused.previewed == []
    focused.bar.submitted.emit()
    assert focused.bar.text == "port"
    assert len(focused.opened) == 1
    focused.search.answered.emit(focused.answering.answer("port"))
    focused.bar.stepped.emit(1)
    assert [row.title for row in focused.previewed] == ["Listeners"]


@pytest.mark.parametrize("leave", [lambda bar: bar.line.clearFocus(), lambda bar: bar.cancelled.emit()])
def test_coming_back_to_a_bar_that_holds_a_text_leaves_its_rows(
    focused: Finding, leave: Callable[[SearchBar], None]
) -> None:
    ask_and_open(focused, "port")
    rows = focused.titles
    leave(focused.bar)
    focused.bar.entered.emit()
    assert focused.titles == rows != ["port"]
