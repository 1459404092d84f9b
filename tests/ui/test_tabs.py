"""Tabs: each keeps its own history and place; closed ones come back."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.top_bar import HistoryMenu
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, TabHistory
from tests.ui.conftest import WAIT

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
    window.page.tab_requested.emit(Address("preface"))
    assert shown(window) == "ropes"
    assert window.tab_bar.tabText(1) == "Preface"


def test_a_new_tab_is_there_to_type_in(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.page, Qt.Key.Key_T, CONTROL)
    assert window.bar.line.hasFocus()
    qtbot.keyClicks(window.bar.line, "1.1")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return)
    assert shown(window) == "ropes"
    assert window.tab_bar.currentIndex() == 1


def test_control_enter_opens_what_has_the_keyboard_in_a_tab_behind(window: MainWindow, qtbot: QtBot) -> None:
    """The bar's first result, a row of each list, a link of the page, also to a place on the page itself."""
    window.reader.open(Address("preface"))
    window.bar.start()
    with qtbot.waitSignal(window.search_controller.settled, timeout=WAIT):
        qtbot.keyClicks(window.bar.line, "1.1")
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, CONTROL)
    assert window.preferences.settings.recent[0] == "1.1"
    for tree in (window.contents, window.examples):
        window.sidebar.show_panel(tree.accessibleName(), focus=True)
        tree.expandAll()
        tree.select(Address("ropes", "ropes.two"))
        qtbot.keyClick(tree, Qt.Key.Key_Return, CONTROL)
    window.page.show_page('<p>To <a href="moorings">them</a>, <a href="#here">here</a></p>')
    window.page.setFocus()
    for _ in range(2):
        qtbot.keyClick(window.page, Qt.Key.Key_Tab)
        qtbot.keyClick(window.page, Qt.Key.Key_Return, CONTROL)
    assert shown(window) == "preface"
    assert titles(window)[1:] == ["Preface", "1 Moorings", "1.1 Ropes", "1.1 Ropes", "1.1 Ropes"]


def test_a_query_asked_before_is_no_place_for_a_tab(window: MainWindow, qtbot: QtBot) -> None:
    window.search_controller.recent = ["rope"]
    window.bar.start()
    qtbot.keyClick(window.bar.line, Qt.Key.Key_Return, CONTROL)
    assert window.tab_bar.count() == 1


def test_the_window_fills_the_screen_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


@pytest.mark.parametrize(("turns", "zoom"), [((120,), 110), ((-120,), 90), ((40, 40, 40), 110), ((60,), 100)])
def test_the_wheel_with_control_zooms_the_text(window: MainWindow, turns: tuple[int, ...], zoom: int) -> None:
    place = QPointF(60, 60)
    for turn in turns:
        event = QWheelEvent(
            place,
            window.page.viewport().mapToGlobal(place),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            CONTROL,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt's signature
        )
        QApplication.sendEvent(window.page.viewport(), event)
    assert window.preferences.settings.zoom == zoom


def test_a_session_is_what_the_tabs_show(window: MainWindow) -> None:
    window.reader.open(Address("ropes", "ropes.two"))
    window.tabs.open(Address("preface"))
    manual = window.reader.manual_id
    session = window.tabs.session()
    assert [tab_history.current.page for tab_history in session.tabs] == ["ropes", "preface"]
    assert session.current == 1
    moorings, preface = HistoryEntry(manual, "moorings"), HistoryEntry(manual, "preface")
    window.tabs.restore(Session((TabHistory((moorings,), 0, "Moorings"), TabHistory((preface,))), 1))
    assert [window.tab_bar.tabText(n) for n in range(3)] == ["Moorings", "1.1 Ropes", "Preface"]


def titles(window: MainWindow) -> list[str]:
    return [window.tab_bar.tabText(place) for place in range(window.tab_bar.count())]


@pytest.fixture
def three(window: MainWindow) -> MainWindow:
    """Return the window with three tabs, the last in front, laid out."""
    window.reader.open(Address("ropes"))
    window.tabs.open(Address("preface"))
    window.tabs.open(Address("moorings"))
    QApplication.processEvents()
    return window


def test_the_button_behind_the_tabs_opens_one(three: MainWindow, qtbot: QtBot) -> None:
    button = three.findChild(QToolButton, "newTab")
    assert isinstance(button, QToolButton)
    assert button.toolTip() == "New tab (Ctrl+T)"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert titles(three) == ["1.1 Ropes", "Preface", "1 Moorings", "1 Moorings"]


def test_the_middle_button_closes_a_tab(three: MainWindow, qtbot: QtBot) -> None:
    place = three.tab_bar.tabRect(1).center()
    qtbot.mouseClick(three.tab_bar, Qt.MouseButton.MiddleButton, pos=place)
    assert titles(three) == ["1.1 Ropes", "1 Moorings"]
    assert shown(three) == "moorings"


