"""A second start speaks to the window that is open, without Qt."""

import os
import socket
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from momviewer import open_window
from momviewer.errors import LibraryError
from momviewer.open_window import TAKEN, hand_over, message, read_message, window_address


@pytest.fixture
def short() -> Iterator[Path]:
    """Yield a folder whose path leaves room in the name of a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def runtime(short: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    return short / "momviewer"


@pytest.fixture
def listener(short: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(short / "s"))
        bound.listen()
        bound.settimeout(10)
        yield bound


def test_where_no_window_is_open_there_is_none_to_hand_over_to(tmp_path: Path) -> None:
    assert not hand_over("", "15.1")
    assert not hand_over(str(tmp_path / "nobody"), "15.1")


def test_a_socket_that_a_killed_window_left_is_no_window(short: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(short / "s"))
    assert not hand_over(str(short / "s"), "15.1")


def test_a_name_too_long_for_a_socket_is_not_used(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short / ("x" * 100)))
    assert window_address(Path("/data/a")) == ""


def test_a_system_without_a_folder_for_sockets_is_no_word_to_the_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        window_address(Path("/data/a"))
    assert told == []


@pytest.mark.parametrize("answer", [b"", b"what?\n"])
def test_a_window_that_does_not_take_it_is_said(listener: socket.socket, answer: bytes) -> None:
    def refuse() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(100)
            line.sendall(answer)

    thread = threading.Thread(target=refuse)
    thread.start()
    with pytest.raises(LibraryError, match="does not answer"):
        hand_over(listener.getsockname(), "15.1")
    thread.join()


def test_a_window_that_hangs_is_said(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_window, "HAND_OVER_TIMEOUT_S", 0.05)
    with pytest.raises(LibraryError, match="does not answer"):
        hand_over(listener.getsockname(), "15.1")


@pytest.mark.parametrize("target", ["", "15.1", "Example\u00a015.1", "momviewer://m/p#a", "a\nb", "\udc80"])
def test_a_message_is_one_line_and_is_read_as_it_was_sent(
    target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "leave")
    sent = message(target)
    assert sent.count(b"\n") == 1
    assert read_message(sent) == (target, "leave")


@pytest.mark.parametrize(
    "line",
    [b"", b"15.1\n", b"{}\n", b"[]\n", b'{"target": 1, "activation": ""}\n', TAKEN, b"\xff\n", b'"x"\n'],
)
def test_anything_else_is_no_message(line: bytes) -> None:
    assert read_message(line) is None


def test_each_data_folder_has_its_address_and_only_this_user_reaches_it(runtime: Path) -> None:
    here, there = window_address(Path("/data/a")), window_address(Path("/data/b"))
    assert here != there
    assert here == window_address(Path("/data/a"))
    assert Path(here).parent == runtime
    assert runtime.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_enter_is_not_used(runtime: Path) -> None:
    runtime.mkdir(mode=0o755)
    os.chmod(runtime, 0o755)  # noqa: PTH101, S103 - whatever the umask
    assert window_address(Path("/data/a")) == ""


def test_a_link_in_the_place_of_the_folder_is_not_followed(runtime: Path, short: Path) -> None:
    (short / "elsewhere").mkdir(mode=0o700)
    runtime.symlink_to(short / "elsewhere")
    assert window_address(Path("/data/a")) == ""
