"""What dialogs and windows beside the main one have in common: their buttons, their size, their place."""

from PySide6.QtCore import QSize, Qt
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

    Return the size that it has now.
    """
    size = QSize(width, height)
    if QGuiApplication.platformName() != UNSEEN:
        size = size.boundedTo(window.screen().availableSize())
    window.resize(size)
    return size
