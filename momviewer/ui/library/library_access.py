"""The way from the main window to the library: its commands, and the library window when it is asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.library.build_queue import ManualWork
from momviewer.ui.library.manual_switcher import Shelf
from momviewer.ui.reading.reader import Reader

if TYPE_CHECKING:
    from momviewer.library.importing import OfferedManual
    from momviewer.manual.editions.comparison import Comparison
    from momviewer.ui.library.librarian import Librarian


class LibraryAccess(QObject):
    """Makes the librarian at the first need, which a start is spared, and connects it with what is read."""

    manual_asked = Signal(str)
    place_asked = Signal(Address)

    def __init__(
        self, make_librarian: "Callable[[], Librarian]", reader: Reader, shelf: Shelf, work: ManualWork
    ) -> None:
        super().__init__(reader)
        self._make_librarian, self._reader, self._shelf, self._work = make_librarian, reader, shelf, work
        self.librarian = OnDemand(self._make)
        work.offered.connect(self._offer)
        work.compared.connect(self._take_over)

    def commands(self) -> list[Command]:
        """Return what a reader can do with the manuals there are."""
        librarian, shelf = self.librarian, self._shelf
        return [
            Command("choose manual", "Choose a manual or a set", shelf.choose, ("Ctrl+M",)),
            Command("add", "Add from a folder…", lambda: librarian().add_from_folder(), ("Ctrl+O",)),
            Command("add archive", "Add from an archive…", lambda: librarian().add_from_archive()),
            Command("rebuild", "Rebuild this manual", self._rebuild),
            Command("library", "Library…", self.show, ("Ctrl+Shift+O",)),
        ]

    def show(self, manual: str = "") -> None:
        """Open the library window at a manual, the open one unless another is named."""
        self.librarian().show(manual or self._reader.manual)

    def _rebuild(self) -> None:
        """Build the open manual again from where it came from."""
        if self._reader.manual:
            self._work.rebuild(self._reader.manual)

    def close(self) -> None:
        """End what the librarian has under way."""
        if self.librarian.made:
            self.librarian.made.close()

    def _make(self) -> "Librarian":
        librarian = self._make_librarian()
        librarian.open_asked.connect(self.manual_asked)
        librarian.place_asked.connect(self.place_asked)
        librarian.leaving.connect(self._shelf.leave)
        librarian.changed.connect(self._shelf.refresh)
        return librarian

    def _offer(self, manuals: "list[OfferedManual]") -> None:
        self.librarian().offer(manuals)

    def _take_over(self, comparison: "Comparison") -> None:
        self.librarian().editions.take_over(comparison)
