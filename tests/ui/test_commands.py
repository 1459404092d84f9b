"""Commands, each declared once: in the list of shortcuts, the menu, the top bar and the help."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from momviewer.paths import resources
from momviewer.ui.base.actions import Command, CommandAction, Group, Menu, make_actions
from momviewer.ui.help.help import TOPICS, with_commands, with_numbers
from momviewer.ui.settings.shortcut_tree import ShortcutTree
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.top_bar import TopBar

MENU = """
Library…
Choose a manual or a set
Rebuild this manual

Add from a folder…
Add from an archive…

New tab
Reopen closed tab
History…

Previous page
Page above
Next page
Headings, links and snippets of the page…
Copy the snippet at hand
Copy the link to this place
Find in the page

Print this page…
Print this chapter…
Save this page as PDF…
Save this chapter as PDF…

Larger text
Smaller text
Normal text

Preferences…
Keyboard shortcuts…
Restore…
Help

Theme
Full screen
Quit
"""
BUTTONS = ["Sidebar", "Back", "Forward", "Bookmark this place", "Light or dark", "More"]


def menu_of(window: MainWindow) -> QMenu:
    (button,) = [one for one in window.findChildren(QToolButton) if one.toolTip() == "More"]
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return menu


def listed(window: MainWindow, qtbot: QtBot) -> dict[str, list[str]]:
    """Return the rows of the list of shortcuts below their headings."""
    tree = ShortcutTree(window._actions)
    qtbot.addWidget(tree)
    heads = [head for at in range(tree.topLevelItemCount()) if (head := tree.topLevelItem(at))]
    return {
        head.text(0): [item.text(0) for row in range(head.childCount()) if (item := head.child(row))]
        for head in heads
    }


def test_every_command_is_listed_once_below_its_group(window: MainWindow, qtbot: QtBot) -> None:
    shown = listed(window, qtbot)
    assert list(shown) == [group.value for group in Group]
    for group in Group:
        commands = [action for action in window._actions.values() if action.command.group is group]
        assert shown[group.value] == [action.label for action in commands]
    assert sum(map(len, shown.values())) == len(window._actions)


def test_the_menu_holds_its_commands_in_their_sections(window: MainWindow) -> None:
    shown = ["" if entry.isSeparator() else entry.text() for entry in menu_of(window).actions()]
    assert shown == MENU.strip("\n").split("\n")
    in_menu = {entry for entry in menu_of(window).actions() if isinstance(entry, CommandAction)}
    assert in_menu == {action for action in window._actions.values() if action.command.menu}
    assert {entry.command.menu for entry in in_menu} == set(Menu)


def test_the_bar_has_the_buttons_that_are_declared(window: MainWindow) -> None:
    (bar,) = window.findChildren(TopBar)
    shown = sorted(bar.findChildren(QToolButton), key=lambda button: button.x())
    assert [button.accessibleName() for button in shown if button.parent() is bar] == BUTTONS
    for action in window._actions.values():
        declared = action.command.button
        assert declared is None or (resources() / "icons" / f"{declared.icon}.svg").exists()
        assert action.icon().isNull() == (declared is None)


def test_a_command_without_a_group_cannot_be_declared() -> None:
    declare = cast("Callable[..., Any]", Command)
    with pytest.raises(TypeError, match="positional argument"):
        declare("find", "Find", lambda: None)


def test_an_id_belongs_to_one_command(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    twice = [Command("find", title, Group.FINDING, lambda: None) for title in ("Find", "Find again")]
    with pytest.raises(ValueError, match="'find'"):
        make_actions(twice, window)


def test_the_help_tells_names_and_keys_as_they_are(window: MainWindow) -> None:
    text = "{key:find} / {keys:find} / {key:copy} / {name:add} ({key:add})"
    assert with_commands(text, window._actions) == (
        "**Ctrl+K** / **Ctrl+K**, **Ctrl+L** or **/** / **Ctrl+Shift+C** / *Add from a folder…* (**Ctrl+O**)"
    )
    window.preferences.change(shortcuts={"find": ["*", "F7"], "copy": []})
    told = with_commands(text, window._actions)
    assert told.startswith("**\\*** / **\\*** or **F7** / *Copy the snippet at hand* / ")
    with pytest.raises(KeyError):
        with_commands("{key:nothing}", window._actions)


@pytest.mark.parametrize("name", [name for name in TOPICS.values() if name])
def test_no_help_text_names_a_key_of_a_command_by_hand(window: MainWindow, name: str) -> None:
    text = (resources() / "help" / name).read_text(encoding="utf-8")
    assert "{" not in with_commands(with_numbers(text, {}), window._actions)
    keys = {key for action in window._actions.values() for key in action.default_keys}
    assert not [key for key in keys if f"**{key}**" in text]
    titles = {action.text() for action in window._actions.values()}
    assert not [title for title in titles if f"*{title}*" in text]
