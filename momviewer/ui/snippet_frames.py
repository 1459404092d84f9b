"""The snippets of a shown page: where each stands, and the frame and ring around it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextDocument, QTextFrame, QTextTable

from momviewer.manual.links import LinkKind, parse_link
from momviewer.ui.theme import Tokens

MOST_BETWEEN = 3
"""Paragraphs that may stand between a caption and its snippet."""


class SnippetFrames:
    """Finds the snippets of a document that has been laid out, and draws what QTextDocument cannot."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        tables = ((_copied_by(t), t) for t in _frames(document.rootFrame()) if isinstance(t, QTextTable))
        found = ((name, table) for name, table in tables if name)
        self._tables = dict(sorted(found, key=lambda pair: pair[1].firstPosition()))
        self.ringed = ""
        """The id of the snippet that was jumped to, or ""."""

    def ring_below(self, block: QTextBlock) -> None:
        """Put the ring on the snippet whose caption is in `block`: the next one, if it stands close below."""
        self.ringed = ""
        for name, table in self._tables.items():
            if table.firstPosition() >= block.position():
                first = self._document.findBlock(table.firstPosition()).blockNumber()
                self.ringed = name if first - block.blockNumber() <= MOST_BETWEEN else ""
                return

    def at_hand(self, view: QRectF) -> str:
        """Return the id of the ringed snippet, else of the first in `view`, else of the first; or ""."""
        if self.ringed:
            return self.ringed
        seen = (name for name, table in self._tables.items() if self._extent(table).intersects(view))
        return next(seen, next(iter(self._tables), ""))

    def under(self, point: QPointF) -> str:
        """Return the id of the snippet at a point of the document, its head and its Copy included; or ""."""
        return next((n for n, table in self._tables.items() if self._extent(table).contains(point)), "")

    def top_of(self, name: str) -> QPointF:
        """Return where a snippet's left upper corner is, in the coordinates of the document."""
        return self._extent(self._tables[name]).topLeft()

    def draw(self, painter: QPainter, view: QRectF, tokens: Tokens) -> None:
        """Draw the frames of the snippets in `view`, in the coordinates of the document."""
        for name, table in self._tables.items():
            extent = self._extent(table)
            if extent.intersects(view):
                painter.setPen(QPen(QColor(tokens.line), 1))
                below_head = self._below_head(table)
                painter.drawLine(QPointF(extent.left(), below_head), QPointF(extent.right(), below_head))
                if name == self.ringed:
                    painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.drawRoundedRect(extent.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _extent(self, table: QTextTable) -> QRectF:
        """Return where a snippet is painted: Qt gives its size with margins, at its first cell's text."""
        outer = self._document.documentLayout().frameBoundingRect(table)
        padding = table.cellAt(0, 0).format().toTableCellFormat()
        margins = table.format()
        return QRectF(
            outer.left() - padding.leftPadding(),
            outer.top() - padding.topPadding(),
            outer.width(),
            outer.height() - margins.topMargin() - margins.bottomMargin(),
        )

    def _below_head(self, table: QTextTable) -> float:
        code = table.cellAt(table.rows() - 1, 0)
        first = self._document.documentLayout().blockBoundingRect(code.firstCursorPosition().block())
        return first.top() - code.format().toTableCellFormat().topPadding() + 0.5


def _frames(root: QTextFrame) -> list[QTextFrame]:
    found, pending = [], [root]
    while pending:
        frame = pending.pop()
        found.append(frame)
        pending += frame.childFrames()
    return found


def _copied_by(table: QTextTable) -> str:
    """Return the id of the snippet that the Copy in a table's head copies, or "" if there is none."""
    block = table.cellAt(0, table.columns() - 1).firstCursorPosition().block()
    fragments = block.begin()
    while not fragments.atEnd():
        link = parse_link(fragments.fragment().charFormat().anchorHref())
        if link.kind is LinkKind.COPY:
            return link.target
        fragments += 1
    return ""
