"""How the parts of a page stand: as close as they belong together, in their column, at each zoom."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QTextBlock, QTextTable
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from index_builder.render.render import snippet_html
from momviewer.manual.links import LinkKind
from momviewer.manual.model import Snippet
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_document import NARROW_MARGIN, NO_IMAGES, PageDocument
from momviewer.ui.page.page_view import PageView
from momviewer.ui.page.snippet_frames import SnippetFrames
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import show

SNIPPET = snippet_html(Snippet("snippet-1", "momentum", f'domain "{"a" * 40}"'), (), no_break_spaces=False)
LONG = "<p>" + "Ropes and knots. " * 2_000 + "</p>"

pytestmark = pytest.mark.usefixtures("qapp")


def document(body: str, *, zoom: int = 100, width: int = 900) -> PageDocument:
    made = PageDocument(QFont())
    with made.laid_out_once():
        made.show_html(f"<body>{body}</body>", NO_IMAGES, LIGHT, zoom)
        made.set_width(width)
    made.documentLayout().documentSize()  # lays all of it out
    return made


def block(page: PageDocument, text: str) -> QTextBlock:
    """Return the paragraph that holds a text."""
    return page.find(text).block()


def place(page: PageDocument, text: str) -> QRectF:
    return page.documentLayout().blockBoundingRect(block(page, text))


def head_height(page: PageDocument) -> float:
    """Return how high the head of the one snippet is."""
    frames = SnippetFrames(page)
    (table,) = frames._tables.values()
    return frames._below_head(table) - frames.top_of("snippet-1").y()


def test_a_snippet_in_a_list_has_the_head_of_any_other() -> None:
    assert head_height(document(f"<ol><li>Do this{SNIPPET}</li></ol>")) == head_height(document(SNIPPET))


def test_a_box_says_what_it_is_right_above_its_text() -> None:
    text = '<p class="box-title">Note</p><p>First.</p><p>Second.</p>'
    page = document(f'<table class="note"><tr><td>{text}</td></tr></table>')
    first, second = place(page, "First."), place(page, "Second.")
    assert first.top() - place(page, "Note").bottom() < second.top() - first.bottom()


def test_the_language_of_a_snippet_keeps_its_words_whole_beside_a_long_line() -> None:
    page = document(SNIPPET, zoom=200, width=483)
    layout = block(page, "Momentum").layout()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    text = block(page, "Momentum").text()
    read = [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines]
    assert read == ["Momentum", "configuration"]


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_numbers_of_a_list_stand_in_the_column(zoom: int) -> None:
    page = document("<ol><li>One.</li></ol>", zoom=zoom, width=483)
    number = page.documentLayout().blockBoundingRect(block(page, "One."))
    text = block(page, "One.").layout().lineAt(0).naturalTextRect().translated(number.topLeft())
    assert text.left() - NARROW_MARGIN == pytest.approx(28 * zoom / 100, abs=2)


def test_a_bar_is_drawn_only_where_there_is_something_to_scroll(qtbot: QtBot) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()

    def colours() -> set[int]:
        image = view.verticalScrollBar().grab().toImage()
        return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}

    view.show_page(f"<body>{LONG}</body>")
    assert len(colours()) > 1
    view.show_page("<body><p>Short.</p></body>")
    assert len(colours()) == 1


@pytest.mark.parametrize("scale", [150, 200])
def test_the_sidebar_grows_with_the_interface_and_is_kept_as_it_is_at_100(
    window: MainWindow, scale: int
) -> None:
    window.resize(2000, 900)
    window.layout_kept.restore(replace(window.layout_kept.layout(), sidebar_width=320))
    kept = window.layout_kept.layout().sidebar_width
    window.preferences.change(scale=scale)
    QApplication.processEvents()
    assert window.sidebar.width() == pytest.approx(kept * scale / 100, abs=4)
    assert window.layout_kept.layout().sidebar_width == kept
    window.preferences.change(scale=100)
    QApplication.processEvents()
    assert window.sidebar.width() == pytest.approx(kept, abs=4)


def test_the_page_keeps_its_room_when_the_window_becomes_smaller(window: MainWindow) -> None:
    window.resize(1600, 900)
    window.preferences.change(scale=200)
    QApplication.processEvents()
    grown = window.sidebar.width()
    window.resize(900, 900)
    QApplication.processEvents()
    assert window.sidebar.width() < grown * 0.7


def test_a_line_of_text_has_as_many_letters_at_each_size(window: MainWindow) -> None:
    window.resize(2200, 900)
    for zoom in (100, 150, 200):
        window.preferences.change(zoom=zoom)
        QApplication.processEvents()
        frame = window.page.document().rootFrame().frameFormat()
        column = window.page.viewport().width() - frame.leftMargin() - frame.rightMargin()
        assert column == pytest.approx(720 * zoom / 100, abs=2)


def test_the_buttons_of_a_snippet_grow_with_the_text(window: MainWindow, qtbot: QtBot) -> None:
    assert show(window, qtbot, "1.1") is None
    heights = []
    for zoom in (100, 200):
        window.preferences.change(zoom=zoom)
        QApplication.processEvents()
        snippet = window.page.snippet_at_hand()
        button = window.page.snippets.button(snippet, LinkKind.MENU)
        assert button
        place = window.page.snippets.place_of(button)
        image = window.page.viewport().grab().toImage()
        corner = (place.topLeft() - window.page.scrolled()).toPoint()
        accent = QColor(window.page.theme.accent).rgb()
        inside = range(6, int(place.height()) - 6)
        rows = {
            y
            for y in inside
            for x in range(6, int(place.width()) - 6)
            if image.pixel(corner.x() + x, corner.y() + y) == accent
        }
        heights.append(max(rows) - min(rows) + 1)
    assert heights[1] >= 1.6 * heights[0]


@pytest.mark.parametrize("kind", ["note", "important", "tip", "warning", "caution", "sidebar"])
def test_a_snippet_inside_a_box_has_no_bar_of_the_box(kind: str) -> None:
    made = document(f'<table class="{kind}"><tr><td><p class="box-title">Box</p>{SNIPPET}</td></tr></table>')
    (box,) = (frame for frame in made.rootFrame().childFrames() if isinstance(frame, QTextTable))
    inner = [frame for frame in box.childFrames() if isinstance(frame, QTextTable)]
    assert inner
    inside = [inner[0].cellAt(row, 0) for row in range(inner[0].rows())]
    assert box.cellAt(0, 0).format().toTableCellFormat().leftBorder() > 0
    assert [cell.format().toTableCellFormat().leftBorder() for cell in inside] == [0, 0]
