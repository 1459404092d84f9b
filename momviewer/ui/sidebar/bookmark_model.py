"""The tree model of the bookmarks: folders by name, then the bookmarks that are in none."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from momviewer.ui.widgets.tree_model import ModelIndex, Node, TreeModel
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from momviewer.wording import counted

ROW = Qt.ItemDataRole.UserRole
DRAGGED = "application/x-momviewer-bookmark"


@dataclass(frozen=True, slots=True)
class Folder:
    """The row of a folder."""

    name: str
    count: int


BookmarkRow = Folder | Bookmark


class BookmarkModel(TreeModel[BookmarkRow]):
    """Shows bookmarks as they are; the role ROW gives a row whole.

    It changes none itself: it says which row was given another title, and what was dropped where.
    """

    renamed = Signal(object, str)
    dropped = Signal(object, str, object)
    """The bookmark, the folder, and the bookmark it was dropped before, or None for the folder's end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bookmarks = Bookmarks()
        self._set()

    def show(self, bookmarks: Bookmarks) -> None:
        """Show other bookmarks."""
        self.beginResetModel()
        self._bookmarks = bookmarks
        self._set()
        self.endResetModel()

    def refresh(self) -> None:
        """Show the bookmarks as they are now; rows that stayed where they were are not torn down."""
        if self._shape() != self._shown_shape:
            self.show(self._bookmarks)
            return
        for key, node in self._by_key.items():
            now = self._bookmarks.find(*key)
            if now and now != node.item:
                node.item = now
                index = self.index_of_node(node)
                self.dataChanged.emit(index, index)

    def row(self, index: ModelIndex) -> BookmarkRow | None:
        """Return a row; None for the invisible root."""
        return self.node(index).item

    def index_of(self, row: BookmarkRow | None) -> QModelIndex:
        """Return where a bookmark or a folder stands; an invalid index where it does not."""
        if row is None:
            return QModelIndex()
        found = self._by_name.get(row.name) if isinstance(row, Folder) else self._by_key.get(row.key)
        return self.index_of_node(found)

    def folder_indexes(self) -> list[QModelIndex]:
        """Return the rows of all folders."""
        return [self.index_of_node(node) for node in self._by_name.values()]

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, says to a screen reader, or is."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return None
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return name_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Bookmark):
            about = f"{row.address}\nKept on {row.added}"
            told = "\n\n".join(part for part in (name_of(row), row.note.strip(), about) if part)
            return f'<p style="white-space: pre-wrap">{escape(told)}</p>'  # else Qt takes a note for HTML
        return None

    def setData(self, index: ModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say that a row is to have another title."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or row is None or not isinstance(value, str):
            return False
        if value.strip() and value.strip() != name_of(row):
            self.renamed.emit(row, value)
        return True

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Return what can be done with a row: bookmarks are dragged, into folders and between rows."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        if isinstance(row, Folder):
            return both | Qt.ItemFlag.ItemIsDropEnabled
        return both | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that a drop moves."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one type that is taken."""
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the bookmark that is dragged."""
        data = QMimeData()
        for row in map(self.row, indexes):
            if isinstance(row, Bookmark):
                data.setData(DRAGGED, json.dumps(row.key).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: ModelIndex
    ) -> bool:
        """Say which bookmark was dropped where."""
        if not data.hasFormat(DRAGGED):
            return False
        dragged = self._bookmarks.find(*json.loads(bytes(data.data(DRAGGED).data())))
        if dragged is None:
            return False
        above = self.node(parent)
        below = [node.item for node in above.children[row:] if isinstance(node.item, Bookmark)]
        before = below[0] if row >= 0 and below else None
        self.dropped.emit(dragged, above.item.name if isinstance(above.item, Folder) else "", before)
        return True

    def _shape(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        names = (*self._bookmarks.folders(), "")
        return [(name, [mark.key for mark in self._bookmarks.inside(name)]) for name in names]

    def _set(self) -> None:
        self._shown_shape = self._shape()
        self.root = Node()
        self._by_key: dict[tuple[str, str, str], Node[BookmarkRow]] = {}
        self._by_name: dict[str, Node[BookmarkRow]] = {}
        for name in self._bookmarks.folders():
            inside = self._bookmarks.inside(name)
            node = self._by_name[name] = self.root.append(Folder(name, len(inside)))
            for bookmark in inside:
                self._by_key[bookmark.key] = node.append(bookmark)
        for bookmark in self._bookmarks.inside(""):
            self._by_key[bookmark.key] = self.root.append(bookmark)


def name_of(row: BookmarkRow) -> str:
    """Return a row's name on one line; a bookmark without a title goes by its page."""
    name = row.name if isinstance(row, Folder) else row.title
    line = " ".join(name.split())
    return line or (row.address.relative() if isinstance(row, Bookmark) else name)


def _spoken(row: BookmarkRow) -> str:
    if isinstance(row, Folder):
        return f"Folder {name_of(row)}, {counted(row.count, 'bookmark')}"
    note = " ".join(row.note.split())
    return f"{name_of(row)}. Note: {note}" if note else name_of(row)
