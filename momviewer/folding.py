"""One reading of text: what looks or means the same is the same, in the index, the query and on the page.

Compatibility forms are folded (NFKC: the ligature `ﬁ` is fi), case as Unicode folds it (`İ`, `ß`, final
sigma), accents of Latin, Greek and Cyrillic letters, typographic quotes, dashes and ellipses; what cannot be
seen (soft hyphens, zero-width characters, direction marks) is left out. `FoldedText` knows where in the
original each folded character stands, so that what is found can be marked exactly.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u3099\u309a"
"""Characters that belong to the letter before them."""
MARK = re.compile(f"[{MARKS}]")
ASCII = bytes(range(128))
CLUSTER = re.compile(rf"[^\x00-\x7f][{MARKS}]*|[\x00-\x7f][{MARKS}]+")
"""What may read otherwise than it is written: anything but plain ASCII."""
PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ł": "l",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)
"""Typographic characters and letters that no decomposition brings to their plain forms."""
ACCENTED = ((0x00C0, 0x0530), (0x1D00, 0x2000))
"""Latin, Greek and Cyrillic: scripts whose letters are the same letters with accents and without."""
SCRIPTS_WITHOUT_BLANKS = (
    "\u0e01-\u0e4e\u0e80-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean, as a part of a class of a regular expression."""


def fold(text: str) -> str:
    """Return a text as it is compared, e.g. "Straße" as "strasse" and "naïve" as "naive"."""
    if text.isascii():
        return text.lower()
    special = _special(text)
    if MARK.search(special):
        return CLUSTER.sub(lambda match: _folded(match[0]), text).lower()
    for char in special:  # a handful, where a search for each place would be one for each letter of the text
        if (folded := _folded(char)) != char:
            text = text.replace(char, folded)
    return text.lower()


class FoldedText:
    """A text as it is compared, and where in the original its characters stand."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._moves = [] if original.isascii() else list(_moves(original))

    @property
    def is_moved(self) -> bool:
        """Return whether any character stands elsewhere than in the original."""
        return bool(self._moves)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original that a range of `text`, which is not empty, was made of."""
        if not self._moves:
            return start, end
        return self._origin(start)[0], self._origin(end - 1)[1]

    def offset(self, original: int) -> int:
        """Return where in `text` an offset of the original comes to stand."""
        place = bisect_left(self._moves, original, key=lambda move: move.start) - 1
        if place < 0:
            return original
        move = self._moves[place]
        return move.folded_end + max(0, original - move.end)

    def _origin(self, at: int) -> tuple[int, int]:
        """Return the range of the original that one character of `text` was made of."""
        place = bisect_right(self._moves, at, key=lambda move: move.folded_start) - 1
        if place < 0:
            return at, at + 1
        move = self._moves[place]
        if at < move.folded_end:
            return move.start, move.end
        start = move.end + at - move.folded_end
        return start, start + 1


class _Move(NamedTuple):
    """A range of the original that becomes longer or shorter, and the range that it becomes."""

    start: int
    end: int
    folded_start: int
    folded_end: int


def _moves(original: str) -> Iterator[_Move]:
    special = _special(original)
    clusters = CLUSTER
    if not MARK.search(special):
        moving = "".join(char for char in special if len(_folded(char)) != 1)
        if not moving:
            return
        clusters = re.compile(f"[{re.escape(moving)}]")
    shift = 0
    for match in clusters.finditer(original):
        start, end = match.span()
        length = len(_folded(match[0]))
        if length != end - start:
            yield _Move(start, end, start + shift, start + shift + length)
            shift += length - (end - start)


def _special(text: str) -> str:
    """Return the characters of a text that are not ASCII, each once."""
    found = text.encode(errors="surrogatepass").translate(None, ASCII)
    return "".join(dict.fromkeys(found.decode(errors="surrogatepass")))


@dataclass(frozen=True, slots=True)
class TextPattern:
    """What to find in a text: a regular expression for the text as it is `folded`, else as it is written."""

    pattern: re.Pattern[str]
    folded: bool = True

    def spans(self, text: FoldedText, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the original that match, from an offset on; a match of nothing is none."""
        is_moved = self.folded and text.is_moved
        searched = text.text if self.folded else text.original
        for match in self.pattern.finditer(searched, text.offset(start) if is_moved else start):
            first, end = match.span()
            if first < end:
                yield text.span(first, end) if is_moved else (first, end)


@lru_cache(16_384)
def _folded(cluster: str) -> str:
    """Return what a character with its marks is compared as; "" for one that cannot be seen."""
    seen = "".join(
        char for char in cluster if unicodedata.category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f"
    )
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).translate(PLAIN)
    if any(first <= ord(char) < last for char in folded for first, last in ACCENTED) or cluster[:1].isascii():
        apart = unicodedata.normalize("NFD", folded)
        folded = "".join(char for char in apart if not unicodedata.combining(char)).translate(PLAIN)
    return folded.lower()
