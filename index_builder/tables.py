"""Measures tables: how wide each column is to be, and which want a view of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from lxml.html import HtmlElement

LINE = 80
"""Characters of an ordinary line of a page: what a table has room for."""
BOLD = 1.2
"""How much wider bold characters are."""
PADDING = 3
"""Characters that the edges of a cell take."""
MANY_COLUMNS = 5
LONGEST = 400
"""Characters of a cell that count; what is beyond makes no column wider."""
MOST_COLUMNS = 100
LONG_NAME = 10
"""Characters from which on a name may be broken."""
BREAK = "\u200b"
NAME = re.compile(rf"\S{{{LONG_NAME},}}")
BREAKABLE = re.compile(r"(?<=[\w)\]}][._/:=@,&?|-])(?=[^\W_]|[(\[{$%])|(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Where a long name may go on in the next line: behind its dots, underscores and other joints."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a table is laid out: `widths` of its columns in per cent, or () where it takes what it needs.

    `is_wide` says that it is hard to read in a page's column.
    """

    widths: tuple[int, ...]
    is_wide: bool


def breakable(text: str) -> str:
    """Return a text with zero-width spaces where its long names may be broken."""
    return NAME.sub(lambda name: BREAKABLE.sub(BREAK, name.group()), text)


def measure(table: HtmlElement) -> Measure:
    """Return how a table is best laid out in a page's column, judged by the characters in its cells."""
    least: list[int] = []  # what no line can be shorter than, of each column
    most: list[int] = []
    whole: list[int] = []
    for column, text, is_head in _cells(table):
        while len(least) <= column:
            for measured, start in ((least, 1), (most, 1), (whole, 0)):
                measured.append(start)
        pieces = re.split(rf"[\s{BREAK}]+", breakable(text))
        size = BOLD if is_head else 1
        least[column] = max(least[column], *(ceil(size * len(piece)) for piece in pieces))
        most[column] = max(most[column], min(ceil(size * len(text)), LONGEST))
        whole[column] += min(len(text), LONGEST)
    columns = len(least)
    room = LINE - PADDING * columns
    is_wide = columns >= MANY_COLUMNS or sum(least) > room
    if not least or sum(most) <= room:
        return Measure((), is_wide)
    shares = [float(width) for width in least]
    spare = float(room - sum(least))
    for _ in range(columns if spare > 0 else 0):  # what a column cannot use goes to the others
        open_columns = [at for at in range(columns) if shares[at] < most[at]]
        if spare < 1 or not open_columns:
            break
        total = sum(whole[at] for at in open_columns)
        given = {at: min(most[at] - shares[at], spare * whole[at] / total) for at in open_columns}
        for at, more in given.items():
            shares[at] += more
        spare -= sum(given.values())
    return Measure(_per_cent([share + PADDING for share in shares]), is_wide)


def _per_cent(shares: list[float]) -> tuple[int, ...]:
    total = sum(shares)
    ends = [round(100 * sum(shares[: at + 1]) / total) for at in range(len(shares))]
    return tuple(max(1, end - start) for start, end in zip([0, *ends], ends, strict=False))


def _cells(table: HtmlElement) -> Iterator[tuple[int, str, bool]]:
    """Yield column and text of every cell that stands in one column, and whether it is a head."""
    taken: dict[int, int] = {}  # columns that cells of rows above reach into, and for how many rows yet
    for row in _rows(table):
        column = 0
        below = {at: rows - 1 for at, rows in taken.items() if rows > 1}
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while column in taken:
                column += 1
            across, down = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
            if across == 1 and column < MOST_COLUMNS:
                yield column, " ".join(cell.text_content().split()), cell.tag == "th"
            if down > 1:
                below.update(dict.fromkeys(range(column, column + across), down - 1))
            column += across
        taken = below


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody"}:
            yield from _rows(child)
