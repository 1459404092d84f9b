"""Finds titles, page ids, captions and defined terms by a few of their letters, the likeliest first."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
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
IN_ONE_PIECE = 2
"""The last class of matches that leave no doubt of what was meant."""
SIMILAR = 4
"""The class of names with a slip: with those whose words begin with the letters typed."""
MIN_SIMILAR_CHARS = 4
MIN_TWO_EDITS_CHARS = 8


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

        Each place comes once. An exact name comes first, then names that begin with what was typed, names
        that hold it in one piece (at the start of a word before elsewhere), names whose words begin with its
        letters, and last those that have its letters close together. Names that differ from what was typed in
        a letter or two, beside their joints, come before those whose letters are only close together.
        """
        words = fold(typed[:MAX_TYPED_CHARS]).split()
        if not words:
            return []
        spread = [_spread_pattern(word) for word in words]
        texts = self._texts
        likely = [n for n, text in enumerate(texts) if all(found.match(text.text) for found in spread)]
        judged = [(judged, n) for n in likely if (judged := _judge(texts[n].text, self._starts(n), words))]
        if not any(rank <= IN_ONE_PIECE for ((rank, _), _), _ in judged):
            judged += self._similar("".join(words), {n for _, n in judged})
        best: dict[tuple[str, str], NameMatch] = {}
        ordered = nsmallest(
            limit * 4, judged, key=lambda found: (*found[0][0], self._names[found[1]].kind, found[1])
        )
        for (_, letters), n in ordered:
            name = self._names[n]
            shown = dict.fromkeys(texts[n].span(at, at + 1)[0] for at in letters)
            best.setdefault((name.page, name.anchor), NameMatch(name, tuple(shown)))
        return list(best.values())[:limit]

    def _similar(self, typed: str, known: AbstractSet[int]) -> Iterator[tuple["Judgement", int]]:
        """Yield the names that are, or begin with, what was typed but for a slip or other joints."""
        from rapidfuzz import process  # noqa: PLC0415 - 15 ms that only names with a slip need
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        letters = JOINTS.sub("", typed)
        if len(letters) < MIN_SIMILAR_CHARS:
            return
        most = 1 if len(letters) < MIN_TWO_EDITS_CHARS else 2
        edits: dict[int, int] = {}
        for names in (self._squeezed, [name[: len(letters)] for name in self._squeezed]):
            for _, distance, n in process.extract_iter(
                letters, names, scorer=OSA.distance, score_cutoff=most
            ):
                edits[n] = min(distance, edits.get(n, distance))
        for n, distance in edits.items():
            if n not in known:
                yield ((SIMILAR, distance * MAX_TYPED_CHARS + len(self._squeezed[n])), ()), n

    @cached_property
    def _texts(self) -> list[FoldedText]:
        return [FoldedText(name.text) for name in self._names]

    @cached_property
    def _squeezed(self) -> list[str]:
        return [JOINTS.sub("", text.text) for text in self._texts]

    def _starts(self, n: int) -> list[int]:
        text = self._texts[n]
        return [text.offset(found.start()) for found in WORD_START.finditer(text.original)]


def _spread_pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of texts that have the letters of a word in their order.

    Atomic groups keep it from trying a letter again once that has found its place: its time is linear.
    """
    return re.compile("".join(f"(?>.*?{re.escape(letter)})" for letter in word), re.DOTALL)


Judgement = tuple[tuple[int, int], tuple[int, ...]]
"""How far a name is from what was typed (class, distance), and the offsets of the matching letters."""


def _judge(text: str, starts: Sequence[int], words: Sequence[str]) -> Judgement | None:
    whole = " ".join(words)
    if text == whole:
        return (0, 0), tuple(range(len(text)))
    if text.startswith(whole):
        return (1, len(text)), tuple(range(len(whole)))
    if JOINTS.sub("", text) == JOINTS.sub("", whole):
        return (1, 0), tuple(at for at, letter in enumerate(text) if not JOINTS.match(letter))
    rank, distance = 2, len(text)
    letters: set[int] = set()
    for word in words:
        at = _in_one_piece(text, starts, word)
        if at >= 0:
            letters.update(range(at, at + len(word)))
            rank = max(rank, 2 if at in starts else 3)
            distance += at
            continue
        apart = _spread(text, starts, word)
        if apart is None:
            return None
        between = apart[-1] - apart[0] + 1 - len(word)
        loose = any(at != before + 1 and at not in starts for before, at in pairwise(apart))
        if loose and between > len(word) + MAX_LETTERS_BETWEEN:
            return None
        rank = max(rank, 5 if loose else 4)
        distance += between
        letters.update(apart)
    return (rank, distance), tuple(sorted(letters))


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
