"""The choice of what is read and searched: manuals by set, a set, or all; opens below the bar."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.scopes import Choice, Scope, choices
from momviewer.manual.model import ManualInfo
from momviewer.ui.choice_model import CHOICE, ChoiceModel
from momviewer.ui.rows import draw_ground
from momviewer.ui.theme import LIGHT, Tokens

WIDTH = 460
ROW = 28
MOST_ROWS = 16
FILTER_FROM = 8
"""Manuals from which on a line to filter them by is shown."""
EDGE = 10
MARK = 18
PAGE_STEP = 8
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: PAGE_STEP,
    Qt.Key.Key_PageUp: -PAGE_STEP,
}


class ManualSelector(QFrame):
    """A list that opens, takes the keyboard, and says what was chosen."""

    manual_asked = Signal(str)
    scope_asked = Signal(Scope)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("selector")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for its round corners
        self.setAccessibleName("Choose what is read and searched")
        self._manuals: Sequence[ManualInfo] = ()
        self._here: ManualInfo | None = None
        self._scope = Scope()
        self._rows = ChoiceModel(self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by title, set or edition")
        self.filter.setAccessibleName("Filter the manuals")
        self.filter.textChanged.connect(self._show_rows)
        self.list = QListView()
        self.list.setAccessibleName("Manuals by set")
        self.list.setModel(self._rows)
        self._delegate = _ChoiceDelegate(LIGHT, self.list)
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

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours."""
        self._delegate.tokens = tokens
        self.list.viewport().update()

    def open_below(
        self, widget: QWidget, manuals: Sequence[ManualInfo], here: ManualInfo | None, scope: Scope
    ) -> None:
        """Offer these manuals below a widget; `here` is the open one."""
        self._manuals, self._here, self._scope = manuals, here, scope
        self.filter.clear()
        self.filter.setVisible(len(manuals) >= FILTER_FROM)
        self._show_rows()
        window = widget.window()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        room = window.mapToGlobal(QPoint(window.width(), window.height()))
        width = min(self._delegate.tokens.px(WIDTH), window.width() - 16)
        corner.setX(max(window.mapToGlobal(QPoint(8, 0)).x(), min(corner.x(), room.x() - width - 8)))
        self.setFixedSize(width, self._height(room.y() - corner.y() - 8))
        self.move(corner)
        self.show()
        (self.filter if self.filter.isVisible() else self.list).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
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

    def _height(self, room: int) -> int:
        row = self._delegate.height(self.list.font())
        rows = min(MOST_ROWS, self._rows.rowCount()) * row + 4
        line = self.filter.sizeHint().height() + 6 if len(self._manuals) >= FILTER_FROM else 0
        return max(3 * row, min(rows + line + 14, room))

    def _choose(self, index: QModelIndex) -> None:
        choice = self._rows.choice(index)
        if choice is None or choice.kind == "heading":
            return
        self.close()
        if choice.kind == "manual":
            self.manual_asked.emit(choice.value)
        else:
            self.scope_asked.emit(Scope(choice.kind, choice.value))


class _ChoiceDelegate(QStyledItemDelegate):
    """Draws a row: mark, title, edition; headings set back."""

    def __init__(self, tokens: Tokens, view: QListView) -> None:
        super().__init__(view)
        self.tokens = tokens

    def height(self, font: QFont) -> int:
        """Return the height of a row in pixels."""
        return max(self.tokens.px(ROW), QFontMetrics(font).height() + 10)

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a row."""
        return QSize(option.rect.width(), self.height(option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        choice = index.data(CHOICE)
        if not isinstance(choice, Choice):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, tokens = option.rect, self.tokens
        font = QFont(option.font)
        left = rect.left() + EDGE
        if choice.kind == "heading":
            font.setPixelSize(tokens.px(12))
            font.setWeight(QFont.Weight.DemiBold)
            self._write(painter, font, tokens.muted, rect.adjusted(EDGE, 3, -EDGE, 0), choice.text)
            painter.restore()
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        state = option.state & ~QStyle.StateFlag.State_HasFocus
        draw_ground(painter, rect.adjusted(2, 0, -2, 0), state, tokens)
        if choice.chosen:
            self._tick(painter, left, rect.center().y())
        left += MARK
        right = rect.right() - EDGE
        if choice.detail:
            small = QFont(option.font)
            small.setPixelSize(tokens.px(12))
            width = QFontMetrics(small).horizontalAdvance(choice.detail)
            area = QRect(right - width, rect.top(), width + 1, rect.height())
            self._write(painter, small, tokens.muted, area, choice.detail)
            right -= width + 12
        font.setWeight(QFont.Weight.DemiBold if choice.chosen else QFont.Weight.Normal)
        colour = tokens.accent if selected else tokens.text
        self._write(painter, font, colour, QRect(left, rect.top(), right - left, rect.height()), choice.text)
        painter.restore()

    def _write(self, painter: QPainter, font: QFont, colour: str, area: QRect, text: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _tick(self, painter: QPainter, x: int, y: int) -> None:
        painter.setPen(QPen(QColor(self.tokens.accent), 1.6))
        painter.drawLine(x, y + 1, x + 3, y + 4)
        painter.drawLine(x + 3, y + 4, x + 10, y - 4)
