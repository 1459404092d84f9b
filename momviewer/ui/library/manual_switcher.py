"""The manuals at hand: which can be read, and what is searched with the open one."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from momviewer.errors import REPAIRABLE, MomviewerError, NotFoundError
from momviewer.library.library import InstalledManual, Library
from momviewer.library.scopes import Scope, chosen_name
from momviewer.library.targets import locate
from momviewer.manual.links import Address
from momviewer.manual.model import ManualInfo
from momviewer.manual.outline import OpenManual
from momviewer.ui.base.tasks import Lane, Task, TaskRunner
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.reading import page_html
from momviewer.ui.reading.reader import Reader
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.user_data.session import TabHistory


class ManualSwitcher(QObject):
    """Keeps the bar's choice of manuals and the search in step with the library; opens what is asked for."""

    scope_changed = Signal(Scope)

    def __init__(
        self,
        library: Library,
        runner: TaskRunner,
        reader: Reader,
        search_controller: SearchController,
        *,
        bar: SearchBar,
        repair: "BundleRepair",
        status_strip: StatusStrip,
    ) -> None:
        super().__init__(reader)
        self._library, self._reader, self._search_controller, self._bar = (
            library,
            reader,
            search_controller,
            bar,
        )
        self.repair, self._status_strip = repair, status_strip
        self.scope = Scope()
        self._runner = runner
        self._opening: Task | None = None
        bar.choice_requested.connect(self.choose)
        bar.selector.manual_requested.connect(self._choose_manual)
        bar.selector.scope_requested.connect(self.change_scope)
        reader.manual_opened.connect(self._manual_opened)
        reader.trouble.connect(self.repair.report)
        search_controller.trouble.connect(self.repair.report)

    def start(self, target: str, manual: str, last: TabHistory | None) -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        last_manual = last.current.manual if last else ""
        wanted = self._first_usable(manual, last_manual)
        if not wanted:
            self._search_scope()
            sentence = "The bundled manual is being prepared; it opens as soon as it can be read."
            self._reader.show_html(page_html.empty_page("One moment", sentence))
        elif not self._reader.open_manual(wanted):
            self._reader.show_html(
                page_html.empty_page("This manual cannot be opened", self._status_strip.text)
            )
        elif target:
            if last:
                self._reader.history.reset(last.visits, last.at)  # the way back from there
            self.open_target(target)
        elif last and wanted == last_manual:
            self._reader.resume(last)
        else:
            self._reader.open_start()

    def _first_usable(self, *preferred: str) -> str:
        """Return the first of these manuals that can be read, else the first there is, or "".

        Others are looked at only where none of these can be read; what is wrong with one of these is said.
        """
        for name in filter(None, preferred):
            try:
                found = self._library.find(name)
            except NotFoundError:
                continue
            if not found.trouble:
                return name
            self.repair.rebuild(found)
        return next((found.info.id for found in self._library.manuals() if not found.trouble), "")

    def open_target(self, target: str) -> None:
        """Show what a number, name, page, anchor or address names."""
        self._drop_opening()
        try:
            place = locate(self._library, target, reading=self._reader.manual_id)[0]
        except MomviewerError as error:
            self._report_missing(error)
            return
        self._reader.open(place.address, place.target.title)
        if place.target.note:
            self._status_strip.end(place.target.note)

    def _report_missing(self, error: MomviewerError) -> None:
        """Say why a target was not found."""
        if self._reader.address is None:
            self._reader.open_start()
        self._status_strip.fail(str(error))

    def change_manual(self, manual: str, place: Address | None = None) -> None:
        """Open a manual at a place, else at its first page, as soon as it is read."""
        self._drop_opening()
        self._opening = self._runner.run(
            Lane.OPENING,
            lambda: OpenManual(self._library.find(manual).folder),
            lambda opened: self._opened(opened, place),
            self.repair.report,
        )

    def _drop_opening(self) -> None:
        """Open nothing that was asked for before and is still being read or looked for."""
        if self._opening:
            self._opening.drop()
            self._opening = None

    def _opened(self, manual: OpenManual, place: Address | None) -> None:
        self._reader.set_manual(manual)
        if place:
            self._reader.open(place)
        else:
            self._reader.open_start()

    def choose(self) -> None:
        """Let the reader choose what is read and searched."""
        manuals = [found.info for found in self._library.manuals() if not found.trouble]
        self._bar.selector.open_below(self._bar.choice, manuals, self._here, self.scope)

    def change_scope(self, scope: Scope) -> None:
        """Search the open manual, a set, or all manuals."""
        self.scope = scope
        self.scope_changed.emit(self.scope)
        self._search_scope()
        self._search_controller.ask_again()

    @property
    def manual_id(self) -> str:
        """Return the id of the manual that is read, or ""."""
        return self._reader.manual_id

    @property
    def _here(self) -> ManualInfo | None:
        return self._reader.manual_at_hand.bundle.info if self._reader.manual_at_hand else None

    def _choose_manual(self, manual: str) -> None:
        self.scope = Scope()
        self.scope_changed.emit(self.scope)
        if manual == self._reader.manual_id:
            self._search_scope()
            self._search_controller.ask_again()
        else:
            self.change_manual(manual)

    def _manual_opened(self) -> None:
        self._search_scope()
        if self._reader.outline:
            self._search_controller.set_outline(self._reader.outline)

    def _search_scope(self) -> None:
        """Search what the reader chose; names are those of the open manual. Show the choice at the bar."""
        manual = self._reader.manual_at_hand
        if manual is None:
            self._bar.show_choice(chosen_name(None, self.scope), "Add a manual from the menu at the right")
            return
        here, folder = manual.bundle.info, manual.bundle.folder
        searched = [folder]
        if self.scope.kind != "manual":
            usable = (found for found in self._library.manuals() if not found.trouble)
            covered = [found.folder for found in usable if self.scope.covers(found.info, here)]
            searched = sorted(covered, key=lambda found: found != folder)
        self._search_controller.set_manuals(searched, folder)
        name = " ".join(part for part in (here.title, here.edition) if part)
        searching = chosen_name(here, self.scope)
        tip = name if self.scope.kind == "manual" else f"{name}\nSearched: {searching}"
        self._bar.show_choice(searching, tip)

    def leave(self, manual: str) -> None:
        """Read and search a manual no more, for it is about to be removed."""
        if manual == self._reader.manual_id:
            others = [found for found in self._library.manuals() if not found.trouble]
            other = next((found.info.id for found in others if found.info.id != manual), "")
            if other and self._reader.open_manual(other):
                self._reader.open_start()

    def refresh(self) -> None:
        """Follow the library: other manuals, or other names of them."""
        try:
            self._search_scope()
        except MomviewerError as error:
            self._status_strip.fail(str(error))
        self._search_controller.ask_again()


