"""The manuals at hand: which can be read, what is searched with the open one, and what is being added."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MENDABLE, MomviewerError, NotFoundError
from momviewer.library.library import InstalledManual, Library
from momviewer.library.scopes import Scope, chosen_name
from momviewer.library.session import Trail
from momviewer.library.targets import find_target
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address, parse_address
from momviewer.manual.model import ManualInfo
from momviewer.manual.outline import OpenManual
from momviewer.ui import page_html
from momviewer.ui.background_search import BackgroundSearch
from momviewer.ui.finder import Finder
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.reader import Reader
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.tasks import Task, Tasks
from momviewer.ui.work_strip import WorkStrip


class Shelf(QObject):
    """Keeps the bar's choice of manuals, the search and the strip at the foot in step with the library."""

    scope_changed = Signal(Scope)
    report_asked = Signal(str)

    def __init__(
        self,
        library: Library,
        reader: Reader,
        finder: Finder,
        *,
        bar: SearchBar,
        search: BackgroundSearch,
        work: ManualWork,
        foot: WorkStrip,
    ) -> None:
        super().__init__(reader)
        self._library, self._reader, self._finder, self._bar = library, reader, finder, bar
        self._search, self._work, self._foot = search, work, foot
        self.scope = Scope()
        self._tasks = Tasks("opener", self)
        self._opening: Task | None = None
        self._mended: set[Path] = set()
        bar.choice_asked.connect(self.choose)
        bar.selector.manual_asked.connect(self._choose_manual)
        bar.selector.scope_asked.connect(self.change_scope)
        reader.manual_opened.connect(self._manual_opened)
        reader.trouble.connect(self.tell)
        finder.trouble.connect(self.tell)
        work.begun.connect(foot.begin)
        work.progressed.connect(foot.progress)
        work.done.connect(self._built)
        work.failed.connect(self._failed)
        work.cancelled.connect(foot.end)
        foot.cancel_asked.connect(work.cancel)
        work.rebuilt.connect(self._rebuilt)

    def start(self, target: str, manual: str, last: Trail | None) -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        last_manual = last.current.manual if last else ""
        wanted = self._first_usable(manual, last_manual)
        if not wanted:
            self._search_scope()
            sentence = "The bundled manual is being prepared; it opens as soon as it can be read."
            self._reader.show_html(page_html.empty_page("One moment", sentence))
        elif not self._reader.open_manual(wanted):
            self._reader.show_html(page_html.empty_page("This manual cannot be opened", self._foot.text))
        elif target:
            if last:
                self._reader.history.take(last.visits, last.at)  # the way back from there
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
            self._mend(found)
        return next((found.info.id for found in self._library.manuals() if not found.trouble), "")

    def look_around(self) -> None:
        """Look through the whole library: tell what is in trouble, build what an older program built."""
        self._tasks.run(self._library.manuals, self._seen, self.tell)

    def _at_hand(self) -> Iterator[str]:
        """Yield the open manual, then the others; they are looked for only when the first was not it."""
        if self._reader.manual:
            yield self._reader.manual
        for found in self._library.manuals():
            if not found.trouble and found.info.id != self._reader.manual:
                yield found.info.id

    def open_target(self, target: str) -> None:
        """Show what a number, page, anchor or address names, in the open manual or in another."""
        address = parse_address(target)
        reasons = []
        for manual in [address.manual] if address and address.manual else self._at_hand():
            try:
                bundle = open_bundle(self._library.find(manual).folder)
            except MomviewerError as error:
                reasons.append(str(error))
                continue
            found, reason = find_target(bundle, target)
            bundle.close()
            if found:
                self._reader.open(Address(found.page, found.anchor, manual), found.title)
                if found.note:
                    self._foot.end(found.note)
                return
            reasons.append(reason)
        self._reader.open_start()
        told = next(filter(None, reasons), f"{target} is no number, page or address in any manual.")
        self._foot.fail(told)

    def change_manual(self, manual: str) -> None:
        """Open another manual at its first page, as soon as it is read."""
        if self._opening:
            self._opening.drop()
        self._opening = self._tasks.run(
            lambda: OpenManual(self._library.find(manual).folder), self._opened, self.tell
        )

    def close(self) -> None:
        """End the thread that opens manuals."""
        self._tasks.close()

    def _seen(self, manuals: list[InstalledManual]) -> None:
        for found in manuals:
            if found.trouble:
                self._mend(found)
        if not any(found.built_in and not found.trouble for found in manuals):
            self._work.build_built_in()

    def _opened(self, manual: OpenManual) -> None:
        self._reader.take(manual)
        self._reader.open_start()

    def tell(self, error: MomviewerError) -> None:
        """Say what went wrong; a bundle that turns out to be damaged is built again."""
        self._foot.fail(str(error))
        if isinstance(error, MENDABLE):
            for found in self._library.manuals():
                if found.folder == error.folder:
                    self._mend(replace(found, trouble=str(error), mendable=found.has_source))

    def _mend(self, manual: InstalledManual) -> None:
        """Build a manual in trouble again, once; say what is wrong where that is not possible."""
        if not manual.mendable:
            self._foot.fail(manual.trouble)
        elif manual.folder not in self._mended:
            self._mended.add(manual.folder)
            self._work.rebuild(manual.info.id)

    def rebuild(self) -> None:
        """Build the open manual again from where it came from."""
        if self._reader.manual:
            self._work.rebuild(self._reader.manual)

    def choose(self) -> None:
        """Let the reader choose what is read and searched."""
        manuals = [found.info for found in self._library.manuals() if not found.trouble]
        self._bar.selector.open_below(self._bar.choice, manuals, self._here, self.scope)

    def change_scope(self, scope: Scope) -> None:
        """Search the open manual, a set, or all manuals."""
        self.scope = scope
        self.scope_changed.emit(self.scope)
        self._search_scope()
        self._finder.ask_again()

    @property
    def _here(self) -> ManualInfo | None:
        return self._reader.manual_at_hand.bundle.info if self._reader.manual_at_hand else None

    def _choose_manual(self, manual: str) -> None:
        self.scope = Scope()
        self.scope_changed.emit(self.scope)
        if manual == self._reader.manual:
            self._search_scope()
            self._finder.ask_again()
        else:
            self.change_manual(manual)

    def _manual_opened(self) -> None:
        self._search_scope()
        if self._reader.outline:
            self._finder.use(self._reader.outline)

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
        self._search.use(searched, folder)
        name = " ".join(part for part in (here.title, here.edition) if part)
        searching = chosen_name(here, self.scope)
        tip = name if self.scope.kind == "manual" else f"{name}\nSearched: {searching}"
        self._bar.show_choice(searching, tip)

    def leave(self, manual: str) -> None:
        """Read and search a manual no more, for it is about to be removed."""
        if manual == self._reader.manual:
            others = [found for found in self._library.manuals() if not found.trouble]
            other = next((found.info.id for found in others if found.info.id != manual), "")
            if other and self._reader.open_manual(other):
                self._reader.open_start()

    def refresh(self) -> None:
        """Follow the library: other manuals, or other names of them."""
        try:
            self._search_scope()
        except MomviewerError as error:
            self._foot.fail(str(error))
        self._finder.ask_again()

    def _built(self, manual: InstalledManual) -> None:
        if manual.built_in:
            self._foot.rest()
            if self._reader.address is None:
                self.change_manual(manual.info.id)
        else:
            self._tell_built(manual, "is ready")
            self.change_manual(manual.info.id)

    def _rebuilt(self, manual: InstalledManual) -> None:
        """Go on reading a manual that was rebuilt where it was open."""
        self._tell_built(manual, "is rebuilt")
        address = self._reader.address
        if address is None:
            self.change_manual(manual.info.id)
        elif address.manual == manual.info.id and self._reader.open_manual(manual.info.id):
            self._reader.open(address)
        else:
            self.refresh()

    def _tell_built(self, manual: InstalledManual, what: str) -> None:
        from momviewer.library.importing import report_of

        counts, problems = manual.info.counts, len(report_of(manual).problems)
        told = f"; {problems} lines in the report" if problems else ""
        self._foot.end(
            f"{manual.info.title} {what}: {counts.pages} pages, {counts.examples} examples{told}.",
            {"Report": lambda: self.report_asked.emit(manual.info.id)},
        )

    def _failed(self, message: str) -> None:
        self._foot.rest()
        self._foot.fail(message)
        if self._reader.address is None:
            self._reader.show_html(page_html.empty_page("No manual to read yet", message))
