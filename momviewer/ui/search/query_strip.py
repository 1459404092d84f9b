"""The strip below the bar: how the query is read, or what is wrong with it and how to fix that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from momviewer.query.diagnostics import Fix
from momviewer.query.occur import Occur
from momviewer.ui.base.theme import Theme, restyle

HEIGHT = 36
MAX_FIXES = 2
WORDS = {Occur.MUST: "MUST", Occur.SHOULD: "MAY", Occur.MUST_NOT: "NOT"}
GAP = 8
CHIP = 26
WIDEST_CHIP = 260
MAX_CHIP_ROWS = 3
MORE = 36
"""Pixels for the number of clauses for which there is no room."""
SPACING = 12
ABOVE = 4
"""Pixels above what the strip shows, and below."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A clause of the query: whether it has to match, what it asks for, and how many pages it finds alone.

    One that `blocks` keeps the query from finding anything. `was` is the word that was typed, if no page has
    it and another was looked for.
    """

    occur: Occur
    text: str
    count: int | None = None
    blocks: bool = False
    was: str = ""

    @property
    def word(self) -> str:
        """Return what kind of clause it is, in capitals."""
        return "MENDED" if self.was else WORDS[self.occur]

    @property
    def counted(self) -> str:
        """Return how many pages it finds: a number, or words if that is why nothing is found."""
        if self.count is None:
            return ""
        if self.was:
            return f"{self.count} · was {self.was}"
        return f"{self.count} · leaves nothing" if self.blocks else str(self.count)


class QueryStrip(QFrame):
    """How the query is read; a warning takes its place. It grows where that takes more than a line.

    What is offered stands behind it, or below where there is no room for both.
    """

    fix_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._label = QLabel("reads as")
        self._chips = _Chips(theme)
        self._message = QLabel()
        self._message.setObjectName("message")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fixes = [QPushButton() for _ in range(MAX_FIXES)]
        self._fixes[0].setObjectName("firstFix")
        self._queries = [""] * MAX_FIXES
        self._fix_key = ""
        self._first_label = ""
        self._said = ""
        offered = self._offered = QWidget()
        row = QHBoxLayout(offered)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for place, button in enumerate(self._fixes):
            button.clicked.connect(lambda _checked, at=place: self.fix_requested.emit(self._queries[at]))
            row.addWidget(button)
        row.addStretch(1)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(16, ABOVE, 16, ABOVE)
        grid.setHorizontalSpacing(SPACING)
        grid.setVerticalSpacing(ABOVE)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._chips, 0, 1)
        grid.addWidget(self._message, 0, 1)
        self.show_reading(())

    def show_reading(
        self, chips: Sequence[Chip], *, how: str = "reads as", fixes: Sequence[Fix] = ()
    ) -> None:
        """Show how the query is read, and what it may be read as instead."""
        self._warn(on=False)
        self._said = ""
        self._label.setText(how)
        self._label.setVisible(bool(chips))
        self._chips.show_chips(chips)
        self._chips.show()
        self._message.hide()
        self._offer(fixes)

    def show_message(self, message: str, fixes: Sequence[Fix], *, warning: bool = True) -> None:
        """Say what is wrong with the query, and offer what to type instead."""
        self._warn(on=warning)
        self._said = message
        self._label.hide()
        self._chips.hide()
        self._message.setText(f"⚠  {message}" if warning else message)
        self._message.show()
        self._offer(fixes)

    @property
    def message(self) -> str:
        """Return the message that is shown instead of the reading, or ""."""
        return self._said

    @property
    def reading(self) -> str:
        """Return in words how the query is read."""
        return self._chips.accessibleName().removeprefix("Read as: ")

    def first_fix(self) -> str:
        """Return the corrected query that is offered first, or ""."""
        return self._queries[0]

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self.setMinimumHeight(theme.px(HEIGHT))
        self._chips.set_theme(theme)
        self._show_fixes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is offered where there is room for it, the first in any case."""
        super().resizeEvent(event)
        self._show_fixes()

    def minimumSizeHint(self) -> QSize:
        """Return no width: the window says how wide it is, and what is offered follows."""
        return QSize(0, super().minimumSizeHint().height())

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the key of the first fix; `keys` are by the ids of commands."""
        self._fix_key = keys.get("fix", "")

    def _offer(self, fixes: Sequence[Fix]) -> None:
        offered = list(fixes[:MAX_FIXES])
        self._queries = [fix.query for fix in offered] + [""] * (MAX_FIXES - len(offered))
        self._first_label = offered[0].label if offered else ""
        for button, fix in zip(self._fixes, offered, strict=False):
            button.setText(fix.label)
            button.setToolTip(fix.query)
        self._show_fixes()

    def _show_fixes(self) -> None:
        margins = self._grid.contentsMargins()
        whole = self.width() - margins.left() - margins.right()
        first = self._fixes[0]
        first.setText(f"{self._first_label}  {self._fix_key}".rstrip())
        if first.sizeHint().width() > whole:
            first.setText(self._first_label)
        left = whole
        for button, query in zip(self._fixes, self._queries, strict=True):
            left -= button.sizeHint().width() + SPACING
            button.setVisible(bool(query) and (left >= -SPACING or button is first))
        self._offered.setVisible(bool(self._queries[0]))
        beside = self._wanted_width() + SPACING + self._offered.sizeHint().width() <= whole
        self._grid.addWidget(self._offered, *((0, 2, 1, 1) if beside else (1, 0, 1, 3)))

    def _wanted_width(self) -> int:
        """Return the width of what is said in one line."""
        if self._said:
            return self._message.fontMetrics().horizontalAdvance(self._message.text())
        return self._label.sizeHint().width() + SPACING + self._chips.wanted_width()

    def _warn(self, *, on: bool) -> None:
        if self.property("warning") != on:
            self.setProperty("warning", on)
            restyle(self, *self.findChildren(QWidget))


class _Chips(QWidget):
    """Draws the clauses side by side, in colour and in words, in as many rows as they need.

    Of more than MAX_CHIP_ROWS, it says how many clauses there are beside those; its tool tip has them all.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chips: tuple[Chip, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Draw other clauses."""
        self._chips = tuple(chips)
        told = [f"{chip.word} {chip.text}, pages: {chip.counted}" for chip in self._chips]
        self.setAccessibleName("Read as: " + "; ".join(told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def wanted_width(self) -> int:
        """Return the width of all of them in one row."""
        return sum(self._width(chip) + self._theme.px(GAP) for chip in self._chips)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(0, self._theme.px(CHIP))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows that the clauses take in so much width."""
        rows = max((row for row, _, _ in self._placed(width)), default=0) + 1
        return rows * self._theme.px(CHIP) + (rows - 1) * ABOVE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the clauses for which there is room, and say how many more there are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        placed = self._placed(self.width())
        high = self._theme.px(CHIP)
        top = (self.height() - self.heightForWidth(self.width())) // 2
        rest = QRect(0, 0, 0, 0)
        for chip, (row, left, width) in zip(self._chips, placed, strict=False):
            area = QRect(left, top + row * (high + ABOVE), width, high)
            self._draw(painter, chip, area)
            rest = area.translated(width + self._theme.px(GAP), 0)
        if more := len(self._chips) - len(placed):
            painter.setFont(self._fonts()[1])
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, f"+{more}")
        painter.end()

    def _placed(self, width: int) -> list[tuple[int, int, int]]:
        """Return for each clause that is drawn in so much width its row, its left and its width."""
        gap, found = self._theme.px(GAP), list[tuple[int, int, int]]()
        row = left = 0
        for place, chip in enumerate(self._chips):
            wide = min(self._width(chip), width)
            is_last = place == len(self._chips) - 1
            kept = 0 if is_last or row < MAX_CHIP_ROWS - 1 else self._theme.px(MORE)
            if left and left + wide + kept > width:
                row, left = row + 1, 0
                if row == MAX_CHIP_ROWS:
                    break
            found.append((row, left, wide))
            left += wide + gap
        return found

    def _fonts(self) -> tuple[QFont, QFont]:
        """Return the fonts of what is said of a clause, and of the clause."""
        small, normal = QFont(self.font()), QFont(self.font())
        small.setPixelSize(self._theme.px(10))
        small.setWeight(QFont.Weight.Bold)
        normal.setPixelSize(self._theme.px(13))
        return small, normal

    def _parts(self, chip: Chip) -> list[tuple[str, QFont]]:
        small, normal = self._fonts()
        text = QFontMetrics(normal).elidedText(
            chip.text, Qt.TextElideMode.ElideRight, self._theme.px(WIDEST_CHIP)
        )
        return [
            (part, font) for part, font in ((chip.word, small), (text, normal), (chip.counted, small)) if part
        ]

    def _width(self, chip: Chip) -> int:
        parts = self._parts(chip)
        gaps = self._theme.px(GAP) * (len(parts) + 1)
        return gaps + sum(QFontMetrics(font).horizontalAdvance(part) + 1 for part, font in parts)

    def _draw(self, painter: QPainter, chip: Chip, area: QRect) -> None:
        """Draw a clause."""
        theme = self._theme
        ink, wash = {
            Occur.MUST: (theme.required, theme.required_wash),
            Occur.SHOULD: (theme.optional, theme.optional_wash),
            Occur.MUST_NOT: (theme.excluded, theme.excluded_wash),
        }[chip.occur]
        if chip.was:
            ink, wash = theme.warning, theme.warning_wash
        painter.setPen(QPen(QColor(theme.warning), 1.5) if chip.blocks else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(wash))
        painter.drawRoundedRect(area.adjusted(1, 0, -1, 0), 6, 6)
        x = area.left() + theme.px(GAP)
        painter.setPen(QColor(ink))
        for part, font in self._parts(chip):
            advance = QFontMetrics(font).horizontalAdvance(part) + 1
            painter.setFont(font)
            painter.drawText(
                QRect(x, area.top(), advance, area.height()), Qt.AlignmentFlag.AlignVCenter, part
            )
            x += advance + theme.px(GAP)
