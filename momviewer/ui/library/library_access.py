"""The way from the main window to the library: its commands, and the library window when it is asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.library.manual_switcher import ManualSwitcher
from momviewer.ui.reading.reader import Reader

if TYPE_CHECKING:
    from momviewer.library.importing import OfferedManual
    from momviewer.manual.editions.comparison import Comparison
    from momviewer.ui.library.library_controller import LibraryController


class LibraryAccess(QObject):
    """Makes the library controller at the first need, and connects it with what is read."""

    manual_requested = Signal(str)
    place_requested = Signal(Address)

    def __init__(
        self,
        make_library_controller: "Callable[[], LibraryController]",
        reader: Reader,
        manual_switcher: ManualSwitcher,
        work: BuildQueue,
    ) -> None:
        super().__init__(reader)
        self._make_library_controller, self._reader, self._manual_switcher, self._work = (
            make_library_controller,
            reader,
            manual_switcher,
            work,
        )
        self.library_controller = OnDemand(self._make)
        work.offered.connect(self._offer)
        work.compared.connect(self._take_over)

    def commands(self) -> list[Command]:
        """Return what a reader can do with the manuals there are."""
        library_controller, manual_switcher = self.library_controller, self._manual_switcher
        return [
            Command("library", "Library…", Group.WINDOW, self.show, ("Ctrl+Shift+O",), Menu.MANUALS),
            Command(
                "choose manual",
                "Choose a manual or a set",
                Group.WINDOW,
                manual_switcher.choose,
                ("Ctrl+M",),
                Menu.MANUALS,
            ),
            Command("rebuild", "Rebuild this manual", Group.WINDOW, self._rebuild, menu=Menu.MANUALS),
            Command(
                "add",
                "Add from a folder…",
                Group.WINDOW,
                lambda: library_controller().add_from_folder(),
                ("Ctrl+O",),
                Menu.ADD,
            ),
            Command(
                "add archive",
                "Add from an archive…",
                Group.WINDOW,
                lambda: library_controller().add_from_archive(),
                menu=Menu.ADD,
            ),
        ]

    def show(self, manual: str = "") -> None:
        """Open the library window at a manual, the open one unless another is named."""
        self.library_controller().show(manual or self._reader.manual_id)

    def _rebuild(self) -> None:
        """Build the open manual again from where it came from."""
        if self._reader.manual_id:
            self._work.rebuild(self._reader.manual_id)

    def close(self) -> None:
        """End what the library controller has under way."""
        if self.library_controller.made:
            self.library_controller.made.close()

    def _make(self) -> "LibraryController":
        library_controller = self._make_library_controller()
        library_controller.open_requested.connect(self.manual_requested)
        library_controller.place_requested.connect(self.place_requested)
        library_controller.leaving.connect(self._manual_switcher.leave)
        library_controller.changed.connect(self._manual_switcher.refresh)
        return library_controller

    def _offer(self, manuals: "list[OfferedManual]") -> None:
        self.library_controller().offer(manuals)

    def _take_over(self, comparison: "Comparison") -> None:
        self.library_controller().editions.take_over(comparison)
