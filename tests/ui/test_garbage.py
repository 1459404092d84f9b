"""When the window looks for garbage: never while somebody works in it."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from momviewer.ui.window import startup
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Opener

OLD = 2
"""The generation that only a full collection looks through."""


class Knot:
    """Holds itself, so that only the collector finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def window(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(startup, "REST", 50)
    thresholds = gc.get_threshold()
    window = open_window()
    window.collector.start()
    yield window
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_old_garbage_is_collected_when_the_reader_rests(window: MainWindow, qtbot: QtBot) -> None:
    knot = Knot()
    gc.collect(OLD - 1)
    gc.collect(OLD - 1)
    lost = weakref.ref(knot)
    del knot
    window.bar.line.setText("rope")
    gc.collect(OLD - 1)
    assert lost() is not None
    qtbot.waitUntil(lambda: lost() is None)
