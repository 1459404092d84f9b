"""Answers what is typed into the bar: names that fit, pages found, and what there is to say of the query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import rapidfuzz.fuzz  # noqa: F401 - loaded ahead of the first answer that needs it

from momviewer.errors import MomviewerError, RefusedQueryError
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import PageKind, distinct_names
from momviewer.query.diagnose import diagnose
from momviewer.query.diagnostics import Diagnostic
from momviewer.query.explain import Reading, readings
from momviewer.query.java import white_space_words
from momviewer.query.parser import parse
from momviewer.search.answers.narrowing import Narrowing
from momviewer.search.answers.quick_open import NameMatch, QuickOpen
from momviewer.search.answers.searcher import Searcher, SearchResult
from momviewer.search.ranking.matching import searched_words

COMMON = "the"
"""The word that the first search asks for, which only reads ahead; any word would do."""
MAX_HITS = 50
MAX_NAMES = 6
MAX_NARROWED_NAMES = 60
"""Names among which those of some parts of a manual are looked for."""
MAX_OFFERS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A query to ask instead of one that finds nothing, with what it changes and how many pages it finds."""

    query: str
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for what was typed: names by their letters, and pages, or None if it is no query.

    `readings` say how the query is read, clause by clause, and `diagnostics` what is wrong with it. `offers`
    is empty unless no page is found. `named` is the manual that the names are of. `manuals` has what each is
    called, by its id, where several are searched.
    """

    asked: str
    names: tuple[NameMatch, ...]
    result: SearchResult | None
    readings: tuple[Reading, ...]
    diagnostics: tuple[Diagnostic, ...]
    offers: tuple[Offer, ...] = ()
    named: str = ""
    manuals: Mapping[str, str] = field(default_factory=dict)


class Answering:
    """The open indexes of some manuals, and the names of one. Use it on one thread; close it when done."""

    def __init__(self) -> None:
        self._bundles: list[Bundle] = []
        self._searcher: Searcher | None = None
        self._names = QuickOpen(())
        self._kinds: Mapping[str, PageKind] = {}
        """The kinds of the pages that have these names."""
        self._named = ""
        self._manuals: dict[str, str] = {}

    def open(self, folders: Sequence[Path], named: Path) -> list[MomviewerError]:
        """Search the bundles in these folders from now on, and offer the names of the one in `named`.

        Return the errors of bundles that cannot be opened; they are passed over. Raises the error of the
        bundle in `named`, and the first error if no bundle can be searched.
        """
        self.close()
        troubles: list[MomviewerError] = []
        for folder in folders:
            try:
                self._bundles.append(open_bundle(folder))
            except MomviewerError as error:
                troubles.append(error)
        searcher = Searcher(self._bundles, troubles, named)
        if folders and len(troubles) == len(folders):
            raise troubles[0]
        searcher.count(COMMON)  # reads what ranking needs of every page, before somebody waits for it
        self._searcher = searcher
        opened = next((bundle for bundle in self._bundles if bundle.folder == named), None)
        if opened:
            self._offer_names(opened)
        else:
            with open_bundle(named) as opened:
                self._offer_names(opened)
        self._named = opened.info.id
        infos = [bundle.info for bundle in self._bundles]
        self._manuals = distinct_names([*infos, opened.info]) if len(infos) > 1 else {}
        return troubles

    def _offer_names(self, bundle: Bundle) -> None:
        self._names = QuickOpen.of(bundle)
        self._kinds = {info.id: info.kind for info in bundle.pages()}

    def answer(self, text: str, *, as_query: bool = False, narrowing: Narrowing = Narrowing.ALL) -> Answer:
        """Return what there is to show for what was typed, which may be read `as_query` whatever it is.

        `narrowing` says which parts of the manuals are shown; queries to ask instead are for all of them.
        """
        found = self._names.find(text, MAX_NAMES if narrowing is Narrowing.ALL else MAX_NARROWED_NAMES)
        kinds = self._kinds
        fits = (match for match in found if narrowing.has_name(match.name, kinds.get(match.name.page)))
        names = tuple(islice(fits, MAX_NAMES))
        try:
            result = self._search(text, as_query=as_query, narrowing=narrowing)
        except RefusedQueryError:
            result = None
        parsed = parse(text, _as_written)
        told = tuple(diagnose(parsed))
        if result and result.searched_as:
            parsed = parse(result.searched_as.query, _as_written)
        answer = Answer(
            text, names, result, tuple(readings(parsed)), told, named=self._named, manuals=self._manuals
        )
        if self._searcher is None or narrowing is not Narrowing.ALL or (result and result.total):
            return answer
        return replace(answer, offers=tuple(islice(_offers(answer, self._searcher), MAX_OFFERS)))

    def _search(self, text: str, *, as_query: bool, narrowing: Narrowing) -> SearchResult | None:
        if self._searcher is None:
            return None
        return self._searcher.search(text, MAX_HITS, as_query=as_query, narrowing=narrowing)

    def close(self) -> None:
        """Close the bundles and their indexes."""
        if self._searcher:
            self._searcher.close()
            self._searcher = None
        while self._bundles:
            self._bundles.pop().close()
        self._names = QuickOpen(())


def _as_written(field: str, text: str) -> list[str]:
    """Split a text at white space, to word how a query is read; what is no word to the search is left out."""
    return white_space_words(field, text) if searched_words(field, text) else []


def _offers(answer: Answer, searcher: Searcher) -> Iterator[Offer]:
    """Yield queries to ask instead, each once, that find something."""
    seen = set()
    for query, label in _instead(answer, searcher):
        if query not in seen and (total := searcher.count(query)):
            yield Offer(query, label, total)
        seen.add(query)


def _instead(answer: Answer, searcher: Searcher) -> Iterator[tuple[str, str]]:
    """Yield queries with what they change: repairs, then unknown words corrected, then clauses left out."""
    for told in answer.diagnostics:
        yield from ((fix.query, fix.label) for fix in told.fixes)
    for meant in searcher.corrections(answer.asked):
        yield meant.query, f"{meant.instead} instead of {meant.word}"
    for left, places in searcher.removals(answer.asked) if answer.result else ():
        yield left, f"Without {', '.join(answer.readings[place].text for place in places)}"
