"""Hidden folders of manuals that are being made: whose they are while nobody can hold them yet."""

import os
import shutil
from pathlib import Path

import pytest

from index_builder.build import Options, build
from momviewer.errors import LibraryError
from momviewer.manual.placing import (
    BUNDLE,
    LOCK,
    MIN_UNLOCKED_AGE_S,
    PARTIAL,
    REMOVED,
    held_sources,
    hold_folder,
    tidy,
)
from momviewer.progress import BuildProgress

DOCUMENTS = Path(__file__).parent / "documents"


def test_a_folder_that_is_just_being_made_is_nobodys_leftover(tmp_path: Path) -> None:
    folder = tmp_path / f"{PARTIAL}harbour-x_y1"
    folder.mkdir()
    (folder / LOCK).touch()  # made, and not held yet
    tidy(tmp_path)
    assert folder.exists()
    long_ago = folder.stat().st_mtime - MIN_UNLOCKED_AGE_S - 1
    os.utime(folder, (long_ago, long_ago))
    tidy(tmp_path)
    assert not folder.exists()


def test_a_held_folder_stays_and_tells_its_source(tmp_path: Path) -> None:
    with hold_folder(tmp_path, PARTIAL, "harbour", "/manuals/harbour") as held:
        tidy(tmp_path)
        assert held.folder.exists()
        assert held_sources(tmp_path) == {"harbour": "/manuals/harbour"}
    assert not held.folder.exists()


def test_what_a_killed_program_held_is_cleared_away(tmp_path: Path) -> None:
    held = hold_folder(tmp_path, PARTIAL, "harbour")
    held.lock.release()  # as the system does for a program that ends
    tidy(tmp_path)
    assert not held.folder.exists()


def test_a_kill_while_a_folder_is_deleted_leaves_its_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_folder(tmp_path, REMOVED, "harbour")
    for name in ("after", BUNDLE, "earlier"):
        (held.folder / name).mkdir()
        (held.folder / name / "page").touch()
    unlink, killed = os.unlink, KeyboardInterrupt()

    def unlink_pages(name: str, *, dir_fd: int | None = None) -> None:
        unlink(name, dir_fd=dir_fd)
        if len(list(held.folder.glob("*/page"))) == 1:
            raise killed

    monkeypatch.setattr(os, "unlink", unlink_pages)
    with pytest.raises(KeyboardInterrupt):
        held.close()
    monkeypatch.undo()
    tidy(tmp_path)
    assert not held.folder.exists()


def test_a_build_that_outlives_its_program_makes_no_folder_anew(tmp_path: Path) -> None:
    held = hold_folder(tmp_path, PARTIAL, "harbour")

    def clear_up(progress: BuildProgress) -> None:
        if progress.step == "Reading pages":
            shutil.rmtree(held.folder, ignore_errors=True)

    with pytest.raises(LibraryError, match="No such file"):
        build(DOCUMENTS / "markdown", held.bundle, Options("harbour"), clear_up)
    assert list(tmp_path.iterdir()) == []
