"""What the panel of bookmarks says of itself: that there are none yet, and what was removed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

EMPTY = (
    "No bookmarks yet.\n\nThe star at the top right{key} keeps the page you read, or the example you jumped "
    "to. Each bookmark takes a note, and folders keep them apart."
)


class NoBookmarks(QWidget):
    """What stands in the place of the tree before there are bookmarks."""

    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self._said = QLabel()
        self._said.setObjectName("empty")
        self._said.setWordWrap(True)
        button = QPushButton("Import bookmarks…")
        button.setObjectName("panelButton")
        button.clicked.connect(lambda _checked: take())
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 0, 12, 0)
        column.addWidget(self._said)
        around = QHBoxLayout()
        around.setContentsMargins(7, 0, 0, 0)
        around.addWidget(button)
        around.addStretch(1)
        column.addLayout(around)
        column.addStretch(1)

    def show_key(self, key: str) -> None:
        """Tell by which key a place is bookmarked."""
        self._said.setText(EMPTY.format(key=f", or {key}," if key else ""))


class UndoRow(QFrame):
    """Says what was removed, and offers to bring it back."""

    def __init__(self, undo: Callable[[], object]) -> None:
        super().__init__()
        self._text = QLabel()
        self._text.setObjectName("summary")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        button = QPushButton("Undo")
        button.setObjectName("panelButton")
        button.setAccessibleName("Bring back what was removed")
        button.clicked.connect(lambda _checked: undo())
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 4, 12, 8)
        row.addWidget(self._text, 1)
        row.addWidget(button)
        self.hide()

    def say(self, text: str) -> None:
        """Say what was removed; "" hides the row."""
        self._text.setText(text)
        self._text.setToolTip(text)
        self.setVisible(bool(text))
