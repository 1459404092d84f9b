"""Measures tables: the widths of their columns, and whether they need a view of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from lxml.html import HtmlElement

from momviewer.manual.checked.page_html import BREAK

LINE = 80
"""Characters of an ordinary line of a page, which is the room of a table."""
SHORT_LINE = 46
"""Characters of a line in a narrow window, where words should not be broken either."""
MAX_SHARE_FOR_WORDS = 0.9
"""Share of a line that long words may take; the rest is for columns of prose."""
RARE = 0.03
"""Share of a column's cells, without heads, whose words may be broken in a narrow window."""
BOLD = 1.2
"""How much wider bold characters are than others."""
PADDING = 3
"""Characters that a cell's edges take."""
MANY_COLUMNS = 5
MAX_CELL_CHARS = 400
"""Characters of a cell that count; more do not widen its column."""
MAX_COLUMNS = 100
MIN_BREAKABLE_CHARS = 10
"""Characters of the shortest name that may be broken."""
NAME = re.compile(rf"\S{{{MIN_BREAKABLE_CHARS},}}")
BREAKABLE = re.compile(r"(?<=[\w)\]}][._/:=@,&?|-])(?=[^\W_]|[(\[{$%])|(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Places where a long name may be broken: behind dots, underscores and other joints."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a table is laid out: the `widths` of its columns in per cent, or () to let Qt decide.

    `is_wide` says that it is hard to read in a page's column.
    """

    widths: tuple[int, ...]
    is_wide: bool


def breakable(text: str) -> str:
    """Return a text with zero-width spaces at the places where its long names may be broken."""
    return NAME.sub(lambda name: BREAKABLE.sub(BREAK, name.group()), text)


def measure(table: HtmlElement) -> Measure:
    """Return the best layout of a table in a page's column, by the characters in its cells."""
    words: list[list[int]] = []  # the longest of each cell
    heads: list[int] = []  # the longest of each column's heads
    most: list[int] = []
    whole: list[int] = []
    for column, text, is_head in _cells(table):
        while len(words) <= column:
            words.append([])
            for measured, start in ((heads, 1), (most, 1), (whole, 0)):
                measured.append(start)
        pieces = re.split(rf"[\s{BREAK}]+", breakable(text))
        size = BOLD if is_head else 1
        longest = max(ceil(size * len(piece)) for piece in pieces)
        words[column].append(longest)
        if is_head:
            heads[column] = max(heads[column], longest)
        most[column] = max(most[column], min(ceil(size * len(text)), MAX_CELL_CHARS))
        whole[column] += min(len(text), MAX_CELL_CHARS)
    columns = len(words)
    least = [max(lengths, default=1) for lengths in words]  # what no line can be shorter than
    room = LINE - PADDING * columns
    is_wide = columns >= MANY_COLUMNS or sum(least) > room
    if not least or sum(most) <= SHORT_LINE - PADDING * columns:
        return Measure((), is_wide)
    usual = [max(head, _usual(lengths)) for head, lengths in zip(heads, words, strict=True)]
    shares = [max(pair) for pair in zip(least, _grown(usual), strict=True)]
    spare = room - sum(shares)
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


def _usual(lengths: list[int]) -> int:
    """Return the length of the longest word of a column, a few outliers aside."""
    return sorted(lengths)[-1 - int(RARE * len(lengths))] if lengths else 1


def _grown(words: list[int]) -> list[float]:
    """Return the characters of an ordinary line for each column, such that words fit a short line, too."""
    needed = sum(words) + PADDING * len(words)
    factor = max(1.0, min(LINE / SHORT_LINE, MAX_SHARE_FOR_WORDS * LINE / needed))
    return [(width + PADDING) * factor - PADDING for width in words]


def _per_cent(shares: list[float]) -> tuple[int, ...]:
    total = sum(shares)
    ends = [round(100 * sum(shares[: at + 1]) / total) for at in range(len(shares))]
    return tuple(max(1, end - start) for start, end in zip([0, *ends], ends, strict=False))


def _cells(table: HtmlElement) -> Iterator[tuple[int, str, bool]]:
    """Yield (column, text, is a head) for every cell that stands in a single column."""
    taken: dict[int, int] = {}  # columns that cells of rows above reach into, and for how many rows yet
    for row in rows_of(table):
        column = 0
        below = {at: rows - 1 for at, rows in taken.items() if rows > 1}
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while column in taken:
                column += 1
            across, down = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
            if across == 1 and column < MAX_COLUMNS:
                yield column, " ".join(cell.text_content().split()), cell.tag == "th"
            if down > 1:
                below.update(dict.fromkeys(range(column, column + across), down - 1))
            column += across
        taken = below


def rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table, without those of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody"}:
            yield from rows_of(child)
