"""What a start loads before its first page is on the screen, and what it leaves for later."""

import json
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from momviewer.app import make_window
from momviewer.library.library import Library
from momviewer.paths import Paths
from momviewer.ui.first_frame import FirstFrame
from momviewer.ui.on_demand import OnDemand
from tests.conftest import ROOT
from tests.ui.conftest import WAIT, Opener

LATER = {
    "whoosh": "the index is opened once a page is shown",
    "rapidfuzz": "the first fuzzy word loads it",
    "momviewer.search.searcher": "the index is opened once a page is shown",
    "momviewer.query.parser": "there is no query yet",
    "momviewer.library.importing": "nothing is being built",
    "momviewer.manual.comparison": "no editions are compared",
    "momviewer.ui.librarian": "the library window is closed",
    "momviewer.ui.preferences_dialog": "the dialog is closed",
    "momviewer.ui.shortcuts_dialog": "the dialog is closed",
    "momviewer.ui.help": "the help is closed",
    "momviewer.ui.printing": "nothing is printed",
    "momviewer.ui.image_dialog": "no image is enlarged",
    "momviewer.ui.table_dialog": "no table is enlarged",
    "PySide6.QtNetwork": "another start is listened for once a page is shown",
    "PySide6.QtPrintSupport": "nothing is printed",
    "subprocess": "no process is run",
    "difflib": "nothing is compared",
}
STARTED = """
import json, sys
from momviewer import app
from momviewer.ui import background_search, instance, main_window, manual_work
json.dump(sorted(sys.modules), sys.stdout)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    run = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, check=True, capture_output=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("module", LATER)
def test_a_start_does_not_load_what_its_first_page_does_not_need(module: str, loaded: set[str]) -> None:
    assert "momviewer.ui.page_view" in loaded
    assert module not in loaded, LATER[module]


@pytest.mark.usefixtures("library")
def test_the_first_frame_is_told_once(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window()
    frame = FirstFrame(window)
    told: list[bool] = []
    frame.shown.connect(lambda: told.append(True))
    with qtbot.waitSignal(frame.shown, timeout=WAIT):
        window.repaint()
    window.repaint()
    QApplication.processEvents()
    assert told == [True]


def test_a_window_that_is_closed_at_once_looks_for_nothing(
    qtbot: QtBot, paths: Paths, library: Library
) -> None:
    assert library.built_in()
    window = make_window(paths)
    qtbot.addWidget(window)
    window.show()
    window.repaint()
    window.start()
    window.close()
    with qtbot.assertNotEmitted(window.first_frame.shown, wait=20):
        pass


def test_a_part_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    part = OnDemand(make)
    assert part.made is None
    assert part() is part()
    assert made == [part.made]
