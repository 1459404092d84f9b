"""Tabs: each keeps its own history and place; closed ones come back."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from momviewer.library.history import Visit
from momviewer.library.session import Session, Trail
from momviewer.manual.links import Address
from momviewer.ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def shown(window: MainWindow) -> str:
    assert window.reader.address
    return window.reader.address.page


def test_one_tab_has_no_row(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.tab_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert window.tab_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    assert not window.tab_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    assert window.tab_bar.count() == 1


def test_each_tab_has_its_own_history(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.tabs.open(Address("preface"))
    window.reader.open(Address("commands.dock"))
    window.tabs.step(1)
    assert shown(window) == "ropes"
    window.tabs.step(1)
    assert shown(window) == "commands.dock"
    window.reader.go(-1)
    assert shown(window) == "preface"
    assert [window.tab_bar.tabText(n) for n in range(2)] == ["1.1 Ropes", "Preface"]


def test_a_closed_tab_comes_back_with_its_history(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    window.tabs.open(Address("preface"))
    window.reader.open(Address("moorings"))
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    assert shown(window) == "ropes"
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert shown(window) == "moorings"
    window.reader.go(-1)
    assert shown(window) == "preface"


def test_a_tab_behind_is_not_shown_at_once(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.page.tab_asked.emit(Address("preface"))
    assert shown(window) == "ropes"
    assert window.tab_bar.tabText(1) == "Preface"


def test_a_session_is_what_the_tabs_show(window: MainWindow) -> None:
    window.reader.open(Address("ropes", "ropes.two"))
    window.tabs.open(Address("preface"))
    manual = window.reader.manual
    session = window.tabs.session()
    assert [trail.current.page for trail in session.tabs] == ["ropes", "preface"]
    assert session.current == 1
    moorings, preface = Visit(manual, "moorings"), Visit(manual, "preface")
    window.tabs.restore(Session((Trail((moorings,), 0, "Moorings"), Trail((preface,))), 1))
    assert [window.tab_bar.tabText(n) for n in range(3)] == ["Moorings", "1.1 Ropes", "Preface"]
