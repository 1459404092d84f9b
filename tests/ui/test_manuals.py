"""The first start, adding manuals, and what the window remembers."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.library.importing import add_manual
from momviewer.library.library import BUILT_IN, Library
from momviewer.library.verifying import verify_manual
from momviewer.manual.links import Address
from momviewer.paths import Paths
from momviewer.progress import BuildProgress
from momviewer.ui.base.theme import theme_named
from momviewer.ui.window.main_window import MainWindow
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, SessionStore, TabHistory
from momviewer.user_data.settings import SettingsStore
from momviewer.user_data.stores import SESSION_FILE
from tests.ui.conftest import DOCUMENTS, WAIT, Opener, show


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Return the source of a manual to be added."""
    return shutil.copytree(DOCUMENTS, tmp_path / "second")


def test_the_first_start_stands_at_once_and_opens_the_bundled_manual(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    assert window.isVisible()
    assert "being prepared" in window.page.toPlainText()
    qtbot.waitUntil(lambda: window.reader.address is not None, timeout=WAIT)
    assert window.reader.manual_id == BUILT_IN
    assert "Harbour 2 Reference Manual" in window.page.toPlainText()
    assert window.status_strip.isHidden()


def test_adding_a_folder_shows_progress_and_opens_the_manual(
    window: MainWindow, qtbot: QtBot, second: Path
) -> None:
    with qtbot.waitSignal(window.build_queue.done, timeout=WAIT):
        window.build_queue.add(second)
        assert window.status_strip.isVisible()
    qtbot.waitUntil(lambda: window.reader.manual_id == "second", timeout=WAIT)
    assert "9 pages, 2 examples" in window.status_strip.text


def test_a_manual_that_is_ready_does_not_open_before_who_is_looking_for_something(
    window: MainWindow, qtbot: QtBot, second: Path
) -> None:
    read_before = window.reader.address
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        window.bar.line.setText("rope")
    with qtbot.waitSignal(window.build_queue.done, timeout=WAIT):
        window.build_queue.add(second)
    assert window.reader.address == read_before
    buttons = {button.text(): button for button in window.status_strip.findChildren(QPushButton)}
    with qtbot.waitSignal(window.reader.manual_opened, timeout=WAIT):
        buttons["Open"].click()
    assert window.reader.manual_id == "second"


def test_the_open_manual_that_is_added_again_stays_open_where_it_was(
    window: MainWindow, qtbot: QtBot, second: Path
) -> None:
    with qtbot.waitSignal(window.reader.place_shown, timeout=WAIT):
        window.build_queue.add(second)
    show(window, qtbot, "2.1")
    with qtbot.waitSignal(window.reader.place_shown, timeout=WAIT):
        window.build_queue.add(second)
    assert window.reader.address == Address("commands.dock", "dock.example", "second")
    assert "is rebuilt" in window.status_strip.text


def test_a_target_that_the_open_manual_lacks_is_looked_for_in_the_others(
    window: MainWindow, qtbot: QtBot, library: Library, second: Path
) -> None:
    page = second / "ropes.md"
    page.rename(second / "hawsers.md")
    add_manual(library, second)
    with qtbot.waitSignal(window.reader.place_shown, timeout=WAIT):
        window.show_target("hawsers")
    assert window.reader.address == Address("hawsers", "", "second")


def test_of_two_targets_the_later_is_shown_also_where_the_first_takes_longer_to_find(
    window: MainWindow, qtbot: QtBot, library: Library, second: Path
) -> None:
    (second / "ropes.md").rename(second / "hawsers.md")
    add_manual(library, second)
    told: list[MomviewerError | None] = []
    window.show_target("hawsers", told.append)
    assert show(window, qtbot, "2.1") is None
    assert [str(error) for error in told] == ["Something else was asked for before it could be shown."]
    assert window.reader.address == Address("commands.dock", "dock.example", BUILT_IN)


def test_a_target_that_is_nowhere_is_said_and_the_page_stays(window: MainWindow, qtbot: QtBot) -> None:
    assert show(window, qtbot, "2.1") is None
    read_before = window.reader.address
    error = show(window, qtbot, "nowhere")
    assert isinstance(error, NotFoundError)
    assert "nowhere" in str(error)
    assert "Type words into the bar" in window.status_strip.text
    assert window.reader.address == read_before


def test_an_archive_that_is_dropped_on_the_window_is_added(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "third"), "gztar", DOCUMENTS)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(archive)])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drag = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, drag)
    assert drag.isAccepted()
    with qtbot.waitSignal(window.build_queue.done, timeout=WAIT):
        QApplication.sendEvent(window, event)
    qtbot.waitUntil(lambda: window.reader.manual_id == "third", timeout=WAIT)
    assert "9 pages, 2 examples" in window.status_strip.text


