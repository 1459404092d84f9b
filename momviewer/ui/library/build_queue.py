"""Adds and rebuilds manuals in the background, one after the other, with progress and a way to cancel."""

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from momviewer.errors import CancelledError, MomviewerError
from momviewer.library.library import InstalledManual, Library
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.library.importing import OfferedManual
    from momviewer.manual.editions.comparison import Comparison

Job = tuple[str, Callable[[], Any], Callable[[Any], None]]
"""Its name, the work on the building lane, and what takes the outcome on the window's thread."""


class BuildQueue(QObject):
    """Runs builds on the building lane and signals their progress. It belongs to the window's thread."""

    started = Signal(str)
    progressed = Signal(object)
    """With a `BuildProgress`."""
    offered = Signal(object)
    """The list of the manuals at a path, if there are several."""
    compared = Signal(object)
    """The Comparison of a manual with the edition before; told after it is `done` or `rebuilt`."""
    done = Signal(InstalledManual)
    rebuilt = Signal(InstalledManual)
    all_done = Signal(object)
    """After several manuals were added one after the other: a list of those that are there now."""
    failed = Signal(str)
    cancelled = Signal(str)

    def __init__(self, library: Library, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._stop = Event()
        self._waiting: deque[Job] = deque()
        self._comparison: Comparison | None = None
        """What the current build was compared with, until it ends."""
        self.busy = False
        self.adds_several = False
        """Whether what is built is one of several that are added one after the other."""
        self.name = ""
        """The name of the current job, or of the last one."""

    def show_in(self, strip: StatusStrip) -> None:
        """Let a strip say what is being built and how far it is, why it failed, and cancel it.

        What became of a manual that was built is for others to say.
        """
        self.started.connect(strip.start)
        self.progressed.connect(strip.progress)
        self.offered.connect(strip.clear_work)
        self.failed.connect(strip.fail_work)
        self.cancelled.connect(strip.end)
        strip.cancel_requested.connect(self.cancel)

    def add(self, source: Path) -> None:
        """Add the manual of a folder or an archive; if there are several, offer them."""
        from momviewer.library.importing import offered_manuals

        self._start(
            f"Looking into {source.name}",
            lambda: offered_manuals(source, cancelled=self._stop.is_set),
            self._offer,
        )

    def add_offered(self, manuals: "Iterable[OfferedManual]") -> None:
        """Add manuals that were offered, one after the other; at the end of several tell of all."""
        from momviewer.library.importing import add_manual

        wanted = list(manuals)
        ready: list[InstalledManual] = []

        def finish(manual: InstalledManual) -> None:
            ready.append(manual)
            self.done.emit(manual)

        if len(wanted) > 1:
            self.adds_several = True
        for number, offered in enumerate(wanted, start=1):
            which = f", {number} of {len(wanted)}" if len(wanted) > 1 else ""
            self._start(
                f"Adding {Path(offered.part).name or offered.source.name}{which}",
                lambda offered=offered: add_manual(  # type: ignore[misc]  # the default binds the loop's value
                    self._library,
                    offered.source,
                    part=offered.part,
                    progress=self.progressed.emit,
                    cancelled=self._stop.is_set,
                    compared=self._keep_comparison,
                ),
                finish,
            )
        if len(wanted) > 1:
            self._start(f"Added {counted(len(wanted), 'manual')}", lambda: ready, self._end_series)

    def rebuild(self, manual_id: str) -> None:
        """Build a manual again from its source."""
        from momviewer.library.importing import rebuild_manual

        self._start(
            f"Rebuilding {manual_id}",
            lambda: rebuild_manual(
                self._library,
                manual_id,
                progress=self.progressed.emit,
                cancelled=self._stop.is_set,
                compared=self._keep_comparison,
            ),
            self.rebuilt.emit,
        )

    def build_built_in(self) -> None:
        """Build the bundled manual of a checkout."""
        from momviewer.library.importing import build_built_in

        self._start(
            "Preparing the bundled manual",
            lambda: build_built_in(self._library, progress=self.progressed.emit, cancelled=self._stop.is_set),
            self.done.emit,
        )

    def cancel(self) -> None:
        """Stop the current build and forget the waiting ones; the library stays as it was."""
        self._waiting.clear()
        self.adds_several = False
        self._stop.set()

    def _start(self, name: str, work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        self._waiting.append((name, work, finish))
        if not self.busy:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        self.name, work, finish = self._waiting.popleft()
        self.busy = True
        self._stop.clear()
        self.started.emit(self.name)
        # What `work` emits comes from the builder's thread; Qt hands it over to this one.
        self._runner.run(Lane.BUILDING, work, lambda outcome: self._finish(outcome, finish), self._fail)

    def _keep_comparison(self, comparison: "Comparison") -> None:
        self._comparison = comparison

    def _offer(self, manuals: "list[OfferedManual]") -> None:
        if len(manuals) == 1:
            self.add_offered(manuals)
        else:
            self.offered.emit(manuals)

    def _end_series(self, ready: list[InstalledManual]) -> None:
        self.adds_several = False
        self.all_done.emit(ready)

    def _finish(self, outcome: object, finish: Callable[[Any], None]) -> None:
        self.busy = False
        comparison, self._comparison = self._comparison, None
        finish(outcome)
        if comparison is not None:
            self.compared.emit(comparison)
        if not self.busy:
            self._next()

    def _fail(self, error: MomviewerError) -> None:
        self.busy = False
        (self.cancelled if isinstance(error, CancelledError) else self.failed).emit(str(error))
        if not self.busy:
            self._next()
