"""Finds words in the page; keeps the find bar and the marks on the page in step."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from momviewer.ui.page.highlights import MAX_MARKS, HighlightLayer
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.find_bar import FindBar
from momviewer.ui.reading.reader import Reader

MAX_SEED_CHARS = 200
"""Most characters of a selection that the bar begins with."""


class FindInPage(QObject):
    """Marks all matches, with the current one set apart, and steps through them."""

    def __init__(self, bar: FindBar, view: PageView, reader: Reader) -> None:
        super().__init__(bar)
        self._bar, self._view = bar, view
        bar.changed.connect(self._find)
        bar.step_requested.connect(self.step)
        bar.cancelled.connect(self.end)
        reader.page_shown.connect(lambda _page: self._mark_new_page())

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
        if current and found:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(current[0][0])
            cursor.setPosition(current[0][1], QTextCursor.MoveMode.KeepAnchor)
            self._view.setTextCursor(cursor)
        self._view.setFocus()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) match of the bar, or else to a hit of the search."""
        if not self._bar.isHidden():
            self._show_count(*self._view.marks.step(HighlightLayer.FOUND, by))
            return
        at, count = self._view.marks.step(HighlightLayer.HITS, by)
        if count:
            self._view.notify(f"Hit {at} of {count}")
        elif self._bar.pattern:
            self.start()
        else:
            self._view.notify("Nothing is marked on this page")

    # Inside

    def _find(self) -> None:
        self._show_count(*self._view.marks.find_first(self._bar.pattern))

    def _mark_new_page(self) -> None:
        if not self._bar.isHidden():
            count = self._view.marks.find(HighlightLayer.FOUND, self._bar.pattern)
            self._show_count(0, count)

    def _show_count(self, at: int, count: int) -> None:
        if self._bar.pattern is None:
            self._bar.report("", found=True)
        elif not count:
            self._bar.report("Not on this page", found=False)
        else:
            of = f"{count} or more" if count == MAX_MARKS else str(count)
            self._bar.report(f"{at} of {of}" if at else f"{of} on this page", found=True)
