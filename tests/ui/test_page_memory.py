"""A page that is turned leaves nothing behind."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from momviewer.manual.links import Address
from momviewer.ui.page.page_document import PageDocument
from momviewer.ui.window.main_window import MainWindow

TURNS = 40


def documents() -> int:
    gc.collect()
    return sum(isinstance(held, PageDocument) for held in gc.get_objects())


def test_turning_pages_keeps_one_document(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    before = documents()
    for turn in range(TURNS):
        window.reader.open(Address(("moorings", "ropes")[turn % 2]))
    assert documents() == before
    window.page.selectAll()
    window.page.copy()
    assert documents() == before


@pytest.fixture
def collecting(window: MainWindow) -> Iterator[MainWindow]:
    """Return the window with garbage collected as it is for a reader."""
    thresholds = gc.get_threshold()
    window.collector.start()
    yield window
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells it")
def test_a_reader_who_never_rests_keeps_no_more_memory(collecting: MainWindow) -> None:
    def turn(times: int) -> int:
        for number in range(times):
            collecting.reader.open(Address(("moorings", "ropes")[number % 2]))
            collecting.collector.note_activity()
        return resident_bytes()

    at_first = turn(500)
    assert turn(500) < 1.5 * at_first
