"""Finding words in the page: the bar, the marks, and what stays apart from what was searched for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.search.answers.marking import words_pattern
from momviewer.ui.base.theme import DARK, LIGHT
from momviewer.ui.page.highlights import HighlightLayer
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.find_bar import FindBar
from momviewer.ui.window.main_window import MainWindow

CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
PAGE = (
    "<body><p>Rope, ropes and a 🚢 ROPE.</p>"
    '<table class="grid"><tr><td>max_\u200boutbound_\u200bropes</td><td>4</td></tr></table>'
    '<table class="snippet" width="100%"><tr><td class="snippet-head">Rope</td>'
    '<td class="snippet-head"><a class="copy" href="copy:snippet-1">Copy</a></td></tr>'
    '<tr><td class="snippet-code" colspan="2"><pre>rope = 1\nCopy = 2</pre></td></tr></table></body>'
)


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    made = PageView(LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_page(PAGE)
    return made


def found(view: PageView, layer: HighlightLayer = HighlightLayer.FOUND) -> list[str]:
    texts = []
    for start, end in view.marks.ranges(layer):
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        texts.append(cursor.selectedText())
    return texts


def bar_of(window: MainWindow) -> FindBar:
    bar = window.findChild(FindBar)
    assert bar
    return bar


def switch(bar: FindBar, name: str) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == name)


def pattern_of(qtbot: QtBot, text: str, *switches: str) -> FindBar:
    bar = FindBar(LIGHT)
    qtbot.addWidget(bar)
    bar.line.setText(text)
    for name in switches:
        switch(bar, name).setChecked(True)
    return bar


@pytest.mark.parametrize(
    ("text", "switches", "places"),
    [
        ("rope", (), ["Rope", "rope", "ROPE", "rope", "rope"]),
        ("rope", ("Match case",), ["rope", "rope", "rope"]),
        ("rope", ("Whole words",), ["Rope", "ROPE", "rope"]),
        ("Rope", ("Match case", "Whole words"), ["Rope"]),
        ("outbound_ropes", (), ["outbound_\u200bropes"]),
        ("max_outbound_ropes   4", (), ["max_\u200boutbound_\u200bropes4"]),
        ("copy", (), ["Copy"]),
        (".", (), ["."]),
        ("🚢", (), ["🚢"]),
        ("  ", (), []),
    ],
)
def test_what_is_found(
    qtbot: QtBot, view: PageView, text: str, switches: tuple[str, ...], places: list[str]
) -> None:
    bar = pattern_of(qtbot, text, *switches)
    at, count = view.marks.find_first(bar.pattern)
    assert found(view) == places
    assert (at, count) == (1 if places else 0, len(places))


def test_the_current_place_is_set_apart_and_goes_round(view: PageView, qtbot: QtBot) -> None:
    view.marks.find_first(pattern_of(qtbot, "rope").pattern)
    walked = [view.marks.step(HighlightLayer.FOUND, by)[0] for by in (1, 1, 1, 1, 1, -1, -1)]
    assert walked == [2, 3, 4, 5, 1, 5, 4]
    assert view.marks.ranges(HighlightLayer.CURRENT) == [view.marks.ranges(HighlightLayer.FOUND)[3]]


def test_marks_of_a_search_stay_apart(view: PageView, qtbot: QtBot) -> None:
    view.mark(words_pattern(["ropes"]).pattern)
    view.marks.find_first(pattern_of(qtbot, "rope").pattern)
    assert len(found(view, HighlightLayer.HITS)) == 2
    view.marks.find(HighlightLayer.FOUND, None)
    assert len(found(view, HighlightLayer.HITS)) == 2


def test_a_place_over_two_cells_marks_words_and_not_whole_cells(view: PageView, qtbot: QtBot) -> None:
    view.marks.find_first(pattern_of(qtbot, "ropes 4").pattern)
    marked = [selection.cursor.selectedText() for selection in view.extraSelections()]
    assert marked == ["ropes", "4", "ropes", "4"]  # the place, and above it the current one


def test_the_bar_comes_counts_steps_and_goes(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    bar = bar_of(window)
    assert bar.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert not bar.isHidden()
    assert window.focusWidget() is bar.line
    qtbot.keyClicks(bar.line, "rope")
    total = len(window.page.marks.ranges(HighlightLayer.FOUND))
    assert total > 2
    for key, modifier, at in [
        (Qt.Key.Key_Return, NONE, 2),
        (Qt.Key.Key_F3, NONE, 3),
        (Qt.Key.Key_F3, SHIFT, 2),
        (Qt.Key.Key_Return, SHIFT, 1),
        (Qt.Key.Key_Return, SHIFT, total),
    ]:
        qtbot.keyClick(bar.line, key, modifier)
        assert bar.message == f"{at} of {total}"
    place = window.page.marks.ranges(HighlightLayer.CURRENT)[0]
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert window.focusWidget() is window.page
    assert (window.page.textCursor().selectionStart(), window.page.textCursor().selectionEnd()) == place
    assert window.page.marks.ranges(HighlightLayer.FOUND) == []


SECTIONS = "".join(
    f'<h2><a name="s{n}"></a>Section {n}</h2><p>A rope of section {n}.</p>' + "<p>More.</p>" * 20
    for n in range(6)
)


def current(view: PageView) -> str:
    """Return the paragraph that has the current mark; it has to be in view."""
    ((start, _),) = view.marks.ranges(HighlightLayer.CURRENT)
    assert view.places.in_view(start)
    return view.document().findBlock(start).text()


def test_the_next_hit_is_the_one_after_the_place_that_was_opened(qtbot: QtBot) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_page(f"<body>{SECTIONS}</body>")
    view.mark(words_pattern(["rope"]).pattern)
    view.go_to("s3")
    assert view.marks.step(HighlightLayer.HITS, 1) == (4, 6)
    assert current(view) == "A rope of section 3."
    view.marks.set(HighlightLayer.CURRENT, ())
    view.go_to("s5")  # too near the end of the page to be at the top of the view
    assert view.marks.step(HighlightLayer.HITS, -1) == (5, 6)
    view.marks.set(HighlightLayer.CURRENT, ())
    view.scroll_to(0)  # away from the place that was opened
    assert view.marks.step(HighlightLayer.HITS, 1) == (1, 6)


def test_steps_go_on_from_where_the_closed_bar_was(window: MainWindow, qtbot: QtBot) -> None:
    """Also past what a search has marked, until another place is shown."""
    window.search_controller.marks_changed.emit(words_pattern(["moorings"]).pattern)
    window.reader.open(Address("ropes"))
    bar = bar_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(bar.line, "rope")
    first, second, third = window.page.marks.ranges(HighlightLayer.FOUND)[:3]
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert window.page.marks.ranges(HighlightLayer.CURRENT) == [second]
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    qtbot.keyClick(window.page, Qt.Key.Key_F3)
    assert window.page.marks.ranges(HighlightLayer.CURRENT) == [third]
    assert bar.isHidden()
    assert window.page.hasFocus()
    for at in (second, first):
        qtbot.keyClick(window.page, Qt.Key.Key_F3, SHIFT)
        assert window.page.marks.ranges(HighlightLayer.CURRENT) == [at]
    window.reader.open(Address("moorings"))
    assert window.page.marks.ranges(HighlightLayer.CURRENT) == []
    qtbot.keyClick(window.page, Qt.Key.Key_F3)
    hits = window.page.marks.ranges(HighlightLayer.HITS)
    assert window.page.marks.ranges(HighlightLayer.CURRENT) == hits[:1] != []


def test_page_keys_scroll_the_page_while_the_bar_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(700, 360)
    window.reader.open(Address("ropes"))
    bar = bar_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    positions = [window.page.scroll_position()]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        qtbot.keyClick(bar.line, key)
        positions.append(window.page.scroll_position())
    top, page, line, back, end = positions
    assert top == end < page == back < line
    assert bar.line.hasFocus()


def test_the_bar_starts_with_the_selection(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    window.page.setTextCursor(window.page.document().find("stretch"))
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    bar = bar_of(window)
    assert bar.line.text() == "stretch"
    assert bar.message == "1 of 1"
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    window.page.go_to("ropes.two")  # selects the word of a button, which is no text
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert bar.line.text() == "stretch"


def test_what_is_not_there_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    bar = bar_of(window)
    bar.line.setText("lighthouse")
    assert bar.message == "Not on this page"
    assert bar.property("failed")
    window.reader.open(Address("moorings"))
    assert bar.message == "1 on this page"
    assert not bar.property("failed")
    bar.line.clear()
    assert bar.message == ""
    assert isinstance(bar.line, QLineEdit)


def test_marks_stay_in_another_theme_and_size_and_go_with_the_page(view: PageView, qtbot: QtBot) -> None:
    view.marks.find_first(pattern_of(qtbot, "rope").pattern)
    before = [selection.cursor.selectedText() for selection in view.extraSelections()]
    view.set_theme(DARK)
    view.set_zoom(150)
    assert [selection.cursor.selectedText() for selection in view.extraSelections()] == before
    grounds = {selection.format.background().color().name().upper() for selection in view.extraSelections()}
    assert grounds == {DARK.found, DARK.found_now}
    view.show_page("<body><p>rope</p></body>")
    assert view.extraSelections() == []
