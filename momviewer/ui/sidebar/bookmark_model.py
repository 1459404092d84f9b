"""The tree model of the bookmarks: folders by name, then bookmarks without a folder."""

import json
from collections.abc import Callable, Collection, Sequence
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
from momviewer.user_data.bookmarks import Bookmark, Bookmarks, Key
from momviewer.wording import counted

ROW = Qt.ItemDataRole.UserRole
MAX_RUNS = 20
"""Runs of rows that go or come below one folder up to which the others are left as they stand."""
ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
FOLDER_FLAGS = ROW_FLAGS | Qt.ItemFlag.ItemIsDropEnabled
BOOKMARK_FLAGS = ROW_FLAGS | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren
DRAGGED = "application/x-momviewer-bookmark"


@dataclass(frozen=True, slots=True)
class Folder:
    """The row of a folder."""

    name: str
    count: int


BookmarkRow = Folder | Bookmark


class BookmarkModel(TreeModel[BookmarkRow]):
    """The bookmarks as a tree; the role ROW returns a whole row.

    It changes no bookmark: it signals which row got another title, and what was dropped where.
    """

    renamed = Signal(object, str)
    dropped = Signal(object, str, object)
    """The bookmark, the folder, and the bookmark it was dropped before, or None for the folder's end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown_arrangement = 0
        self._manual_name: Callable[[str], str] = str
        self.has_several = False
        """Whether the bookmarks are of several manuals, so that each says of which."""
        self._shown_groups: dict[str, list[Bookmark]] = {}
        self._removed: list[Node[BookmarkRow]] = []
        """Those of the last change, which Qt may still have pointers to."""
        self._set(Bookmarks())

    def show(self, bookmarks: Bookmarks) -> None:
        """Show other bookmarks."""
        self.beginResetModel()
        self._set(bookmarks)
        self.endResetModel()

    def refresh(self) -> None:
        """Show the bookmarks as they are now; rows that did not move stay."""
        is_arranged = self.bookmarks.arrangements == self._shown_arrangement
        if not is_arranged and (self.has_several != _are_of_several(self.bookmarks) or not self._rearrange()):
            self.show(self.bookmarks)
        for key, bookmark in self.bookmarks.by_key.items():
            node = self._by_key[key]
            if node.item is not bookmark:
                self._show_row(node, bookmark)

    def name_manuals(self, name_of: Callable[[str], str]) -> None:
        """Call manuals by the names that `name_of` returns for their ids."""
        self.layoutAboutToBeChanged.emit()
        self._manual_name = name_of
        self.layoutChanged.emit()

    def below(self, row: BookmarkRow) -> str:
        """Return what stands below a row: the manual of a bookmark, where there are several, and its note."""
        if isinstance(row, Folder):
            return ""
        manual = self._manual_name(row.manual) if self.has_several else ""
        return " · ".join(filter(None, (manual, " ".join(row.note.split()))))

    def row(self, index: ModelIndex) -> BookmarkRow | None:
        """Return a row; None for the invisible root."""
        return self.node(index).item

    def index_of(self, row: BookmarkRow | None) -> QModelIndex:
        """Return the index of a bookmark or a folder, or an invalid one if it is not shown."""
        if row is None:
            return QModelIndex()
        found = self._by_name.get(row.name) if isinstance(row, Folder) else self._by_key.get(row.key)
        return self.index_of_node(found)

    @property
    def count(self) -> int:
        """Return how many bookmarks are shown."""
        return len(self._by_key)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row, its words for a screen reader, or the row itself."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return None
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return name_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Bookmark):
            about = f"{row.address}\nKept on {row.added}"
            told = "\n\n".join(part for part in (name_of(row), row.note.strip(), about) if part)
            return f'<p style="white-space: pre-wrap">{escape(told)}</p>'  # else Qt takes a note for HTML
        return None

    def setData(self, index: ModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Signal that the reader gave a row another title."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or row is None or not isinstance(value, str):
            return False
        if value.strip() and value.strip() != name_of(row):
            self.renamed.emit(row, value)
        return True

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Return the flags of a row: bookmarks can be dragged into folders and between rows."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        return FOLDER_FLAGS if isinstance(row, Folder) else BOOKMARK_FLAGS

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
        """Signal which bookmark was dropped where."""
        if not data.hasFormat(DRAGGED):
            return False
        dragged = self.bookmarks.find(*json.loads(bytes(data.data(DRAGGED).data())))
        if dragged is None:
            return False
        above = self.node(parent)
        below = [node.item for node in above.children[row:] if isinstance(node.item, Bookmark)]
        before = below[0] if row >= 0 and below else None
        self.dropped.emit(dragged, above.item.name if isinstance(above.item, Folder) else "", before)
        return True

    def _spoken(self, row: BookmarkRow) -> str:
        if isinstance(row, Folder):
            return f"Folder {name_of(row)}, {counted(row.count, 'bookmark')}"
        manual = f"In {self._manual_name(row.manual)}" if self.has_several else ""
        note = " ".join(row.note.split())
        return ". ".join(filter(None, (name_of(row), manual, f"Note: {note}" if note else "")))

    def _set(self, bookmarks: Bookmarks) -> None:
        self.bookmarks = bookmarks
        self.has_several = _are_of_several(bookmarks)
        self._shown_arrangement = bookmarks.arrangements
        self._removed = []
        self.root = Node()
        self._by_key: dict[Key, Node[BookmarkRow]] = {}
        self._by_name: dict[str, Node[BookmarkRow]] = {}
        groups = bookmarks.grouped()
        loose = groups.pop("")
        self._shown_groups = groups
        for name, inside in groups.items():
            node = self._by_name[name] = self.root.append(Folder(name, len(inside)))
            for bookmark in inside:
                self._by_key[bookmark.key] = node.append(bookmark)
        for bookmark in loose:
            self._by_key[bookmark.key] = self.root.append(bookmark)

    def _show_row(self, node: Node[BookmarkRow], row: BookmarkRow) -> None:
        changed, node.item = node.item != row, row
        if changed:
            index = self.index_of_node(node)
            self.dataChanged.emit(index, index)

    def _rearrange(self) -> bool:
        """Move rows to where they are now; return False where so many moved that all are better made anew."""
        self._shown_arrangement = self.bookmarks.arrangements
        self._removed = []
        groups = self.bookmarks.grouped()
        loose = groups.pop("")
        shown, self._shown_groups = self._shown_groups, groups
        folders = [Folder(name, len(inside)) for name, inside in groups.items()]
        if not self._update(self.root, [*folders, *loose]):
            return False
        for folder in folders:
            node, inside = self._by_name[folder.name], groups[folder.name]
            if inside != shown.get(folder.name) or not node.children:
                if not self._update(node, inside):
                    return False
                self._show_row(node, folder)
        return True

    def _update(self, above: Node[BookmarkRow], rows: Sequence[BookmarkRow]) -> bool:
        """Have these rows below a node; those that are there in the same order stay."""
        had = [_identity(node.item) for node in above.children]
        have = [_identity(row) for row in rows]
        stay = _in_order(had, have)
        gone = _runs(had, stay)
        new = _runs(have, stay)
        if len(gone) + len(new) > MAX_RUNS:
            return False
        index = self.index_of_node(above)
        for start, end in reversed(gone):
            nodes = above.children[start:end]
            self.beginRemoveRows(index, start, end - 1)
            above.replace(start, end - start, [])
            self._removed += nodes
            for node in nodes:
                self._forget(node)
            self.endRemoveRows()
        for start, end in new:
            self.beginInsertRows(index, start, end - 1)
            for row, node in zip(rows[start:end], above.replace(start, 0, rows[start:end]), strict=True):
                if isinstance(row, Folder):
                    self._by_name[row.name] = node
                else:
                    self._by_key[row.key] = node
            self.endInsertRows()
        return True

    def _forget(self, node: Node[BookmarkRow]) -> None:
        for below in (node, *node.children):
            row = below.item
            if isinstance(row, Folder):
                del self._by_name[row.name]
            elif row and self._by_key.get(row.key) is below:  # else it stands elsewhere already
                del self._by_key[row.key]


def _are_of_several(bookmarks: Bookmarks) -> bool:
    manuals = (bookmark.manual for bookmark in bookmarks)
    first = next(manuals, "")
    return any(manual != first for manual in manuals)


def _identity(row: BookmarkRow | None) -> object:
    return row.name if isinstance(row, Folder) else row and row.key


def _in_order(had: Sequence[object], have: Sequence[object]) -> set[object]:
    """Return what both lists have in the same order: all that is in both, but for what lies between moves."""
    both = set(had) & set(have)
    before, after = [one for one in had if one in both], [one for one in have if one in both]
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return {*before[:start], *before[len(before) - end :]}


def _alike(some: Sequence[object], others: Sequence[object]) -> int:
    """Return how many are alike from the beginning on."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(some), len(others)))


def _runs(of: Sequence[object], stay: Collection[object]) -> list[tuple[int, int]]:
    """Return where what does not stay begins and ends, in a list."""
    runs: list[tuple[int, int]] = []
    for at, one in enumerate(of):
        if one not in stay:
            start = runs.pop()[0] if runs and runs[-1][1] == at else at
            runs.append((start, at + 1))
    return runs


def name_of(row: BookmarkRow) -> str:
    """Return a row's name on one line: its title, or the page of a bookmark without one."""
    name = row.name if isinstance(row, Folder) else row.title
    line = " ".join(name.split())
    return line or (row.address.relative() if isinstance(row, Bookmark) else name)
