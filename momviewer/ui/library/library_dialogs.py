"""The small dialogs of the library: rename, choose a source, choose among several manuals."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.importing import OfferedManual
from momviewer.manual.model import ManualInfo
from momviewer.ui.library.library_html import FORMS
from momviewer.ui.widgets.dialogs import done_and_cancel, open_with
from momviewer.wording import counted


class RenameDialog(QDialog):
    """Takes a new title and set; an empty line keeps the old one."""

    def __init__(self, info: ManualInfo, sets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rename")
        open_with(self, 480, 0)
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


ARCHIVES = "Archives (*.zip *.tar.gz *.tgz *.tar.xz *.txz *.tar.bz2 *.tar);;All files (*)"


def choose_folder(parent: QWidget) -> Path | None:
    """Let the reader choose a folder; return None if nothing was chosen."""
    name = QFileDialog.getExistingDirectory(parent, "Add the manuals in this folder")
    return Path(name) if name else None


def choose_archive(parent: QWidget) -> Path | None:
    """Let the reader choose an archive; return None if nothing was chosen."""
    name, _ = QFileDialog.getOpenFileName(parent, "Add the manuals in this archive", "", ARCHIVES)
    return Path(name) if name else None


class OfferDialog(QDialog):
    """Lists manuals with check boxes, where a path has several."""

    def __init__(self, manuals: Sequence[OfferedManual], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which manuals?")
        open_with(self, 560, 420)
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
            item = QListWidgetItem(
                f"{manual.title}\n{manual.part or '.'}, {counted(manual.pages, 'page')}, {form}"
            )
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
