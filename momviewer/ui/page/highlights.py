"""Marks the shown page in layers: hits of a search, matches of the find bar, values filled in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import islice

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from momviewer.folding import TextPattern
from momviewer.ui.base.theme import Theme
from momviewer.ui.page.page_places import PagePlaces
from momviewer.ui.page.page_text import PageText
from momviewer.ui.page.snippet_frames import SnippetFrames

MAX_MARKS = 1000
"""Most marks of a layer; with more of them a key would be answered too late."""


class HighlightLayer(IntEnum):
    """What marks are for; later layers are drawn above earlier ones."""

    VALUES = 0
    HITS = 1
    FOUND = 2
    CURRENT = 3


class Highlights:
    """Keeps the marks of a page view, and steps from one to the next.

    All ranges are (start, end) positions of the shown document.
    """

    def __init__(self, view: QTextEdit, places: PagePlaces) -> None:
        self._view, self._places = view, places
        self._ranges: dict[HighlightLayer, list[tuple[int, int]]] = {}
        self._selections: dict[HighlightLayer, list[QTextEdit.ExtraSelection]] = {}
        self._document: QTextDocument | None = None
        self._snippets: SnippetFrames | None = None
        self._theme: Theme | None = None
        self._text: PageText | None = None

    def start(self, document: QTextDocument, snippets: SnippetFrames, theme: Theme, *, same: bool) -> None:
        """Go on with another document: the `same` page keeps its marks, another begins without."""
        self._document, self._snippets, self._theme = document, snippets, theme
        self._selections = {}
        if not same:
            self._ranges, self._text = {}, None
        for layer in self._ranges:
            self._select(layer)
        self._show()

    def ranges(self, layer: HighlightLayer) -> list[tuple[int, int]]:
        """Return the marks of a layer, in reading order."""
        return self._ranges.get(layer, [])

    def set(self, layer: HighlightLayer, ranges: Iterable[tuple[int, int]]) -> None:
        """Mark other ranges in a layer, at most MAX_MARKS."""
        wanted = list(islice(ranges, MAX_MARKS))
        if wanted != self.ranges(layer):
            self._ranges[layer] = wanted
            self._select(layer)
            self._show()

    def find(self, layer: HighlightLayer, pattern: TextPattern | None) -> int:
        """Mark in a layer what `pattern` matches on the page; return the number of matches."""
        self.set(layer, self._found(pattern) if pattern else ())
        return len(self.ranges(layer))

    def step(self, layer: HighlightLayer, by: int) -> tuple[int, int]:
        """Go to the next (1) or previous (-1) mark of a layer, and round its ends.

        It goes on from the current one, else from what is at hand. Return its number, from 1, and how many
        marks there are.
        """
        return self._step(self.ranges(layer), by)

    def step_through(self, pattern: TextPattern, by: int) -> tuple[int, int]:
        """Do the same through what `pattern` matches, of which only the current match is marked."""
        return self._step(list(islice(self._found(pattern), MAX_MARKS)), by)

    def find_first(self, pattern: TextPattern | None) -> tuple[int, int]:
        """Mark the matches of the find bar, and go to the first one from the reader's place on.

        Return its number, from 1, and how many matches there are.
        """
        current = self.ranges(HighlightLayer.CURRENT)
        position = current[0][0] if current else self._places.first_position()
        count = self.find(HighlightLayer.FOUND, pattern)
        if not count:
            self.set(HighlightLayer.CURRENT, ())
            return 0, 0
        starts = [start for start, _ in self.ranges(HighlightLayer.FOUND)]
        return self._go_to(self.ranges(HighlightLayer.FOUND), bisect_left(starts, position) % count)

    # Inside

    def _step(self, ranges: list[tuple[int, int]], by: int) -> tuple[int, int]:
        if not ranges:
            return 0, 0
        start, end = next(iter(self.ranges(HighlightLayer.CURRENT)), self._places.at_hand())
        # What begins where nothing is selected is yet to come; what is selected is what was found before.
        here = start - 1 if start == end and by > 0 else start
        return self._go_to(ranges, step([start for start, _ in ranges], here, by))

    def _go_to(self, ranges: list[tuple[int, int]], at: int) -> tuple[int, int]:
        """Make one of these ranges the current one; return its number and how many there are."""
        self.set(HighlightLayer.CURRENT, [ranges[at]])
        self._places.bring_into_view(ranges[at][0])
        return at + 1, len(ranges)

    def _found(self, pattern: TextPattern) -> Iterator[tuple[int, int]]:
        if self._document is None or self._snippets is None:
            return iter(())
        if self._text is None:
            self._text = PageText(self._document, self._snippets.heads())
        return self._text.find(pattern)

    def _select(self, layer: HighlightLayer) -> None:
        if self._document is None or self._theme is None:
            return
        look = _look(layer, self._theme)
        self._selections[layer] = made = []
        for start, end in self._ranges[layer]:
            for cursor in pieces(self._document, start, end):
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = look
                made.append(selection)

    def _show(self) -> None:
        self._view.setExtraSelections(
            [one for layer in HighlightLayer for one in self._selections.get(layer, ())]
        )


def step(places: list[int], current: int, by: int) -> int:
    """Return the index of the next place (1) or the one before (-1) `current`, round the ends."""
    at = bisect_right(places, current) if by > 0 else bisect_left(places, current) - 1
    return at % len(places)


def pieces(document: QTextDocument, start: int, end: int) -> Iterator[QTextCursor]:
    """Yield a selection for each block of a range: one across cells would select whole cells."""
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        cursor = QTextCursor(block)
        cursor.setPosition(max(start, block.position()))
        cursor.setPosition(min(end, block.position() + block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            yield cursor
        block = block.next()


def _look(layer: HighlightLayer, theme: Theme) -> QTextCharFormat:
    """Return the format of a layer's marks."""
    look = QTextCharFormat()
    grounds = {
        HighlightLayer.HITS: theme.hit,
        HighlightLayer.FOUND: theme.found,
        HighlightLayer.CURRENT: theme.found_now,
    }
    if layer in grounds:
        look.setBackground(QColor(grounds[layer]))
        look.setForeground(QColor(theme.text))
    else:
        look.setBackground(QColor(theme.accent_wash))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(QColor(theme.accent))
    return look
