"""The panel of results: numbers and titles, then pages with the passage that was found."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from momviewer.manual.links import Address
from momviewer.search.answers.narrowing import Narrowing
from momviewer.ui.base.theme import Theme
from momviewer.ui.search.result_delegate import ResultDelegate
from momviewer.ui.search.result_model import ROW, ResultModel, ResultRow
from momviewer.ui.widgets.row_requests import RowMenus, TabClicks
from momviewer.ui.widgets.segmented_control import SegmentedControl

PAGE_STEP = 6
"""Rows that Page Up and Page Down move by."""
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: PAGE_STEP,
    Qt.Key.Key_PageUp: -PAGE_STEP,
}
"""Keys that walk the rows, in the list as in the bar, and by how many rows each."""
ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
FOLDS = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
"""Keys that unfold and fold what is below a row of the list."""
NARROWINGS = {
    Narrowing.ALL: "All",
    Narrowing.EXAMPLES: "Examples",
    Narrowing.DEFINITIONS: "Options",
    Narrowing.SECTIONS: "Sections",
}
"""The words of the buttons that narrow the results."""
LARGE = 150
"""Percentage of the normal size from which on the buttons stand in two rows."""
INSET = 12
"""Pixels that bring the labels into line with the text of the rows."""


class ResultsPanel(QWidget):
    """The list of results, with a line above that says what it shows.

    A row is set apart while its page is the one that is shown. Where none is, Enter opens the first.
    """

    previewed = Signal(ResultRow)
    opened = Signal(ResultRow)
    narrowed = Signal(Narrowing)
    """Only some parts of the manuals are to be listed, or all."""
    tab_requested = Signal(ResultRow)
    menu_requested = Signal(Address, str, QPoint)
    """A place and its title, and where on the screen its menu opens."""
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = QLabel()
        self._summary.setObjectName("summary")
        self._summary.setWordWrap(True)
        self._empty = QLabel()
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._narrowing = SegmentedControl(
            {part.value: word for part, word in NARROWINGS.items()}, Narrowing.ALL.value, "Results"
        )
        self._narrowing.chosen.connect(lambda value: self.narrowed.emit(Narrowing(value)))
        self._narrowing.hide()
        self._model = ResultModel(self)
        self._list = QListView()
        self._list.setAccessibleName("Results")
        self._list.setModel(self._model)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._delegate = ResultDelegate(theme, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.installEventFilter(self)
        self._list.viewport().installEventFilter(self)
        self._shown: Address | None = None
        self._list.clicked.connect(lambda index: self.previewed.emit(index.data(ROW)))
        self._list.activated.connect(lambda index: self.opened.emit(index.data(ROW)))
        TabClicks(self._list).requested.connect(lambda index: self._ask_for_tab(index.data(ROW)))
        RowMenus(self._list).requested.connect(self._ask_for_menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for label in (self._summary, self._empty):
            label.setContentsMargins(INSET, 0, INSET, 0)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        around = QHBoxLayout()
        around.setContentsMargins(8, 0, 8, 0)
        around.addWidget(self._narrowing)
        layout.addLayout(around)
        layout.addWidget(self._summary)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._list, 1)
        self.show_rows((), "", "")

    @property
    def current(self) -> ResultRow | None:
        """Return the row that Enter opens."""
        return self.chosen or next(iter(self.rows), None)

    @property
    def chosen(self) -> ResultRow | None:
        """Return the row that is set apart."""
        at = self._chosen_place
        return self.rows[at] if at >= 0 else None

    @property
    def _chosen_place(self) -> int:
        """Return the place of that row, or -1; a list that gets the focus has a current one all the same."""
        selected = self._list.selectionModel().selectedIndexes()
        return selected[0].row() if selected else -1

    @property
    def rows(self) -> Sequence[ResultRow]:
        """Return the rows, from the top."""
        return self._model.rows

    @property
    def summary(self) -> str:
        """Return the line above the rows."""
        return self._summary.text()

    @property
    def empty(self) -> str:
        """Return the text that is shown instead of rows."""
        return self._empty.text()

    def show_rows(self, rows: Iterable[ResultRow], summary: str, empty: str) -> None:
        """List other rows, with the first one set apart if it is shown; show `empty` if there are none."""
        self._model.show(rows)
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not self._model.rows)
        self._list.setVisible(bool(self._model.rows))
        if self._model.rows:
            if self._is_shown(self._model.rows[0]):
                self._choose(0)
            self._list.scrollToTop()

    def show_narrowing(self, narrowing: Narrowing | None) -> None:
        """Show to what the results are narrowed; None where there is nothing to narrow."""
        self._narrowing.setVisible(narrowing is not None)
        self._narrowing.choose((narrowing or Narrowing.ALL).value)

    def follow(self, shown: Address) -> None:
        """Set a row apart no more once another page is shown than its own; `shown` has its manual."""
        self._shown = shown
        if self.chosen and not self._is_shown(self.chosen):
            self._list.clearSelection()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Put the keyboard on the chosen row."""
        self._list.setFocus()

    def step(self, by: int) -> None:
        """Choose the row that is `by` rows further on, or at first the first one, and show its page."""
        count = len(self._model.rows)
        if count:
            here = self._chosen_place
            self._choose(max(0, min(count - 1, here + by)) if here >= 0 else 0)
            self.preview()

    def preview(self) -> None:
        """Show the page of the chosen row."""
        if self.current:
            self.previewed.emit(self.current)

    def ask_for_tab(self) -> None:
        """Ask for the place of the row that Enter opens in a tab of its own."""
        self._ask_for_tab(self.current)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._narrowing.set_columns(2 if theme.scale >= LARGE else len(NARROWINGS))
        self._delegate.theme = theme
        self._list.scheduleDelayedItemsLayout()
        self._list.viewport().update()

    def _ask_for_tab(self, row: ResultRow | None) -> None:
        if row and not row.query:
            self.tab_requested.emit(row)

    def _ask_for_menu(self, index: QModelIndex, place: QPoint) -> None:
        row = index.data(ROW)
        if isinstance(row, ResultRow) and not row.query:
            self.menu_requested.emit(row.address, row.label, place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the rows and leave them by the keys that do so in the bar; unfold what is below one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                by = STEPS.get(key, 0) or ENDS.get(key, 0) * len(self.rows)
                if by:
                    self.step(by)
                    return True
                if key is Qt.Key.Key_Escape:
                    self.cancelled.emit()
                    return True
                if key in FOLDS and self._chosen_place >= 0:
                    self._fold(self._chosen_place, unfold=FOLDS[key])
                    return True
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            index = self._list.indexAt(event.position().toPoint())
            if index.isValid() and self._delegate.is_fold_at(index, event.position().toPoint()):
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self._fold(index.row(), unfold=not self._model.is_unfolded(index.row()))
                return True
        return super().eventFilter(watched, event)

    def _fold(self, place: int, *, unfold: bool) -> None:
        """Show what is folded below a row, or hide it; from one of those below, by the row above them."""
        while self.rows[place].is_below:
            place -= 1
        if not unfold and self._chosen_place > place:
            self._choose(place)
        self._model.fold(place, unfold=unfold)
        self._list.scheduleDelayedItemsLayout()

    def _is_shown(self, row: ResultRow) -> bool:
        shown, address = self._shown, row.address
        return bool(shown and address.manual == shown.manual and address.page in {"", shown.page})

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
