"""Ranks the pages for plain words: a question, a symptom, half a name, a pasted line.

Each word is a clause with its forms (`word_forms`); a page is worth the sum of what its clauses are worth in
its fields (BM25F, as in `scoring`), less for clauses that it does not match. It gains where the words are a
name on it, where words that are neighbours in the question are near each other on it, and by the share of
its title that was asked for. Every gain is a share of the most that the words could be worth, so it means the
same for every question. What each part gives stands in docs/search.md.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import chain, pairwise

from momviewer.query.interpretation import COMMON_WORDS, TypedWord
from momviewer.search.index.analysis import query_words
from momviewer.search.index.fields import CONTENT, LABEL, LISTING
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.order import SortKey
from momviewer.search.ranking.scoring import LENGTH_NORMALISATION, SATURATION, WEIGHTS, rarity
from momviewer.search.ranking.word_forms import Form, WordClause, WordForms, positions_of

COVERAGE = 0.35
"""How steeply a page's score falls with the share of the clauses that it does not match."""
LEAD = 0.15
"""What a word counts more that stands in a page's beginning, which says what the page is about."""
LEAD_WORDS = 50
NAMED = 0.5
"""What a page gains whose title, id, purpose, heading, caption or term the words are."""
ADJACENT = 0.5
"""What it gains for two neighbouring words, in each of NEAR_FIELDS that has them within NEAR_WORDS."""
NEAR_FIELDS = ("title", "caption", "heading", "term")
NEAR_WORDS = 2
NEARNESS = 0.25
"""What it gains for two neighbouring words that stand next to each other in its text; less further apart."""
MAX_NEAR_WORDS = 8
"""Words apart from which on two words in the text have nothing to do with each other."""
TITLED = 0.3
"""What a page gains all of whose title was asked for, by the words or their forms."""
MAX_NEAR_PAGES = 200
"""Pages that are looked at for words near each other: the best so far."""
MAX_TITLES = 60
"""Pages whose titles are looked at: the best so far."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A word that no page has, the term that was taken for it, and how many pages have that."""

    word: str
    instead: str
    pages: int


@dataclass(frozen=True, slots=True)
class WordRanking:
    """What plain words find: by manual the sort keys of its pages, not sorted.

    `worths` are the terms that were looked for, each with what it is worth on a page, without common words
    beside others, and `stands_for` says which typed word each is a form of; `mended` are the words that no
    page has.
    """

    keys: tuple[list[SortKey], ...]
    worths: Mapping[str, float]
    stands_for: Mapping[str, str]
    mended: tuple[Mended, ...]


class RankedManual:
    """One manual of a search: its index, the forms of its words, the titles of its pages."""

    def __init__(self, postings: Postings, titles: Sequence[str], most_kept: int) -> None:
        """Prepare a manual whose pages have these titles; `most_kept` words are kept with their scores."""
        self.postings, self.titles = postings, titles
        self.forms = WordForms(postings)
        self.clause_scores = lru_cache(most_kept)(self._clause_scores)

    def _clause_scores(self, forms: tuple[Form, ...]) -> dict[int, float]:
        """Return how well each page matches a clause: BM25F's saturated sum over the fields, and LEAD."""
        weighted: defaultdict[int, float] = defaultdict(float)
        leading: dict[int, float] = {}
        for field, weight in WEIGHTS.items():
            norms = self.postings.norms(field, LENGTH_NORMALISATION[field])
            for form in forms:
                counted = weight * form.weight
                for page, places in positions_of(self.postings, field, form.term).items():
                    weighted[page] += counted * len(places) / norms[page]
                    if field == CONTENT and places[0] < LEAD_WORDS:
                        leading[page] = max(form.weight, leading.get(page, 0.0))
        return {
            page: amount / (SATURATION + amount) + LEAD * leading.get(page, 0.0)
            for page, amount in weighted.items()
        }


def rank(manuals: Sequence[RankedManual], words: Sequence[TypedWord]) -> WordRanking:
    """Return how well each page that has some form of a word answers a question.

    Scores can be compared between the manuals: what a word is worth is counted over all of them.
    """
    clauses = [manual.forms.clauses(words) for manual in manuals]
    worths = _worths(manuals, clauses)
    most = sum(worths.values())
    scores = [_scores(manual, found, worths) for manual, found in zip(manuals, clauses, strict=True)]
    named = [
        _named(manual.postings, words) & ranked.keys() for manual, ranked in zip(manuals, scores, strict=True)
    ]
    for pages, ranked in zip(named, scores, strict=True):
        for page in pages:
            ranked[page] += NAMED * most
    for manual, ranked, best in zip(manuals, scores, _best(scores, MAX_NEAR_PAGES), strict=True):
        _add_neighbours(manual, ranked, best, words, worths)
    for manual, ranked, best, found in zip(manuals, scores, _best(scores, MAX_TITLES), clauses, strict=True):
        _add_titles(manual.titles, ranked, best, found, most)
    keys = tuple(_sort_keys(*of_manual) for of_manual in zip(manuals, scores, named, strict=True))
    stands_for = {form.term: clause.typed for clause in chain(*clauses) for form in reversed(clause.forms)}
    return WordRanking(keys, _term_worths(clauses, worths), stands_for, _mended(manuals, clauses))


def _best(scores: Sequence[Mapping[int, float]], most: int) -> list[set[int]]:
    """Return of each manual those of its pages that are among the best of all manuals."""
    floor = min(nlargest(most, chain(*(ranked.values() for ranked in scores))), default=0.0)
    return [{page for page, score in ranked.items() if score >= floor} for ranked in scores]


