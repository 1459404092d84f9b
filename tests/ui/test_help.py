"""Help: every topic can be read, every sample can be tried, at the bar and in the window of its own."""

import re
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from momviewer.manual.numbering import parse_reference
from momviewer.paths import resources
from momviewer.query.diagnose import diagnose
from momviewer.query.parser import parse
from momviewer.ui.help.help import TOPICS, HelpWindow, with_numbers
from momviewer.ui.help.syntax_text import ESCAPED, SECTIONS, syntax_html
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT

SAMPLES = [sample for _, samples in SECTIONS for sample, _ in samples]
WRITTEN = [name for name in TOPICS.values() if name]


def pages(window: MainWindow, qtbot: QtBot) -> HelpWindow:
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert window.help.pages is not None
    return window.help.pages


@pytest.mark.parametrize("sample", [*SAMPLES, ESCAPED])
def test_every_sample_is_a_number_or_a_query_without_a_fault(sample: str) -> None:
    assert parse_reference(sample) or diagnose(parse(sample)) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_links_only_to_numbers_and_queries(name: str) -> None:
    text = (resources() / "help" / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]*)\)", text):
        assert link.startswith("try:")
        assert parse_reference(unquote(link.removeprefix("try:")))


def test_every_topic_can_be_read_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    opened = pages(window, qtbot)
    text = opened.findChild(QTextBrowser)
    assert text is not None
    told = []
    for topic in TOPICS:
        opened.show_topic(topic)
        assert opened.topic == topic
        told.append(text.toPlainText())
    assert all(len(plain) > 200 for plain in told)
    assert len(set(told)) == len(TOPICS)
    assert "Ctrl+K" in told[-1]
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert opened.isHidden()


def numbers_told(browser: QTextBrowser) -> list[str]:
    """Return the numbers that a text of the help offers to try."""
    links = re.findall(r'href="try:([^"]*)"', browser.document().toHtml())
    return [sample for sample in map(unquote, links) if parse_reference(sample)]


def test_the_samples_are_numbers_that_the_open_manual_has(window: MainWindow, qtbot: QtBot) -> None:
    opened = pages(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    outline = window.reader.outline
    assert outline
    opened.show_topic("Finding")
    told = []
    for widget in (opened, window.help.panel):
        browser = widget.findChild(QTextBrowser)
        assert browser is not None
        told += numbers_told(browser)
    assert {"1.1", "ch 1", "1."} <= set(told)
    for sample in told:
        suggestion = outline.numbers.suggest(sample)
        assert suggestion
        assert suggestion.places
        assert not suggestion.note
    assert window.bar.line.placeholderText() == "1.1, a title, or rest AND port"


def test_a_manual_without_numbers_has_no_samples_of_them() -> None:
    text = (resources() / "help" / "finding.md").read_text(encoding="utf-8")
    told = with_numbers(text, {})
    assert "try:" not in told
    assert "{" not in re.sub(r"\{(?:key|keys|name):[^}]*\}", "", told)
    assert "Numbers" not in syntax_html({})


def test_a_sample_of_the_window_is_tried_in_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    opened = pages(window, qtbot)
    text = opened.findChild(QTextBrowser)
    assert text is not None
    opened.show_topic("Search syntax")
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        text.anchorClicked.emit(QUrl("try:title%3A%28rest%20OR%20http%29"))
    assert window.bar.text == "title:(rest OR http)"


def test_the_syntax_at_the_bar_leads_to_all_of_the_help(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    text = window.help.panel.findChild(QTextBrowser)
    assert text is not None
    text.anchorClicked.emit(QUrl("help:"))
    assert window.help.panel.isHidden()
    assert window.help.pages is not None
    assert window.help.pages.topic == "Search syntax"
