"""The list of shortcuts: looked through, bound anew, and what happens where two actions want one key."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QKeySequenceEdit, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from momviewer.ui.base.actions import (
    Actions,
    Command,
    Group,
    apply_bindings,
    bound_keys,
    make_actions,
)
from momviewer.ui.settings.shortcut_bindings import FIXED
from momviewer.ui.settings.shortcuts_dialog import ShortcutsDialog

CONTROL = Qt.KeyboardModifier.ControlModifier
Shown = Callable[..., ShortcutsDialog]


@pytest.fixture
def done() -> list[str]:
    """Return the names of the actions that were triggered."""
    return []


@pytest.fixture
def host(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


@pytest.fixture
def actions(host: QMainWindow, done: list[str]) -> Actions:
    commands = (
        Command("find", "Find", Group.FINDING, lambda: done.append("find"), ("Ctrl+K", "Ctrl+L", "/")),
        Command("back", "Back", Group.MOVING, lambda: done.append("back"), ("Alt+Left",)),
        Command("add", "Add manual…", Group.WINDOW, lambda: done.append("add")),
    )
    return make_actions(commands, host)


@pytest.fixture
def shown(qtbot: QtBot, host: QMainWindow, actions: Actions) -> Shown:
    """Return what shows the dialog on the actions."""

    def show(bindings: dict[str, list[str]] | None = None) -> ShortcutsDialog:
        dialog = ShortcutsDialog(actions, bindings or {}, host)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
        return dialog

    return show


def rows(dialog: ShortcutsDialog) -> dict[str, str]:
    """Return the rows that are shown: the action's text and its keys."""
    tree, found = dialog.editor.tree, {}
    for place in range(tree.topLevelItemCount()):
        head = tree.topLevelItem(place)
        assert head
        for row in range(head.childCount()):
            item = head.child(row)
            if item and not item.isHidden():
                found[item.text(0)] = item.text(1)
    return found


def field(dialog: ShortcutsDialog) -> QKeySequenceEdit:
    """Return the field that takes keys."""
    (found,) = [edit for edit in dialog.findChildren(QKeySequenceEdit) if edit.isVisible()]
    return found


