"""What was set aside comes back from the window: said at the start, listed, and taken in."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from momviewer.library.library import BUILT_IN
from momviewer.paths import Paths
from momviewer.ui.settings.restore_dialog import RestoreDialog
from momviewer.ui.window.main_window import MainWindow
from momviewer.user_data.bookmark_store import BookmarkFile, BookmarkStore
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import MAX_TABS, Session, SessionStore, TabHistory
from momviewer.user_data.settings import Settings, SettingsStore
from momviewer.user_data.stores import FILL_IN_FILE, SESSION_FILE, SETTINGS_FILE, FillInStore
from tests.ui.conftest import Opener

pytestmark = pytest.mark.usefixtures("library")


def mark(page: str) -> Bookmark:
    return Bookmark(BUILT_IN, page, "", page.title(), "", "", "2026-01-31")


def tab(page: str, anchor: str = "") -> TabHistory:
    return TabHistory((HistoryEntry(BUILT_IN, page, anchor, title=page),), 0, page)


def dialog_of(window: MainWindow, qtbot: QtBot) -> RestoreDialog:
    """Return the dialog, once it is open."""

    def found() -> list[RestoreDialog]:
        return [shown for shown in window.findChildren(RestoreDialog) if shown.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def rows(dialog: RestoreDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_the_strip_offers_what_was_damaged_and_it_comes_back(
    open_window: Opener, paths: Paths, qtbot: QtBot
) -> None:
    file = BookmarkFile(paths.bookmarks)
    BookmarkStore(paths.bookmarks).save([mark("ropes"), mark("preface")])
    text = file.path.read_text(encoding="utf-8")
    file.path.write_text(text[:-12], encoding="utf-8")  # the second one is cut short
    window = open_window()
    qtbot.waitUntil(lambda: "bookmarks.unreadable.json" in window.status_strip.text)
    (offer,) = [one for one in window.status_strip.findChildren(QPushButton) if one.text() == "Restore…"]
    offer.click()
    dialog = dialog_of(window, qtbot)
    (row,) = rows(dialog)
    assert row.startswith("Bookmarks of ")
    assert ", 1 bookmark\n" in row
    window.bookmarking.bookmarks.add(mark("commands.dock"))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.done_with.text() == "Restored 1 bookmark."
    assert [bookmark.page for bookmark in window.bookmarking.bookmarks] == ["commands.dock", "ropes"]
    dialog.restore.click()
    assert dialog.done_with.text() == "Restored 0 bookmarks; 1 was here already."
    qtbot.waitUntil(lambda: file.path.exists() and len(file.read().value) == 2)


def test_tabs_beyond_those_that_a_window_takes_come_back(
    open_window: Opener, paths: Paths, qtbot: QtBot
) -> None:
    tabs = tuple(tab("ropes", f"nowhere-{place}") for place in range(MAX_TABS + 3))
    SessionStore(paths.config / SESSION_FILE).save(Session(tabs, 1))
    window = open_window()
    assert "3 tabs left out" in window.status_strip.text
    assert window.tab_bar.count() == MAX_TABS
    window._actions["restore"].trigger()
    dialog = dialog_of(window, qtbot)
    dialog.restore.click()
    assert dialog.done_with.text() == f"Restored 3 tabs; {MAX_TABS} were open already."
    assert window.tab_bar.count() == MAX_TABS + 3
    assert window.tab_bar.currentIndex() == 1
    assert window.tabs.session().tabs[-3:] == tabs[-3:]


def test_settings_come_back_and_work_at_once(open_window: Opener, paths: Paths, qtbot: QtBot) -> None:
    back = Settings(zoom=150, theme="dark", scope="set", scope_set="Ports", recent=["rope"])
    SettingsStore((paths.config / SETTINGS_FILE).with_name("settings.unreadable.json")).save(back)
    window = open_window()
    window._actions["restore"].trigger()
    dialog = dialog_of(window, qtbot)
    dialog.restore.click()
    assert dialog.done_with.text() == "Restored the settings."
    assert window.preferences.settings == back
    assert window.page._zoom == 150
    assert (window.manual_switcher.scope.kind, window.manual_switcher.scope.set) == ("set", "Ports")
    assert window.search_controller.recent == ["rope"]
    file = SettingsStore(paths.config / SETTINGS_FILE)
    qtbot.waitUntil(lambda: file.path.exists() and file.read().value == back)


def test_values_come_back_beside_those_of_now(open_window: Opener, paths: Paths, qtbot: QtBot) -> None:
    FillInStore(paths.data / FILL_IN_FILE).save({"a": {"x": "mine"}})
    aside = {"version": 1, "fill-in values": {"a": {"x": "old", "y": "z"}}}
    (paths.data / "fill-in.unreadable.json").write_text(json.dumps(aside), encoding="utf-8")
    window = open_window()
    window._actions["restore"].trigger()
    dialog_of(window, qtbot).restore.click()
    assert window.reading.snippets.values == {"a": {"x": "mine", "y": "z"}}


def test_what_cannot_come_back_is_listed_and_not_offered(
    open_window: Opener, paths: Paths, qtbot: QtBot
) -> None:
    paths.config.mkdir(parents=True)
    (paths.config / "settings.unreadable.json").write_text("{", encoding="utf-8")
    window = open_window()
    window._actions["restore"].trigger()
    dialog = dialog_of(window, qtbot)
    (row,) = rows(dialog)
    assert "nothing that can be brought back" in row
    assert "it is not JSON, or it is damaged" in row
    assert not dialog.restore.isEnabled()
    dialog._restore()
    assert not dialog.done_with.isVisible()


def test_where_nothing_was_set_aside_the_dialog_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window._actions["restore"].trigger()
    dialog = dialog_of(window, qtbot)
    assert not dialog.list.isVisible()
    assert not dialog.restore.isVisible()
    assert QApplication.focusWidget() is dialog.close_button
    dialog.close_button.click()
    assert not dialog.isVisible()
