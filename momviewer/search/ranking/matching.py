"""Evaluates a query's tree over the postings, with Lucene's meaning: which pages fit, with which score."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from momviewer.folding import fold
from momviewer.manual.numbering import number_key
from momviewer.query.interpretation import COMMON_WORDS
from momviewer.query.nodes import (
    Boolean,
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
    passed_over,
    walk,
)
from momviewer.query.occur import Occur
from momviewer.search.index.analysis import has_characters, query_words, query_words_with_gaps
from momviewer.search.index.fields import CONTENT, EXACT_FIELDS, NUMBER
from momviewer.search.index.index_file import Positions
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.phrases import pattern_starts, phrase_starts, rows_within
from momviewer.search.ranking.scoring import WEIGHTS, combined, score

Scores = Mapping[int, float]
"""Maps each page found, by its place in the manual, to its score."""
Leaf = Term | Prefix | Wildcard | Fuzzy | Phrase | Range | MatchAll
WHOLE = 2.0
"""How much the whole identifier `a.b` counts where its parts a and b in a row count 1."""
MAX_PATTERN_WORDS = 16
"""Characters that a star may stand for in a script without blanks: longer ones are no word."""
MAX_SCORED_TERMS = 50
"""Terms of a pattern that are scored one by one; of more, a page has any or none, as in Lucene."""


def searched_words(field: str, text: str) -> list[str]:
    """Return the words of the index that `text` asks for in a row; "--" asks for none."""
    if field in EXACT_FIELDS:
        return [whole] if (whole := fold(text.strip())) else []
    return query_words(text)


class WordSplitter:
    """Splits words of a query into words of the index, and remembers which of them were one identifier."""

    def __init__(self) -> None:
        self._wholes: dict[tuple[str, ...], str] = {}

    def __call__(self, field: str, text: str) -> list[str]:
        """Return the words of the index that `text` asks for in a row."""
        parts = searched_words(field, text)
        if not any(map(str.isspace, text)):
            self._wholes[tuple(parts)] = fold(text)
        return parts

    def whole(self, words: Sequence[str]) -> str:
        """Return the identifier that was split into `words`, such as "a.b" for a and b, or ""."""
        return self._wholes.get(tuple(words), "")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Evaluates trees over one manual. `splitter` is the one that the tree was read with."""

    postings: Postings
    splitter: WordSplitter

    def match(self, tree: Query) -> dict[int, Scores]:
        """Return the pages that the tree and each of its direct clauses find, by the `id` of the node.

        The walk does not recurse, since a tree may be as deep as its query is long.
        """
        kept = {id(tree)}
        if isinstance(tree, Boolean):
            kept.update(id(clause.query) for clause in tree.clauses)
        found: dict[int, Scores] = {}
        leaves: dict[Leaf, Scores] = {leaf: {} for leaf in passed_over(tree)}
        for node in reversed(list(walk(tree))):
            if isinstance(node, Boolean):
                found[id(node)] = _combined(node, found, self.postings.page_count)
                for clause in node.clauses:
                    if id(clause.query) not in kept:
                        del found[id(clause.query)]
            else:
                if node not in leaves:
                    leaves[node] = _boosted(self._leaf(node), node.boost)
                found[id(node)] = leaves[node]
        return found

    def pages_with_words(self, tree: Query, *, telling: bool = False) -> set[int]:
        """Return the pages that have any word or phrase of a tree, or any that is `telling`: not common."""
        pages: set[int] = set()
        for leaf in wanted(tree):
            words = (leaf.text,) if isinstance(leaf, Term) else leaf.terms if isinstance(leaf, Phrase) else ()
            if telling and COMMON_WORDS.issuperset(words):
                continue
            found = [self.postings.positions(CONTENT, word) for word in words]
            if len(found) == 1:
                pages.update(found[0])
            elif found and all(found):
                pages.update(phrase_starts(words, found, 0))
        return pages

    def _leaf(self, node: Leaf) -> Scores:
        if isinstance(node, MatchAll):
            return dict.fromkeys(range(self.postings.page_count), 1.0)
        field = node.field
        if field not in self.postings.fields:
            return {}
        fields = WEIGHTS if field == CONTENT else (field,)
        if isinstance(node, Phrase):
            return score(
                self.postings, {name: self._phrase_frequencies(node, name) for name in fields}, field
            )
        if _is_pattern_of_characters(node):
            return score(self.postings, {field: self._pattern_frequencies(node, field)}, field)
        terms = self.terms(node, field)
        if len(terms) > MAX_SCORED_TERMS:
            return dict.fromkeys(self.postings.pages_with_any(field, terms), 1.0)
        counted = {name: _counts(self.postings.positions(name, term) for term in terms) for name in fields}
        return score(self.postings, counted, field)

    def _phrase_frequencies(self, node: Phrase, field: str) -> dict[int, float]:
        words = node.terms
        starts = phrase_starts(words, [self.postings.positions(field, word) for word in words], node.slop)
        counts = _counts([starts])
        if whole := self.splitter.whole(words):
            for page, places in self.postings.positions(field, whole).items():
                counts[page] += WHOLE * len(places)
        return counts

    def _pattern_frequencies(self, node: Leaf, field: str) -> dict[int, float]:
        """Return how often a pattern of characters stands in a field: those are indexed one by one."""
        pattern = fold(node.text) if isinstance(node, Prefix | Wildcard) else ""
        blocks = [query_words_with_gaps(block) for block in pattern.split("*")]
        found = [
            pattern_starts(block, [self.postings.positions(field, word) for word in block if word])
            for block in blocks
            if any(block)
        ]
        return _counts([rows_within(found, MAX_PATTERN_WORDS)])

    def terms(self, node: Leaf, field: str) -> Sequence[str]:
        """Return the terms of a field that a node matches, such as conf and config for `conf*`."""
        match node:
            case Term():
                return (node.text,)
            case Prefix():
                return self.postings.with_prefix(field, fold(node.text))
            case Wildcard():
                return _fitting(self.postings, field, fold(node.text))
            case Fuzzy():
                return _similar(self.postings.terms(field), node)
            case Range():
                return _between(self.postings.terms(field), node, numeric=field == NUMBER)
        return ()


