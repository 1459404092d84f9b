"""The buttons that end a dialog."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox


def done_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    """Return the two buttons that end a dialog, connected."""
    box = QDialogButtonBox()
    box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    done = box.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
    done.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
