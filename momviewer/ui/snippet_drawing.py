"""Draws the frame of a snippet and the buttons in its head."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from momviewer.manual.links import LinkKind
from momviewer.ui.icons import drawn
from momviewer.ui.theme import Tokens

CORNER = 4
TEXT_SHARE = 0.45
"""The size of a button's word, as a share of the button's height."""
CHEVRON = 14


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a page's additions are drawn on: a painter in the document's coordinates, and the theme."""

    painter: QPainter
    tokens: Tokens
    font: QFont
    ratio: float


@dataclass(frozen=True, slots=True)
class Look:
    """How a button stands: under the mouse, about to be pressed by Enter, or just done."""

    hovered: bool
    focused: bool
    done: bool


def draw_frame(painter: QPainter, extent: QRectF, below_head: float, tokens: Tokens, *, ringed: bool) -> None:
    """Draw the frame around a snippet and the line below its head; a ring where it was jumped to."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.drawLine(QPointF(extent.left(), below_head), QPointF(extent.right(), below_head))
    if ringed:
        painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.drawRoundedRect(extent.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)


def draw_button(canvas: Canvas, place: QRectF, kind: LinkKind, look: Look) -> None:
    """Draw a button over its word."""
    painter, tokens = canvas.painter, canvas.tokens
    ground, edge, colour = tokens.button, tokens.line, tokens.accent
    if look.done:
        ground, edge, colour = tokens.required_wash, tokens.required, tokens.required
        place = place.adjusted(-place.height() * 0.9, 0, 0, 0)  # "Copied" is the longer word
    elif look.hovered:
        ground, edge = tokens.accent_wash, tokens.accent
    if look.focused:
        edge = tokens.accent
    painter.setPen(QPen(QColor(edge), 2 if look.focused else 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    if kind is LinkKind.MENU:
        centre = place.center() - QPointF(CHEVRON / 2, CHEVRON / 2)
        painter.drawImage(centre, drawn("down", colour, CHEVRON, canvas.ratio))
        return
    font = QFont(canvas.font)
    font.setPixelSize(max(9, round(place.height() * TEXT_SHARE)))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "✓ Copied" if look.done else "Copy")
