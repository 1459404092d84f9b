"""Lists what the bar found: numbers and titles, then pages with the passage that was found in each."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from momviewer.search.excerpts import Excerpt
from momviewer.ui.result_model import ROW, ResultModel, ResultRow
from momviewer.ui.rows import draw_ground
from momviewer.ui.tab_clicks import TabClicks
from momviewer.ui.theme import Tokens, monospace

EDGE = 8
PADDING = 10
EXCERPT_LINES = 2
LINE = 18
"""Height of a line of a section or an excerpt, in device-independent pixels."""
TITLE_LINE = 20


class ResultsPanel(QWidget):
    """The list with a line above it that says what it is."""

    previewed = Signal(ResultRow)
    opened = Signal(ResultRow)
    tab_asked = Signal(ResultRow)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = QLabel()
        self._summary.setObjectName("summary")
        self._summary.setWordWrap(True)
        self._empty = QLabel()
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._model = ResultModel(self)
        self._list = QListView()
        self._list.setAccessibleName("Results")
        self._list.setModel(self._model)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._delegate = _RowDelegate(tokens, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.clicked.connect(lambda index: self.previewed.emit(index.data(ROW)))
        self._list.activated.connect(lambda index: self.opened.emit(index.data(ROW)))
        TabClicks(self._list).asked.connect(lambda index: self.tab_asked.emit(index.data(ROW)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for label in (self._summary, self._empty):
            label.setContentsMargins(12, 0, 12, 0)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._summary)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._list, 1)
        self.show_rows((), "", "")

    @property
    def current(self) -> ResultRow | None:
        """Return the row that Enter opens."""
        row = self._list.currentIndex().data(ROW)
        return row if isinstance(row, ResultRow) else None

    @property
    def rows(self) -> Sequence[ResultRow]:
        """Return the rows, from the top."""
        return self._model.rows

    @property
    def summary(self) -> str:
        """Return what is said above the rows."""
        return self._summary.text()

    @property
    def empty(self) -> str:
        """Return what is said in the place of rows."""
        return self._empty.text()

    def show_rows(self, rows: Iterable[ResultRow], summary: str, empty: str) -> None:
        """List other rows, the first one chosen; `empty` is said where there are none."""
        self._model.show(rows)
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not self._model.rows)
        self._list.setVisible(bool(self._model.rows))
        if self._model.rows:
            self._choose(0)
            self._list.scrollToTop()

    def step(self, by: int) -> None:
        """Choose a row further on, and show its page."""
        count = len(self._model.rows)
        if count:
            self._choose(max(0, min(count - 1, self._list.currentIndex().row() + by)))
            self.preview()

    def preview(self) -> None:
        """Show the page of the chosen row."""
        if self.current:
            self.previewed.emit(self.current)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours and the sizes."""
        self._delegate.tokens = tokens
        self._list.scheduleDelayedItemsLayout()
        self._list.viewport().update()

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


class _RowDelegate(QStyledItemDelegate):
    """Draws a row: number and title, where it stands, and the passage with its hits."""

    def __init__(self, tokens: Tokens, view: QListView) -> None:
        super().__init__(view)
        self.tokens = tokens
        self._code_family = monospace().family()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a row."""
        row = index.data(ROW)
        width = option.rect.width()
        if not isinstance(row, ResultRow):
            return QSize(width, 0)
        height = PADDING * 2 + TITLE_LINE + (LINE if row.section else 0)
        if row.excerpt:  # room for the most lines: to lay out every passage would take too long
            height += EXCERPT_LINES * LINE
        return QSize(width, self.tokens.px(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        row = index.data(ROW)
        if not isinstance(row, ResultRow):
            return
        rect: QRect = option.rect
        font: QFont = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, rect.adjusted(EDGE, 1, -EDGE, -1), option.state, self.tokens)
        left, top = rect.left() + EDGE + PADDING, rect.top() + self.tokens.px(PADDING)
        title_line, line = self.tokens.px(TITLE_LINE), self.tokens.px(LINE)
        width = self._text_width(rect.width())
        self._draw_title(painter, font, row, QRect(left, top, width, title_line))
        top += title_line
        if row.section:
            small = self._sized(font, 12)
            painter.setFont(small)
            painter.setPen(QColor(self.tokens.muted))
            section = QFontMetrics(small).elidedText(row.section, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignVCenter, section)
            top += line
        if row.excerpt:
            painter.setPen(QColor(self.tokens.text))
            self._layout(row.excerpt, font, width).draw(painter, QPointF(left, top))
        painter.restore()

    def _draw_title(self, painter: QPainter, font: QFont, row: ResultRow, area: QRect) -> None:
        if row.number:
            numbered = QFont(font)
            numbered.setFeature(QFont.Tag("tnum"), 1)
            painter.setFont(numbered)
            painter.setPen(QColor(self.tokens.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, row.number)
            area = area.adjusted(QFontMetrics(numbered).horizontalAdvance(row.number) + 9, 0, 0, 0)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.tokens.text))
        title = QFontMetrics(bold).elidedText(row.title, Qt.TextElideMode.ElideRight, area.width())
        layout = QTextLayout(title, bold)
        form = QTextCharFormat()
        form.setForeground(QColor(self.tokens.accent))
        form.setFontUnderline(True)
        shown = [at for at in row.letters if title.startswith(row.title[: at + 1])]
        layout.setFormats([_range(at, at + 1, form) for at in shown])
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        layout.draw(painter, QPointF(area.left(), area.top() + (area.height() - line.height()) / 2))

    def _layout(self, excerpt: Excerpt, font: QFont, width: int) -> QTextLayout:
        """Lay an excerpt out in at most EXCERPT_LINES lines, its marks and its code set apart."""
        text = excerpt.text
        layout = QTextLayout(text, self._sized(font, 13))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([*self._code_formats(excerpt), *self._mark_formats(excerpt)])
        layout.beginLayout()
        for number in range(EXCERPT_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * self.tokens.px(LINE)))
        layout.endLayout()
        return layout

    def _mark_formats(self, excerpt: Excerpt) -> list[QTextLayout.FormatRange]:
        form = QTextCharFormat()
        form.setBackground(QColor(self.tokens.hit))
        form.setForeground(QColor(self.tokens.text))
        return [_range(start, end, form) for start, end in excerpt.marks]

    def _code_formats(self, excerpt: Excerpt) -> list[QTextLayout.FormatRange]:
        form = QTextCharFormat()
        form.setFontFamilies([self._code_family])
        return [_range(start, end, form) for start, end in excerpt.code_spans]

    def _sized(self, font: QFont, pixels: int) -> QFont:
        sized = QFont(font)
        sized.setPixelSize(self.tokens.px(pixels))
        return sized

    @staticmethod
    def _text_width(width: int) -> int:
        return max(40, width - 2 * (EDGE + PADDING))


def _range(start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, form
    return made
