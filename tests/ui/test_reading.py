"""Reading: pages, places, history, copying, and the pages of the program's own."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextDocument
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.search.answers.marking import words_pattern
from momviewer.ui.base.documents import blocks_of, fragments_of
from momviewer.ui.base.theme import DARK, LIGHT
from momviewer.ui.page.page_images import PLACEHOLDER_SIZE
from momviewer.ui.page.page_view import PageView
from momviewer.ui.sidebar.contents_panel import ROW
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT, Opener

CODE = 'mooring "quay-1" {\n\tropes = 2\n}'
LONG = "<body>" + "".join(f'<p><a name="p{n}"></a>Paragraph {n}.</p>' for n in range(200)) + "</body>"


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def top_text(view: PageView) -> str:
    """Return the text of the first line that is wholly in view."""
    return view.cursorForPosition(QPoint(60, 30)).block().text()


@pytest.mark.usefixtures("library")
def test_a_target_opens_on_its_caption_and_its_snippet_is_at_hand(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window("1.1")
    assert window.reader.address == Address("ropes", "ropes.two", window.reader.manual_id)
    assert "Example 1.1" in window.page.toPlainText()
    assert window.page.snippet_at_hand() == "snippet-1"
    qtbot.keyClick(
        window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert clipboard() == CODE


@pytest.mark.usefixtures("library")
def test_an_unknown_target_is_answered_and_the_manual_opens(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window("1.99")
    qtbot.waitUntil(lambda: "chapter 1 ends at 1.1" in window.status_strip.text, timeout=WAIT)
    assert window.reader.address is not None
    assert window.status_strip.isVisible()
    window.close()
    again = open_window("1.99")  # with a place to come back to
    assert "chapter 1 ends at 1.1" in again.status_strip.text
    assert again.status_strip.isVisible()


def test_the_copy_of_a_snippet_copies_it(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.page.anchorClicked.emit(QUrl("copy:snippet-1"))
    assert clipboard() == CODE


def test_a_page_without_snippets_says_so(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("before")
    window.reader.open(Address("preface"))
    window.reading.copies.copy_at_hand()
    assert clipboard() == "before"
    assert window.page.notice == "There is no snippet on this page"


def test_the_history_goes_back_and_forward(window: MainWindow, qtbot: QtBot) -> None:
    for page in ("preface", "ropes", "commands.dock"):
        window.reader.open(Address(page))
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.reader.address == Address("preface", "", window.reader.manual_id)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.reader.address == Address("ropes", "", window.reader.manual_id)
    window.reader.open(Address("moorings"))
    assert not window.reader.history.can_go_forward


def test_the_tree_follows_the_page_and_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    index = window.contents.currentIndex()
    assert index.data(Qt.ItemDataRole.DisplayRole) == "1.1  Ropes"
    tree = window.contents
    other = tree.tree.index_of(Address("commands.undock"))
    tree.scrollTo(other)
    qtbot.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(other).center() + QPoint(20, 0)
    )
    assert window.reader.address == Address("commands.undock", "", window.reader.manual_id)


def test_the_tree_puts_a_row_that_was_out_of_view_into_the_middle(window: MainWindow) -> None:
    tree = window.contents
    tree.expandAll()
    tree.setFixedHeight(3 * ROW)
    tree.verticalScrollBar().setValue(0)
    window.reader.open(Address("commands.dock"))
    assert tree.visualRect(tree.currentIndex()).top() == ROW
    place = tree.verticalScrollBar().value()
    window.reader.open(Address("commands.undock"))  # its row is in view
    assert tree.verticalScrollBar().value() == place


def test_the_examples_are_listed_by_chapter_and_open_on_their_captions(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.sidebar.show_panel("Examples", focus=True)
    tree = window.examples
    tree.expandAll()
    index = tree.tree.index_of(Address("commands.dock", "dock.example"))
    assert index.parent().data(Qt.ItemDataRole.DisplayRole) == "2  Commands"
    tree.setCurrentIndex(index)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert window.reader.address == Address("commands.dock", "dock.example", window.reader.manual_id)
    assert window.windowTitle().startswith("dock - Harbour 2 Reference Manual")


def test_a_missing_page_says_that_it_is_missing(window: MainWindow) -> None:
    window.reader.open(Address("moorings"))
    window.page.anchorClicked.emit(QUrl("missing:lighthouse"))
    assert "This page is missing from Harbour 2 Reference Manual" in window.page.toPlainText()
    window.reader.go(-1)
    assert "Read about ropes" in window.page.toPlainText()


def test_a_link_into_the_web_asks_first(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer_no(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer_no)
    window.page.anchorClicked.emit(QUrl("https://example.com/rope"))
    assert len(asked) == 1
    assert "https://example.com/rope" in asked[0]


@pytest.mark.parametrize("href", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.com/x"])
def test_links_of_other_kinds_do_nothing(window: MainWindow, href: str) -> None:
    window.reader.open(Address("preface"))
    window.page.anchorClicked.emit(QUrl(href))
    assert window.reader.address == Address("preface", "", window.reader.manual_id)


def test_images_come_from_the_manual_only(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    document = window.page.document()
    kind = QTextDocument.ResourceType.ImageResource.value
    knot = document.loadResource(kind, QUrl("images/knot.png"))
    assert isinstance(knot, QImage)
    assert knot.width() > 0
    for outside in (
        "images/../manifest.json",
        "file:///usr/share/pixmaps/x.png",
        "https://example.com/x.png",
    ):
        holder = document.loadResource(kind, QUrl(outside))
        assert isinstance(holder, QImage)
        assert holder.deviceIndependentSize().toTuple() == PLACEHOLDER_SIZE
    assert document.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("x.css")) is None


def test_the_place_stays_when_theme_zoom_or_width_change(qtbot: QtBot) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    view.show_page(LONG)
    assert view.go_to("p100")
    place = top_text(view)
    assert place == "Paragraph 100."
    view.set_theme(DARK)
    assert top_text(view) == place
    view.set_zoom(150)
    assert top_text(view) == place
    view.resize(620, 500)
    assert top_text(view) == place
    assert not view.go_to("nowhere")


def test_marks_are_shown_and_go(qtbot: QtBot) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.show_page("<body><p>\U0001f6a2 ship, shipshape, SHIP</p></body>")

    view.mark(words_pattern(["ship"]).pattern)
    assert [selection.cursor.selectedText() for selection in view.extraSelections()] == ["ship", "SHIP"]
    view.mark(None)
    assert view.extraSelections() == []


def test_a_large_page_does_not_move_when_the_window_changes_its_theme(window: MainWindow) -> None:
    cell = '<table class="note"><tr><td>Words without a size of their own.</td></tr></table><br/>'
    window.page.show_page(f"<body>{cell * 40}</body>")
    window.page.set_zoom(200)
    window.page.scroll_to(1500)
    for name in ("dark", "light", "dark"):
        window.preferences.set_theme(name)
        assert window.page.scroll_position() == 1500


# Fonts


def fonts(window: MainWindow) -> tuple[str, str]:
    """Return the fonts of the page's first words in prose and in code, as they are drawn."""
    document, found = window.page.document(), []
    for text in ("Each ship", "ropes = 2"):
        cursor = document.find(text)
        line = cursor.block().layout()
        runs = line.glyphRuns(cursor.selectionStart() - cursor.block().position(), 4)
        found.append(runs[0].rawFont().familyName())
    return found[0], found[1]


