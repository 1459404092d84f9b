"""The panel of results: numbers and titles, then pages with the passage that was found."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.search.result_delegate import ResultDelegate
from momviewer.ui.search.result_model import ROW, ResultModel, ResultRow
from momviewer.ui.widgets.tab_clicks import TabClicks

INSET = 12
"""Pixels that bring the labels into line with the text of the rows."""


class ResultsPanel(QWidget):
    """The list of results, with a line above that says what it shows."""

    previewed = Signal(ResultRow)
    opened = Signal(ResultRow)
    tab_requested = Signal(ResultRow)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = QLabel()
        self._summary.setObjectName("summary")
        self._summary.setWordWrap(True)
        self._empty = QLabel()
        self._empty.setObjectName("empty")
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
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
        self._list.clicked.connect(lambda index: self.previewed.emit(index.data(ROW)))
        self._list.activated.connect(lambda index: self.opened.emit(index.data(ROW)))
        TabClicks(self._list).requested.connect(self._ask_for_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for label in (self._summary, self._empty):
            label.setContentsMargins(INSET, 0, INSET, 0)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._summary)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._list, 1)
        self.show_rows((), "", "")

    @property
    def current(self) -> ResultRow | None:
        """Return the row that Enter opens."""
        row = self._list.currentIndex().data(ROW)
        return row if isinstance(row, ResultRow) else None

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
        """List other rows, with the first one chosen; show `empty` if there are none."""
        self._model.show(rows)
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not self._model.rows)
        self._list.setVisible(bool(self._model.rows))
        if self._model.rows:
            self._choose(0)
            self._list.scrollToTop()

    def step(self, by: int) -> None:
        """Choose the row that is `by` rows further on, and show its page."""
        count = len(self._model.rows)
        if count:
            self._choose(max(0, min(count - 1, self._list.currentIndex().row() + by)))
            self.preview()

    def preview(self) -> None:
        """Show the page of the chosen row."""
        if self.current:
            self.previewed.emit(self.current)

    def ask_for_tab(self) -> None:
        """Ask for the place of the chosen row in a tab of its own."""
        self._ask_for_tab(self._list.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._delegate.theme = theme
        self._list.scheduleDelayedItemsLayout()
        self._list.viewport().update()

    def _ask_for_tab(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, ResultRow) and not row.query:
            self.tab_requested.emit(row)

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
