"""One reading of text: what looks or means the same is the same, in the index, the query and on the page.

Compatibility forms are folded (NFKC: the ligature `ﬁ` is fi), case as Unicode folds it (`İ`, `ß`, final
sigma), accents of Latin, Greek and Cyrillic letters, typographic quotes, dashes and ellipses; what cannot be
seen (soft hyphens, zero-width characters, direction marks) is left out. `FoldedText` knows where in the
original each folded character stands, so that what is found can be marked exactly.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u3099\u309a"
"""Characters that belong to the letter before them."""
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
    return CLUSTER.sub(lambda match: _folded(match[0]), text).lower()


class FoldedText:
    """A text as it is compared, and where in the original its characters stand."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._origins = None if original.isascii() else _origins(original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original that a range of `text`, which is not empty, was made of."""
        if self._origins is None:
            return start, end
        last = self._origins[end - 1]
        after = end
        while (
            after < len(self._origins) - 1 and self._origins[after] == last
        ):  # a character that became several
            after += 1
        return self._origins[start], self._origins[after]

    def offset(self, original: int) -> int:
        """Return where in `text` an offset of the original comes to stand."""
        return original if self._origins is None else bisect_left(self._origins, original)


def _origins(original: str) -> "array[int] | None":
    """Return for each folded character, and for the end, where the original's stands; None if all stay."""
    origins = array("I")
    at, moved = 0, False
    for match in CLUSTER.finditer(original):
        start, end = match.span()
        folded = _folded(match[0])
        moved = moved or len(folded) != end - start
        origins.extend(range(at, start))
        origins.extend([start] * len(folded) if len(folded) != end - start else range(start, end))
        at = end
    if not moved:
        return None
    origins.extend(range(at, len(original) + 1))
    return origins


@dataclass(frozen=True, slots=True)
class TextPattern:
    """What to find in a text: a regular expression for the text as it is `folded`, else as it is written."""

    pattern: re.Pattern[str]
    folded: bool = True

    def spans(self, text: FoldedText, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the original that match, from an offset on; a match of nothing is none."""
        searched = text.text if self.folded else text.original
        for match in self.pattern.finditer(searched, text.offset(start) if self.folded else start):
            first, end = match.span()
            if first < end:
                yield text.span(first, end) if self.folded else (first, end)


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
