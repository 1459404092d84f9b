"""Results narrowed to examples, options and functions, or sections: by buttons and by keys."""

from contextlib import AbstractContextManager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from momviewer.manual.model import Heading, ItemKind, NumberedItem, Page, PageInfo, PageKind
from momviewer.search.answers.examples import examples_with
from momviewer.search.answers.excerpts import SearchedPage
from momviewer.search.answers.marking import words_pattern
from momviewer.search.answers.narrowing import Narrowing
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT

ALT = Qt.KeyboardModifier.AltModifier


def settled(window: MainWindow, qtbot: QtBot) -> AbstractContextManager[object]:
    signal: AbstractContextManager[object] = qtbot.waitSignal(window.search_controller.settled, timeout=WAIT)
    return signal


def labels(window: MainWindow) -> list[str]:
    return [row.label for row in window.results.rows]


@pytest.fixture
def searched(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.bar.start()
    with settled(window, qtbot):
        window.bar.line.setText("ropes")
    return window


def test_a_key_narrows_the_results_to_examples_and_back(searched: MainWindow, qtbot: QtBot) -> None:
    before = labels(searched)
    assert len(before) > 1
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_2, ALT)
    assert labels(searched) == ["Example 1.1 Two Ropes", "Example 2.1 Docking"]
    assert searched.results.summary == "2 examples"
    row = searched.results.rows[0]
    assert (row.address.page, row.address.anchor, row.section) == ("ropes", "ropes.two", "1.1 Ropes")
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_1, ALT)
    assert labels(searched) == before


def test_options_and_sections_are_told_apart_by_their_pages(searched: MainWindow, qtbot: QtBot) -> None:
    with settled(searched, qtbot):
        searched.bar.line.setText("ship")
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_3, ALT)
    assert labels(searched)
    assert set(labels(searched)) <= {"dock", "undock"}
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_4, ALT)
    assert labels(searched)
    assert not {"dock", "undock"} & set(labels(searched))


def test_the_buttons_are_there_while_something_is_searched(searched: MainWindow, qtbot: QtBot) -> None:
    buttons = {b.text(): b for b in searched.results.findChildren(QPushButton)}
    assert list(buttons) == ["All", "Examples", "Options", "Sections"]
    assert buttons["All"].isVisible()
    with settled(searched, qtbot):
        buttons["Examples"].click()
    assert labels(searched) == ["Example 1.1 Two Ropes", "Example 2.1 Docking"]
    searched.bar.line.clear()
    assert not buttons["All"].isVisible()
    with settled(searched, qtbot):
        searched.bar.line.setText("ropes")
    assert buttons["All"].isChecked()
    assert len(labels(searched)) > 1


def test_nothing_of_a_part_is_said_with_the_way_back(searched: MainWindow, qtbot: QtBot) -> None:
    with settled(searched, qtbot):
        searched.bar.line.setText("lighthouse")
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_2, ALT)
    assert labels(searched) == []
    assert searched.results.empty.startswith("Nothing among the examples.")


def test_a_number_is_narrowed_too(searched: MainWindow, qtbot: QtBot) -> None:
    with settled(searched, qtbot):
        searched.bar.line.setText("1.1")
    assert [row.number for row in searched.results.rows][:2] == ["Example 1.1", "Section 1.1"]
    with settled(searched, qtbot):
        qtbot.keyClick(searched.bar.line, Qt.Key.Key_4, ALT)
    assert searched.results.rows[0].number == "Section 1.1"


def test_each_example_of_a_page_is_found_by_what_stands_in_it() -> None:
    text = "Ropes\nExample 1.1 One\nrope = 1\nExample 1.2 Two\nchain = 2\nMore\nrope and chain"
    anchors = (("a", text.index("Example 1.1")), ("b", text.index("Example 1.2")))
    page = Page(
        PageInfo("p", "Ropes", "", PageKind.SECTION),
        html="",
        text=text,
        headings=(Heading("m", 2, "", "More", text.index("More")),),
        snippets=(),
        anchors=anchors,
    )
    items = [
        NumberedItem(ItemKind.EXAMPLE, f"1.{n}", "", "p", name) for n, (name, _) in enumerate(anchors, 1)
    ]

    def found(word: str) -> list[str]:
        marks = words_pattern([word])
        return [item.anchor for item, _ in examples_with(SearchedPage(page), items, marks)]

    assert [found(word) for word in ("rope", "chain", "anchor")] == [["a"], ["b"], []]


def test_each_kind_of_number_is_of_a_part() -> None:
    kinds = ("example", "figure", "section", "chapter")
    parts = [[kind for kind in kinds if part.has_number(kind)] for part in Narrowing]
    assert parts == [list(kinds), ["example"], [], ["section", "chapter"]]
