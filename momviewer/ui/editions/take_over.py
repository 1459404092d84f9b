"""Moves the bookmarks when a manual takes over from an older edition, and says so."""

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError
from momviewer.library.succession import Carried, Move, carry, moves
from momviewer.manual.editions.comparison import Comparison
from momviewer.manual.editions.edition_changes import changes_of
from momviewer.ui.base.tasks import Lane, TaskRunner
from momviewer.ui.sidebar.bookmarking import Bookmarking
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.wording import counted


class Editions(QObject):
    """Moves bookmarks to a newer edition as soon as the two are compared."""

    carried = Signal(Carried)

    changes_requested = Signal(str, object)
    """A manual, and the bookmarks that lost their place when it took over."""
    open_requested = Signal(str)

    def __init__(
        self, bookmarking: Bookmarking, status_strip: StatusStrip, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bookmarking, self._status_strip = bookmarking, status_strip
        self._runner = runner

    def take_over(self, comparison: Comparison) -> None:
        """Move the bookmarks of the old edition to the new one."""
        marks = tuple(self._bookmarking.bookmarks)
        self._runner.run(
            Lane.LIBRARY,
            lambda: moves(marks, comparison),
            lambda wanted: self._carry(wanted, comparison),
            self._fail,
        )

    def _carry(self, wanted: list[Move], comparison: Comparison) -> None:
        carried = carry(self._bookmarking.bookmarks, wanted)
        if carried != Carried():
            self._bookmarking.refresh()
        old, new = comparison.old, comparison.new
        told = f"{new.info.title}, {new.name}, took over from {old.name}: {changes_of(comparison).summary}"
        self._status_strip.end(
            f"{told}{_bookmarks(carried)}",
            {
                "Open": lambda: self.open_requested.emit(new.info.id),
                "What changed": lambda: self.changes_requested.emit(new.info.id, carried.lost),
            },
        )
        self.carried.emit(carried)

    def _fail(self, error: MomviewerError) -> None:
        self._status_strip.fail(str(error))


def _bookmarks(carried: Carried) -> str:
    """Say what became of the bookmarks."""
    kept, lost = len(carried.kept), len(carried.lost)
    led = f" {counted(kept, 'bookmark leads', 'bookmarks lead')} to it now." if kept else ""
    gone = f" {counted(lost, 'bookmark lost its place', 'bookmarks lost their places')}." if lost else ""
    return led + gone
