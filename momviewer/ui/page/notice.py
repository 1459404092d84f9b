"""What stands over a page view: the notice at its foot, and the scroll bar, drawn where it is needed."""

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QScrollBar, QWidget

NOTICE_TIME = 1800
"""Milliseconds that a notice stays."""
ABOVE_FOOT = 20
BESIDE = 16


class Notice(QLabel):
    """Shows itself over its parent and goes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_TIME)
        self._timer.timeout.connect(self.hide)

    def show_text(self, text: str, area: QRect) -> None:
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


class QuietScrollBar(QScrollBar):
    """For views whose bar is always there, so that what they show is not laid out twice."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar where it can be moved."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
