"""Finds words in a row, exactly or with slop, as Lucene 3.0 does."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from heapq import merge

from momviewer.search.index.index_file import Positions


def phrase_starts(words: Sequence[str], positions: Sequence[Positions], slop: int) -> Positions:
    """Return where a phrase begins on each page that has it; `positions` has those of each word.

    With slop, the words may be moved by `slop` places in all, as in Lucene's SloppyPhraseScorer: each word
    says where the phrase would have to begin, and these beginnings have to lie within `slop` of each other.
    A position serves one word only, so that a single a never matches "a a".
    """
    pages = set(positions[0]).intersection(*positions[1:])
    repeats = len(set(words)) < len(words)
    found = {}
    for page in pages:
        rows = [[position - place for position in term[page]] for place, term in enumerate(positions)]
        if slop == 0:
            starts = sorted(set(rows[0]).intersection(*rows[1:]))
        elif repeats:
            starts = _near_repeating(words, rows, slop)
        else:
            starts = _near(rows, slop)
        if starts:
            found[page] = starts
    return found


def _near(rows: Sequence[Sequence[int]], slop: int) -> list[int]:
    """Return where stretches of at most `slop` begin that hold a member of every row; the shortest ones."""
    ordered = list(merge(*([(start, place) for start in row] for place, row in enumerate(rows))))
    inside = [0] * len(rows)
    missing = len(rows)
    first = 0
    starts: list[int] = []
    for start, place in ordered:
        missing -= inside[place] == 0
        inside[place] += 1
        while start - ordered[first][0] > slop or inside[ordered[first][1]] > 1:
            inside[ordered[first][1]] -= 1
            missing += inside[ordered[first][1]] == 0
            first += 1
        if not missing and (not starts or starts[-1] != ordered[first][0]):
            starts.append(ordered[first][0])
    return starts


def _near_repeating(words: Sequence[str], rows: Sequence[Sequence[int]], slop: int) -> list[int]:
    """Return every beginning from which each word has a place of its own within `slop`."""
    return [start for start in sorted(set().union(*rows)) if _fits(words, rows, start, slop)]


def _fits(words: Sequence[str], rows: Sequence[Sequence[int]], start: int, slop: int) -> bool:
    """Return whether each word gets a place of its own, if each in turn takes the first one left.

    Taking the first is enough: the stretches in which two equal words may stand are equally long and in the
    order of the words, so that a later word never needs a place that an earlier one could have left.
    """
    last: defaultdict[str, int] = defaultdict(lambda: -1)
    for place, (word, row) in enumerate(zip(words, rows, strict=True)):
        free = bisect_left(row, max(start, last[word] + 1 - place))
        if free == len(row) or row[free] > start + slop:
            return False
        last[word] = row[free] + place
    return True


def pattern_starts(words: Sequence[str], positions: Sequence[Positions]) -> tuple[Positions, int]:
    """Return where words in a row begin on each page, and how many places they take.

    `words` are "" where any word may stand; `positions` are those of the others, in their order.
    """
    places = [place for place, word in enumerate(words) if word]
    pages = set(positions[0]).intersection(*positions[1:])
    found: dict[int, Sequence[int]] = {}
    for page in pages:
        rows = [
            {position - place for position in term[page]}
            for place, term in zip(places, positions, strict=True)
        ]
        if starts := sorted(set.intersection(*rows)):
            found[page] = starts
    return found, len(words)


def rows_within(rows: Sequence[tuple[Positions, int]], most: int) -> Positions:
    """Return where the first of some rows begins that the others follow, each at most `most` places on."""
    if not rows:
        return {}
    found = {}
    for page in set(rows[0][0]).intersection(*(starts for starts, _ in rows[1:])):
        kept = [start for start in rows[0][0][page] if _followed(page, start, rows, most)]
        if kept:
            found[page] = kept
    return found


def _followed(page: int, start: int, rows: Sequence[tuple[Positions, int]], most: int) -> bool:
    end = start + rows[0][1]
    for starts, length in rows[1:]:
        at = bisect_left(starts[page], end)
        if at == len(starts[page]) or starts[page][at] > end + most:
            return False
        end = starts[page][at] + length
    return True
