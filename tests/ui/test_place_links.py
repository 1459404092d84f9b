"""Links to places: copied by a key for what is read, and at each heading and caption."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.page.heading_links import HeadingMark
from momviewer.ui.window.main_window import MainWindow

FREE = Qt.KeyboardModifier.NoModifier
COPY_LINK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_A
LONG = "<p>more</p>" * 40


@pytest.fixture
def long(window: MainWindow) -> MainWindow:
    """Return the window on a page of the manual whose sections are longer than the view."""
    window.reader.open(Address("ropes"))
    html = (
        f'<body><h1>Ropes</h1>{LONG}<p class="caption"><a name="ropes.two"></a>Example 1.1</p>{LONG}'
        f'<h2><a name="heading-1"></a>Note</h2>{LONG}</body>'
    )
    window.page.show_page(html, headings=("", "heading-1", "ropes.two"))
    return window


def copied(window: MainWindow, qtbot: QtBot) -> str:
    modifiers, key = COPY_LINK
    qtbot.keyClick(window.page, key, modifiers)
    return QGuiApplication.clipboard().text().removeprefix(f"momviewer://{window.reader.manual_id}/")


def move_to(window: MainWindow, place: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    point = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, FREE)
    QApplication.sendEvent(window.page.viewport(), event)


def beside(window: MainWindow) -> HeadingMark | None:
    return window.page.headings.hovered


def test_a_key_copies_the_link_to_the_section_that_is_read(long: MainWindow, qtbot: QtBot) -> None:
    assert copied(long, qtbot) == "ropes"
    for anchor in ("ropes.two", "heading-1"):
        top = long.page.places.top_of(anchor)
        assert top
        long.page.scroll_to(int(top) + 200)
        assert copied(long, qtbot) == f"ropes#{anchor}"


def test_the_example_that_was_jumped_to_is_meant_while_it_is_in_view(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.reader.open(Address("ropes", "ropes.two"))
    assert copied(window, qtbot) == "ropes#ropes.two"
    assert window.page.notice == "Copied the link to Example 1.1 Two Ropes"


def test_a_page_of_the_program_has_no_link(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    window.reader.show_html("<h1>Nothing</h1>")
    assert copied(window, qtbot) == "before"
    assert "no page" in window.page.notice


def test_the_mark_beside_a_heading_is_seen_under_the_mouse_and_copies_its_link(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.reader.open(Address("ropes"))
    page, headings = window.page, window.page.headings
    bare = page.viewport().grab().toImage()
    top = page.places.top_of("ropes.two")
    assert top
    move_to(window, QPoint(200, int(top) + 5 - page.scroll_position()))
    assert headings.hovered
    assert headings.hovered.anchor == "ropes.two"
    assert page.viewport().grab().toImage() != bare
    mark = (headings.place_of(headings.hovered).center() - page.scrolled()).toPoint()
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    QApplication.sendEvent(page.viewport(), QHelpEvent(QEvent.Type.ToolTip, mark, mark))
    assert told == ["Copy the link to this place"]
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert QGuiApplication.clipboard().text() == f"momviewer://{window.reader.manual_id}/ropes#ropes.two"
    move_to(window, QPoint(200, page.viewport().height() - 5))
    assert not beside(window)
    assert page.viewport().grab().toImage() == bare


@pytest.mark.parametrize("width", [480, 1400])
def test_the_mark_of_the_title_is_in_the_margin_at_every_width(
    window: MainWindow, qtbot: QtBot, width: int
) -> None:
    window.resize(width, 700)
    window.sidebar.hide()
    window.reader.open(Address("ropes"))
    page, headings = window.page, window.page.headings
    title = page.document().find("Ropes")
    move_to(window, page.cursorRect(title).center())
    assert headings.hovered
    place = headings.place_of(headings.hovered)
    assert 0 <= place.left() < place.right() <= page.cursorRect(title).left()
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert QGuiApplication.clipboard().text() == f"momviewer://{window.reader.manual_id}/ropes"
