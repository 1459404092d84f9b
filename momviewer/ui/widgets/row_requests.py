"""Takes what a row is asked for beside being opened: a tab of its own, and its menu."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView


class TabClicks(QObject):
    """Takes clicks that open a tab, by the middle button or the left one with Ctrl, and signals their row."""

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


class RowMenus(QObject):
    """Takes the right button and the key for menus, and signals the row and where its menu opens."""

    requested = Signal(QModelIndex, QPoint)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Signal the row under the mouse, or the current one where a key asks."""
        if not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self._view.currentIndex()
            place = self._view.viewport().mapToGlobal(self._view.visualRect(index).bottomLeft())
        else:
            index, place = self._view.indexAt(event.pos()), event.globalPos()
        if index.isValid():
            self.requested.emit(index, place)
        return True
