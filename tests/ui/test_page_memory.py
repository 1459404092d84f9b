"""A page that is turned leaves nothing behind."""

import gc

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
