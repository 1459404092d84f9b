"""The library window at work: does what the reader asks for there."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from momviewer.errors import LibraryError, MomviewerError
from momviewer.library.details import details_of
from momviewer.library.importing import OfferedManual
from momviewer.library.library import InstalledManual, Library
from momviewer.library.removing import RemovedManual, forget, restore, set_aside
from momviewer.manual.links import Address
from momviewer.ui.base.tasks import Lane, Task, TaskRunner
from momviewer.ui.base.theme import Theme
from momviewer.ui.editions.changes import Changes
from momviewer.ui.editions.take_over import Editions
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.library.library_dialog import LibraryDialog
from momviewer.ui.library.library_dialogs import OfferDialog, RenameDialog, choose_archive, choose_folder
from momviewer.ui.library.library_html import counted
from momviewer.ui.library.source_drop import SourceDrop
from momviewer.ui.sidebar.bookmarking import Bookmarking
from momviewer.ui.widgets.status_strip import StatusStrip


class LibraryController(QObject):
    """Opens the library window and does what it asks for; what changed is shown by `changes`.

    It belongs to the window's thread; details are read in the library lane.
    """

    open_requested = Signal(str)
    place_requested = Signal(Address)
    leaving = Signal(str)
    """A manual is about to be removed: nobody is to read it any more."""
    changed = Signal()
    """The library holds something else now, or calls it something else."""

    def __init__(
        self,
        library: Library,
        runner: TaskRunner,
        work: BuildQueue,
        bookmarking: Bookmarking,
        status_strip: StatusStrip,
        theme: Theme,
        *,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._work, self._window = library, work, window
        self._theme = theme
        self._runner = runner
        self.editions = Editions(bookmarking, status_strip, runner, self)
        self.changes = Changes(library, self.editions, runner, theme, window)
        self.changes.place_requested.connect(self.place_requested)
        self.changes.took_over.connect(self._show)
        self.changes.failed.connect(self._fail)
        self._reading: Task | None = None
        self._removed: RemovedManual | None = None
        self.dialog: LibraryDialog | None = None
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

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.changes.set_theme(theme)
        if self.dialog:
            self.dialog.set_theme(theme)

    def close(self) -> None:
        """Forget what was removed, and close the windows."""
        self._forget()
        if self.dialog:
            self.dialog.close()
        self.changes.close()

    def add_from_folder(self) -> None:
        """Let the reader choose a folder to add."""
        if source := choose_folder(self._front()):
            self._work.add(source)

    def add_from_archive(self) -> None:
        """Let the reader choose an archive to add."""
        if source := choose_archive(self._front()):
            self._work.add(source)

    # Inside

    def _make_dialog(self) -> LibraryDialog:
        dialog = LibraryDialog(self._theme, self._window)
        dialog.chosen.connect(self._read_details)
        dialog.folder_requested.connect(self.add_from_folder)
        dialog.archive_requested.connect(self.add_from_archive)
        dialog.open_requested.connect(self.open_requested)
        dialog.rename_requested.connect(self._rename)
        dialog.rebuild_requested.connect(self._work.rebuild)
        dialog.compare_requested.connect(lambda manual: self.changes.choose_other(manual, dialog.compare))
        dialog.changes_requested.connect(self.changes.show)
        dialog.remove_requested.connect(self._remove)
        dialog.closed.connect(self._forget)
        dialog.status_strip.closed.connect(self._forget)
        dialog.status_strip.cancel_requested.connect(self._work.cancel)
        self._work.started.connect(dialog.status_strip.start)
        self._work.progressed.connect(dialog.status_strip.progress)
        self._work.failed.connect(dialog.status_strip.fail)
        self._work.cancelled.connect(dialog.status_strip.end)
        if self._work.busy:
            dialog.status_strip.start(self._work.name)
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
            self.dialog.status_strip.end(f"{manual.info.title} is ready: {counted(manual.info.counts)}.")

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
            self._reading = self._runner.run(
                Lane.LIBRARY,
                lambda: details_of(self._library.find(manual)),
                self.dialog.show_details,
                self._fail,
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
            self.dialog.status_strip.end(f"Removed {self._removed.manual.info.title}.", {"Undo": self.undo})

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
            self.dialog.status_strip.hide()
        self._show(removed.manual.info.id)
        self.changed.emit()

    def _forget(self) -> None:
        if self._removed is None:
            return
        removed, self._removed = self._removed, None
        if self.dialog:
            self.dialog.status_strip.hide()
        try:
            forget(removed)
        except MomviewerError as error:
            self._fail(error)

    def _fail(self, error: MomviewerError) -> None:
        if self.dialog:
            self.dialog.status_strip.fail(str(error))
