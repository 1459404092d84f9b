"""Finds titles, page ids, captions and defined terms by a few of their letters, the likeliest first."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise

from momviewer.folding import FoldedText, fold
from momviewer.manual.bundle import Bundle
from momviewer.manual.model import PageKind

MAX_TYPED_CHARS = 60
"""Characters of a query that are looked at, since names are shorter."""
WORD_START = re.compile(r"(?<![^\W_])[^\W_]|(?<=[a-z])(?=[A-Z])")
MAX_LETTERS_BETWEEN = 3
"""Letters of a name that may be skipped inside words, beside one for each letter typed."""
JOINTS = re.compile(r"[\W_]+")
MIN_INITIALS = 2
MIN_SIMILAR_CHARS = 4
MIN_TWO_EDITS_CHARS = 8
"""Letters from which on two of them may be wrong."""


class Fit(IntEnum):
    """How a name fits what was typed; the closest comes first."""

    EXACT = 0
    BEGUN = 1
    WORDS = 2
    """It has all of it in one piece, at the beginning of words."""
    INITIALS = 3
    SLIP = 4
    """It is what was typed, but for a letter or two."""
    PIECES = 5
    """It has all of it in one piece, somewhere."""
    STARTS = 6
    """Its words begin with these letters, or with some that differ by a slip."""
    CLOSE = 7
    """It has these letters close together."""


class NameKind(IntEnum):
    """What a name belongs to; of equal matches, the kind that is listed first comes first."""

    TITLE = 0
    CAPTION = 1
    TERM = 2
    PAGE = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be opened by its name."""

    kind: NameKind
    text: str
    number: str
    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name that was found, and the offsets of its letters that were typed."""

    name: Name
    letters: tuple[int, ...]


class QuickOpen:
    """The names of one manual, prepared for being searched with every key."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list(names)

    @classmethod
    def of(cls, bundle: Bundle) -> "QuickOpen":
        """Collect the names of a manual; pages that only list others have none."""
        names: list[Name] = []
        for info in bundle.pages():
            if info.kind is not PageKind.LIST:
                names.append(Name(NameKind.TITLE, info.title, info.number, info.id))
                if info.id != info.title:
                    names.append(Name(NameKind.PAGE, info.id, info.number, info.id))
        names += [Name(NameKind.CAPTION, i.title, i.label, i.page, i.anchor) for i in bundle.items()]
        names += [Name(NameKind.TERM, term.text, "", term.page, term.anchor) for term in bundle.terms()]
        return cls(dict.fromkeys(names))

    def find(self, typed: str, limit: int = 8) -> list[NameMatch]:
        """Return the best `limit` names that have the letters of every typed word in the same order.

        Each place comes once. They come in the order of `Fit`: an exact name, names that begin with what was
        typed, that hold it in one piece, whose words have these initials, or begin with its letters, and last
        those that have its letters close together. Unless one of the first three leaves no doubt, names are
        offered that differ in a letter: one that is wrong, missing, too many, or swapped with the next.
        """
        words = fold(typed[:MAX_TYPED_CHARS]).split()
        if not words:
            return []
        spread = [_spread_pattern(word) for word in words]
        texts = self._texts
        likely = [n for n, text in enumerate(texts) if all(found.match(text.text) for found in spread)]
        judged = [(judged, n) for n in likely if (judged := _judge(texts[n].text, self._starts[n], words))]
        if not any(fit <= Fit.WORDS for ((fit, _), _), _ in judged):
            judged += self._similar(JOINTS.split(" ".join(words)))
        best: dict[tuple[str, str], NameMatch] = {}
        ordered = nsmallest(
            limit * 4, judged, key=lambda found: (*found[0][0], self._names[found[1]].kind, found[1])
        )
        for (_, letters), n in ordered:
            name = self._names[n]
            shown = dict.fromkeys(texts[n].span(at, at + 1)[0] for at in letters)
            best.setdefault((name.page, name.anchor), NameMatch(name, tuple(shown)))
        return list(best.values())[:limit]

    def _similar(self, parts: Sequence[str]) -> Iterator[tuple["Judgement", int]]:
        """Yield the names that are, or begin with, what was typed but for a slip, whole or word by word."""
        parts = [part for part in parts if part]
        letters = "".join(parts)
        whole = _edits(letters, self._squeezed)
        edits = _edits(letters, [name[: len(letters)] for name in self._squeezed])
        for row in (parts, [letters]):
            by_part = [self._edits_of_words(part) for part in row]
            for n in set(by_part[0]).intersection(*by_part[1:]) if by_part else ():
                distance = sum(found[n] for found in by_part)
                edits[n] = min(distance, edits.get(n, distance))
        for n, distance in (edits | whole).items():
            fit = Fit.SLIP if n in whole else Fit.STARTS
            yield ((fit, distance * MAX_TYPED_CHARS + len(self._squeezed[n])), ()), n

    def _edits_of_words(self, part: str) -> dict[int, int]:
        """Return for each name with a word that begins with `part` how many letters differ at least."""
        words = list(self._by_word)
        beginnings = [word[: len(part)] for word in words]
        edits = {place: 0 for place, beginning in enumerate(beginnings) if beginning == part}
        found: dict[int, int] = {}
        for place, distance in (_edits(part, words) | _edits(part, beginnings) | edits).items():
            for n in self._by_word[words[place]]:
                found[n] = min(distance, found.get(n, distance))
        return found

    @cached_property
    def _texts(self) -> list[FoldedText]:
        return [FoldedText(name.text) for name in self._names]

    @cached_property
    def _squeezed(self) -> list[str]:
        return [JOINTS.sub("", text.text) for text in self._texts]

    @cached_property
    def _starts(self) -> list[list[int]]:
        """Where the words of each name begin."""
        return [
            [text.offset(found.start()) for found in WORD_START.finditer(text.original)]
            for text in self._texts
        ]

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The names that have each word."""
        found: dict[str, list[int]] = {}
        for n, text in enumerate(self._texts):
            for word in dict.fromkeys(JOINTS.split(text.text)):
                if word:
                    found.setdefault(word, []).append(n)
        return found


def _edits(typed: str, texts: Sequence[str]) -> dict[int, int]:
    """Return how many letters differ of the texts, by their places, that were typed but for a slip."""
    from rapidfuzz import process  # noqa: PLC0415 - 15 ms that only names with a slip need
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if len(typed) < MIN_SIMILAR_CHARS:
        return {}
    most = 1 if len(typed) < MIN_TWO_EDITS_CHARS else 2
    near = process.extract_iter(typed, texts, scorer=OSA.distance, score_cutoff=most)
    return {place: distance for _, distance, place in near}


def _spread_pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of texts that have the letters of a word in their order.

    Atomic groups keep it from trying a letter again once that has found its place: its time is linear.
    """
    return re.compile("".join(f"(?>.*?{re.escape(letter)})" for letter in word), re.DOTALL)


