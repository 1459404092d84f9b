"""The search bar: takes numbers, titles and queries, and shows the manual that is searched."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from momviewer.ui.base.documents import utf16_length
from momviewer.ui.base.icons import set_icon
from momviewer.ui.base.theme import Theme, restyle
from momviewer.ui.search.results_panel import STEPS
from momviewer.ui.widgets.manual_selector import ManualSelector

HEIGHT = 36
WIDEST = 660
LINE, EMPTY_LINE = 130, 316
"""Pixels that are left for typing beside the choice of manual, and beside the hint in the empty bar."""
PLACE_HOLDER = "a title, or rest AND port"
MAX_SCOPE_CHARS, MIN_SCOPE_CHARS = 22, 10
CLEAR = 14
LINE_ENDS = re.compile(r"[ \t]*[\r\n\u2028\u2029]+[ \t]*")
"""Line ends in a paste of several lines, which a QLineEdit shows as one character."""


class SearchBar(QFrame):
    """A line to type in, with the choice of manual before it and its key behind."""

    edited = Signal(str)
    submitted = Signal()
    stepped = Signal(int)
    cancelled = Signal()
    entered = Signal()
    pasted = Signal()
    help_requested = Signal()
    choice_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.choice = QToolButton()
        self.choice.setObjectName("manual")
        self.choice.setAccessibleName("Manual")
        self.choice.clicked.connect(self.choice_requested)
        self.selector = ManualSelector(self)
        self.line = QLineEdit()
        self.show_sample("")
        self.line.setAccessibleName("Number, title or query")
        self.line.textChanged.connect(self._report_text)
        self.line.installEventFilter(self)
        self._clear = QToolButton()
        self._clear.setObjectName("clear")
        self._clear.setAccessibleName("Clear")
        self._clear.setToolTip("Clear")
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+K and typing on do it by keyboard
        self._clear.clicked.connect(self._clear_line)
        self._keys = {"find": "", "help": ""}
        self._line_room, self._empty_room = LINE, EMPTY_LINE
        self._roomy = False
        self._hint = QToolButton()
        self._hint.setObjectName("hint")
        self._hint.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hint.clicked.connect(self._follow_hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 0, 6, 0)
        layout.setSpacing(4)
        layout.addWidget(self.choice)
        layout.addWidget(self.line, 1)
        self._help = QToolButton()
        self._help.setObjectName("helpButton")
        self._help.setText("?")
        self._help.setAccessibleName("Syntax help")
        self._help.clicked.connect(self.help_requested)
        for button in (self._clear, self._hint, self._help):
            layout.addWidget(button)
        self.line.textChanged.connect(self._show_hint)
        self._underlined = False
        self._show_hint()

    @property
    def text(self) -> str:
        """Return what is typed, without blanks around it."""
        return self.line.text().strip()

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the keys of the bar and the syntax help; `keys` are by the ids of commands."""
        self._keys = {name: keys.get(name, "") for name in self._keys}
        shown = f" ({self._keys['help']})" if self._keys["help"] else ""
        self._help.setToolTip(f"Syntax help{shown}")
        self._show_hint()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        set_icon(self._clear, "close", theme, CLEAR)
        self.setFixedHeight(theme.px(HEIGHT))
        self.setMaximumWidth(theme.px(WIDEST))
        self._line_room, self._empty_room = theme.px(LINE), theme.px(EMPTY_LINE)
        self.selector.set_theme(theme)
        for widget in (self.choice, self.line):
            widget.setFixedHeight(theme.px(HEIGHT) - 2)

    def show_choice(self, name: str, tip: str, mark: str = "") -> None:
        """Show the name of what is searched, with a tool tip; `mark` stands behind it, and is never cut."""
        room = max(MIN_SCOPE_CHARS, MAX_SCOPE_CHARS - len(mark))
        short = name if len(name) <= room else f"{name[: room - 1]}…"
        self.choice.setText(f"{' '.join(filter(None, (short, mark)))} ▾")
        self.choice.setToolTip(tip)
        self.choice.setAccessibleName(f"Manual: {f'{name} {mark}'.strip()}")
        self._share_room()

    def show_sample(self, number: str) -> None:
        """Show in the empty bar what can be typed: a number of the open manual, if it has some."""
        hint = f"{number}, {PLACE_HOLDER}" if number else PLACE_HOLDER
        self.line.setPlaceholderText(hint[0].upper() + hint[1:])

    def underline(self, spans: Sequence[tuple[int, int]]) -> None:
        """Underline ranges of the typed text, in code points."""
        if not spans and not self._underlined:
            return
        self._underlined = bool(spans)
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(self.palette().color(QPalette.ColorRole.Link))
        text, cursor = self.line.text(), self.line.cursorPosition()
        # The one way a QLineEdit takes formats: as an input method would give them, from the cursor on.
        attributes = [
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat,
                utf16_length(text[:start]) - cursor,
                utf16_length(text[start:end]),
                form,
            )
            for start, end in spans
        ]
        QCoreApplication.sendEvent(self.line, QInputMethodEvent("", attributes))

    def start(self) -> None:
        """Put the cursor into the bar, and select its text."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys that walk the results, and show the focus."""
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._handle_key(event)
            if isinstance(event, QFocusEvent):
                self._show_focus(focused=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _report_text(self, text: str) -> None:
        joined = LINE_ENDS.sub(" ", text)
        if joined != text:
            self.pasted.emit()
            self.line.setText(joined)  # tells the text again
        else:
            self.edited.emit(text)

    def _handle_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submitted.emit()
        elif key is Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            return False
        return True

    def _show_focus(self, *, focused: bool) -> None:
        self.setProperty("focused", focused)
        restyle(self)
        self._show_hint()
        if focused:
            self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for typing: hide first the hint, then the choice of manual, which has a key, too."""
        super().resizeEvent(event)
        self._share_room()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the line alone; the rest is hidden if there is no room for it."""
        return QSize(self._line_room, super().minimumSizeHint().height())

    def _share_room(self) -> None:
        room = self.width() - self._help.sizeHint().width()
        beside = room - self.choice.sizeHint().width()
        self.choice.setVisible(beside >= self._line_room)
        self._roomy = (beside if beside >= self._line_room else room) >= self._empty_room
        self._show_hint()

    def _show_hint(self) -> None:
        """Show the bar's key, and a hint to the syntax help in an empty bar, else a button to clear it."""
        typed, focused = bool(self.line.text()), self.line.hasFocus()
        self._clear.setVisible(typed)
        hint = f"{self._keys['help']} syntax".strip() if focused else self._keys["find"]
        self._hint.setVisible(not typed and bool(hint) and self._roomy)
        self._hint.setText(hint)
        self._hint.setToolTip("Syntax help" if focused else "")

    def _follow_hint(self) -> None:
        if self.line.hasFocus():
            self.help_requested.emit()
        else:
            self.start()

    def _clear_line(self) -> None:
        self.line.clear()
        self.line.setFocus()
