"""A tree of the sidebar, for contents and examples: number, title and count on each row."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from momviewer.manual.links import Address
from momviewer.manual.outline import Branch
from momviewer.ui.base.theme import Theme
from momviewer.ui.sidebar.sidebar_tree import SidebarDelegate, SidebarTree
from momviewer.ui.widgets.row_painting import cut_where_alike, draw_arrow, draw_ground, draw_text
from momviewer.ui.widgets.tree_model import ModelIndex, Node, TreeModel

BRANCH = Qt.ItemDataRole.UserRole


class TocModel(TreeModel[Branch]):
    """A tree model of branches with one column; the role BRANCH returns the branch of a row."""

    def __init__(self, branches: Sequence[Branch] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set(branches)

    def show(self, branches: Sequence[Branch]) -> None:
        """Replace the whole tree."""
        self.beginResetModel()
        self._set(branches)
        self.endResetModel()

    def branch(self, index: ModelIndex) -> Branch | None:
        """Return the branch of a row; None for the invisible root."""
        return self.node(index).item

    def index_of(self, address: Address) -> QModelIndex:
        """Return the row of a place: its anchor's, else its page's, else an invalid index."""
        node = self._by_address.get((address.page, address.anchor)) or self._by_address.get(
            (address.page, "")
        )
        return self.index_of_node(node)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row, its words for a screen reader, or its branch."""
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
            return f"{branch.label} (missing)" if branch.missing else branch.label
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


ROW = 28
INDENT = 18
EDGE = 8


class TreePanel(SidebarTree):
    """Shows branches, and signals which one the reader opens."""

    requested = Signal(Address, str)
    tab_requested = Signal(Address)
    menu_requested = Signal(Address, str, QPoint)
    """A place and its title, and where on the screen its menu opens."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        self.tree = TocModel()
        super().__init__(name, self.tree, _BranchDelegate, theme, parent)
        self.tree.setParent(self)
        self.setUniformRowHeights(True)
        self.activated.connect(self._ask)

    def show_branches(self, branches: Sequence[Branch], *, expanded: bool = False) -> None:
        """Show another tree."""
        self.tree.show(branches)
        if expanded:
            self.expandAll()

    def select(self, address: Address) -> None:
        """Mark the row of a place and bring it into view, without opening it."""
        index = self.tree.index_of(address)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        if index.isValid():
            self._bring_into_view(index)
        else:
            self.clearSelection()

    def _bring_into_view(self, index: QModelIndex) -> None:
        """Scroll so that the row is seen, with its chapter if both have room; not if they are seen."""
        above = ancestors(index)
        for row in above:
            self.expand(row)
        self.executeDelayedItemsLayout()
        bottom, room = self.visualRect(index).bottom(), self.viewport().height()
        fitting = [row for row in above if bottom - self.visualRect(row).top() < room]
        chapter = fitting[-1] if fitting else index
        seen = self.viewport().rect()
        if not (seen.contains(self.visualRect(index)) and seen.contains(self.visualRect(chapter))):
            hint = QAbstractItemView.ScrollHint
            self.scrollTo(chapter, hint.PositionAtTop if fitting else hint.PositionAtCenter)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the current row into view, which could not be while nobody saw the tree."""
        super().showEvent(event)
        if self.selectionModel().isSelected(self.currentIndex()):
            self._bring_into_view(self.currentIndex())

    def _clicked(self, index: QModelIndex) -> None:
        branch = self.tree.branch(index)
        position = self.viewport().mapFromGlobal(self.cursor().pos()).x()
        on_arrow = position < arrow_end(depth_of(index)) and self.tree.rowCount(index)
        if branch and (on_arrow or branch.address is None):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._ask(index)

    def _ask_for_menu(self, index: QModelIndex, place: QPoint) -> None:
        branch = self.tree.branch(index)
        if branch and branch.address:
            self.menu_requested.emit(branch.address, branch.label, place)

    def _ask_for_tab(self, index: QModelIndex) -> None:
        branch = self.tree.branch(index)  # None for no row, which is the tree's root
        if branch and branch.address and not branch.missing:
            self.tab_requested.emit(branch.address)

    def _ask(self, index: QModelIndex) -> None:
        branch = self.tree.branch(index)
        if branch and branch.address:
            if self.tree.rowCount(index):
                self.expand(index)
            self.requested.emit(branch.address, branch.title)
        elif branch:
            self.setExpanded(index, not self.isExpanded(index))


def ancestors(index: ModelIndex) -> list[QModelIndex]:
    """Return the rows above a row, from its parent to the top of the tree."""
    found, above = [], index.parent()
    while above.isValid():
        found.append(above)
        above = above.parent()
    return found


def depth_of(index: ModelIndex) -> int:
    """Return the number of rows above a row, up to the top of the tree."""
    return len(ancestors(index))


def arrow_end(depth: int) -> int:
    """Return the pixels from the left to the end of a row's arrow, where its text begins."""
    return EDGE + 8 + depth * INDENT + 14


class _BranchDelegate(SidebarDelegate):
    """Draws a row: arrow, number, title, count."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:
        """Return the size of a row."""
        return QSize(option.rect.width(), self.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        branch = index.data(BRANCH)
        if not isinstance(branch, Branch):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        draw_ground(painter, rect.adjusted(EDGE, 0, -EDGE, 0), state, self.theme)
        left = arrow_end(depth_of(index))
        if branch.children:
            expanded = self._view.isExpanded(index)
            draw_arrow(painter, left - 10, rect.center().y(), self.theme, expanded=expanded)
        right = rect.right() - EDGE - 8
        font: QFont = option.font
        if branch.count:
            right = self._draw_count(painter, rect, font, branch.count, right)
        if branch.number:
            left = self._draw_number(painter, rect, font, branch, left, selected=selected)
        font = QFont(font)
        font.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        font.setStrikeOut(branch.missing)
        colour = self.theme.accent if selected else self.theme.muted if branch.missing else self.theme.text
        beside = (index.sibling(index.row() + by, 0).data(BRANCH) for by in (-1, 1))
        names = [other.title for other in beside if isinstance(other, Branch)]
        name = cut_where_alike(branch.title, names, QFontMetrics(font), right - left)
        draw_text(painter, QRect(left, rect.top(), right - left, rect.height()), name, font, colour)
        painter.restore()

    def _draw_count(self, painter: QPainter, rect: QRect, font: QFont, count: int, right: int) -> int:
        small = QFont(font)
        small.setPixelSize(self.theme.px(11))
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        width = QFontMetrics(small).horizontalAdvance(str(count))
        area = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))
        return right - width - 8

    def _draw_number(
        self, painter: QPainter, rect: QRect, font: QFont, branch: Branch, left: int, *, selected: bool
    ) -> int:
        numbered = QFont(font)
        numbered.setFeature(QFont.Tag("tnum"), 1)
        numbered.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        painter.setFont(numbered)
        painter.setPen(QColor(self.theme.accent if selected else self.theme.muted))
        width = QFontMetrics(numbered).horizontalAdvance(branch.number)
        area = QRect(left, rect.top(), width + 2, rect.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, branch.number)
        return left + width + 9
