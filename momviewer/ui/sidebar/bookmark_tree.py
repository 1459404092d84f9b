"""The tree of bookmarks: folders open and close, rows are dragged, renamed and removed."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from momviewer.manual.links import Address
from momviewer.ui.base.theme import Theme
from momviewer.ui.sidebar.bookmark_model import ROW, BookmarkModel, BookmarkRow, Folder, name_of
from momviewer.ui.sidebar.sidebar_tree import SidebarDelegate, SidebarTree
from momviewer.ui.widgets.row_painting import draw_arrow, draw_ground, draw_text
from momviewer.ui.widgets.tree_model import ModelIndex
from momviewer.user_data.bookmarks import Bookmark

EDGE = 8
PADDING = 8
ARROW = 16
LINE = 28
NOTE_LINE = 18


class BookmarkDelegate(SidebarDelegate):
    """Rows in the colours and at the size of the theme; a title is edited where it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return the size of a row, which is higher with a note, or the name of its manual."""
        height = self.theme.px(LINE + (NOTE_LINE if _below(index) else 0))
        return QSize(option.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        row = index.data(ROW)
        if not isinstance(row, Folder | Bookmark):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        draw_ground(painter, rect.adjusted(EDGE, 0, -EDGE, 0), option.state, self.theme)
        area = self._text_area(rect, index)
        line = QRect(area.left(), area.top(), area.width(), self.theme.px(LINE))
        font = QFont(option.font)
        if isinstance(row, Folder):
            middle = line.center().y()
            draw_arrow(painter, area.left() - 10, middle, self.theme, expanded=self._view.isExpanded(index))
            count = str(row.count)
            small = self._small(font)
            painter.setFont(small)
            painter.setPen(QColor(self.theme.muted))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, flags, count)
            line.adjust(0, 0, -QFontMetrics(small).horizontalAdvance(count) - 8, 0)
            font.setWeight(QFont.Weight.DemiBold)
        draw_text(painter, line, name_of(row), font, self.theme.text)
        if told := _below(index):
            below = QRect(line.left(), line.bottom() - 4, line.width(), self.theme.px(NOTE_LINE))
            draw_text(painter, below, told, self._small(font), self.theme.muted)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: ModelIndex) -> QWidget:
        """Return the line that a title is edited in."""
        line = QLineEdit(parent)
        line.setObjectName("rename")
        kind = "folder" if isinstance(index.data(ROW), Folder) else "bookmark"
        line.setAccessibleName(f"New name of the {kind}")
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Place the line over the title."""
        area = self._text_area(option.rect, index)
        editor.setGeometry(area.left() - 5, area.top(), area.width() + 10, self.theme.px(LINE))

    def _text_area(self, rect: QRect, index: ModelIndex) -> QRect:
        row = index.data(ROW)
        deep = index.parent().isValid()
        left = EDGE + PADDING + (ARROW if isinstance(row, Folder) or deep else 0)
        return rect.adjusted(left, 0, -EDGE - PADDING, 0)

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPixelSize(self.theme.px(12))
        return small


def _below(index: ModelIndex) -> str:
    model, row = index.model(), index.data(ROW)
    return model.below(row) if isinstance(model, BookmarkModel) and row else ""


MOVING = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
MAX_OPENED_BOOKMARKS = 500
"""Bookmarks up to which all folders stand open at first: each row that is seen costs time to lay out."""
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class BookmarkTree(SidebarTree):
    """Shows a BookmarkModel; remembers which folders are open by their names."""

    requested = Signal(Address)
    tab_requested = Signal(Address)
    removed = Signal()
    undo_requested = Signal()
    stepped = Signal(int)
    menu_requested = Signal(QPoint)
    chosen = Signal()

    def __init__(self, model: BookmarkModel, theme: Theme, parent: QWidget | None = None) -> None:
        self._model = model
        super().__init__("Bookmarks", model, BookmarkDelegate, theme, parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._opened: dict[str, bool] = {}
        """Which folders the reader opened or closed, by name."""
        self.collapsed.connect(lambda index: self._note_folder(index, opened=False))
        self.expanded.connect(lambda index: self._note_folder(index, opened=True))
        model.modelReset.connect(lambda: self._open_folders(0, model.rowCount() - 1))
        self.activated.connect(self._activated)

    @property
    def row(self) -> BookmarkRow | None:
        """Return the row that is chosen."""
        index = self.currentIndex()
        return self._model.row(index) if index.isValid() else None

    def choose(self, row: BookmarkRow | None) -> None:
        """Choose a row and bring it into view."""
        index = self._model.index_of(row)
        if index.isValid():
            self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Signal that another row is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys that remove, bring back and move a row, and Enter on a folder."""
        key = Qt.Key(event.key())
        if event.modifiers() == MOVING and key in STEPS:
            self.stepped.emit(STEPS[key])
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.row is not None:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self._model.row(index), Folder):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._activated(index)

    def _ask_for_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.setCurrentIndex(index)
        self.menu_requested.emit(place)

    def _ask_for_tab(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if isinstance(row, Bookmark):
            self.tab_requested.emit(row.address)

    def _activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if isinstance(row, Bookmark):
            self.requested.emit(row.address)
        elif row is not None and not self.underMouse():  # a click has done it already
            self.setExpanded(index, not self.isExpanded(index))

    def _note_folder(self, index: ModelIndex, *, opened: bool) -> None:
        row = self._model.row(index)
        if isinstance(row, Folder):
            self._opened[row.name] = opened

    def rowsInserted(self, parent: ModelIndex, start: int, end: int) -> None:
        """Open the folders that are new."""
        super().rowsInserted(parent, start, end)
        if not parent.isValid():
            self._open_folders(start, end)

    def _open_folders(self, start: int, end: int) -> None:
        """Open folders that the reader has not closed; of many, those that the reader has opened."""
        opens = self._model.count <= MAX_OPENED_BOOKMARKS
        with QSignalBlocker(self):  # that is no choice of the reader's
            for place in range(start, end + 1):
                index = self._model.index(place, 0)
                row = self._model.row(index)
                if not isinstance(row, Folder):
                    break  # folders come first
                if self._opened.get(row.name, opens):
                    self.expand(index)
