"""Answers queries over one or several built manuals: the pages found, the best first, with excerpts."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.query import Or, Query, Term

from momviewer.manual.bundle import INDEX, Bundle, damaged
from momviewer.manual.model import NumberedItem, PageInfo, PageKind
from momviewer.search.analysis import query_words
from momviewer.search.excerpts import Excerpt, anchor_before, best_passage, heading_before, word_pattern
from momviewer.search.schema import CONTENT, open_index

WEIGHTS = {"title": 4.0, "caption": 2.5, "term": 2.5, "heading": 2.0, CONTENT: 1.0, "code": 0.5}
"""How much a word counts by where on the page it stands."""
LISTS = frozenset({PageKind.LIST, PageKind.TITLE})
"""Kinds of pages that only point at others: they come after what they list."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found: where to open it, what to call it, the section it stands in, and the passage."""

    manual: str
    page: str
    anchor: str
    number: str
    title: str
    section: str
    score: float
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query: how many pages it finds, the first of them, and what to mark when one opens.

    `seconds` is the time the search took; `terms` are words in lower case.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    seconds: float
    terms: tuple[str, ...]


class Searcher:
    """Searches built manuals. Use it from one thread at a time; close it before its bundles."""

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        self._manuals = [_SearchableManual(bundle) for bundle in bundles]

    def close(self) -> None:
        """Give the index files back."""
        for manual in self._manuals:
            manual.close()

    def search(self, query: str, limit: int = 20) -> SearchResult:
        """Return the pages that hold any word of `query`, the best `limit` of them with excerpts."""
        started = time.perf_counter()
        terms = tuple(dict.fromkeys(query_words(query)))
        found = [
            (info.kind in LISTS, -score, place, info)
            for place, manual in enumerate(self._manuals)
            for info, score in manual.find(terms)
        ]
        found.sort(key=lambda entry: entry[:3])
        hits = (
            self._manuals[place].hit(info, -score, terms) for _, score, place, info in found[: max(limit, 0)]
        )
        return SearchResult(query, len(found), tuple(hits), time.perf_counter() - started, terms)


class _SearchableManual:
    """One manual's index, with what is needed of its pages to name a hit."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        if problems := bundle.verify(f"{INDEX}/"):  # Whoosh unpickles: it is handed no byte but the builder's
            raise damaged(bundle.folder, problems[0])
        self._searcher = open_index(bundle.index).searcher()
        self._pages = bundle.pages()
        self._titles = {info.id: info.title for info in self._pages}
        self._items: defaultdict[str, list[NumberedItem]] = defaultdict(list)
        for item in bundle.items():
            self._items[item.page].append(item)

    def close(self) -> None:
        self._searcher.close()

    def find(self, terms: Sequence[str]) -> Iterator[tuple[PageInfo, float]]:
        """Yield each page that holds any of `terms`, with its score."""
        if not terms:
            return
        query: Query = Or([Term(field, term, boost) for term in terms for field, boost in WEIGHTS.items()])
        matcher = query.matcher(self._searcher, self._searcher.context())
        while matcher.is_active():
            # documents are numbered in the order they were written, which is that of the pages
            yield self._pages[matcher.id()], matcher.score()
            matcher.next()

    def hit(self, info: PageInfo, score: float, terms: Sequence[str]) -> Hit:
        """Return a page found as a hit, at the caption that the words name or at the best passage."""
        page = self._bundle.page(info.id)
        if page is None:
            raise damaged(self._bundle.folder, f"{info.id} is in the index only")
        passage = best_passage(page, word_pattern(terms))
        section = self._titles.get(info.up, "")
        item = self._named_item(info, terms)
        if item:
            number, title, anchor = item.number, item.title, item.anchor
            section = info.title
        else:
            number, title = info.number, info.title
            anchor = anchor_before(page, passage.offset) if passage.offset >= 0 else ""
            heading = heading_before(page, passage.offset)
            section = " › ".join(name for name in (section, heading) if name)
        return Hit(self._bundle.info.id, info.id, anchor, number, title, section, score, passage.excerpt)

    def _named_item(self, info: PageInfo, terms: Sequence[str]) -> NumberedItem | None:
        """Return the example, figure or table of a page whose caption holds all the words asked for."""
        wanted = set(terms)
        for item in self._items[info.id]:
            if wanted <= set(query_words(f"{item.label} {item.title}")):
                return item
        return None
