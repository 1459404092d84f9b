"""Says what a query marks on the pages it finds: words that matched, no operators, nothing excluded."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice

from momviewer.folding import TextPattern, fold
from momviewer.query.nodes import (
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
    passed_over,
)
from momviewer.search.index.analysis import is_character, label_of, query_words
from momviewer.search.index.fields import QUERY_FIELDS
from momviewer.search.ranking.matching import Leaf, Matcher, wanted, wildcard_source
from momviewer.search.ranking.scoring import rarity

MAX_FUZZY_TERMS = 50
"""Most terms that a fuzzy word marks."""
BETWEEN = r"[\W_]+"
BETWEEN_CHARACTERS = r"[\W_]*"
REST_OF_NAME = r"[^\W_]*(?:[._:/@+\-\\]+[^\W_]+)*"
ANY_OF_NAME = r"[\w.:/@+\-\\]"


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark in a text: `pattern` finds it, or is None if there is nothing to mark.

    `worths` say what finding a word is worth, by its `label_of`; one that is not there is worth 1. Forms of
    one word, such as retry and retries, are named in `stands_for` with the word that they stand for.
    """

    pattern: TextPattern | None = None
    worths: Mapping[str, float] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)


def marks_of(tree: Query, matchers: Sequence[Matcher]) -> Marks:
    """Return what the query `tree` marks in the manuals that `matchers` search."""
    leaves = dict.fromkeys(wanted(tree)).keys() - set(passed_over(tree))
    sources = (source for leaf in leaves for source in _sources(leaf, matchers))
    marks = words_pattern(filter(None, sources))  # a page's id may hold no word
    return Marks(marks.pattern, dict(_rarities(tree, matchers)))


def marks_of_terms(worths: Mapping[str, float], stands_for: Mapping[str, str]) -> Marks:
    """Return the marks for terms of the index, each with what finding it is worth and the word it is for."""
    marks = words_pattern(filter(None, (_in_a_row(query_words(term)) for term in worths)))
    labels = {term: label_of(term) for term in worths}
    words = {labels[term]: label_of(stands_for.get(term, term)) for term in worths}
    best: dict[str, float] = {}
    for term, worth in worths.items():
        word = words[labels[term]]
        best[word] = max(worth, best.get(word, 0.0))
    return Marks(marks.pattern, best, words)


def _rarities(tree: Query, matchers: Sequence[Matcher]) -> Iterator[tuple[str, float]]:
    """Yield the words that a query looks for by themselves, with what finding each is worth."""
    pages = sum(matcher.postings.page_count for matcher in matchers)
    for leaf in wanted(tree):
        if isinstance(leaf, Term) and leaf.field in QUERY_FIELDS:
            found = sum(len(matcher.postings.positions(leaf.field, leaf.text)) for matcher in matchers)
            yield label_of(leaf.text), rarity(pages, found)


def words_pattern(sources: Iterable[str]) -> Marks:
    """Return marks that match any of some regular expressions where whole words stand."""
    longest_first = sorted(set(sources), key=lambda source: (-len(source), source))
    if not longest_first:
        return Marks()
    words = [source for source in longest_first if not is_character(source[0])]
    runs = [source for source in longest_first if is_character(source[0])]
    parts = [_between_borders(words)] if words else []
    return Marks(TextPattern(re.compile("|".join(parts + runs))))


def _between_borders(words: Sequence[str]) -> str:
    firsts = {source[0] for source in words}
    if not all(first.isalnum() for first in firsts):
        return rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])"
    # Three times as fast: `re` skips to the letters that a word begins with.
    sources = "|".join(rf"(?<={source[0]}){source[1:]}" for source in words)
    return rf"[{''.join(sorted(firsts))}](?<![^\W_].)(?:{sources})(?![^\W_])"


def _sources(leaf: Leaf, matchers: Sequence[Matcher]) -> Iterator[str]:
    match leaf:
        case Term():
            yield _in_a_row(query_words(leaf.text))
        case Phrase(slop=0):
            yield _in_a_row(leaf.terms)
        case Phrase():
            yield from map(re.escape, leaf.terms)
        case Prefix() | Wildcard() if any(map(str.isspace, leaf.text)):
            return  # no word of the index holds a blank
        case Prefix():
            yield re.escape(fold(leaf.text)) + REST_OF_NAME
        case Wildcard():
            yield wildcard_source(fold(leaf.text), ANY_OF_NAME)
        case Fuzzy() | Range():
            terms = merge(*(matcher.terms(leaf, leaf.field) for matcher in matchers))
            for term in islice((term for term, _ in groupby(terms)), MAX_FUZZY_TERMS):
                yield _in_a_row(query_words(term))
        case MatchAll():
            return


def _in_a_row(words: Iterable[str]) -> str:
    """Return the source for words in a row: something stands between two, unless they are characters.

    A number by itself is none of those in another, as 71 in 71.18.4.
    """
    source = before = ""
    words = list(words)
    if len(words) == 1 and words[0].isdecimal():
        return rf"{words[0]}(?!\.\d)(?<!\d\.{words[0]})"
    for word in words:
        if source:
            source += BETWEEN_CHARACTERS if is_character(before) or is_character(word) else BETWEEN
        source += re.escape(word)
        before = word
    return source
