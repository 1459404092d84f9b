"""Puts two texts side by side, line by line, and marks what differs within lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MAX_LINES = 4000
"""Lines that are compared, beside a common beginning and end; longer texts are shown as wholly changed."""
ALIKE = 0.4
"""How alike two lines have to be to be shown as one line with changes."""

Part = tuple[str, bool]
"""A piece of a line, and whether it differs from the other side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of one side: its number, counted from 1, and its parts."""

    number: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Return the line."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """Two lines side by side, None on a side without one. `changed` says that they differ."""

    left: Cell | None
    right: Cell | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that are left out because both sides have them."""

    lines: int


def side_by_side(before: str, after: str) -> list[DiffRow]:
    """Return all lines of both texts in rows."""
    old, new = before.split("\n"), after.split("\n")
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    rows = [DiffRow(_cell(n, old[n]), _cell(n, new[n]), changed=False) for n in range(start)]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    for tag, a, b, c, d in _blocks(middle_old, middle_new):
        left = [(start + n, middle_old[n]) for n in range(a, b)]
        right = [(start + n, middle_new[n]) for n in range(c, d)]
        rows += _equal(left, right) if tag == "equal" else _changed(left, right)
    last = [(len(old) - end + n, len(new) - end + n) for n in range(end)]
    return rows + [DiffRow(_cell(a, old[a]), _cell(b, new[b]), changed=False) for a, b in last]


def folded(rows: Sequence[DiffRow], context: int = 3) -> list[DiffRow | Gap]:
    """Return the changed rows with `context` rows around each, and gaps for the others."""
    near = {
        place + step for place, row in enumerate(rows) if row.changed for step in range(-context, context + 1)
    }
    found: list[DiffRow | Gap] = []
    for place, row in enumerate(rows):
        if place in near:
            found.append(row)
        elif found and isinstance(found[-1], Gap):
            found[-1] = Gap(found[-1].lines + 1)
        else:
            found.append(Gap(1))
    return found


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MAX_LINES:
        yield "replace", 0, len(old), 0, len(new)
    else:
        yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _equal(left: Sequence[tuple[int, str]], right: Sequence[tuple[int, str]]) -> list[DiffRow]:
    return [
        DiffRow(_cell(*one), _cell(*other), changed=False) for one, other in zip(left, right, strict=True)
    ]


def _changed(left: Sequence[tuple[int, str]], right: Sequence[tuple[int, str]]) -> list[DiffRow]:
    rows = []
    for one, other in zip_longest(left, right):
        if one and other:
            parts = _inside(one[1], other[1])
            rows.append(DiffRow(Cell(one[0] + 1, parts[0]), Cell(other[0] + 1, parts[1]), changed=True))
        else:
            cell = Cell((one or other)[0] + 1, (((one or other)[1], True),))
            rows.append(DiffRow(cell if one else None, cell if other else None, changed=True))
    return rows


def _inside(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(old), len(new)) > MAX_LINES:
        return ((before, True),), ((after, True),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ((before, True),), ((after, True),)
    left, right = [], []
    for tag, a, b, c, d in matcher.get_opcodes():
        differs = tag != "equal"
        if b > a:
            left.append(("".join(old[a:b]), differs))
        if d > c:
            right.append(("".join(new[c:d]), differs))
    return tuple(left), tuple(right)


def _cell(place: int, line: str) -> Cell:
    return Cell(place + 1, ((line, False),))
