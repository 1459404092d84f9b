"""What is drawn over snippets: the ring around the one that was jumped to, and the buttons in their heads."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from index_builder.render.render import snippet_html
from momviewer.manual.links import LinkKind
from momviewer.manual.model import Snippet
from momviewer.ui.base.documents import blocks_of
from momviewer.ui.base.theme import DARK, LIGHT, Theme
from momviewer.ui.page.page_document import TOP_MARGIN
from momviewer.ui.page.page_view import PageView
from momviewer.ui.page.snippet_frames import Button

PARAGRAPH = "<p>Ropes and knots.</p>"


def snippet(number: int) -> str:
    return snippet_html(Snippet(f"snippet-{number}", "lua", f"rope({number})"), (), no_break_spaces=False)


def example(number: int, *between: str) -> str:
    return f'<p><a name="example-{number}"></a>Example {number}.</p>{"".join(between)}{snippet(number)}'


PAGE = f"""<body>
{PARAGRAPH * 3}{example(1)}{PARAGRAPH * 40}{example(2)}{example(3, PARAGRAPH, PARAGRAPH)}
{example(4, PARAGRAPH, PARAGRAPH, PARAGRAPH)}{PARAGRAPH * 40}<p><a name="end"></a>The end.</p>
</body>"""


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    made = PageView(LIGHT)
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.show_page(PAGE)
    return made


def copied_by_enter(view: PageView, qtbot: QtBot) -> str:
    """Return the snippet that Enter asks to copy, or ""."""
    asked: list[str] = []
    view.copy_requested.connect(asked.append)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.copy_requested.disconnect()
    return asked[0] if asked else ""


def test_the_ring_is_on_the_snippet_below_the_caption_that_was_jumped_to(
    view: PageView, qtbot: QtBot
) -> None:
    for anchor, ringed in (
        ("example-1", "snippet-1"),
        ("example-3", "snippet-3"),
        ("example-4", ""),  # too far below its caption
        ("example-2", "snippet-2"),
        ("end", ""),
        ("snippet-2", "snippet-2"),
    ):
        assert view.go_to(anchor)
        assert view.snippets.ringed == ringed, anchor
        if ringed:
            assert copied_by_enter(view, qtbot) == ringed


def test_the_caption_is_at_the_top_though_its_snippet_is_out_of_view(view: PageView) -> None:
    view.resize(800, 60)
    view.go_to("example-3")
    top = view.places.top_of("example-3")
    assert top
    assert view.scroll_position() == int(top) - TOP_MARGIN


def test_the_ring_stays_over_a_zoom_another_theme_and_another_width(view: PageView, qtbot: QtBot) -> None:
    view.go_to("example-2")
    view.set_zoom(150)
    assert view.snippets.ringed == view.snippet_at_hand() == "snippet-2"
    assert copied_by_enter(view, qtbot) == "snippet-2"
    view.set_theme(DARK)
    assert view.snippets.ringed == view.snippet_at_hand() == "snippet-2"
    assert copied_by_enter(view, qtbot) == "snippet-2"
    view.resize(500, 500)
    assert view.snippets.ringed == "snippet-2"


def test_the_snippet_at_hand_is_the_ringed_one_else_the_first_in_view_else_the_first(view: PageView) -> None:
    assert view.go_to("end")
    assert view.snippet_at_hand() == "snippet-1"
    view.scroll_to(int(view.snippets.top_of("snippet-3").y()))
    assert view.snippet_at_hand() == "snippet-3"
    assert view.go_to("example-1")
    view.scroll_to(int(view.snippets.top_of("snippet-3").y()))
    assert view.snippet_at_hand() == "snippet-1"
    view.show_page(f"<body>{PARAGRAPH}</body>")
    assert view.snippet_at_hand() == ""


def test_another_page_has_no_ring(view: PageView, qtbot: QtBot) -> None:
    view.go_to("example-2")
    view.show_page(PAGE)
    assert view.snippets.ringed == ""
    assert copied_by_enter(view, qtbot) == ""


def colours(view: PageView, area: QRectF) -> set[str]:
    """Return the colours that a part of the document is painted in."""
    image = view.viewport().grab(area.translated(-view.scrolled()).toAlignedRect()).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def button_of(view: PageView, name: str) -> Button:
    button = view.snippets.button(name, LinkKind.COPY)
    assert button
    return button


def left_edge(view: PageView, name: str) -> QRectF:
    """Return where the frame of a snippet is at the left of its head."""
    return QRectF(view.snippets.top_of(name) + QPointF(-1, 12), QSizeF(4, 4))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_ring_is_drawn_around_its_snippet_alone(view: PageView, theme: Theme) -> None:
    view.set_theme(theme)
    view.go_to("example-2")
    assert theme.accent.lower() in colours(view, left_edge(view, "snippet-2"))
    assert theme.accent.lower() not in colours(view, left_edge(view, "snippet-3"))


def test_a_button_is_drawn_as_what_is_done_with_it(view: PageView) -> None:
    view.go_to("example-2")
    view.clearFocus()
    place = view.snippets.place_of(button_of(view, "snippet-2"))
    washes = {LIGHT.accent_wash.lower(), LIGHT.required_wash.lower()}
    assert colours(view, place) & washes == set()
    view.snippets.hovered = button_of(view, "snippet-2")
    assert colours(view, place) & washes == {LIGHT.accent_wash.lower()}
    view.show_copied("snippet-2")
    assert colours(view, place) & washes == {LIGHT.required_wash.lower()}
    other = view.snippets.place_of(button_of(view, "snippet-3"))
    assert colours(view, other) & washes == set()


class Painted(QObject):
    """Notes which part of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def covers(self, place: QRect) -> bool:
        return QRegion(place).subtracted(self.region).isEmpty()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return super().eventFilter(watched, event)


