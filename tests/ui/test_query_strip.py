"""The strip under the bar: it grows where there is little room, and leaves nothing out."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from momviewer.query.diagnostics import Fix
from momviewer.query.occur import Occur
from momviewer.ui.base.theme import LIGHT, widget_style
from momviewer.ui.search.query_strip import Chip, QueryStrip

MESSAGE = "The colon makes this a field to search in, and there is none of that name."
FIXES = (Fix("Escape the special characters", "a\\:b"), Fix("Search as a phrase", '"a:b"'))


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[QueryStrip]:
    """Return the strip with a warning that has two fixes."""
    around = QWidget()
    qtbot.addWidget(around)
    made = QueryStrip(LIGHT, around)
    made.setStyleSheet(widget_style(LIGHT))
    made.show_keys({"fix": "Alt+X"})
    made.resize(1600, 36)
    around.show()
    made.show_message(MESSAGE, FIXES)
    yield made
    around.close()


def offered(strip: QueryStrip) -> list[str]:
    """Return what stands on the buttons that are seen."""
    return [button.text() for button in strip.findChildren(QPushButton) if button.isVisible()]


def sized(strip: QueryStrip, width: int) -> None:
    """Give the strip a width, and the height that it asks for with it."""
    strip.resize(width, strip.heightForWidth(width))
    strip.resize(width, strip.heightForWidth(width))  # what is offered may have gone below
    QApplication.processEvents()


def test_a_warning_is_whole_at_every_width(strip: QueryStrip) -> None:
    heights = []
    for width in range(1600, 300, -20):
        sized(strip, width)
        heights.append(strip.height())
        message = strip._message
        wanted = message.fontMetrics().boundingRect(message.rect(), Qt.TextFlag.TextWordWrap, message.text())
        assert message.height() >= wanted.height(), width
        assert message.width() >= wanted.width(), width
    assert heights == sorted(heights)
    assert heights[0] < heights[-1] / 2


def test_both_fixes_stand_below_where_there_is_no_room_beside_the_message(strip: QueryStrip) -> None:
    first, second = (fix.label for fix in FIXES)
    seen = []
    for width in range(1600, 300, -20):
        sized(strip, width)
        if offered(strip) not in seen:
            seen.append(offered(strip))
        for button in strip.findChildren(QPushButton):
            if button.isVisible():
                place = button.mapTo(strip, button.rect().bottomRight())
                assert strip.rect().contains(place), width
    assert seen == [[f"{first}  Alt+X", second], [f"{first}  Alt+X"]]


def test_all_clauses_are_drawn_in_as_many_rows_as_they_need(strip: QueryStrip) -> None:
    clauses = [Chip(Occur.MUST, f"rope_{number}", number) for number in range(8)]
    strip.show_reading(clauses)
    sized(strip, 1600)
    low = strip.height()
    sized(strip, 600)
    assert len(strip._chips._placed(strip._chips.width())) == len(clauses)
    assert low * 1.5 < strip.height() < low * 3
    assert strip._chips.heightForWidth(strip._chips.width()) <= strip._chips.height()


def test_of_a_great_many_clauses_some_are_drawn_and_all_are_told(strip: QueryStrip) -> None:
    strip.show_reading([Chip(Occur.SHOULD, f"rope_{number}", number) for number in range(60)])
    sized(strip, 600)
    assert 3 < len(strip._chips._placed(strip._chips.width())) < 60
    assert "rope_59" in strip._chips.toolTip()


def test_an_offer_without_a_warning_is_not_in_the_colour_of_warnings(strip: QueryStrip) -> None:
    def colours() -> set[str]:
        image = strip.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    assert LIGHT.warning.lower() in colours()
    strip.show_message("The lines that were pasted are joined.", FIXES[1:], warning=False)
    assert LIGHT.warning.lower() not in colours()
