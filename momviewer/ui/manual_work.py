"""Adding and rebuilding manuals behind the window: one at a time, with progress, and to be cancelled."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from momviewer.errors import CancelledError, MomviewerError
from momviewer.library.importing import Progress, add_manual, build_built_in, rebuild_manual
from momviewer.library.library import InstalledManual, Library
from momviewer.ui.tasks import Tasks

Work = Callable[[Callable[[Progress], None], Callable[[], bool]], InstalledManual]


class ManualWork(QObject):
    """Runs the builder from a thread of its own and tells how far it is."""

    begun = Signal(str)
    progressed = Signal(str, int, int)
    done = Signal(InstalledManual)
    failed = Signal(str)
    cancelled = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = Tasks("builder", self)
        self._stop = Event()
        self.busy = False

    def add(self, source: Path) -> None:
        """Add the manual in a folder."""
        self._start(
            f"Adding {source.name}",
            lambda progress, stopped: add_manual(self._library, source, progress=progress, cancelled=stopped),
        )

    def rebuild(self, manual_id: str) -> None:
        """Build a manual again from where it came from."""
        self._start(
            f"Rebuilding {manual_id}",
            lambda progress, stopped: rebuild_manual(
                self._library, manual_id, progress=progress, cancelled=stopped
            ),
        )

    def build_built_in(self) -> None:
        """Build the bundled manual of a checkout."""
        self._start(
            "Preparing the bundled manual",
            lambda progress, stopped: build_built_in(self._library, progress=progress, cancelled=stopped),
        )

    def cancel(self) -> None:
        """Stop what is being built; the library stays as it was."""
        self._stop.set()

    def close(self) -> None:
        """Stop what is being built and end the thread."""
        self._stop.set()
        self._tasks.close()

    def _start(self, name: str, work: Work) -> None:
        if self.busy:
            self.failed.emit("Another manual is being built. Wait until it is done, or cancel it.")
            return
        self.busy = True
        self._stop.clear()
        self.begun.emit(name)
        # Emitted on the builder's thread; Qt hands the progress over to this one.
        self._tasks.run(lambda: work(self._tell, self._stop.is_set), self._finish, self._fail)

    def _tell(self, progress: Progress) -> None:
        self.progressed.emit(progress.step, progress.done, progress.total)

    def _finish(self, manual: InstalledManual) -> None:
        self.busy = False
        self.done.emit(manual)

    def _fail(self, error: MomviewerError) -> None:
        self.busy = False
        (self.cancelled if isinstance(error, CancelledError) else self.failed).emit(str(error))
