"""The manuals at hand: which can be read, what is searched with the open one, and what is being added."""

from pathlib import Path

from PySide6.QtCore import QObject

from momviewer.errors import MomviewerError
from momviewer.library.importing import report_of
from momviewer.library.library import BUILT_IN, InstalledManual, Library
from momviewer.library.session import Trail
from momviewer.library.targets import find_target
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address, parse_address
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
        self.scope = "manual"
        self._tasks = Tasks("opener", self)
        self._opening: Task | None = None
        bar.manual_asked.connect(self.change_manual)
        bar.scope_asked.connect(self.change_scope)
        reader.manual_opened.connect(self._manual_opened)
        reader.trouble.connect(foot.fail)
        work.begun.connect(foot.begin)
        work.progressed.connect(foot.progress)
        work.done.connect(self._built)
        work.failed.connect(self._failed)
        work.cancelled.connect(foot.end)
        foot.cancel_asked.connect(work.cancel)
        foot.details_asked.connect(self.show_report)

    def start(self, target: str, manual: str, last: Trail | None) -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        last_manual = last.current.manual if last else ""
        manuals = self._library.manuals()
        if trouble := next((found.trouble for found in manuals if found.trouble), ""):
            self._foot.fail(trouble)
        ids = [found.info.id for found in manuals if not found.trouble]
        wanted = next((name for name in (manual, last_manual, *ids) if name in ids), "")
        if BUILT_IN not in ids:
            self._work.build_built_in()
        self._offer()
        if not wanted:
            sentence = "The bundled manual is being prepared; it opens as soon as it can be read."
            self._reader.show_html(page_html.empty_page("One moment", sentence))
        elif self._reader.open_manual(wanted):
            if target:
                self.open_target(target)
            elif last and wanted == last_manual:
                self._reader.resume(last)
            else:
                self._reader.open_start()

    def open_target(self, target: str) -> None:
        """Show what a number, page, anchor or address names, in the open manual or in another."""
        address = parse_address(target)
        ids = [found.info.id for found in self._library.manuals() if not found.trouble]
        if address and address.manual:
            ids = [address.manual]
        reasons = []
        for manual in sorted(ids, key=lambda found: found != self._reader.manual):
            try:
                bundle = open_bundle(self._library.find(manual).folder)
            except MomviewerError as error:
                reasons.append(str(error))
                continue
            found, reason = find_target(bundle, target)
            bundle.close()
            if found:
                self._reader.open(Address(found.page, found.anchor, manual), found.title)
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
            lambda: OpenManual(self._library.find(manual).folder), self._opened, self._not_opened
        )

    def close(self) -> None:
        """End the thread that opens manuals."""
        self._tasks.close()

    def _opened(self, manual: OpenManual) -> None:
        self._reader.take(manual)
        self._reader.open_start()

    def _not_opened(self, error: MomviewerError) -> None:
        self._foot.fail(str(error))

    def add(self, folder: Path) -> None:
        """Add the manual in a folder."""
        self._work.add(folder)

    def rebuild(self) -> None:
        """Build the open manual again from where it came from."""
        if self._reader.manual:
            self._work.rebuild(self._reader.manual)

    def show_report(self) -> None:
        """Show what was left out when the open manual was built."""
        if self._reader.manual:
            try:
                installed = self._library.find(self._reader.manual)
                self._reader.show_html(page_html.report_page(installed.info, report_of(installed)))
            except MomviewerError as error:
                self._foot.fail(str(error))

    def _offer(self) -> None:
        manuals = [found.info for found in self._library.manuals() if not found.trouble]
        self._bar.show_manuals(manuals, self._reader.manual, self.scope)

    def _manual_opened(self) -> None:
        self._search_scope()
        if self._reader.outline:
            self._finder.use(self._reader.outline)
        self._offer()

    def _search_scope(self) -> None:
        """Search the open manual, and with it those that the reader chose."""
        here = self._library.find(self._reader.manual)
        usable = (found for found in self._library.manuals() if not found.trouble)
        others = [found for found in usable if found.folder != here.folder]
        if self.scope == "manual":
            others = []
        elif self.scope == "set":
            others = [found for found in others if found.info.set == here.info.set]
        self._search.use([here.folder, *(found.folder for found in others)])

    def change_scope(self, scope: str) -> None:
        """Search the open manual, its set, or all manuals."""
        self.scope = scope
        self._search_scope()
        self._offer()
        self._finder.ask_again()

    def _built(self, manual: InstalledManual) -> None:
        if manual.built_in:
            self._foot.hide()
            if self._reader.address is None:
                self.change_manual(manual.info.id)
        else:
            counts, problems = manual.info.counts, len(report_of(manual).problems)
            told = f"; {problems} lines in the report" if problems else ""
            self._foot.end(
                f"{manual.info.title} is ready: {counts.pages} pages, {counts.examples} examples{told}.",
                details=True,
            )
            self.change_manual(manual.info.id)
        self._offer()

    def _failed(self, message: str) -> None:
        self._foot.fail(message)
        if self._reader.address is None:
            self._reader.show_html(page_html.empty_page("No manual to read yet", message))
