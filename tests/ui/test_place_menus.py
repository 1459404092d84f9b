"""The menus of places: of the page, of links and selected text on it, and of rows."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QListView, QMenu
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.place_menus import MAX_SHOWN_CHARS, query_for
from tests.ui.conftest import WAIT

MOUSE, KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def menu_at(
    view: QAbstractScrollArea, point: QPoint, reason: QContextMenuEvent.Reason = MOUSE
) -> dict[str, QMenu]:
    """Ask for the menu at a point; return it below each of its entries without their marks for keys."""
    area = view.viewport()
    QApplication.sendEvent(area, QContextMenuEvent(reason, point, area.mapToGlobal(point)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "placeMenu"
    return {action.text().replace("&", ""): menu for action in menu.actions() if action.text()}


def choose(entries: dict[str, QMenu], name: str) -> None:
    menu = entries[name]
    entry = next(action for action in menu.actions() if action.text().replace("&", "") == name)
    menu.close()
    entry.trigger()


def place_of(window: MainWindow, text: str) -> QPoint:
    cursor = window.page.document().find(text)
    assert not cursor.isNull()
    return window.page.cursorRect(cursor).center() - QPoint(4, 0)


def link(place: str) -> str:
    return f"momviewer://momentum-4-examples/{place}"


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_a_link_is_opened_copied_and_kept(window: MainWindow) -> None:
    window.reader.open(Address("moorings"))
    point = place_of(window, "ropes")
    choose(menu_at(window.page, point), "Copy the link")
    assert copied() == link("ropes")
    choose(menu_at(window.page, point), "Bookmark")
    assert window.bookmarking.bookmarks.find("momentum-4-examples", "ropes", "")
    choose(menu_at(window.page, point), "Open in a new tab")
    assert window.tab_bar.tabText(1) == "1.1 Ropes"
    choose(menu_at(window.page, point), "Open")
    assert str(window.reader.address) == link("ropes")


def test_selected_text_is_searched_for_and_found_in_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    window.page.setTextCursor(window.page.document().find("two ropes"))
    entries = menu_at(window.page, place_of(window, "two ropes"))
    choose(entries, "Copy")
    assert copied() == "two ropes"
    choose(menu_at(window.page, place_of(window, "two ropes")), "Find “two ropes” in the page")
    assert window.reading.find_bar.isVisible()
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        choose(menu_at(window.page, QPoint(1, 1), KEY), "Search for “two ropes”")
    assert window.focusWidget() is window.bar.line
    assert window.bar.text == r"two\ ropes"
    assert window.results.rows[0].title == "Two Ropes"


def test_a_key_searches_for_the_selection(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    window.page.setTextCursor(window.page.document().find("Wet"))
    qtbot.keyClick(window.page, Qt.Key.Key_F, CONTROL_SHIFT)
    assert window.bar.text == "Wet"
    window.page.setTextCursor(QTextCursor(window.page.document()))
    window.page.setFocus()
    qtbot.keyClick(window.page, Qt.Key.Key_F, CONTROL_SHIFT)
    assert window.bar.line.hasFocus()
    assert window.bar.text == "Wet"


def test_the_page_offers_the_link_to_the_section_under_the_mouse(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    choose(menu_at(window.page, place_of(window, "Wet ropes")), "Copy the link to “Example 1.1 Two Ropes”")
    assert copied() == link("ropes#ropes.two")
    entries = menu_at(window.page, place_of(window, "Each ship"))
    assert "Find in the page" in entries
    choose(entries, "Copy the link to “1.1 Ropes”")
    assert copied() == link("ropes")


def test_a_link_of_the_web_has_its_address(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "momviewer.ui.window.main_window.ask_to_leave", lambda url, _parent: asked.append(url)
    )
    window.page.show_page('<p><a class="web" href="https://example.com/a">there</a></p>')
    entries = menu_at(window.page, place_of(window, "there"))
    choose(entries, "Copy the address")
    assert QUrl(copied()) == QUrl("https://example.com/a")
    choose(menu_at(window.page, place_of(window, "there")), "Open in the browser…")
    assert asked == ["https://example.com/a"]


def test_the_key_for_menus_means_the_link_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.page.show_page('<p>To <a href="ropes">them</a>, <a href="moorings">others</a></p>')
    window.page.setFocus()
    for _ in range(2):
        qtbot.keyClick(window.page, Qt.Key.Key_Tab)
    choose(menu_at(window.page, QPoint(1, 1), KEY), "Copy the link")
    assert copied() == link("moorings")


def test_a_row_of_a_tree_has_a_menu(window: MainWindow) -> None:
    window.sidebar.show_panel("Examples", focus=True)
    tree = window.examples
    tree.expandAll()
    index = tree.tree.index_of(Address("ropes", "ropes.two"))
    choose(menu_at(tree, tree.visualRect(index).center()), "Copy the link")
    assert copied() == link("ropes#ropes.two")
    tree.setCurrentIndex(index)
    choose(menu_at(tree, QPoint(1, 1), KEY), "Open in a new tab")
    assert window.tab_bar.tabText(1) == "1.1 Ropes"


def test_a_result_has_a_menu_and_a_query_asked_before_has_none(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("wet")
    (rows,) = window.results.findChildren(QListView)
    point = rows.visualRect(rows.model().index(0, 0)).center()
    choose(menu_at(rows, point), "Open in a new tab")
    assert window.tab_bar.tabText(1) == "1.1 Ropes"
    window.search_controller.recent = ["wet"]
    window.bar.start()
    window.bar.line.clear()
    assert window.results.rows[0].query == "wet"
    area = rows.viewport()
    QApplication.sendEvent(area, QContextMenuEvent(MOUSE, point, area.mapToGlobal(point)))
    assert QApplication.activePopupWidget() is None


def test_no_two_entries_share_a_letter(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.page.setTextCursor(window.page.document().find("two ropes"))
    for view, point in ((window.page, place_of(window, "two ropes")), (window.page, place_of(window, "Wet"))):
        menu = next(iter(menu_at(view, point).values()))
        letters = [text.lower().partition("&")[2][:1] for action in menu.actions() if (text := action.text())]
        given = [letter for letter in letters if letter]
        assert len(set(given)) == len(given)
        menu.close()


def test_a_long_selection_is_cut_in_the_menu_and_whole_in_the_query(window: MainWindow) -> None:
    text = "ropes & ships " * 9
    window.page.show_page(f"<p>{text.replace('&', '&amp;')}</p>")
    window.page.selectAll()
    entries = menu_at(window.page, place_of(window, "ropes"))
    (entry,) = [name for name in entries if name.startswith("Search")]
    assert len(entry) <= MAX_SHOWN_CHARS + len("Search for “”") + 2
    next(iter(entries.values())).close()


@pytest.mark.parametrize(
    ("selected", "query"),
    [
        ("retry_interval", "retry_interval"),
        ("two\n  ropes", "two\\ ropes"),
        ("a:b (c)", "a\\:b\\ \\(c\\)"),
    ],
)
def test_a_selection_is_searched_for_as_it_stands(selected: str, query: str) -> None:
    assert query_for(selected) == query
