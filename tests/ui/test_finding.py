"""Finding: what is typed into the bar, by keyboard alone."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT


def typed(window: MainWindow, qtbot: QtBot, text: str) -> None:
    """Type into the bar and wait for the answer."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText(text)


def places(window: MainWindow) -> tuple[str, str]:
    """Return the page that is shown, and that of the row that is set apart, or ""."""
    shown, row = window.reader.address, window.results.chosen
    return shown.page if shown else "", row.address.page if row else ""


def titles(window: MainWindow) -> list[str]:
    return [f"{row.number} {row.title}".strip() for row in window.results.rows]


def test_a_number_is_offered_first_and_enter_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "1.1")
    assert titles(window)[0] == "Example 1.1 Two Ropes"
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.reader.address == Address("ropes", "ropes.two", window.reader.manual_id)
    assert window.focusWidget() is window.page


def test_a_chapter_lists_its_numbers(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "2.")
    assert titles(window)[0] == "Example 2.1 Docking"


def test_letters_of_a_name_find_it_and_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "twrop")
    row = window.results.rows[0]
    assert row.title == "Two Ropes"
    assert "".join(row.title[at] for at in row.letters).lower() == "twrop"
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.reader.address == Address("ropes", "ropes.two", window.reader.manual_id)


def test_a_page_is_listed_once_with_its_letters_and_its_passage(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "two ropes")
    (named,) = [row for row in window.results.rows if row.title == "Two Ropes"]
    assert named.number == "Example 1.1"
    assert named.letters
    assert named.excerpt
    assert named.excerpt.marks


def test_a_number_past_the_end_says_where_the_chapter_ends(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "2.99")
    assert "chapter 2 ends at 2.1" in window.strip.message
    assert window.results.summary == "Perhaps one of these:"
    assert titles(window)[0] == "Example 2.1 Docking"


def test_words_find_pages_with_excerpts_and_walking_turns_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    typed(window, qtbot, "ropes OR docked")
    assert window.sidebar.current == "Results"
    rows = window.results.rows
    assert len(rows) >= 2
    assert all(row.excerpt and row.excerpt.text for row in rows)
    assert places(window) == ("preface", "")
    for key, at in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0)):
        qtbot.keyClick(window.bar.line, key)
        assert places(window) == (rows[at].address.page,) * 2
    assert window.bar.line.hasFocus()
    marked = {selection.cursor.selectedText().lower() for selection in window.page.extraSelections()}
    assert marked <= {"ropes", "docked"}
    assert marked
    window.reader.go(-1)  # the walk left one trace
    assert window.reader.address == Address("preface", "", window.reader.manual_id)


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


def test_escape_from_a_walk_goes_back_and_enter_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    typed(window, qtbot, "ropes")
    for _ in range(2):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    walked = window.reader.address
    assert walked
    assert walked.page != "preface"
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Escape)
    assert window.reader.address
    assert window.reader.address.page == "preface"
    assert window.page.hasFocus()
    window.reader.go(1)  # the walk is a step ahead
    assert window.reader.address == walked
    window.reader.go(-1)
    typed(window, qtbot, "rope")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    stays = window.reader.address
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.reader.address == stays


def test_a_place_that_was_opened_stays_on_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    """Also where the walk begins at the row of the page that is shown."""
    for number in ("1.1", "2.1"):
        typed(window, qtbot, number)
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    opened = window.reader.address
    window.search_controller.previewed.emit(window.results.rows[0])  # a click on it
    typed(window, qtbot, "ropes OR docked")
    for _ in range(2):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Escape)
    assert window.reader.address == opened
    assert "Two Ropes" in window.reader.history.behind()[0].title


def test_the_keys_of_the_list_walk_and_leave_it_as_those_of_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    typed(window, qtbot, "ropes OR docked")
    rows = window.results.rows
    inside = window.results.findChild(QListView)
    assert inside
    inside.setFocus()
    for key, at in (
        (Qt.Key.Key_Down, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, len(rows) - 1),
        (Qt.Key.Key_PageUp, 0),
    ):
        qtbot.keyClick(inside, key)
        assert places(window) == (rows[at].address.page,) * 2
    assert inside.hasFocus()
    qtbot.keyClick(inside, Qt.Key.Key_Escape)
    assert places(window) == ("preface", "")
    assert window.page.hasFocus()


def test_a_row_is_set_apart_while_its_page_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "1.1")
    assert places(window)[1] == ""
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)  # opens the first all the same
    assert places(window)[0] == "ropes"
    typed(window, qtbot, "ex 1.1")
    assert places(window) == ("ropes", "ropes")
    window.reader.open(Address("preface"))
    assert places(window) == ("preface", "")


def test_nothing_found_says_so(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "zeppelin")
    assert window.results.rows == []
    assert "Nothing is found for zeppelin" in window.results.empty
    assert "fewer words" in window.results.empty


@pytest.mark.parametrize("query", ['"two ropes', "title:(ropes"])
def test_a_query_with_a_fault_says_what_is_wrong_and_alt_enter_mends_it(
    window: MainWindow, qtbot: QtBot, query: str
) -> None:
    typed(window, qtbot, query)
    assert window.strip.property("warning")
    height = window.strip.height()
    fix = window.strip.first_fix()
    assert fix
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.bar.line.text() == fix
    assert not window.strip.property("warning")
    assert window.strip.height() == height


