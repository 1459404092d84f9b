"""The window for everyone: named for a screen reader, walked by keyboard, with focus seen, at 200 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from momviewer.library.settings import SCALES
from momviewer.manual.links import Address
from momviewer.ui.actions import default_keys
from momviewer.ui.main_window import BOOKMARKS, CONTENTS, EXAMPLES, RESULTS, MainWindow
from momviewer.ui.shortcut_tree import FIXED
from tests.ui.conftest import Opener

NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Border}
"""Roles that tell a screen reader nothing of what a reader may do there."""
PANELS = (CONTENTS, EXAMPLES, BOOKMARKS, RESULTS)


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def walked(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield an interface and all below it that can be seen."""
    yield interface
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child.isValid() and not bool(child.state().invisible):
            yield from walked(child)


def strangers(widget: QWidget) -> list[str]:
    """Return what takes the keyboard below a widget, and has no name or no role to go by."""
    found = list(walked(interface(widget)))
    assert len(found) > 5
    return [
        f"{type(item.object()).__name__} {item.role().name} {item.text(QAccessible.Text.Name)!r}"
        for item in found
        if bool(item.state().focusable)
        and (item.role() in NOTHING or not item.text(QAccessible.Text.Name).strip())
    ]


def name_of(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Name)


def tabbed(first: QWidget, qtbot: QtBot) -> list[QWidget]:
    """Return the widgets that Tab leads to, from one of them back to it."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    for _ in range(400):
        widget = QApplication.focusWidget()
        assert widget
        if found and widget is first:
            return found
        if not found or widget is not found[-1]:  # the page's links are walked one by one
            found.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    raise AssertionError([name_of(widget) for widget in found])


def takes_tab(widget: QWidget) -> bool:
    """Return whether Tab should lead to a widget: of a group of which one is down, to that one."""
    if not (widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is None or not group.exclusive() or widget is group.checkedButton()


@pytest.fixture
def full(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Return the window with everything on the screen that can be."""
    window.reader.open(Address("preface"))
    window.reader.open(Address("ropes"))
    window.tabs.new()
    window.bookmarking.toggle()
    window.reader.open(Address("moorings"))
    window.bookmarking.toggle()
    window.bookmarking.toggle()
    with qtbot.waitSignal(window.finder.settled):
        window.bar.line.setText("rope AND")
    window.foot.end("The manual is ready.", {"Report": lambda: None})
    window._actions["find in page"].trigger()
    QApplication.processEvents()
    return window


@pytest.mark.parametrize("panel", PANELS)
def test_all_that_takes_the_keyboard_has_a_name_and_a_role(full: MainWindow, panel: str) -> None:
    full.sidebar.show_panel(panel)
    QApplication.processEvents()
    assert strangers(full) == []


def test_the_window_at_its_start_has_names_too(window: MainWindow) -> None:
    assert strangers(window) == []
    names = [item.text(QAccessible.Text.Name) for item in walked(interface(window))]
    for expected in ("Back", "Forward", "Number, title or query", "Bookmark this place", "Page", "Contents"):
        assert expected in names


@pytest.mark.parametrize("panel", PANELS)
def test_tab_leads_everywhere_and_round(full: MainWindow, qtbot: QtBot, panel: str) -> None:
    full.sidebar.show_panel(panel)
    QApplication.processEvents()
    reached = tabbed(full.bar.line, qtbot)
    missed = [
        f"{type(widget).__name__} {name_of(widget)!r}"
        for widget in full.findChildren(QWidget)
        if takes_tab(widget) and widget.window() is full and widget not in reached
    ]
    assert missed == []


def test_tab_goes_from_the_bar_to_the_sidebar_to_the_page_to_the_foot(full: MainWindow, qtbot: QtBot) -> None:
    full.sidebar.show_panel(BOOKMARKS)
    QApplication.processEvents()
    names = [name_of(widget) for widget in tabbed(full.bar.line, qtbot)]
    parts = [
        "Number, title or query",
        "Bookmark this place",
        "More",
        "Sidebar: Bookmarks",
        "Bookmarks",
        "Note on the bookmark",
        "New tab",
        "Page",
        "Report",
        "Sidebar",
        "Back",
    ]
    assert [name for name in names if name in parts] == parts


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("panel", PANELS)
def test_the_focus_is_seen(full: MainWindow, qtbot: QtBot, theme: str, panel: str) -> None:
    full.set_theme(theme)
    full.sidebar.show_panel(panel)
    QApplication.processEvents()
    unseen = []
    for widget in tabbed(full.bar.line, qtbot):
        around = widget.parentWidget() if isinstance(widget, QLineEdit) else widget
        assert around
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = around.grab().toImage()
        widget.clearFocus()
        if around.grab().toImage() == with_focus:
            unseen.append(name_of(widget))
    assert unseen == []


