"""Bookmarks in the window: made by key, noted, moved, removed and brought back, and written down."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from momviewer.library.library import BUILT_IN, Library
from momviewer.manual.links import Address
from momviewer.paths import Paths
from momviewer.ui.sidebar import bookmark_model, bookmark_tree, bookmarks_panel
from momviewer.ui.sidebar.bookmark_model import BookmarkModel, BookmarkRow, Folder
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.sidebar_controller import BOOKMARKS
from momviewer.ui.window.startup import FirstFrame
from momviewer.user_data.bookmark_store import BookmarkStore
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from tests.stalls import Stalls
from tests.ui.conftest import WAIT, Opener, show

MAX_STALL_S = 0.5
CONTROL = Qt.KeyboardModifier.ControlModifier
MOVING = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
MOVE = Qt.DropAction.MoveAction


def mark(page: str, folder: str = "", note: str = "") -> Bookmark:
    return Bookmark(BUILT_IN, page, "", page.title(), note, folder, "2026-01-31")


def shown(window: MainWindow) -> list[str]:
    """Show the panel, and return the rows of the tree, those in a folder with a blank before them."""
    window.bookmarking.finish_loading()
    window.sidebar.show_panel(BOOKMARKS)
    model, rows = window.bookmarks.model, []
    for place in range(model.rowCount()):
        index = model.index(place, 0)
        rows.append(str(index.data()))
        rows += [f" {model.index(below, 0, index).data()}" for below in range(model.rowCount(index))]
    return rows


@pytest.fixture
def kept(window: MainWindow) -> MainWindow:
    """Return the window with three bookmarks, the panel in front."""
    for bookmark in (mark("ropes", note="<b>wet</b>"), mark("commands.dock", "Work"), mark("preface")):
        window.bookmarking.bookmarks.add(bookmark)
    window.bookmarks.refresh(mark("ropes"))
    window.sidebar.show_panel(BOOKMARKS, focus=True)
    return window


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = BookmarkModel()
    qtmodeltester.check(model)
    bookmarks = Bookmarks([mark("ropes"), mark("dock", "Work"), mark("preface", "Work")])
    model.show(bookmarks)
    qtmodeltester.check(model)
    bookmarks.annotate(mark("ropes"), "wet")
    bookmarks.remove(mark("dock"))
    model.refresh()
    qtmodeltester.check(model)


Rows = list[tuple[BookmarkRow | None, list[BookmarkRow | None]]]


def rows_of(model: BookmarkModel) -> Rows:
    """Return what the rows of a model stand for, each with those below it."""
    found: Rows = []
    for place in range(model.rowCount()):
        index = model.index(place, 0)
        below = [model.row(model.index(row, 0, index)) for row in range(model.rowCount(index))]
        found.append((model.row(index), below))
    return found


def change(bookmarks: Bookmarks, chance: random.Random) -> None:
    """Do something to bookmarks that a reader could do."""
    some = list(bookmarks)
    one, other = chance.choice(some), chance.choice(some)
    folder = chance.choice(["", "a", "b", "c"])
    effects: list[Callable[[], object]] = [
        lambda: bookmarks.add(mark(f"new {chance.random()}", folder)),
        lambda: bookmarks.remove(*chance.sample(some, min(3, len(some) - 1))),
        lambda: bookmarks.move(one, folder),
        lambda: bookmarks.move(one, other.folder, other),
        lambda: bookmarks.step(one, chance.choice([-1, 1])),
        lambda: bookmarks.rename_folder(one.folder, folder),
        lambda: bookmarks.annotate(one, str(chance.random())),
        lambda: bookmarks.lead([(one, other.address)]),
        lambda: bookmarks.replace_all(chance.sample(some, len(some))),
    ]
    chance.choice(effects)()


@pytest.mark.parametrize("max_runs", [0, 2, 20])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_the_rows_follow(
    qtmodeltester: ModelTester, monkeypatch: pytest.MonkeyPatch, seed: int, max_runs: int
) -> None:
    monkeypatch.setattr(bookmark_model, "MAX_RUNS", max_runs)
    chance = random.Random(seed)
    bookmarks = Bookmarks(mark(str(count), chance.choice(["", "a", "b"])) for count in range(12))
    model = BookmarkModel()
    model.show(bookmarks)
    for _ in range(60):
        change(bookmarks, chance)
        model.refresh()
        groups = bookmarks.grouped()
        loose = groups.pop("")
        folders = [(Folder(name, len(inside)), list(inside)) for name, inside in groups.items()]
        assert rows_of(model) == [*folders, *((bookmark, []) for bookmark in loose)]
        assert all(model.row(model.index_of(bookmark)) == bookmark for bookmark in bookmarks)
        assert model.count == len(bookmarks)
    qtmodeltester.check(model)


def test_rows_that_stay_are_not_torn_down() -> None:
    bookmarks = Bookmarks([mark("ropes"), mark("dock", "Work"), mark("preface"), mark("buoys", "Work")])
    model = BookmarkModel()
    model.show(bookmarks)
    stay = [
        QPersistentModelIndex(model.index_of(bookmark)) for bookmark in (mark("ropes"), mark("dock", "Work"))
    ]
    bookmarks.remove(mark("preface"), mark("buoys", "Work"))
    bookmarks.add(mark("moorings", "After"))
    model.refresh()
    assert [index.data() for index in stay] == ["Ropes", "Dock"]
    assert [index.row() for index in stay] == [2, 0]


def test_a_start_waits_for_no_bookmark(library: Library, open_window: Opener, paths: Paths) -> None:
    assert library.built_in()
    BookmarkStore(paths.data / "bookmarks.json").save([mark("ropes"), mark("preface")])
    window = open_window("ropes")
    window.bookmarking.finish_loading()
    assert window._actions["bookmark"].isChecked()
    assert window.bookmarks.model.count == 0  # for nobody sees them
    assert shown(window) == ["Ropes", "Preface"]


def test_a_key_pressed_before_the_bookmarks_are_loaded_knows_them(
    library: Library, open_window: Opener, paths: Paths
) -> None:
    assert library.built_in()
    BookmarkStore(paths.data / "bookmarks.json").save([mark("ropes"), mark("preface")])
    window = open_window("ropes")
    window.bookmarking.toggle()
    assert shown(window) == ["Preface"]


def test_of_many_bookmarks_the_folders_stand_closed_until_they_are_opened(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmark_tree, "MAX_OPENED_BOOKMARKS", 3)
    tree, model = window.bookmarks.tree, window.bookmarks.model
    for bookmark in (mark("a", "One"), mark("b", "One"), mark("c", "Two"), mark("d", "Two")):
        window.bookmarking.bookmarks.add(bookmark)
    window.bookmarks.refresh()
    assert shown(window) == ["One", " A", " B", "Two", " C", " D"]
    assert not tree.isExpanded(model.index(0, 0))
    tree.choose(mark("b", "One"))
    assert tree.isExpanded(model.index(0, 0))
    assert not tree.isExpanded(model.index(1, 0))


def test_thousands_of_bookmarks_are_read_after_the_first_frame_and_hold_nothing_up(
    library: Library, open_window: Opener, paths: Paths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.built_in()
    many = [mark(f"page-{number}", f"Folder {number % 3_000}") for number in range(20_000)]
    BookmarkStore(paths.data / "bookmarks.json").save(many)
    order: list[str] = []
    load, report = BookmarkStore.load, FirstFrame._report_shown

    def noted_load(store: BookmarkStore) -> Bookmarks:
        order.append("load")
        return load(store)

    def noted_report(frame: FirstFrame) -> None:
        order.append("frame")
        report(frame)

    monkeypatch.setattr(BookmarkStore, "load", noted_load)
    monkeypatch.setattr(FirstFrame, "_report_shown", noted_report)
    stalls = Stalls()
    window = open_window()
    stalls.reset()
    qtbot.waitUntil(lambda: "load" in order, timeout=WAIT)
    assert len(window.bookmarking.bookmarks) == len(many)
    assert order[:2] == ["frame", "load"]
    window.sidebar.show_panel(BOOKMARKS)
    QApplication.processEvents()
    assert window.bookmarks.model.rowCount() == 3_000
    qtbot.wait(1)
    stalls.stop()
    assert stalls.longest_work < MAX_STALL_S


def test_of_many_folders_the_menu_offers_some_and_a_dialog_the_others(
    kept: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmarks_panel, "MAX_FOLDERS_IN_MENU", 1)
    kept.bookmarking.bookmarks.add(mark("buoys", "Later"))
    kept.bookmarks.refresh(mark("preface"))
    menu = kept.bookmarks.menu()
    assert menu
    (move,) = [found for found in menu.findChildren(QMenu) if found.title() == "Move to"]
    assert [action.text() for action in move.actions() if action.text()] == [
        "Later",
        "No folder",
        "Another folder…",
        "New folder…",
    ]
    next(action for action in move.actions() if action.text().startswith("Another")).trigger()
    dialog = kept.bookmarks.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    assert dialog.comboBoxItems() == ["Later", "Work"]
    dialog.setTextValue("Work")
    dialog.accept()
    assert shown(kept) == ["Later", " Buoys", "Work", " Commands.Dock", " Preface", "Ropes"]


def test_the_key_bookmarks_the_page_and_the_star_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    star = window._actions["bookmark"]
    window.reader.open(Address("preface"))
    assert not star.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert star.isChecked()
    assert shown(window) == ["Preface"]
    assert window.page.notice == "Bookmarked Preface"
    window.reader.open(Address("ropes"))
    assert not star.isChecked()
    window.reader.go(-1)
    assert star.isChecked()


def test_the_example_that_was_jumped_to_is_what_is_bookmarked(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, "1.1")
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    window.reader.open(Address("ropes"))
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert shown(window) == ["Example 1.1 Two Ropes", "1.1 Ropes"]


def test_the_section_in_view_is_what_is_bookmarked(window: MainWindow, qtbot: QtBot) -> None:
    """It is at the top of the view again when the bookmark is opened, and the star tells of each section."""
    star, page = window._actions["bookmark"], window.page
    window.resize(700, 360)
    window.reader.open(Address("ropes"))
    end = page.verticalScrollBar().maximum()
    assert end > 0
    page.scroll_to(end)
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert shown(window) == ["Example 1.1 Two Ropes"]
    assert star.isChecked()
    for position, marked in ((0, False), (end, True)):
        with qtbot.waitSignal(window.bookmarking.marked):
            page.scroll_to(position)
        assert star.isChecked() == marked
    window.reader.open(Address("preface"))
    bookmark = window.bookmarking.bookmarks.find(window.reader.manual_id, "ropes", "ropes.two")
    assert bookmark
    window.bookmarks.requested.emit(bookmark.address)
    block = page.places.block_of("ropes.two")
    assert block
    assert page.places.in_view(block.position())
    assert star.isChecked()


def test_a_bookmark_removed_by_mistake_comes_back_with_its_note(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert shown(window) == ["Preface"]
    window.bookmarks.note.setPlainText("read again")
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert shown(window) == []
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    (back,) = window.bookmarking.bookmarks
    assert back.note == "read again"


def test_what_is_no_page_is_not_bookmarked(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.show_html("<p>Nothing to read.</p>")
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert shown(window) == []
    assert "no page" in window.page.notice
    assert not window._actions["bookmark"].isChecked()


@pytest.mark.usefixtures("library")
def test_notes_are_written_down_as_they_are_typed(open_window: Opener, qtbot: QtBot, paths: Paths) -> None:
    window = open_window("1.1")
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    window.sidebar.show_panel(BOOKMARKS)
    window.bookmarks.note.setFocus()
    qtbot.keyClicks(window.bookmarks.note, "two, not one")
    file = paths.data / "bookmarks.json"
    qtbot.waitUntil(lambda: file.exists() and "two, not one" in file.read_text(encoding="utf-8"))
    assert window.bookmarks.note.textCursor().position() == len("two, not one")
    window.close()
    again = open_window()
    assert shown(again) == ["Example 1.1 Two Ropes"]


@pytest.mark.usefixtures("library")
def test_what_another_window_bookmarked_is_taken_in(open_window: Opener, qtbot: QtBot, paths: Paths) -> None:
    window = open_window("1.1")
    window.bookmarking.finish_loading()
    BookmarkStore(paths.data / "bookmarks.json").save([mark("preface")])
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: shown(window) == ["Example 1.1 Two Ropes", "Preface"])


@pytest.mark.usefixtures("library")
def test_a_file_that_is_damaged_meanwhile_is_said_and_set_aside(
    open_window: Opener, qtbot: QtBot, paths: Paths
) -> None:
    window = open_window("1.1")
    window.bookmarking.finish_loading()
    file = paths.data / "bookmarks.json"
    file.write_text("{", encoding="utf-8")
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(
        lambda: "set aside" in window.status_strip.text or "was kept as" in window.status_strip.text
    )
    assert len(BookmarkStore(file).load()) == 1
    assert file.with_name("bookmarks.unreadable.json").read_text(encoding="utf-8") == "{"


def test_a_title_is_edited_where_it_stands(kept: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(kept.bookmarks.tree, Qt.Key.Key_F2)
    line = kept.bookmarks.tree.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "New name of the bookmark"
    qtbot.keyClicks(line, "Both ropes")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(kept) == ["Work", " Commands.Dock", "Both ropes", "Preface"])


def test_the_line_for_a_note_says_what_it_is_for(kept: MainWindow) -> None:
    panel = kept.bookmarks
    panel.tree.choose(Folder("Work", 1))
    assert not panel.note.isEnabled()
    assert "Choose a bookmark" in panel.note.placeholderText()
    panel.tree.choose(next(iter(kept.bookmarking.bookmarks)))
    assert panel.note.placeholderText() == "A note on this bookmark"


def test_a_folder_is_renamed_and_stays_chosen(kept: MainWindow) -> None:
    kept.bookmarks.tree.choose(Folder("Work", 1))
    kept.bookmarks.model.setData(kept.bookmarks.tree.currentIndex(), "Later")
    assert shown(kept) == ["Later", " Commands.Dock", "Ropes", "Preface"]
    assert isinstance(kept.bookmarks.tree.row, Folder)


def test_del_removes_and_undo_brings_back(kept: MainWindow, qtbot: QtBot) -> None:
    tree = kept.bookmarks.tree
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    tree.choose(Folder("Work", 1))
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert shown(kept) == ["Preface"]
    undo = next(button for button in kept.bookmarks.findChildren(QPushButton) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert shown(kept) == ["Work", " Commands.Dock", "Preface"]
    qtbot.keyClick(tree, Qt.Key.Key_Z, CONTROL)
    assert shown(kept) == ["Work", " Commands.Dock", "Ropes", "Preface"]
    assert not undo.isVisible()
    assert tree.row == mark("ropes", note="<b>wet</b>")


def test_rows_are_dropped_into_folders_and_between_rows(kept: MainWindow, qtbot: QtBot) -> None:
    model = kept.bookmarks.model
    work = model.index(0, 0)
    data = model.mimeData([model.index_of(mark("preface"))])
    assert model.dropMimeData(data, MOVE, -1, -1, work)
    qtbot.waitUntil(lambda: shown(kept) == ["Work", " Commands.Dock", " Preface", "Ropes"])
    data = model.mimeData([model.index_of(mark("preface"))])
    assert model.dropMimeData(data, MOVE, 0, 0, model.index(0, 0))
    qtbot.waitUntil(lambda: shown(kept) == ["Work", " Preface", " Commands.Dock", "Ropes"])
    data = model.mimeData([model.index_of(mark("preface"))])
    assert model.dropMimeData(data, MOVE, -1, -1, model.index(9, 9))
    qtbot.waitUntil(lambda: shown(kept) == ["Work", " Commands.Dock", "Ropes", "Preface"])


def test_keys_move_a_row_up_and_down(kept: MainWindow, qtbot: QtBot) -> None:
    tree = kept.bookmarks.tree
    qtbot.keyClick(tree, Qt.Key.Key_Down, MOVING)
    assert shown(kept)[2:] == ["Preface", "Ropes"]
    qtbot.keyClick(tree, Qt.Key.Key_Up, MOVING)
    assert shown(kept)[2:] == ["Ropes", "Preface"]
    assert isinstance(tree.row, Bookmark)


def test_the_menu_offers_what_the_row_can_do(kept: MainWindow) -> None:
    menu = kept.bookmarks.menu()
    assert menu
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Open",
        "Open in a new tab",
        "Edit the note",
        "Rename",
        "Move to",
        "Move up",
        "Move down",
        "Remove",
    ]
    (folders,) = [found for found in menu.findChildren(QMenu) if found.title() == "Move to"]
    assert [action.text() for action in folders.actions() if action.text()] == [
        "Work",
        "No folder",
        "New folder…",
    ]
    folders.actions()[0].trigger()
    assert shown(kept) == ["Work", " Commands.Dock", " Ropes", "Preface"]
    menu.deleteLater()


def test_the_key_for_menus_opens_it_at_the_row(kept: MainWindow, qtbot: QtBot) -> None:
    tree = kept.bookmarks.tree
    with qtbot.waitSignal(tree.menu_requested) as asked:
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(tree.viewport(), QContextMenuEvent(reason, QPoint(0, 0), QPoint(0, 0)))
    assert tree.viewport().rect().contains(tree.viewport().mapFromGlobal(asked.args[0]))
    popup = QApplication.activePopupWidget()
    assert popup
    popup.close()


def test_enter_opens_and_the_middle_button_opens_a_tab(kept: MainWindow, qtbot: QtBot) -> None:
    tree = kept.bookmarks.tree
    tree.choose(mark("commands.dock", "Work"))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert kept.reader.address == Address("commands.dock", "", BUILT_IN)
    place = tree.visualRect(kept.bookmarks.model.index_of(mark("preface"))).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert kept.tab_bar.count() == 2
    assert kept.tab_bar.tabText(1) == "Preface"
    assert kept.reader.address == Address("commands.dock", "", BUILT_IN)


def test_folders_open_and_close_by_key_and_stay_so(kept: MainWindow, qtbot: QtBot) -> None:
    tree, model = kept.bookmarks.tree, kept.bookmarks.model
    tree.choose(Folder("Work", 1))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert not tree.isExpanded(model.index(0, 0))
    kept.bookmarking.bookmarks.add(mark("moorings"))
    kept.bookmarks.refresh()
    assert not tree.isExpanded(model.index(0, 0))


def test_a_file_of_bookmarks_goes_out_and_comes_in(kept: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    kept.bookmarking.export_to(file)
    assert kept.page.notice == "Exported 3 bookmarks to mine.json"
    kept.bookmarking._remove(mark("preface"))
    kept.bookmarking.import_from(file)
    assert kept.page.notice == "Imported 1 bookmark; 2 were here already"
    assert shown(kept) == ["Work", " Commands.Dock", "Ropes", "Preface"]
    file.write_text("{", encoding="utf-8")
    kept.bookmarking.import_from(file)
    assert "holds no bookmarks" in kept.status_strip.text
    kept.bookmarking.export_to(tmp_path)
    assert "cannot be written" in kept.status_strip.text


def test_without_bookmarks_the_panel_says_how_to_make_one(window: MainWindow) -> None:
    assert shown(window) == []
    (button,) = [
        button for button in window.bookmarks.findChildren(QPushButton) if button.text().startswith("Import")
    ]
    assert button.isVisible()
    assert not window.bookmarks.tree.isVisible()
    assert not window.bookmarks._export.isEnabled()


def test_a_note_is_text_and_never_html(kept: MainWindow) -> None:
    index = kept.bookmarks.model.index_of(mark("ropes"))
    assert "&lt;b&gt;wet" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ropes. Note: <b>wet</b>"
