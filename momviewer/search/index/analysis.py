"""Splits text into the terms of the index: words in lower case, identifiers whole and in their parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

RUN = re.compile(r"[^\W_]+(?:[._:/@+\-\\]+[^\W_]+|::[^\W_]+)*")
"""A word or an identifier: letters and digits, with joints inside, as msys.idn_utf8, 127.0.0.1:2025, a/b."""
PART = re.compile(r"[^\W_]+")
TAIL = re.compile(r"[.:/@\\]+([^\W_])")
"""Where a name inside an identifier begins: score_af in msys.cloudmark.score_af, but not af."""
MAX_PARTS = 12
"""An identifier with more parts, such as a long path, is indexed by its parts only."""


Terms = Mapping[str, Sequence[int]]
"""Each different term of a text, and its positions."""


class Word(NamedTuple):
    """A term of a text: in lower case, its position among the words, its range in the text in code points."""

    text: str
    position: int
    start: int
    end: int


def index_words(text: str) -> Iterator[Word]:
    """Yield the terms of `text` in the order of their positions.

    Every part of an identifier has a position of its own, so that a phrase of parts finds it. The whole
    identifier, and each name inside it that stands behind a dot, colon, slash or at sign, comes at the
    position of its first part: `msys.cloudmark.score_af` yields `msys` and itself at 0, `cloudmark` and
    `cloudmark.score_af` at 1, `score` and `score_af` at 2, and `af` at 3.
    """
    position = 0
    for run in RUN.finditer(text):
        begin, end = run.span()
        lowered = run[0].lower()
        if lowered.isalnum():
            yield Word(lowered, position, begin, end)
            position += 1
            continue
        parts = list(PART.finditer(text, begin, end))
        names = {begin} | {tail.start(1) for tail in TAIL.finditer(text, begin, end)}
        last = parts[-1].start()
        for part in parts:
            start = part.start()
            yield Word(part[0].lower(), position, start, part.end())
            if start in names and start != last and len(parts) <= MAX_PARTS:
                yield Word(text[start:end].lower(), position, start, end)
            position += 1


def terms_of(text: str) -> Terms:
    """Return the terms of a text with their positions."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for word in index_words(text):
        positions[word.text].append(word.position)
    return positions


def whole_terms(values: Iterable[str]) -> Terms:
    """Return values as terms that are not split, in lower case, at the positions 0, 1, 2 and so on."""
    return {whole: [place] for place, whole in enumerate(filter(None, dict.fromkeys(map(str.lower, values))))}


def query_words(text: str) -> list[str]:
    """Return the words that a query's text asks for in a row: a, b and c for "a.b-c", never the whole."""
    return [part.lower() for part in PART.findall(text)]


def label_of(text: str) -> str:
    """Return a name without its case and punctuation, so that "Mail-Loop" and "mail loop" are the same."""
    return " ".join(query_words(text))
