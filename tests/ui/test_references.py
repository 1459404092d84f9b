"""No call into Qt may take references from None, True or False: Python 3.11 counts them, and ends at none."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_view import PageView

CALLS = 2000
MAX_GROWTH = 50
"""References that the interpreter itself may take or give in the meantime."""


class Sender(QObject):
    """Sends to itself."""

    sent = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sent.connect(self.take)

    def take(self, _text: str) -> None:
        """Take what is sent."""


def process_events(_qtbot: QtBot) -> Callable[[], object]:
    return QApplication.processEvents


def emit(_qtbot: QtBot) -> Callable[[], object]:
    sender = Sender()
    return lambda: sender.sent.emit("x")


def repaint(qtbot: QtBot) -> Callable[[], object]:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.show_page("<body><p>Text</p></body>")
    view.show()
    return lambda: view.viewport().repaint()  # holds the view, too


@pytest.mark.parametrize("prepare", [process_events, emit, repaint])
def test_references_stay(qtbot: QtBot, prepare: Callable[[QtBot], Callable[[], object]]) -> None:
    call = prepare(qtbot)
    call()
    constants = (None, True, False)
    before = [sys.getrefcount(constant) for constant in constants]
    for _ in range(CALLS):
        call()
    after = [sys.getrefcount(constant) for constant in constants]
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert all(abs(count) < MAX_GROWTH for count in lost), lost
