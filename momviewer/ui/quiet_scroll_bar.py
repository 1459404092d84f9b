"""A scroll bar that always keeps its room, and shows nothing where there is nothing to scroll."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QScrollBar


class QuietScrollBar(QScrollBar):
    """For views whose bar is always there, so that what they show is not laid out twice."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bar where it can be moved."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
