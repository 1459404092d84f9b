"""What dialogs and windows beside the main one have in common: their buttons, their size, their place."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget


def done_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    """Return the two buttons that end a dialog, connected."""
    box = QDialogButtonBox()
    box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    done = box.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
    done.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def let_others_before(dialog: QDialog) -> None:
    """Make a window of a dialog that is read beside the main window, which may then come before it."""
    dialog.setWindowFlags(Qt.WindowType.Window)  # a flag more would leave it a dialog, always in front


UNSEEN = "offscreen"
"""Qt's platform that has no screen, but says that it has a small one."""


def open_with(window: QWidget, width: int, height: int) -> QSize:
    """Give a window a size in device-independent pixels, no larger than the screen that it is seen on.

    Return the size that it has now. Once it has its frame, all of that is brought onto the screen.
    """
    size = QSize(width, height)
    if QGuiApplication.platformName() != UNSEEN:
        size = size.boundedTo(window.screen().availableSize())
        FrameFit(window)
    window.resize(size)
    return size


def fitted(frame: QRect, available: QRect) -> QRect:
    """Return the frame of a window, made smaller and moved as far as it takes to be inside `available`."""
    size = frame.size().boundedTo(available.size())
    return QRect(
        QPoint(
            max(available.left(), min(frame.left(), available.left() + available.width() - size.width())),
            max(available.top(), min(frame.top(), available.top() + available.height() - size.height())),
        ),
        size,
    )


class FrameFit(QObject):
    """Fits a window onto its screen, once, when the desktop has given it a frame."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for the frame at what the desktop tells of the window."""
        if event.type() in PLACED and self._window.frameGeometry() != self._window.geometry():
            self._window.removeEventFilter(self)
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Fit the window onto its screen, unless it fills that anyway."""
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            return
        frame = window.frameGeometry()
        wanted = fitted(frame, window.screen().availableGeometry())
        if wanted.size() != frame.size():
            window.resize(window.size() - (frame.size() - wanted.size()))
        if wanted.topLeft() != frame.topLeft():
            window.move(wanted.topLeft())


PLACED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowActivate}