def test_text_and_code_are_in_the_fonts_that_are_chosen(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    before = fonts(window)
    window.preferences.change(text_font="DejaVu Serif")
    assert fonts(window) == ("DejaVu Serif", before[1])
    window.preferences.change(code_font="DejaVu Sans")
    assert fonts(window) == ("DejaVu Serif", "DejaVu Sans")
    window.preferences.change(text_font="", code_font='no "such font; } p { color: red')
    assert fonts(window)[0] == before[0]
    window.preferences.change(code_font="")
    assert fonts(window) == before


# Reading on


SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def page_of(window: MainWindow) -> str:
    assert window.reader.address
    return window.reader.address.page


def test_space_reads_on_through_the_page_and_the_manual(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("moorings"))
    page, bar = window.page, window.page.verticalScrollBar()
    page.show_page(LONG)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert 0 < bar.value() < bar.maximum()
    assert page_of(window) == "moorings"
    page.scroll_to_end()
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page_of(window) == "ropes"
    assert bar.value() == 0
    qtbot.keyClick(page, Qt.Key.Key_Space, SHIFT)
    assert page_of(window) == "moorings"
    assert bar.value() == bar.maximum()


def test_space_says_where_the_manual_ends_and_begins(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("commands.undock"))
    qtbot.keyClick(window.page, Qt.Key.Key_Space)
    assert page_of(window) == "commands.undock"
    assert window.page.notice == "Here the manual ends"
    assert window.reader.page
    while window.reader.page.info.previous:
        window.reader.neighbour(-1)
    qtbot.keyClick(window.page, Qt.Key.Key_Space, SHIFT)
    assert window.page.notice == "Here the manual begins"


def test_a_key_goes_from_example_to_example(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("moorings"))
    places = []
    for modifiers in (ALT, ALT, ALT, ALT | SHIFT, ALT | SHIFT):
        qtbot.keyClick(window.page, Qt.Key.Key_E, modifiers)
        assert window.reader.address
        places.append(window.reader.address.anchor)
    assert places == ["ropes.two", "dock.example", "dock.example", "ropes.two", "ropes.two"]
    assert window.page.notice == "This is the first example"
    window.reader.open(Address("commands"))
    qtbot.keyClick(window.page, Qt.Key.Key_E, ALT | SHIFT)
    assert page_of(window) == "ropes"
    window.reader.open(Address("commands.undock"))
    qtbot.keyClick(window.page, Qt.Key.Key_E, ALT)
    assert page_of(window) == "commands.undock"
    assert window.page.notice == "This is the last example"


def test_back_from_the_end_of_an_example_is_to_its_beginning(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    html = f'<body><h1>Ropes</h1><p class="caption"><a name="ropes.two"></a>Example 1.1</p>{LONG}</body>'
    window.page.show_page(html, headings=("", "ropes.two"))
    window.page.scroll_to_end()
    qtbot.keyClick(window.page, Qt.Key.Key_E, ALT | SHIFT)
    assert window.page.headings.is_in_view("ropes.two")


def test_without_a_page_there_is_no_next_example(window: MainWindow) -> None:
    window.reader.show_html("<h1>Nothing</h1>")
    window.reader.step_example(1)
    assert window.page.notice == "There is no page of a manual to go on from here"


def test_a_missing_page_offers_a_search_for_its_title_and_a_folder(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("lighthouse"), "The Light & House")
    hrefs = {
        part.text(): part.charFormat().anchorHref()
        for block in blocks_of(window.page.document())
        for part in fragments_of(block)
    }
    window.page.folder_requested.disconnect()  # it would wait for an answer
    with qtbot.waitSignal(window.page.folder_requested):
        window.page.follow(QUrl(hrefs["Add a folder…"]))
    window.page.follow(QUrl(hrefs["Search for “The Light & House”"]))
    assert window.bar.text == "The Light & House"
    assert window.bar.line.hasFocus()
