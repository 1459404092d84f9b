"""The window for everyone: named for a screen reader, walked by keyboard, with focus seen, at 200 %."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.manual.model import Counts, ManualInfo
from momviewer.manual.snippets.copying import PlacedSnippet
from momviewer.ui.library.library_dialogs import RenameDialog
from momviewer.ui.reading.enlarge import ImageDialog, TableDialog
from momviewer.ui.settings.restore_dialog import RestoreDialog
from momviewer.ui.settings.shortcut_bindings import FIXED
from momviewer.ui.snippets.fill_in_dialog import FillInDialog
from momviewer.ui.window.crash_notice import ReportDialog
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.sidebar_controller import BOOKMARKS, CONTENTS, EXAMPLES, RESULTS
from momviewer.user_data.restoring import Kept, SetAside
from momviewer.user_data.settings import SETTINGS, Settings
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
    assert len(found) > 2
    return [
        f"{type(item.object()).__name__} {item.role().name} {item.text(QAccessible.Text.Name)!r}"
        for item in found
        if bool(item.state().focusable)
        and (tells_nothing(item) or not item.text(QAccessible.Text.Name).strip())
    ]


def tells_nothing(item: QAccessibleInterface) -> bool:
    """Return whether an interface's role says nothing; Qt has none for what only scrolls."""
    return item.role() in NOTHING and not isinstance(item.object(), QScrollArea)


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
    if widget.focusProxy() is not None:
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
    with qtbot.waitSignal(window.search_controller.settled):
        window.bar.line.setText("rope AND")
    window.status_strip.end("The manual is ready.", {"Report": lambda: None})
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
    full.preferences.set_theme(theme)
    full.sidebar.show_panel(panel)
    QApplication.processEvents()
    assert unseen(tabbed(full.bar.line, qtbot)) == []


def unseen(widgets: Iterable[QWidget]) -> list[str]:
    """Return the names of the widgets that look the same with the keyboard as without."""
    found = []
    for widget in widgets:
        around = widget.parentWidget() if isinstance(widget, QLineEdit) else widget
        assert around
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = around.grab().toImage()
        widget.clearFocus()
        if around.grab().toImage() == with_focus:
            found.append(name_of(widget))
    return found


def test_a_fix_with_the_keyboard_looks_like_no_other(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    with qtbot.waitSignal(window.search_controller.settled):
        window.bar.line.setText("rope AND (two")
    first, second = (fix for fix in window.strip._fixes if fix.isVisible())
    for held, other in ((first, second), (second, first)):
        held.setFocus(Qt.FocusReason.TabFocusReason)
        assert ground(held) == window.preferences.theme.text.lower()
        assert ground(other) != ground(held)


def ground(button: QAbstractButton) -> str:
    """Return the colour beside a button's text."""
    return button.grab().toImage().pixelColor(8, button.height() // 2).name()


SNIPPET = PlacedSnippet(
    text='domain "mail.example.com" {\n  gateway = "192.0.2.7"\n}',
    language="momentum",
    number="1.1",
    title="Two Ropes",
    manual="harbour",
    manual_title="Harbour",
    page="ropes",
    anchor="example.ropes",
)


INFO = ManualInfo("harbour", "Harbour Manual", "1", "Harbours", "markdown", "", "", Counts())


def with_folders(window: MainWindow) -> None:
    window.bookmarking.toggle()
    (bookmark,) = window.bookmarking.bookmarks
    window.bookmarks._ask_for_folder(bookmark)


def with_table(window: MainWindow) -> None:
    document = QTextDocument(window)
    table = QTextCursor(document).insertTable(2, 2)
    TableDialog(table, "A table", window.preferences.theme, window).open()


SET_ASIDE = SetAside(
    Kept.SETTINGS,
    Path("settings.unreadable.json"),
    datetime.fromtimestamp(0).astimezone(),
    settings=Settings(),
)
DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    "preferences": lambda window: window.preferences.show_dialog(),
    "shortcuts": lambda window: window.preferences.show_shortcuts(),
    "new folder": with_folders,
    "fill in": lambda window: FillInDialog(SNIPPET, {}, window.preferences.theme, window).open(),
    "table": with_table,
    "image": lambda window: ImageDialog(QImage(90, 60, QImage.Format.Format_RGB32), "a.png", window).open(),
    "restore": lambda window: RestoreDialog((SET_ASIDE,), window).open(),
    "manuals": lambda window: window.manual_switcher.choose(),
    "help": lambda window: window._actions["help pages"].trigger(),
    "library": lambda window: window._actions["library"].trigger(),
    "rename": lambda window: RenameDialog(INFO, ["Harbours"], window).open(),
    "report": lambda window: ReportDialog("~/log", window.preferences.theme, window).open(),
}
"""What opens each dialog of the window."""


def opened(window: MainWindow, name: str, qtbot: QtBot) -> QWidget:
    """Return a dialog, open and in front."""
    DIALOGS[name](window)
    (found,) = [
        shown for shown in QApplication.topLevelWidgets() if shown.isVisible() and shown is not window
    ]
    found.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found or found.isAncestorOf(focused()))
    return found


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget
    return widget


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen_on_what_is_on_or_off(window: MainWindow, theme: str) -> None:
    window.preferences.set_theme(theme)
    box = QCheckBox(window)
    box.show()
    assert unseen([box]) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_named_and_walked_by_key(window: MainWindow, qtbot: QtBot, name: str) -> None:
    dialog = opened(window, name, qtbot)
    assert strangers(dialog) == []
    reached = tabbed(next(filter(takes_tab, dialog.findChildren(QWidget))), qtbot)
    missed = [
        f"{type(widget).__name__} {name_of(widget)!r}"
        for widget in dialog.findChildren(QWidget)
        if takes_tab(widget) and widget not in reached
    ]
    assert missed == []
    dialog.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DIALOGS)
