"""A window with one list to choose from, below a line that filters it: the history, the parts of the page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.widgets.choice_rows import ListItem
from momviewer.ui.widgets.dialogs import open_with
from momviewer.ui.widgets.filtered_list import GroupedList

SIZE = (560, 520)
Rows = Callable[[str], Sequence[ListItem]]
"""Returns the rows that hold the words typed; all rows for none."""


class ListDialog(QDialog):
    """Closes with the row that is chosen by Enter or a click; `chosen` has its value."""

    chosen = Signal(str)

    def __init__(
        self, title: str, rows: Rows, theme: Theme, parent: QWidget, *, placeholder: str, nothing: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_with(self, *(theme.px(side) for side in SIZE))
        self._rows = rows
        self.listed = GroupedList(
            theme, title, placeholder=placeholder, filter_name=placeholder, nothing=nothing
        )
        self.listed.filtered.connect(lambda _typed: self.show_rows())
        self.listed.activated.connect(self._choose)
        self.listed.list.clicked.connect(lambda _index: self._choose())
        self.buttons = QDialogButtonBox()
        self.buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.listed, 1)
        column.addWidget(self.buttons)
        self.show_rows()
        self.listed.filter.setFocus()

    def show_rows(self) -> None:
        """Show the rows as they are now."""
        self.listed.show_rows(self._rows(self.listed.filter.text()))

    def _choose(self) -> None:
        if row := self.listed.current:
            self.accept()
            self.chosen.emit(row.value)
