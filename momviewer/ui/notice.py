"""A sentence that stands at the foot of the page for a moment."""

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QLabel, QWidget

TIME = 1800
"""Milliseconds that a notice stays."""
ABOVE_FOOT = 20
BESIDE = 16


class Notice(QLabel):
    """Shows itself over its parent and goes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=TIME)
        self._timer.timeout.connect(self.hide)

    def tell(self, text: str, area: QRect) -> None:
        """Say something in the middle of the foot of `area`."""
        self.setText(text)
        self.setWordWrap(False)
        self.adjustSize()
        widest = area.width() - 2 * BESIDE
        if self.width() > widest:
            self.setWordWrap(True)
            self.resize(widest, self.heightForWidth(widest))
        self.place(area)
        self.show()
        self.raise_()
        self._timer.start()

    def place(self, area: QRect) -> None:
        """Keep to the middle of the foot of `area`."""
        self.move(area.center().x() - self.width() // 2, area.bottom() - self.height() - ABOVE_FOOT)
