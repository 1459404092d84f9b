"""The reader's small files: written whole or not at all, set aside where they cannot be used."""

import json
from pathlib import Path

import pytest

from momviewer.errors import LibraryError
from momviewer.user_data import json_file
from momviewer.user_data.json_file import JsonFile, UnusableFileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "numbers.json"


@pytest.fixture
def file(path: Path) -> JsonFile[int]:
    return JsonFile(path, 2, "numbers", int, 0)


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
    b'{"version": 2, "numbers": "1"}',
    b'{"version": 2, "numbers": null}',
]


def test_what_is_saved_is_read(file: JsonFile[int]) -> None:
    assert file.load(7) == 7
    assert file.trouble == ""
    file.save(3)
    assert file.load(7) == 3
    assert file.read().value == 3


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


# A file of a newer version

NEWER = '{"version": 3, "many numbers": [1, 2]}'


def test_a_file_of_a_newer_version_stays_and_this_one_writes_beside_it(
    file: JsonFile[int], path: Path
) -> None:
    path.write_text(NEWER, encoding="utf-8")
    assert file.load(7) == 7
    assert "newer momviewer" in file.trouble
    assert "numbers.v2.json" in file.trouble
    file.save(3)
    assert path.read_text(encoding="utf-8") == NEWER
    assert file.load(7) == 3
    assert {found.name for found in path.parent.iterdir()} == {"numbers.json", "numbers.v2.json"}


def test_what_was_written_beside_is_used_until_there_is_a_file_of_this_version(
    file: JsonFile[int], path: Path
) -> None:
    path.write_text(NEWER, encoding="utf-8")
    file.load(7)
    file.save(3)
    path.unlink()
    assert file.load(7) == 3
    assert file.trouble == ""
    path.write_text('{"version": 2, "numbers": 5}', encoding="utf-8")
    assert file.load(7) == 5
    assert [found.name for found in file.set_aside()] == ["numbers.v2.json"]


def test_a_newer_version_that_came_meanwhile_is_not_overwritten(file: JsonFile[int], path: Path) -> None:
    file.save(3)
    path.write_text(NEWER, encoding="utf-8")
    file.save(4)
    assert path.read_text(encoding="utf-8") == NEWER
    assert "newer momviewer" in file.trouble
    assert file.load(7) == 4


def test_what_this_version_wrote_beside_is_set_aside_where_it_is_damaged(
    file: JsonFile[int], path: Path
) -> None:
    path.write_text(NEWER, encoding="utf-8")
    file.beside.write_text("{", encoding="utf-8")
    assert file.load(7) == 7
    file.save(3)
    assert path.read_text(encoding="utf-8") == NEWER
    assert file.load(7) == 3
    assert [found.read_text(encoding="utf-8") for found in file.set_aside()] == ["{"]


# What cannot be read, or not be set aside


def test_a_file_that_the_disk_does_not_give_now_stays_and_is_not_overwritten(
    file: JsonFile[int], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(3)

    def failing(_self: Path, *_arguments: object, **_named: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", failing)
        assert file.load(7) == 7
    assert "Input/output error" in file.trouble
    with pytest.raises(LibraryError, match="not written"):
        file.save(4)
    assert [found.name for found in path.parent.iterdir()] == ["numbers.json"]
    assert file.load(7) == 3


def test_a_file_with_a_mark_of_its_byte_order_is_read(file: JsonFile[int], path: Path) -> None:
    path.write_text('{"version": 2, "numbers": 5}', encoding="utf-8-sig")
    assert file.load(7) == 5


def test_fields_beside_the_value_are_kept(file: JsonFile[int], path: Path) -> None:
    path.write_text('{"version": 2, "by": {"name": "newer"}, "numbers": 5}', encoding="utf-8")
    file.save(file.load(7) + 1)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "version": 2,
        "numbers": 6,
        "by": {"name": "newer"},
    }


# Parts that cannot be read

LISTED = '{"version": 1, "names": ["a", 1, "b"]}'


@pytest.fixture
def names(tmp_path: Path) -> JsonFile[list[str]]:
    return JsonFile(tmp_path / "names.json", 1, "names", list[str], [])


def test_what_can_be_read_is_used_and_the_file_is_kept_as_it_was(names: JsonFile[list[str]]) -> None:
    names.path.write_text(LISTED, encoding="utf-8")
    for _ in range(3):  # as long as nothing is saved
        assert names.load() == ["a", "b"]
        assert names.incomplete
        assert "in part only: 1 value left out that cannot be read (name 2)" in names.trouble
        assert [found.name for found in names.set_aside()] == ["names.unreadable.json"]
    names.save(["a", "b"])
    assert not names.incomplete
    assert names.load() == ["a", "b"]
    assert names.trouble == ""
    assert [found.read_text(encoding="utf-8") for found in names.set_aside()] == [LISTED]


def test_what_cannot_be_copied_is_not_overwritten(
    names: JsonFile[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names.path.write_text(LISTED, encoding="utf-8")

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json_file, "write_bytes", full)
    assert names.load() == ["a", "b"]
    assert "could not be copied" in names.trouble
    with pytest.raises(LibraryError, match="not written"):
        names.save(["a"])
    assert names.path.read_text(encoding="utf-8") == LISTED


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
