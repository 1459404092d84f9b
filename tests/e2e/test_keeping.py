"""What the reader keeps, after the real program was closed, and after it was killed."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.program import Driven, driven

LOSS = 1.0
"""Seconds of work that a kill may cost."""


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder."""
    shutil.copytree(built, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def program(data: Path) -> Iterator[Driven]:
    with driven(data, "momviewer://harbour/ropes") as running:
        yield running


def work(program: Driven) -> dict[str, object]:
    """Read, keep and arrange a few things; return what is to be as it was left."""
    program.do("resize 960x640", "sidebar 330", "zoom 1", "zoom 1")
    program.do("show 1.1", "bookmark two ropes", "folder Mooring")
    program.do("tab", "show momviewer://harbour/commands.dock", "bookmark ask the harbour master")
    program.do("tab", "show momviewer://harbour/preface", "show momviewer://harbour/ropes", "scroll 40")
    program.do("panel Bookmarks")
    state: dict[str, object] = program.do("state")
    assert state["behind"] == ["Preface", "dock"]
    return state


def test_all_is_as_it_was_after_a_quit(program: Driven, data: Path) -> None:
    left = work(program)
    assert program.quit() == 0
    with driven(data) as again:
        assert again.do("state") == left


def test_all_is_as_it_was_after_a_kill(program: Driven, data: Path) -> None:
    left = work(program)
    time.sleep(LOSS)
    program.kill()
    with driven(data) as again:
        assert again.do("state") == left


def test_a_kill_while_typing_loses_no_more_than_the_last_second(program: Driven, data: Path) -> None:
    program.do("show 1.1", "bookmark 0")
    typed: list[float] = []
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        program.do(f"note {len(typed) + 1}", f"scroll {len(typed) % 50}")
        typed.append(time.monotonic())
        time.sleep(0.02)
    program.kill()
    killed = time.monotonic()
    safe = sum(at < killed - LOSS for at in typed)
    assert safe
    with driven(data) as again:
        ((title, note, _folder),) = again.do("state")["bookmarks"]
    assert title == "Example 1.1 Two Ropes"
    assert safe <= int(note) <= len(typed)


def kept_files(data: Path, text: str) -> list[Path]:
    """Write a text into all files of what is kept, and return them."""
    files = [data / "config" / "settings.json", data / "config" / "session.json", data / "bookmarks.json"]
    (data / "config").mkdir()
    for file in files:
        file.write_text(text, encoding="utf-8")
    return files


def test_files_that_cannot_be_used_are_set_aside_and_the_window_opens(data: Path) -> None:
    files = kept_files(data, "{")
    with driven(data, "momviewer://harbour/ropes") as program:
        program.do("bookmark kept anew")
        state = program.do("state")
        assert state["place"] == "momviewer://harbour/ropes"
        for file in files:
            assert str(file) in state["status"]
            assert file.with_name(f"{file.stem}.unreadable.json").read_text(encoding="utf-8") == "{"
        assert program.quit() == 0
    with driven(data) as again:
        state = again.do("state")
        assert [note for _title, note, _folder in state["bookmarks"]] == ["kept anew"]
        assert state["status"] == ""


def test_files_of_a_newer_version_stay_and_this_one_keeps_its_own_beside_them(data: Path) -> None:
    text = '{"version": 99, "settings": {}, "session": {}, "bookmarks": []}'
    files = kept_files(data, text)
    with driven(data, "momviewer://harbour/ropes") as program:
        program.do("bookmark kept beside")
        assert program.quit() == 0
    with driven(data) as again:
        state = again.do("state")
    assert [note for _title, note, _folder in state["bookmarks"]] == ["kept beside"]
    assert state["place"] == "momviewer://harbour/ropes"
    for file in files:
        assert str(file) in state["status"]
        assert file.read_text(encoding="utf-8") == text
