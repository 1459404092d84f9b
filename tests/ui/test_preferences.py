"""The preferences: each choice works at once, Cancel takes all of them back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QRadioButton
from pytestqt.qtbot import QtBot

from momviewer.ui.base.actions import Command, Group, make_actions
from momviewer.ui.settings.preferences_dialog import PreferencesDialog
from momviewer.user_data.settings import Settings

BEFORE = Settings(theme="light", zoom=110, scope="set", recent=["rope"], shortcuts={"back": ["Ctrl+J"]})
Shown = Callable[..., PreferencesDialog]


@pytest.fixture
def said() -> list[Settings]:
    """Return what the dialog said by its signal."""
    return []


@pytest.fixture
def shown(qtbot: QtBot, said: list[Settings]) -> Shown:
    """Return what shows the dialog."""
    host = QMainWindow()
    qtbot.addWidget(host)
    actions = make_actions(
        (
            Command("find", "Find", Group.FINDING, lambda: None, ("Ctrl+K",)),
            Command("back", "Back", Group.MOVING, lambda: None, ("Alt+Left",)),
        ),
        host,
    )

    def show(settings: Settings = BEFORE) -> PreferencesDialog:
        dialog = PreferencesDialog(settings, actions, host)
        qtbot.addWidget(dialog)
        dialog.changed.connect(said.append)
        with qtbot.waitActive(dialog):
            dialog.show()
        return dialog

    return show


def scope(dialog: PreferencesDialog) -> str:
    """Return the text of the scope that is chosen."""
    (found,) = [button.text() for button in dialog.findChildren(QRadioButton) if button.isChecked()]
    return found


def test_the_dialog_shows_the_settings_and_says_nothing(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    assert dialog.themes.current == "light"
    assert dialog.zoom.slider.accessibleName() == "Text size, 110 %"
    assert scope(dialog) == "All manuals of its set"
    dialog.accept()
    assert dialog.settings == BEFORE
    assert said == []


def test_each_choice_works_at_once_and_leaves_the_others(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    dialog.themes._buttons.button(2).click()
    dialog.zoom.slider.setValue(dialog.zoom.slider.maximum())
    dialog.scopes.buttons()[2].click()
    dialog.shortcuts.choose("find")
    dialog.shortcuts.press("F7")
    assert [(now.theme, now.zoom, now.scope) for now in said] == [
        ("dark", 110, "set"),
        ("dark", 200, "set"),
        ("dark", 200, "all"),
        ("dark", 200, "all"),
    ]
    assert said[-1].shortcuts == {"find": ["F7"], "back": ["Ctrl+J"]}
    assert said[-1].recent == ["rope"]
    dialog.accept()
    assert dialog.settings == said[-1]


def test_cancel_restores(shown: Shown, said: list[Settings], qtbot: QtBot) -> None:
    dialog = shown()
    dialog.zoom.slider.setValue(0)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert said == [dialog_settings(70), BEFORE]
    assert dialog.settings == BEFORE


def dialog_settings(zoom: int) -> Settings:
    return Settings(theme="light", zoom=zoom, scope="set", recent=["rope"], shortcuts={"back": ["Ctrl+J"]})


def test_the_keyboard_changes_theme_and_text_size(shown: Shown, said: list[Settings], qtbot: QtBot) -> None:
    dialog = shown()
    dialog.themes._buttons.button(1).setFocus()
    qtbot.keyClick(dialog.themes._buttons.button(1), Qt.Key.Key_Right)
    dialog.zoom.slider.setFocus()
    qtbot.keyClick(dialog.zoom.slider, Qt.Key.Key_Right)
    assert [(now.theme, now.zoom) for now in said] == [("dark", 110), ("dark", 125)]


def test_the_text_size_goes_back_to_normal(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    dialog.zoom.reset.click()
    assert said[-1].zoom == 100
    assert not dialog.zoom.reset.isEnabled()


def test_a_zoom_between_two_steps_stays_until_it_is_changed(shown: Shown, said: list[Settings]) -> None:
    dialog = shown(Settings(zoom=120))
    assert dialog.zoom.slider.accessibleName() == "Text size, 120 %"
    dialog.accept()
    assert dialog.settings.zoom == 120
    assert said == []


def test_the_shortcuts_are_a_page_of_it(shown: Shown) -> None:
    dialog = shown()
    assert not dialog.shortcuts.isVisible()
    dialog.pages._buttons.button(1).click()
    assert dialog.shortcuts.isVisible()
    dialog.show_page("Reading")
    assert not dialog.shortcuts.isVisible()
