"""Files that are written whole or not at all, what kills leave of them, and locks."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from momviewer import files
from momviewer.files import PUBLIC, locked, remove_leftovers, replacing, write_bytes, write_text
from tests.conftest import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def started(program: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start a program and wait for the first line that it prints."""
    command = [sys.executable, "-c", program, *arguments]
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    return process


WRITER = (
    "import pathlib, sys\n"
    "from momviewer.files import replacing\n"
    "with replacing(pathlib.Path(sys.argv[1])) as partial:\n"
    "    partial.write_text('new')\n"
    "    print('there', flush=True)\n"
    "    sys.stdin.read()\n"
)


def test_what_is_written_is_there_and_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    write_text(file, "höher")
    assert file.read_bytes() == "höher".encode()
    write_bytes(file, b"\xff")
    assert file.read_bytes() == b"\xff"
    assert names(tmp_path) == ["session.json"]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        write_bytes(file, b"", mode=PUBLIC)
        assert file.stat().st_mode & 0o400


def test_a_write_that_fails_leaves_the_old_text_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "session.json"
    write_text(file, "old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_text(file, "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["session.json"]


def test_the_file_and_its_folder_are_synced_before_and_after_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "session.json"
    write_text(file, "old")
    order: list[str] = []
    monkeypatch.setattr(files, "sync", lambda path: order.append(f"{path.name[:9]} {file.read_text()}"))
    write_text(file, "new")
    assert order == [".session. old", f"{tmp_path.name[:9]} new"]


def test_an_exception_in_the_block_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    write_text(file, "old")

    def write_half() -> None:
        with replacing(file) as partial:
            partial.write_text("half of the new", encoding="utf-8")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    assert file.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["page.pdf"]


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    file = tmp_path / ("é" * 127)
    write_text(file, "there")
    assert names(tmp_path) == [file.name]


@pytest.mark.skipif(os.name != "posix", reason="processes are killed so on POSIX only")
def test_what_a_kill_left_is_removed_and_what_is_being_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    killed, living = started(WRITER, str(file)), started(WRITER, str(file))
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    (tmp_path / ".other.json-abcd").touch()
    (tmp_path / ".session.json-folder").mkdir()
    (tmp_path / ".session.json-older").touch()  # as tempfile names it
    assert len(names(tmp_path)) == 5
    remove_leftovers(tmp_path, ["session.json"])
    left = [name for name in names(tmp_path) if name not in {".other.json-abcd", ".session.json-folder"}]
    assert len(left) == 1
    living.communicate(timeout=60)
    assert living.returncode == 0
    assert file.read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == [".other.json-abcd", ".session.json-folder", "session.json"]


@pytest.mark.skipif(os.name != "posix", reason="processes are killed so on POSIX only")
def test_the_next_write_removes_what_a_kill_left(tmp_path: Path) -> None:
    file = tmp_path / "manual [1].pdf"
    killed = started(WRITER, str(file))
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    assert names(tmp_path) != []
    write_text(file, "mine")
    assert names(tmp_path) == ["manual [1].pdf"]


def test_a_folder_that_is_missing_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "nowhere", ["session.json"])
    assert names(tmp_path) == []


def test_a_lock_keeps_another_program_out(tmp_path: Path) -> None:
    lock = tmp_path / "bookmarks.lock"
    program = (
        "import momviewer.files as lock, pathlib, sys\n"
        "lock.LOCK_TIMEOUT_S = 0.1\n"
        "with lock.locked(pathlib.Path(sys.argv[1])): print('in')"
    )
    command = [sys.executable, "-c", program, str(lock)]
    with locked(lock):
        kept_out = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT, timeout=60)
    let_in = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT, timeout=60)
    assert b"Another program holds" in kept_out.stderr
    assert let_in.stdout == b"in\n"
