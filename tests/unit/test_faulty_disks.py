"""What can go wrong with a disk or a machine: it is said, and the library stays as it was."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from momviewer.errors import LibraryError, SourceError
from momviewer.library.importing import add_manual, rebuild_manual
from momviewer.library.library import InstalledManual, Library
from momviewer.library.removing import remove_manual
from momviewer.library.verifying import verify_manual
from momviewer.manual.bundle import Bundle
from momviewer.progress import BuildProgress
from momviewer.search.answers.searcher import Searcher
from tests.unit.source_forms import Form, state

SMALL_DISK = 300_000
"""Bytes of a disk that has room for a small manual and not for a large one."""


@contextmanager
def small_disk(folder: Path, size: int = SMALL_DISK, options: str = "") -> Iterator[None]:
    """Mount a disk of so many bytes on a folder, or skip where this process may not."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    if mount is None or not sys.platform.startswith("linux"):
        pytest.skip("there is no mount here")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


def test_a_full_disk_is_said_and_the_old_manual_stays(library: Library, source: Path, form: Form) -> None:
    manuals = library.paths.manuals
    with small_disk(manuals):
        before = add_manual(library, source)
        kept = state(manuals)
        for count in range(40):
            form.write(source, f"added-{count}", "<p>" + f"word{count} " * 4000 + "</p>")
        with pytest.raises(LibraryError, match=r"[Nn]o space|full"):
            rebuild_manual(library, before.info.id)
        assert state(manuals) == kept
        assert Library(library.paths).manuals() == [before]
        assert verify_manual(before).damage == ()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 5000, 30_000])
def test_a_file_that_cannot_grow_is_said_and_the_old_manual_stays(
    library: Library, before: InstalledManual, size: int
) -> None:
    kept = state(library.paths.manuals)
    with pytest.raises(LibraryError, match="could not be written"), no_file_larger_than(size):
        rebuild_manual(library, before.info.id)
    assert state(library.paths.manuals) == kept


@pytest.mark.parametrize("step", ["Reading pages", "Preparing pages", "Indexing pages"])
def test_a_builder_killed_at_any_step_is_said_and_leaves_nothing(
    library: Library, source: Path, before: InstalledManual, step: str
) -> None:
    kept = state(library.paths.manuals)
    killed: list[str] = []

    def kill_builder(progress: BuildProgress) -> None:
        if progress.step == step and not killed:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            killed.append(children[-1])
            os.kill(int(children[-1]), signal.SIGKILL)

    for number in range(400):  # enough that the builder is at work when it is killed
        (source / f"more-{number}.txt").write_text("x")
    with pytest.raises(SourceError, match="broke off"):
        rebuild_manual(library, before.info.id, progress=kill_builder)
    assert state(library.paths.manuals) == kept
    assert Library(library.paths).manuals() == [before]


KILLED = """
import importlib, os, signal, sys
module, name, when, *arguments = sys.argv[1:]
holder = importlib.import_module(module)
*path, name = name.split(".")
for part in path:
    holder = getattr(holder, part)
original = getattr(holder, name)
def killed(*args, **options):
    if when == "after":
        original(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(holder, name, killed)
from index_builder.__main__ import main
main(arguments)
"""


@pytest.mark.parametrize(
    ("module", "name", "when"),
    [
        ("index_builder.build", "render_page", "before"),
        ("tempfile", "mkdtemp", "after"),
        ("shutil", "copyfile", "after"),
        ("momviewer.manual.writing", "_DatabaseWriter.finish", "after"),
        ("momviewer.search.index.schema", "write_index", "before"),
        ("momviewer.search.index.schema", "write_index", "after"),
        ("os", "fsync", "before"),
        ("momviewer.manual.writing", "install", "before"),
        ("pathlib", "Path.rename", "before"),
        ("pathlib", "Path.rename", "after"),
        ("momviewer.manual.placing", "sync", "before"),
        ("momviewer.manual.writing", "install", "after"),
    ],
)
def test_a_machine_that_stops_at_any_moment_leaves_a_whole_manual(
    library: Library, source: Path, before: InstalledManual, module: str, name: str, when: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, module, name, when, str(source), str(before.folder), "--json"],
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    long_ago = time.time() - 7200
    for left in library.paths.manuals.glob(".*"):
        os.utime(left, (long_ago, long_ago))
    after = Library(library.paths)
    (manual,) = after.manuals()
    assert manual == before
    assert verify_manual(manual).damage == ()
    assert [path.name for path in library.paths.manuals.iterdir()] == [before.info.id]


def assert_readable(library: Library, manual: InstalledManual) -> None:
    assert library.manuals() == [manual]
    assert verify_manual(manual).damage == ()
    bundle: Bundle = library.open(manual.info.id)
    searcher = Searcher([bundle])
    assert searcher.search("ship").hits
    searcher.close()
    bundle.close()


def test_a_library_on_a_read_only_disk_is_read_and_refuses_to_change(library: Library, source: Path) -> None:
    manuals = library.paths.manuals
    with small_disk(manuals):
        manual = add_manual(library, source)
        for left in (".partial-x-1-abc", ".replaced-x"):
            (manuals / left).mkdir()
            os.utime(manuals / left, (0, 0))
        subprocess.run(["mount", "-o", "remount,ro", str(manuals)], check=True)  # noqa: S607
        assert_readable(Library(library.paths), manual)
        with pytest.raises(LibraryError, match="Read-only file system"):
            add_manual(library, source)
        with pytest.raises(LibraryError, match="Read-only file system"):
            rebuild_manual(library, manual.info.id)
        with pytest.raises(LibraryError, match="Read-only file system"):
            remove_manual(library, manual.info.id)
        assert_readable(Library(library.paths), manual)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_library_without_leave_to_write_is_read_and_refuses_to_change(
    library: Library, source: Path
) -> None:
    manual = add_manual(library, source)
    library.paths.manuals.chmod(0o555)
    try:
        assert_readable(Library(library.paths), manual)
        with pytest.raises(LibraryError, match="Permission denied"):
            rebuild_manual(library, manual.info.id)
        assert_readable(Library(library.paths), manual)
    finally:
        library.paths.manuals.chmod(0o755)
