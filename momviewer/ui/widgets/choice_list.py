"""Draws rows to choose from: mark, text and detail; headings set back."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from momviewer.ui.base.theme import Theme
from momviewer.ui.widgets.choice_rows import ListItem
from momviewer.ui.widgets.row_painting import draw_ground, draw_text
from momviewer.ui.widgets.tree_model import ModelIndex

ITEM = Qt.ItemDataRole.UserRole


class GroupedListModel(QAbstractListModel):
    """Rows as Qt's models want them; the role ITEM gives a row whole. Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ListItem] = ()

    def show(self, rows: Sequence[ListItem]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def item(self, index: ModelIndex) -> ListItem | None:
        """Return a row, or None."""
        return self._rows[index.row()] if index.isValid() else None

    def first(self) -> QModelIndex:
        """Return the row that is chosen, else the first that can be."""
        rows = [row for row, item in enumerate(self._rows) if not item.is_heading]
        chosen = [row for row in rows if self._rows[row].chosen]
        return self.index((chosen or rows)[0]) if rows else QModelIndex()

    def index_of(self, value: str) -> QModelIndex:
        """Return the row of a value, else the first that can be chosen."""
        rows = (row for row, item in enumerate(self._rows) if item.value == value != "")
        row = next(rows, -1)
        return self.index(row) if row >= 0 else self.first()

    def step(self, index: ModelIndex, by: int) -> QModelIndex:
        """Return the row that is `by` rows on, not counting headings, as far as there are any."""
        rows = [row for row, item in enumerate(self._rows) if not item.is_heading]
        if not rows:
            return QModelIndex()
        at = rows.index(index.row()) if index.isValid() and index.row() in rows else 0
        return self.index(rows[max(0, min(len(rows) - 1, at + by))])

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, says to a screen reader, or is."""
        item = self.item(index)
        if item is None:
            return None
        name = " ".join(part for part in (item.title or item.text, item.detail) if part)
        values = {
            Qt.ItemDataRole.DisplayRole: item.text,
            Qt.ItemDataRole.ToolTipRole: name,
            Qt.ItemDataRole.AccessibleTextRole: f"{name}, chosen" if item.chosen else name,
            ITEM: item,
        }
        return values.get(Qt.ItemDataRole(role))

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Return that everything but a heading can be chosen."""
        item = self.item(index)
        if item is None or item.is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


ROW = 28
EDGE = 10
MARK = 18
TICK = ((0, 1), (3, 4), (10, -4))
MIDDLE = Qt.TextElideMode.ElideMiddle
MAX_DETAIL_SHARE = 0.6
"""The share of a row that its detail may take; else the text has it whole."""


class GroupedListDelegate(QStyledItemDelegate):
    """Draws a row. An item in trouble has its detail in the colour of warnings."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme

    def height(self, font: QFont) -> int:
        """Return the height of a row in pixels."""
        return max(self.theme.px(ROW), QFontMetrics(font).height() + 10)

    def sizeHint(self, option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:
        """Return the size of a row."""
        return QSize(option.rect.width(), self.height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        item = index.data(ITEM)
        if not isinstance(item, ListItem):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, theme = option.rect, self.theme
        font = QFont(option.font)
        left = rect.left() + EDGE
        if item.is_heading:
            font.setPixelSize(theme.px(12))
            font.setWeight(QFont.Weight.DemiBold)
            draw_text(painter, rect.adjusted(EDGE, 3, -EDGE, 0), item.text, font, theme.muted, cut=MIDDLE)
            painter.restore()
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        draw_ground(painter, rect.adjusted(2, 0, -2, 0), option.state, theme)
        if item.chosen:
            self._tick(painter, left, rect.center().y())
        left += theme.px(MARK)
        right = rect.right() - EDGE
        small = QFont(option.font)
        small.setPixelSize(theme.px(12))
        width = QFontMetrics(small).horizontalAdvance(item.detail)
        if item.detail and width <= (right - left) * MAX_DETAIL_SHARE:
            area = QRect(right - width, rect.top(), width + 1, rect.height())
            colour = theme.warning if item.trouble else theme.muted
            draw_text(painter, area, item.detail, small, colour, cut=MIDDLE)
            right -= width + 12
        font.setWeight(QFont.Weight.DemiBold if item.chosen else QFont.Weight.Normal)
        colour = theme.accent if selected else theme.text
        area = QRect(left, rect.top(), right - left, rect.height())
        draw_text(painter, area, item.text, font, colour, cut=MIDDLE)
        painter.restore()

    def _tick(self, painter: QPainter, x: int, y: int) -> None:
        size = self.theme.scale / 100
        painter.setPen(QPen(QColor(self.theme.accent), 1.6 * size))
        painter.drawPolyline([QPointF(x + across * size, y + down * size) for across, down in TICK])
