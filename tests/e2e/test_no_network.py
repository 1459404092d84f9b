"""Nothing is ever fetched: no socket is opened but the one at which a second start reaches the first."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"
REMOTE = """
<p>Far away</p><img src="http://192.0.2.1/a.png"/><img src="//192.0.2.1/b.png"/>
<p><a href="http://192.0.2.1/">a</a><a href="ftp://192.0.2.1/x">b</a><a href="file:///etc/passwd">c</a></p>
<link rel="stylesheet" href="http://192.0.2.1/s.css"/><script src="http://192.0.2.1/s.js"></script>
<iframe src="http://192.0.2.1/f"></iframe><p style="background: url(http://192.0.2.1/p.png)">d</p>
<object data="http://192.0.2.1/o"></object><video src="http://192.0.2.1/v"></video>
"""
CALL = re.compile(r"^\d+\s+(\w+)\((.*)")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a manual whose pages point at the network in every way there is."""
    folder = shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")
    for page in folder.glob("*.php"):
        text = page.read_text()
        page.write_text(text.replace("</p>", f"</p>{REMOTE}", 1))
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as short:  # the name of a socket may not be as long as that of a test
        yield {
            **os.environ,
            "MOMVIEWER_DATA_DIR": str(tmp_path / "data"),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": short,
        }


def a_session(source: Path, tmp_path: Path) -> list[list[str]]:
    """Return the commands of a session: in the window and at the prompt."""
    program = [sys.executable, "-m", "momviewer"]
    return [
        [*program, "library", "add", str(source)],
        [*program, "search", "http://192.0.2.1/", "--all"],
        [*program, "show", "moorings"],
        [*program, "screenshot", str(tmp_path / "picture.png"), "moorings", "--query", "ship"],
        [*program, "library", "rebuild", "harbour"],
        [sys.executable, "-m", "tests.e2e.session", "read", str(source)],
    ]


def run(prefix: list[str], command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        [*prefix, *command],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        timeout=100,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_only_the_local_socket_is_opened(source: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("there is no strace here to see what is opened")
    log = tmp_path / "calls"
    calls: list[tuple[str, ...]] = []
    prefix = [strace, "-f", "-qq", "-e", "signal=none", "-e", "trace=network", "-o", str(log)]
    probe = subprocess.run([*prefix, "true"], check=False, capture_output=True, text=True)
    if probe.returncode:
        pytest.skip(f"nothing can be traced here: {probe.stderr.strip()}")
    for command in a_session(source, tmp_path):
        run(prefix, command, environment, tmp_path)
        calls += [match.groups() for line in log.read_text().splitlines() if (match := CALL.match(line))]
    opened = [arguments for name, arguments in calls if name in {"socket", "socketpair"}]
    assert opened
    assert [arguments for arguments in opened if not arguments.startswith("AF_UNIX")] == []
    reached = [arguments for name, arguments in calls if name in {"connect", "bind"}]
    own = re.compile(rf'sun_path="{re.escape(environment["XDG_RUNTIME_DIR"])}/')
    assert [arguments for arguments in reached if not own.search(arguments)] == []


def test_everything_works_without_a_network(
    source: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    prefix = cut_off()
    said = [run(prefix, command, environment, tmp_path) for command in a_session(source, tmp_path)]
    assert said[0].startswith("Added Harbour 3 Reference Manual as harbour: 14 pages")
    steps = said[-1].splitlines()
    assert steps[-1] == "done remove"
    assert len([step for step in steps if step.startswith("done read")]) == 8
    assert len([step for step in steps if step.startswith("done search")]) == 6
    assert [step for step in steps if step.startswith("failed")] == []


def cut_off() -> list[str]:
    """Return how to run a command with no network, not even a local one; skips where that cannot be done."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare here to cut the network off")
    for prefix in ([unshare, "--net"], [unshare, "--map-root-user", "--net"]):
        probe = subprocess.run([*prefix, "true"], check=False, capture_output=True, text=True)
        if probe.returncode == 0:
            return prefix
    pytest.skip(f"the network cannot be cut off here: {probe.stderr.strip()}")
