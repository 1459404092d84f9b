"""Searches one or several manuals: the pages that a query finds, the best first, with excerpts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from momviewer.errors import MomviewerError, RefusedQueryError
from momviewer.folding import fold
from momviewer.manual.bundle import INDEX, Bundle
from momviewer.manual.checked.damage import damaged
from momviewer.manual.model import ItemKind, NumberedItem, PageInfo
from momviewer.query.interpretation import Interpretation, Kind, interpret
from momviewer.query.nodes import Boolean, Query
from momviewer.query.parser import parse
from momviewer.search.answers.blocking import blocking, relaxed, removals
from momviewer.search.answers.examples import examples_with
from momviewer.search.answers.excerpts import Excerpt, SearchedPage, best_passage, heading_before
from momviewer.search.answers.marking import Marks, marks_of, marks_of_terms
from momviewer.search.answers.narrowing import Narrowing
from momviewer.search.answers.same_pages import Elsewhere, Found, grouped, words_of
from momviewer.search.answers.spelling import Correction, corrections
from momviewer.search.index.analysis import query_words
from momviewer.search.index.postings import MAX_KEPT_LISTS, Postings
from momviewer.search.ranking.matching import Matcher, Scores, WordSplitter
from momviewer.search.ranking.order import query_row, sort_keys
from momviewer.search.ranking.plain_words import Mended, RankedManual, rank

AT_HAND = 1.1
"""What the scores of the manual at hand count beside those of the others: as much as they are near."""
MAX_KEPT_PAGES = 128
"""Pages of all manuals that are kept as they were read: with each key typed, most hits are those before."""
MIN_KEPT_PAGES = 8
LISTS_OF_A_WORD = 16
"""Terms that a word is looked up as, in all fields: so many lists are kept for each word's scores."""
MAX_KEPT_CONTENTS = 1000
"""Pages of a manual whose words are kept to compare others with."""
MIN_KEPT_RANKS = 96
"""Terms whose positions are kept for each manual, however many are open: a long query in all fields."""

MAX_PAGES_OF_EXAMPLES = 400
"""Pages with examples that are looked through for those that have what is searched."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found: where it opens, what it is called, the passage, and the section of that."""

    manual: str
    page: str
    anchor: str
    number: str
    title: str
    section: str
    score: float
    excerpt: Excerpt
    apart: bool = False
    """Whether only other forms of the words stand on the page, where others have the words themselves."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Where the same page stands in other editions or forms of the manual, which are searched too."""


@dataclass(frozen=True, slots=True)
class SearchedAs:
    """How a text was read that is no query: its `kind`, the query for the same pages, the mended words."""

    kind: Kind
    query: str
    mended: tuple[Mended, ...] = ()

    @property
    def is_text(self) -> bool:
        """Return whether it was searched word by word, for it reads as no query or as none that is meant."""
        return self.kind is Kind.TEXT


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query: how many pages it finds, the first of them, and what to mark when one opens.

    `clauses` has the number of pages that each direct clause finds alone, in the order of the query. If
    nothing is found, `blocking` has the places in `clauses` of those that are to blame.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    marks: Marks
    clauses: tuple[int, ...] = ()
    blocking: tuple[int, ...] = ()
    searched_as: SearchedAs | None = None


