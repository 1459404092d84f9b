"""One window for each data folder: later starts hand their target over, by number or by address, and end."""

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from momviewer.open_window import window_address
from momviewer.user_data.session import SessionStore
from momviewer.user_data.stores import SESSION_FILE
from tests.e2e.program import momviewer, window

TIMEOUT_S = 60.0
"""Seconds that a start may take on a loaded machine."""


@pytest.fixture
def data(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as short:  # the name of a socket may not be as long as that of a test
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        yield shutil.copytree(built, tmp_path / "data")


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what another process does; there is no signal from it but what it leaves behind."""
    given_up = time.monotonic() + TIMEOUT_S
    while not holds():
        assert time.monotonic() < given_up
        time.sleep(0.02)


def shown(data: Path) -> str:
    """Return the place that the window noted as the one it shows."""
    session = SessionStore(data / "config" / SESSION_FILE).load()
    if not session.tabs:
        return ""
    visit = session.tabs[session.current].current
    return f"{visit.manual}/{visit.page}#{visit.anchor}"


def opened(data: Path) -> bool:
    return Path(window_address(data)).exists()


def test_later_starts_show_their_target_in_the_open_window(data: Path) -> None:
    with window(data) as first:
        wait_until(lambda: opened(data))
        for target in ("2.1", "momviewer://harbour/commands.dock#dock.example"):
            answer = momviewer(data, target)  # no display: none is needed
            assert (answer.code, answer.out, answer.err) == (0, "", "")
            wait_until(lambda: shown(data) == "harbour/commands.dock#dock.example")
            assert momviewer(data, "momviewer://harbour/ropes").code == 0
            wait_until(lambda: shown(data) == "harbour/ropes#")
        assert first.poll() is None


def test_a_second_start_loads_no_qt(data: Path) -> None:
    with window(data):
        wait_until(lambda: opened(data))
        answer = momviewer(data, "2.1", python_options=("-X", "importtime"))
        assert answer.code == 0
        assert "momviewer.open_window" in answer.err
        assert "PySide6" not in answer.err


def test_after_a_kill_the_next_start_opens_a_window(data: Path) -> None:
    with window(data) as first:
        wait_until(lambda: opened(data))
        first.send_signal(signal.SIGKILL)
        first.wait()
    with window(data, "2.1") as second:
        wait_until(lambda: shown(data) == "harbour/commands.dock#dock.example")
        assert momviewer(data, "momviewer://harbour/ropes").code == 0
        wait_until(lambda: shown(data) == "harbour/ropes#")
        assert second.poll() is None


def test_of_two_starts_at_the_same_moment_one_becomes_the_window(data: Path) -> None:
    with window(data, "2.1") as one, window(data, "2.1") as other:
        wait_until(lambda: one.poll() is not None or other.poll() is not None)
        ended, stays = (one, other) if one.poll() is not None else (other, one)
        assert ended.returncode == 0
        wait_until(lambda: shown(data) == "harbour/commands.dock#dock.example")
        assert stays.poll() is None
