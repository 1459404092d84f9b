"""The tree models of the sidebar: a manual's contents, and its examples by chapter."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from momviewer.manual.links import Address
from momviewer.manual.outline import Branch

Index = QModelIndex | QPersistentModelIndex
BRANCH = Qt.ItemDataRole.UserRole


class _Node:
    """A branch with its place in the tree, which Qt asks for."""

    __slots__ = ("branch", "children", "parent", "row")

    def __init__(self, branch: Branch | None, parent: "_Node | None", row: int) -> None:
        self.branch = branch
        self.parent = parent
        self.row = row
        self.children: list[_Node] = []


class TocModel(QAbstractItemModel):
    """Branches as Qt's models want them. One column; the role BRANCH gives the branch of a row."""

    def __init__(self, branches: Sequence[Branch] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set(branches)

    def show(self, branches: Sequence[Branch]) -> None:
        """Replace the whole tree."""
        self.beginResetModel()
        self._set(branches)
        self.endResetModel()

    def branch(self, index: Index) -> Branch | None:
        """Return the branch of a row; None for the invisible root."""
        return self._node(index).branch

    def index_of(self, address: Address) -> QModelIndex:
        """Return the row for a place: its anchor's, else its page's; an invalid index where there is none."""
        node = self._by_address.get((address.page, address.anchor)) or self._by_address.get(
            (address.page, "")
        )
        return self.createIndex(node.row, 0, node) if node else QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """Return the index of a row below `parent`."""
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008 - Qt's signature
        """Return the index of the row above."""
        above = self._node(child).parent if child.isValid() else None
        if above is None or above.branch is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and signature
        """Return how many rows are below `parent`."""
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and signature
        """Return 1."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, says to a screen reader, or stands for."""
        branch = self.branch(index) if index.isValid() else None
        if branch is None:
            return None
        if role == BRANCH:
            return branch
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{branch.number}  {branch.title}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return branch.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = f"{branch.number} {branch.title}".strip()
            return f"{name} (missing)" if branch.missing else name
        return None

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _set(self, branches: Sequence[Branch]) -> None:
        self._root = _Node(None, None, 0)
        self._by_address: dict[tuple[str, str], _Node] = {}
        # Qt keeps bare pointers to nodes, so every one of them is held for as long as the tree is shown.
        pending = [(self._root, branches)]
        while pending:
            above, below = pending.pop()
            for row, branch in enumerate(below):
                node = _Node(branch, above, row)
                above.children.append(node)
                if branch.address:
                    self._by_address.setdefault((branch.address.page, branch.address.anchor), node)
                pending.append((node, branch.children))