def test_pasted_text_is_searched_and_read_as_a_query_by_one_key(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "B0/00-11719-46C328D4:ropes:")
    assert window.results.rows
    assert window.strip.first_fix() == window.bar.text
    assert not window.strip.property("warning")
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.bar.line.text() == "B0/00-11719-46C328D4:ropes:"
    assert window.strip.property("warning")
    typed(window, qtbot, "B0/00-11719-46C328D4:ropes")
    assert not window.strip.property("warning")


def test_a_word_that_no_page_has_is_mended_and_said(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "two ropess")
    assert window.strip.reading.endswith("MENDED ropes, pages: 5 · was ropess")
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert "MENDED" not in window.strip.reading


def test_only_the_latest_answer_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    answers = []
    window.search_controller.settled.connect(lambda: answers.append(window.bar.text))
    typed(window, qtbot, "r")
    answers.clear()
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        for end in range(1, 6):
            window.bar.line.setText("ropes"[:end])
    assert answers == ["ropes"]


def test_the_clause_that_finds_nothing_is_named_and_what_was_meant_is_offered(
    window: MainWindow, qtbot: QtBot
) -> None:
    typed(window, qtbot, "ropes AND dcoked")
    assert window.results.summary == "Nothing is found: no page has dcoked."
    meant = [(row.query, row.section) for row in window.results.rows if row.query]
    assert meant[0][0] == "ropes AND docked"
    assert meant[0][1].startswith("docked instead of dcoked · ")
    assert meant[-1][0] == "ropes"
    assert meant[-1][1].startswith("Without dcoked · ")
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.bar.text == "ropes AND docked"
    assert any(row.excerpt for row in window.results.rows)


def test_what_a_repair_would_find_is_offered_in_the_results(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, '"two ropes')
    assert window.strip.message == "The quotes opened here are never closed."
    assert window.results.summary == "Perhaps one of these:"
    rows = window.results.rows
    repair = next(place for place, row in enumerate(rows) if row.query)  # below names that it may be
    assert rows[repair].query == '"two ropes"'
    assert rows[repair].section.startswith("Close the quotes · ")
    for _ in range(repair + 1):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.bar.text == '"two ropes"'


def test_the_empty_bar_offers_what_was_asked_before(window: MainWindow, qtbot: QtBot) -> None:
    for query in ("ropes", "docked"):
        typed(window, qtbot, query)
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    window.sidebar.show_panel("Contents")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Backspace)
    assert window.results.summary == "Asked before"
    assert titles(window) == ["docked", "ropes"]
    for _ in range(2):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert window.bar.text == "ropes"


def test_escape_puts_away_what_the_empty_bar_offered(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "ropes")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    typed(window, qtbot, "")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Slash)
    assert window.sidebar.current == "Results"
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Escape)
    assert window.sidebar.current == "Examples"
    assert window.focusWidget() is window.page


def test_pasted_lines_are_joined_and_offered_as_a_phrase(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("two\r\n  ropes\n")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.bar.text == "two ropes"
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.bar.text == '"two ropes"'


def test_nothing_on_the_screen_moves_while_a_warning_comes_and_goes(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "ropes")
    places = [
        window.page.geometry(),
        window.sidebar.geometry(),
        window.strip.geometry(),
        window.bar.geometry(),
    ]
    for query in ('"ropes', "ropes:x", "ropes", "2.1", "zeppelin", "a and b", "what is this?"):
        typed(window, qtbot, query)
        now = [window.page, window.sidebar, window.strip, window.bar]
        assert [widget.geometry() for widget in now] == places, query
    assert not window.strip.property("warning")


def test_the_help_opens_at_the_bar_and_a_sample_is_tried_by_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.bar.line, Qt.Key.Key_F1)
    assert window.help.panel.isVisible()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.help.panel.isHidden()
    assert window.bar.line.hasFocus()
    qtbot.keyClick(window.bar.line, Qt.Key.Key_F1)
    text = window.focusWidget()
    assert text is not None
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert window.bar.text == "1.1"  # the first number that the open manual has
    assert window.bar.line.hasFocus()


def test_a_chapters_number_lists_a_line_for_each(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "1.")
    rows = window.results.rows
    brief = [place for place, row in enumerate(rows) if row.brief]
    assert len(brief) >= 2
    view = window.results.findChild(QListView)
    assert view
    heights = {view.sizeHintForIndex(view.model().index(place, 0)).height() for place in brief}
    assert len(heights) == 1
    assert max(heights) <= 32
    assert all(not row.brief for row in rows[len(brief) :])


def test_a_count_is_said_once_and_without_a_timing(window: MainWindow, qtbot: QtBot) -> None:
    typed(window, qtbot, "ropes")
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert len([text for text in said if re.search(r"\d+ pages?", text)]) == 1
    assert not any(re.search(r"\d s$", text) for text in said)


def test_a_line_of_a_chapters_number_has_room_for_the_title(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(800, 600)
    window.preferences.change(scale=200)
    typed(window, qtbot, "1.")
    view = window.results.findChild(QListView)
    assert view
    seen = view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage()
    dark = QColor(window.preferences.theme.text).rgb()  # titles alone are in it
    columns = [x for x in range(seen.width()) if any(seen.pixel(x, y) == dark for y in range(seen.height()))]
    assert columns[-1] - columns[0] > seen.width() * 0.4
