"""Asks which of several manuals are to be added, where a path holds more than one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.importing import OfferedManual
from momviewer.ui.library_html import FORMS


class OfferDialog(QDialog):
    """Lists manuals to be ticked; `chosen` are those that are."""

    def __init__(self, manuals: Sequence[OfferedManual], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which manuals?")
        self.resize(560, 420)
        self._manuals = manuals
        told = QLabel(f"{manuals[0].source} holds {len(manuals)} manuals. Add those that are ticked:")
        told.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("offered")
        self.list.setAccessibleName("Manuals that were found")
        self.list.setWordWrap(True)  # of a long title
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        told.setBuddy(self.list)
        for manual in manuals:
            form = FORMS.get(manual.form, manual.form)
            item = QListWidgetItem(f"{manual.title}\n{manual.part or '.'}, {manual.pages} pages, {form}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._show_count)
        self._all = QPushButton("None")
        self._all.setAutoDefault(False)
        self._all.clicked.connect(self._toggle_all)
        box = QDialogButtonBox()
        box.addButton(self._all, QDialogButtonBox.ButtonRole.ResetRole)
        box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.add = box.addButton("Add", QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (told, self.list, box):
            column.addWidget(widget)
        self._show_count()
        self.list.setFocus()

    @property
    def chosen(self) -> list[OfferedManual]:
        """Return the manuals that are ticked."""
        return [
            manual
            for row, manual in enumerate(self._manuals)
            if self.list.item(row).checkState() == Qt.CheckState.Checked
        ]

    def _toggle_all(self) -> None:
        state = Qt.CheckState.Unchecked if self.chosen else Qt.CheckState.Checked
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(state)

    def _show_count(self) -> None:
        count = len(self.chosen)
        self.add.setEnabled(count > 0)
        self.add.setText(f"Add {count}" if count else "Add")
        self._all.setText("None" if count else "All")
        self._all.setAccessibleName("Tick none" if count else "Tick all")
