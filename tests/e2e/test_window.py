"""The window as a process: pictures without a display, and what is said where it cannot open."""

import json
import shutil
import struct
from pathlib import Path

import pytest

from momviewer.manual.manifest import MANIFEST
from tests.e2e.program import momviewer


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """Return a data folder that holds the Harbour manual."""
    return shutil.copytree(built, tmp_path_factory.mktemp("window") / "data")


def size_of(picture: Path) -> tuple[int, int]:
    """Return width and height from a PNG file's head."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_made_without_a_display(data: Path, tmp_path: Path, theme: str) -> None:
    picture = tmp_path / "window.png"
    answer = momviewer(
        data, "screenshot", picture, "1.1", "--theme", theme, "--size", "900x600", "--query", "ropes"
    )
    assert (answer.code, answer.err) == (0, "")
    assert size_of(picture) == (900, 600)


def test_a_manual_that_an_older_program_built_is_built_again_for_its_picture(
    data: Path, tmp_path: Path
) -> None:
    shutil.copytree(data, tmp_path / "data")
    manifest = tmp_path / "data" / "manuals" / "harbour" / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"format": [0, 0]}), encoding="utf-8")
    answer = momviewer(tmp_path / "data", "screenshot", tmp_path / "a.png", "1.1", "--manual", "harbour")
    assert (answer.code, "Rebuilding it, once" in answer.err) == (0, True)
    assert json.loads(manifest.read_text(encoding="utf-8"))["format"] == told["format"]


def test_a_picture_leaves_the_readers_settings_alone(data: Path, tmp_path: Path) -> None:
    assert momviewer(data, "screenshot", tmp_path / "a.png", "1.1").code == 0
    assert not (data / "config" / "settings.json").exists()


def test_a_picture_of_nothing_is_refused(data: Path, tmp_path: Path) -> None:
    answer = momviewer(data, "screenshot", tmp_path / "a.png", "1.99", "--manual", "harbour")
    assert answer.code == 1
    assert "chapter 1 ends at 1.1" in answer.err
    assert not (tmp_path / "a.png").exists()


def test_a_picture_that_cannot_be_written_is_said(data: Path, tmp_path: Path) -> None:
    answer = momviewer(data, "screenshot", tmp_path / "nowhere" / "a.png", "1.1")
    assert answer.code == 3
    assert "cannot be written" in answer.err
