"""Where places of several manuals stand together, each says where it is from, and what is the same once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.library.scopes import Scope
from momviewer.manual.links import Address
from momviewer.ui.search.result_model import ResultRow
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.top_bar import HistoryMenu
from tests.ui.conftest import WAIT, Opener, show
from tests.unit.harbour import newer_edition, older_edition

OLD, NEW = "old-harbour", "new-harbour"
OLD_NAME, NEW_NAME = (
    "Harbour 2 Reference Manual 2026-01-02 (old-harbour)",  # the bundled one here is of this edition too
    "Harbour 2 Reference Manual 2026-06-30",
)


@pytest.fixture
def editions(library: Library, tmp_path: Path) -> Library:
    """Return a library with two editions of a manual, beside the bundled one."""
    add_manual(library, older_edition(tmp_path / "old harbour"))
    add_manual(library, newer_edition(tmp_path / "new harbour"))
    return library


@pytest.fixture
def found(editions: Library, open_window: Opener, qtbot: QtBot) -> MainWindow:
    """Return a window in which all manuals are searched for "ropes"."""
    assert len(editions.manuals()) == 3
    window = open_window(f"momviewer://{NEW}/preface")
    window.manual_switcher.change_scope(Scope("all"))
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("ropes")
    return window


def list_of(window: MainWindow) -> QListView:
    inside = window.results.findChild(QListView)
    assert inside
    return inside


def ropes(window: MainWindow) -> tuple[int, ResultRow]:
    """Return the row of the page "ropes" that stands for all editions of it, and its place."""
    rows = [(n, row) for n, row in enumerate(window.results.rows) if row.address.page == "ropes"]
    return next((n, row) for n, row in rows if row.others)


def test_a_page_of_several_editions_is_one_row_that_says_where_it_is_from(found: MainWindow) -> None:
    assert {row.address.manual for row in found.results.rows if row.address.page == "ropes"} == {NEW}
    assert all(row.manual for row in found.results.rows)
    _, row = ropes(found)
    assert (row.address.manual, row.manual) == (NEW, NEW_NAME)  # the one that is read leads
    assert OLD_NAME in [other.manual for other in row.others]
    assert row.manual in row.spoken
    assert row.also in row.spoken


def test_the_others_unfold_below_the_row_by_keys_and_are_walked(found: MainWindow, qtbot: QtBot) -> None:
    inside = list_of(found)
    at, row = ropes(found)
    before, height = found.results.rows[:], inside.visualRect(inside.model().index(at, 0)).height()
    inside.setFocus()
    for _ in range(at + 1):
        qtbot.keyClick(inside, Qt.Key.Key_Down)
    qtbot.keyClick(inside, Qt.Key.Key_Right)
    assert list(found.results.rows[at + 1 :][: len(row.others)]) == list(row.others)
    qtbot.keyClick(inside, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: found.reader.manual_id == row.others[0].address.manual, timeout=WAIT)
    below = inside.visualRect(inside.model().index(at + 1, 0))
    assert 0 < below.height() < height
    assert inside.viewport().rect().contains(below.center())
    qtbot.keyClick(inside, Qt.Key.Key_Left)
    assert list(found.results.rows) == list(before)
    assert found.results.chosen == row
    assert inside.hasFocus()


def test_the_line_below_a_row_unfolds_it_by_the_mouse_and_opens_nothing(
    found: MainWindow, qtbot: QtBot
) -> None:
    inside = list_of(found)
    at, row = ropes(found)
    shown = found.reader.address
    area = inside.visualRect(inside.model().index(at, 0))
    line = QPoint(area.left() + 40, area.bottom() - 16)
    for unfolded in (True, False):
        qtbot.mouseClick(inside.viewport(), Qt.MouseButton.LeftButton, pos=line)
        assert found.results.rows[at + 1].is_below == unfolded
    assert found.reader.address == shown
    qtbot.mouseClick(inside.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(line.x(), area.top() + 16))
    assert found.reader.address
    assert found.reader.address == Address("ropes", found.reader.address.anchor, row.address.manual)


def test_one_manual_is_not_named(found: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(found.search_controller.settled, timeout=WAIT):
        found.manual_switcher.change_scope(Scope())
    assert found.results.rows
    assert not any(row.manual or row.others for row in found.results.rows)


def test_tabs_of_several_manuals_say_of_which(editions: Library, open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(f"momviewer://{NEW}/preface")
    assert len(editions.manuals()) == 3
    window.tabs.open(Address("ropes"))
    texts = [window.tab_bar.tabText(place) for place in range(2)]
    assert texts == ["Preface", "1.1 Ropes"]
    show(window, qtbot, f"momviewer://{OLD}/preface")
    names = [f"Preface · {NEW_NAME}", f"Preface · {OLD_NAME}"]
    qtbot.waitUntil(lambda: [window.tab_bar.tabText(place) for place in range(2)] == names, timeout=WAIT)
    window.tabs.close_current()
    assert window.tab_bar.tabText(0) == "Preface"


def test_places_to_go_back_to_are_named_with_their_manual(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(f"momviewer://{NEW}/preface")
    assert len(editions.manuals()) == 3
    qtbot.waitUntil(lambda: window.manual_names.of(NEW) == NEW_NAME, timeout=WAIT)
    window.reader.open(Address("ropes"))
    show(window, qtbot, f"momviewer://{OLD}/preface")
    window.reader.open(Address("ropes"))
    menu = HistoryMenu(window.reader, window.manual_names, -1, window)
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Preface", f"1.1 Ropes · {NEW_NAME}", f"Preface · {NEW_NAME}"]


def test_bookmarks_of_several_manuals_say_of_which(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(f"momviewer://{NEW}/preface")
    assert len(editions.manuals()) == 3
    window.resize(1100, 700)
    window.sidebar.show_panel("Bookmarks")
    window.bookmarking.toggle()
    tree, model = window.bookmarks.tree, window.bookmarks.model
    height = tree.visualRect(model.index(0, 0)).height()
    show(window, qtbot, f"momviewer://{OLD}/preface")
    window.bookmarking.toggle()
    told = {str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(2)}
    expected = {f"Preface. In {NEW_NAME}", f"Preface. In {OLD_NAME}"}
    qtbot.waitUntil(lambda: window.manual_names.of(NEW) == NEW_NAME, timeout=WAIT)
    told = {str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(2)}
    assert told == expected
    assert tree.visualRect(model.index(0, 0)).height() > height  # the name stands below


def test_the_bar_tells_editions_of_one_title_apart(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(f"momviewer://{NEW}/preface")
    assert len(editions.manuals()) == 3
    qtbot.waitUntil(lambda: window.manual_names.of(NEW) == NEW_NAME, timeout=WAIT)
    assert window.bar.choice.text() == "Reference M… 2026-06-30 ▾"
    assert NEW_NAME.removeprefix("Harbour 2 ") in window.bar.choice.accessibleName()