Judgement = tuple[tuple[Fit, int], tuple[int, ...]]
"""How a name fits what was typed and how far apart they are, and the offsets of the matching letters."""


def _judge(text: str, starts: Sequence[int], words: Sequence[str]) -> Judgement | None:
    return _judge_whole(text, starts, " ".join(words)) or _judge_words(text, starts, words)


def _judge_whole(text: str, starts: Sequence[int], typed: str) -> Judgement | None:
    if text == typed:
        return (Fit.EXACT, 0), tuple(range(len(text)))
    if text.startswith(typed):
        return (Fit.BEGUN, len(text)), tuple(range(len(typed)))
    if JOINTS.sub("", text) == JOINTS.sub("", typed):
        return (Fit.BEGUN, 0), tuple(at for at, letter in enumerate(text) if not JOINTS.match(letter))
    if len(typed) >= MIN_INITIALS and typed == "".join(text[start] for start in starts):
        return (Fit.INITIALS, len(text)), tuple(starts)
    return None


def _judge_words(text: str, starts: Sequence[int], words: Sequence[str]) -> Judgement | None:
    fit, distance = Fit.WORDS, len(text)
    letters: set[int] = set()
    for word in words:
        at = _in_one_piece(text, starts, word)
        if at >= 0:
            letters.update(range(at, at + len(word)))
            fit = max(fit, Fit.WORDS if at in starts else Fit.PIECES)
            distance += at
            continue
        apart = _spread(text, starts, word)
        if apart is None:
            return None
        between = apart[-1] - apart[0] + 1 - len(word)
        loose = any(at != before + 1 and at not in starts for before, at in pairwise(apart))
        if loose and between > len(word) + MAX_LETTERS_BETWEEN:
            return None
        fit = max(fit, Fit.CLOSE if loose else Fit.STARTS)
        distance += between
        letters.update(apart)
    return (fit, distance), tuple(sorted(letters))


def _in_one_piece(text: str, starts: Sequence[int], word: str) -> int:
    """Return where a word stands in a name, at the start of one of its words if it does, or -1."""
    for start in starts:
        if text.startswith(word, start):
            return start
    return text.find(word)


def _spread(text: str, starts: Sequence[int], word: str) -> list[int] | None:
    """Return the places of a word's letters in a name: side by side, at starts of words, or anywhere.

    All starts of words are tried, and the letters that are closest together are returned.
    """
    best: list[int] | None = None
    for start in (*starts, *(at for at in (text.find(word[0]),) if at >= 0)):
        if text.startswith(word[0], start):
            places = _from(text, starts, word, start)
            if places and (best is None or places[-1] - places[0] < best[-1] - best[0]):
                best = places
    return best


def _from(text: str, starts: Sequence[int], word: str, first: int) -> list[int] | None:
    places = [first]
    for letter in word[1:]:
        at = places[-1] + 1
        if not text.startswith(letter, at):
            later = starts[bisect_left(starts, at) :]
            at = next((start for start in later if text[start] == letter), text.find(letter, at))
        if at < 0:
            return None
        places.append(at)
    return places