def test_the_focus_is_seen_in_a_dialog(window: MainWindow, qtbot: QtBot, name: str, theme: str) -> None:
    window.preferences.set_theme(theme)
    dialog = opened(window, name, qtbot)
    reached = tabbed(next(filter(takes_tab, dialog.findChildren(QWidget))), qtbot)
    if len(reached) > 1:  # else it is where it is
        assert unseen(reached) == []
    dialog.close()


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_cuts_nothing_off(window: MainWindow, qtbot: QtBot, name: str, scale: int) -> None:
    window.preferences.change(scale=scale)
    dialog = opened(window, name, qtbot)
    assert cut_off(dialog) == []
    dialog.close()


@pytest.mark.parametrize("scale", SETTINGS["scale"].steps)
def test_no_text_is_cut_off_at_any_size(full: MainWindow, scale: int) -> None:
    full.resize(1280, 800)
    full.page._notice.hide()  # was measured when it was shown, and goes by itself
    full.preferences.change(scale=scale)
    for _ in range(4):  # from the innermost layout outwards
        QApplication.processEvents()
    assert cut_off(full) == []


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("found", ["rope", "zzz"])
def test_the_row_that_finds_words_is_whole_in_a_small_window(
    full: MainWindow, scale: int, found: str
) -> None:
    full.resize(800, 600)
    full.preferences.change(scale=scale)
    bar = full.reading.find_bar
    bar.line.setText(found)
    for _ in range(4):
        QApplication.processEvents()
    assert cut_off(bar) == []
    assert bar._count.width() >= bar._count.sizeHint().width()
    parts = [part for part in bar.findChildren(QWidget) if name_of(part) and part.isVisible()]
    letters = bar.line.width() / bar.line.fontMetrics().horizontalAdvance("n")
    assert letters > 8
    areas = [QRect(part.mapTo(bar, QPoint()), part.size()) for part in parts]
    assert all(bar.rect().contains(area) for area in areas)
    assert not any(one.intersects(other) for one, other in combinations(areas, 2))


def cut_off(window: QWidget) -> list[str]:
    """Return the buttons and labels below a widget that have no room for their text."""
    return [
        f"{type(widget).__name__} {widget.text()!r} {widget.size()} {widget.sizeHint()}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLabel)
        and widget.isVisible()
        and widget.text()
        and is_cut(widget)
    ]


def is_cut(widget: QAbstractButton | QLabel) -> bool:
    """Return whether a widget is smaller than its text; those that say so shorten it themselves."""
    needed = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    free = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return widget.height() < needed.height() or (not free and widget.width() < needed.width())


def test_the_bar_keeps_room_to_type_in(window: MainWindow) -> None:
    window.preferences.change(scale=200)
    window.resize(800, 700)
    for _ in range(4):
        QApplication.processEvents()
    letters = window.bar.line.width() / window.bar.line.fontMetrics().horizontalAdvance("n")
    assert letters > 10
    window.resize(1600, 900)
    QApplication.processEvents()
    assert window.bar.choice.isVisible()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_empty_bar_says_all_it_takes_before_it_tells_its_key(window: MainWindow, scale: int) -> None:
    window.preferences.change(scale=scale)
    line = window.bar.line
    for width in range(480, 1_900, 60):
        window.resize(width, 700)
        for _ in range(4):
            QApplication.processEvents()
        if window.bar._hint.isVisible():
            assert line.width() >= line.fontMetrics().horizontalAdvance(line.placeholderText())
    assert window.bar._hint.isVisible()


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
    declared = [key for action in window._actions.values() for key in action.default_keys]
    assert sorted(declared) == sorted(set(declared))
    assert not set(declared) & set(FIXED)
    assert all(key for key in declared)
