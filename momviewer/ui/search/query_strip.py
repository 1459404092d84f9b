"""The strip below the bar: how the query is read, or what is wrong with it and how to fix that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from momviewer.query.diagnostics import Fix
from momviewer.query.occur import Occur
from momviewer.ui.base.theme import Theme, restyle

HEIGHT = 36
MAX_FIXES = 2
WORDS = {Occur.MUST: "MUST", Occur.SHOULD: "MAY", Occur.MUST_NOT: "NOT"}
GAP = 8
CHIP = 26
WIDEST_CHIP = 260


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
    """A row whose height never changes; a warning takes the place of the reading."""

    fix_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._label = QLabel("reads as")
        self._chips = _Chips(theme)
        self._message = _Message()
        self._message.setObjectName("message")
        self._total = QLabel()
        self._fixes = [QPushButton() for _ in range(MAX_FIXES)]
        self._fixes[0].setObjectName("firstFix")
        self._queries = [""] * MAX_FIXES
        self._fix_key = ""
        self._first_label = ""
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self._label)
        layout.addWidget(self._chips, 1)
        layout.addWidget(self._message, 1)
        for place, button in enumerate(self._fixes):
            button.clicked.connect(lambda _checked, at=place: self.fix_requested.emit(self._queries[at]))
            layout.addWidget(button)
        layout.addWidget(self._total)
        self.show_reading((), "")

    def show_reading(
        self, chips: Sequence[Chip], total: str, *, how: str = "reads as", fixes: Sequence[Fix] = ()
    ) -> None:
        """Show how the query is read, how much it finds, and what it may be read as instead."""
        self._warn(on=False)
        self._label.setText(how)
        self._label.setVisible(bool(chips))
        self._chips.show_chips(chips)
        self._chips.show()
        self._message.hide()
        self._message.setText("")
        self._total.setText(total)
        self._total.show()
        self._offer(fixes)

    def show_message(self, message: str, fixes: Sequence[Fix], *, warning: bool = True) -> None:
        """Say what is wrong with the query, and offer what to type instead."""
        self._warn(on=warning)
        self._label.hide()
        self._chips.hide()
        self._message.setText(f"⚠  {message}" if warning else message)
        self._message.setToolTip(message)
        self._message.show()
        self._total.hide()
        self._offer(fixes)

    @property
    def message(self) -> str:
        """Return the message that is shown instead of the reading, or ""."""
        return self._message.toolTip() if self._message.isVisibleTo(self) else ""

    @property
    def reading(self) -> str:
        """Return in words how the query is read."""
        return self._chips.accessibleName().removeprefix("Read as: ")

    def first_fix(self) -> str:
        """Return the corrected query that is offered first, or ""."""
        return self._queries[0]

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self.setFixedHeight(theme.px(HEIGHT))
        self._chips.theme = theme
        self._chips.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many fixes as the message leaves room for, and the first in any case."""
        super().resizeEvent(event)
        self._show_fixes()

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
        margins, gap = self._layout.contentsMargins(), self._layout.spacing()
        room = self.width() - margins.left() - margins.right() - self._message.wanted_width()
        first = self._fixes[0]
        first.setText(f"{self._first_label}  {self._fix_key}".rstrip())
        if first.sizeHint().width() + gap > room:
            first.setText(self._first_label)  # the message is needed more than the key
        for button, query in zip(self._fixes, self._queries, strict=True):
            room -= button.sizeHint().width() + gap
            button.setVisible(bool(query) and (room >= 0 or button is first))

    def _warn(self, *, on: bool) -> None:
        if self.property("warning") != on:
            self.setProperty("warning", on)
            restyle(self, *self.findChildren(QWidget))


class _Message(QLabel):
    """A line that ends in an ellipsis if there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def wanted_width(self) -> int:
        """Return the width of all of it."""
        return self.fontMetrics().horizontalAdvance(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the line as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class _Chips(QWidget):
    """Draws the clauses side by side, in colour and in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._chips: tuple[Chip, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Draw other clauses."""
        self._chips = tuple(chips)
        counted = (f"{chip.word} {chip.text}, pages: {chip.counted}" for chip in self._chips)
        self.setAccessibleName("Read as: " + "; ".join(counted))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a chip."""
        return QSize(0, self.theme.px(CHIP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as many chips as there is room for, and say how many more there are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, normal = QFont(self.font()), QFont(self.font())
        small.setPixelSize(self.theme.px(10))
        small.setWeight(QFont.Weight.Bold)
        normal.setPixelSize(self.theme.px(13))
        left = 0
        for place, chip in enumerate(self._chips):
            width = self._draw(painter, chip, left, small, normal)
            if not width:
                rest = f"+{len(self._chips) - place}"
                painter.setFont(normal)
                painter.setPen(QColor(self.theme.muted))
                painter.drawText(
                    QRect(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, rest
                )
                break
            left += width + self.theme.px(GAP)
        painter.end()

    def _draw(self, painter: QPainter, chip: Chip, left: int, small: QFont, normal: QFont) -> int:
        """Draw a chip at `left` and return its width, or 0 where there is no room for it."""
        ink, wash = {
            Occur.MUST: (self.theme.required, self.theme.required_wash),
            Occur.SHOULD: (self.theme.optional, self.theme.optional_wash),
            Occur.MUST_NOT: (self.theme.excluded, self.theme.excluded_wash),
        }[chip.occur]
        if chip.was:
            ink, wash = self.theme.warning, self.theme.warning_wash
        word, count = chip.word, chip.counted
        metrics = QFontMetrics(normal)
        text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, self.theme.px(WIDEST_CHIP))
        parts = [(word, small), (text, normal), (count, small)]
        widths = [QFontMetrics(font).horizontalAdvance(part) for part, font in parts]
        high = self.theme.px(CHIP)
        gap = self.theme.px(GAP)
        width = sum(widths) + gap * (4 if count else 3)
        if left + width > self.width():
            return 0
        painter.setPen(QPen(QColor(self.theme.warning), 1.5) if chip.blocks else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(wash))
        painter.drawRoundedRect(QRect(left + 1, (self.height() - high) // 2, width - 2, high), 6, 6)
        x = left + gap
        painter.setPen(QColor(ink))
        for (part, font), advance in zip(parts, widths, strict=True):
            painter.setFont(font)
            painter.drawText(QRect(x, 0, advance + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, part)
            x += advance + gap
        return width
