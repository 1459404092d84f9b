"""The headings and captions of a shown page: which is read, and the mark beside each that copies its link."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QTextEdit

from momviewer.ui.base.documents import blocks_of
from momviewer.ui.base.icons import drawn
from momviewer.ui.page.page_document import TOP_MARGIN
from momviewer.ui.page.page_places import PagePlaces
from momviewer.ui.page.snippet_frames import Canvas

REACHED = 48
"""Pixels below the top of the view at which a heading counts as the one that is read."""
SIDE, NARROWEST = 16, 12
"""Pixels of the mark's sides, and of the least margin that it is drawn in."""
GAP = 6
MIDDLE = 2.5
"""How far the middle of capitals is above a line's foot, in descents of its letters."""


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """The mark that copies the link to a place of the page; "" is the page itself."""

    anchor: str


@dataclass(frozen=True, slots=True)
class _Heading:
    anchor: str
    extent: QRectF
    middle: float
    """Of its first line's capitals, from the document's top."""


class HeadingLinks:
    """Knows where the places stand that a link can be copied to, in the coordinates of the document."""

    def __init__(self, view: QTextEdit, places: PagePlaces) -> None:
        self._view, self._places = view, places
        self._anchors: Sequence[str] = ()
        self._found: list[_Heading] | None = None
        self.hovered: HeadingMark | None = None
        """The mark of the heading under the mouse."""

    def show(self, anchors: Sequence[str]) -> None:
        """Begin anew with the places of another page."""
        self._anchors, self.hovered = anchors, None
        self.start()

    def start(self) -> None:
        """Look again where they are: the page was laid out anew."""
        self._found = None

    def in_order(self) -> list[str]:
        """Return the places of the page in reading order; "" is the page itself."""
        return [heading.anchor for heading in self._headings]

    def title(self) -> QTextBlock | None:
        """Return the block of the page's title."""
        blocks = blocks_of(self._view.document())
        return next((block for block in blocks if block.blockFormat().headingLevel() == 1), None)

    def is_in_view(self, anchor: str) -> bool:
        """Return whether the heading or caption of a place can be seen."""
        top = self._view.verticalScrollBar().value()
        view = QRectF(0, top, self._view.viewport().width(), self._view.viewport().height())
        return any(heading.anchor == anchor and heading.extent.intersects(view) for heading in self._headings)

    def read_at(self, scrolled: float) -> str:
        """Return the place whose text is read where the view is scrolled so far; "" is the page itself."""
        above = self.reached_at(scrolled)
        return above[-1] if above else ""

    def reached_at(self, scrolled: float) -> list[str]:
        """Return that place and those above it on the page, in reading order."""
        reached = scrolled + TOP_MARGIN + REACHED
        return [heading.anchor for heading in self._headings if heading.extent.top() <= reached]

    def around(self, point: QPointF) -> str:
        """Return the place whose text a point of the document is in; "" is the page itself."""
        return self.read_at(point.y() - TOP_MARGIN - REACHED)

    def beside(self, point: QPointF) -> HeadingMark | None:
        """Return the mark of the heading that a point of the document is beside, in the margin too."""
        found = (h for h in self._headings if h.extent.top() <= point.y() <= h.extent.bottom())
        return next((HeadingMark(heading.anchor) for heading in found), None)

    def mark_at(self, point: QPointF) -> HeadingMark | None:
        """Return the mark that is drawn at a point of the document."""
        mark = self.beside(point)
        return mark if mark and self.place_of(mark).contains(point) else None

    def draw(self, canvas: Canvas) -> None:
        """Draw the mark of the heading under the mouse."""
        if mark := self.hovered:
            place = self.place_of(mark)
            image = drawn("link", canvas.theme.muted, place.width(), canvas.ratio)
            canvas.painter.drawImage(place.topLeft(), image)

    @property
    def _headings(self) -> list[_Heading]:
        if self._found is None:
            layout = self._view.document().documentLayout()
            found = [(anchor, block) for anchor in self._anchors if (block := self._block_of(anchor))]
            found.sort(key=lambda pair: pair[1].position())
            self._found = [
                _Heading(anchor, extent, extent.top() + _middle(block))
                for anchor, block in found
                for extent in (layout.blockBoundingRect(block),)
            ]
        return self._found

    def _block_of(self, anchor: str) -> QTextBlock | None:
        return self._places.block_of(anchor) if anchor else self.title()

    def place_of(self, mark: HeadingMark) -> QRectF:
        """Return where a mark is drawn: in the margin, beside its heading's first line."""
        heading = next(heading for heading in self._headings if heading.anchor == mark.anchor)
        left = heading.extent.left()
        side = min(SIDE, max(NARROWEST, left - GAP))
        return QRectF(max(0.0, left - side - GAP), heading.middle - side / 2, side, side)


def _middle(block: QTextBlock) -> float:
    """Return the middle of the capitals of a block's first line, from the block's top."""
    line = block.layout().lineAt(0)
    return line.y() + line.height() - MIDDLE * line.descent()
