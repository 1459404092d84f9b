"""Asks the index off the main thread; only the answer to the latest question is told."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.search.searcher import RefusedQueryError, Searcher, SearchResult
from momviewer.ui.tasks import Task, Tasks

MOST_HITS = 50


class BackgroundSearch(QObject):
    """Searches the manuals it was told to use. Bundles and index are opened on its own thread."""

    answered = Signal(SearchResult)
    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks("search", self)
        self._asked: Task | None = None
        self._bundles: list[Bundle] = []
        self._searcher: Searcher | None = None

    def use(self, folders: Sequence[Path]) -> None:
        """Search the bundles in these folders from now on; their indexes are opened at once."""
        self.drop()
        self._tasks.run(lambda: self._open(folders), lambda _: None, self._tell)

    def ask(self, query: str) -> None:
        """Look for `query`; an answer that is still on its way is dropped."""
        self.drop()
        self._asked = self._tasks.run(lambda: self._search(query), self.answered.emit, self._tell)

    def drop(self) -> None:
        """Want no answer any more."""
        if self._asked:
            self._asked.drop()
            self._asked = None

    def close(self) -> None:
        """End the thread and give the files back."""
        self.drop()
        self._tasks.close()
        self._close_manuals()

    def _open(self, folders: Sequence[Path]) -> None:
        self._close_manuals()
        self._bundles = [open_bundle(folder) for folder in folders]
        self._searcher = Searcher(self._bundles)

    def _search(self, query: str) -> SearchResult:
        if self._searcher is None:
            self._searcher = Searcher(())
        return self._searcher.search(query, MOST_HITS)

    def _close_manuals(self) -> None:
        if self._searcher:
            self._searcher.close()
            self._searcher = None
        while self._bundles:
            self._bundles.pop().close()

    def _tell(self, error: MomviewerError) -> None:
        signal = self.refused if isinstance(error, RefusedQueryError) else self.failed
        signal.emit(str(error))
