"""Switches between manuals: opens them, and sets what is searched."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from momviewer.errors import REPAIRABLE, MomviewerError
from momviewer.library.library import InstalledManual, Library
from momviewer.library.scopes import Scope, chosen_name
from momviewer.manual.links import Address
from momviewer.manual.model import ManualInfo
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.reading.reader import Reader
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.widgets.status_strip import StatusStrip


class ManualSwitcher(QObject):
    """Keeps the bar's choice of manuals and the search in step with the library and with what is read.

    It belongs to the window's thread. Who walks the results of several manuals reads now one, now the other:
    the search follows when one of them is opened.
    """

    scope_changed = Signal(Scope)
    library_changed = Signal()
    """Manuals have come or gone, or are called otherwise."""

    def __init__(
        self,
        library: Library,
        reader: Reader,
        search_controller: SearchController,
        *,
        bar: SearchBar,
        repair: "BundleRepair",
    ) -> None:
        super().__init__(reader)
        self._library, self._reader, self._search_controller = library, reader, search_controller
        self._bar, self.repair = bar, repair
        self._name_of: Callable[[str], str] = str
        self.scope = Scope()
        self._left = False
        """Whether the manual that was read is about to be removed."""
        self._behind = False
        """Whether the search is still that of the manual that was read before."""
        bar.choice_requested.connect(self.choose)
        bar.selector.manual_requested.connect(self._choose_manual)
        bar.selector.scope_requested.connect(self.change_scope)
        reader.manual_opened.connect(self._note_other_manual)
        reader.place_shown.connect(self._follow)
        reader.page_shown.connect(self._follow_to_own)
        reader.trouble.connect(self.repair.report)
        search_controller.trouble.connect(self.repair.report)
        self._search_scope()

    def change_manual(self, manual: str, place: Address | None = None) -> None:
        """Open a manual at a place, else at its first page, as soon as it is open."""
        self._reader.open(replace(place or Address(""), manual=manual))

    def choose(self) -> None:
        """Let the reader choose what is read and searched."""
        manuals = [found.info for found in self._library.usable()]
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

    def _note_other_manual(self) -> None:
        self._behind = True

    def _follow(self) -> None:
        """Search with the manual that is read now, unless it is only walked through."""
        if self._behind and not self._reader.walking:
            self._search_scope()
            if self.scope.kind == "manual":
                self._search_controller.ask_again()

    def _follow_to_own(self, page: object) -> None:
        """Do so at a page of the program's own, too: one that says that what it held is gone."""
        if page is None:
            self._follow()

    def _search_scope(self) -> None:
        """Search what the reader chose, with the names of the open manual, and show the choice at the bar."""
        self._behind = False
        manual = self._reader.manual_at_hand
        if manual is None:
            self._show_choice()
            return
        here, folder, scope = manual.bundle.info, manual.bundle.folder, self.scope

        def searched() -> tuple[list[Path], Path]:
            """Look through the library; the search lane does."""
            if scope.kind == "manual":
                return [folder], folder
            covered = [found.folder for found in self._library.usable() if scope.covers(found.info, here)]
            return sorted(covered, key=lambda found: found != folder), folder

        self._search_controller.set_manual(manual, searched)
        self._bar.show_sample(next(iter(manual.outline.numbers.samples().values()), ""))
        self._show_choice()

    def _show_choice(self) -> None:
        """Show what is searched at the bar."""
        here = self._here
        if here is None:
            self._bar.show_choice(chosen_name(None, self.scope), "Add a manual from the menu at the right")
            return
        name = here.full_title
        searching = chosen_name(here, self.scope)
        tip = name if self.scope.kind == "manual" else f"{name}\nSearched: {searching}"
        # What tells the manual from another of its title stands behind it, and is never cut off.
        called = self._name_of(here.id)
        mark = called.removeprefix(here.title).strip() if called.startswith(here.title) else ""
        self._bar.show_choice(searching, tip, mark if self.scope.kind == "manual" else "")

    def show_name(self, name_of: Callable[[str], str]) -> None:
        """Show the open manual by the name that `name_of` returns for its id."""
        self._name_of = name_of
        self._show_choice()

    def leave(self, manual: str) -> None:
        """Close a manual that is about to be removed."""
        self._left = manual == self._reader.manual_id
        self._reader.leave(manual)

    def refresh(self) -> None:
        """Follow changes of the library: other manuals, or other titles.

        Who read a manual that was removed goes on at the same place of its newer edition, else in another.
        """
        left, self._left = self._left, False
        if left and (other := next(iter(self._library.usable()), None)):
            self._reader.go_on(Address("", manual=other.info.id))
        self.library_changed.emit()
        self._search_scope()
        self._search_controller.ask_again()


class BundleRepair(QObject):
    """Builds each manual in trouble again, but once only; trouble that stays is shown."""

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
        """Look through the library: show troubles, and build manuals of older formats again."""
        self._runner.run(Lane.LIBRARY, self._library.manuals, self._seen, self.report)

    def report(self, error: MomviewerError) -> None:
        """Show an error; if it says that a bundle is damaged, build it again."""
        self._status_strip.fail(str(error))
        if isinstance(error, REPAIRABLE):
            for found in self._library.manuals():
                if found.folder == error.folder:
                    self.rebuild(replace(found, trouble=str(error), repairable=found.has_source))

    def rebuild(self, manual: InstalledManual) -> None:
        """Build a manual in trouble again, once; show its error if that is not possible."""
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
