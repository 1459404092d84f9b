"""The reading place through changes of the page's width: the line that is read stays where it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from momviewer.manual.links import LinkKind
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_view import PageView

PARAGRAPH = "<p>Ropes are moored at the quay, each to a bollard of its own, whatever the tide. {}</p>" * 3
SNIPPET = (
    '<p class="caption"><a name="example"></a>Example 1</p><a name="snippet-1"></a>'
    '<table class="snippet" width="100%" cellspacing="0" cellpadding="0"><tr>'
    '<td class="snippet-head">Text</td>'
    '<td class="snippet-buttons" width="1%" align="right"><a class="copy" href="copy:snippet-1">Copy</a></td>'
    '</tr><tr><td class="snippet-code" colspan="2"><pre>moor()</pre></td></tr></table>'
)
LONG = "".join(PARAGRAPH.format("More. " * n, "Less. " * (n % 7), n) for n in range(40))
WIDTHS = (800, 620, 1400, 640, 1280)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PageView]:
    view = PageView(LIGHT)
    view.set_aside(QWidget(), 200, 1150)
    qtbot.addWidget(view)
    view.resize(1280, 700)
    view.show()
    view.show_page(f"<body><h1>Ropes</h1>{LONG}{SNIPPET}{LONG}</body>")
    yield view
    view.close()


def test_the_snippet_that_was_jumped_to_stays(view: PageView) -> None:
    view.go_to("example")
    button = view.snippets.button("snippet-1", LinkKind.COPY)
    assert button
    tops = []
    for width in (1280, *WIDTHS):
        view.resize(width, 700)
        found = view.places.in_view(button.start)
        assert found, f"the example is out of sight at {width} pixels"
        tops.append(found[1])
    assert max(tops) - min(tops) <= 1


def test_the_first_line_does_not_drift(view: PageView) -> None:
    view.scroll_to(3_000)
    place = view.places.reading()
    assert place
    for width in WIDTHS * 3:
        view.resize(width, 700)
    assert view.places.reading() == place


def test_where_the_reader_scrolls_to_is_a_new_place(view: PageView) -> None:
    view.go_to("example")
    view.scroll_to(view.scroll_position() + 2_000)
    place = view.places.reading()
    for width in WIDTHS:
        view.resize(width, 700)
    assert view.places.reading() == place
