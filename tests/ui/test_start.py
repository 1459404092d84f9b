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
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.window.startup import FirstFrame
from tests.conftest import ROOT
from tests.ui.conftest import WAIT, Opener

LATER = {
    "whoosh": "the index is opened once a page is shown",
    "rapidfuzz": "the first fuzzy word loads it",
    "momviewer.search.answers.searcher": "the index is opened once a page is shown",
    "momviewer.search.answers.excerpts": "nothing is found yet",
    "momviewer.query.parser": "there is no query yet",
    "momviewer.query.nodes": "there is no query yet",
    "momviewer.library.importing": "nothing is being built",
    "momviewer.manual.editions.comparison": "no editions are compared",
    "momviewer.ui.library.library_dialog": "the library window is closed",
    "momviewer.ui.library.library_dialogs": "nothing is added or renamed",
    "momviewer.ui.library.library_html": "the library window is closed",
    "momviewer.library.details": "the library window is closed",
    "momviewer.library.removing": "nothing is removed",
    "momviewer.ui.editions.changes": "no editions are compared",
    "momviewer.ui.editions.take_over": "no editions are compared",
    "momviewer.ui.settings.preferences_dialog": "the dialog is closed",
    "momviewer.ui.settings.shortcuts_dialog": "the dialog is closed",
    "momviewer.library.targets": "no target is looked for",
    "momviewer.manual.targets": "nothing is typed",
    "momviewer.progress": "nothing is being built",
    "momviewer.ui.help.help": "the help is closed",
    "momviewer.ui.snippets.snippet_menu": "no snippet's menu is open",
    "momviewer.ui.snippets.fill_in_dialog": "nothing is filled in",
    "momviewer.manual.snippets.copying": "nothing is copied",
    "momviewer.manual.snippets.fill_in": "nothing is filled in",
    "momviewer.ui.page.page_accessible": "no screen reader listens",
    "momviewer.ui.sidebar.list_dialog": "no list is open",
    "momviewer.ui.window.place_menus": "no menu is open",
    "momviewer.ui.reading.printing": "nothing is printed",
    "momviewer.ui.reading.enlarge": "no image or table is enlarged",
    "PySide6.QtNetwork": "another start is listened for once a page is shown",
    "PySide6.QtPrintSupport": "nothing is printed",
    "subprocess": "no process is run",
    "difflib": "nothing is compared",
}
STARTED = """
import json, sys
from momviewer import app
from momviewer.ui.library import build_queue
from momviewer.ui.search import background_search
from momviewer.ui.window import instance, main_window
json.dump(sorted(sys.modules), sys.stdout)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    run = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, check=True, capture_output=True)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("module", LATER)
def test_a_start_does_not_load_what_its_first_page_does_not_need(module: str, loaded: set[str]) -> None:
    assert "momviewer.ui.page.page_view" in loaded
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
