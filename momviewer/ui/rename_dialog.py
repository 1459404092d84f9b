"""A manual's title and the set it stands in, to be changed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from momviewer.manual.model import ManualInfo
from momviewer.ui.dialog_buttons import done_and_cancel


class RenameDialog(QDialog):
    """Takes another title and set; an empty one leaves the old one."""

    def __init__(self, info: ManualInfo, sets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rename")
        self.resize(480, 0)
        self.title = QLineEdit(info.title)
        self.title.setAccessibleName("Title of the manual")
        self.set = QComboBox()
        self.set.setEditable(True)
        if line := self.set.lineEdit():
            line.setAccessibleName("Set of the manual")
        self.set.setAccessibleName("Set of the manual")
        self.set.addItems(list(sets))
        self.set.setCurrentText(info.set)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow("&Title", self.title)
        form.addRow("&Set", self.set)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(18)
        column.addLayout(form)
        column.addWidget(done_and_cancel(self))
        self.title.selectAll()
        self.title.setFocus()
