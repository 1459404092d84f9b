"""The strip under the bar: what it leaves out first where there is little room."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from momviewer.query.diagnostics import Fix
from momviewer.ui.base.theme import LIGHT, widget_style
from momviewer.ui.search.query_strip import QueryStrip

MESSAGE = "The colon makes this a field to search in, and there is none of that name."
FIXES = (Fix("Escape the special characters", "a\\:b"), Fix("Search as a phrase", '"a:b"'))


@pytest.fixture
def strip(qtbot: QtBot) -> QueryStrip:
    """Return the strip with a warning that has two fixes."""
    made = QueryStrip(LIGHT)
    qtbot.addWidget(made)
    made.setStyleSheet(widget_style(LIGHT))
    made.show_keys({"fix": "Alt+X"})
    made.resize(1600, 36)
    made.show()
    made.show_message(MESSAGE, FIXES)
    return made


def offered(strip: QueryStrip) -> list[str]:
    """Return what stands on the buttons that are seen."""
    return [button.text() for button in strip.findChildren(QPushButton) if button.isVisible()]


def test_the_second_fix_goes_first_then_the_key_and_the_first_fix_stays(strip: QueryStrip) -> None:
    seen = []
    for width in range(1600, 300, -20):
        strip.resize(width, 36)
        if offered(strip) not in seen:
            seen.append(offered(strip))
    first, second = (fix.label for fix in FIXES)
    assert seen == [[f"{first}  Alt+X", second], [f"{first}  Alt+X"], [first]]


def test_the_message_is_whole_as_long_as_something_else_can_go(strip: QueryStrip) -> None:
    looked_at = 0
    for width in range(1600, 300, -20):
        strip.resize(width, 36)
        if len(offered(strip)) > 1:
            assert strip._message.width() >= strip._message.wanted_width()
            looked_at += 1
    assert looked_at


def test_an_offer_without_a_warning_is_not_in_the_colour_of_warnings(strip: QueryStrip) -> None:
    def colours() -> set[str]:
        image = strip.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    assert LIGHT.warning.lower() in colours()
    strip.show_message("The lines that were pasted are joined.", FIXES[1:], warning=False)
    assert LIGHT.warning.lower() not in colours()
