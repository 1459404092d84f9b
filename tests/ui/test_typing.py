"""Typing while a manual is being imported: every query is answered, each answer belongs to what is typed."""

import json
import shutil
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from momviewer.search.answers.answering import Answer
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import DOCUMENTS, WAIT

FIXTURE = Path(__file__).parents[1] / "data" / "lucene-syntax.jsonl"
QUERIES = 100


def is_answered(answers: list[Answer], query: str) -> bool:
    return bool(answers) and answers[-1].asked == query


def test_a_hundred_queries_typed_during_an_import_are_each_answered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    source = tmp_path / "second"
    shutil.copytree(DOCUMENTS, source)
    lines = FIXTURE.read_text(encoding="utf-8").split("\n")
    queries = [query for line in lines if line and (query := json.loads(line)["query"].strip())][
        :: 1019 // QUERIES
    ]
    answers: list[Answer] = []
    window.bar.line.setFocus()
    window.search_controller.answered.connect(answers.append)
    window.build_queue.add(source)
    for query in queries:
        if not query.isprintable() or not query.isascii():
            continue
        window.bar.line.clear()
        QTest.keyClicks(window.bar.line, query)
        qtbot.waitUntil(partial(is_answered, answers, query), timeout=WAIT)
        assert window.bar.text == query
    qtbot.waitUntil(lambda: not window.build_queue.busy, timeout=WAIT)
