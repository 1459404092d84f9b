"""The choice of manuals beside the bar: by set, with all of a set, and all."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from momviewer.library.importing import AddOptions, add_manual
from momviewer.library.library import BUILT_IN, Library
from momviewer.library.scopes import Scope
from momviewer.manual.manifest import Manifest, read_manifest
from momviewer.paths import Paths
from momviewer.search.answers.answering import Answer
from momviewer.ui.widgets.choice_list import ITEM, GroupedListModel
from momviewer.ui.widgets.choice_rows import choices
from momviewer.ui.widgets.manual_selector import FILTER_FROM
from momviewer.ui.window.main_window import MainWindow
from momviewer.user_data.settings import SettingsStore
from tests.ui.conftest import DOCUMENTS, WAIT, Opener
from tests.unit.test_scopes import ALL, OLDER


@pytest.fixture
def three_manuals(library: Library, tmp_path: Path) -> Library:
    """Return a library with the bundled manual, another of its set, and one of a set of its own."""
    for name, options in (
        ("other", AddOptions("Harbour 2 Log Book")),
        ("third", AddOptions("Third Manual", "Third")),
    ):
        shutil.copytree(DOCUMENTS, tmp_path / name)
        add_manual(library, tmp_path / name, options)
    return library


@pytest.fixture
def chooser(three_manuals: Library, open_window: Opener) -> MainWindow:
    assert three_manuals.built_in()
    window = open_window("momviewer://" + BUILT_IN + "/ropes")
    window.bar.choice.click()
    return window


def manuals_found(window: MainWindow, qtbot: QtBot) -> set[str]:
    """Look for a word and return in which manuals it was found: those of one page in all that hold it."""
    answers: list[Answer] = []
    window.search_controller.answered.connect(answers.append)
    with qtbot.waitSignal(window.search_controller.answered, timeout=WAIT):
        window.bar.line.setText("ropes")
    result = answers[-1].result
    hits = result.hits if result else ()
    return {hit.manual for hit in hits} | {place.manual for hit in hits for place in hit.elsewhere}


def test_the_choice_stands_on_a_ground_of_its_own_with_an_edge(chooser: MainWindow) -> None:
    theme, image = chooser.preferences.theme, chooser.bar.selector.grab().toImage()
    middle = image.height() // 2
    assert image.pixelColor(0, middle).name() == theme.line.lower()
    assert image.pixelColor(3, middle).name() == theme.page.lower()
    assert image.pixelColor(0, 0).alpha() == 0  # round corners


def texts(model: QAbstractItemModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_model_is_sound() -> None:
    model = GroupedListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(choices(ALL, OLDER, Scope()))
    model.show([])
    model.show(choices(ALL, OLDER, Scope("all"), "momentum"))
    assert model.rowCount() == 7
    assert tester.model() is model
    heading = model.index(0, 0)
    assert heading.data(ITEM).kind == "heading"
    assert model.flags(heading) == Qt.ItemFlag.NoItemFlags


def test_manuals_are_offered_by_set(chooser: MainWindow) -> None:
    selector = chooser.bar.selector
    assert selector.isVisible()
    model = selector.list.model()
    assert texts(model) == [
        "All manuals",
        "Harbour 2",
        "All Harbour 2",
        "Log Book",
        "Reference Manual",
        "Third Manual",  # alone in the set "Third"
    ]
    assert selector.list.currentIndex().data() == "Reference Manual"


def test_the_choice_grows_with_its_manuals(
    chooser: MainWindow, qtbot: QtBot, three_manuals: Library, tmp_path: Path
) -> None:
    """It had the height of its first opening until a restart."""
    selector = chooser.bar.selector
    before = selector.height()
    selector.close()
    for number in range(3):
        add_manual(three_manuals, shutil.copytree(DOCUMENTS, tmp_path / f"copy {number}"))
    qtbot.keyClick(chooser, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    model, view = selector.list.model(), selector.list
    assert selector.height() == before + 3 * view.visualRect(model.index(1, 0)).height()
    last = view.visualRect(model.index(model.rowCount() - 1, 0))
    assert view.viewport().rect().contains(last)  # nothing has to be scrolled to


def test_manuals_of_one_title_and_edition_are_told_apart(
    chooser: MainWindow, qtbot: QtBot, three_manuals: Library, tmp_path: Path
) -> None:
    chooser.bar.selector.close()
    add_manual(three_manuals, shutil.copytree(DOCUMENTS, tmp_path / "copy"))
    qtbot.keyClick(chooser, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    model = chooser.bar.selector.list.model()
    items = [model.index(row, 0).data(ITEM) for row in range(model.rowCount())]
    called = [(item.text, item.detail) for item in items if item.kind == "manual"]
    assert len(set(called)) == len(called) == 4


def test_another_manual_is_chosen_by_keyboard(chooser: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(chooser.bar.selector.list, Qt.Key.Key_Up)
    qtbot.keyClick(chooser.bar.selector.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chooser.reader.manual_id == "other", timeout=WAIT)
    assert not chooser.bar.selector.isVisible()
    assert chooser.bar.choice.text() == "Log Book ▾"
    assert "Harbour 2 Log Book" in chooser.bar.choice.toolTip()


def test_headings_are_stepped_over_and_ends_are_ends(chooser: MainWindow, qtbot: QtBot) -> None:
    view = chooser.bar.selector.list
    for key, text in (
        (Qt.Key.Key_Down, "Third Manual"),
        (Qt.Key.Key_Down, "Third Manual"),
        (Qt.Key.Key_Home, "All manuals"),
        (Qt.Key.Key_Down, "All Harbour 2"),
        (Qt.Key.Key_End, "Third Manual"),
        (Qt.Key.Key_PageUp, "All manuals"),
    ):
        qtbot.keyClick(view, key)
        assert view.currentIndex().data() == text


def test_a_set_is_searched_and_remembered(chooser: MainWindow, qtbot: QtBot, paths: Paths) -> None:
    view = chooser.bar.selector.list
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chooser.bar.choice.text() == "All Harbour 2 ▾"
    assert chooser.reader.manual_id == BUILT_IN
    assert manuals_found(chooser, qtbot) == {BUILT_IN, "other"}
    chooser.close()
    kept = SettingsStore(paths.config / "settings.json").load()
    assert (kept.scope, kept.scope_set) == ("set", "Harbour 2")


def test_all_manuals_are_searched(chooser: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(chooser.bar.selector.list, Qt.Key.Key_Home)
    qtbot.keyClick(chooser.bar.selector.list, Qt.Key.Key_Return)
    assert chooser.bar.choice.text() == "All manuals ▾"
    assert manuals_found(chooser, qtbot) == {BUILT_IN, "other", "third"}


def test_choosing_the_open_manual_searches_it_alone_again(chooser: MainWindow, qtbot: QtBot) -> None:
    chooser.manual_switcher.change_scope(Scope("all"))
    chooser.bar.selector.close()
    qtbot.keyClick(chooser, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    view = chooser.bar.selector.list
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chooser.manual_switcher.scope == Scope()
    assert chooser.bar.choice.text() == "Reference Manual ▾"


def test_escape_leaves_everything_as_it_was(chooser: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(chooser.bar.selector.list, Qt.Key.Key_Escape)
    assert not chooser.bar.selector.isVisible()
    assert chooser.reader.manual_id == BUILT_IN


def test_a_damaged_manual_is_not_offered_and_does_not_spoil_the_search(
    three_manuals: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window("momviewer://" + BUILT_IN + "/ropes")
    (three_manuals.find("other").folder / "manual.db").write_bytes(b"")
    window.manual_switcher.change_scope(Scope("all"))
    assert manuals_found(window, qtbot) == {BUILT_IN, "third"}
    assert "damaged" in window.status_strip.text


def test_many_manuals_can_be_filtered(chooser: MainWindow, qtbot: QtBot) -> None:
    selector = chooser.bar.selector
    assert selector.filter.isHidden()
    selector.close()
    many = [info for _ in range(FILTER_FROM) for info in ALL]
    selector.open_below(chooser.bar.choice, many, OLDER, Scope())
    assert selector.filter.isVisible()
    qtbot.keyClicks(selector.filter, "companion")
    assert texts(selector.list.model())[:2] == ["Momentum 4", "Example Companion"]
    with qtbot.waitSignal(selector.manual_requested) as asked:
        qtbot.keyClick(selector.filter, Qt.Key.Key_Return)
    assert asked.args == ["companion"]


def test_everything_in_it_has_a_name(chooser: MainWindow) -> None:
    for kind in (QLineEdit, QListView):
        for widget in chooser.bar.selector.findChildren(kind):
            assert widget.accessibleName()


def test_the_start_looks_at_one_manual_however_many_there_are(
    three_manuals: Library, open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(three_manuals.manuals()) == 3
    read: list[str] = []

    def counted(folder: Path) -> Manifest:
        if threading.current_thread() is threading.main_thread():
            read.append(folder.name)
        return read_manifest(folder)

    monkeypatch.setattr("momviewer.library.library.read_manifest", counted)
    window = open_window("1.1")
    assert window.reader.manual_id == "third"  # the latest; nothing was remembered
    window.close()
    read.clear()
    again = open_window("2.1")
    assert again.reader.manual_id == "third"
    assert set(read) <= {"third", BUILT_IN}