def dialogs(window: MainWindow) -> dict[str, QDialog]:
    """Return the dialogs that the window opens by itself, open."""
    opened: dict[str, QDialog] = {}
    for name in ("preferences", "shortcuts"):
        window._actions[name].trigger()
        (dialog,) = [found for found in window.findChildren(QDialog) if found not in opened.values()]
        opened[name] = dialog
    return opened


def test_the_dialogs_are_named_and_walked_by_key(window: MainWindow, qtbot: QtBot) -> None:
    for name, dialog in dialogs(window).items():
        assert strangers(dialog) == [], name
        dialog.activateWindow()
        qtbot.waitUntil(lambda shown=dialog: QApplication.activeWindow() is shown)  # type: ignore[misc]  # bound here
        start = next(widget for widget in dialog.findChildren(QPushButton) if takes_tab(widget))
        reached = tabbed(start, qtbot)
        missed = [
            name_of(widget)
            for widget in dialog.findChildren(QWidget)
            if takes_tab(widget) and widget not in reached
        ]
        assert missed == [], name
        dialog.reject()


@pytest.mark.parametrize("scale", SCALES)
def test_no_text_is_cut_off_at_any_size(full: MainWindow, scale: int) -> None:
    full.resize(1280, 800)
    full.page._notice.hide()  # was measured when it was shown, and goes by itself
    full.preferences.change(scale=scale)
    for _ in range(4):  # from the innermost layout outwards
        QApplication.processEvents()
    cut = [
        f"{type(widget).__name__} {widget.text()!r} {widget.size()} {widget.sizeHint()}"
        for widget in full.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLabel)
        and widget.isVisible()
        and widget.text()
        and is_cut(widget)
    ]
    assert cut == []


def is_cut(widget: QAbstractButton | QLabel) -> bool:
    """Return whether a widget is smaller than its text; those that say so shorten it themselves."""
    needed = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    free = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return widget.height() < needed.height() or (not free and widget.width() < needed.width())


@pytest.mark.usefixtures("library")
def test_the_size_of_the_interface_is_kept(open_window: Opener) -> None:
    first = open_window()
    size = first.bar.height()
    first.preferences.change(scale=200)
    assert first.bar.height() == 2 * size
    first.close()
    assert open_window().bar.height() == 2 * size


def test_esc_leads_back_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    for panel in PANELS:
        window.sidebar.show_panel(panel, focus=True)
        widget = QApplication.focusWidget()
        assert widget
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
        assert window.page.hasFocus()


@pytest.mark.parametrize(("key", "panel"), list(zip("1234", PANELS, strict=True)))
def test_a_key_chooses_each_panel(window: MainWindow, qtbot: QtBot, key: str, panel: str) -> None:
    qtbot.keyClick(window, Qt.Key(ord(key)), Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.current == panel
    button = next(b for b in window.sidebar.findChildren(QAbstractButton) if b.text() == panel)
    assert button.toolTip() == f"{panel} (Ctrl+{key})"


def test_other_keys_work_at_once_and_are_told(window: MainWindow, qtbot: QtBot) -> None:
    window.preferences.change(shortcuts={"bookmarks": ["Ctrl+J"], "back": []})
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.current == BOOKMARKS
    button = next(b for b in window.findChildren(QToolButton) if b.accessibleName() == "Back")
    assert button.toolTip() == "Back"


def test_the_list_of_shortcuts_opens_by_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.page.setFocus()
    qtbot.keyClick(window.page, Qt.Key.Key_Question)
    (dialog,) = window.findChildren(QDialog)
    assert dialog.windowTitle() == "Keyboard shortcuts"
    dialog.reject()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert any(found.windowTitle() == "Preferences" for found in window.findChildren(QDialog))
    for found in window.findChildren(QDialog):
        found.reject()


def test_keys_that_are_told_are_those_that_work(window: MainWindow) -> None:
    window.preferences.change(shortcuts={"find": ["Ctrl+J"], "help": ["F8"], "bookmark": []})
    told = [label.text() for label in window.findChildren(QLabel)] + [
        button.text() + button.toolTip() for button in window.findChildren(QAbstractButton)
    ]
    assert "Ctrl+J" in told
    assert any("F8" in text for text in told)
    assert not any("Ctrl+K" in text or "Ctrl+D" in text or "F1" in text for text in told)


def test_no_key_belongs_to_two_actions(window: MainWindow) -> None:
    declared = [key for action in window._actions.values() for key in default_keys(action)]
    assert sorted(declared) == sorted(set(declared))
    assert not set(declared) & set(FIXED)
    assert all(key for key in declared)
