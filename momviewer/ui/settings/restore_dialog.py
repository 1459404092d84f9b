"""Lists the files that were set aside, and says which of them is to be brought back."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from momviewer.ui.widgets.dialogs import open_with
from momviewer.user_data.restoring import SetAside

SHORT = QLocale.FormatType.ShortFormat
NOTHING = "Nothing was set aside. Files that cannot be used are, and come back from here."
EXPLAINED = (
    "Bookmarks and values are added to yours, tabs open beside yours, settings take the place of yours."
)


class RestoreDialog(QDialog):
    """Shows what was set aside; `restore_requested` is said of one, and the dialog stays open for others."""

    restore_requested = Signal(object)

    def __init__(self, found: Sequence[SetAside], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Restore")
        open_with(self, 600, 440)
        self._found = found
        explained = QLabel(EXPLAINED if found else NOTHING)
        explained.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("offered")
        self.list.setAccessibleName("Files that were set aside")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for one in found:
            item = QListWidgetItem(_text(one), self.list)
            item.setToolTip(str(one.path))
            if not one.restorable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self.list.setHidden(not found)
        self.list.currentRowChanged.connect(lambda _row: self._show_state())
        self.list.itemDoubleClicked.connect(lambda _item: self._restore())
        self.done_with = QLabel()
        self.done_with.setWordWrap(True)
        self.done_with.setTextFormat(Qt.TextFormat.PlainText)
        self.done_with.hide()
        box = QDialogButtonBox()
        self.close_button = box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        self.restore = box.addButton("Restore", QDialogButtonBox.ButtonRole.ActionRole)
        self.restore.setHidden(not found)
        self.restore.setDefault(bool(found))
        self.restore.clicked.connect(lambda _checked: self._restore())
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (explained, self.list, self.done_with, box):
            column.addWidget(widget)
        if not found:
            column.insertStretch(1, 1)
        self.list.setCurrentRow(next((row for row, one in enumerate(found) if one.restorable), -1))
        (self.list if found else self.close_button).setFocus()
        self._show_state()

    def tell(self, text: str) -> None:
        """Say what came of it."""
        self.done_with.setText(text)
        self.done_with.show()

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.restore_requested.emit(chosen)

    def _chosen(self) -> SetAside | None:
        row = self.list.currentRow()
        return self._found[row] if row >= 0 and self._found[row].restorable else None

    def _show_state(self) -> None:
        self.restore.setEnabled(self._chosen() is not None)


def _text(one: SetAside) -> str:
    when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(one.when.timestamp())), SHORT)
    about = f"{one.path.name}: {one.trouble}" if one.trouble else one.path.name
    held = one.summary if one.restorable else "nothing that can be brought back"
    return f"{one.kind} of {when}, {held}\n{about}"