class Searcher:
    """Searches built manuals. Use it from one thread at a time; close it before its bundles."""

    def __init__(
        self,
        bundles: Sequence[Bundle],
        passed_over: list[MomviewerError] | None = None,
        at_hand: Path | None = None,
    ) -> None:
        """Open the indexes of bundles. An error is raised, or added to `passed_over` if that is given.

        Of pages whose scores are near, those of the manual in the folder `at_hand` come first.
        """
        kept_lists = max(MIN_KEPT_RANKS, MAX_KEPT_LISTS // max(1, len(bundles)))
        kept_pages = max(MIN_KEPT_PAGES, MAX_KEPT_PAGES // max(1, len(bundles)))
        self._manuals: list[_SearchableManual] = []
        self._shares: list[float] = []
        for bundle in bundles:
            try:
                self._manuals.append(_SearchableManual(bundle, kept_lists, kept_pages))
            except MomviewerError as error:
                if passed_over is None:
                    self.close()
                    raise
                passed_over.append(error)
            else:
                self._shares.append(AT_HAND if bundle.folder == at_hand else 1.0)

    def close(self) -> None:
        """Close the indexes."""
        for manual in self._manuals:
            manual.close()

    def search(
        self, text: str, limit: int = 20, *, as_query: bool = False, narrowing: Narrowing = Narrowing.ALL
    ) -> SearchResult:
        """Return the pages that match a text, the best `limit` of them with excerpts.

        Plain words and pasted text are ranked for questions, unless it is to be read `as_query`. Narrowed to
        examples, the hits are these and not their pages. Raises RefusedQueryError where a query cannot be
        read.
        """
        interpretation = Interpretation(Kind.QUERY, text) if as_query else interpret(text)
        pages = MAX_PAGES_OF_EXAMPLES if narrowing is Narrowing.EXAMPLES else limit
        if interpretation.kind is Kind.QUERY:
            result = self._search_query(text, pages, narrowing)
        else:
            result = self._search_words(text, interpretation, pages, narrowing)
        if narrowing is not Narrowing.EXAMPLES:
            return result
        manuals = {manual.id: manual for manual in self._manuals}
        examples = [e for hit in result.hits for e in manuals[hit.manual].examples(hit, result.marks)]
        return replace(result, total=len(examples), hits=tuple(examples[:limit]))

    def _search_words(
        self, text: str, interpretation: Interpretation, limit: int, narrowing: Narrowing
    ) -> SearchResult:
        """Return the pages that have the words first, then those that have other forms of them only."""
        tree, matchers = self._read(interpretation.query)
        parts = [[matcher.pages_with_words(part) for part in _parts(tree)] for matcher in matchers]
        have = [set[int]().union(*pages) for pages in parts]
        ranking = rank([manual.ranked for manual in self._manuals], interpretation.words)
        # Where no page has a word that tells something, those with "of" and "the" are no better than others.
        parted = any(matcher.pages_with_words(tree, telling=True) for matcher in matchers)
        found = sorted(
            (parted and page not in pages, is_list, score * self._shares[place], place, page)
            for place, (keys, pages) in enumerate(zip(ranking.keys, have, strict=True))
            for is_list, score, page in keys
        )
        kept = [one for one in found if self._manuals[one[-2]].has(one[-1], narrowing)]
        marks = marks_of_terms(ranking.worths, ranking.stands_for)
        row = [part for word in interpretation.words for part in query_words(word.text)]
        pages = [Found(place, page, -score, apart) for apart, _, score, place, page in kept]
        hits = self._hits(pages, limit, marks, row)
        counts = tuple(sum(map(len, pages)) for pages in zip(*parts, strict=True))
        return SearchResult(
            text,
            sum(not apart for apart, *_ in kept),
            tuple(hits),
            marks,
            counts,
            () if found else blocking(tree, [matcher.match(tree) for matcher in matchers]),
            SearchedAs(interpretation.kind, interpretation.query, ranking.mended),
        )

    def _search_query(self, query: str, limit: int, narrowing: Narrowing) -> SearchResult:
        tree, matchers, matches = self._matched(query)
        row = query_row(tree)
        found = [
            (is_list, score * self._shares[place], place, page)
            for place, (manual, match) in enumerate(zip(self._manuals, matches, strict=True))
            for is_list, score, page in sort_keys(manual.postings, row, match[id(tree)])
        ]
        found.sort()
        kept = [one for one in found if self._manuals[one[-2]].has(one[-1], narrowing)]
        marks = marks_of(tree, matchers)
        pages = [Found(place, page, -score) for _, score, place, page in kept]
        hits = self._hits(pages, limit, marks, row)
        counts = tuple(sum(len(match[id(node)]) for match in matches) for node in _parts(tree))
        blocks = () if found else blocking(tree, matches)
        return SearchResult(query, len(kept), tuple(hits), marks, counts, blocks)

    def _hits(self, found: list[Found], limit: int, marks: Marks, words: Sequence[str]) -> list[Hit]:
        """Return the hits for what was found, the same page of several manuals as one."""
        manuals = self._manuals
        if len(manuals) == 1:
            groups = [[one] for one in found[:limit]]
        else:
            groups = grouped(
                found,
                limit,
                lambda one: manuals[one.manual].names[one.page],
                lambda one: manuals[one.manual].content(one.page).words,
            )
        hits = []
        for group in groups:
            first, *others = sorted(group, key=lambda one: (-self._shares[one.manual], one.manual))
            apart = first.apart and all(one.apart for one in others)
            hit = manuals[first.manual].hit(first.page, first.score, marks, words, apart=apart)
            elsewhere = tuple(manuals[one.manual].place_of(one.page, hit.anchor) for one in others)
            hits.append(replace(hit, elsewhere=elsewhere) if elsewhere else hit)
        return hits

    def count(self, query: str) -> int:
        """Return how many pages match `query`; raises RefusedQueryError where it cannot be read."""
        tree, _, matches = self._matched(query)
        return sum(len(match[id(tree)]) for match in matches)

    def removals(self, query: str) -> list[tuple[str, tuple[int, ...]]]:
        """Return `query` with as few direct clauses left out as let something be found, and their places.

        There are several where several help: a AND b finds something without a, and without b. What is no
        query has none.
        """
        try:
            tree, _, matches = self._matched(query)
        except RefusedQueryError:
            return []
        left = [(relaxed(query, tree, places), places) for places in removals(tree, matches)]
        return [(less, places) for less, places in left if less and self.count(less)]

    def corrections(self, query: str) -> list[Correction]:
        """Return corrected queries that find something, where no page has some word of `query`."""
        tree = parse(query, WordSplitter()).tree
        if tree is None:
            return []
        offered = corrections(query, tree, [manual.postings for manual in self._manuals])
        return [correction for correction in offered if self.count(correction.query)]

    def _matched(self, query: str) -> tuple[Query, list[Matcher], list[dict[int, Scores]]]:
        """Return the tree of a query, and for each manual its matcher and what it found."""
        tree, matchers = self._read(query)
        return tree, matchers, [matcher.match(tree) for matcher in matchers]

    def _read(self, query: str) -> tuple[Query, list[Matcher]]:
        """Return the tree of a query, and for each manual its matcher; raises RefusedQueryError for none."""
        splitter = WordSplitter()
        tree = parse(query, splitter).tree
        if tree is None:
            raise RefusedQueryError(f"{query} cannot be read as a query.")
        return tree, [Matcher(manual.postings, splitter) for manual in self._manuals]


def _parts(tree: Query) -> Sequence[Query]:
    return [clause.query for clause in tree.clauses] if isinstance(tree, Boolean) else [tree]


def check_index(bundle: Bundle) -> None:
    """Read everything in a manual's index; raises DamagedBundleError if it is not as it should be."""
    with closing(_SearchableManual(bundle, MAX_KEPT_LISTS, 0)) as manual:
        manual.postings.check()


@dataclass(frozen=True, slots=True)
class _Content:
    """What of a page tells whether another is the same: its words; and its anchors."""

    words: frozenset[str]
    anchors: frozenset[str]


class _SearchableManual:
    """One manual's index, with what is known of its pages to name a hit."""

    def __init__(self, bundle: Bundle, kept_lists: int, kept_pages: int) -> None:
        self._bundle = bundle
        if problems := bundle.verify(f"{INDEX}/"):  # a changed number would give another answer, not none
            raise damaged(bundle.folder, problems[0])
        self.postings = Postings(bundle.index, kept_lists)
        self.pages = bundle.pages()
        if len(self.pages) != self.postings.page_count:
            self.close()
            raise damaged(bundle.folder, "its index is of other pages")
        self._places = {info.id: place for place, info in enumerate(self.pages)}
        self._titles = {info.id: info.title for info in self.pages}
        self.names = [fold(info.title) for info in self.pages]
        self.ranked = RankedManual(
            self.postings, [info.title for info in self.pages], kept_lists // LISTS_OF_A_WORD
        )
        self._items: defaultdict[str, list[NumberedItem]] = defaultdict(list)
        for item in bundle.items():
            self._items[item.page].append(item)
        self._searched = lru_cache(kept_pages)(self._read)
        self.content = lru_cache(MAX_KEPT_CONTENTS)(self._read_content)

    def close(self) -> None:
        self.postings.close()

    @property
    def id(self) -> str:
        """Return the manual's id."""
        return self._bundle.info.id

    def has(self, place: int, narrowing: Narrowing) -> bool:
        """Return whether a page is such a part of the manual, or may hold some."""
        if narrowing is Narrowing.ALL:
            return True
        info = self.pages[place]
        if narrowing is Narrowing.EXAMPLES:
            return any(item.kind is ItemKind.EXAMPLE for item in self._items[info.id])
        return narrowing.has_page(info.kind)

    def examples(self, hit: Hit, marks: Marks) -> Iterator[Hit]:
        """Yield a hit for each example of a page that was found in which a marked word stands."""
        searched = self._searched(self._places[hit.page])
        section = searched.page.info.label
        for item, excerpt in examples_with(searched, self._items[hit.page], marks):
            yield replace(
                hit,
                anchor=item.anchor,
                number=item.label,
                title=item.title,
                section=section,
                excerpt=excerpt,
                elsewhere=(),
            )

    def hit(
        self, place: int, score: float, marks: Marks, words: Sequence[str], *, apart: bool = False
    ) -> Hit:
        """Return the hit for a page: at the caption that has all the words, or at the best passage.

        Raises DamagedBundleError where the bundle lacks a page that its index has.
        """
        searched = self._searched(place)
        page, info = searched.page, searched.page.info
        passage = best_passage(searched, marks)
        section = self._titles.get(info.up, "")
        item = self._named_item(info, words)
        if item:
            number, title, anchor = item.number, item.title, item.anchor
            section = info.title
        else:
            number, title = info.number, info.title
            anchor = page.anchor_before(passage.offset) if passage.offset >= 0 else ""
            heading = heading_before(page, passage.offset)
            section = " › ".join(name for name in (section, heading) if name)
        return Hit(
            self._bundle.info.id, info.id, anchor, number, title, section, score, passage.excerpt, apart
        )

    def _read(self, place: int) -> SearchedPage:
        page_id = self.pages[place].id
        page = self._bundle.page_body(page_id)
        if page is None:
            raise damaged(self._bundle.folder, f"{page_id} is in the index only")
        return SearchedPage(page)

    def _read_content(self, place: int) -> _Content:
        page = self._searched(place).page
        return _Content(words_of(page.text), frozenset(name for name, _ in page.anchors))

    def place_of(self, place: int, anchor: str) -> Elsewhere:
        """Return a page as one where another stands as well, at that one's anchor if it has that."""
        held = anchor if anchor in self.content(place).anchors else ""
        return Elsewhere(self._bundle.info.id, self.pages[place].id, held)

    def _named_item(self, info: PageInfo, words: Sequence[str]) -> NumberedItem | None:
        """Return the example, figure or table of a page whose caption has all the words, or None."""
        wanted = set(words)
        for item in self._items[info.id]:
            if wanted and wanted <= set(query_words(f"{item.label} {item.title}")):
                return item
        return None
