"""What is shown of a manual that was removed: the same place of its newer edition, or that it is gone."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from momviewer.library.importing import add_manual
from momviewer.library.library import BUILT_IN, Library
from momviewer.library.removing import remove_manual
from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT, Opener, show
from tests.unit.harbour import newer_edition, older_edition

OLD, NEW = "old-harbour", "new-harbour"


@pytest.fixture
def editions(library: Library, tmp_path: Path) -> Library:
    """Return a library with two editions of a manual."""
    add_manual(library, older_edition(tmp_path / "old harbour"))
    add_manual(library, newer_edition(tmp_path / "new harbour"))
    return library


def is_in_view(window: MainWindow, anchor: str) -> bool:
    block = window.page.places.block_of(anchor)
    return block is not None and window.page.places.in_view(block.position()) is not None


def test_the_same_place_of_the_newer_edition_is_shown_in_its_place(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    assert len(editions.manuals()) == 3
    window = open_window()
    window.resize(700, 360)
    show(window, qtbot, f"momviewer://{OLD}/preface")
    show(window, qtbot, f"momviewer://{OLD}/ropes#ropes.two")
    window.library_controller.show()
    window.library_controller._remove(OLD)
    qtbot.waitUntil(lambda: window.reader.manual_id == NEW, timeout=WAIT)
    assert window.reader.address == Address("ropes", "ropes.two", NEW)
    assert is_in_view(window, "ropes.two")
    assert [visit.page for visit in window.reader.history.behind()][:1] == ["preface"]
    window.reader.go(-1)
    qtbot.waitUntil(lambda: window.reader.address == Address("preface", "", NEW), timeout=WAIT)


def test_a_start_leads_to_the_newer_edition_of_what_was_removed(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(f"momviewer://{OLD}/ropes#ropes.two")
    window.close()
    remove_manual(editions, OLD)
    again = open_window()
    qtbot.waitUntil(lambda: again.reader.address == Address("ropes", "ropes.two", NEW), timeout=WAIT)


def test_a_start_at_a_manual_that_is_gone_says_so_and_another_is_searched(
    editions: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window(f"momviewer://{NEW}/ropes")
    show(window, qtbot, f"momviewer://{NEW}/commands.dock")
    title = window.reader.place_title
    window.close()
    for manual in (OLD, NEW):
        remove_manual(editions, manual)
    again = open_window()
    assert "no longer in the library" in again.page.toPlainText()
    assert title in again.page.toPlainText()
    assert again.status_strip.isHidden()
    assert again.reader.manual_id == BUILT_IN
    with qtbot.waitSignal(again.search_controller.settled, timeout=WAIT):
        again.bar.line.setText("ropes")
    assert {row.address.manual for row in again.results.rows} == {BUILT_IN}
    again.reader.go(-1)
    qtbot.waitUntil(lambda: "no longer" in again.page.toPlainText(), timeout=WAIT)
    again.reader.go(1)
