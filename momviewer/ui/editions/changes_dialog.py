"""The window about changes: lists them, and shows each one side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from momviewer.manual.editions.comparison import EditionChange
from momviewer.manual.editions.edition_changes import EditionChanges
from momviewer.manual.links import Address
from momviewer.ui.base.tasks import Lane, Task, TaskRunner
from momviewer.ui.base.theme import Theme
from momviewer.ui.editions.diff_html import change_page, lost_page, nothing_page, place_text
from momviewer.ui.widgets.choice_rows import ListItem, has_words
from momviewer.ui.widgets.dialogs import let_others_before, open_with
from momviewer.ui.widgets.filtered_list import GroupedList
from momviewer.ui.widgets.side_page import SidePage
from momviewer.user_data.bookmarks import Bookmark

NONE_MATCH = "No change is called that."
NOTHING = "Nothing changed but the form."
SIZE = (1060, 680)
LIST_WIDTH = 300


class ChangesDialog(QDialog):
    """Lists changes by kind, and above them the bookmarks that lost their place.

    `requested` has the place of the new edition that is to be opened.
    """

    requested = Signal(Address)
    take_over_requested = Signal()

    def __init__(
        self,
        edition_changes: EditionChanges,
        manual: str,
        runner: TaskRunner,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Changes from {edition_changes.old} to {edition_changes.new}")
        let_others_before(self)
        open_with(self, *(theme.px(side) for side in SIZE))
        self._edition_changes, self._manual, self._runner = edition_changes, manual, runner
        self._lost: Sequence[Bookmark] = ()
        self._showing: Task | None = None
        self._told = QLabel(f"From {edition_changes.old} to {edition_changes.new}: {edition_changes.summary}")
        self._told.setWordWrap(True)
        self._listed = GroupedList(
            theme, "Changes", placeholder="Filter by number, title or kind", filter_name="Filter the changes"
        )
        self.filter, self.list = self._listed.filter, self._listed.list
        self._listed.filtered.connect(self._show_rows)
        self._listed.current_changed.connect(self._show_change)
        self._listed.activated.connect(self._ask)
        self.difference = SidePage("The change, side by side", theme)
        self.open_place = QPushButton("Open")
        self.open_place.setAccessibleName("Open where it is now")
        self.open_place.clicked.connect(self._ask)
        self.take_over = QPushButton("Take over bookmarks")
        self.take_over.setToolTip(
            f"Lead bookmarks and old numbers of {edition_changes.old} to {edition_changes.new},"
            " as if it had been added later"
        )
        self.take_over.clicked.connect(self.take_over_requested)
        self.take_over.hide()
        self._lay_out(theme.px(LIST_WIDTH))
        self.set_theme(theme)
        self._show_rows()
        self.filter.setFocus()

    def show_lost(self, bookmarks: Sequence[Bookmark]) -> None:
        """List bookmarks that lost their place."""
        self._lost = bookmarks
        self._show_rows()

    def offer_take_over(self) -> None:
        """Offer that the new edition takes over from the old one."""
        self.take_over.show()

    def drop(self) -> None:
        """Close for good, and drop a difference that is still being computed."""
        if self._showing:
            self._showing.drop()
        self.close()
        self.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._listed.set_theme(theme)
        self.difference.set_theme(theme)

    def _lay_out(self, list_width: int) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(9)
        splitter.addWidget(self._listed)
        splitter.addWidget(self.difference)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([list_width, max(1, self.width() - list_width)])
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.take_over)
        row.addStretch(1)
        for button in (self.open_place, close):
            row.addWidget(button)
        for button in (self.open_place, close, self.take_over):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self._told)
        column.addWidget(splitter, 1)
        column.addLayout(row)

    def _show_rows(self) -> None:
        typed = self.filter.text()
        rows: list[ListItem] = []
        lost = [
            ListItem("lost", mark.title, str(place), mark.address.page, mark.note, trouble=True)
            for place, mark in enumerate(self._lost)
            if has_words(typed, mark.title, mark.address.page)
        ]
        if lost:
            rows += [ListItem("heading", "Bookmarks that lost their place"), *lost]
        for kind in dict.fromkeys(change.kind for change in self._edition_changes.changes):
            below = [
                ListItem("change", place_text(change.place), str(place), ", ".join(change.ways))
                for place, change in enumerate(self._edition_changes.changes)
                if change.kind == kind and has_words(typed, place_text(change.place), kind, *change.ways)
            ]
            if below:
                rows += [ListItem("heading", f"{kind.capitalize()}s"), *below]
        self._listed.show_rows(rows)
        if not rows:
            self.open_place.setEnabled(False)
            self._show_html(nothing_page(NONE_MATCH if typed.strip() else NOTHING))

    def _chosen(self) -> EditionChange | Bookmark | None:
        choice = self._listed.current
        if choice is None:
            return None
        place = int(choice.value)
        return self._lost[place] if choice.kind == "lost" else self._edition_changes.changes[place]

    def _show_change(self) -> None:
        if self._showing:
            self._showing.drop()
        chosen = self._chosen()
        self.open_place.setEnabled(
            isinstance(chosen, Bookmark) or (chosen is not None and chosen.new is not None)
        )
        if isinstance(chosen, Bookmark):
            self._show_html(lost_page(chosen.title, str(chosen.address), chosen.note))
        elif chosen is not None:
            names = (self._edition_changes.old, self._edition_changes.new)
            self._showing = self._runner.run(
                Lane.LIBRARY, lambda: change_page(chosen, names), self._show_html, lambda _error: None
            )

    def _show_html(self, html: str) -> None:
        self.difference.show_html(html)

    def _ask(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Bookmark):
            self.requested.emit(chosen.address)
        elif chosen is not None and chosen.new is not None:
            self.requested.emit(Address(chosen.new.page, chosen.new.anchor, self._manual))
