"""The tree of bookmarks: folders that open and close, rows that are dragged, renamed and removed by key."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from momviewer.library.bookmarks import Bookmark
from momviewer.manual.links import Address
from momviewer.ui.bookmark_delegate import BookmarkDelegate
from momviewer.ui.bookmark_model import BookmarkModel, Folder, Row
from momviewer.ui.tab_clicks import TabClicks
from momviewer.ui.theme import Tokens
from momviewer.ui.tree_model import Index

MOVING = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class BookmarkTree(QTreeView):
    """Shows a BookmarkModel; keeps what is open and chosen when the model takes another shape."""

    asked = Signal(Address)
    tab_asked = Signal(Address)
    removed = Signal()
    undo_asked = Signal()
    stepped = Signal(int)
    menu_asked = Signal(QPoint)
    chosen = Signal()

    def __init__(self, model: BookmarkModel, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bookmarks")
        self._model = model
        self.setModel(model)
        self._delegate = BookmarkDelegate(tokens, self)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(0)  # the delegate draws the indent, so that a chosen row is marked whole
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMouseTracking(True)
        self._closed: set[str] = set()
        self._kept: Row | None = None
        self.collapsed.connect(lambda index: self._note_folder(index, closed=True))
        self.expanded.connect(lambda index: self._note_folder(index, closed=False))
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.clicked.connect(self._clicked)
        self.activated.connect(self._activated)
        TabClicks(self).asked.connect(self._ask_for_tab)

    @property
    def row(self) -> Row | None:
        """Return the row that is chosen."""
        index = self.currentIndex()
        return self._model.row(index) if index.isValid() else None

    def choose(self, row: Row | None) -> None:
        """Choose a row and bring it into view."""
        index = self._model.index_of(row)
        if index.isValid():
            self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours and the sizes."""
        self._delegate.tokens = tokens
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Say that another row is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that remove, bring back and move a row, and Enter on a folder."""
        key = Qt.Key(event.key())
        if event.modifiers() == MOVING and key in STEPS:
            self.stepped.emit(STEPS[key])
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.row is not None:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu of a row."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(place)
        event.accept()

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self._model.row(index), Folder):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._activated(index)

    def _ask_for_tab(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if isinstance(row, Bookmark):
            self.tab_asked.emit(row.address)

    def _activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if isinstance(row, Bookmark):
            self.asked.emit(row.address)
        elif row is not None and not self.underMouse():  # a click has done it already
            self.setExpanded(index, not self.isExpanded(index))

    def _note_folder(self, index: Index, *, closed: bool) -> None:
        row = self._model.row(index)
        if isinstance(row, Folder):
            (self._closed.add if closed else self._closed.discard)(row.name)

    def _keep(self) -> None:
        self._kept = self.row

    def _restore(self) -> None:
        for index in self._model.folder_indexes():
            row = self._model.row(index)
            self.setExpanded(index, not (isinstance(row, Folder) and row.name in self._closed))
        index = self._model.index_of(self._kept)
        if not index.isValid():
            index = self._model.index(0, 0)
        self.setCurrentIndex(index)