def test_a_tab_is_dragged_and_keeps_its_history(three: MainWindow, qtbot: QtBot) -> None:
    three.reader.open(Address("commands.dock"))
    bar = three.tab_bar
    start, end = bar.tabRect(2).center(), bar.tabRect(0).center() - QPoint(20, 0)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=start)
    steps = 12
    for step in range(1, steps + 1):
        at = start + (end - start) * step / steps
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(bar.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(bar, move)
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=end)
    assert titles(three) == ["dock", "1.1 Ropes", "Preface"]
    assert [tab_history.title for tab_history in three.tabs.session().tabs] == [
        "dock",
        "1.1 Ropes",
        "Preface",
    ]
    assert three.tabs.session().current == 0
    three.reader.go(-1)
    assert titles(three) == ["1 Moorings", "1.1 Ropes", "Preface"]


def test_a_link_or_row_opens_a_tab_by_the_middle_button_or_ctrl(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("preface"))
    tree = window.contents
    tree.expandAll()
    place = tree.visualRect(tree.tree.index_of(Address("ropes"))).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, CONTROL, pos=place)
    assert titles(window) == ["Preface", "1.1 Ropes", "1.1 Ropes"]
    assert shown(window) == "preface"
    assert tree.tree.branch(tree.currentIndex()) == tree.tree.branch(tree.tree.index_of(Address("preface")))


def test_the_sign_for_keys_in_a_title_is_shown_as_it_is(window: MainWindow) -> None:
    entry = HistoryEntry(window.reader.manual_id, "p")
    window.tabs.restore(Session((TabHistory((entry,), 0, "Ropes & <b>Knots</b>"),), 5))
    assert window.tab_bar.tabText(0) == "Ropes && <b>Knots</b>"
    assert window.tab_bar.tabToolTip(0) == "Ropes &amp; &lt;b&gt;Knots&lt;/b&gt;"
    assert window.tabs.session().tabs[0].title == "Ropes & <b>Knots</b>"


def test_many_tabs_can_all_be_reached(window: MainWindow) -> None:
    for _ in range(30):
        window.tabs.new()
    QApplication.processEvents()
    bar = window.tab_bar
    assert bar.width() <= window.width() - window.sidebar.width()
    assert bar.rect().intersects(bar.tabRect(bar.currentIndex()))
    window.tabs.step(1)
    QApplication.processEvents()
    assert bar.rect().contains(bar.tabRect(0).center())


def history_menu(window: MainWindow, name: str) -> QMenu:
    (button,) = [found for found in window.findChildren(QToolButton) if found.accessibleName() == name]
    menu = button.menu()
    menu.aboutToShow.emit()
    return menu


def test_back_and_forward_list_where_they_lead(window: MainWindow) -> None:
    for page in ("preface", "ropes", "moorings"):
        window.reader.open(Address(page))
    window.reader.open(Address("ropes", "ropes.two"))
    back = history_menu(window, "Back")
    names = [action.text() for action in back.actions()]
    assert names[:3] == ["1 Moorings", "1.1 Ropes", "Preface"]
    back.actions()[2].trigger()
    assert shown(window) == "preface"
    ahead = history_menu(window, "Forward")
    assert [action.text() for action in ahead.actions()] == ["1.1 Ropes", "1 Moorings", window_title(window)]
    ahead.actions()[1].trigger()
    assert shown(window) == "moorings"


def window_title(window: MainWindow) -> str:
    """Return what the last place of the history is called."""
    return window.reader.history.entries[-1].title


def test_the_right_button_opens_the_list(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    (button,) = [found for found in window.findChildren(QToolButton) if found.accessibleName() == "Back"]
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(button, QContextMenuEvent(reason, QPoint(4, 4), button.mapToGlobal(QPoint(4, 4))))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, HistoryMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert not window._actions["back"].isEnabled()


def test_a_tab_on_a_manual_that_is_gone_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    window.bookmarking.toggle()
    lost = TabHistory(
        (HistoryEntry("gone", "x", "", 40, "Knots"), HistoryEntry("gone", "y", "", 0, "Splices")),
        1,
        "Splices",
    )
    window.tabs.restore(Session((lost,), 5))
    window.tabs.step(1)
    qtbot.waitUntil(lambda: "no longer in the library" in window.page.toPlainText(), timeout=WAIT)
    assert window.windowTitle() == "Splices - momviewer"
    assert window.status_strip.isHidden()
    assert window.reader.address is None
    assert not window._actions["bookmark"].isChecked()
    assert window.tabs.session().tabs[0].visits == lost.visits
    window.tabs.step(1)
    assert shown(window) == "ropes"
    assert window._actions["bookmark"].isChecked()