def test_adding_can_be_cancelled(window: MainWindow, qtbot: QtBot, second: Path, paths: Paths) -> None:
    with qtbot.waitSignal(window.build_queue.cancelled, timeout=WAIT):
        window.build_queue.add(second)
        window.status_strip.cancel_requested.emit()
    assert "as it was" in window.status_strip.text
    assert [manual.info.id for manual in Library(paths).manuals()] == [BUILT_IN]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which processes there are")
def test_closing_the_window_ends_the_builder_and_leaves_nothing(
    window: MainWindow, qtbot: QtBot, second: Path, paths: Paths
) -> None:
    for number in range(2000):
        shutil.copy(DOCUMENTS / "moorings.md", second / f"more-{number}.md")
    with qtbot.waitSignal(window.build_queue.progressed, timeout=WAIT):
        window.build_queue.add(second)
    window.close()
    threads = [thread / "children" for thread in Path("/proc/self/task").iterdir()]
    assert [file.read_text() for file in threads if file.exists() and file.read_text()] == []
    assert [path.name for path in paths.manuals.glob("*")] == []


def test_a_folder_that_is_no_manual_is_refused_in_words(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(window.build_queue.failed, timeout=WAIT):
        window.build_queue.add(tmp_path / "empty")
    assert "holds no manual" in window.status_strip.text
    assert window.status_strip.property("trouble")
    assert window.reader.manual_id == BUILT_IN


def test_trouble_stands_before_the_progress_of_work(window: MainWindow, qtbot: QtBot) -> None:
    window.status_strip.fail("Something is wrong.")
    window.status_strip.start("Adding")
    window.status_strip.progress(BuildProgress("Reading", 3, 9))
    assert window.status_strip.text == "Something is wrong."
    button = next(b for b in window.status_strip.findChildren(QPushButton) if b.text() == "Close")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.status_strip.text == "Adding: reading, 3 of 9"
    window.status_strip.fail("Something else is wrong.")
    window.status_strip.clear_work()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.status_strip.isHidden()


@pytest.mark.usefixtures("library")
def test_the_window_comes_back_as_it_was_left(open_window: Opener, paths: Paths) -> None:
    first = open_window("2.1")
    first.preferences.set_theme("dark")
    first.resize(1000, 700)
    first.close()
    second = open_window()
    assert second.reader.address == Address("commands.dock", "dock.example", BUILT_IN)
    assert (second.width(), second.height()) == (1000, 700)
    kept = json.loads((paths.config / "settings.json").read_text(encoding="utf-8"))["settings"]
    assert kept["theme"] == "dark"


@pytest.mark.usefixtures("library")
def test_settings_that_cannot_be_used_are_said_and_set_aside(open_window: Opener, paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    (paths.config / "settings.json").write_text("{", encoding="utf-8")
    window = open_window()
    assert "could not be used" in window.status_strip.text
    assert (paths.config / "settings.unreadable.json").exists()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"version": 1, "session": []}', '{"version": 1, "session": {"tabs": [1], "current": 0}}'],
)
def test_a_session_that_cannot_be_used_is_said_and_set_aside(
    open_window: Opener, paths: Paths, text: str
) -> None:
    paths.config.mkdir(parents=True)
    (paths.config / SESSION_FILE).write_text(text, encoding="utf-8")
    window = open_window()
    assert "session" in window.status_strip.text
    assert (paths.config / "session.unreadable.json").read_text(encoding="utf-8") == text
    assert window.reader.address is not None


@pytest.mark.usefixtures("library")
def test_a_session_of_a_newer_version_is_said_and_stays(
    open_window: Opener, paths: Paths, qtbot: QtBot
) -> None:
    paths.config.mkdir(parents=True)
    file, text = paths.config / SESSION_FILE, '{"version": 99, "session": {}}'
    file.write_text(text, encoding="utf-8")
    window = open_window()
    assert "newer momviewer" in window.status_strip.text
    show(window, qtbot, "1.1")
    window.close()
    assert file.read_text(encoding="utf-8") == text
    shown = open_window().reader.address
    assert shown
    assert (shown.page, shown.anchor) == ("ropes", "ropes.two")