class BundleRepair(QObject):
    """Builds each manual in trouble again once: what is in trouble after that stays so, and is said."""

    def __init__(
        self, library: Library, build_queue: BuildQueue, status_strip: StatusStrip, runner: TaskRunner
    ) -> None:
        super().__init__(status_strip)
        self._library, self._build_queue, self._status_strip, self._runner = (
            library,
            build_queue,
            status_strip,
            runner,
        )
        self._rebuilt: set[Path] = set()

    def look_around(self) -> None:
        """Look through the whole library: tell what is in trouble, build what an older program built."""
        self._runner.run(Lane.LIBRARY, self._library.manuals, self._seen, self.report)

    def report(self, error: MomviewerError) -> None:
        """Say what went wrong; a bundle that turns out to be damaged is built again."""
        self._status_strip.fail(str(error))
        if isinstance(error, REPAIRABLE):
            for found in self._library.manuals():
                if found.folder == error.folder:
                    self.rebuild(replace(found, trouble=str(error), repairable=found.has_source))

    def rebuild(self, manual: InstalledManual) -> None:
        """Build a manual in trouble again, once; say what is wrong where that is not possible."""
        if not manual.repairable:
            self._status_strip.fail(manual.trouble)
        elif manual.folder not in self._rebuilt:
            self._rebuilt.add(manual.folder)
            self._build_queue.rebuild(manual.info.id)

    def _seen(self, manuals: list[InstalledManual]) -> None:
        for found in manuals:
            if found.trouble:
                self.rebuild(found)
        if not any(found.built_in and not found.trouble for found in manuals):
            self._build_queue.build_built_in()
