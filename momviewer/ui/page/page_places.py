"""Finds anchors, tables and the reader's place on the shown page, and scrolls to them."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QTextEdit

from momviewer.ui.base.documents import blocks_of, fragments_of, table_of
from momviewer.ui.page.page_document import MARGIN, TOP_MARGIN

FOOT = "momviewer:foot"
"""The anchor of what the program adds below a page."""
ReadingPlace = tuple[int, int]
"""A position of the text, and its distance from the top of the view in pixels."""


class PagePlaces:
    """Finds places of the page in a view, and scrolls to them."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._anchors: dict[str, int] | None = None

    def start(self) -> None:
        """Begin anew with the view's document as it is now."""
        self._anchors = None

    # Anchors

    def block_of(self, anchor: str) -> QTextBlock | None:
        """Return the block of an anchor, or None if the page lacks it."""
        if self._anchors is None:
            self._anchors = _anchors_of(self._view.document())
        number = self._anchors.get(anchor) if anchor else None
        return None if number is None else self._view.document().findBlockByNumber(number)

    def top_of(self, anchor: str) -> float | None:
        """Return an anchor's distance from the document's top in pixels, or None if the page lacks it."""
        block = self.block_of(anchor)
        return self._view.document().documentLayout().blockBoundingRect(block).top() if block else None

    def table_at(self, anchor: str) -> QTextTable | None:
        """Return the table at an anchor, or None."""
        block = self.block_of(anchor)
        if block is None:
            return None
        return table_of(block) or (table_of(block.next()) if block.next().isValid() else None)

    def text_between(self, start: int, end: int) -> str:
        """Return the text between two positions of the document, as it stands there."""
        document = self._view.document()
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(min(end, document.characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    # Where the reader is

    def first_position(self) -> int:
        """Return the position of the first text in view."""
        return self._view.cursorForPosition(QPoint(MARGIN, 0)).position()

    def at_hand(self) -> tuple[int, int]:
        """Return the range that is at hand: selected, or the place that was come to or clicked, if in view.

        Else it is the first text in view. It is empty where nothing is selected.
        """
        cursor = self._view.textCursor()
        if self.in_view(cursor.selectionStart()):
            return cursor.selectionStart(), cursor.selectionEnd()
        first = self.first_position()
        return first, first

    def put_cursor(self, start: int, end: int = 0) -> None:
        """Put the cursor at a place, with the text up to `end` selected; the page stays where it is."""
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(start)
        cursor.setPosition(max(start, end), QTextCursor.MoveMode.KeepAnchor)
        bar = self._view.verticalScrollBar()
        scrolled = bar.value()
        self._view.setTextCursor(cursor)
        bar.setValue(scrolled)

    def reading(self) -> ReadingPlace | None:
        """Return the reader's place, or None at the top of the page."""
        if not self._view.verticalScrollBar().value():
            return None
        position = self._view.cursorForPosition(QPoint(MARGIN, TOP_MARGIN + 4)).position()
        return position, self._line_of(position).top()

    def in_view(self, position: int) -> ReadingPlace | None:
        """Return a position as a place to come back to, or None where it is not in view."""
        line = self._line_of(position)
        return (position, line.top()) if self._view.viewport().rect().contains(line) else None

    def return_to(self, place: ReadingPlace | None) -> None:
        """Scroll to the reader's place again, after the page was laid out anew."""
        if place:
            position, top = place
            self._scroll_by(self._line_of(position).top() - top)

    def bring_into_view(self, position: int) -> None:
        """Scroll to a position, unless it is in view."""
        view, line = self._view.viewport(), self._line_of(position)
        if not view.rect().adjusted(0, TOP_MARGIN, 0, -TOP_MARGIN).contains(line.center()):
            self._scroll_by(line.top() - view.height() // 3)
        view.update()

    # Inside

    def _scroll_by(self, pixels: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def _line_of(self, position: int) -> QRect:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(min(position, self._view.document().characterCount() - 1))
        return self._view.cursorRect(cursor)


def _anchors_of(document: QTextDocument) -> dict[str, int]:
    """Return the block number of each anchor."""
    found: dict[str, int] = {}
    for block in blocks_of(document):
        for fragment in fragments_of(block):
            for name in fragment.charFormat().anchorNames():
                found.setdefault(name, block.blockNumber())
    return found
