"""The size that a window opens with: as asked for, as far as its screen has room."""

from PySide6.QtCore import QSize
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


UNSEEN = "offscreen"
"""Qt's platform that has no screen, but says that it has a small one."""


def open_with(window: QWidget, width: int, height: int) -> QSize:
    """Give a window a size in device-independent pixels, no larger than the screen that it is seen on.

    Return the size that it has now.
    """
    size = QSize(width, height)
    if QGuiApplication.platformName() != UNSEEN:
        size = size.boundedTo(window.screen().availableSize())
    window.resize(size)
    return size