@pytest.mark.usefixtures("library")
def test_what_a_newer_minor_version_keeps_goes_through_a_window(open_window: Opener, paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    file = paths.config / SESSION_FILE
    visit = {"manual": BUILT_IN, "page": "ropes", "heard": 1}
    tabs = [{"visits": [visit], "at": 0, "title": "", "pinned": place} for place in range(3)]
    session = {"tabs": tabs, "current": 1, "layout": {"split": 7}, "groups": [1]}
    file.write_text(json.dumps({"version": 1, "session": session, "by": "newer"}), encoding="utf-8")
    open_window().close()
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["by"] == "newer"
    assert kept["session"]["groups"] == [1]
    assert kept["session"]["layout"]["split"] == 7
    assert [tab["pinned"] for tab in kept["session"]["tabs"]] == [0, 1, 2]
    assert [tab["visits"][0]["heard"] for tab in kept["session"]["tabs"]] == [1, 1, 1]


@pytest.mark.usefixtures("library")
def test_the_session_is_written_down_while_the_window_is_open(
    open_window: Opener, qtbot: QtBot, paths: Paths
) -> None:
    window = open_window("1.1")
    window.tabs.open(Address("preface"))
    store = SessionStore(paths.config / SESSION_FILE)
    qtbot.waitUntil(lambda: len(store.load().tabs) == 2, timeout=WAIT)  # what a kill would leave
    assert [tab_history.current.page for tab_history in store.load().tabs] == ["ropes", "preface"]


@pytest.mark.usefixtures("library")
def test_tabs_come_back(open_window: Opener) -> None:
    first = open_window("1.1")
    first.tabs.open(Address("commands.dock"))
    first.tabs.open(Address("preface"), behind=True)
    first.close()
    second = open_window()
    assert [second.tab_bar.tabText(n) for n in range(3)] == ["1.1 Ropes", "dock", "Preface"]
    assert second.reader.address == Address("commands.dock", "", BUILT_IN)
    assert second.tab_bar.currentIndex() == 1


@pytest.mark.usefixtures("library")
def test_a_start_at_a_place_leaves_the_way_back(open_window: Opener) -> None:
    first = open_window("1.1")
    first.reader.open(Address("preface"))
    first.close()
    second = open_window("2.1")
    assert second.reader.address == Address("commands.dock", "dock.example", BUILT_IN)
    assert [visit.page for visit in second.reader.history.behind()] == ["preface", "ropes"]


@pytest.mark.usefixtures("library")
def test_a_damaged_manual_is_said_and_the_window_stays_usable(open_window: Opener, paths: Paths) -> None:
    broken = paths.manuals / "broken"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{}", encoding="utf-8")
    SessionStore(paths.config / SESSION_FILE).save(Session((TabHistory((HistoryEntry("broken", "x"),)),)))
    window = open_window()
    assert window.reader.manual_id == BUILT_IN
    assert "broken" in window.status_strip.text


@pytest.mark.parametrize(("file", "added"), [("manual.db", b"??"), ("index/*.bin", b"?")])
def test_a_manual_that_turns_out_to_be_damaged_is_rebuilt_from_its_source(
    library: Library, open_window: Opener, qtbot: QtBot, tmp_path: Path, file: str, added: bytes
) -> None:
    shutil.copytree(DOCUMENTS, tmp_path / "harbour")
    folder = add_manual(library, tmp_path / "harbour").folder
    (harmed,) = folder.glob(file)
    harmed.write_bytes(harmed.read_bytes()[:-1] + added)
    store = SessionStore(library.paths.config / SESSION_FILE)
    store.save(Session((TabHistory((HistoryEntry("harbour", "ropes"),)),)))
    window = open_window()
    window.bar.line.setText("rope")  # the index is read for the first question
    qtbot.waitUntil(lambda: verify_manual(library.find("harbour")).damage == (), timeout=WAIT)
    qtbot.waitUntil(lambda: not window.build_queue.busy, timeout=WAIT)
    qtbot.waitUntil(lambda: window.reader.manual_id == "harbour", timeout=WAIT)
    assert window.reader.address


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_theme_reaches_window_and_page(window: MainWindow, name: str) -> None:
    window.preferences.set_theme(name)
    colours = theme_named(name)
    assert colours.page in window.styleSheet()
    assert colours.accent in window.page.document().defaultStyleSheet()


def test_zoom_changes_the_text_and_is_remembered(window: MainWindow, qtbot: QtBot, paths: Paths) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert "16px" in window.page.document().defaultStyleSheet()
    window.close()
    assert SettingsStore(paths.config / "settings.json").load().zoom == 110


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow) -> None:
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QToolButton, QLineEdit, QComboBox))
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QToolButton) and widget.text()))
    ]
    assert nameless == []
