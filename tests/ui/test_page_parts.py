"""The page's additions: buttons in snippets' heads, contents at its right, images and tables opened large."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QListWidget, QTextBrowser, QToolTip
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address, LinkKind
from momviewer.manual.model import Heading, Page, PageInfo, PageKind
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.highlights import HighlightLayer
from momviewer.ui.page.page_images import PageImages
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.enlarge import ImageDialog, TableDialog
from momviewer.ui.reading.on_this_page import OnThisPage
from momviewer.ui.snippets.snippet_menu import SnippetMenu
from momviewer.ui.window.main_window import MainWindow

CODE = 'mooring "quay-1" {\n\tropes = 2\n}'


def centre_of(view: PageView, kind: LinkKind) -> QPoint:
    button = view.snippets.button("snippet-1", kind)
    assert button
    return (view.snippets.place_of(button).center() - view.scrolled()).toPoint()


def click(view: PageView, kind: LinkKind, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre_of(view, kind))


def move_to(view: PageView, place: QPoint) -> None:
    """Move the mouse over the view, whatever other window may stand where the cursor is."""
    none, free = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    point = QPointF(place)
    QApplication.sendEvent(
        view.viewport(), QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, free)
    )


def menu_of(window: MainWindow) -> SnippetMenu:
    menu = window.findChild(SnippetMenu)
    assert menu
    return menu


# Buttons


def test_copy_is_pressed_by_the_mouse_and_says_that_it_is_done(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    click(window.page, LinkKind.COPY, qtbot)
    assert QGuiApplication.clipboard().text() == CODE
    assert window.page.snippets.copied == "snippet-1"
    qtbot.waitUntil(lambda: window.page.snippets.copied == "")


def test_copy_is_pressed_by_enter_where_the_reader_jumped_to(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes", "ropes.two"))
    window.page.setFocus()
    qtbot.keyClick(window.page, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == CODE


def test_a_press_that_is_drawn_away_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    window.reader.open(Address("ropes"))
    area = window.page.viewport()
    qtbot.mousePress(area, Qt.MouseButton.LeftButton, pos=centre_of(window.page, LinkKind.COPY))
    qtbot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert QGuiApplication.clipboard().text() == "before"


def test_the_menu_opens_by_its_button_and_by_key(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    click(window.page, LinkKind.MENU, qtbot)
    menu = menu_of(window)
    assert menu.isVisible()
    next(action for action in menu.actions() if action.objectName() == "copyLink").trigger()
    assert QGuiApplication.clipboard().text().startswith("momviewer://")
    menu.close()
    qtbot.waitUntil(lambda: window.findChild(SnippetMenu) is None)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(
        window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    menu_of(window).close()


def test_a_button_under_the_mouse_shows_it(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    snippets = window.page.snippets
    move_to(window.page, centre_of(window.page, LinkKind.COPY))
    assert snippets.hovered == snippets.button("snippet-1", LinkKind.COPY)
    move_to(window.page, QPoint(60, 20))
    assert snippets.hovered is None


# Values that are filled in


FILLED = (
    '<body><table class="snippet"><tr><td class="snippet-head">Text</td><td class="snippet-head">'
    '<a class="copy" href="copy:snippet-1">Copy</a></td></tr><tr><td class="snippet-code" colspan="2">'
    "<pre>{}</pre></td></tr></table></body>"
)


def test_places_that_change_are_marked_and_told(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, text = window.reader, '🚢 "mx1.example.com"\nother\nhost "example.com"'
    window.reader.open(Address("ropes"))
    page = reader.page
    assert page
    snippets = window.reading.snippets
    snippets._remember(reader.manual_id, {"quay": "x"})
    assert window.page.marks.ranges(HighlightLayer.VALUES) == []

    shown = replace(page, snippets=(replace(page.snippets[0], text=text, number=""),))
    reader._page = shown
    window.page.show_page(FILLED.format(text))
    snippets._remember(reader.manual_id, {"example.com": "corp.net"})
    marked = [selection.cursor.selectedText() for selection in window.page.extraSelections()]
    assert marked == ["mx1.example.com", "example.com"]

    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    cursor = window.page.document().find("mx1")
    place = window.page.cursorRect(cursor).center()
    QApplication.sendEvent(
        window.page.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, window.page.mapToGlobal(place))
    )
    assert told == ["mx1.example.com → mx1.corp.net in a copy that is filled in"]

    qtbot.keyClick(
        window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QGuiApplication.clipboard().text() == text.replace("example.com", "corp.net")
    window.reading.copies.copy_at_hand()
    assert QGuiApplication.clipboard().text() == text


def test_values_are_kept_for_the_manual(window: MainWindow, qtbot: QtBot) -> None:
    window.reading.snippets._remember("harbour", {"example.com": "corp.net"})
    store = window._stores.values
    qtbot.waitUntil(lambda: store.load() == {"harbour": {"example.com": "corp.net"}})
    assert store.trouble == ""


# Contents of the page


def headings(count: int) -> Page:
    info = PageInfo("long", "Long", "", PageKind.PAGE)
    made = tuple(Heading(f"h{n}", 2 + n % 2, "", f"Heading {n}", 0) for n in range(count))
    html = "".join(
        f'<h{h.level}><a name="{h.anchor}"></a>{h.title}</h{h.level}>' + "<p>x</p>" * 30 for h in made
    )
    return Page(info, html, "", (Heading("", 1, "", "Long", 0), *made), ())


@pytest.fixture
def long_view(qtbot: QtBot) -> tuple[PageView, OnThisPage]:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    contents = OnThisPage(view)
    view.resize(1000, 500)
    view.show()
    page = headings(6)
    view.show_page(f"<body><h1>Long</h1><p>Intro</p>{page.html}</body>")
    contents.show_page(page)
    return view, contents


def test_the_contents_follow_the_scrolling(long_view: tuple[PageView, OnThisPage]) -> None:
    view, contents = long_view
    for name in ("h3", "h1"):
        view.go_to(name)
        assert contents.current == f"Heading {name[1]}"
    view.scroll_to(10**6)
    assert contents.current == "Heading 5"


def test_the_contents_ask_for_a_heading(long_view: tuple[PageView, OnThisPage], qtbot: QtBot) -> None:
    _, contents = long_view
    rows = contents.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    with qtbot.waitSignal(contents.requested) as asked:
        qtbot.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(2)).center()
        )
    assert asked.args == ["h2"]


def test_the_contents_give_way_where_it_is_narrow(long_view: tuple[PageView, OnThisPage]) -> None:
    view, contents = long_view
    assert contents.isVisible()
    wide = view.viewport().width()
    view.resize(700, 500)
    assert not contents.isVisible()
    assert view.viewport().width() > wide - 300
    view.resize(1000, 500)
    contents.show_page(headings(1))
    rows = contents.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    assert not rows.isVisible()


@pytest.mark.parametrize("width", [1280, 900, 1600, 640])
def test_a_page_is_as_wide_as_its_view(window: MainWindow, width: int) -> None:
    window.resize(width, 700)
    window.reader.open(Address("ropes"))
    assert window.page.document().pageSize().width() == window.page.viewport().width()
    assert window.page.horizontalScrollBar().maximum() == 0
    window.resize(width - 100, 700)
    text = window.page.viewport().width() - window.page.document().rootFrame().frameFormat().rightMargin()
    assert text <= window.page.viewport().width() - 16
    assert window.page.document().pageSize().width() == window.page.viewport().width()


# Images and tables


def test_an_image_opens_in_full_size(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.page.anchorClicked.emit(QUrl("image:images/knot.png"))
    dialog = window.findChild(ImageDialog)
    assert dialog
    assert dialog.windowTitle().startswith("knot.png, ")
    dialog.close()
    window.page.anchorClicked.emit(QUrl("image:images/none.png"))
    assert window.page.notice == "none.png is missing from the manual"


@pytest.mark.usefixtures("qapp")
def test_a_wide_image_fits_the_column_as_sharp_as_the_screen(tmp_path: Path) -> None:
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    assert image.save(str(tmp_path / "wide.png"))
    images = PageImages(tmp_path, LIGHT, 700, 2.0)
    shown = images.load(QUrl("images/wide.png"))
    assert (shown.width(), shown.deviceIndependentSize().width()) == (1400, 700)
    original = images.original("images/wide.png")
    assert original
    assert original.width() == 2000


def test_a_table_opens_in_a_view_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.page.show_page(
        '<body><p class="caption">Table 1.1 Ropes</p><p><a href="table:table-1">Open this table</a></p>'
        '<a name="table-1"></a><table class="grid"><tr><td>a</td>'
        '<td><a href="moorings">b</a></td></tr></table>'
        "</body>"
    )
    window.page.anchorClicked.emit(QUrl("table:table-1"))
    dialog = window.findChild(TableDialog)
    assert dialog
    assert dialog.windowTitle() == "Table 1.1 Ropes"
    shown = dialog.findChild(QTextBrowser)
    assert isinstance(shown, QTextBrowser)
    assert shown.toPlainText().split() == ["a", "b"]
    with qtbot.waitSignal(dialog.finished):
        shown.anchorClicked.emit(QUrl("moorings"))
    assert window.reader.address == Address("moorings", "", window.reader.manual_id)


# Links


@pytest.mark.parametrize(
    ("href", "told"),
    [
        ("https://example.com/rope", "https://example.com/rope"),
        ("missing:lighthouse", "This page is missing from the manual"),
        ("image:images/knot.png", "Open in full size"),
        ("moorings", "1 Moorings"),
        ("ropes#ropes.two", "Example 1.1 Two Ropes"),
        ("gone", ""),
        ("momviewer://another/ropes", ""),
    ],
)
def test_a_link_says_where_it_leads(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, href: str, told: str
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: shown.append(text))
    window.page.show_page(f'<body><p><a href="{href}">somewhere</a></p></body>')
    place = window.page.cursorRect(window.page.document().find("some")).center()
    QApplication.sendEvent(window.page.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, place))
    assert shown == [told]


def test_a_straight_copy_is_one_press_away(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    page = window.reader.page
    assert page
    window.reader._page = replace(page, snippets=(replace(page.snippets[0], text="say “x”", number=""),))
    window.page.anchorClicked.emit(QUrl("straight:snippet-1"))
    assert QGuiApplication.clipboard().text() == 'say "x"'
    assert window.page.notice.startswith("Copied the snippet with straight characters")