def _is_pattern_of_characters(node: Leaf) -> bool:
    return isinstance(node, Prefix | Wildcard) and has_characters(fold(node.text))


def _combined(node: Boolean, found: Mapping[int, Scores], page_count: int) -> Scores:
    """Return the pages that match every required clause and no excluded one.

    Without a required clause a page has to match an optional one, as in Lucene's BooleanQuery; a query that
    only excludes finds nothing.
    """
    required = [found[id(c.query)] for c in node.clauses if c.occur is Occur.MUST]
    optional = [found[id(c.query)] for c in node.clauses if c.occur is Occur.SHOULD]
    excluded = [found[id(c.query)] for c in node.clauses if c.occur is Occur.MUST_NOT]
    pages = set(required[0]).intersection(*required[1:]) if required else set[int]().union(*optional)
    pages = pages.difference(*excluded)
    return _boosted(combined(pages, [*required, *optional], page_count), node.boost)


def _boosted(scores: Scores, boost: float) -> Scores:
    return scores if boost == 1.0 else {page: amount * boost for page, amount in scores.items()}


def _counts(found: Iterable[Positions]) -> dict[int, float]:
    counts: dict[int, float] = {}
    for positions in found:
        for page, places in positions.items():
            counts[page] = counts.get(page, 0.0) + len(places)
    return counts


def _fitting(postings: Postings, field: str, pattern: str) -> list[str]:
    """Return the terms that a pattern of `*` and `?` matches from end to end."""
    literal = re.match(r"[^*?]*", pattern)
    candidates = postings.with_prefix(field, literal[0] if literal else "")
    fits = re.compile(wildcard_source(pattern, ".")).fullmatch
    return [term for term in candidates if fits(term)]


def wildcard_source(pattern: str, char: str) -> str:
    """Return the regular expression of a pattern of `*` and `?`; `char` is what matches any character.

    Atomic groups keep it from trying a star again once that has found its place, so that its time does not
    grow with the number of stars.
    """
    chunks = [
        "".join(char if c == "?" else re.escape(c) for c in chunk) for chunk in re.split(r"\*+", pattern)
    ]
    if len(chunks) == 1:
        return chunks[0]
    first, *middle, last = chunks
    return first + "".join(f"(?>{char}*?{chunk})" for chunk in middle) + f"{char}*{last}"


def _similar(terms: Sequence[str], node: Fuzzy) -> list[str]:
    """Return the terms with 1 - edits / shorter length > minimum, as Lucene 3.0's FuzzyTermEnum has it."""
    from rapidfuzz import process  # noqa: PLC0415 - 15 ms that only fuzzy queries need
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    text, least = node.text, node.min_similarity
    most_edits = int(len(text) * (1 - least))
    near = process.extract_iter(text, terms, scorer=Levenshtein.distance, score_cutoff=most_edits)
    return [term for term, edits, _ in near if 1 - edits / min(len(text), len(term)) > least]


def _between(terms: Sequence[str], node: Range, *, numeric: bool) -> Sequence[str]:
    """Return the terms between two ends: in a field of numbers, 9 comes before 15.1."""
    if not numeric:
        start = (bisect_left if node.include_lower else bisect_right)(terms, node.lower)
        return terms[start : (bisect_right if node.include_upper else bisect_left)(terms, node.upper)]
    lower, upper = number_key(node.lower), number_key(node.upper)
    return [
        term
        for term in terms
        if (lower < (key := number_key(term)) or (node.include_lower and lower == key))
        and (key < upper or (node.include_upper and key == upper))
    ]


def wanted(tree: Query) -> Iterator[Leaf]:
    """Yield the leaves that a page can be found by: all but the excluded ones. Does not recurse."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Boolean):
            pending.extend(c.query for c in reversed(node.clauses) if c.occur is not Occur.MUST_NOT)
        else:
            yield node
