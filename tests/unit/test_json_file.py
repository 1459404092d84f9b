"""The reader's small files: written whole or not at all, set aside where they cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from momviewer.errors import LibraryError
from momviewer.user_data import json_file
from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.json_file import JsonFile, UnusableFileError
from momviewer.user_data.session import (
    MAX_ENTRIES_PER_TAB,
    Layout,
    Session,
    SessionStore,
    TabHistory,
    tab_history_of,
)


def number(stored: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    if type(stored) is not int:
        raise TypeError(f"{stored!r} is no number")
    return stored


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "numbers.json"


@pytest.fixture
def file(path: Path) -> JsonFile[int]:
    return JsonFile(path, 2, "numbers", number)


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"version": 2}',
    b'{"version": "2", "numbers": 1}',
    b'{"version": true, "numbers": 1}',
    b'{"version": 0, "numbers": 1}',
    b'{"version": 3, "numbers": 1}',
    b'{"version": 2, "numbers": "1"}',
    b'{"version": 2, "numbers": null}',
]


def test_what_is_saved_is_read(file: JsonFile[int]) -> None:
    assert file.load(7) == 7
    assert file.trouble == ""
    file.save(3)
    assert file.load(7) == 3
    assert file.read() == 3


def test_a_file_of_an_older_version_is_read(file: JsonFile[int], path: Path) -> None:
    path.write_text('{"version": 1, "numbers": 5}', encoding="utf-8")
    assert file.load(7) == 5


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_is_set_aside_as_it_is(file: JsonFile[int], path: Path, text: bytes) -> None:
    path.write_bytes(text)
    assert file.load(7) == 7
    assert str(path) in file.trouble
    assert "numbers.unreadable.json" in file.trouble
    assert path.with_name("numbers.unreadable.json").read_bytes() == text
    assert not path.exists()
    file.save(3)
    assert file.load(7) == 3


def test_nothing_that_was_set_aside_is_overwritten(file: JsonFile[int], path: Path) -> None:
    for text in ("one", "two", "three"):
        path.write_text(text, encoding="utf-8")
        file.load(7)
    kept = sorted(found.read_text(encoding="utf-8") for found in path.parent.glob("*.unreadable.json"))
    assert kept == ["one", "three", "two"]
    assert len(list(path.parent.iterdir())) == 3


def test_a_newer_version_is_said(file: JsonFile[int], path: Path) -> None:
    path.write_text('{"version": 3, "numbers": 1}', encoding="utf-8")
    file.load(7)
    assert "newer momviewer" in file.trouble


def test_what_cannot_be_set_aside_is_not_overwritten(file: JsonFile[int], path: Path) -> None:
    path.mkdir()  # no file can take its place
    assert file.load(7) == 7
    assert "could not be set aside" in file.trouble
    with pytest.raises(LibraryError, match="not written"):
        file.save(3)
    assert path.is_dir()
    assert list(path.parent.iterdir()) == [path]


def test_reading_changes_nothing(file: JsonFile[int], path: Path) -> None:
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UnusableFileError):
        file.read()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_file_too_large_to_be_ours_is_not_read(
    file: JsonFile[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(3)
    monkeypatch.setattr(json_file, "MAX_FILE_BYTES", 5)
    assert file.load(7) == 7
    assert "too large" in file.trouble


def test_a_text_of_half_a_character_is_kept(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.json")
    session = Session((TabHistory((HistoryEntry("m", "p", title="\ud83d"),)),))
    store.save(session)
    assert store.load() == session


# What the session takes


def stored(**changes: object) -> dict[str, object]:
    visit = {"manual": "m", "page": "p", "anchor": "", "scroll": 4, "title": "P"}
    tab = {"visits": [visit], "at": 0, "title": "P"}
    return {"tabs": [tab], "current": 0, "layout": {"width": 900}} | changes


VISIT = {"manual": "m", "page": "p"}


@pytest.mark.parametrize(
    "changes",
    [
        {"tabs": {}},
        {"tabs": [1]},
        {"tabs": [{"visits": [], "at": 0, "title": ""}]},
        {"tabs": [{"visits": [VISIT], "at": 1, "title": ""}]},
        {"tabs": [{"visits": [VISIT | {"scroll": 2**40}], "at": 0, "title": ""}]},
        {"tabs": [{"visits": [VISIT | {"scroll": True}], "at": 0, "title": ""}]},
        {"tabs": [{"visits": [VISIT | {"page": 5}], "at": 0, "title": ""}]},
        {"tabs": [{"visits": [VISIT | {"more": 5}], "at": 0, "title": ""}]},
        {"tabs": [{"visits": [VISIT], "at": 0, "title": None}]},
        {"current": 1},
        {"current": "0"},
        {"layout": []},
        {"layout": {"width": 10**9}},
        {"layout": {"width": 0}},
        {"layout": {"maximized": 1}},
        {"layout": {"panel": 3}},
    ],
)
def test_a_session_that_the_window_could_not_show_is_set_aside(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    path = tmp_path / "session.json"
    path.write_text(json.dumps({"version": 1, "session": stored(**changes)}), encoding="utf-8")
    store = SessionStore(path)
    assert store.load() == Session()
    assert "damaged" in store.trouble


def test_a_session_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text(json.dumps({"version": 1, "session": stored()}), encoding="utf-8")
    trail = TabHistory((HistoryEntry("m", "p", "", 4, "P"),), 0, "P")
    assert SessionStore(path).load() == Session((trail,), 0, Layout(width=900))


def test_of_a_long_history_the_visits_around_the_shown_one_are_kept() -> None:
    history = History((HistoryEntry("m", str(place)) for place in range(200)), 199)
    history.go(-100)
    trail = tab_history_of(history, "P")
    assert trail
    assert trail.current == history.current
    assert len(trail.visits) == 2 * MAX_ENTRIES_PER_TAB + 1
    assert tab_history_of(History(), "") is None
