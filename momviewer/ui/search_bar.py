"""The bar: takes numbers, titles and queries, and names the manual they are looked for in."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from momviewer.manual.model import ManualInfo

HEIGHT = 36
WIDEST = 660
PLACE_HOLDER = "Number, title or query: 15.1, msys.cidr, rest AND port"
PAGE_STEP = 6
"""Rows that Page Up and Page Down go by."""
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: PAGE_STEP,
    Qt.Key.Key_PageUp: -PAGE_STEP,
}
LONGEST_NAME = 22


class SearchBar(QFrame):
    """A line to type in, with the choice of manual before it and its shortcut behind."""

    edited = Signal(str)
    submitted = Signal()
    stepped = Signal(int)
    left = Signal()
    manual_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(HEIGHT)
        self.setMaximumWidth(WIDEST)
        self._manual = QToolButton()
        self._manual.setObjectName("manual")
        self._manual.setAccessibleName("Manual")
        self._manual.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._manual.setFixedHeight(HEIGHT - 2)
        self._menu = QMenu(self)
        self._manual.setMenu(self._menu)
        self.line = QLineEdit()
        self.line.setPlaceholderText(PLACE_HOLDER)
        self.line.setAccessibleName("Number, title or query")
        self.line.setFixedHeight(HEIGHT - 2)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.edited)
        self.line.installEventFilter(self)
        self._hint = QLabel("Ctrl K")
        self._hint.setObjectName("hint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self._manual)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_hint)

    @property
    def text(self) -> str:
        """Return what is typed, without blanks around it."""
        return self.line.text().strip()

    def show_manuals(self, manuals: Sequence[ManualInfo], current: str) -> None:
        """Offer these manuals, the one with the id `current` chosen."""
        self._menu.clear()
        group = QActionGroup(self._menu)
        for info in manuals:
            action = QAction(info.title, group, checkable=True, checked=info.id == current)
            action.triggered.connect(lambda _checked, manual=info.id: self.manual_asked.emit(manual))
            self._menu.addAction(action)
        chosen = next((info for info in manuals if info.id == current), None)
        name = (chosen.set or chosen.title) if chosen else "No manual"
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        self._manual.setText(f"{short} ▾")
        self._manual.setToolTip(chosen.title if chosen else "Add a manual from the menu at the right")

    def begin(self) -> None:
        """Put the cursor into the bar with all of its text chosen."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys that walk the results, and show where the focus is."""
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
            if isinstance(event, QFocusEvent):
                self._show_focus(focused=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submitted.emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _show_focus(self, *, focused: bool) -> None:
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_hint()

    def _show_hint(self) -> None:
        self._hint.setVisible(not self.line.text() and not self.line.hasFocus())
