"""A table in a view of its own: its head stays in sight, and words are found in it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from momviewer.ui.base.theme import DARK, LIGHT, Theme
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.enlarge import TableDialog

ROWS = "".join(f"<tr><td>rope_{number}</td><td>Rope number {number}.</td></tr>" for number in range(120))
HEAD = "<tr><th>Name</th><th>Meaning</th></tr>"


def opened(qtbot: QtBot, theme: Theme, head: str) -> TableDialog:
    page = PageView(theme)
    qtbot.addWidget(page)
    page.show_page(f'<body><table class="grid" width="100%">{head}{ROWS}</table></body>')
    table = next(one for one in page.document().rootFrame().childFrames() if isinstance(one, QTextTable))
    dialog = TableDialog(table, "Ropes", theme, page)
    dialog.resize(700, 400)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    return dialog


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def dialog(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[TableDialog]:
    made = opened(qtbot, request.param, HEAD)
    yield made
    made.close()


def test_the_head_is_in_sight_wherever_the_table_is_scrolled(dialog: TableDialog) -> None:
    whole = dialog.view.grab().toImage()
    assert not dialog.head.isVisible()
    bar = dialog.view.verticalScrollBar()
    layout = dialog.view.document().documentLayout()
    top = layout.blockBoundingRect(dialog.view.document().find("Name").block()).top()
    for value in (60, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        QApplication.processEvents()
        assert dialog.head.isVisible()
        head = dialog.head.grab().toImage()
        from_top = int(top) - 7  # the padding of its cells
        same = [
            head.pixel(x, y) == whole.pixel(x, y + from_top)
            for x in range(20, 400)
            for y in range(2, head.height() - 2)
        ]
        assert sum(same) > 0.98 * len(same)
    bar.setValue(0)
    assert not dialog.head.isVisible()


def test_a_table_without_a_head_has_none_at_its_top(qtbot: QtBot) -> None:
    made = opened(qtbot, LIGHT, "")
    made.view.verticalScrollBar().setValue(200)
    assert not made.head.isVisible()
    made.close()


def test_words_are_found_in_it_and_stepped_through(dialog: TableDialog, qtbot: QtBot) -> None:
    assert dialog.view.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.find_bar.line.hasFocus()
    qtbot.keyClicks(dialog.find_bar.line, "rope_11")
    assert dialog.find_bar.message == "1 of 11"
    before = dialog.view.verticalScrollBar().value()
    qtbot.keyClick(dialog.find_bar.line, Qt.Key.Key_Return)
    assert dialog.find_bar.message == "2 of 11"
    assert dialog.view.verticalScrollBar().value() > before
    qtbot.keyClicks(dialog.find_bar.line, "x")
    assert dialog.find_bar.message == "Not in this table"
    qtbot.keyClick(dialog.find_bar.line, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.view.hasFocus()
