"""The find bar at the foot of the page: what to find, how, and how many matches there are."""

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from momviewer.folding import TextPattern, fold
from momviewer.ui.base.icons import set_icon
from momviewer.ui.base.theme import Theme, restyle

LINE_WIDTH = 300
MIN_LINE_PX, COUNT_WIDTHS = 100, 128
"""Pixels that the line and the count need; with less the bar has two rows."""
GAP = 4
SCROLLING = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down}


class FindBar(QFrame):
    """Signals what to find; whoever finds it reports the count back to the bar."""

    changed = Signal()
    step_requested = Signal(int)
    cancelled = Signal()
    page_key_pressed = Signal(QKeyEvent)
    """A key that scrolls the page, pressed in the bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAccessibleName("Find in the page")
        self.line = _Line()
        self.line.setPlaceholderText("Find in the page")
        self.line.setAccessibleName("Find in the page")
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self._count = QLabel()
        self._count.setObjectName("count")
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._case = _switch("Aa", "Upper and lower case as typed", "Match case")
        self._words = _switch("Word", "Whole words only", "Whole words")
        for switch in (self._case, self._words):
            switch.toggled.connect(lambda _on: self.changed.emit())
        self._previous = _button("Previous (Shift+Enter)", "Previous place")
        self._previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self._next = _button("Next (Enter)", "Next place")
        self._next.clicked.connect(lambda: self.step_requested.emit(1))
        self._close = _button("Close (Esc)", "Close")
        self._close.clicked.connect(self.cancelled)
        self._what = _row(self.line, self._previous, self._next)
        self._how = _row(self._case, self._words, self._count)
        self._least_count = COUNT_WIDTHS
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 6, 8, 6)
        self._grid.setSpacing(GAP)
        self._grid.addWidget(self._close, 0, 2)
        self.hide()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        for button, name in ((self._previous, "up"), (self._next, "down"), (self._close, "close")):
            set_icon(button, name, theme)
        self.line.setMinimumWidth(theme.px(MIN_LINE_PX))
        self.line.setMaximumWidth(theme.px(LINE_WIDTH))
        self.line.updateGeometry()
        self._least_count = theme.px(COUNT_WIDTHS)
        self._arrange()

    @property
    def pattern(self) -> TextPattern | None:
        """Return the pattern of the text, in which any white space matches any other; None without text."""
        words = self.line.text().split()
        if not words:
            return None
        exact = self._case.isChecked()
        source = r"\s+".join(re.escape(word if exact else fold(word)) for word in words)
        if self._words.isChecked():
            source = rf"(?<!\w){source}(?!\w)"
        return TextPattern(re.compile(source), folded=not exact)

    @property
    def message(self) -> str:
        """Return the last report."""
        return self._count.text()

    def start(self, text: str) -> None:
        """Open with a text, or with the last one, selected so that typing replaces it."""
        self.show()
        if text:
            self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def report(self, text: str, *, found: bool) -> None:
        """Show the outcome of finding."""
        self._count.setText(text)
        self.setProperty("failed", not found)
        restyle(self.line)
        for button in (self._previous, self._next):
            button.setEnabled(found and bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into two rows if one is too narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        margins = self._grid.contentsMargins()
        parts = (self._what, self._how, self._close)
        self._count.setMinimumWidth(self._least_count)
        needed = (
            sum(part.minimumSizeHint().width() + GAP for part in parts) + margins.left() + margins.right()
        )
        fits = self.width() >= needed
        self._count.setMinimumWidth(self._least_count if fits else 0)
        self._grid.addWidget(self._what, 0, 0)
        self._grid.addWidget(self._how, *((0, 1) if fits else (1, 0, 1, 3)))
        self._grid.setColumnStretch(0, not fits)
        self._grid.setColumnStretch(1, fits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Shift+Enter, leave with Esc; what scrolls scrolls the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step_requested.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in SCROLLING:
            self.page_key_pressed.emit(event)
        else:
            super().keyPressEvent(event)


class _Line(QLineEdit):
    """A line that takes its greatest width if there is room."""

    def sizeHint(self) -> QSize:
        """Return the greatest width."""
        return QSize(self.maximumWidth(), super().sizeHint().height())


def _row(*widgets: QWidget) -> QWidget:
    """Return a row of these widgets."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    return made


def _button(tip: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(tip)
    button.setAccessibleName(name)
    return button


def _switch(text: str, tip: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    return button
