"""What a screen reader is told of a page: its headings, paragraphs, links, code and tables as such."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface

from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow

TABLE = (
    '<body><h1>Ropes</h1><table class="grid"><tr><th>Name</th><th>Default</th></tr>'
    '<tr><td><a class="page" href="ropes">length</a></td><td>12</td></tr></table>'
    '<table class="note"><tr><td><p class="box-title">Note</p><p>Wet.</p></td></tr></table>'
    "<ol><li>first</li></ol></body>"
)


def interface(window: MainWindow) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(window.page)


def parts(window: MainWindow) -> list[tuple[str, str]]:
    page = interface(window)
    found = [page.child(place) for place in range(page.childCount())]
    return [(part.role().name, part.text(QAccessible.Text.Name)) for part in found]


def test_a_page_is_a_document_of_its_parts(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    assert interface(window).role() is QAccessible.Role.Document
    assert interface(window).text(QAccessible.Text.Name) == "Page"
    told = parts(window)
    assert told[:2] == [("Paragraph", "I Running Harbour › 1 Moorings"), ("Link", "I Running Harbour")]
    assert ("Heading", "1.1 Ropes") in told
    assert ("Link", "Example 1.1") in told
    assert ("Note", 'Code: mooring "quay-1" {\n\tropes = 2\n}') in told
    assert not [name for _, name in told if "Copy" in name]


def test_tables_boxes_and_lists_are_told_as_such(window: MainWindow) -> None:
    window.page.show_page(TABLE)
    assert parts(window) == [
        ("Heading", "Ropes"),
        ("Table", "Table, 2 rows, 2 columns: Name, Default; length, 12"),
        ("Link", "length"),
        ("Paragraph", "Note"),
        ("Paragraph", "Wet."),
        ("ListItem", "first"),
    ]


def test_a_part_is_where_it_is_seen(window: MainWindow) -> None:
    window.page.show_page(TABLE + "<p>more</p>" * 80 + "<p>last words</p>")
    page = interface(window)
    first, last = page.child(0), page.child(page.childCount() - 1)
    area = window.page.viewport()
    word = window.page.cursorRect(window.page.document().find("opes")).center()
    assert first.rect().contains(area.mapToGlobal(word - QPoint(4, 0)))
    assert page.childAt(*first.rect().center().toTuple()) is first
    assert page.indexOfChild(last) == page.childCount() - 1
    assert (bool(first.state().offscreen), bool(last.state().offscreen)) == (False, True)
    assert first.parent().object() is window.page
    window.page.scroll_to_end()
    assert (bool(first.state().offscreen), bool(last.state().offscreen)) == (True, False)


def test_another_page_has_other_parts_and_those_before_are_no_more(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    parts(window)
    page = interface(window)
    held = page.child(page.childCount() - 1)
    assert held.isValid()
    window.page.show_page("<h1>One</h1>")
    assert parts(window) == [("Heading", "One")]
    assert not held.isValid()
