"""The library window: what is installed, and what can be done with it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partialmethod
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from momviewer.library.importing import AddOptions, OfferedManual, add_manual
from momviewer.library.library import BUILT_IN, Library
from momviewer.manual.links import Address
from momviewer.manual.placing import LIBRARY_LOCK_TIMEOUT_S, REMOVED, lock_of
from momviewer.ui.base.theme import DARK
from momviewer.ui.library.library_dialog import LibraryDialog
from momviewer.ui.library.library_dialogs import OfferDialog, RenameDialog
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.ui.window.main_window import MainWindow
from momviewer.user_data.bookmarks import Bookmark
from tests.stalls import Stalls
from tests.ui.conftest import DOCUMENTS, WAIT, Opener, show
from tests.unit.harbour import newer_edition, older_edition

HOLDING = """
import sys
from pathlib import Path
from momviewer.files import locked
with locked(Path(sys.argv[1]), 5):
    print("held", flush=True)
    input()
"""


@pytest.fixture
def installed(library: Library, tmp_path: Path) -> Library:
    """Return a library with the bundled manual and two more, one of them of another set."""
    add_manual(library, older_edition(tmp_path / "old"), AddOptions("Harbour 2 Log Book"))
    shutil.copytree(DOCUMENTS, tmp_path / "third")
    add_manual(library, tmp_path / "third", AddOptions("Third Manual", "Third"))
    return library


@pytest.fixture
def window(installed: Library, open_window: Opener) -> MainWindow:
    assert installed.built_in()
    return open_window(f"momviewer://{BUILT_IN}/ropes")


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[LibraryDialog]:
    """Return the library window, opened by its key, with the log book chosen."""
    qtbot.keyClick(
        window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    found = window.library_controller.dialog
    assert found is not None
    assert found.isVisible()
    choose(found, qtbot, "old")
    yield found
    found.close()


def choose(dialog: LibraryDialog, qtbot: QtBot, manual: str) -> None:
    """Walk to a manual by keyboard and wait until its details are there."""
    for key in (Qt.Key.Key_Up,) * 5 + (Qt.Key.Key_Down,) * 5:
        if dialog.current == manual:
            break
        qtbot.keyClick(dialog.filter, key)
    assert dialog.current == manual
    qtbot.waitUntil(lambda: f"Id {manual}" in told(dialog), timeout=WAIT)


def button_of(strip: StatusStrip, text: str) -> QAbstractButton:
    return next(button for button in strip.findChildren(QAbstractButton) if button.text() == text)


def told(dialog: LibraryDialog) -> str:
    return " ".join(dialog.page.toPlainText().split())


def wait_for_text(dialog: LibraryDialog, text: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: text in dialog.status_strip.text, timeout=WAIT)


@contextmanager
def held_elsewhere(library: Library) -> Iterator[None]:
    """Have another program hold the lock of the library."""
    lock = lock_of(library.paths.manuals)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate("\n")


def rows(dialog: LibraryDialog) -> list[str]:
    model = dialog.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_manuals_stand_by_set_with_their_details(dialog: LibraryDialog, tmp_path: Path) -> None:
    assert rows(dialog) == ["Harbour 2", "Log Book", "Reference Manual", "Third Manual"]
    text = told(dialog)
    for part in (
        "Harbour 2 Log Book",
        "Edition 2026-01-02",
        "9 pages, 2 examples",
        f"Source {tmp_path / 'old'}",
        "Form Markdown",
        "Added 20",
        "Built 20",
        "Size ",
        "Pages that are linked to and not there",
        "lighthouse: 1 link, from moorings",
    ):
        assert part in text


def test_the_bundled_manual_stays(dialog: LibraryDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, BUILT_IN)
    assert "comes with momviewer" in told(dialog)
    assert not any(button.isEnabled() for button in (dialog.rename, dialog.rebuild, dialog.remove))
    assert dialog.open_manual.isEnabled()


def test_a_manual_is_opened_with_enter(dialog: LibraryDialog, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.manual_id == "old", timeout=WAIT)


def test_a_manual_is_renamed(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, installed: Library
) -> None:
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_F2)
    (naming,) = window.findChildren(RenameDialog)
    assert naming.title.text() == "Harbour 2 Log Book"
    naming.title.setText("Captain's Log")
    naming.set.setCurrentText("Third")
    naming.accept()
    renamed = ["Harbour 2 Reference Manual", "Third", "Captain's Log", "Third Manual"]
    qtbot.waitUntil(lambda: rows(dialog) == renamed, timeout=WAIT)
    assert dialog.current == "old"
    assert (installed.find("old").info.title, installed.find("old").info.set) == ("Captain's Log", "Third")


def test_removing_can_be_undone(dialog: LibraryDialog, qtbot: QtBot, installed: Library) -> None:
    before = installed.manuals()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    wait_for_text(dialog, "Removed Harbour 2 Log Book.", qtbot)
    assert rows(dialog) == ["Harbour 2 Reference Manual", "Third Manual"]
    assert dialog.current == BUILT_IN  # its neighbour
    assert len(installed.manuals()) == 2
    qtbot.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(rows(dialog)) == 4, timeout=WAIT)
    assert installed.manuals() == before
    assert dialog.current == "old"
    assert dialog.status_strip.isHidden()


def test_the_window_waits_for_no_other_program(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, installed: Library
) -> None:
    def naming() -> None:
        dialog.rename.click()
        (asking,) = window.findChildren(RenameDialog)
        asking.title.setText("Captain's Log")
        asking.accept()

    undo = window.library_controller.undo
    for ask, waiting, done in (
        (naming, "Renaming Captain's Log: ", lambda: "Captain's Log" in rows(dialog)),
        (dialog.remove.click, "Removing old: ", lambda: "Removed" in dialog.status_strip.text),
        (undo, "Bringing Captain's Log back: ", lambda: "Captain's Log" in rows(dialog)),
    ):
        before = rows(dialog)
        with held_elsewhere(installed):
            stalls = Stalls()
            ask()
            wait_for_text(dialog, f"{waiting}waiting for another program", qtbot)
            stalls.stop()
            assert stalls.longest < LIBRARY_LOCK_TIMEOUT_S / 2
            assert rows(dialog) == before
        qtbot.waitUntil(done, timeout=WAIT)
        assert "waiting" not in dialog.status_strip.text or dialog.status_strip.isHidden()


def test_a_lock_that_nobody_gives_back_is_said(
    dialog: LibraryDialog, qtbot: QtBot, installed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("momviewer.library.library.Library.locked", partialmethod(Library.locked, 0.1))
    with held_elsewhere(installed):
        dialog.remove.click()
        wait_for_text(dialog, "Another program holds", qtbot)
    assert "Log Book" in rows(dialog)


@pytest.mark.parametrize("end", ["dialog", "notice", "window", "another"])
def test_what_is_removed_is_gone_at_the_end(
    end: str, dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, installed: Library
) -> None:
    dialog.remove.click()
    wait_for_text(dialog, "Removed Harbour 2 Log Book.", qtbot)
    assert list(installed.paths.manuals.glob(f"{REMOVED}*"))
    if end == "dialog":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    elif end == "notice":
        dialog.status_strip.closed.emit()
    elif end == "window":
        window.close()
    else:
        choose(dialog, qtbot, "third")
        dialog.remove.click()
        wait_for_text(dialog, "Removed Third Manual.", qtbot)
        dialog.close()
    assert not list(installed.paths.manuals.glob(f"{REMOVED}*"))
    assert "old" not in {manual.info.id for manual in Library(installed.paths).manuals()}


def test_the_open_manual_can_be_removed(dialog: LibraryDialog, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.manual_id == "old", timeout=WAIT)
    dialog.remove.click()
    assert window.reader.address is None  # no page of it stays, while the other is opened
    qtbot.waitUntil(lambda: window.reader.address is not None, timeout=WAIT)
    assert window.reader.manual_id in {BUILT_IN, "third"}


def test_a_manual_is_rebuilt_and_the_reader_stays_where_it_was(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    window.reader.open(Address("commands.dock", "dock.example", "old"))
    qtbot.waitUntil(dialog.rebuild.isEnabled, timeout=WAIT)
    with qtbot.waitSignal(window.build_queue.rebuilt, timeout=WAIT):
        dialog.rebuild.click()
        assert dialog.status_strip.text == "Rebuilding old …"
    assert window.reader.address == Address("commands.dock", "dock.example", "old")
    assert "is ready: 9 pages, 2 examples" in dialog.status_strip.text


def test_a_source_that_is_gone_is_said(dialog: LibraryDialog, qtbot: QtBot, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "third")
    choose(dialog, qtbot, "third")
    assert "The source is gone" in told(dialog)
    assert not dialog.rebuild.isEnabled()
    assert dialog.open_manual.isEnabled()


def test_a_source_that_has_changed_is_said(dialog: LibraryDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "third" / "new.md").write_text("## New\n", encoding="utf-8")
    choose(dialog, qtbot, "third")
    assert "It has changed since. Rebuild to read it as it is now." in told(dialog)


@pytest.mark.parametrize(
    ("harm", "words", "rebuilds"),
    [
        ("database", "is damaged (manual.db", True),
        ("manifest", "It is not known where it came from", False),
        ("version", "was built by a newer momviewer. Update momviewer", False),
    ],
)
def test_a_manual_that_cannot_be_opened_says_why_and_can_be_removed(
    window: MainWindow, qtbot: QtBot, installed: Library, harm: str, words: str, *, rebuilds: bool
) -> None:
    folder = installed.find("third").folder
    manifest = folder / "manifest.json"
    if harm == "database":
        (folder / "manual.db").write_bytes(b"x")
    elif harm == "manifest":
        manifest.write_text("{", encoding="utf-8")
    else:
        manifest.write_text(json.dumps({"format": [9, 0]}), encoding="utf-8")
    window.library_controller.show("third")
    dialog = window.library_controller.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: words in told(dialog), timeout=WAIT)
    assert "This manual cannot be opened" in told(dialog)
    assert (dialog.open_manual.isEnabled(), dialog.rebuild.isEnabled()) == (False, rebuilds)
    dialog.remove.click()
    wait_for_text(dialog, "Removed", qtbot)
    assert "third" not in {manual.info.id for manual in installed.manuals()}


def test_a_manual_that_an_older_program_built_is_rebuilt_by_itself(
    installed: Library, open_window: Opener, qtbot: QtBot
) -> None:
    manifest = installed.find("third").folder / "manifest.json"
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**stored, "format": [0, 0]}), encoding="utf-8")
    window = open_window(f"momviewer://{BUILT_IN}/ropes")
    qtbot.waitUntil(lambda: installed.find("third").trouble == "", timeout=WAIT)
    qtbot.waitUntil(lambda: not window.build_queue.busy, timeout=WAIT)
    assert window.reader.address == Address("ropes", "", BUILT_IN)


def test_several_manuals_are_offered_and_those_ticked_are_added(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    many = tmp_path / "many"
    for name in ("one", "two", "three"):
        shutil.copytree(DOCUMENTS, many / name)
    with qtbot.waitSignal(window.build_queue.offered, timeout=WAIT):
        window.build_queue.add(many)
    offer = window.findChild(OfferDialog)
    assert isinstance(offer, OfferDialog)
    assert [offer.list.item(row).text().split("\n")[1] for row in range(3)] == [
        f"{name}, 9 pages, Markdown" for name in ("one", "three", "two")
    ]
    assert offer.add.text() == "Add 3"
    qtbot.keyClick(offer.list, Qt.Key.Key_Space)
    assert offer.add.text() == "Add 2"
    done: list[str] = []
    window.build_queue.done.connect(lambda manual: done.append(manual.info.id))
    offer.accept()
    qtbot.waitUntil(lambda: done == ["three", "two"], timeout=2 * WAIT)
    assert dialog.current == "two"
    assert {"three", "two"} <= {manual.info.id for manual in installed.manuals()}


def test_several_manuals_are_counted_while_they_are_added_and_listed_at_the_end(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    """What was read before stays open; any of the new ones is opened from the strip."""
    for name in ("one", "two", "three"):
        shutil.copytree(DOCUMENTS, tmp_path / "many" / name)
    read_before = window.reader.address
    offered = [OfferedManual(tmp_path / "many", name, "Harbour", "markdown", 9) for name in ("one", "two")]
    broken = OfferedManual(tmp_path / "many" / "three", "gone", "Harbour", "markdown", 9)
    started: list[str] = []
    window.build_queue.started.connect(started.append)
    with qtbot.waitSignal(window.build_queue.all_done, timeout=2 * WAIT):
        window.build_queue.add_offered([*offered, broken])
    assert started[:3] == ["Adding one, 1 of 3", "Adding two, 2 of 3", "Adding gone, 3 of 3"]
    assert window.reader.address == read_before
    assert window.status_strip.text.startswith("2 manuals are ready: Harbour 2 Reference Manual 2026-01-02 (")
    assert not installed.find("two").trouble
    qtbot.mouseClick(button_of(window.status_strip, "Open"), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert ["(one)" in action.text() for action in menu.actions()] == [True, False]
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.reader.manual_id == "two", timeout=WAIT)


def test_what_failed_is_put_away_with_the_work_that_it_ended(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "third")
    with qtbot.waitSignal(window.build_queue.failed, timeout=WAIT):
        window.build_queue.rebuild("third")
    for strip in (dialog.status_strip, window.status_strip):
        assert "third" in strip.text
        assert not strip.isHidden()
        qtbot.mouseClick(button_of(strip, "Close"), Qt.MouseButton.LeftButton)
        assert strip.isHidden()


def test_looking_into_a_folder_is_over_when_manuals_are_offered(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        shutil.copytree(DOCUMENTS, tmp_path / "many" / name)
    with qtbot.waitSignal(window.build_queue.offered, timeout=WAIT):
        window.build_queue.add(tmp_path / "many")
    offer = window.findChild(OfferDialog)
    assert isinstance(offer, OfferDialog)
    offer.reject()
    assert dialog.status_strip.isHidden()
    assert window.status_strip.isHidden()


def test_cancelling_forgets_what_waits(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    before = installed.manuals()
    shutil.copytree(DOCUMENTS, tmp_path / "one")
    with qtbot.waitSignal(window.build_queue.cancelled, timeout=WAIT):
        window.build_queue.add(tmp_path / "one")
        window.build_queue.rebuild("third")
        window.build_queue.cancel()
    assert not window.build_queue.busy
    assert installed.manuals() == before


def test_a_long_title_is_offered_whole(qtbot: QtBot, tmp_path: Path) -> None:
    titles = ("Harbour", "A title that goes on for longer than any list is wide " * 3)
    offer = OfferDialog([OfferedManual(tmp_path, "", title, "markdown", 9) for title in titles])
    qtbot.addWidget(offer)
    offer.show()
    short, long = (offer.list.visualItemRect(offer.list.item(row)) for row in range(2))
    assert long.height() > short.height()
    assert long.width() <= offer.list.viewport().width()


def test_an_archive_is_added(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", DOCUMENTS)
    with qtbot.waitSignal(window.build_queue.done, timeout=WAIT):
        window.build_queue.add(Path(archive))
    qtbot.waitUntil(lambda: window.reader.manual_id == "packed", timeout=WAIT)


def test_a_newer_edition_takes_the_bookmarks_and_shows_what_changed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    installed.rename("old", title="Harbour 2 Reference Manual")
    marks = window.bookmarking.bookmarks
    marks.add(Bookmark("old", "ropes", "ropes.two", "Two Ropes", "mind"))
    marks.add(Bookmark("old", "commands.undock", "", "undock", "how to leave"))
    with qtbot.waitSignal(window.library_controller.editions.carried, timeout=WAIT):
        window.build_queue.add(newer_edition(tmp_path / "new"))
    assert [(mark.manual, mark.page, mark.note) for mark in marks] == [
        ("new", "ropes", "mind"),
        ("old", "commands.undock", "how to leave"),
    ]
    assert "took over from 2026-01-02: 1 page added" in window.status_strip.text
    assert "1 bookmark leads to it now. 1 bookmark lost its place." in window.status_strip.text
    (offer,) = [
        one for one in window.status_strip.findChildren(QAbstractButton) if one.text() == "What changed"
    ]
    offer.click()
    qtbot.waitUntil(lambda: window.library_controller.changes.dialog is not None, timeout=WAIT)
    changes = window.library_controller.changes.dialog
    assert changes is not None
    model = changes.list.model()
    listed = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert listed[:2] == ["Bookmarks that lost their place", "undock"]
    assert "2.1 Docking" in listed
    assert "led to was not found" in changes.difference.toPlainText()
    assert changes.difference.toPlainText().splitlines()[-1] == "how to leave"
    changes.filter.setText("no such change")
    assert not changes.open_place.isEnabled()
    changes.filter.clear()
    assert changes.open_place.isEnabled()
    qtbot.keyClicks(changes.filter, "2.1")
    qtbot.waitUntil(lambda: "max_ropes=3" in changes.difference.toPlainText(), timeout=WAIT)
    assert "max_ropes=2" in changes.difference.toPlainText()
    changes.set_theme(DARK)
    changes.open_place.click()
    assert window.reader.address == Address("commands.dock", "dock.example", "new")
    window.library_controller.changes.show("new")
    qtbot.waitUntil(lambda: window.library_controller.changes.dialog is not changes, timeout=WAIT)


def test_a_manual_is_ready_before_it_is_told_what_it_took_over_from(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    installed.rename("old", title="Harbour 2 Reference Manual")
    told: list[str] = []
    window.build_queue.done.connect(lambda _manual: told.append("done"))
    window.build_queue.compared.connect(lambda _comparison: told.append("compared"))
    window.build_queue.add(newer_edition(tmp_path / "new"))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT)
    assert told == ["done", "compared"]


def test_two_manuals_are_compared_and_one_takes_over(
    dialog: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    marks = window.bookmarking.bookmarks
    marks.add(Bookmark("old", "ropes", "", "Ropes"))
    qtbot.waitUntil(dialog.compare.isEnabled, timeout=WAIT)
    dialog.compare.click()
    selector = window.library_controller.changes.selector
    assert selector.isVisible()
    selector.manual_requested.emit("third")
    selector.close()
    qtbot.waitUntil(lambda: window.library_controller.changes.dialog is not None, timeout=WAIT)
    changes = window.library_controller.changes.dialog
    assert changes is not None
    assert "Nothing changed" in changes.difference.toPlainText()
    with qtbot.waitSignal(window.library_controller.editions.carried, timeout=WAIT):
        changes.take_over.click()
    assert [mark.manual for mark in marks] == ["third"]


def test_an_old_number_is_told_at_the_bar(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, installed: Library
) -> None:
    installed.rename("old", title="Harbour 2 Reference Manual")
    with qtbot.waitSignal(window.library_controller.editions.carried, timeout=WAIT):
        window.build_queue.add(newer_edition(tmp_path / "new"))
    qtbot.waitUntil(lambda: window.reader.manual_id == "new", timeout=WAIT)
    show(window, qtbot, "ex 1.1")
    assert window.status_strip.text == "Example 1.1 of the 2026-01-02 edition is 1.2 now."
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("ex 1.1")
    assert [row.title for row in window.results.rows[:2]] == ["A Knot", "Two Ropes"]
    assert window.strip.message == "Example 1.1 of the 2026-01-02 edition is 1.2 now."


def test_everything_that_takes_the_keyboard_has_a_name(dialog: LibraryDialog) -> None:
    for kind in (QAbstractButton, QLineEdit, QListView, QTextBrowser):
        for widget in dialog.findChildren(kind):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
                assert named or widget.isHidden(), widget


def test_escape_closes_the_library(dialog: LibraryDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.closed, timeout=WAIT):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert dialog.isHidden()
