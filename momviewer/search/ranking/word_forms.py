"""The forms of a typed word that a manual has: itself, its inflections, the name it is a part of, its repair.

`retries` is also found as `retry`, `maxOutboundConnections` as `max_outbound_connections`, `black hole` as
`blackhole`, and `intervall`, which no page has, as `interval`. All are looked up in the manual's own words at
the time of the query, so the index holds nothing but what pages say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol

from momviewer.folding import fold
from momviewer.query.interpretation import COMMON_WEIGHT, COMMON_WORDS, VALUE_WEIGHT, TypedWord
from momviewer.search.index.analysis import PART, has_characters, is_character, query_words
from momviewer.search.index.fields import CONTENT
from momviewer.search.index.index_file import Positions
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.phrases import phrase_starts

STEM_WEIGHT = 0.3
"""What another word of the same stem counts, where pages have the word itself."""
STEM_INSTEAD_WEIGHT = 0.7
"""What it counts where no page has it."""
REPAIR_WEIGHT = 0.6
"""What the nearest word counts in the place of one that no page has."""
NAME_WEIGHT = 1.5
"""What an identifier counts that a page has whole."""
PART_WEIGHT = 0.8
"""What a part of an identifier counts by itself."""
JOINED_WEIGHT = 0.5
"""What two neighbouring words count written as one."""
NEAR_NAME_WEIGHT = 0.7
"""What a name counts that differs from what was typed in a letter or two beside its joints."""
MIN_REPAIRED_CHARS = 4
"""A shorter word is like too many others."""
MIN_TWO_EDITS_CHARS = 8
"""Letters from which on a word may differ in two of them."""
MIN_NAME_CHARS = 7
MAX_KEPT_WORDS = 4_096
MAX_KEPT_STEMS = 16_384
"""Stems that are kept for all manuals, which have most words in common; each takes some 150 bytes."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
JOINTS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A term of the index that stands for a typed word, and what finding it counts (1 is the word itself)."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class WordClause:
    """A word or name to look for: how it was typed (in lower case), its weight, and its forms.

    `instead` is the term that was taken for a word that no page has, or "".
    """

    typed: str
    weight: float
    forms: tuple[Form, ...]
    instead: str = ""


class Stemmer(Protocol):
    """What cuts words of one language to their stems."""

    def stemWord(self, word: str, /) -> str:  # noqa: N802 - snowballstemmer's name
        """Return the stem of a word in lower case."""


