"""Takes clicks that open a tab: the middle button on a row, or Ctrl and the left one."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView


class TabClicks(QObject):
    """Takes these clicks from a view and signals their row."""

    requested = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep such a click from the view, which would choose the row, and signal it at the release."""
        if not isinstance(event, QMouseEvent) or not _asks(event):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            index = self._view.indexAt(event.position().toPoint())
            if index.isValid():
                self.requested.emit(index)
        return True


def _asks(event: QMouseEvent) -> bool:
    if event.type() not in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease}:
        return False
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    left = event.button() == Qt.MouseButton.LeftButton
    return event.button() == Qt.MouseButton.MiddleButton or (left and control)
