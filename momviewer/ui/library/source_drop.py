"""Lets a window take folders and archives that are dropped on it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class SourceDrop(QObject):
    """Signals the folder or file that was dropped; the builder finds out whether it is an archive."""

    dropped = Signal(Path)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a drag of one folder or file, and take its drop."""
        if isinstance(event, QDropEvent) and (source := _source(event)):
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.dropped.emit(source)
            return True
        return super().eventFilter(watched, event)


def _source(event: QDropEvent) -> Path | None:
    """Return the one folder or file that is dragged, or None."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path and path.exists() else None
