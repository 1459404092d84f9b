"""A tree of the sidebar below a line that filters it, for contents and examples: number, title, count."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QShowEvent
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
from momviewer.ui.widgets.choice_rows import has_words
from momviewer.ui.widgets.filtered_list import FilteredList
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

    def indexes(self) -> Iterator[QModelIndex]:
        """Yield all rows, those above before those below them."""
        pending = list(reversed(self.root.children))
        while pending:
            node = pending.pop()
            yield self.index_of_node(node)
            pending += reversed(node.children)

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
        self._branches: Sequence[Branch] = ()
        self._expanded: list[Branch] | None = None
        """The branches that were open before the tree was filtered; None while it is not."""

    def show_branches(self, branches: Sequence[Branch], *, expanded: bool = False) -> None:
        """Show another tree."""
        self._branches, self._expanded = branches, None
        self.tree.show(branches)
        if expanded:
            self.expandAll()

    def filter(self, typed: str) -> None:
        """Show the rows that have all the words typed, and those above them; all rows for no words."""
        if typed.strip():
            if self._expanded is None:
                rows = ((index, self.tree.branch(index)) for index in self.tree.indexes())
                self._expanded = [branch for index, branch in rows if branch and self.isExpanded(index)]
            found = list(_filtered(self._branches, typed))
            self.tree.show([branch for branch, _ in found])
            self._expand([opened for _, inside in found for opened in inside])
            self.setCurrentIndex(_first_match(self.tree, typed))
        elif self._expanded is not None:
            opened, self._expanded = self._expanded, None
            self.tree.show(self._branches)
            self._expand(opened)

    def open_current(self) -> None:
        """Ask for the place of the current row, or open and close a row that is none."""
        self._ask(self.currentIndex())

    def step(self, index: QModelIndex, by: int) -> QModelIndex:
        """Return the row so many rows on from another, or the first from none."""
        if not index.isValid():
            return self.tree.index(0, 0)
        for _ in range(abs(by)):
            following = self.indexBelow(index) if by > 0 else self.indexAbove(index)
            if not following.isValid():
                break
            index = following
        return index

    def _expand(self, branches: Sequence[Branch]) -> None:
        """Open the rows of these branches."""
        wanted = set(map(id, branches))
        for index in self.tree.indexes():
            if id(self.tree.branch(index)) in wanted:
                self.expand(index)

    @property
    def is_filtered(self) -> bool:
        """Return whether only some of the rows are shown."""
        return self._expanded is not None

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


class FilteredTree(FilteredList):
    """A tree of the sidebar below a line that filters it. Esc clears the line first."""

    def __init__(self, tree: TreePanel, placeholder: str) -> None:
        super().__init__(tree, tree.step, placeholder=placeholder, name=placeholder)
        self._tree = tree
        self.filter.setObjectName("treeFilter")
        self.filtered.connect(tree.filter)
        self.activated.connect(tree.open_current)
        tree.tree.modelReset.connect(self._clear_for_another)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Put the keyboard on the place that is read; what is typed there goes into the line."""
        self._tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all rows again by Esc."""
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self._tree.setFocus()
        else:
            super().keyPressEvent(event)

    def _clear_for_another(self) -> None:
        """Clear the line when the rows of another manual are shown."""
        if self.filter.text() and not self._tree.is_filtered:
            with QSignalBlocker(self.filter):
                self.filter.clear()


def _filtered(branches: Sequence[Branch], typed: str) -> Iterator[tuple[Branch, list[Branch]]]:
    """Yield the branches that have the words typed or hold some that do, each with those to be opened."""
    for branch in branches:
        inside = list(_filtered(branch.children, typed))
        if inside:
            kept = replace(branch, children=tuple(below for below, _ in inside))
            yield kept, [kept, *(opened for _, others in inside for opened in others)]
        elif has_words(typed, branch.label):
            yield branch, []


def _first_match(tree: TocModel, typed: str) -> QModelIndex:
    found = ((index, tree.branch(index)) for index in tree.indexes())
    fitting = (i for i, branch in found if branch and has_words(typed, branch.label))
    return next(fitting, QModelIndex())


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
