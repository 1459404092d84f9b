"""What the reader's settings survive: saving, files of others, and shortcuts that are none."""

import json
from pathlib import Path

import pytest

from momviewer.user_data.settings import VERSION, Settings, SettingsStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_shortcuts_are_kept(file: Path) -> None:
    settings = Settings(shortcuts={"find": ["Ctrl+K", "/"], "back": []})
    SettingsStore(file).save(settings)
    store = SettingsStore(file)
    assert store.load() == settings
    assert store.trouble == ""


def test_settings_without_shortcuts_are_those_of_before(file: Path) -> None:
    file.write_text(json.dumps({"version": VERSION, "settings": {"zoom": 125}}))
    assert SettingsStore(file).load() == Settings(zoom=125)


@pytest.mark.parametrize("shortcuts", [["Ctrl+K"], {"find": "Ctrl+K"}, {"find": [1]}, {"find": None}])
def test_shortcuts_that_are_none_set_the_file_aside(file: Path, shortcuts: object) -> None:
    file.write_text(json.dumps({"version": VERSION, "settings": {"shortcuts": shortcuts}}))
    store = SettingsStore(file)
    assert store.load() == Settings()
    assert "shortcuts" in store.trouble
    assert not file.exists()
