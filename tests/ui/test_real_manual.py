"""The window on the vendor's manual: every example is reached three ways and copied exactly."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from momviewer.app import make_window
from momviewer.cli.main import main
from momviewer.library.library import Library
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address
from momviewer.manual.model import ItemKind, NumberedItem
from momviewer.paths import Paths, user_paths
from momviewer.ui.window.main_window import MainWindow
from tests.built_once import real_manual
from tests.ui.conftest import WAIT, show

FORMS = ("momentum-4-html", "momentum-4-markdown")
TELLING = ("71.94", "70.60", "15.3")


@pytest.fixture(scope="module", params=FORMS)
def built_paths(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, manuals: Path
) -> Paths:
    paths = user_paths(str(tmp_path_factory.mktemp("real")))
    shutil.copytree(real_manual(tmp_path_factory, manuals, request.param), paths.manuals / request.param)
    return paths


@pytest.fixture
def real_window(qtbot: QtBot, built_paths: Paths) -> Iterator[MainWindow]:
    window = make_window(built_paths, remember=False)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.start("15.1", Library(built_paths).manuals()[0].info.id)
    qtbot.waitUntil(lambda: window.target_opener.has_started, timeout=WAIT)
    yield window
    window.close()


def example(window: MainWindow, number: str) -> NumberedItem:
    assert window.reader.outline
    items = window.reader.outline.items
    return next(item for item in items if item.kind is ItemKind.EXAMPLE and item.number == number)


def copied(window: MainWindow, qtbot: QtBot) -> str:
    """Return what Ctrl+Shift+C puts on the clipboard."""
    QGuiApplication.clipboard().setText("nothing was copied")
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.page, Qt.Key.Key_C, control | shift)
    return QGuiApplication.clipboard().text()


def test_an_example_is_reached_by_number_by_tree_and_by_search(
    real_window: MainWindow, qtbot: QtBot, built_paths: Paths
) -> None:
    bundle = open_bundle(Library(built_paths).manuals()[0].folder)
    for number in TELLING:
        item = example(real_window, number)
        code = bundle.example_text(number)
        place = Address(item.page, item.anchor, real_window.reader.manual_id)
        for query in (number, f"ex {number}", f'"{item.label} {item.title}"'):
            with qtbot.waitSignal(real_window.search_controller.settled, timeout=WAIT):
                real_window.bar.line.setText(query)
            real_window.bar.submitted.emit()
            assert real_window.reader.address == place, query
            assert copied(real_window, qtbot) == code
        real_window.sidebar.show_panel("Examples")
        real_window.examples.select(place)
        qtbot.keyClick(real_window.examples, Qt.Key.Key_Return)
        assert real_window.reader.address == place
        assert copied(real_window, qtbot) == code
    bundle.close()


def test_every_example_is_copied_as_show_prints_it(
    real_window: MainWindow, qtbot: QtBot, built_paths: Paths, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The clipboard after Ctrl+Shift+C is `show --code`, byte for byte."""
    assert real_window.reader.outline
    numbers = [item.number for item in real_window.reader.outline.numbers.examples()]
    assert len(numbers) == 212
    manual = real_window.reader.manual_id
    for number in numbers:
        assert show(real_window, qtbot, f"ex {number}") is None
        printed = printed_code(built_paths, number, manual, capsysbinary)
        assert copied(real_window, qtbot).encode() == printed, number


def printed_code(paths: Paths, number: str, manual: str, printed: pytest.CaptureFixture[bytes]) -> bytes:
    """Return what `momviewer show NUMBER --code` prints."""
    printed.readouterr()
    assert main(["--data-dir", str(paths.data), "show", f"ex {number}", "--code", "--manual", manual]) == 0
    return printed.readouterr().out
