"""Splits text into the terms of the index: folded words, identifiers whole and in their parts.

Scripts that write no blanks between words (Chinese, Japanese, Korean, Thai) are indexed character by
character, as a row: a word is found as the phrase of its characters, wherever it stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from momviewer.folding import SCRIPTS_WITHOUT_BLANKS, fold

LETTERS = rf"[^\W_{SCRIPTS_WITHOUT_BLANKS}]+"
CHARACTER = rf"[{SCRIPTS_WITHOUT_BLANKS}]"
RUN = re.compile(rf"{LETTERS}(?:[._:/@+\-\\]+{LETTERS})*|{CHARACTER}")
"""A word or an identifier: letters and digits, with joints inside, as msys.idn_utf8, 127.0.0.1:2025, a/b."""
PART_OR_GAP = re.compile(rf"{LETTERS}|{CHARACTER}|\?")
CHARACTER_ALONE = re.compile(CHARACTER)
PART = re.compile(rf"{LETTERS}|{CHARACTER}")
TAIL = re.compile(rf"[.:/@\\]+(?={LETTERS})")
"""Where a name inside an identifier begins: score_af in msys.cloudmark.score_af, but not af."""
MAX_PARTS = 12
"""An identifier with more parts, such as a long path, is indexed by its parts only."""


Terms = Mapping[str, Sequence[int]]
"""Each different term of a text, and its positions."""


def terms_of(text: str) -> Terms:
    """Return the terms of a text with their positions.

    Every part of an identifier has a position of its own, so that a phrase of parts finds it. The whole
    identifier, and each name inside it that stands behind a dot, colon, slash or at sign, has the position
    of its first part: `msys.cloudmark.score_af` has `msys` and itself at 0, `cloudmark` and
    `cloudmark.score_af` at 1, `score` and `score_af` at 2, and `af` at 3.
    """
    positions: defaultdict[str, list[int]] = defaultdict(list)
    folded = fold(text)
    position = 0
    for run in RUN.finditer(folded):
        begin, end = run.span()
        if run[0].isalnum() or end == begin + 1:
            positions[run[0]].append(position)
            position += 1
            continue
        parts = list(PART.finditer(folded, begin, end))
        names = {begin} | {tail.end() for tail in TAIL.finditer(folded, begin, end)}
        last = parts[-1].start()
        for part in parts:
            start = part.start()
            positions[part[0]].append(position)
            if start in names and start != last and len(parts) <= MAX_PARTS:
                positions[folded[start:end]].append(position)
            position += 1
    return positions


def whole_terms(values: Iterable[str]) -> Terms:
    """Return values as terms that are folded and not split, at the positions 0, 1, 2 and so on."""
    return {whole: [place] for place, whole in enumerate(filter(None, dict.fromkeys(map(fold, values))))}


def query_words(text: str) -> list[str]:
    """Return the words that a query's text asks for in a row: a, b and c for "a.b-c", never the whole."""
    return PART.findall(fold(text))


def label_of(text: str) -> str:
    """Return a name without its case and punctuation, so that "Mail-Loop" and "mail loop" are the same."""
    return " ".join(query_words(text))


def is_character(word: str) -> bool:
    """Return whether a word is one character of a script that writes no blanks between words."""
    return len(word) == 1 and has_characters(word)


def has_characters(text: str) -> bool:
    """Return whether a text holds characters of a script that writes no blanks between words."""
    return not text.isascii() and CHARACTER_ALONE.search(text) is not None


def query_words_with_gaps(pattern: str) -> list[str]:
    """Return the words of a folded pattern in a row, with "" for each `?`: one character of any kind."""
    return ["" if found[0] == "?" else found[0] for found in PART_OR_GAP.finditer(pattern)]