class WordForms:
    """Finds the forms of words in one manual's index. Use it from the thread that reads the index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._joined: dict[str, list[str]] = {}
        self.forms_of = lru_cache(MAX_KEPT_WORDS)(self._forms_of)

    def clauses(self, words: Sequence[TypedWord]) -> list[WordClause]:
        """Return what to look for: each word, the parts of names, and names written apart or together."""
        found: dict[str, WordClause] = {}
        for clause in self._clauses(words):
            known = found.get(clause.typed)
            if known is None or self._says_more(clause, known):
                found[clause.typed] = clause
        return list(found.values())

    def _says_more(self, clause: WordClause, known: WordClause) -> bool:
        """Return whether of two clauses for the same letters the new one finds something, or counts more."""
        finds = any(self.has(form.term) for form in clause.forms)
        if finds != any(self.has(form.term) for form in known.forms):
            return finds
        return clause.weight > known.weight

    def has(self, term: str) -> bool:
        """Return whether any page has a term."""
        return bool(positions_of(self._postings, CONTENT, term))

    def _clauses(self, words: Sequence[TypedWord]) -> Iterator[WordClause]:
        for word in words:
            if has_characters(word.text):
                yield from self._runs(word)
                continue
            parts = self._parts(word.text)
            weight = word.weight
            if len(parts) > 1:
                yield from self._names(word)
                weight *= PART_WEIGHT
            for part in parts:
                is_common = len(parts) > 1 and part in COMMON_WORDS
                forms, instead = self.forms_of(part)
                if instead and word.weight <= VALUE_WEIGHT:  # somebody's name, which is right as it is
                    forms, instead = forms[:1], ""
                yield WordClause(part, weight * (COMMON_WEIGHT if is_common else 1.0), forms, instead)
        yield from self._joined_words(words)

    def _runs(self, word: TypedWord) -> Iterator[WordClause]:
        """Yield what to look for of a text without blanks: the whole, and its pairs of characters."""
        parts = query_words(word.text)
        pairs = ["".join(pair) for pair in pairwise(parts) if all(map(is_character, pair))]
        others = [part for part in parts if not is_character(part)]
        whole = "".join(parts)
        found = dict.fromkeys([whole, *pairs, *others] if len(parts) > 1 else parts)
        for text in found:
            weight = NAME_WEIGHT if text == whole and len(found) > 1 else 1.0
            yield WordClause(text, word.weight * weight, (Form(text, 1.0),))

    def _parts(self, text: str) -> list[str]:
        """Return the words of an identifier, also of one that has no joint but capitals."""
        parts: list[str] = []
        for match in PART.finditer(text):
            part = match[0]
            parts += [part] if self.has(fold(part)) else filter(None, CAMEL.split(part))
        return [fold(part) for part in parts]

    def _names(self, word: TypedWord) -> Iterator[WordClause]:
        """Yield the first spelling of an identifier that a page has whole."""
        lowered = fold(word.text)
        underscored = "_".join(self._parts(word.text))
        for name in (lowered, underscored, lowered.rpartition(".")[2]):
            if JOINTS.search(name) and self.has(name):
                yield WordClause(name, word.weight * NAME_WEIGHT, (Form(name, 1.0),))
                return

    def _joined_words(self, words: Sequence[TypedWord]) -> Iterator[WordClause]:
        """Yield names that were written with other joints, in two words, or with a slip."""
        squeezed = [(JOINTS.sub("", fold(word.text)), word.weight) for word in words]
        typed = {text for text, _ in squeezed}
        for (left, left_weight), (right, right_weight) in pairwise(squeezed):
            whole = left + right
            if whole not in typed and (names := self._named(whole)):
                weight = JOINED_WEIGHT * min(1.0, left_weight + right_weight)
                yield WordClause(whole, weight, _exact(names))
        for word, (text, weight) in zip(words, squeezed, strict=True):
            is_value = word.weight <= VALUE_WEIGHT
            if is_value or len(text) < MIN_NAME_CHARS or self.has(fold(word.text)):
                continue
            if names := self._named(text):
                yield WordClause(text, weight, _exact(names))
            else:
                for near in _nearest(text, list(self._names_by_letters())):
                    names = self._named(near)
                    yield WordClause(text, weight * NEAR_NAME_WEIGHT, _exact(names), names[0])

    def _named(self, letters: str) -> list[str]:
        """Return the names and longer words that consist of these letters, beside their joints."""
        return self._names_by_letters().get(letters, [])

    def _names_by_letters(self) -> dict[str, list[str]]:
        if not self._joined:
            for term in self._postings.terms(CONTENT):
                if not term.isalnum():
                    self._joined.setdefault(JOINTS.sub("", term), []).append(term)
                elif len(term) >= MIN_NAME_CHARS and term.isalpha():
                    self._joined.setdefault(term, []).append(term)
        return self._joined

    def _forms_of(self, word: str) -> tuple[tuple[Form, ...], str]:
        """Return the forms of a word in lower case, itself first, and what is taken for an unknown one."""
        known = self.has(word)
        forms = [Form(word, 1.0)]
        if word.isascii() and word.isalpha():
            weight = STEM_WEIGHT if known else STEM_INSTEAD_WEIGHT
            forms += [Form(term, weight) for term in self._inflected(word)]
        if known or len(forms) > 1:
            return tuple(forms), "" if known else forms[1].term
        near: list[str] = []
        if word.isalpha() and len(word) >= MIN_REPAIRED_CHARS:
            near = [term for term in _nearest(word, self._postings.terms(CONTENT)) if term.isalpha()]
            near.sort(key=lambda term: -len(self._postings.positions(CONTENT, term)))
        return (*forms, *(Form(term, REPAIR_WEIGHT) for term in near)), near[0] if near else ""

    def _inflected(self, word: str) -> list[str]:
        """Return the other terms of the same stem, as the Snowball project's English stemmer cuts it."""
        root = _stem(word)
        beginning = root[:-1] if root[-1:] in {"i", "y"} else root  # retry and retries: retri
        candidates = self._postings.with_prefix(CONTENT, beginning) if len(beginning) > 1 else ()
        return [
            term
            for term in candidates
            if term != word and term.isascii() and term.isalpha() and _stem(term) == root
        ]


@cache
def _stemmer() -> "Stemmer":
    """Return the stemmer of snowballstemmer, which has no type information."""
    from snowballstemmer import EnglishStemmer  # noqa: PLC0415 - what the first plain words need

    stemmer: Stemmer = EnglishStemmer()
    return stemmer


@lru_cache(MAX_KEPT_STEMS)
def _stem(word: str) -> str:
    return _stemmer().stemWord(word)


def positions_of(postings: Postings, field: str, text: str) -> Positions:
    """Return where a term stands; one of several characters of a script without blanks is their phrase."""
    if len(text) > 1 and has_characters(text):
        words = query_words(text)
        found = [postings.positions(field, word) for word in words]
        return phrase_starts(words, found, 0) if all(found) else {}
    return postings.positions(field, text)


def _exact(terms: Sequence[str]) -> tuple[Form, ...]:
    return tuple(Form(term, 1.0) for term in terms)


def _nearest(word: str, terms: Sequence[str]) -> list[str]:
    """Return the terms that differ from a word least, in one letter or, if it is long, in two.

    A letter may be wrong, missing, too many, or swapped with its neighbour.
    """
    from rapidfuzz import process  # noqa: PLC0415 - 15 ms that only unknown words need
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    most = 1 if len(word) < MIN_TWO_EDITS_CHARS else 2
    near = process.extract(word, terms, scorer=OSA.distance, score_cutoff=most, limit=5)
    least = min((edits for _, edits, _ in near), default=0)
    return [term for term, edits, _ in near if edits == least]
