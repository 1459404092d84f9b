"""The library window at work: does what the reader asks for there."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from momviewer.errors import LibraryError, MomviewerError
from momviewer.library.bookmarks import Bookmark
from momviewer.library.details import details_of
from momviewer.library.importing import OfferedManual
from momviewer.library.library import InstalledManual, Library
from momviewer.library.removing import RemovedManual, forget, restore, set_aside
from momviewer.library.renewing import renewal_between, take_over_from
from momviewer.manual.comparison import Comparison
from momviewer.manual.editions import is_newer
from momviewer.manual.links import Address
from momviewer.manual.renewal import Renewal, read_renewal
from momviewer.ui.bookmarking import Bookmarking
from momviewer.ui.changes_dialog import ChangesDialog
from momviewer.ui.editions import Editions
from momviewer.ui.library_dialog import LibraryDialog
from momviewer.ui.library_html import counted
from momviewer.ui.manual_selector import ManualSelector
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.offer_dialog import OfferDialog
from momviewer.ui.rename_dialog import RenameDialog
from momviewer.ui.source_choosers import choose_archive, choose_folder
from momviewer.ui.source_drop import SourceDrop
from momviewer.ui.tasks import Task, Tasks
from momviewer.ui.theme import Tokens
from momviewer.ui.work_strip import WorkStrip


class Librarian(QObject):
    """Opens the library window and those about changes, and does what they ask for."""

    open_asked = Signal(str)
    place_asked = Signal(Address)
    leaving = Signal(str)
    """A manual is about to be removed: nobody is to read it any more."""
    changed = Signal()
    """The library holds something else now, or calls it something else."""

    def __init__(
        self,
        library: Library,
        work: ManualWork,
        bookmarking: Bookmarking,
        foot: WorkStrip,
        tokens: Tokens,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._work, self._window = library, work, window
        self._tokens = tokens
        self.editions = Editions(bookmarking, foot, self)
        self.editions.changes_asked.connect(self.show_changes)
        self._tasks = Tasks("library", self)
        self._reading: Task | None = None
        self._removed: RemovedManual | None = None
        self.dialog: LibraryDialog | None = None
        self.changes: ChangesDialog | None = None
        self.selector = ManualSelector(window)
        self.selector.set_theme(tokens)
        self.selector.manual_asked.connect(self._compare)
        self._comparing = ""
        work.done.connect(self._built)
        work.rebuilt.connect(self._built)

    def show(self, manual: str = "") -> None:
        """Open the library window, at a manual, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._make_dialog()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._show(manual)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours."""
        self._tokens = tokens
        for part in (self.selector, self.dialog, self.changes):
            if part:
                part.set_theme(tokens)

    def close(self) -> None:
        """Forget what was removed, and end the thread."""
        self._forget()
        for dialog in (self.dialog, self.changes):
            if dialog:
                dialog.close()
        self._tasks.close()
        self.editions.close()

    def add_from_folder(self) -> None:
        """Let the reader choose a folder to add."""
        if source := choose_folder(self._front()):
            self._work.add(source)

    def add_from_archive(self) -> None:
        """Let the reader choose an archive to add."""
        if source := choose_archive(self._front()):
            self._work.add(source)

    def show_changes(self, manual: str, lost: Sequence[Bookmark] = ()) -> None:
        """Show what changed in a manual since the edition before; `lost` are bookmarks without a place."""
        self._tasks.run(
            lambda: read_renewal(self._library.find(manual).folder),
            lambda renewal: self._show_record(renewal, manual, lost),
            self._fail,
        )

    # Inside

    def _make_dialog(self) -> LibraryDialog:
        dialog = LibraryDialog(self._tokens, self._window)
        dialog.chosen.connect(self._read_details)
        dialog.folder_asked.connect(self.add_from_folder)
        dialog.archive_asked.connect(self.add_from_archive)
        dialog.open_asked.connect(self.open_asked)
        dialog.rename_asked.connect(self._rename)
        dialog.rebuild_asked.connect(self._work.rebuild)
        dialog.compare_asked.connect(self._choose_other)
        dialog.changes_asked.connect(self.show_changes)
        dialog.remove_asked.connect(self._remove)
        dialog.closed.connect(self._forget)
        dialog.foot.closed.connect(self._forget)
        dialog.foot.cancel_asked.connect(self._work.cancel)
        self._work.begun.connect(dialog.foot.begin)
        self._work.progressed.connect(dialog.foot.progress)
        self._work.failed.connect(dialog.foot.fail)
        self._work.cancelled.connect(dialog.foot.end)
        if self._work.busy:
            dialog.foot.begin(self._work.name)
        for keys, effect in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self.undo),
            (QKeySequence(QKeySequence.StandardKey.Open), self.add_from_folder),
        ):
            QShortcut(keys, dialog).activated.connect(effect)
        SourceDrop(dialog).dropped.connect(self._work.add)
        return dialog

    def _built(self, manual: InstalledManual) -> None:
        self._show(manual.info.id)
        if self.dialog:
            self.dialog.foot.end(f"{manual.info.title} is ready: {counted(manual.info.counts)}.")

    def _front(self) -> QWidget:
        return self.dialog if self.dialog and self.dialog.isVisible() else self._window

    def _show(self, choose: str = "") -> None:
        """List the library as it is now."""
        if self.dialog is None:
            return
        try:
            self.dialog.show_manuals(self._library.manuals(), choose)
        except LibraryError as error:
            self._fail(error)

    def _read_details(self, manual: str) -> None:
        if self._reading:
            self._reading.drop()
        if self.dialog:
            self._reading = self._tasks.run(
                lambda: details_of(self._library.find(manual)), self.dialog.show_details, self._fail
            )

    def offer(self, manuals: list[OfferedManual]) -> None:
        """Let the reader choose among several manuals that were found."""
        dialog = OfferDialog(manuals, self._front())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._work.add_offered(dialog.chosen))
        dialog.open()

    def _rename(self, manual: str) -> None:
        try:
            info = self._library.find(manual).info
            sets = sorted({found.info.set for found in self._library.manuals()})
        except MomviewerError as error:
            self._fail(error)
            return
        dialog = RenameDialog(info, sets, self._front())
        dialog.accepted.connect(lambda: self._renamed(manual, dialog.title.text(), dialog.set.currentText()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _renamed(self, manual: str, title: str, set_name: str) -> None:
        try:
            self._library.rename(manual, title=title, set_name=set_name)
        except MomviewerError as error:
            self._fail(error)
        else:
            self._show(manual)
            self.changed.emit()

    # Removing

    def _remove(self, manual: str) -> None:
        self._forget()
        beside = self.dialog.neighbour if self.dialog else ""
        self.leaving.emit(manual)
        try:
            self._removed = set_aside(self._library, manual)
        except MomviewerError as error:
            self._fail(error)
            return
        self._show(beside)
        self.changed.emit()
        if self.dialog:
            self.dialog.foot.end(f"Removed {self._removed.manual.info.title}.", {"Undo": self.undo})

    def undo(self) -> None:
        """Bring back the manual that was removed last."""
        if self._removed is None:
            return
        removed, self._removed = self._removed, None
        try:
            restore(removed)
        except MomviewerError as error:
            self._fail(error)
            return
        if self.dialog:
            self.dialog.foot.hide()
        self._show(removed.manual.info.id)
        self.changed.emit()

    def _forget(self) -> None:
        if self._removed is None:
            return
        removed, self._removed = self._removed, None
        if self.dialog:
            self.dialog.foot.hide()
        try:
            forget(removed)
        except MomviewerError as error:
            self._fail(error)

    # Editions

    def _choose_other(self, manual: str) -> None:
        if self.dialog is None:
            return
        others = [
            found.info for found in self._library.manuals() if found.info.id != manual and not found.trouble
        ]
        self._comparing = manual
        self.selector.open_below(self.dialog.compare, others, None, None)

    def _compare(self, other: str) -> None:
        try:
            pair = [self._library.find(name) for name in (self._comparing, other)]
        except MomviewerError as error:
            self._fail(error)
            return
        if is_newer(pair[0].info.edition, pair[1].info.edition):
            pair.reverse()
        old, new = pair
        self._tasks.run(
            lambda: renewal_between(self._library, old.info.id, new.info.id),
            lambda renewal: self._show_pair(renewal, old, new),
            self._fail,
        )

    def _show_pair(self, renewal: Renewal, old: InstalledManual, new: InstalledManual) -> None:
        dialog = self._show_renewal(renewal, new.info.id)
        if not new.built_in:
            dialog.offer_take_over()
            dialog.take_over_asked.connect(lambda: self._take_over(new.info.id, old.info.id))

    def _take_over(self, new: str, old: str) -> None:
        self._tasks.run(lambda: take_over_from(self._library, new, old), self._taken_over, self._fail)

    def _taken_over(self, comparison: Comparison) -> None:
        self.editions.take_over(comparison)
        self._show(comparison.new.info.id)

    def _show_record(self, renewal: Renewal | None, manual: str, lost: Sequence[Bookmark]) -> None:
        if renewal:
            self._show_renewal(renewal, manual, lost)

    def _show_renewal(self, renewal: Renewal, manual: str, lost: Sequence[Bookmark] = ()) -> ChangesDialog:
        if self.changes:
            self.changes.drop()
        self.changes = dialog = ChangesDialog(renewal, manual, self._tasks, self._tokens, self._window)
        dialog.asked.connect(self.place_asked)
        dialog.show_lost(lost)
        dialog.show()
        dialog.activateWindow()
        return dialog

    def _fail(self, error: MomviewerError) -> None:
        if self.dialog:
            self.dialog.foot.fail(str(error))
