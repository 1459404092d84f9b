"""Does what the reader asks for with the library: by commands, and in the library window."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from momviewer.errors import LibraryError, MomviewerError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.base.tasks import Lane, Task, TaskRunner
from momviewer.ui.base.theme import LIGHT, Theme
from momviewer.ui.library.build_outcome import all_ready
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.library.manual_switcher import ManualSwitcher
from momviewer.ui.library.source_drop import SourceDrop
from momviewer.ui.sidebar.bookmarking import Bookmarking
from momviewer.ui.widgets.status_strip import StatusStrip

if TYPE_CHECKING:
    from momviewer.library.importing import OfferedManual
    from momviewer.library.removing import RemovedManual
    from momviewer.manual.editions.comparison import Comparison
    from momviewer.ui.editions.changes import Changes
    from momviewer.ui.editions.take_over import Editions
    from momviewer.ui.library.library_dialog import LibraryDialog


Outcome = TypeVar("Outcome")

BUSY_AFTER_MS = 300
"""Milliseconds after which a change of the library says that it waits; by itself it takes a few."""


class LibraryController(QObject):
    """Opens the library window and does what it asks for; what changed between editions `changes` shows.

    A start makes it for its commands; windows, and the modules that only they need, come when they are asked
    for. It belongs to the window's thread; the library lane reads details, and renames, removes and brings
    back, for each of these waits while another program changes the library.
    """

    open_requested = Signal(str)
    place_requested = Signal(Address)

    def __init__(
        self,
        library: Library,
        runner: TaskRunner,
        build_queue: BuildQueue,
        manual_switcher: ManualSwitcher,
        bookmarking: Bookmarking,
        status_strip: StatusStrip,
        *,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library, self._runner, self._build_queue = library, runner, build_queue
        self._manual_switcher, self._bookmarking, self._status_strip = (
            manual_switcher,
            bookmarking,
            status_strip,
        )
        self._window, self._theme = window, LIGHT
        self._editions = OnDemand(self._make_editions)
        self._changes = OnDemand(self._make_changes)
        self.dialog: LibraryDialog | None = None
        self._reading: Task | None = None
        self._removed: RemovedManual | None = None
        self._busy = ""
        """What is said of the change under way once that takes long."""
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._say_busy)
        build_queue.offered.connect(self._offer)
        build_queue.compared.connect(self._take_over)
        build_queue.done.connect(self._built)
        build_queue.all_done.connect(self._all_built)
        build_queue.rebuilt.connect(self._built)

    @property
    def editions(self) -> "Editions":
        """Return the object that moves bookmarks to a newer edition, made at the first call."""
        return self._editions()

    @property
    def changes(self) -> "Changes":
        """Return the object that shows changes between editions, made at the first call."""
        return self._changes()

    def commands(self) -> list[Command]:
        """Return the commands for the library."""
        return [
            Command("library", "Library…", Group.WINDOW, self.show, ("Ctrl+Shift+O",), Menu.MANUALS),
            Command(
                "choose manual",
                "Choose a manual or a set",
                Group.WINDOW,
                self._manual_switcher.choose,
                ("Ctrl+M",),
                Menu.MANUALS,
            ),
            Command("rebuild", "Rebuild this manual", Group.WINDOW, self._rebuild, menu=Menu.MANUALS),
            Command("add", "Add from a folder…", Group.WINDOW, self.add_from_folder, ("Ctrl+O",), Menu.ADD),
            Command(
                "add archive", "Add from an archive…", Group.WINDOW, self.add_from_archive, menu=Menu.ADD
            ),
        ]

    def show(self, manual: str = "") -> None:
        """Open the library window, or bring it to the front, with a manual chosen, else the open one."""
        if self.dialog is None:
            self.dialog = self._make_dialog()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._show(manual or self._manual_switcher.manual_id)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        if self._changes.made:
            self._changes.made.set_theme(theme)
        if self.dialog:
            self.dialog.set_theme(theme)

    def close(self) -> None:
        """Delete removed manuals for good, and close the windows."""
        self._forget()
        if self.dialog:
            self.dialog.close()
        if self._changes.made:
            self._changes.made.close()

    def add_from_folder(self) -> None:
        """Let the reader choose a folder to add."""
        from momviewer.ui.library.library_dialogs import choose_folder

        if source := choose_folder(self._front()):
            self._build_queue.add(source)

    def add_from_archive(self) -> None:
        """Let the reader choose an archive to add."""
        from momviewer.ui.library.library_dialogs import choose_archive

        if source := choose_archive(self._front()):
            self._build_queue.add(source)

    # What is made when it is first needed

    def _make_editions(self) -> "Editions":
        from momviewer.ui.editions.take_over import Editions

        editions = Editions(self._bookmarking, self._status_strip, self._runner, self)
        editions.open_requested.connect(self.open_requested)
        editions.changes_requested.connect(lambda manual, lost: self.changes.show(manual, lost))
        return editions

    def _make_changes(self) -> "Changes":
        from momviewer.ui.editions.changes import Changes

        changes = Changes(self._library, self.editions, self._runner, self._theme, self._window)
        changes.place_requested.connect(self.place_requested)
        changes.took_over.connect(self._show)
        changes.failed.connect(self._fail)
        return changes

    def _make_dialog(self) -> "LibraryDialog":
        from momviewer.ui.library.library_dialog import LibraryDialog

        dialog = LibraryDialog(self._theme, self._window)
        dialog.chosen.connect(self._read_details)
        dialog.folder_requested.connect(self.add_from_folder)
        dialog.archive_requested.connect(self.add_from_archive)
        dialog.open_requested.connect(self.open_requested)
        dialog.rename_requested.connect(self._rename)
        dialog.rebuild_requested.connect(self._build_queue.rebuild)
        dialog.compare_requested.connect(lambda manual: self.changes.choose_other(manual, dialog.compare))
        dialog.changes_requested.connect(lambda manual: self.changes.show(manual))
        dialog.remove_requested.connect(self._remove)
        dialog.closed.connect(self._forget)
        dialog.status_strip.closed.connect(self._forget)
        self._build_queue.show_in(dialog.status_strip)
        if self._build_queue.busy:
            dialog.status_strip.start(self._build_queue.name)
        for keys, effect in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self.undo),
            (QKeySequence(QKeySequence.StandardKey.Open), self.add_from_folder),
        ):
            QShortcut(keys, dialog).activated.connect(effect)
        SourceDrop(dialog).dropped.connect(self._build_queue.add)
        return dialog

    # What comes of building

    def _rebuild(self) -> None:
        """Build the open manual again from where it came from."""
        if self._manual_switcher.manual_id:
            self._build_queue.rebuild(self._manual_switcher.manual_id)

    def _take_over(self, comparison: "Comparison") -> None:
        self.editions.take_over(comparison)

    def _built(self, manual: InstalledManual) -> None:
        if self.dialog:
            self._show(manual.info.id)
            self.dialog.status_strip.end(f"{manual.info.title} is ready: {manual.info.counts.summary}.")

    def _all_built(self, manuals: list[InstalledManual]) -> None:
        if self.dialog and manuals:
            self.dialog.status_strip.end(all_ready(manuals))
        elif self.dialog:
            self.dialog.status_strip.clear_work()

    def _offer(self, manuals: "list[OfferedManual]") -> None:
        """Let the reader choose among several manuals that were found."""
        from momviewer.ui.library.library_dialogs import OfferDialog

        dialog = OfferDialog(manuals, self._front())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._build_queue.add_offered(dialog.chosen))
        dialog.open()

    # Inside the window

    def _front(self) -> QWidget:
        return self.dialog if self.dialog and self.dialog.isVisible() else self._window

    def _show(self, choose: str = "") -> None:
        """Show the library in its window as it is now."""
        if self.dialog is None:
            return
        try:
            self.dialog.show_manuals(self._library.manuals(), choose)
        except LibraryError as error:
            self._fail(error)

    def _read_details(self, manual: str) -> None:
        from momviewer.library.details import details_of

        if self._reading:
            self._reading.drop()
        if self.dialog:
            self._reading = self._runner.run(
                Lane.LIBRARY,
                lambda: details_of(self._library.find(manual)),
                self.dialog.show_details,
                self._fail,
            )

    def _rename(self, manual: str) -> None:
        from momviewer.ui.library.library_dialogs import RenameDialog

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
        def renamed(_found: InstalledManual) -> None:
            self._show(manual)
            self._manual_switcher.refresh()

        rename = partial(self._library.rename, manual, title=title, set_name=set_name)
        self._change(f"Renaming {title}", rename, renamed, self._fail)

    # Removing

    def _remove(self, manual: str) -> None:
        from momviewer.library.removing import set_aside

        beside = self.dialog.neighbour if self.dialog else ""
        self._manual_switcher.leave(manual)  # nobody is to read it any more

        def gone(removed: "RemovedManual") -> None:
            self._forget()
            self._removed = removed
            self._show(beside)
            self._manual_switcher.refresh()
            if self.dialog is None or not self.dialog.isVisible():
                self._forget()  # there is nobody to undo it
            else:
                told = f"Removed {removed.manual.info.title}."
                self.dialog.status_strip.end(told, {"Undo": self.undo})

        def stayed(error: MomviewerError) -> None:
            self._fail(error)
            self._manual_switcher.refresh()  # which was left is read on

        self._change(f"Removing {manual}", partial(set_aside, self._library, manual), gone, stayed)

    def undo(self) -> None:
        """Bring back the manual that was removed last."""
        if self._removed is None:
            return
        from momviewer.library.removing import restore

        removed, self._removed = self._removed, None

        def back(_nothing: None) -> None:
            if self.dialog:
                self.dialog.status_strip.hide()
            self._show(removed.manual.info.id)
            self._manual_switcher.refresh()

        self._change(
            f"Bringing {removed.manual.info.title} back", partial(restore, removed), back, self._fail
        )

    def _change(
        self,
        what: str,
        change: Callable[[], Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[MomviewerError], None],
    ) -> None:
        """Change the library in its lane, and say `what` is done where that has to wait."""
        self._busy = f"{what}: waiting for another program that changes the library …"
        self._busy_timer.start()

        def end() -> None:
            self._busy_timer.stop()
            if self.dialog and self.dialog.status_strip.text == self._busy:
                self.dialog.status_strip.hide()

        def tell(outcome: Outcome) -> None:
            end()
            done(outcome)

        def tell_failed(error: MomviewerError) -> None:
            end()
            failed(error)

        self._runner.run(Lane.LIBRARY, change, tell, tell_failed)

    def _say_busy(self) -> None:
        if self.dialog:
            self.dialog.status_strip.end(self._busy)

    def _forget(self) -> None:
        if self._removed is None:
            return
        from momviewer.library.removing import forget

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
