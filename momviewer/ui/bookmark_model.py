"""The tree model of the bookmarks: folders by name, then the bookmarks that are in none."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from momviewer.library.bookmarks import Bookmark, Bookmarks

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
DRAGGED = "application/x-momviewer-bookmark"


@dataclass(frozen=True, slots=True)
class Folder:
    """The row of a folder."""

    name: str
    count: int


Row = Folder | Bookmark


class _Node:
    """A row with its place in the tree, which Qt asks for."""

    __slots__ = ("at", "children", "parent", "row")

    def __init__(self, row: Row | None, parent: "_Node | None", at: int) -> None:
        self.row = row
        self.parent = parent
        self.at = at
        self.children: list[_Node] = []


class BookmarkModel(QAbstractItemModel):
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
            if now and now != node.row:
                node.row = now
                index = self.createIndex(node.at, 0, node)
                self.dataChanged.emit(index, index)

    def row(self, index: Index) -> Row | None:
        """Return a row; None for the invisible root."""
        return self._node(index).row

    def index_of(self, row: Row | None) -> QModelIndex:
        """Return where a bookmark or a folder stands; an invalid index where it does not."""
        if row is None:
            return QModelIndex()
        found = self._by_name.get(row.name) if isinstance(row, Folder) else self._by_key.get(row.key)
        return self.createIndex(found.at, 0, found) if found else QModelIndex()

    def folder_indexes(self) -> list[QModelIndex]:
        """Return the rows of all folders."""
        return [self.createIndex(node.at, 0, node) for node in self._by_name.values()]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """Return the index of a row below `parent`."""
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008 - Qt's signature
        """Return the index of the folder a row is in."""
        above = self._node(child).parent if child.isValid() else None
        if above is None or above.row is None:
            return QModelIndex()
        return self.createIndex(above.at, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and signature
        """Return how many rows are below `parent`."""
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and signature
        """Return 1."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
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

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Say that a row is to have another title."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or row is None or not isinstance(value, str):
            return False
        if value.strip() and value.strip() != name_of(row):
            self.renamed.emit(row, value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row: bookmarks are dragged, into folders and between rows."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        if isinstance(row, Folder):
            return both | Qt.ItemFlag.ItemIsDropEnabled
        return both | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Return that a drop moves."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return the one type that is taken."""
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return the bookmark that is dragged."""
        data = QMimeData()
        for row in map(self.row, indexes):
            if isinstance(row, Bookmark):
                data.setData(DRAGGED, json.dumps(row.key).encode())
        return data

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Say which bookmark was dropped where."""
        if not data.hasFormat(DRAGGED):
            return False
        dragged = self._bookmarks.find(*json.loads(bytes(data.data(DRAGGED).data())))
        if dragged is None:
            return False
        above = self._node(parent)
        below = [node.row for node in above.children[row:] if isinstance(node.row, Bookmark)]
        before = below[0] if row >= 0 and below else None
        self.dropped.emit(dragged, above.row.name if isinstance(above.row, Folder) else "", before)
        return True

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _shape(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        names = (*self._bookmarks.folders(), "")
        return [(name, [mark.key for mark in self._bookmarks.inside(name)]) for name in names]

    def _set(self) -> None:
        # Qt keeps bare pointers to nodes, so every one of them is held for as long as the tree is shown.
        self._shown_shape = self._shape()
        self._root = _Node(None, None, 0)
        self._by_key: dict[tuple[str, str, str], _Node] = {}
        self._by_name: dict[str, _Node] = {}
        for name in self._bookmarks.folders():
            inside = self._bookmarks.inside(name)
            node = self._by_name[name] = self._append(Folder(name, len(inside)), self._root)
            for bookmark in inside:
                self._by_key[bookmark.key] = self._append(bookmark, node)
        for bookmark in self._bookmarks.inside(""):
            self._by_key[bookmark.key] = self._append(bookmark, self._root)

    @staticmethod
    def _append(row: Row, parent: _Node) -> _Node:
        node = _Node(row, parent, len(parent.children))
        parent.children.append(node)
        return node


def name_of(row: Row) -> str:
    """Return a row's name on one line; a bookmark without a title goes by its page."""
    name = row.name if isinstance(row, Folder) else row.title
    line = " ".join(name.split())
    return line or (row.address.relative() if isinstance(row, Bookmark) else name)


def counted(count: int) -> str:
    """Return a number of bookmarks in words."""
    return f"{count} bookmark" if count == 1 else f"{count} bookmarks"


def _spoken(row: Row) -> str:
    if isinstance(row, Folder):
        return f"Folder {name_of(row)}, {counted(row.count)}"
    note = " ".join(row.note.split())
    return f"{name_of(row)}. Note: {note}" if note else name_of(row)
