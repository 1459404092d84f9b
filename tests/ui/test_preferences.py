"""The preferences: each choice works at once, Cancel takes all of them back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QMainWindow, QRadioButton
from pytestqt.qtbot import QtBot

from momviewer.ui.base.actions import Command, Group, make_actions
from momviewer.ui.settings.preferences_dialog import PreferencesDialog
from momviewer.ui.settings.setting_controls import FontChoice, RadioColumn, SizeSlider
from momviewer.ui.widgets.segmented_control import SegmentedControl
from momviewer.user_data.decoding import Between
from momviewer.user_data.settings import Settings, Words

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


def themes(dialog: PreferencesDialog) -> SegmentedControl:
    control = dialog.controls["theme"]
    assert isinstance(control, SegmentedControl)
    return control


def zoom(dialog: PreferencesDialog) -> SizeSlider:
    control = dialog.controls["zoom"]
    assert isinstance(control, SizeSlider)
    return control


def scopes(dialog: PreferencesDialog) -> RadioColumn:
    control = dialog.controls["scope"]
    assert isinstance(control, RadioColumn)
    return control


def test_the_dialog_shows_the_settings_and_says_nothing(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    assert themes(dialog).current == "light"
    assert zoom(dialog).slider.accessibleName() == "Text size, 110 %"
    assert scope(dialog) == "All manuals of its set"
    dialog.accept()
    assert dialog.settings == BEFORE
    assert said == []


def test_each_choice_works_at_once_and_leaves_the_others(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    themes(dialog)._buttons.button(2).click()
    zoom(dialog).slider.setValue(zoom(dialog).slider.maximum())
    scopes(dialog).buttons[2].click()
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
    zoom(dialog).slider.setValue(0)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert said == [dialog_settings(70), BEFORE]
    assert dialog.settings == BEFORE


def dialog_settings(zoom: int) -> Settings:
    return Settings(theme="light", zoom=zoom, scope="set", recent=["rope"], shortcuts={"back": ["Ctrl+J"]})


def test_the_keyboard_changes_theme_and_text_size(shown: Shown, said: list[Settings], qtbot: QtBot) -> None:
    dialog = shown()
    themes(dialog)._buttons.button(1).setFocus()
    qtbot.keyClick(themes(dialog)._buttons.button(1), Qt.Key.Key_Right)
    zoom(dialog).slider.setFocus()
    qtbot.keyClick(zoom(dialog).slider, Qt.Key.Key_Right)
    assert [(now.theme, now.zoom) for now in said] == [("dark", 110), ("dark", 125)]


def test_the_text_size_goes_back_to_normal(shown: Shown, said: list[Settings]) -> None:
    dialog = shown()
    zoom(dialog).reset.click()
    assert said[-1].zoom == 100
    assert not zoom(dialog).reset.isEnabled()


def test_a_zoom_between_two_steps_stays_until_it_is_changed(shown: Shown, said: list[Settings]) -> None:
    dialog = shown(Settings(zoom=120))
    assert zoom(dialog).slider.accessibleName() == "Text size, 120 %"
    dialog.accept()
    assert dialog.settings.zoom == 120
    assert said == []


def test_a_font_is_chosen_by_name_and_one_that_is_gone_stays(shown: Shown, said: list[Settings]) -> None:
    dialog = shown(Settings(text_font="A font of another computer"))
    text, code = dialog.controls["text_font"], dialog.controls["code_font"]
    assert isinstance(text, FontChoice)
    assert isinstance(code, FontChoice)
    assert text.currentText() == "A font of another computer"
    assert code.currentText() == "As the desktop"
    names = [code.itemText(place) for place in range(1, code.count())]
    assert names
    assert all(map(QFontDatabase.isFixedPitch, names))
    code.setCurrentIndex(1)
    assert said[-1] == Settings(text_font="A font of another computer", code_font=names[0])
    text.setCurrentIndex(0)
    assert said[-1].text_font == ""


def test_the_shortcuts_are_a_page_of_it(shown: Shown) -> None:
    dialog = shown()
    assert not dialog.shortcuts.isVisible()
    dialog.pages._buttons.button(1).click()
    assert dialog.shortcuts.isVisible()
    dialog.show_page("Reading")
    assert not dialog.shortcuts.isVisible()


@dataclass(frozen=True, slots=True)
class More(Settings):
    """Settings with one more, as a later version has it."""

    dense: Annotated[bool, Words("&Dense rows")] = False
    tabs: Annotated[int, Between(1, 9), Words("Spare &tabs")] = 3


def test_a_setting_that_is_declared_has_its_row(shown: Shown, said: list[Settings], qtbot: QtBot) -> None:
    dialog = shown(More(theme="dark"))
    (label,) = [label for label in dialog.findChildren(QLabel) if label.text() == "&Dense rows"]
    assert label.buddy() is dialog.controls["dense"]
    assert dialog.controls["dense"].accessibleName() == "Dense rows"
    qtbot.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert dialog.controls["dense"].hasFocus()
    qtbot.keyClick(dialog.controls["dense"], Qt.Key.Key_Space)
    assert said == [More(theme="dark", dense=True)]
    assert list(dialog.controls) == [
        "theme",
        "zoom",
        "text_font",
        "code_font",
        "scale",
        "scope",
        "dense",
        "tabs",
    ]
    qtbot.keyClick(dialog.controls["tabs"], Qt.Key.Key_PageUp)
    assert said[-1] == More(theme="dark", dense=True, tabs=9)
