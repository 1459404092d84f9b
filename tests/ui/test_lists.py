"""The history over sessions, and the lists of what is on the page: filtered, and opened by Enter."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from momviewer.library.library import Library
from momviewer.manual.links import Address
from momviewer.paths import Paths
from momviewer.ui.sidebar.list_dialog import ListDialog
from momviewer.ui.sidebar.visit_log import day_name, rows
from momviewer.ui.window.main_window import MainWindow
from momviewer.user_data.visits import Visit
from tests.ui.conftest import WAIT, Opener

CONTROL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 27)


def opened(window: MainWindow, key: Qt.Key, qtbot: QtBot) -> ListDialog:
    qtbot.keyClick(window.page, key, CONTROL)
    (dialog,) = [found for found in window.findChildren(ListDialog) if found.isVisible()]
    return dialog


def listed(dialog: ListDialog) -> list[str]:
    model = dialog.listed.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


# The history


def test_what_was_read_is_found_again_in_another_session(
    library: Library, open_window: Opener, qtbot: QtBot, paths: Paths
) -> None:
    assert library.built_in()
    first = open_window()
    first.reader.open(Address("ropes", "ropes.two"))
    first.reader.open(Address("commands.dock"))
    qtbot.waitUntil(lambda: first.visit_log._is_loaded, timeout=WAIT)
    first.close()
    assert (paths.data / "history.json").exists()
    second = open_window()
    second.tabs.close_current()
    dialog = opened(second, Qt.Key.Key_H, qtbot)
    assert listed(dialog)[:3] == ["Today", "dock", "Example 1.1 Two Ropes"]
    qtbot.keyClicks(dialog.listed.filter, "two rop")
    assert listed(dialog) == ["Today", "Example 1.1 Two Ropes"]
    qtbot.keyClick(dialog.listed.filter, Qt.Key.Key_Return)
    assert second.reader.address == Address("ropes", "ropes.two", second.reader.manual_id)


def test_pages_that_are_passed_while_results_are_walked_are_none(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("rope")
    before = [visit.place for visit in window.visit_log.visits]
    window.results.step(1)
    window.results.step(1)
    assert [visit.place for visit in window.visit_log.visits] == before
    window.bar.submitted.emit()
    assert len(window.visit_log.visits) == len(before) + 1


def test_all_of_it_is_forgotten_at_a_word(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    dialog = opened(window, Qt.Key.Key_H, qtbot)
    (forget,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Forget all"]
    forget.click()
    assert listed(dialog) == []
    assert not len(window.visit_log.visits)


def test_rows_stand_below_their_days_and_name_another_manual() -> None:
    visits = [
        Visit("here", "a", title="A", at="2026-11-27T21:05+00:00"),
        Visit("there", "b", title="B", at="2026-11-26T08:00+00:00"),
        Visit("here", "c", at=""),
    ]
    found = [(row.text, row.detail) for row in rows(visits, "", "here", TODAY)]
    assert found == [
        ("Today", ""),
        ("A", "21:05"),
        ("Yesterday", ""),
        ("B", "there · 08:00"),
        ("Earlier", ""),
        ("c", ""),
    ]
    assert [row.text for row in rows(visits, "there", "here", TODAY)] == ["Yesterday", "B"]


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-11-20", "Friday, 20 November 2026"), ("x", "Earlier"), ("2026-11-26", "Yesterday")],
)
def test_a_day_is_named(day: str, name: str) -> None:
    assert day_name(day, TODAY) == name


# The parts of the page


def test_headings_links_and_snippets_are_listed_and_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    dialog = opened(window, Qt.Key.Key_J, qtbot)
    assert listed(dialog) == [
        "Headings and captions",
        "1.1 Ropes",
        "Example 1.1 Two Ropes",
        "Links",
        "I Running Harbour",
        "1 Moorings",
        "Example 1.1",
        "2 Commands →",
        "Snippets",
        'mooring "quay-1" {',
    ]
    qtbot.keyClicks(dialog.listed.filter, "mooring quay")
    qtbot.keyClick(dialog.listed.filter, Qt.Key.Key_Return)
    assert window.page.snippets.ringed == "snippet-1"
    assert window.focusWidget() is window.page
    qtbot.keyClick(window.page, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text().startswith("mooring")
    dialog = opened(window, Qt.Key.Key_J, qtbot)
    qtbot.keyClicks(dialog.listed.filter, "commands")
    qtbot.keyClick(dialog.listed.filter, Qt.Key.Key_Return)
    assert window.reader.address == Address("commands", "", window.reader.manual_id)
    dialog = opened(window, Qt.Key.Key_J, qtbot)
    qtbot.keyClicks(dialog.listed.filter, "nothing like it")
    assert listed(dialog) == []


def test_a_page_of_the_program_has_no_parts(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.show_html("<h1>Nothing</h1>")
    assert listed(opened(window, Qt.Key.Key_J, qtbot)) == []
