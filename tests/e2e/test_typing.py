"""A hundred queries typed at a person's pace into the real window while manuals are being imported."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from momviewer.app import SWITCH_INTERVAL, make_window
from momviewer.paths import resources, user_paths
from momviewer.search.answers.answering import Answer
from momviewer.ui.window.main_window import MainWindow
from tests.stalls import Stalls

FIXTURE = Path(__file__).parents[1] / "data" / "lucene-syntax.jsonl"
NAMES = ("71.94", "15.", "msys.cid", "maxoutb", "listner~", "fallback", '"a b"', "conf*", "the of", "15.99")
QUERIES = 100
MAX_QUERY_WORDS = 9
KEYS_A_SECOND = 12
MAX_STALL_S = 0.050
"""Seconds. Only the time counts in which the program is at work, so that a busy machine does not fail it."""
ROUNDS = 3
WAIT = 20_000
SETTLING = 500
"""Milliseconds for what comes with the first page, which is no part of typing."""


def short_queries() -> list[str]:
    """Return a hundred queries that are typed in about a minute; good and bad ones, names and numbers."""
    lines = [line for line in FIXTURE.read_text(encoding="utf-8").split("\n") if line]
    all_queries = [json.loads(line)["query"] for line in lines]
    short = [q for q in all_queries if q == q.strip() and q.isascii() and 1 < len(q) <= MAX_QUERY_WORDS]
    return [*NAMES, *[query for query in short if query.isprintable()][: QUERIES - len(NAMES)]]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, with_bundled: Callable[[Path], None]) -> Iterator[MainWindow]:
    """Return the window on the companion, with threads and garbage collection as in the program."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(SWITCH_INTERVAL)
    paths = user_paths(str(tmp_path / "data"))
    with_bundled(tmp_path / "data")
    window = make_window(paths)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.start()
    qtbot.wait(SETTLING)
    window.collector.start()
    yield window
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    window.close()
    sys.setswitchinterval(interval)


@pytest.mark.alone
@pytest.mark.timeout(600)
def test_no_key_is_felt_while_a_manual_is_being_imported(window: MainWindow, qtbot: QtBot) -> None:
    # What the program itself stalls by comes back in every round, what the machine does to it does not.
    rounds = (stalled_while_typing(window, qtbot) for _ in range(ROUNDS))
    assert any(longest < MAX_STALL_S for longest in rounds)


def stalled_while_typing(window: MainWindow, qtbot: QtBot) -> float:
    """Type all queries while manuals are imported; return the longest stall of the window, in seconds."""
    source = resources() / "manuals" / "momentum-4-examples"
    answers: list[Answer] = []
    window.search_controller.answered.connect(answers.append)
    window.bar.line.setFocus()
    stalls = Stalls()
    imported = 0
    begun = time.perf_counter()
    for query in short_queries():
        window.bar.line.clear()
        for key in query:
            if not window.build_queue.busy:
                window.build_queue.add(source)
                imported += 1
            QTest.keyClicks(window.bar.line, key)
            qtbot.wait(1000 // KEYS_A_SECOND)
        qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
        qtbot.waitUntil(lambda wanted=query: answers[-1].asked == wanted, timeout=WAIT)  # type: ignore[misc]
    took = time.perf_counter() - begun
    stalls.stop()
    window.build_queue.cancel()
    qtbot.waitUntil(lambda: not window.build_queue.busy, timeout=WAIT)
    assert imported > took / 60  # one after the other, all the time
    return stalls.longest_work
