"""Says at the foot what is wrong with manuals, and builds those again that this helps."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from momviewer.errors import MENDABLE, MomviewerError
from momviewer.library.library import InstalledManual, Library
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.tasks import Tasks
from momviewer.ui.work_strip import WorkStrip


class Mending(QObject):
    """Builds each manual in trouble again once: what is in trouble after that stays so, and is said."""

    def __init__(self, library: Library, work: ManualWork, foot: WorkStrip, tasks: Tasks) -> None:
        super().__init__(foot)
        self._library, self._work, self._foot, self._tasks = library, work, foot, tasks
        self._mended: set[Path] = set()

    def look_around(self) -> None:
        """Look through the whole library: tell what is in trouble, build what an older program built."""
        self._tasks.run(self._library.manuals, self._seen, self.tell)

    def tell(self, error: MomviewerError) -> None:
        """Say what went wrong; a bundle that turns out to be damaged is built again."""
        self._foot.fail(str(error))
        if isinstance(error, MENDABLE):
            for found in self._library.manuals():
                if found.folder == error.folder:
                    self.mend(replace(found, trouble=str(error), mendable=found.has_source))

    def mend(self, manual: InstalledManual) -> None:
        """Build a manual in trouble again, once; say what is wrong where that is not possible."""
        if not manual.mendable:
            self._foot.fail(manual.trouble)
        elif manual.folder not in self._mended:
            self._mended.add(manual.folder)
            self._work.rebuild(manual.info.id)

    def _seen(self, manuals: list[InstalledManual]) -> None:
        for found in manuals:
            if found.trouble:
                self.mend(found)
        if not any(found.built_in and not found.trouble for found in manuals):
            self._work.build_built_in()
