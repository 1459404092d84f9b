"""The row at the window's foot: how far a build is, how it ended, and what else went wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from momviewer.ui.theme import Tokens

HEIGHT = 44
BAR = 240


class WorkStrip(QFrame):
    """Hidden until there is something to say."""

    cancel_asked = Signal()
    details_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("work")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._details = QPushButton("Report")
        self._close = QPushButton("Close")
        self._cancel.clicked.connect(self.cancel_asked)
        self._details.clicked.connect(self.details_asked)
        self._close.clicked.connect(self._put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        for widget in (self._bar, self._details, self._cancel, self._close):
            layout.addWidget(widget)
        self._name = ""
        self._working = ""
        """What is said of the work under way, or ""; trouble stands before it until it is put away."""
        self.hide()

    @property
    def text(self) -> str:
        """Return what the strip says."""
        return self._text.text()

    def set_theme(self, tokens: Tokens) -> None:
        """Change the sizes."""
        self.setMinimumHeight(tokens.px(HEIGHT))
        self._bar.setMaximumWidth(tokens.px(BAR))

    def begin(self, name: str) -> None:
        """Say that work has begun."""
        self._name = name
        self._bar.setRange(0, 0)
        self._tell_work(f"{name} …")

    def progress(self, step: str, done: int, total: int) -> None:
        """Say how far it is; of 0 where that is not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        far = f", {done} of {total}" if total else ""
        self._tell_work(f"{self._name}: {step[:1].lower()}{step[1:]}{far}")

    def end(self, text: str, *, details: bool = False) -> None:
        """Say how it ended; `details` offers the report."""
        self._working = ""
        self._show(text, details=details)

    def fail(self, text: str) -> None:
        """Say what went wrong."""
        self._show(text, trouble=True)

    def rest(self) -> None:
        """Say no more of the work: it ended, and there is nothing to tell of it."""
        self._working = ""
        if not self.property("trouble"):
            self.hide()

    def _tell_work(self, text: str) -> None:
        self._working = text
        if self.isHidden() or not self.property("trouble"):
            self._show(text, working=True)

    def _put_away(self) -> None:
        self.hide()
        if self._working:
            self._show(self._working, working=True)

    def _show(
        self, text: str, *, working: bool = False, details: bool = False, trouble: bool = False
    ) -> None:
        self._text.setText(text)
        self._text.setToolTip(text)
        if working and not self.isHidden() and self._close.isHidden():
            return  # as it is shown already, many times a second
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        self._details.setVisible(details)
        self._close.setVisible(not working)
        self.setProperty("trouble", trouble)
        for widget in (self, self._text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
