"""What a selection of a page is copied as."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.base.theme import DARK, LIGHT, Theme
from momviewer.ui.page.page_view import PageView
from momviewer.ui.window.main_window import MainWindow

PAGE = (
    "<body><h1>Ropes</h1><p>Wet\u00a0ropes <em>stretch</em> a 🚢.</p><p>Dry ones do not.</p>"
    '<a name="snippet-1"></a><table class="snippet" width="100%"><tr><td class="snippet-head">Lua</td>'
    '<td class="snippet-head"><a class="copy" href="copy:snippet-1">Copy</a>&nbsp;'
    '<a class="copy" href="menu:snippet-1">…</a></td></tr>'
    '<tr><td class="snippet-code" colspan="2"><pre>if x then\n\ty()\n\nend</pre></td></tr></table>'
    '<table class="note" width="100%"><tr><td><p class="box-title"><img src="mark:note"/> Note</p>'
    "<p>One.</p><p>Two.</p></td></tr></table>"
    '<table class="grid"><tr><th>Name</th><th>Default</th></tr>'
    "<tr><td>max_\u200brope_\u200blength</td><td><p>12</p><p>metres</p></td></tr><tr><td>b</td><td></td></tr>"
    "</table><ul><li>first</li><li>second</li></ul><p>End.</p></body>"
)
WHOLE = (
    "Ropes\n\nWet ropes stretch a 🚢.\n\nDry ones do not.\n\nif x then\n\ty()\n\nend\n\n"
    "Note\n\nOne.\n\nTwo.\n\n"
    "Name\tDefault\nmax_rope_length\t12 metres\nb\t\n\n- first\n- second\n\nEnd."
)


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    made = PageView(DARK)
    qtbot.addWidget(made)
    made.resize(700, 900)
    made.show_page(PAGE)
    return made


def select(view: PageView, start: str, end: str) -> None:
    document = view.document()
    cursor = QTextCursor(document)
    cursor.setPosition(document.find(start).selectionStart())
    cursor.setPosition(document.find(end).selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def copied(view: PageView) -> str:
    view.copy()
    return QGuiApplication.clipboard().text()


def test_a_whole_page_pastes_cleanly(view: PageView) -> None:
    view.selectAll()
    assert copied(view).strip() == WHOLE


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("Wet", "stretch", "Wet ropes stretch"),
        ("if x", "end", "if x then\n\ty()\n\nend"),
        ("y()", "y()", "y()"),
        ("do not", "if x", "do not.\n\nif x then\n\ty()\n\nend"),  # Qt takes a table whole from outside it
        ("first", "second", "- first\n- second"),
        ("irst", "second", "irst\n- second"),
        ("first", "first", "first"),
        ("🚢", "🚢", "🚢"),
        ("Lua", "Lua", ""),
    ],
)
def test_a_part_pastes_cleanly(view: PageView, start: str, end: str, text: str) -> None:
    select(view, start, end)
    assert view.selected_text() == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<ol start="3"><li>a</li></ol>', "3. a"),
        ('<ol type="a"><li>a<ul><li>b</li></ul></li><li>c</li></ol>', "a. a\n  - b\nb. c"),
        ("<ol><li><p>a</p><p>more</p></li><li>b</li></ol>", "1. a\n\nmore\n\n2. b"),
    ],
)
def test_a_list_keeps_its_numbers(view: PageView, markup: str, text: str) -> None:
    view.show_page(f"<body><p>Do:</p>{markup}<p>End.</p></body>")
    view.selectAll()
    assert view.selected_text() == f"Do:\n\n{text}\n\nEnd."


def test_all_of_a_page_is_without_the_ways_to_others(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    assert "→" in window.page.toPlainText()
    assert "›" in window.page.toPlainText()
    qtbot.keyClick(window.page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    text = copied(window.page)
    assert text.startswith("1.1 Ropes\n\nEach ship")
    assert text.endswith("Wet ropes stretch.")
    window.reader.show_html("<h1>Nothing</h1><p>here</p>")
    qtbot.keyClick(window.page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert copied(window.page) == "Nothing\n\nhere"


def test_cells_are_parted_by_tabs(view: PageView) -> None:
    document = view.document()
    cursor = QTextCursor(document)
    cursor.setPosition(document.find("Name").selectionStart())
    cursor.setPosition(document.find("metres").selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_text() == "Name\tDefault\nmax_rope_length\t12 metres"


def test_rich_text_is_that_of_paper(view: PageView) -> None:
    view.selectAll()
    view.copy()
    rich = QGuiApplication.clipboard().mimeData().html()
    assert "stretch" in rich
    assert "max_rope_length" in rich
    assert ">Copy<" not in rich
    assert "\u200b" not in rich
    assert DARK.text.lower() not in rich.lower()


def test_the_word_of_a_button_is_no_text_and_copies_its_snippet(view: PageView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    select(view, "Copy", "Copy")
    assert view.selected_text() == ""
    with qtbot.waitSignal(view.copy_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["snippet-1"]
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(("start", "end"), [("One", "Two"), ("12", "metres"), ("if x", "end")])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_selected_text_is_seen_in_notes_tables_and_code(
    window: MainWindow, theme: Theme, start: str, end: str
) -> None:
    window.preferences.set_theme("dark" if theme is DARK else "light")
    window.page.show_page(PAGE)
    before = pixels(window.page, theme.accent)
    select(window.page, start, end)
    assert pixels(window.page, theme.accent) > before + 100


def pixels(view: PageView, colour: str) -> int:
    """Return how many pixels of a view have exactly this colour."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits()).count(bytes.fromhex(colour[5:7] + colour[3:5] + colour[1:3] + "ff"))
