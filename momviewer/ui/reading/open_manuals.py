"""The manuals that are open for reading, the last few kept open; and what all manuals are called."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.links import Address
from momviewer.manual.model import distinct_names
from momviewer.manual.outline import OpenManual
from momviewer.ui.base.tasks import Lane, Task, TaskRunner

MAX_OPEN_MANUALS = 4
"""Manuals that are kept open: going back to one of them takes no longer than to another page."""


class OpenManuals:
    """Opens manuals in the opening lane, the one way that the window does so, and keeps the last few.

    It belongs to the window's thread, and so does every manual it has handed out.
    """

    def __init__(self, library: Library, runner: TaskRunner) -> None:
        self._library, self._runner = library, runner
        self._kept: dict[str, OpenManual] = {}
        """The one used last stands last."""
        self._made: deque[OpenManual] = deque()
        """What the opening lane has opened and nobody has looked at yet."""
        self._held: OpenManual | None = None

    def kept(self, manual_id: str) -> OpenManual | None:
        """Return a manual that is open as it is on the disk now; None for any other."""
        self._take_made()
        manual = self._kept.pop(manual_id, None)
        if manual and not manual.is_current:
            self._close_unless_held(manual)
            return None
        if manual:
            self._kept[manual_id] = manual
        return manual

    def open(
        self,
        address: Address,
        done: Callable[[OpenManual, Address], None],
        failed: Callable[[MomviewerError], None],
    ) -> Task:
        """Open the manual of a place in the background, then call `done` with both, or `failed`.

        Where the manual was removed, and another took over from it, that is opened, with the place in it.
        """

        def opened() -> tuple[OpenManual, Address]:
            installed, place = _found(self._library, address)
            manual = OpenManual(installed.folder)
            self._made.append(manual)
            return manual, place

        def tell(outcome: tuple[OpenManual, Address]) -> None:
            self._take_made()
            done(*outcome)

        return self._runner.run(Lane.OPENING, opened, tell, failed)

    def wait_for(self, task: Task, timeout_s: float) -> bool:
        """Wait until a manual is open, and tell it; return False where that takes too long."""
        return self._runner.wait_for(task, timeout_s)

    def hold(self, manual: OpenManual | None) -> None:
        """Keep the manual that is read open, whatever else is opened; the one that was read is let go."""
        before, self._held = self._held, manual
        if before and before is not manual and before not in self._kept.values():
            before.bundle.close()
        self._close_too_many()

    def release(self, manual_id: str) -> None:
        """Give the files of a manual back that is about to be removed, unless it is held."""
        self._take_made()
        if manual := self._kept.pop(manual_id, None):
            self._close_unless_held(manual)

    def close(self) -> None:
        """Give all files back; the runner has been closed before, so that nothing more is opened."""
        self._take_made()
        for manual in {*self._kept.values(), *([self._held] if self._held else [])}:
            manual.bundle.close()
        self._kept.clear()
        self._held = None

    def _take_made(self) -> None:
        while self._made:
            manual = self._made.popleft()
            if before := self._kept.pop(manual.bundle.info.id, None):
                self._close_unless_held(before)
            self._kept[manual.bundle.info.id] = manual
        self._close_too_many()

    def _close_too_many(self) -> None:
        spare = [name for name, manual in self._kept.items() if manual is not self._held]
        for name in spare[: max(0, len(self._kept) - MAX_OPEN_MANUALS)]:
            self._kept.pop(name).bundle.close()

    def _close_unless_held(self, manual: OpenManual) -> None:
        if manual is not self._held:
            manual.bundle.close()


class ManualNames(QObject):
    """Knows the name of each manual by its id. It belongs to the window's thread; the library lane looks."""

    changed = Signal()
    trouble = Signal(MomviewerError)

    def __init__(self, library: Library, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._runner = library, runner
        self._names: dict[str, str] = {}

    def look(self) -> None:
        """Look again what the manuals are called: one has come or gone, or was renamed."""
        self._runner.run(
            Lane.LIBRARY,
            lambda: distinct_names(found.info for found in self._library.manuals()),
            self._take,
            self.trouble.emit,
        )

    def of(self, manual_id: str) -> str:
        """Return the name of a manual; one that is not in the library goes by its id."""
        return self._names.get(manual_id, manual_id)

    def _take(self, names: dict[str, str]) -> None:
        if names != self._names:
            self._names = names
            self.changed.emit()


def _found(library: Library, address: Address) -> tuple[InstalledManual, Address]:
    """Return the manual of a place, else the one that took over from it with the place there.

    Raises NotFoundError.
    """
    try:
        return library.find(address.manual), address
    except NotFoundError:
        from momviewer.library.succession import followed  # which few starts need

        if found := followed(library, address):
            return found
        raise
