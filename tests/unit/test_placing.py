"""Held folders: what a living program needs stays, however old it is; what a killed one left goes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from momviewer.errors import LibraryError
from momviewer.files import hold, locked
from momviewer.library.importing import AddOptions, add_manual, rebuild_manual
from momviewer.library.library import Library
from momviewer.library.removing import remove_manual, restore, set_aside
from momviewer.manual.placing import (
    LOCK,
    PARTIAL,
    REMOVED,
    REPLACED,
    held_sources,
    hold_folder,
    install,
    lock_of,
    tidy,
)
from momviewer.paths import Paths, user_paths
from momviewer.progress import BuildProgress
from tests.conftest import ROOT

DOCUMENTS = Path(__file__).parent / "documents"
LONG_AGO = time.time() - 7200
HOLDING = """
import sys, time
from pathlib import Path
from momviewer.manual.placing import PARTIAL, hold_folder
held = hold_folder(Path(sys.argv[1]), PARTIAL, "harbour", "/somewhere")
held.bundle.mkdir()
print(held.folder, flush=True)
time.sleep(600)
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return user_paths(str(tmp_path / "data"))


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


def source_in(folder: Path) -> Path:
    """Return a manual in a folder called Harbour below `folder`."""
    return Path(shutil.copytree(DOCUMENTS / "markdown", folder / "Harbour"))


def hidden(paths: Paths) -> list[str]:
    return sorted(path.name for path in paths.manuals.iterdir() if path.name.startswith("."))


@contextmanager
def holder(manuals: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """Run a program that holds a folder below `manuals`; yield it and the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(manuals)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


def test_a_lock_is_held_until_it_is_released(tmp_path: Path) -> None:
    first = hold(tmp_path / "lock")
    assert first
    assert hold(tmp_path / "lock") is None
    first.release()
    first.release()
    second = hold(tmp_path / "lock", make=False)
    assert second
    second.release()
    with pytest.raises(FileNotFoundError):
        hold(tmp_path / "none", make=False)


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process")
def test_what_a_sleeping_program_holds_stays_and_what_a_killed_one_left_goes(paths: Paths) -> None:
    with holder(paths.manuals) as (process, folder):
        process.send_signal(signal.SIGSTOP)
        for path in (folder, folder / LOCK, folder / "bundle"):
            os.utime(path, (LONG_AGO, LONG_AGO))
        tidy(paths.manuals)
        assert (folder / "bundle").is_dir()
        assert held_sources(paths.manuals) == {"harbour": "/somewhere"}
        process.kill()
        process.wait()
        tidy(paths.manuals)
        assert not folder.exists()


def test_a_folder_without_a_lock_goes_when_it_is_old(paths: Paths) -> None:
    for name in ("old", "new"):
        (paths.manuals / f"{PARTIAL}{name}-1-abc").mkdir(parents=True)
    os.utime(paths.manuals / f"{PARTIAL}old-1-abc", (LONG_AGO, LONG_AGO))
    tidy(paths.manuals)
    assert hidden(paths) == [f"{PARTIAL}new-1-abc"]


def test_a_manual_between_two_renames_is_waited_for(paths: Paths, library: Library, tmp_path: Path) -> None:
    added = add_manual(library, source_in(tmp_path))
    added.folder.rename(paths.manuals / f"{REPLACED}harbour")
    assert Library(paths).find("harbour").info == added.info
    added.folder.rename(paths.manuals / f"{REPLACED}harbour")
    assert [manual.info.id for manual in library.manuals()] == ["harbour"]


def test_who_replaces_a_manual_is_left_to_do_so(paths: Paths, library: Library, tmp_path: Path) -> None:
    added = add_manual(library, source_in(tmp_path))
    replaced = paths.manuals / f"{REPLACED}harbour"
    with locked(lock_of(paths.manuals)):
        added.folder.rename(replaced)
        lock = hold(lock_of(paths.manuals))
        assert lock is None  # `settle` waits for it
        with hold_folder(paths.manuals, PARTIAL, "harbour") as held:
            shutil.copytree(replaced, held.bundle)
            install(held.bundle, added.folder)
    assert library.find("harbour").info == added.info
    assert hidden(paths) == []


def test_an_id_is_held_while_its_manual_is_built(paths: Paths, library: Library, tmp_path: Path) -> None:
    first, second = source_in(tmp_path / "one"), source_in(tmp_path / "two")
    others: list[str] = []

    def add_the_other(_progress: BuildProgress) -> None:
        if not others:
            others.append("")
            others[0] = add_manual(Library(paths), second).info.id

    assert add_manual(library, first, progress=add_the_other).info.id == "harbour"
    assert others == ["harbour-2"]
    assert {manual.info.source for manual in library.manuals()} == {str(first), str(second)}
    assert hidden(paths) == []


def test_the_same_folder_added_twice_at_once_is_one_manual(
    paths: Paths, library: Library, tmp_path: Path
) -> None:
    source = source_in(tmp_path)
    others: list[str] = []

    def add_again(_progress: BuildProgress) -> None:
        if not others:
            others.append("")
            others[0] = add_manual(Library(paths), source).info.id

    assert add_manual(library, source, progress=add_again).info.id == "harbour"
    assert others == ["harbour"]
    assert [manual.info.id for manual in library.manuals()] == ["harbour"]


def test_a_manual_that_may_come_back_keeps_its_id(paths: Paths, library: Library, tmp_path: Path) -> None:
    first, second = source_in(tmp_path / "one"), source_in(tmp_path / "two")
    add_manual(library, first)
    removed = set_aside(library, "harbour")
    assert add_manual(library, second).info.id == "harbour-2"
    restore(removed)
    assert {manual.info.source for manual in library.manuals()} == {str(first), str(second)}
    assert not list(paths.manuals.glob(f"{REMOVED}*"))


def test_what_is_renamed_while_it_is_rebuilt_keeps_its_new_name(library: Library, tmp_path: Path) -> None:
    add_manual(library, source_in(tmp_path))

    def rename(_progress: BuildProgress) -> None:
        library.rename("harbour", title="Our Harbour", set_name="Ours")

    info = rebuild_manual(library, "harbour", progress=rename).info
    assert (info.title, info.set) == ("Our Harbour", "Ours")
    info = library.find("harbour").info
    assert (info.title, info.set) == ("Our Harbour", "Ours")


def test_a_set_is_kept_when_a_folder_is_added_again(library: Library, tmp_path: Path) -> None:
    source = source_in(tmp_path)
    add_manual(library, source)

    def rename(_progress: BuildProgress) -> None:
        library.rename("harbour", set_name="Ours")

    assert add_manual(library, source, progress=rename).info.set == "Ours"
    assert add_manual(library, source, AddOptions(set="Others"), progress=rename).info.set == "Others"


def test_what_is_removed_while_it_is_rebuilt_stays_removed(
    paths: Paths, library: Library, tmp_path: Path
) -> None:
    add_manual(library, source_in(tmp_path))

    def remove(_progress: BuildProgress) -> None:
        if library.manuals():
            remove_manual(library, "harbour")

    with pytest.raises(LibraryError, match="removed while it was being rebuilt"):
        rebuild_manual(library, "harbour", progress=remove)
    assert library.manuals() == []
    assert hidden(paths) == []
