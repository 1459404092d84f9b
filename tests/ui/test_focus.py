"""Where the keyboard is: on a row of a panel, back on the page, in the line that filters a list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from momviewer.errors import UsageError
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import show


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found
    return found


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(), key, modifier)


def ask(window: MainWindow, qtbot: QtBot, text: str) -> None:
    window.bar.start()
    with qtbot.waitSignal(window.search_controller.settled):
        window.bar.line.setText(text)


def test_ctrl_4_walks_the_results(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "harbour")
    press(qtbot, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    first = window.results.current
    assert window.results.isAncestorOf(focused())
    press(qtbot, Qt.Key.Key_Down)
    assert window.results.current != first


def test_ctrl_4_without_results_is_in_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.page.setFocus()
    press(qtbot, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert focused() is window.bar.line


def test_ctrl_3_walks_the_bookmarks(window: MainWindow, qtbot: QtBot) -> None:
    window.bookmarking.finish_loading()
    window.page.setFocus()
    press(qtbot, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(focused(), QPushButton)  # there are none: they can be imported
    window.page.setFocus()
    window.bookmarking.toggle()
    press(qtbot, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert focused() is window.bookmarks.tree
    assert window.bookmarks.tree.row is not None


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2])
def test_the_trees_have_a_row_at_hand(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    window.page.setFocus()
    press(qtbot, key, Qt.KeyboardModifier.ControlModifier)
    tree = window.contents if key == Qt.Key.Key_1 else window.examples
    assert focused() is tree
    assert tree.currentIndex().isValid()


def button(window: MainWindow, text: str) -> QPushButton:
    return next(one for one in window.status_strip.findChildren(QPushButton) if one.text() == text)


def test_closing_the_strip_gives_the_keyboard_back_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.status_strip.fail("The quay is closed.")
    button(window, "Close").setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert window.status_strip.isHidden()
    assert focused() is window.page


def test_a_cancel_that_is_gone_gives_the_keyboard_back_to_the_page(window: MainWindow) -> None:
    window.status_strip.start("Adding")
    button(window, "Cancel").setFocus()
    window.status_strip.end("It is added.")
    assert focused() is window.page


def test_the_strip_takes_no_keyboard_that_it_did_not_have(window: MainWindow) -> None:
    window.bar.start()
    window.status_strip.fail("The quay is closed.")
    window.status_strip.hide()
    assert focused() is window.bar.line


def test_an_error_goes_with_the_next_success(window: MainWindow, qtbot: QtBot) -> None:
    assert isinstance(show(window, qtbot, "99.99"), UsageError | Exception)
    assert window.status_strip.isVisible()
    assert show(window, qtbot, "1.1") is None
    assert window.status_strip.isHidden()


def test_what_is_to_be_answered_or_still_holds_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.status_strip.fail("Something went wrong.", {"Details": lambda: None})
    show(window, qtbot, "1.1")
    assert window.status_strip.isVisible()
    window.autosave.failed.emit("The disk is full.")
    show(window, qtbot, "moorings")
    assert window.status_strip.text == "The disk is full."
    window.autosave.recovered.emit("The disk is full.")
    assert window.status_strip.isHidden()


def test_an_error_has_a_mark_besides_its_colour(window: MainWindow) -> None:
    window.status_strip.fail("The quay is closed.")
    marks = [
        one for one in window.status_strip.findChildren(QLabel) if one.isVisible() and one.pixmap().width()
    ]
    assert len(marks) == 1
    window.status_strip.end("It is open.")
    assert not marks[0].isVisible()


def test_windows_beside_the_main_one_let_it_come_before_them(window: MainWindow) -> None:
    window.library_controller.show()
    window.help.show_pages()
    assert window.library_controller.dialog
    assert window.help.pages
    for beside in (window.library_controller.dialog, window.help.pages):
        assert beside.windowType() == Qt.WindowType.Window  # a window manager keeps dialogs in front
        assert beside.isWindow()


def test_a_sample_of_the_help_is_tried_in_the_main_window(window: MainWindow, qtbot: QtBot) -> None:
    window.help.show_pages()
    assert window.help.pages
    window.help.pages.sample_requested.emit("15.1")
    qtbot.waitUntil(window.isActiveWindow)
    assert focused() is window.bar.line


def test_a_filter_line_is_where_the_cursor_is_when_a_list_opens(window: MainWindow, qtbot: QtBot) -> None:
    window.library_controller.show()
    dialog = window.library_controller.dialog
    assert dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    assert focused() is dialog.filter
    press(qtbot, Qt.Key.Key_Down)
    assert focused() is dialog.list
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(window.isActiveWindow)
    assert focused() is window.page
