"""A list below its filter line: which keys walk it, in the line and in the list, and what is shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from momviewer.ui.base.theme import LIGHT
from momviewer.ui.widgets.choice_rows import ListItem, has_words
from momviewer.ui.widgets.filtered_list import GroupedList

PIERS = [
    ListItem("heading", "North"),
    *(ListItem("pier", f"Pier {number}", str(number)) for number in range(1, 21)),
    ListItem("heading", "South"),
    *(ListItem("pier", f"Pier {number}", str(number)) for number in range(21, 41)),
]


@pytest.fixture
def piers(qtbot: QtBot) -> Iterator[GroupedList]:
    """Return a list of forty rows below two headings, of which a dozen are seen."""
    made = GroupedList(
        LIGHT, "Piers", placeholder="Filter", filter_name="Filter the piers", nothing="No such pier."
    )

    def show(typed: str) -> None:
        found = [row for row in PIERS if not row.is_heading and has_words(typed, row.text)]
        made.show_rows([PIERS[0], *found] if typed and found else PIERS if found else [])

    made.filtered.connect(show)
    qtbot.addWidget(made)
    made.resize(300, 400)
    with qtbot.waitActive(made):
        made.show()
    made.show_rows(PIERS)
    yield made
    made.close()


def current(piers: GroupedList) -> str:
    assert piers.current
    return piers.current.text


@pytest.fixture(params=["line", "list"])
def typed_in(request: pytest.FixtureRequest, piers: GroupedList) -> QLineEdit | QListView:
    return piers.filter if request.param == "line" else piers.list


def test_the_keys_walk_the_rows_and_step_over_headings(
    piers: GroupedList, typed_in: QLineEdit | QListView, qtbot: QtBot
) -> None:
    for key, text in (
        (Qt.Key.Key_Up, "Pier 1"),
        (Qt.Key.Key_Down, "Pier 2"),
        (Qt.Key.Key_End, "Pier 40"),
        (Qt.Key.Key_Down, "Pier 40"),
        (Qt.Key.Key_Home, "Pier 1"),
    ):
        qtbot.keyClick(typed_in, key)
        assert current(piers) == text
    for _ in range(20):
        qtbot.keyClick(typed_in, Qt.Key.Key_Down)
    assert current(piers) == "Pier 21"


def test_a_page_is_what_is_seen(piers: GroupedList, typed_in: QLineEdit | QListView, qtbot: QtBot) -> None:
    seen = piers.list.viewport().height() // piers.row_height
    assert 5 < seen < 20
    qtbot.keyClick(typed_in, Qt.Key.Key_PageDown)
    assert current(piers) == f"Pier {seen}"
    qtbot.keyClick(typed_in, Qt.Key.Key_PageUp)
    assert current(piers) == "Pier 1"


def test_the_first_row_is_shown_with_its_heading(
    piers: GroupedList, typed_in: QLineEdit | QListView, qtbot: QtBot
) -> None:
    qtbot.keyClick(typed_in, Qt.Key.Key_End)
    assert piers.list.verticalScrollBar().value() > 0
    qtbot.keyClick(typed_in, Qt.Key.Key_Home)
    assert piers.list.verticalScrollBar().value() == 0


def test_enter_opens_the_current_row(
    piers: GroupedList, typed_in: QLineEdit | QListView, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([piers.activated, piers.activated], timeout=1000):
        qtbot.keyClick(typed_in, Qt.Key.Key_Return)
        qtbot.keyClick(typed_in, Qt.Key.Key_Enter)


def test_home_and_end_are_the_cursors_in_a_line_that_is_not_empty(piers: GroupedList, qtbot: QtBot) -> None:
    qtbot.keyClicks(piers.filter, "pier")
    qtbot.keyClick(piers.filter, Qt.Key.Key_Down)
    qtbot.keyClick(piers.filter, Qt.Key.Key_Home)
    assert piers.filter.cursorPosition() == 0
    assert current(piers) == "Pier 2"


def test_keys_with_a_modifier_are_left_to_the_line(piers: GroupedList, qtbot: QtBot) -> None:
    qtbot.keyClick(piers.filter, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert current(piers) == "Pier 1"


def test_what_is_typed_filters_and_nothing_found_is_said(piers: GroupedList, qtbot: QtBot) -> None:
    (nothing,) = [label for label in piers.findChildren(QLabel) if label.text() == "No such pier."]
    qtbot.keyClicks(piers.filter, "pier 3")
    assert current(piers) == "Pier 3"
    assert nothing.isHidden()
    qtbot.keyClicks(piers.filter, "x")
    assert piers.current is None
    assert nothing.isVisible()
    assert piers.list.isHidden()
    piers.filter.clear()
    assert current(piers) == "Pier 1"
    assert piers.list.isVisible()


def test_the_row_beside_the_current_one_is_below_it_or_at_the_end_above(piers: GroupedList) -> None:
    piers.show_rows(PIERS, "20")
    assert piers.beside
    assert piers.beside.text == "Pier 21"
    piers.show_rows(PIERS, "40")
    assert piers.beside.text == "Pier 39"
    piers.show_rows(PIERS[:2])
    assert piers.beside is None


def test_down_leaves_the_line_and_up_from_the_first_row_leads_back(piers: GroupedList, qtbot: QtBot) -> None:
    piers.filter.setFocus()
    qtbot.keyClick(piers.filter, Qt.Key.Key_Up)
    assert piers.filter.hasFocus()
    qtbot.keyClick(piers.filter, Qt.Key.Key_Down)
    assert piers.list.hasFocus()
    qtbot.keyClick(piers.list, Qt.Key.Key_Up)
    assert piers.list.hasFocus()
    qtbot.keyClick(piers.list, Qt.Key.Key_Up)
    assert piers.filter.hasFocus()


def test_what_is_typed_in_the_list_goes_to_the_line(piers: GroupedList, qtbot: QtBot) -> None:
    piers.list.setFocus()
    qtbot.keyClicks(piers.list, "pier 3"[:4])
    assert piers.filter.text() == "pier"
    assert piers.filter.hasFocus()
