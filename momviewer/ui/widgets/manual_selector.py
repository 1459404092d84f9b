"""The choice of what is read and searched: manuals by set, a set, or all; opens below the bar."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.scopes import Scope, choices
from momviewer.manual.model import ManualInfo
from momviewer.ui.base.theme import LIGHT, Theme
from momviewer.ui.widgets.choice_list import GroupedListDelegate, GroupedListModel

WIDTH = 460
MAX_ROWS = 16
FILTER_FROM = 8
"""Manuals from which on a line to filter them by is shown."""
PAGE_STEP = 8
GAP = 8
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: PAGE_STEP,
    Qt.Key.Key_PageUp: -PAGE_STEP,
}


class ManualSelector(QFrame):
    """A list that opens, takes the keyboard, and says what was chosen."""

    manual_requested = Signal(str)
    scope_requested = Signal(Scope)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("selector")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName("Choose what is read and searched")
        self._manuals: Sequence[ManualInfo] = ()
        self._here: ManualInfo | None = None
        self._scope: Scope | None = None
        self._rows = GroupedListModel(self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by title, set or edition")
        self.filter.setAccessibleName("Filter the manuals")
        self.filter.textChanged.connect(self._show_rows)
        self.list = QListView()
        self.list.setAccessibleName("Manuals by set")
        self.list.setModel(self._rows)
        self._delegate = GroupedListDelegate(LIGHT, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._choose)
        self._empty = QLabel("No manual is called that.")
        self._empty.setObjectName("empty")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        for widget in (self.filter, self._empty, self.list):
            column.addWidget(widget)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def open_below(
        self, widget: QWidget, manuals: Sequence[ManualInfo], here: ManualInfo | None, scope: Scope | None
    ) -> None:
        """Offer these manuals below a widget; `here` is the open one. Without a scope, offer manuals only."""
        self._manuals, self._here, self._scope = manuals, here, scope
        self.filter.clear()
        self.filter.setVisible(len(manuals) >= FILTER_FROM)
        self._show_rows()
        self.setGeometry(self._place(widget))
        self.setFixedSize(self.size())
        self.show()
        (self.filter if self.filter.isVisible() else self.list).setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the edge: Qt draws none of a window that may be seen through."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that walk the list work in the line too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS:
                self._select(self._rows.step(self.list.currentIndex(), STEPS[key]))
            elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.list.currentIndex())
            elif watched is self.list and key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
                end = len(self._manuals) * 3 + 1
                self._select(self._rows.step(QModelIndex(), -end if key == Qt.Key.Key_Home else end))
            else:
                return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    def _show_rows(self) -> None:
        found = choices(self._manuals, self._here, self._scope, self.filter.text())
        self._rows.show(found)
        self._empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self._select(self._rows.first())

    def _select(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index if index.row() > 1 else self._rows.index(0))

    def _place(self, widget: QWidget) -> QRect:
        """Return where there is the most room: below the widget, else above, inside of its window."""
        window = widget.window()
        area = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).adjusted(GAP, GAP, -GAP, -GAP)
        top = widget.mapToGlobal(QPoint(0, 0))
        below, above = area.bottom() - (top.y() + widget.height()), top.y() - area.top()
        upwards = self._height(below) < min(self._height(above), self._height(MAX_ROWS * 100))
        height = self._height(above if upwards else below)
        width = min(self._delegate.theme.px(WIDTH), area.width())
        left = max(area.left(), min(top.x(), area.right() - width))
        return QRect(left, top.y() - height - 4 if upwards else top.y() + widget.height() + 4, width, height)

    def _height(self, room: int) -> int:
        row = self._delegate.height(self.list.font())
        rows = min(MAX_ROWS, self._rows.rowCount()) * row + 4
        line = self.filter.sizeHint().height() + 6 if len(self._manuals) >= FILTER_FROM else 0
        return max(3 * row, min(rows + line + 14, room))

    def _choose(self, index: QModelIndex) -> None:
        choice = self._rows.choice(index)
        if choice is None or choice.kind == "heading":
            return
        self.close()
        if choice.kind == "manual":
            self.manual_requested.emit(choice.value)
        else:
            self.scope_requested.emit(Scope(choice.kind, choice.value))
