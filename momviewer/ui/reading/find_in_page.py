"""Finds words in the page; keeps the find bar and the marks on the page in step."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from momviewer.ui.page.highlights import MAX_MARKS, HighlightLayer
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.find_bar import FindBar
from momviewer.ui.reading.reader import Reader

MAX_SEED_CHARS = 200
"""Most characters of a selection that the bar begins with."""
NOT_HERE = "Not on this page"


class FindInPage(QObject):
    """Marks all matches, with the current one set apart, and steps through them."""

    def __init__(self, bar: FindBar, view: PageView, reader: Reader) -> None:
        super().__init__(bar)
        self._bar, self._view = bar, view
        bar.changed.connect(self._find)
        bar.step_requested.connect(self.step)
        bar.cancelled.connect(self.end)
        bar.page_key_pressed.connect(view.keyPressEvent)
        self._goes_on = False
        """Whether a step goes on with what the closed bar found, although a search has marked its hits."""
        reader.page_shown.connect(lambda _page: self._mark_new_page())
        reader.place_shown.connect(lambda _address: self._begin_at_place())

    def start(self) -> None:
        """Open the bar with the selected text, if there is some."""
        selected = self._view.selected_text().strip()
        self._bar.start(selected if len(selected) <= MAX_SEED_CHARS and "\n" not in selected else "")
        self._find()

    def end(self) -> None:
        """Close the bar, and select the current match."""
        current = self._view.marks.ranges(HighlightLayer.CURRENT)
        found = bool(self._view.marks.ranges(HighlightLayer.FOUND))
        self._view.marks.set(HighlightLayer.FOUND, ())
        self._view.marks.set(HighlightLayer.CURRENT, ())
        self._bar.hide()
        self._goes_on = self._bar.pattern is not None
        if current and found:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(current[0][0])
            cursor.setPosition(current[0][1], QTextCursor.MoveMode.KeepAnchor)
            self._view.setTextCursor(cursor)
        self._view.setFocus()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) match of the bar, or else to a hit of the search.

        The bar may be closed: what it found last is gone on with, until another place is shown that has hits.
        """
        marks, pattern = self._view.marks, self._bar.pattern
        if not self._bar.isHidden():
            self._show_count(*marks.step(HighlightLayer.FOUND, by))
        elif marks.ranges(HighlightLayer.HITS) and not self._goes_on:
            at, count = marks.step(HighlightLayer.HITS, by)
            self._view.notify(f"Hit {at} of {count}")
        elif pattern:
            at, count = marks.step_through(pattern, by)
            self._view.notify(_of(at, count) if count else NOT_HERE)
        else:
            self._view.notify("Nothing is marked on this page")

    # Inside

    def _find(self) -> None:
        self._show_count(*self._view.marks.find_first(self._bar.pattern))

    def _mark_new_page(self) -> None:
        if not self._bar.isHidden():
            count = self._view.marks.find(HighlightLayer.FOUND, self._bar.pattern)
            self._show_count(0, count)

    def _begin_at_place(self) -> None:
        """Go on from the place that is shown now."""
        self._goes_on = False
        self._view.marks.set(HighlightLayer.CURRENT, ())

    def _show_count(self, at: int, count: int) -> None:
        if self._bar.pattern is None:
            self._bar.report("", found=True)
        elif not count:
            self._bar.report(NOT_HERE, found=False)
        else:
            self._bar.report(_of(at, count), found=True)


def _of(at: int, count: int) -> str:
    """Return which of so many matches is the current one: "2 of 9", or "9 on this page" if none is."""
    told = f"{count} or more" if count == MAX_MARKS else str(count)
    return f"{at} of {told}" if at else f"{told} on this page"
