"""Marks what was searched for on a shown page, and goes from one marked place to the next."""

import re
from bisect import bisect_left, bisect_right

from PySide6.QtGui import QColor, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

MOST_MARKS = 2000


def marked(
    document: QTextDocument, pattern: re.Pattern[str] | None, colour: QColor
) -> list[QTextEdit.ExtraSelection]:
    """Return the places of a document that `pattern` finds, each to be shown in `colour`."""
    if pattern is None:
        return []
    text = document.toPlainText()
    # Qt counts UTF-16 units, Python code points; they differ only where a page leaves the BMP.
    units = _utf16_offsets(text)
    selections = []
    for found in pattern.finditer(text):
        start, end = (units[found.start()], units[found.end()]) if units else found.span()
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setBackground(colour)
        selections.append(selection)
        if len(selections) == MOST_MARKS:
            break
    return selections


def step(places: list[int], current: int, by: int) -> int:
    """Return the index of the place after (1) or before (-1) the position `current`, round the ends."""
    at = bisect_right(places, current) if by > 0 else bisect_left(places, current) - 1
    return at % len(places)


def _utf16_offsets(text: str) -> list[int] | None:
    """Return the offset in UTF-16 units of each code point and the end; None where they are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    offsets, units = [], 0
    for character in text:
        offsets.append(units)
        units += 2 if character > "\uffff" else 1
    return [*offsets, units]
