"""Finding: what is typed into the bar, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.main_window import MainWindow
from tests.ui.conftest import WAIT


def typed(window: MainWindow, qtbot: QtBot, text: str) -> None:
    """Type into the bar and wait for the answer."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.finder.settled, timeout=WAIT):
        window.bar.line.setText(text)


def titles(window: MainWindow) -> list[str]:
    return [f"{row.number} {row.title}".strip() for row in window.results.rows]


def test_a_number_is_offered_first_and_enter_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "1.1")
    assert titles(window)[0] == "Example 1.1 Two Ropes"
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.reader.address == Address("ropes", "ropes.two", window.reader.manual)
    assert window.focusWidget() is window.page


def test_a_chapter_lists_its_numbers(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "2.")
    assert titles(window)[0] == "Example 2.1 Docking"


def test_a_number_past_the_end_says_where_the_chapter_ends(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "2.99")
    assert "chapter 2 ends at 2.1" in window.results.summary
    assert titles(window)[0] == "Example 2.1 Docking"


def test_words_find_pages_with_excerpts_and_walking_turns_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    typed(window, qtbot, "ropes OR docked")
    assert window.sidebar.current == "Results"
    rows = window.results.rows
    assert len(rows) >= 2
    assert all(row.excerpt and row.excerpt.text for row in rows)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Up)
    assert window.reader.address
    assert window.reader.address.page == rows[0].address.page
    assert window.bar.line.hasFocus()
    marked = {selection.cursor.selectedText().lower() for selection in window.page.extraSelections()}
    assert marked <= {"ropes", "docked"}
    assert marked
    window.reader.go(-1)  # the walk left one trace
    assert window.reader.address == Address("preface", "", window.reader.manual)


def test_escape_leaves_the_bar_and_slash_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "ropes")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.page
    qtbot.keyClick(window.page, Qt.Key.Key_Slash)
    assert window.bar.line.hasFocus()
    assert window.bar.line.selectedText() == "ropes"


def test_an_empty_bar_brings_the_panel_back(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.show_panel("Examples")
    typed(window, qtbot, "ropes")
    assert window.strip.isVisible()
    typed(window, qtbot, "")
    assert window.sidebar.current == "Examples"
    assert window.strip.isHidden()
    assert window.page.extraSelections() == []


def test_nothing_found_says_so(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "zeppelin")
    assert window.results.rows == []
    assert "Nothing is found for zeppelin" in window.results.empty


@pytest.mark.parametrize("query", ['"two ropes', "B0/00-11719-46C328D4:default:"])
def test_a_query_with_a_fault_says_what_is_wrong_and_alt_enter_mends_it(
    window: MainWindow, qtbot: QtBot, query: str
) -> None:
    typed(window, qtbot, query)
    assert window.strip.property("warning")
    height = window.strip.height()
    fix = window.strip.first_fix()
    assert fix
    with qtbot.waitSignal(window.finder.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.bar.line.text() == fix
    assert not window.strip.property("warning")
    assert window.strip.height() == height


def test_only_the_latest_answer_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    answers = []
    window.finder.settled.connect(lambda: answers.append(window.bar.text))
    typed(window, qtbot, "r")
    answers.clear()
    with qtbot.waitSignal(window.finder.settled, timeout=WAIT):
        for end in range(1, 6):
            window.bar.line.setText("ropes"[:end])
    assert answers == ["ropes"]
