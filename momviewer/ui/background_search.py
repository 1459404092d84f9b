"""Asks the index off the main thread; only the answer to the latest question is told."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.query.diagnostics import Diagnostic, diagnose
from momviewer.query.explain import Reading, readings
from momviewer.query.parser import parse
from momviewer.search.quick_open import NameMatch, QuickOpen
from momviewer.search.searcher import RefusedQueryError, Searcher, SearchResult
from momviewer.ui.tasks import Task, Tasks

MOST_HITS = 50
MOST_NAMES = 6
MOST_OFFERS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A query to ask instead of one that finds nothing: what it does, and how many pages it finds."""

    query: str
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question: names by their letters, and pages, or None where it is no query.

    `readings` say how the query is read, clause by clause, `diagnostics` what is wrong with it; `offers` are
    there where no page is found.
    """

    asked: str
    names: tuple[NameMatch, ...]
    result: SearchResult | None
    readings: tuple[Reading, ...]
    diagnostics: tuple[Diagnostic, ...]
    offers: tuple[Offer, ...] = ()


class BackgroundSearch(QObject):
    """Searches the manuals it was told to use. Bundles and index are opened on its own thread."""

    answered = Signal(Answer)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks("search", self)
        self._asked: Task | None = None
        self._bundles: list[Bundle] = []
        self._searcher: Searcher | None = None
        self._names = QuickOpen(())

    def use(self, folders: Sequence[Path], named: Path) -> None:
        """Search the bundles in these folders from now on, and the names of the bundle in `named`.

        Indexes are opened ahead of the first question. What cannot be opened is said and passed over.
        """
        self.drop()
        self._tasks.run(lambda: self._open(folders, named), self._tell_troubles, self._tell)

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

    def _open(self, folders: Sequence[Path], named: Path) -> list[str]:
        self._close_manuals()
        troubles = []
        for folder in folders:
            try:
                self._bundles.append(open_bundle(folder))
            except MomviewerError as error:
                troubles.append(str(error))
        self._searcher = Searcher(self._bundles)
        opened = next((bundle for bundle in self._bundles if bundle.folder == named), None)
        if opened:
            self._names = QuickOpen.of(opened)
        else:
            with closing(open_bundle(named)) as bundle:
                self._names = QuickOpen.of(bundle)
        return troubles

    def _search(self, query: str) -> Answer:
        names = tuple(self._names.find(query, MOST_NAMES))
        try:
            result = self._searcher.search(query, MOST_HITS) if self._searcher else None
        except RefusedQueryError:
            result = None
        parsed = parse(query)
        told = tuple(diagnose(parsed))
        answer = Answer(query, names, result, tuple(readings(parsed)), told)
        if self._searcher is None or (result and result.total):
            return answer
        return replace(answer, offers=tuple(islice(_offers(answer, self._searcher), MOST_OFFERS)))

    def _close_manuals(self) -> None:
        if self._searcher:
            self._searcher.close()
            self._searcher = None
        while self._bundles:
            self._bundles.pop().close()

    def _tell_troubles(self, troubles: list[str]) -> None:
        if troubles:
            self.failed.emit(troubles[0])

    def _tell(self, error: MomviewerError) -> None:
        self.failed.emit(str(error))


def _offers(answer: Answer, searcher: Searcher) -> Iterator[Offer]:
    """Yield what to ask instead, each once: only what finds something."""
    seen = set()
    for query, label in _instead(answer, searcher):
        if query not in seen and (total := searcher.count(query)):
            yield Offer(query, label, total)
        seen.add(query)


def _instead(answer: Answer, searcher: Searcher) -> Iterator[tuple[str, str]]:
    """Yield queries and what they do: repairs, unknown words put right, clauses left out."""
    for told in answer.diagnostics:
        yield from ((fix.query, fix.label) for fix in told.fixes)
    for meant in searcher.corrections(answer.asked):
        yield meant.query, f"{meant.instead} instead of {meant.word}"
    blocking = answer.result.blocking if answer.result else ()
    if left := searcher.without(answer.asked, blocking) if blocking else "":
        yield left, f"Without {', '.join(answer.readings[place].text for place in blocking)}"
