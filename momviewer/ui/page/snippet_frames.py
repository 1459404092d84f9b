"""The snippets of a shown page: where each stands, its frame, its ring, and the buttons in its head."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextLine,
    QTextTable,
)

from momviewer.manual.links import LinkKind, parse_link
from momviewer.ui.base.documents import fragments_of
from momviewer.ui.base.icons import drawn
from momviewer.ui.base.theme import Theme

CORNER = 4
TEXT_SHARE = 0.45
"""The size of a button's word, as a share of the button's height."""
WRAP_SHARE = 0.7
"""The size of the mark before a wrapped line, as a share of the line's height."""
WRAP_GAP = 4
CHEVRON_SHARE = 0.5
"""The size of the arrow on a button, as a share of the button's height."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a page's additions are drawn on: a painter in the document's coordinates, and the theme."""

    painter: QPainter
    theme: Theme
    font: QFont
    ratio: float


@dataclass(frozen=True, slots=True)
class Look:
    """How a button stands: under the mouse, about to be pressed by Enter, or just done."""

    hovered: bool
    focused: bool
    done: bool


def draw_frame(painter: QPainter, extent: QRectF, below_head: float, theme: Theme, *, ringed: bool) -> None:
    """Draw the frame around a snippet and the line below its head; a ring where it was jumped to."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawLine(QPointF(extent.left(), below_head), QPointF(extent.right(), below_head))
    if ringed:
        painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawRoundedRect(extent.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)


def draw_button(canvas: Canvas, place: QRectF, kind: LinkKind, look: Look) -> None:
    """Draw a button over its word."""
    painter, theme = canvas.painter, canvas.theme
    ground, edge, colour = theme.button, theme.line, theme.accent
    if look.done:
        ground, edge, colour = theme.required_wash, theme.required, theme.required
        place = place.adjusted(-place.height() * 0.9, 0, 0, 0)  # "Copied" is the longer word
    elif look.hovered:
        ground, edge = theme.accent_wash, theme.accent
    if look.focused:
        edge = theme.accent
    painter.setPen(QPen(QColor(edge), 2 if look.focused else 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    if kind is LinkKind.MENU:
        size = round(place.height() * CHEVRON_SHARE)
        centre = place.center() - QPointF(size / 2, size / 2)
        painter.drawImage(centre, drawn("down", colour, size, canvas.ratio))
        return
    font = QFont(canvas.font)
    font.setPixelSize(max(9, round(place.height() * TEXT_SHARE)))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "✓ Copied" if look.done else "Copy")


MAX_PARAGRAPHS_BETWEEN = 3
"""Paragraphs that may stand between a caption and its snippet."""
SIDE, ABOVE = 0.75, 0.42
"""How far a button reaches beyond its word, as a share of the word's height."""


@dataclass(frozen=True, slots=True)
class Button:
    """A word in a snippet's head that is drawn as a button: what it asks for, and where its word stands."""

    snippet: str
    kind: LinkKind
    start: int
    end: int

    @property
    def href(self) -> str:
        """Return the link that the word is."""
        return f"{self.kind}:{self.snippet}"


