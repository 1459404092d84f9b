"""Draws a row of the results: number and title, section, and the passage with its hits."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from momviewer.ui.base.theme import Theme, monospace
from momviewer.ui.search.result_model import ROW, ResultRow
from momviewer.ui.widgets.row_painting import cut_where_alike, draw_ground, draw_text
from momviewer.ui.widgets.tree_model import ModelIndex

if TYPE_CHECKING:
    from momviewer.search.answers.excerpts import Excerpt

EDGE = 8
PADDING = 10
BRIEF_PADDING = 4
MAX_NUMBER_SHARE = 0.5
"""The share of a brief row that its number may take; of one that needs more, what it numbers is left out."""
TITLE_LINES = 2
EXCERPT_LINES = 2
TITLE_LINE = 20
LINE = 18
"""Height of a line of a section or an excerpt, in device-independent pixels."""
ABOVE_EXCERPT = 3
BELOW_PADDING, BELOW_INDENT = 5, 16
"""Pixels around the name of another manual below a row, and those by which it is set back."""
FOLDED, UNFOLDED = "▸", "▾"
MIDDLE = Qt.TextElideMode.ElideMiddle
HEADING_LINE = 32
"""Height of the heading above a row that begins another part of the list."""
TITLE_SIZE = 14
AFTER_NUMBER = "\u2002"
SEPARATOR = re.compile(r"[._:/](?=\w)")
MAY_BREAK = "\u200b"
"""A space without width, at which a long identifier may be broken."""
MAX_CUTS = 8

Formats = Sequence[QTextLayout.FormatRange]


class ResultDelegate(QStyledItemDelegate):
    """A title takes two lines if it needs them; a tool tip tells what is still cut off."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._code_family = monospace().family()
        self.theme = theme
        self._measured_for: Theme | None = None
        self._metrics: tuple[QFontMetrics, ...] = ()

    def sizeHint(self, _option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return the size of a row."""
        row, width = index.data(ROW), self._view.viewport().width()
        if not isinstance(row, ResultRow):
            return QSize(width, 0)
        if row.brief:
            return QSize(width, self.theme.px(BRIEF_PADDING * 2 + TITLE_LINE))
        if row.is_below:
            return QSize(width, self.theme.px(LINE + 2 * BELOW_PADDING))
        height = PADDING * 2 + TITLE_LINE * self._title_lines(row)
        height += LINE * sum(map(bool, (row.section, row.manual, row.others)))
        if row.excerpt:  # room for the most lines: to lay out every passage would take too long
            height += ABOVE_EXCERPT + EXCERPT_LINES * LINE
        if row.heading:
            height += HEADING_LINE
        return QSize(width, self.theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        row = index.data(ROW)
        if not isinstance(row, ResultRow):
            return
        rect: QRect = option.rect
        painter.save()
        if row.heading:
            line = self.theme.px(HEADING_LINE)
            area = QRect(rect.left() + EDGE + PADDING, rect.top(), self._text_width(), line)
            draw_text(painter, area, row.heading, self._sized(12), self.theme.muted)
            rect = rect.adjusted(0, line, 0, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, rect.adjusted(EDGE, 1, -EDGE, -1), option.state, self.theme)
        left, top = rect.left() + EDGE + PADDING, rect.top() + self.theme.px(PADDING)
        width, line = self._text_width(), self.theme.px(LINE)
        small = self._sized(12)
        if row.is_below:
            left += self.theme.px(BELOW_INDENT)
            area = QRect(left, rect.top(), width - self.theme.px(BELOW_INDENT), rect.height())
            draw_text(painter, area, row.manual, small, self.theme.text, cut=MIDDLE)
            painter.restore()
            return
        painter.setPen(QColor(self.theme.text))
        if row.brief:
            self._draw_brief(painter, QRect(left, rect.top(), width, rect.height()), row, index)
            painter.restore()
            return
        self._title(row, width).draw(painter, QPointF(left, top))
        top += self.theme.px(TITLE_LINE) * self._title_lines(row)
        if row.section:
            draw_text(painter, QRect(left, top, width, line), row.section, small, self.theme.muted)
            top += line
        if row.manual:
            draw_text(painter, QRect(left, top, width, line), row.manual, small, self.theme.muted, cut=MIDDLE)
            top += line
        if row.excerpt:
            top += self.theme.px(ABOVE_EXCERPT)
            painter.setPen(QColor(self.theme.text))
            formats = [*self._code_formats(row.excerpt), *self._mark_formats(row.excerpt)]
            font = self._sized(13)
            _laid_out(row.excerpt.text, font, formats, width, line, EXCERPT_LINES).draw(
                painter, QPointF(left, top)
            )
        if row.others:
            draw_text(painter, self._fold_area(rect), self._told_of(index), small, self.theme.accent)
        painter.restore()

    def _draw_brief(self, painter: QPainter, area: QRect, row: ResultRow, index: ModelIndex) -> None:
        """Draw number and title in a line, the title cut where it is like those beside it."""
        metrics, _, numbers = self._title_metrics()
        number, title = self._title_font(query=False), self._title_font(query=False)
        number.setWeight(QFont.Weight.Normal)
        shown = row.number
        if numbers.horizontalAdvance(shown + AFTER_NUMBER) > area.width() * MAX_NUMBER_SHARE:
            shown = shown.rpartition(" ")[2]  # the title tells more than "Example"
        draw_text(painter, area, shown, number, self.theme.muted)
        area = area.adjusted(numbers.horizontalAdvance(shown + AFTER_NUMBER), 0, 0, 0)
        beside = (index.sibling(index.row() + by, 0).data(ROW) for by in (-1, 1))
        names = [other.title for other in beside if isinstance(other, ResultRow) and other.brief]
        draw_text(
            painter, area, cut_where_alike(row.title, names, metrics, area.width()), title, self.theme.text
        )

    def is_fold_at(self, index: ModelIndex, point: QPoint) -> bool:
        """Return whether a point of the view is on the line that unfolds the others of a row."""
        row = index.data(ROW)
        area = self._fold_area(self._view.visualRect(index))
        return isinstance(row, ResultRow) and bool(row.others) and area.contains(point)

    def _fold_area(self, rect: QRect) -> QRect:
        line = self.theme.px(LINE)
        top = rect.bottom() + 1 - self.theme.px(PADDING) - line
        return QRect(rect.left() + EDGE + PADDING, top, self._text_width(), line)

    def _told_of(self, index: ModelIndex) -> str:
        row, model = index.data(ROW), index.model()
        below = model.index(index.row() + 1, 0).data(ROW)
        sign = UNFOLDED if isinstance(below, ResultRow) and below.is_below else FOLDED
        return f"{sign} {row.also}"

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: ModelIndex
    ) -> bool:
        """Show a tool tip with title and section if one of them is cut off."""
        row = index.data(ROW)
        if event.type() == QEvent.Type.ToolTip and isinstance(row, ResultRow):
            width, told = self._text_width(), (_named(row), row.section, row.manual)
            section_cut = row.brief or QFontMetrics(self._sized(12)).horizontalAdvance(row.section) > width
            metrics = QFontMetrics(self._sized(12))
            section_cut = section_cut or metrics.horizontalAdvance(row.manual) > width
            cut = section_cut or self._title(row, width).text().endswith("…")
            QToolTip.showText(event.globalPos(), "\n".join(filter(None, told)) if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)

    def _title_lines(self, row: ResultRow) -> int:
        titles, queries, numbers = self._title_metrics()
        needed = (queries if row.query else titles).horizontalAdvance(row.title)
        if row.number:
            needed += numbers.horizontalAdvance(row.number + AFTER_NUMBER)
        return 1 if needed <= self._text_width() else TITLE_LINES

    def _title_metrics(self) -> tuple[QFontMetrics, ...]:
        """Return the metrics of titles, queries and numbers.

        They are made once, since every answer measures all of its rows.
        """
        if self._measured_for is not self.theme:
            self._measured_for = self.theme
            number = self._title_font(query=False)
            number.setWeight(QFont.Weight.Normal)
            fonts = self._title_font(query=False), self._title_font(query=True), number
            self._metrics = tuple(QFontMetrics(font) for font in fonts)
        return self._metrics

    def _title(self, row: ResultRow, width: int) -> QTextLayout:
        """Return the layout of number and title, with the letters that were typed set apart."""
        number, letter = QTextCharFormat(), QTextCharFormat()
        number.setForeground(QColor(self.theme.muted))
        number.setFontWeight(QFont.Weight.Normal)
        letter.setForeground(QColor(self.theme.accent))
        letter.setFontUnderline(True)
        start = len(_named(row)) - len(row.title)
        title = SEPARATOR.sub(rf"\g<0>{MAY_BREAK}", row.title)
        breaks = [found.end() for found in SEPARATOR.finditer(row.title)]
        moved = [at + bisect_right(breaks, at) for at in row.letters]
        formats = [_range(0, start, number)] if start else []
        formats += [_range(start + at, start + at + 1, letter) for at in moved]
        text = _named(row)[:start] + title
        font = self._title_font(query=bool(row.query))
        return _laid_out(text, font, formats, width, self.theme.px(TITLE_LINE), TITLE_LINES)

    def _title_font(self, *, query: bool) -> QFont:
        font = self._sized(TITLE_SIZE)
        if query:
            font.setFamilies([self._code_family])
        else:
            font.setWeight(QFont.Weight.DemiBold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _mark_formats(self, excerpt: "Excerpt") -> list[QTextLayout.FormatRange]:
        form = QTextCharFormat()
        form.setBackground(QColor(self.theme.hit))
        form.setForeground(QColor(self.theme.text))
        return [_range(start, end, form) for start, end in excerpt.marks]

    def _code_formats(self, excerpt: "Excerpt") -> list[QTextLayout.FormatRange]:
        form = QTextCharFormat()
        form.setFontFamilies([self._code_family])
        return [_range(start, end, form) for start, end in excerpt.code_spans]

    def _sized(self, pixels: int) -> QFont:
        sized = QFont(self._view.font())
        sized.setPixelSize(self.theme.px(pixels))
        return sized

    def _text_width(self) -> int:
        """Return the width for text, which is the same with and without a scroll bar."""
        bar = self._view.verticalScrollBar().sizeHint().width()
        return max(40, self._view.width() - bar - 2 * (EDGE + PADDING))


def _named(row: ResultRow) -> str:
    return f"{row.number}{AFTER_NUMBER}{row.title}" if row.number else row.title


def _laid_out(text: str, font: QFont, formats: Formats, width: int, step: int, most: int) -> QTextLayout:
    """Return the layout of a text in at most `most` lines, `step` apart, with an ellipsis if cut."""
    for _ in range(MAX_CUTS):
        layout, end = _lines(text, font, formats, width, step, most)
        if end >= len(text):
            break
        text = f"{text[: end - 1].rstrip(' …')}…"
    return layout


def _lines(
    text: str, font: QFont, formats: Formats, width: int, step: int, most: int
) -> tuple[QTextLayout, int]:
    """Return the lines, and the offset at which they end."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    end = 0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * step))
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, end


def _range(start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, form
    return made