def _term_worths(clauses: Sequence[Sequence[WordClause]], worths: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for clause in chain.from_iterable(clauses):
        for form in clause.forms:
            worth = worths[clause.typed] * form.weight
            found[form.term] = max(worth, found.get(form.term, 0.0))
    telling = {term: worth for term, worth in found.items() if term not in COMMON_WORDS}
    return telling or found


def _mended(manuals: Sequence[RankedManual], clauses: Sequence[Sequence[WordClause]]) -> tuple[Mended, ...]:
    """Return the words that no manual has, each once; what was taken for them is the first manual's."""
    known = {clause.typed for clause in chain.from_iterable(clauses) if not clause.instead}
    mended: dict[str, Mended] = {}
    for clause in chain.from_iterable(clauses):
        if clause.instead and clause.typed not in known:
            pages = sum(len(positions_of(m.postings, CONTENT, clause.instead)) for m in manuals)
            mended.setdefault(clause.typed, Mended(clause.typed, clause.instead, pages))
    return tuple(mended.values())


def _worths(manuals: Sequence[RankedManual], clauses: Sequence[Sequence[WordClause]]) -> dict[str, float]:
    """Return what each clause is worth, by how it was typed: the fewer pages have it, the more."""
    pages = sum(manual.postings.page_count for manual in manuals)
    found: defaultdict[str, int] = defaultdict(int)
    weights: dict[str, float] = {}
    for manual, own in zip(manuals, clauses, strict=True):
        for clause in own:
            found[clause.typed] += _page_count(manual.postings, clause.forms)
            weights[clause.typed] = max(clause.weight, weights.get(clause.typed, 0.0))
    return {typed: rarity(pages, max(1, count)) * weights[typed] for typed, count in found.items()}


def _page_count(postings: Postings, forms: Sequence[Form]) -> int:
    """Return on how many pages a word stands; of one that no page has, its forms."""
    if own := len(positions_of(postings, CONTENT, forms[0].term)):
        return own
    return len(set[int]().union(*(positions_of(postings, CONTENT, form.term) for form in forms)))


def _scores(
    manual: RankedManual, clauses: Sequence[WordClause], worths: Mapping[str, float]
) -> dict[int, float]:
    """Return what each page is worth by its words alone."""
    scores: defaultdict[int, float] = defaultdict(float)
    matched: defaultdict[int, float] = defaultdict(float)
    whole = 0.0
    for clause in clauses:
        worth = worths[clause.typed]
        found = manual.clause_scores(clause.forms)
        if found:
            whole += worth
        for page, amount in found.items():
            scores[page] += worth * amount
            matched[page] += worth
    return {page: score * (matched[page] / whole) ** COVERAGE for page, score in scores.items()}


def _sort_keys(manual: RankedManual, ranked: Mapping[int, float], named: AbstractSet[int]) -> list[SortKey]:
    lists = manual.postings.positions(LISTING, LISTING)
    return [(page in lists and page not in named, -score, page) for page, score in ranked.items()]


def _named(postings: Postings, words: Sequence[TypedWord]) -> set[int]:
    """Return the pages of which the words are a name, all of them or those that are not common."""
    parts = [part for word in words for part in query_words(word.text)]
    telling = [part for part in parts if part not in COMMON_WORDS]
    return {page for row in (parts, telling) if row for page in postings.positions(LABEL, " ".join(row))}


def _add_neighbours(
    manual: RankedManual,
    ranked: dict[int, float],
    best: AbstractSet[int],
    words: Sequence[TypedWord],
    worths: Mapping[str, float],
) -> None:
    parts = [part for word in words for part in query_words(word.text) if part not in COMMON_WORDS]
    for left, right in pairwise(parts):
        worth = (worths.get(left, 0.0) + worths.get(right, 0.0)) / 2
        sides = [[form.term for form in manual.forms.forms_of(part)[0]] for part in (left, right)]
        for field in NEAR_FIELDS:
            for page, distance in _distances(manual.postings, field, best, *sides).items():
                if distance <= NEAR_WORDS:
                    ranked[page] += ADJACENT * worth
        for page, distance in _distances(manual.postings, CONTENT, best, *sides).items():
            if distance <= MAX_NEAR_WORDS:
                ranked[page] += NEARNESS * worth / (1 + max(0, distance - 1) / 3)


def _distances(
    postings: Postings, field: str, pages: AbstractSet[int], lefts: Sequence[str], rights: Sequence[str]
) -> dict[int, int]:
    """Return how many words lie at least between two words in any of their forms, plus one, on some pages."""
    found: dict[int, int] = {}
    theirs_by_form = [postings.positions(field, right) for right in rights]
    for left in lefts:
        ours = postings.positions(field, left)
        here = pages & ours.keys()
        for theirs in theirs_by_form if here else ():
            for page in here & theirs.keys():
                distance = _least_distance(ours[page], theirs[page])
                found[page] = min(distance, found.get(page, distance))
    return found


def _least_distance(left: Sequence[int], right: Sequence[int]) -> int:
    """Return the least difference between a number of one ascending row and one of another."""
    few, many = (left, right) if len(left) < len(right) else (right, left)
    best = abs(few[0] - many[0])
    for position in few:
        if best == 1:
            break
        after = bisect_left(many, position)
        if after < len(many):
            best = min(best, many[after] - position)
        if after:
            best = min(best, position - many[after - 1])
    return best


def _add_titles(
    titles: Sequence[str],
    ranked: dict[int, float],
    best: AbstractSet[int],
    clauses: Sequence[WordClause],
    most: float,
) -> None:
    terms = {form.term for clause in clauses for form in clause.forms}
    for page in best:
        if title := set(query_words(titles[page])) - COMMON_WORDS:
            ranked[page] += TITLED * most * len(title & terms) / len(title)
