"""The window on a small manual, with no display; Qt's warnings and threads left behind fail a test."""

import gc
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from momviewer.app import make_window
from momviewer.errors import MomviewerError
from momviewer.library import library as library_module
from momviewer.library.importing import build_built_in
from momviewer.library.library import BUILT_IN, Library
from momviewer.paths import Paths, user_paths
from momviewer.ui.base.tasks import TaskRunner
from momviewer.ui.window.main_window import MainWindow

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents" / "markdown"
HERE = Path(__file__).parent
WAIT = 20_000
"""Milliseconds that a signal is waited for; a builder's process takes its time on a loaded machine."""
MUCH_GARBAGE = 100_000
"""Objects made and not deleted since the last collection, from which on there is another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True)
def _nothing_left_behind(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    gc.disable()  # the windows of earlier tests are garbage, and to be collected on no other thread than this
    before = set(threading.enumerate())
    yield
    if gc.get_count()[0] > MUCH_GARBAGE:
        gc.collect()
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert left == []
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == []


@pytest.fixture(autouse=True)
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the Harbour manual the bundled one, so that building it takes a moment."""
    folder = tmp_path / "resources"
    shutil.copytree(DOCUMENTS, folder / "manuals" / BUILT_IN)
    monkeypatch.setattr(library_module, "resources", lambda: folder)
    return folder


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    assert qapp is QApplication.instance()
    made = TaskRunner()
    yield made
    made.close()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return user_paths(str(tmp_path / "data"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Harbour manual, built as a bundled one; a copy of it saves each test the building."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        shutil.copytree(DOCUMENTS, folder / "resources" / "manuals" / BUILT_IN)
        patch.setattr(library_module, "resources", lambda: folder / "resources")
        return build_built_in(Library(user_paths(str(folder / "data")))).folder


@pytest.fixture
def library(paths: Paths, built: Path, resources: Path) -> Library:
    """Return a library that holds the bundled manual, built."""
    shutil.copytree(built, paths.built_in / BUILT_IN)
    found = Library(paths)
    if found.built_in() is None:  # the fingerprint holds the times of the files, which a copy may change
        build_built_in(found)
    assert resources.is_dir()
    return found


Opener = Callable[..., MainWindow]


def show(window: MainWindow, qtbot: QtBot, target: str) -> MomviewerError | None:
    """Have the window show a target, wait for it, and return why it does not, if so."""
    told: list[MomviewerError | None] = []
    window.show_target(target, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    return told[0]


@pytest.fixture
def open_window(qtbot: QtBot, paths: Paths) -> Iterator[Opener]:
    """Return what opens a window; each is closed at the end as a reader would."""
    windows: list[MainWindow] = []

    def opened(target: str = "") -> MainWindow:
        window = make_window(paths)
        qtbot.addWidget(window)
        windows.append(window)
        with qtbot.waitActive(window):  # shortcuts work in the active window only
            window.show()
        window.start(target)
        qtbot.waitUntil(lambda: window.target_opener.has_started, timeout=WAIT)
        return window

    yield opened
    for window in windows:
        window.close()


@pytest.fixture
def window(library: Library, open_window: Opener) -> MainWindow:
    """Return the window on the Harbour manual."""
    assert library.built_in()
    return open_window()
