"""Draws the rows of the bookmarks: folders with their arrow, bookmarks with the first words of their note."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from momviewer.library.bookmarks import Bookmark
from momviewer.ui.bookmark_model import ROW, Folder, name_of
from momviewer.ui.rows import draw_arrow, draw_ground
from momviewer.ui.theme import Tokens

EDGE = 8
PADDING = 8
ARROW = 16
LINE = 28
NOTE_LINE = 18

Index = QModelIndex | QPersistentModelIndex


class BookmarkDelegate(QStyledItemDelegate):
    """Rows in the colours and at the size of the tokens; a title is edited where it stands."""

    def __init__(self, tokens: Tokens, view: QTreeView) -> None:
        super().__init__(view)
        self.tokens = tokens
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a row, which is higher where there is a note."""
        row = index.data(ROW)
        noted = isinstance(row, Bookmark) and bool(row.note.strip())
        height = self.tokens.px(LINE + (NOTE_LINE if noted else 0))
        return QSize(option.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row = index.data(ROW)
        if not isinstance(row, Folder | Bookmark):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        draw_ground(painter, rect.adjusted(EDGE, 0, -EDGE, 0), option.state, self.tokens)
        area = self._text_area(rect, index)
        line = QRect(area.left(), area.top(), area.width(), self.tokens.px(LINE))
        font = QFont(option.font)
        if isinstance(row, Folder):
            middle = line.center().y()
            draw_arrow(painter, area.left() - 10, middle, self.tokens, expanded=self._view.isExpanded(index))
            count = str(row.count)
            small = self._small(font)
            painter.setFont(small)
            painter.setPen(QColor(self.tokens.muted))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, flags, count)
            line.adjust(0, 0, -QFontMetrics(small).horizontalAdvance(count) - 8, 0)
            font.setWeight(QFont.Weight.DemiBold)
        _draw_line(painter, line, name_of(row), font, self.tokens.text)
        if isinstance(row, Bookmark) and row.note.strip():
            below = QRect(line.left(), line.bottom() - 4, line.width(), self.tokens.px(NOTE_LINE))
            _draw_line(painter, below, " ".join(row.note.split()), self._small(font), self.tokens.muted)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802 - Qt's name
        """Return the line that a title is edited in."""
        line = QLineEdit(parent)
        line.setObjectName("rename")
        kind = "folder" if isinstance(index.data(ROW), Folder) else "bookmark"
        line.setAccessibleName(f"New name of the {kind}")
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Put the line where the title is."""
        area = self._text_area(option.rect, index)
        editor.setGeometry(area.left() - 5, area.top(), area.width() + 10, self.tokens.px(LINE))

    def _text_area(self, rect: QRect, index: Index) -> QRect:
        row = index.data(ROW)
        deep = index.parent().isValid()
        left = EDGE + PADDING + (ARROW if isinstance(row, Folder) or deep else 0)
        return rect.adjusted(left, 0, -EDGE - PADDING, 0)

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPixelSize(self.tokens.px(12))
        return small


def _draw_line(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
