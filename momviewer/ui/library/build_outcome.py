"""Shows the outcome of builds in the status strip, and opens the manuals that were built."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from momviewer.library.library import InstalledManual
from momviewer.manual.model import distinct_names
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.library.manual_switcher import ManualSwitcher
from momviewer.ui.reading import page_html
from momviewer.ui.reading.reader import Reader
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.wording import counted


class BuildOutcome(QObject):
    """Keeps the status strip in step with the build queue, and the reader with what was built."""

    report_requested = Signal(str)

    def __init__(
        self,
        build_queue: BuildQueue,
        status_strip: StatusStrip,
        bar: SearchBar,
        reader: Reader,
        manual_switcher: ManualSwitcher,
    ) -> None:
        super().__init__(status_strip)
        self._status_strip, self._bar, self._reader, self._manual_switcher = (
            status_strip,
            bar,
            reader,
            manual_switcher,
        )
        self._build_queue = build_queue
        build_queue.show_in(status_strip)
        build_queue.done.connect(self._built)
        build_queue.all_done.connect(self._all_built)
        build_queue.failed.connect(self._failed)
        build_queue.rebuilt.connect(self._rebuilt)

    def _built(self, manual: InstalledManual) -> None:
        """Open a manual that was added, or offer to open it if the reader is looking for something."""
        if manual.built_in:
            self._status_strip.clear_work()
            if self._reader.address is None:
                self._manual_switcher.change_manual(manual.info.id)
        elif self._reader.manual_id == manual.info.id:
            self._rebuilt(manual)
        elif self._build_queue.adds_several:
            self._manual_switcher.refresh()
        elif self._bar.text:
            self._report_built(manual, "is ready", offer=True)
            self._manual_switcher.refresh()
        else:
            self._report_built(manual, "is ready")
            self._manual_switcher.change_manual(manual.info.id)

    def _all_built(self, manuals: list[InstalledManual]) -> None:
        """List what was added, and offer to open any of it."""
        if manuals:
            names = distinct_names(manual.info for manual in manuals)
            self._status_strip.end(all_ready(manuals), {"Open": lambda: self._offer_to_open(names)})
        else:  # each of them failed, and that was said
            self._status_strip.clear_work()

    def _offer_to_open(self, names: Mapping[str, str]) -> None:
        """Let the reader choose which of these manuals to open, by a menu above the strip."""
        menu = QMenu(self._status_strip)
        menu.setAccessibleName("Manuals that are ready")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for manual, name in names.items():
            menu.addAction(name.replace("&", "&&"), partial(self._manual_switcher.change_manual, manual))
        size, strip = menu.sizeHint(), self._status_strip
        menu.popup(strip.mapToGlobal(QPoint(strip.width() - size.width(), -size.height())))

    def _rebuilt(self, manual: InstalledManual) -> None:
        """Go on reading a manual that was rebuilt where it was open."""
        self._report_built(manual, "is rebuilt")
        address = self._reader.address
        if address is None or address.manual == manual.info.id:
            self._manual_switcher.change_manual(manual.info.id, address)
        else:
            self._manual_switcher.refresh()

    def _report_built(self, manual: InstalledManual, what: str, *, offer: bool = False) -> None:
        """Say what became of a manual; offer its report, and with `offer` to open it."""
        from momviewer.library.importing import report_of

        counts, problems = manual.info.counts, len(report_of(manual).problems)
        pages, examples = counted(counts.pages, "page"), counted(counts.examples, "example")
        told = f"; {counted(problems, 'line')} in the report" if problems else ""
        effects = {"Open": lambda: self._manual_switcher.change_manual(manual.info.id)} if offer else {}
        effects["Report"] = lambda: self.report_requested.emit(manual.info.id)
        self._status_strip.end(
            f"{manual.info.title} {what}: {pages}, {examples}{told}.",
            effects,
        )

    def _failed(self, message: str) -> None:
        if self._reader.address is None:
            self._reader.show_html(page_html.empty_page("No manual to read yet", message))


def all_ready(manuals: Sequence[InstalledManual]) -> str:
    """Return a sentence that lists manuals that were added one after the other."""
    names = distinct_names(manual.info for manual in manuals)
    return f"{counted(len(manuals), 'manual is', 'manuals are')} ready: {', '.join(names.values())}."