def test_a_button_is_painted_whole_when_tab_comes_and_when_it_leaves(view: PageView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    painted = Painted(view.viewport())
    before: Button | None = None
    for _ in range(3):
        QApplication.processEvents()
        painted.region = QRegion()
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        button = view.snippets.button_of(view.textCursor())
        places = [view.snippets.place_of(each) for each in (before, button) if each]
        assert places
        for place in places:
            seen = place.translated(-view.scrolled()).toAlignedRect().intersected(view.viewport().rect())
            qtbot.waitUntil(partial(painted.covers, seen))
        before = button


LONG_LINE = f"    rope({'a, ' * 60})"
LONG = snippet_html(Snippet("snippet-1", "lua", f"short()\n{LONG_LINE}\nend"), (), no_break_spaces=False)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_wrapped_line_of_code_is_indented_and_marked(view: PageView, theme: Theme) -> None:
    view.set_theme(theme)
    view.show_page(f"<body>{LONG}</body>")
    first, _ = view.snippets.code_of("snippet-1")
    document = view.document()
    short, wrapped = document.findBlock(first), document.findBlock(first).next()
    lines = [wrapped.layout().lineAt(number) for number in range(wrapped.layout().lineCount())]
    lefts = [line.x() for line in lines]
    assert lefts[0] == short.layout().lineAt(0).x()
    assert len(lines) > 1
    assert set(lefts[1:]) == {lefts[0] + 28}
    image = view.viewport().grab().toImage()
    ground = QColor(theme.code_ground).rgb()
    corner = document.documentLayout().blockBoundingRect(wrapped).topLeft() - view.scrolled()
    left = int(corner.x() + lefts[0])
    for number, line in enumerate(lines):
        top = int(corner.y() + line.y())
        before = [image.pixel(x, y) for x in range(left, left + 24) for y in range(top + 2, top + 18)]
        assert any(pixel != ground for pixel in before) == (number > 0), number  # the code begins with blanks


def test_a_wrapped_line_is_copied_as_the_line_it_is(view: PageView) -> None:
    view.show_page(f"<body>{LONG}</body>")
    view.selectAll()
    assert LONG_LINE in view.selected_text()


def test_the_name_of_a_language_does_not_touch_the_button(view: PageView) -> None:
    named = snippet_html(Snippet("snippet-1", "momentum", "a = 1"), (), no_break_spaces=False)
    view.show_page(f"<body>{named}</body>")
    for width in range(560, 250, -10):
        view.resize(width, 500)
        button = view.snippets.button("snippet-1", LinkKind.COPY)
        assert button
        head = next(block for block in blocks_of(view.document()) if block.text().startswith("Momentum"))
        corner = view.document().documentLayout().blockBoundingRect(head).topLeft()
        lines = [head.layout().lineAt(number) for number in range(head.layout().lineCount())]
        right = max(corner.x() + line.x() + line.naturalTextWidth() for line in lines)
        assert right + 4 <= view.snippets.place_of(button).left(), width
