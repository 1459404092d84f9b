"""What the rows of trees and lists have in common: their ground, their arrow, text that is cut to fit."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle

from momviewer.ui.base.theme import Theme

RADIUS = 6
EXPANDED = ((-3, -1.5), (3, -1.5), (0, 2.5))
JOINTS = " ._:/-"
"""Where the words of a name, or the parts of an identifier, are joined."""
MIN_HEAD_CHARS = 3
"""Letters of a name that is cut that stand before the cut."""
COLLAPSED = ((-1.5, -3), (-1.5, 3), (2.5, 0))


def draw_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    """Draw the background of a row, which shows whether it is chosen, pointed at or focused."""
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_wash if selected else theme.optional_wash))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def draw_arrow(painter: QPainter, x: float, y: float, theme: Theme, *, expanded: bool) -> None:
    """Draw the arrow of a row that holds others, its middle at (x, y)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    points = EXPANDED if expanded else COLLAPSED
    size = theme.scale / 100
    painter.drawPolygon(QPolygonF([QPointF(x + dx * size, y + dy * size + 1) for dx, dy in points]))


def draw_text(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    colour: str,
    *,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Draw a line of text in the middle of an area's height, with an ellipsis where it is wider than that."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, cut, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def cut_where_alike(text: str, beside: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """Return a name that fits into `width` pixels, cut where it is like the names `beside` it.

    "Upgrade of the Platform Nodes" above "Upgrade of the Analytics Nodes" is cut to "Upgr… Platform Nodes".
    The first letters stay in any case: the eye goes down a list by them. What begins like none of the others
    keeps its beginning and its end.
    """
    if metrics.horizontalAdvance(text) <= width:
        return text
    alike = max((_alike(text, other) for other in beside), default=0)
    joint = max(text.rfind(sign, 0, alike) for sign in JOINTS)  # before what differs
    if alike < len(text) and joint > MIN_HEAD_CHARS:
        tail = text[joint:] if text[joint] == " " else text[joint + 1 :]
        head = width - metrics.horizontalAdvance(tail)
        begin = metrics.elidedText(text[:joint], Qt.TextElideMode.ElideRight, head)
        if len(begin) <= MIN_HEAD_CHARS:
            begin = f"{text[:MIN_HEAD_CHARS]}…"
        return metrics.elidedText(begin + tail, Qt.TextElideMode.ElideRight, width)
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def _alike(one: str, other: str) -> int:
    """Return how many characters two names begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
