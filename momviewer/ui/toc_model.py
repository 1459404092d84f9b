"""The tree models of the sidebar: a manual's contents, and its examples by chapter."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt

from momviewer.manual.links import Address
from momviewer.manual.outline import Branch
from momviewer.ui.tree_model import Index, Node, TreeModel

BRANCH = Qt.ItemDataRole.UserRole


class TocModel(TreeModel[Branch]):
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
        return self.node(index).item

    def index_of(self, address: Address) -> QModelIndex:
        """Return the row for a place: its anchor's, else its page's; an invalid index where there is none."""
        node = self._by_address.get((address.page, address.anchor)) or self._by_address.get(
            (address.page, "")
        )
        return self.index_of_node(node)

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

    def _set(self, branches: Sequence[Branch]) -> None:
        self.root = Node()
        self._by_address: dict[tuple[str, str], Node[Branch]] = {}
        pending = [(self.root, branches)]
        while pending:
            above, below = pending.pop()
            for branch in below:
                node = above.append(branch)
                if branch.address:
                    self._by_address.setdefault((branch.address.page, branch.address.anchor), node)
                pending.append((node, branch.children))
