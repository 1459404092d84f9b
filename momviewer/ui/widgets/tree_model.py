"""A tree model for Qt's views, of nodes that know their place."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

ModelIndex = QModelIndex | QPersistentModelIndex
Item = TypeVar("Item")


class Node(Generic[Item]):
    """An item with its place in the tree, which Qt asks for; the invisible root holds None."""

    __slots__ = ("children", "item", "parent", "row")

    def __init__(self, item: Item | None = None, parent: "Node[Item] | None" = None, row: int = 0) -> None:
        self.item = item
        self.parent = parent
        self.row = row
        self.children: list[Node[Item]] = []

    def append(self, item: Item) -> "Node[Item]":
        """Add an item below this one and return its node."""
        node = Node(item, self, len(self.children))
        self.children.append(node)
        return node

    def replace(self, start: int, count: int, items: Sequence[Item]) -> "list[Node[Item]]":
        """Put items in the place of `count` children from `start` on; return their nodes."""
        nodes = [Node(item, self) for item in items]
        self.children[start : start + count] = nodes
        for row in range(start, len(self.children)):
            self.children[row].row = row
        return nodes


class TreeModel(QAbstractItemModel, Generic[Item]):
    """A tree of one column; a derived class says what it shows of an item."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Qt keeps bare pointers to nodes, so every one of them is held for as long as the tree is shown.
        self.root: Node[Item] = Node()

    def node(self, index: ModelIndex) -> Node[Item]:
        """Return the node of a row, or the root."""
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else self.root

    def index_of_node(self, node: Node[Item] | None) -> QModelIndex:
        """Return the index of a node, which is invalid for the root and for None."""
        return self.createIndex(node.row, 0, node) if node and node.parent else QModelIndex()

    def index(self, row: int, column: int, parent: ModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """Return the index of a row below `parent`."""
        children = self.node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, child: ModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008 - Qt's signature
        """Return the index of the row above."""
        return self.index_of_node(self.node(child).parent)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows are below `parent`."""
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def hasChildren(self, parent: ModelIndex = QModelIndex()) -> bool:  # noqa: B008 - Qt's signature
        """Return whether there are rows below `parent`; Qt asks this of every row that it lays out."""
        return bool(self.node(parent).children)

    def columnCount(self, _parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return 1."""
        return 1