def test_bindings_are_applied_and_defaults_come_back(
    host: QMainWindow, actions: Actions, done: list[str], qtbot: QtBot
) -> None:
    apply_bindings(actions, {"back": ["Ctrl+J"], "add": ["F7"]})
    qtbot.keyClick(host, Qt.Key.Key_J, CONTROL)
    qtbot.keyClick(host, Qt.Key.Key_F7)
    qtbot.keyClick(host, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert done == ["back", "add"]
    assert actions["back"].toolTip() == "Back (Ctrl+J)"
    apply_bindings(actions, {})
    qtbot.keyClick(host, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert done == ["back", "add", "back"]
    assert actions["find"].default_keys == ["Ctrl+K", "Ctrl+L", "/"]


def test_no_key_is_bound_twice_and_the_readers_choice_goes_first(actions: Actions) -> None:
    bindings = {"add": ["Ctrl+L", "nonsense", "ctrl+l"], "gone": ["F9"], "back": ["Ctrl+L"]}
    assert bound_keys(actions, bindings) == {"find": ["Ctrl+K", "/"], "back": [], "add": ["Ctrl+L"]}


def test_every_action_is_listed_with_its_keys(shown: Shown) -> None:
    assert rows(shown()) == {
        "Find": "Ctrl+K or Ctrl+L or /",
        "Back": "Alt+Left",
        "Add manual": "no keys",
    }


@pytest.mark.parametrize(
    ("typed", "found"), [("ctrl+k", ["Find"]), ("manual add", ["Add manual"]), ("zz", [])]
)
def test_the_list_is_searched_by_name_and_key(
    shown: Shown, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    dialog = shown()
    qtbot.keyClicks(dialog.editor.search, typed)
    assert list(rows(dialog)) == found
    assert bool(dialog.editor.current) == bool(found)
    assert ("No shortcut is found" in dialog.editor.message) != bool(found)


def test_the_line_walks_the_rows_and_opens_one(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    for key, name in (
        (Qt.Key.Key_Down, "back"),
        (Qt.Key.Key_End, "add"),
        (Qt.Key.Key_Down, "add"),
        (Qt.Key.Key_Home, "find"),
    ):
        qtbot.keyClick(dialog.editor.search, key)
        assert dialog.editor.current == name
    qtbot.keyClick(dialog.editor.search, Qt.Key.Key_Return)
    qtbot.keyClick(field(dialog), Qt.Key.Key_F7)
    assert dialog.bindings == {"find": ["F7"]}
    assert dialog.isVisible()


def test_keys_pressed_in_a_row_become_its_shortcut(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    dialog.editor.choose("back")
    dialog.editor.tree.setFocus()
    qtbot.keyClick(dialog.editor.tree, Qt.Key.Key_Return)
    qtbot.keyClick(field(dialog), Qt.Key.Key_J, CONTROL)
    assert rows(dialog)["Back"] == "Ctrl+J"
    assert dialog.editor.message == "“Back” is now Ctrl+J."
    assert dialog.bindings == {"back": ["Ctrl+J"]}
    assert dialog.editor.tree.hasFocus()


def test_another_key_is_added_beside_the_first(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    dialog.editor.choose("back")
    dialog.editor._add.click()
    qtbot.keyClick(field(dialog), Qt.Key.Key_F7)
    assert dialog.bindings == {"back": ["Alt+Left", "F7"]}


def test_esc_in_a_row_changes_nothing_and_leaves_the_dialog_open(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    dialog.editor._change.click()
    qtbot.keyClick(field(dialog), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.editor.tree.hasFocus()
    assert dialog.bindings == {}


def test_a_taken_key_is_said_and_taken_only_when_asked_for(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    dialog.editor.choose("back")
    dialog.editor._change.click()
    qtbot.keyClick(field(dialog), Qt.Key.Key_K, CONTROL)
    assert dialog.editor.message == "Ctrl+K belongs to “Find”."
    assert dialog.bindings == {}
    assert dialog.editor._take.hasFocus()
    dialog.editor._take.click()
    assert dialog.bindings == {"find": ["Ctrl+L", "/"], "back": ["Ctrl+K"]}


@pytest.mark.parametrize("key", FIXED)
def test_keys_that_readers_need_stay_as_they_are(shown: Shown, key: str) -> None:
    dialog = shown()
    dialog.editor.press(key)
    assert "stays so" in dialog.editor.message
    assert dialog.bindings == {}


def test_one_or_all_are_reset(shown: Shown) -> None:
    dialog = shown({"back": ["Ctrl+K"], "find": ["Ctrl+L"], "add": []})
    editor = dialog.editor
    assert dialog.bindings == {"back": ["Ctrl+K"], "find": ["Ctrl+L"]}
    editor.choose("find")
    editor._reset.click()
    assert "Ctrl+K stays with “Back”" in editor.message
    editor.choose("back")
    editor._reset.click()
    editor.choose("find")
    editor._reset.click()
    assert dialog.bindings == {}
    editor.choose("find")
    editor._clear.click()
    assert rows(dialog)["Find"] == "no keys"
    editor._reset_all.click()
    assert dialog.bindings == {}
    assert not editor._reset_all.isEnabled()


def test_shortcuts_of_actions_that_are_not_here_are_kept(shown: Shown) -> None:
    assert shown({"from elsewhere": ["F9"]}).bindings == {"from elsewhere": ["F9"]}


def test_changed_rows_say_so(shown: Shown) -> None:
    dialog = shown({"back": ["Ctrl+J"]})
    dialog.editor.choose("back")
    item = dialog.editor.tree.currentItem()
    assert item
    assert item.data(1, Qt.ItemDataRole.AccessibleTextRole) == "Ctrl+J, changed"
    assert "it comes with Alt+Left" in item.toolTip(1)


def test_the_dialog_begins_in_its_search_and_ends_by_esc(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    assert isinstance(dialog.focusWidget(), QLineEdit)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()
