"""The contents of the page at its right: leads to headings, and follows the scrolling."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from momviewer.manual.model import Heading, Page
from momviewer.ui.base.theme import Theme
from momviewer.ui.page.heading_links import REACHED
from momviewer.ui.page.page_document import TOP_MARGIN
from momviewer.ui.page.page_view import PageView
from momviewer.ui.widgets.row_painting import cut_where_alike, draw_text
from momviewer.ui.widgets.tree_model import ModelIndex

WIDTH = 232
WIDEST = 360
BESIDE = 608
"""Pixels that it leaves to the text in any case: so it is there in a window of 1,150 with its sidebar."""
TOP = 54
ROW = 28
INDENT = 12
MIN_HEADINGS = 2
"""Fewest headings below the title that are worth a list."""
DEEPEST = 3
LEVEL = Qt.ItemDataRole.UserRole
"""The role of a row's depth."""


class OnThisPage(QFrame):
    """A list of headings at the right of a page view, if that is wide enough."""

    requested = Signal(str)
    """The anchor of the heading to go to."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self.setObjectName("onThisPage")
        self._view = view
        self._headings: list[Heading] = []
        self._tops: list[float] | None = None
        self._title = QLabel("ON THIS PAGE")
        self._title.setObjectName("onThisPageTitle")
        self._list = QListWidget()
        self._list.setObjectName("headings")
        self._list.setAccessibleName("On this page")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._delegate = _HeadingDelegate(view.theme, self._list)
        self._list.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        self._column = column
        column.addWidget(self._title)
        column.addWidget(self._list, 1)
        self._list.itemActivated.connect(self._ask)
        self._list.itemClicked.connect(self._ask)
        self.set_theme(view.theme)
        view.layout_changed.connect(self._forget_tops)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self._follow())

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._delegate.theme = theme
        self._column.setContentsMargins(8, theme.px(TOP), 8, 16)
        self._list.setMaximumWidth(theme.px(WIDEST))
        self._list.scheduleDelayedItemsLayout()
        self._view.set_aside(self, theme.px(WIDTH), BESIDE)

    def show_page(self, page: Page | None) -> None:
        """List the headings of a page; None stands for a page of the program, which has none."""
        found = page.headings[1:] if page else ()
        wanted = [heading for heading in found if heading.level <= DEEPEST and heading.anchor]
        self._headings = wanted if len(wanted) >= MIN_HEADINGS else []
        self._list.clear()
        top = min((heading.level for heading in self._headings), default=2)
        for heading in self._headings:
            item = QListWidgetItem(heading.title)
            item.setToolTip(heading.label)
            item.setData(LEVEL, heading.level - top)
            self._list.addItem(item)
        for widget in (self._title, self._list):
            widget.setVisible(bool(self._headings))
        self._forget_tops()

    @property
    def current(self) -> str:
        """Return the title of the heading that is read, or "" above the first."""
        row = self._list.currentRow()
        return self._headings[row].title if row >= 0 else ""

    # Inside

    def _ask(self, item: QListWidgetItem) -> None:
        self.requested.emit(self._headings[self._list.row(item)].anchor)

    def _forget_tops(self) -> None:
        self._tops = None
        self._follow()

    def _follow(self) -> None:
        """Mark the heading whose section is at the top of the view, or the last at the page's end."""
        if not self._headings or self.isHidden():
            return
        if self._tops is None:
            self._tops = [self._view.places.top_of(heading.anchor) or 0.0 for heading in self._headings]
        bar = self._view.verticalScrollBar()
        reached = bar.value() + TOP_MARGIN + REACHED
        row = sum(top <= reached for top in self._tops) - 1
        if bar.maximum() and bar.value() == bar.maximum():
            row = len(self._tops) - 1
        self._list.setCurrentRow(row)


class _HeadingDelegate(QStyledItemDelegate):
    """Draws a heading beside a line along all of them, on which the current one is set apart."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:
        """Return the size of a row."""
        return QSize(0, max(self.theme.px(ROW), QFontMetrics(option.font).height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = QRect(rect.left(), rect.top(), 2, rect.height())
        painter.fillRect(edge, QColor(self.theme.accent if selected else self.theme.line))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        colour = self.theme.accent if selected else self.theme.text if hovered else self.theme.muted
        area = rect.adjusted(INDENT * (1 + int(index.data(LEVEL))), 0, -4, 0)
        role = Qt.ItemDataRole.DisplayRole
        beside = [str(index.sibling(index.row() + by, 0).data(role) or "") for by in (-1, 1)]
        name = cut_where_alike(str(index.data(role)), beside, QFontMetrics(font), area.width())
        draw_text(painter, area, name, font, colour)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.theme.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(4, 2, -1, -3))
        painter.restore()
