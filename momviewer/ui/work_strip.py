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
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._details = QPushButton("Report")
        self._close = QPushButton("Close")
        self._cancel.clicked.connect(self.cancel_asked)
        self._details.clicked.connect(self.details_asked)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        for widget in (self._bar, self._details, self._cancel, self._close):
            layout.addWidget(widget)
        self._name = ""
        self.hide()

    @property
    def text(self) -> str:
        """Return what the strip says."""
        return self._text.text()

    def set_theme(self, tokens: Tokens) -> None:
        """Change the sizes."""
        self.setFixedHeight(tokens.px(HEIGHT))
        self._bar.setMaximumWidth(tokens.px(BAR))

    def begin(self, name: str) -> None:
        """Say that work has begun."""
        self._name = name
        self._bar.setRange(0, 0)
        self._show(f"{name} …", working=True)

    def progress(self, step: str, done: int, total: int) -> None:
        """Say how far it is; of 0 where that is not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        far = f", {done} of {total}" if total else ""
        self._text.setText(f"{self._name}: {step[:1].lower()}{step[1:]}{far}")

    def end(self, text: str, *, details: bool = False) -> None:
        """Say how it ended; `details` offers the report."""
        self._show(text, details=details)

    def fail(self, text: str) -> None:
        """Say what went wrong."""
        self._show(text, trouble=True)

    def _show(
        self, text: str, *, working: bool = False, details: bool = False, trouble: bool = False
    ) -> None:
        self._text.setText(text)
        self._text.setToolTip(text)
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        self._details.setVisible(details)
        self._close.setVisible(not working)
        self.setProperty("trouble", trouble)
        for widget in (self, self._text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
