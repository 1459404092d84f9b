"""Searches in the background; only the answer to the latest question comes back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from momviewer.errors import MomviewerError
from momviewer.search.answers.narrowing import Narrowing
from momviewer.ui.base.tasks import Lane, Task, TaskRunner

if TYPE_CHECKING:
    from momviewer.search.answers.answering import Answering

ChooseManuals = Callable[[], tuple["Sequence[Path]", Path]]
"""Returns the folders of the bundles that are searched, and of the one whose names are."""


class BackgroundSearch(QObject):
    """Searches the manuals that it was told to use. It belongs to the window's thread.

    Bundles and index belong to the search lane, which opens them and loads the code that reads them: a window
    shows a page before it needs any of it.
    """

    answered = Signal(object)
    """With an `Answer`."""
    failed = Signal(MomviewerError)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._asked: Task | None = None
        self._answering: Answering | None = None
        self._chosen: ChooseManuals | None = None
        self._ahead = False
        self._query: tuple[str, bool, Narrowing] | None = None
        # What was opened, or typed, is painted first: the search would slow that down.
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._start)

    def open_ahead(self) -> None:
        """Open indexes from now on as soon as manuals are set, and not at the first question."""
        self._ahead = True
        self._painted.start()

    def set_manuals(self, choose: ChooseManuals) -> None:
        """Search other bundles from now on, which `choose` returns in the search lane.

        What cannot be opened is said and passed over.
        """
        self.drop()
        self._chosen = choose
        if self._ahead:
            self._painted.start()

    def ask(self, text: str, *, as_query: bool = False, narrowing: Narrowing = Narrowing.ALL) -> None:
        """Search for `text`, with `as_query` even if it looks like none; drop the answer before.

        `narrowing` says which parts of the manuals are looked for.
        """
        self.drop()
        self._query = text, as_query, narrowing
        self._painted.start()

    def drop(self) -> None:
        """Drop the answer that is on its way."""
        self._query = None
        if self._asked:
            self._asked.drop()

    def close(self) -> None:
        """Close the files; the runner has to be closed before, so that nobody reads them."""
        self.drop()
        self._painted.stop()
        if self._answering:
            self._answering.close()

    def _start(self) -> None:
        self._open_chosen()
        asked, self._query = self._query, None
        if asked is not None:
            text, as_query, narrowing = asked
            self._asked = self._runner.run(
                Lane.SEARCH,
                lambda: self._loaded().answer(text, as_query=as_query, narrowing=narrowing),
                self.answered.emit,
                self._report,
            )

    def _open_chosen(self) -> None:
        if self._chosen:
            choose, self._chosen = self._chosen, None
            self._runner.run(
                Lane.SEARCH, lambda: self._loaded().open(*choose()), self._report_troubles, self._report
            )

    def _loaded(self) -> "Answering":
        if self._answering is None:
            from momviewer.search.answers.answering import Answering

            self._answering = Answering()
        return self._answering

    def _report_troubles(self, troubles: list[MomviewerError]) -> None:
        if troubles:
            self.failed.emit(troubles[0])

    def _report(self, error: MomviewerError) -> None:
        self.failed.emit(error)
