"""A list below a line that filters it: the keys that walk and open its rows work in the line as well."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.widgets.choice_list import GroupedListDelegate, GroupedListModel
from momviewer.ui.widgets.choice_rows import ListItem

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
MAX_STEP = 1_000_000
"""Rows on which a step from one end of any list arrives at the other."""


class FilteredList(QWidget):
    """A view of rows and the line above it.

    Up, Down, Page Up and Page Down walk the rows, from the line too, which they leave; so do Home and End,
    which in a line that is not empty move its cursor. Up from the first row leads back into the line, and
    what is typed in the view goes there. `step` returns the row so many rows on from another, as far as there
    are any. Who owns it shows, when the line is `filtered`, the rows that hold what is typed.
    """

    filtered = Signal(str)
    activated = Signal()
    """The current row is to be opened: Enter, or a double click."""

    def __init__(
        self,
        view: QAbstractItemView,
        step: Callable[[QModelIndex, int], QModelIndex],
        *,
        placeholder: str,
        name: str,
        spacing: int = 8,
    ) -> None:
        super().__init__()
        self._view, self._step = view, step
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(placeholder)
        self.filter.setAccessibleName(name)
        self.filter.textChanged.connect(self.filtered)
        self.filter.installEventFilter(self)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.installEventFilter(self)
        view.activated.connect(lambda _index: self.activated.emit())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._column.addWidget(self.filter)
        self._column.addWidget(view, 1)

    def select(self, index: QModelIndex) -> None:
        """Make a row the current one and bring it into view; the first one with what stands above it."""
        self._view.setCurrentIndex(index)
        if self._step(index, -1) == index:
            self._view.scrollToTop()
        else:
            self._view.scrollTo(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that walk the rows and open one, in the line as in the view."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not _modified(event):
            key = Qt.Key(event.key())
            if steps := self._steps(key, in_line=watched is self.filter):
                self._walk(steps)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.activated.emit()
                return True
            if watched is self._view and self.filter.isVisible() and _types(event):
                self.filter.setFocus()
                return QCoreApplication.sendEvent(self.filter, event)
        return super().eventFilter(watched, event)

    def _steps(self, key: Qt.Key, *, in_line: bool) -> int:
        """Return how many rows a key walks, down or up; 0 for one that walks none."""
        if in_line and self.filter.text() and key in ENDS:
            return 0
        return STEPS.get(key, 0) + PAGES.get(key, 0) * self._rows_in_view() + ENDS.get(key, 0) * MAX_STEP

    def _walk(self, steps: int) -> None:
        """Go so many rows on, with the keyboard; from the first row up into the line."""
        here = self._view.currentIndex()
        there = self._step(here, steps)
        self.select(there)
        to_line = steps < 0 and there == here and self.filter.isVisible()
        (self.filter if to_line else self._view).setFocus()

    def _rows_in_view(self) -> int:
        height = self._view.visualRect(self._view.currentIndex()).height()
        return max(1, self._view.viewport().height() // height - 1) if height else 1


class GroupedList(FilteredList):
    """A filtered list of rows below headings; `nothing` is shown in their place where there are none."""

    current_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str,
        filter_name: str,
        nothing: str = "",
        spacing: int = 8,
    ) -> None:
        self.list = QListView()
        self._rows = GroupedListModel(self.list)
        self._delegate = GroupedListDelegate(theme, self.list)
        super().__init__(
            self.list, self._rows.step, placeholder=placeholder, name=filter_name, spacing=spacing
        )
        self.list.setAccessibleName(name)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        self._nothing = QLabel(nothing)
        self._nothing.setObjectName("empty")
        self._nothing.hide()
        self._column.addWidget(self._nothing)

    @property
    def current(self) -> ListItem | None:
        """Return the row that is current, if it can be chosen."""
        return self.item(self.list.currentIndex())

    @property
    def beside(self) -> ListItem | None:
        """Return the row below the current one, else the one above it, if there is one that can be chosen."""
        here = self.list.currentIndex()
        found = (self._rows.step(here, by) for by in (1, -1))
        return next((self.item(index) for index in found if index != here), None)

    def item(self, index: QModelIndex) -> ListItem | None:
        """Return a row, if it can be chosen."""
        found = self._rows.item(index)
        return None if found is None or found.is_heading else found

    def show_rows(self, rows: Sequence[ListItem], choose: str = "") -> None:
        """Show other rows; that with the value `choose` becomes current, else the chosen one or the first."""
        self._rows.show(rows)
        self._nothing.setVisible(bool(self._nothing.text()) and not rows)
        self.list.setHidden(bool(self._nothing.text()) and not rows)
        self.select(self._rows.index_of(choose))

    def height_of(self, rows: int) -> int:
        """Return the height of so many rows in pixels, or of all if there are fewer."""
        return min(rows, self._rows.rowCount()) * self.row_height

    @property
    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return self._delegate.height(self.list.font())

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._delegate.theme = theme
        self.list.viewport().update()


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def _types(event: QKeyEvent) -> bool:
    return bool(event.text().strip()) and event.text().isprintable()
