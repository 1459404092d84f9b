"""A bug of the real program: at the prompt a line and an exit code, in the window the strip and the log."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.program import driven

VERBS = [
    ("search", "quay"),
    ("show", "1.1"),
    ("library", "list"),
    ("library", "add", str(ROOT)),
    ("screenshot", "picture.png"),
    ("complete", "manuals"),
    (),
]
LINE = (
    r"momviewer: This is a bug of momviewer: KeyError: 'a\\nquay' \(\w+\.py, line \d+\)\."
    r" MOMVIEWER_DEBUG=1 shows the trace\.\n"
)


def broken(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "MOMVIEWER_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(data.parent),
        **settings,
    }
    command = [sys.executable, "-m", "tests.e2e.broken", *arguments]
    return subprocess.run(
        command, cwd=data.parent, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_meets_a_bug_says_so_in_a_line(tmp_path: Path, verb: tuple[str, ...]) -> None:
    answer = broken(tmp_path / "data", *verb)
    assert answer.returncode == 70
    assert answer.stdout == ""
    assert re.fullmatch(LINE, answer.stderr), answer.stderr


def test_the_trace_can_be_asked_for(tmp_path: Path) -> None:
    answer = broken(tmp_path / "data", "search", "quay", MOMVIEWER_DEBUG="1")
    assert answer.returncode == 70
    assert answer.stderr.startswith("Traceback (most recent call last):\n")
    assert "KeyError: 'a\\nquay'\nmomviewer: This is a bug of momviewer" in answer.stderr


def test_a_window_that_cannot_be_made_leaves_the_trace_in_the_log(tmp_path: Path) -> None:
    broken(tmp_path / "data")
    told = (tmp_path / "data" / "log" / "momviewer.log").read_text()
    assert "KeyError in app.py" in told
    assert "quay" not in told.replace('values["a\\nquay"]', "")


def test_the_window_goes_on_after_a_bug_and_says_so(
    tmp_path: Path, with_bundled: Callable[[Path], None]
) -> None:
    data = tmp_path / "data"
    with_bundled(data)
    with driven(data) as program:
        place = program.do("show 15.1", "state")["place"]
        program.do("fail slot", "fail thread", "fail lane")
        assert program.do("status") == "Something went wrong in momviewer itself. You can go on reading."
        assert program.do("show 71.29", "state")["place"] != place
        assert program.quit() == 0
    told = (data / "log" / "momviewer.log").read_text()
    assert sorted(re.findall(r"ValueError in \w+\.py, line \d+, on (\w+)", told)) == [
        "MainThread",
        "MainThread",
        "Thread",
    ]
    assert told.count("MainThread, with a query of 0 characters") == 2
    assert "Qt 6." in told
    assert not (data / "log" / "crash.log").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems end a program that crashes in other ways")
def test_a_crash_is_told_at_the_next_start(tmp_path: Path, with_bundled: Callable[[Path], None]) -> None:
    data = tmp_path / "data"
    with_bundled(data)
    with driven(data) as program:
        program.do("state")
        program.send("fail crash")
        assert program.wait() == -signal.SIGSEGV
    with driven(data) as program:
        assert program.do("status") == "momviewer had ended by itself when it was last open."
        assert program.quit() == 0
    assert "Fatal Python error: Segmentation fault" in (data / "log" / "momviewer.log").read_text()
    with driven(data) as program:
        assert program.do("state")["status"] == ""
        assert program.quit() == 0
