"""What the manuals of the library are called in the window, no two the same."""

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError
from momviewer.library.library import Library
from momviewer.manual.model import distinct_names
from momviewer.ui.base.tasks import Lane, TaskRunner


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
