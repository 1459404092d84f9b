"""Corrects words that no page has: finds the nearest words of the index, and the query with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from momviewer.query.escaping import escape
from momviewer.query.nodes import Phrase, Query, Term
from momviewer.search.answers.marking import BETWEEN
from momviewer.search.index.fields import TEXT_FIELDS
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.matching import wanted
from momviewer.search.ranking.phrases import phrase_starts

FIELD = re.compile(r"\w+\s*:")
"""A field in front of a word, as in `title:rest`; it is not the word that is looked for."""
MIN_SIMILARITY_PERCENT = 72
"""How alike a word must be to be offered: RapidFuzz's ratio, in per cent."""
MAX_OFFERED = 3
MAX_WORDS = 5
"""Most unknown words of a query that are corrected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A query to ask instead, with `instead` in the place of `word`, which no page has."""

    query: str
    word: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A word that no page has, its place in the query, and words to put there, the nearest first."""

    word: str
    start: int
    near: Sequence[str]


def corrections(text: str, tree: Query, postings: Sequence[Postings]) -> list[Correction]:
    """Return corrected queries for `text`, which was read as `tree` and has words that no page has.

    The first corrects all of them at once, the others one each. Of words that are equally near, the one on
    more pages comes first.
    """
    words = [
        _Unknown(word, start, near)
        for word, start, field in islice(_unknown_words(text, tree, postings), MAX_WORDS)
        if (near := _near(word, field, postings)[:MAX_OFFERED])
    ]
    found = [_corrected(text, [(word, word.near[0]) for word in words])] if len(words) > 1 else []
    return found + [_corrected(text, [(word, near)]) for word in words for near in word.near]


def _corrected(text: str, changes: Sequence[tuple[_Unknown, str]]) -> Correction:
    parts, at = [], 0
    for unknown, near in changes:
        parts += [text[at : unknown.start], escape(near)]
        at = unknown.start + len(unknown.word)
    words, nears = ([change[0].word for change in changes], [near for _, near in changes])
    return Correction("".join(parts) + text[at:], ", ".join(words), ", ".join(nears))


def _unknown_words(text: str, tree: Query, postings: Sequence[Postings]) -> Iterator[tuple[str, int, str]]:
    """Yield each word and identifier that no page has, with its place in the query and its field."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return  # places in it would not be those in the text
    for leaf in wanted(tree):
        if not isinstance(leaf, Term | Phrase) or leaf.field not in TEXT_FIELDS:
            continue
        words = (leaf.text,) if isinstance(leaf, Term) else leaf.terms
        is_identifier = '"' not in lowered[leaf.start : leaf.end]
        named = FIELD.match(lowered, leaf.start, leaf.end)
        at = named.end() if named else leaf.start
        for row in [words] if is_identifier else [(word,) for word in words]:
            source = BETWEEN.join(map(re.escape, row))
            found = re.compile(rf"(?<![^\W_]){source}(?![^\W_])").search(lowered, at, leaf.end)
            if found is None:
                break  # there are backslashes in it
            at = found.end()
            if not any(_has(reader, row, leaf.field) for reader in postings):
                yield found[0], found.start(), leaf.field


def _has(postings: Postings, row: Sequence[str], field: str) -> bool:
    """Return whether any page has the words in a row in a field."""
    found = [postings.positions(field, word) for word in row]
    return bool(phrase_starts(row, found, 0))


def _near(word: str, field: str, postings: Sequence[Postings]) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 15 ms that only a search without hits needs

    word = word.replace("\\", "")
    alike: dict[str, tuple[float, int]] = {}
    for reader in postings:
        terms = reader.terms(field)
        for term, likeness, _ in process.extract(
            word, terms, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY_PERCENT, limit=12
        ):
            pages = len(reader.positions(field, term))
            before = alike.get(term, (0.0, 0))
            alike[term] = (likeness, before[1] + pages)
    return sorted(alike, key=lambda term: (-round(alike[term][0] / 5), -alike[term][1], term))
