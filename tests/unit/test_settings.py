"""What the reader's settings survive, and that each is declared once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from momviewer.user_data.json_file import JsonFile
from momviewer.user_data.settings import SETTINGS, VERSION, Settings, SettingsStore, Words, declared


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def stored(file: Path, **values: object) -> None:
    file.write_text(json.dumps({"version": VERSION, "settings": values}))


def test_shortcuts_are_kept(file: Path) -> None:
    settings = Settings(shortcuts={"find": ["Ctrl+K", "/"], "back": []})
    SettingsStore(file).save(settings)
    store = SettingsStore(file)
    assert store.load() == settings
    assert store.trouble == ""


def test_settings_without_shortcuts_are_those_of_before(file: Path) -> None:
    stored(file, zoom=125)
    assert SettingsStore(file).load() == Settings(zoom=125)


@pytest.mark.parametrize(
    ("shortcuts", "read"),
    [
        (["Ctrl+K"], {}),
        ({"find": "Ctrl+K", "back": ["Ctrl+J"]}, {"back": ["Ctrl+J"]}),
        ({"find": [1, "Ctrl+K"]}, {"find": ["Ctrl+K"]}),
        ({"find": None}, {}),
    ],
)
def test_shortcuts_that_are_none_cost_themselves_alone(file: Path, shortcuts: object, read: object) -> None:
    stored(file, shortcuts=shortcuts, zoom=125, recent=["rope"])
    store = SettingsStore(file)
    assert store.load() == Settings(zoom=125, recent=["rope"], shortcuts=read)  # type: ignore[arg-type]
    assert "shortcut" in store.trouble
    assert store.incomplete
    assert file.exists()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("zoom", 9_000, 200),
        ("zoom", 1, 70),
        ("zoom", 120, 120),
        ("scale", 90, 100),
        ("theme", "mauve", "system"),
        ("theme", 4, "system"),
        ("scope", "world", "manual"),
        ("zoom", True, 100),
        ("zoom", 1.5, 100),
    ],
)
def test_a_value_is_clamped_or_takes_its_default(file: Path, name: str, value: object, read: object) -> None:
    stored(file, **{"scope_set": "Harbour", name: value})
    settings = SettingsStore(file).load()
    assert getattr(settings, name) == read
    assert settings.scope_set == "Harbour"


def test_settings_of_a_newer_minor_version_are_kept(file: Path) -> None:
    stored(file, zoom=125, motion="reduced")
    store = SettingsStore(file)
    store.save(store.load())
    assert json.loads(file.read_text())["settings"]["motion"] == "reduced"


def test_a_declaration_says_all_that_is_known_of_a_setting() -> None:
    theme, zoom = SETTINGS["theme"], SETTINGS["zoom"]
    assert (theme.kind, theme.default, theme.words) == (str, "system", Words("Theme"))
    assert list(theme.choices) == ["system", "light", "dark"]
    assert (zoom.kind, zoom.default, zoom.steps[0], zoom.steps[-1]) == (int, 100, 70, 200)
    assert SETTINGS["recent"].words is None
    assert [(s.name, s.font.fixed) for s in SETTINGS.values() if s.font] == [
        ("text_font", False),
        ("code_font", True),
    ]
    assert [name for name, setting in SETTINGS.items() if setting.words] == [
        "theme",
        "zoom",
        "text_font",
        "code_font",
        "scale",
        "scope",
    ]
    for name, setting in SETTINGS.items():
        assert getattr(Settings(), name) == setting.default


@dataclass(frozen=True, slots=True)
class More(Settings):
    """Settings with one more, as a later version has it."""

    dense: Annotated[bool, Words("&Dense rows")] = False


def test_a_setting_more_is_one_declaration(file: Path) -> None:
    stored(file, dense=True, zoom=125)
    assert JsonFile(file, VERSION, "settings", More, More()).load() == More(dense=True, zoom=125)
    assert declared(More)["dense"].words == Words("&Dense rows")