class SnippetFrames:
    """Finds the snippets of a document that has been laid out, and draws what QTextDocument cannot."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        tables = (frame for frame in _frames(document.rootFrame()) if isinstance(frame, QTextTable))
        found = [(table, buttons) for table in tables if (buttons := list(_buttons(table)))]
        found.sort(key=lambda pair: pair[0].firstPosition())
        self._tables = {buttons[0].snippet: table for table, buttons in found}
        self._buttons = {buttons[0].snippet: buttons for _, buttons in found}
        self.ringed = ""
        """The id of the snippet that was jumped to, or ""."""
        self.copied = ""
        """The id of the snippet that says it was copied, or ""."""
        self.hovered: Button | None = None
        """The button under the mouse."""

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the snippets, in reading order."""
        return iter(self._tables)

    def words(self) -> list[tuple[int, int]]:
        """Return the (start, end) positions of the words of all buttons, in reading order."""
        return [(button.start, button.end) for row in self._buttons.values() for button in row]

    def heads(self) -> list[tuple[int, int]]:
        """Return the (start, end) positions of the heads of all snippets, in reading order."""
        return [
            (table.cellAt(0, 0).firstPosition(), table.cellAt(0, table.columns() - 1).lastPosition())
            for table in self._tables.values()
        ]

    def ring_below(self, block: QTextBlock) -> None:
        """Put the ring on the snippet whose caption is in `block`: the next one, if it stands close below."""
        self.ringed = ""
        for name, table in self._tables.items():
            if table.firstPosition() >= block.position():
                first = self._document.findBlock(table.firstPosition()).blockNumber()
                self.ringed = name if first - block.blockNumber() <= MAX_PARAGRAPHS_BETWEEN else ""
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

    def code_of(self, name: str) -> tuple[int, int]:
        """Return the (start, end) positions of a snippet's code."""
        table = self._tables[name]
        code = table.cellAt(table.rows() - 1, 0)
        return code.firstPosition(), code.lastPosition()

    # Buttons

    def button_at(self, point: QPointF) -> Button | None:
        """Return the button at a point of the document."""
        name = self.under(point)
        return next((b for b in self._buttons.get(name, ()) if self.place_of(b).contains(point)), None)

    def button(self, name: str, kind: LinkKind) -> Button | None:
        """Return a snippet's button for `kind`."""
        return next((button for button in self._buttons.get(name, ()) if button.kind is kind), None)

    def button_of(self, selection: QTextCursor) -> Button | None:
        """Return the button whose word is selected: that is how the page shows what Enter would press."""
        chosen = selection.selectionStart(), selection.selectionEnd()
        every = (button for row in self._buttons.values() for button in row)
        return next((button for button in every if (button.start, button.end) == chosen), None)

    def place_of(self, button: Button) -> QRectF:
        """Return where a button is drawn, in the coordinates of the document."""
        block = self._document.findBlock(button.start)
        origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(button.start - block.position())
        left, right = (_x_of(line, at - block.position()) for at in (button.start, button.end))
        height = line.height()
        return QRectF(origin.x() + left, origin.y() + line.y(), right - left, height).adjusted(
            -SIDE * height, -ABOVE * height, SIDE * height, ABOVE * height
        )

    # Drawing

    def draw(self, canvas: Canvas, view: QRectF, focused: Button | None) -> None:
        """Draw the frames and buttons of the snippets in `view`, in the coordinates of the document."""
        for name, table in self._tables.items():
            extent = self._extent(table)
            if not extent.intersects(view):
                continue
            draw_frame(
                canvas.painter, extent, self._below_head(table), canvas.theme, ringed=name == self.ringed
            )
            self._mark_wraps(canvas, table, view)
            for button in self._buttons[name]:
                look = Look(
                    hovered=button == self.hovered,
                    focused=button == focused,
                    done=button.kind is LinkKind.COPY and name == self.copied,
                )
                draw_button(canvas, self.place_of(button), button.kind, look)

    def _mark_wraps(self, canvas: Canvas, table: QTextTable, view: QRectF) -> None:
        """Draw a mark before each line of code that goes on with the one above: it is not one of its own."""
        layout = self._document.documentLayout()
        code = table.cellAt(table.rows() - 1, 0)
        block, last = code.firstCursorPosition().block(), code.lastPosition()
        while block.isValid() and block.position() <= last:
            place = layout.blockBoundingRect(block)
            if place.top() > view.bottom():
                return
            lines = block.layout()
            for number in range(1, lines.lineCount() if place.bottom() >= view.top() else 1):
                line = lines.lineAt(number).rect().translated(place.topLeft())
                size = round(line.height() * WRAP_SHARE)
                corner = QPointF(line.left() - size - WRAP_GAP, line.center().y() - size / 2)
                canvas.painter.drawImage(corner, drawn("wrapped", canvas.theme.muted, size, canvas.ratio))
            block = block.next()

    def _extent(self, table: QTextTable) -> QRectF:
        """Return where a snippet is painted: Qt gives its size with margins, at its first cell's text."""
        outer = self._document.documentLayout().frameBoundingRect(table)
        padding = table.cellAt(0, 0).format().toTableCellFormat()
        margins = table.format()
        return QRectF(
            outer.left() - padding.leftPadding(),
            outer.top() - padding.topPadding(),
            outer.width() - margins.leftMargin() - margins.rightMargin(),
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


def _buttons(table: QTextTable) -> Iterator[Button]:
    """Yield the buttons in a table's head, Copy first; a table without them is no snippet."""
    block = table.cellAt(0, table.columns() - 1).firstCursorPosition().block()
    for fragment in fragments_of(block):
        link = parse_link(fragment.charFormat().anchorHref())
        if link.kind in {LinkKind.COPY, LinkKind.MENU}:
            yield Button(link.target, link.kind, fragment.position(), fragment.position() + fragment.length())


def _x_of(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)  # with the place it may have moved to
