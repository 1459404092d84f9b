"""A hundred manuals added, replaced and removed while the window and the builder are killed at any moment."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.library.library import Library
from momviewer.library.verifying import verify_manual
from momviewer.paths import user_paths
from momviewer.search.answers.searcher import Searcher
from tests.conftest import ROOT
from tests.e2e.program import children_of

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"
RUNS = 4
MIN_KILLS = 2
"""Kills of the window and of the builder that a run has at least."""
CHANGES = 25
"""Additions, replacements and removals in each run: a hundred in all."""
MAX_LOST_S = 2.5
"""Seconds from the start of a window to a kill, at most."""
PAGES = 14


def churn(data: Path, source: Path, journal: Path, runtime: str) -> "subprocess.Popen[bytes]":
    """Start a window that adds and removes a manual without end and writes down what it does."""
    environment = {
        **os.environ,
        "MOMVIEWER_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": runtime,
    }
    with journal.open("ab") as stream:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.session", "churn", str(source)],
            stdout=stream,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=data.parent,
        )


def kill_something(window: "subprocess.Popen[bytes]", chance: random.Random) -> str:
    """Kill the builder, if there is one and chance has it, or else the window; return which."""
    builders = children_of(window.pid)
    if builders and chance.random() < 0.7:
        try:
            os.kill(builders[0], signal.SIGKILL)
        except ProcessLookupError:
            return ""  # it was quicker
        return "builder"
    window.kill()
    return "window"


def held_by(journal: Path) -> set[bool]:
    """Return whether the library holds the manual, by the journal; both answers while a step is not done."""
    held = {False}
    for line in journal.read_text().splitlines():
        how, _, what = line.partition(" ")
        if how == "begin":
            held |= {what == "add"}
        elif how == "done":
            held = {what == "add"}
    return held


def changes(journal: Path) -> int:
    return sum(line.startswith("done ") for line in journal.read_text().splitlines())


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which processes there are")
@pytest.mark.parametrize("seed", range(RUNS))
def test_the_library_holds_what_it_said_it_holds(
    tmp_path: Path, with_bundled: Callable[[Path], None], seed: int
) -> None:
    source = shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")
    data, journal = tmp_path / "data", tmp_path / "journal"
    journal.touch()
    with_bundled(data)
    chance, killed = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as runtime:
        while changes(journal) < CHANGES or min(killed["builder"], killed["window"]) < MIN_KILLS:
            window = churn(data, source, journal, runtime)
            while window.poll() is None:
                time.sleep(chance.uniform(0, MAX_LOST_S))
                killed[kill_something(window, chance)] += 1
            window.wait()
            check(data, held_by(journal))


def check(data: Path, expected: set[bool]) -> None:
    """Open the library as the next start does: what is there is whole."""
    library = Library(user_paths(str(data)))
    manuals = [manual for manual in library.manuals() if not manual.built_in]
    assert [manual.trouble for manual in manuals] == [""] * len(manuals)
    assert bool(manuals) in expected
    for manual in manuals:
        assert manual.info.counts.pages == PAGES
        assert verify_manual(manual).damage == ()
        bundle = library.open(manual.info.id)
        searcher = Searcher([bundle])
        assert searcher.search("ship").hits
        searcher.close()
        bundle.close()
