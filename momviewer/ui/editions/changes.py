"""Compares two editions and opens the window with their changes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from momviewer.errors import MomviewerError
from momviewer.library.library import InstalledManual, Library
from momviewer.library.succession import changes_between, take_over_from
from momviewer.manual.editions.comparison import Comparison
from momviewer.manual.editions.edition import is_newer
from momviewer.manual.editions.edition_changes import EditionChanges, read_edition_changes
from momviewer.manual.links import Address
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.base.theme import Theme
from momviewer.ui.editions.changes_dialog import ChangesDialog
from momviewer.ui.editions.take_over import Editions
from momviewer.ui.widgets.manual_selector import ManualSelector
from momviewer.user_data.bookmarks import Bookmark


class Changes(QObject):
    """Shows what changed in a manual, or between two, and lets one take over from the other."""

    place_requested = Signal(Address)
    took_over = Signal(str)
    """The id of a manual that took over, once the library knows."""
    failed = Signal(MomviewerError)

    def __init__(
        self, library: Library, editions: Editions, runner: TaskRunner, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(editions)
        self._library, self._editions, self._runner, self._window = library, editions, runner, window
        self._theme = theme
        self.dialog: ChangesDialog | None = None
        self.selector = ManualSelector(window)
        self.selector.set_theme(theme)
        self.selector.manual_requested.connect(self._compare)
        self._comparing = ""

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.selector.set_theme(theme)
        if self.dialog:
            self.dialog.set_theme(theme)

    def close(self) -> None:
        """Close the window."""
        if self.dialog:
            self.dialog.close()

    def show(self, manual: str, lost: Sequence[Bookmark] = ()) -> None:
        """Show what changed in a manual since the edition before; `lost` are bookmarks without a place."""
        self._runner.run(
            Lane.LIBRARY,
            lambda: read_edition_changes(self._library.find(manual).folder),
            lambda edition_changes: self._show_record(edition_changes, manual, lost),
            self.failed.emit,
        )

    def choose_other(self, manual: str, button: QWidget) -> None:
        """Let the reader choose, below a button, which other manual this one is compared with."""
        others = [found.info for found in self._library.usable() if found.info.id != manual]
        self._comparing = manual
        self.selector.open_below(button, others, None, None)

    # Inside

    def _compare(self, other: str) -> None:
        try:
            pair = [self._library.find(name) for name in (self._comparing, other)]
        except MomviewerError as error:
            self.failed.emit(error)
            return
        if is_newer(pair[0].info.edition, pair[1].info.edition):
            pair.reverse()
        old, new = pair
        self._runner.run(
            Lane.LIBRARY,
            lambda: changes_between(self._library, old.info.id, new.info.id),
            lambda edition_changes: self._show_pair(edition_changes, old, new),
            self.failed.emit,
        )

    def _show_pair(self, edition_changes: EditionChanges, old: InstalledManual, new: InstalledManual) -> None:
        dialog = self._show_dialog(edition_changes, new.info.id)
        if not new.built_in:
            dialog.offer_take_over()
            dialog.take_over_requested.connect(lambda: self._take_over(new.info.id, old.info.id))

    def _take_over(self, new: str, old: str) -> None:
        self._runner.run(
            Lane.LIBRARY,
            lambda: take_over_from(self._library, new, old),
            self._taken_over,
            self.failed.emit,
        )

    def _taken_over(self, comparison: Comparison) -> None:
        self._editions.take_over(comparison)
        self.took_over.emit(comparison.new.info.id)

    def _show_record(
        self, edition_changes: EditionChanges | None, manual: str, lost: Sequence[Bookmark]
    ) -> None:
        if edition_changes:
            self._show_dialog(edition_changes, manual, lost)

    def _show_dialog(
        self, edition_changes: EditionChanges, manual: str, lost: Sequence[Bookmark] = ()
    ) -> ChangesDialog:
        if self.dialog:
            self.dialog.drop()
        self.dialog = dialog = ChangesDialog(edition_changes, manual, self._runner, self._theme, self._window)
        dialog.requested.connect(self.place_requested)
        dialog.show_lost(lost)
        dialog.show()
        dialog.activateWindow()
        return dialog
