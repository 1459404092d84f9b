"""Writes a page as plain text: headings, lists with their numbers, tables as tables, code as it is."""

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from unicodedata import east_asian_width

from momviewer.manual.model import Page

TABLE_COLUMNS = 100
"""Columns of a terminal that a table fits into, if its longest words do."""
MAX_WORD_COLUMNS = 30
"""Most columns of a word that keep a table's column from shrinking further."""
GAP = "  "
BLANKS = re.compile(r"[ \t\r\n\f]+")
ZERO_WIDTH = "\u200b"
"""What only lets long names be broken."""
UNSEEN = frozenset({"snippet-head", "snippet-buttons", "open"})
"""Classes of elements that only the window has a use for."""
BOXES = frozenset({"note", "warning", "tip", "caution", "important", "sidebar"})
BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p pre dt hr".split())


@dataclass(slots=True)
class _Table:
    """A table as far as it is read. A cell is its lines and the number of columns that it spans."""

    rows: list[list[tuple[list[str], int]]] = field(default_factory=list)
    heads: int = 0
    """Rows at the top whose cells are heads of columns."""
    below: dict[int, int] = field(default_factory=dict)
    """For each column how many more rows a cell above covers."""


@dataclass(slots=True)
class _Container:
    """An open element whose blocks are put together when it is closed; `tag` is what closes it."""

    tag: str
    blocks: list[list[str]] = field(default_factory=list)
    number: int | None = None
    """The number of the next item of an ordered list."""
    style: str = ""
    marker: str = ""
    """What stands before the first line, such as "3. "; the other lines are indented as far."""
    is_box: bool = False
    is_tight: bool = False
    """Whether no empty line parts its blocks."""
    is_head: bool = False
    columns: int = 1
    rows: int = 1
    table: _Table | None = None

    def lines(self) -> list[str]:
        """Return the lines of all blocks."""
        lines: list[str] = []
        for block in self.blocks:
            if lines and not self.is_tight:
                lines.append("")
            lines += block
        if self.is_box:
            return [f"| {line}".rstrip() for line in lines]
        rest = " " * len(self.marker)
        return [f"{rest if at else self.marker}{line}".rstrip() for at, line in enumerate(lines)]


def page_text(page: Page, start: str = "", end: str = "") -> str:
    """Return the text of a page from the anchor `start` to the anchor `end`; "" is its beginning or end."""
    writer = _Writer({snippet.id: snippet.text for snippet in page.snippets}, start, end)
    writer.feed(page.html)
    writer.close()
    return writer.text


class _Writer(HTMLParser):
    """Reads the viewer's vocabulary (docs/page-model.md) and writes what can be read without a window."""

    def __init__(self, snippets: dict[str, str], start: str, end: str) -> None:
        super().__init__()
        self._snippets, self._start, self._end = snippets, start, end
        self._open = [_Container("body")]
        self._inline: list[str] = []
        self._is_done = False
        self._unseen: list[str] = []
        """Open elements of a part that is passed over, from that part inwards."""
        self._snippet = ""
        self._in_code = False

    @property
    def text(self) -> str:
        """Return what was written."""
        self._is_done = False
        self._end_block()
        while len(self._open) > 1:
            self._close_container()
        return "\n".join(self._open[0].lines())

    # What is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        values = {name: value or "" for name, value in attrs}
        if self._unseen:
            if tag not in {"br", "img"}:
                self._unseen.append(tag)
        elif tag == "a" and not values.get("class"):
            self._pass_anchor(values.get("name", ""))
        elif self._is_done:
            return
        elif values.get("class") in UNSEEN:
            self._end_block()
            self._unseen = [tag]
        elif tag == "br":
            self._inline.append("\n")
        elif tag == "img":
            self._add_image(values)
        elif tag in BLOCKS or tag in _OPENING:
            self._end_block()
            self._in_code = tag == "pre"
            if opened := _OPENING.get(tag):
                self._open.append(opened(self._open[-1], values))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content."""
        if not self._unseen:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
            return
        if self._is_done:
            return
        if tag == "pre":
            self._in_code = False
            self._add_code()
        elif tag in BLOCKS:
            self._end_block()
        elif tag in _OPENING and any(container.tag == tag for container in self._open):
            self._end_block()
            while self._close_container() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not (self._unseen or self._is_done):
            self._inline.append(data if self._in_code else BLANKS.sub(" ", data.replace(ZERO_WIDTH, "")))

    # What is written

    def _pass_anchor(self, name: str) -> None:
        """Begin at the first anchor that is wanted, and end at the other."""
        if name and name == self._end:
            self._is_done = True
        elif name and name == self._start:
            for container in self._open:
                container.blocks.clear()
                container.marker, container.is_box = "", False
                if container.table:
                    container.table.rows.clear()
        elif name in self._snippets:
            self._snippet = name

    def _add_image(self, values: dict[str, str]) -> None:
        if not values.get("src", "").startswith("mark:") and values.get("alt"):
            self._inline.append(f"[{values['alt']}]")

    def _add_code(self) -> None:
        shown = "".join(self._inline)
        self._inline.clear()
        code = self._snippets.get(self._snippet, shown)
        self._open[-1].blocks.append(code.split("\n"))

    def _end_block(self) -> None:
        """Put what was gathered of a paragraph into the container around it."""
        text = "".join(self._inline)
        self._inline.clear()
        lines = [" ".join(line.split(" ")).strip() for line in text.split("\n")]
        if any(lines):
            self._open[-1].blocks.append([line for line in lines if line])

    def _close_container(self) -> str:
        """Close the innermost container, and return its tag."""
        closed, around = self._open.pop(), self._open[-1]
        if closed.tag in {"td", "th"} and around.table:
            _add_cell(closed, around.table, around)
        elif closed.tag == "tr" and closed.table:
            _end_row(closed, closed.table)
        elif lines := _table_lines(closed.table) if closed.table else closed.lines():
            around.blocks.append(lines)
        return closed.tag


def _open_list(_around: _Container, values: dict[str, str]) -> _Container:
    start = values.get("start", "1")
    return _Container(
        "ol", number=int(start) if start.lstrip("-").isdigit() else 1, style=values.get("type", "1")
    )


def _open_item(around: _Container, _values: dict[str, str]) -> _Container:
    if around.number is None:
        return _Container("li", marker="- ")
    around.number += 1
    return _Container("li", marker=f"{_numbered(around.number - 1, around.style)}. ")


def _open_table(_around: _Container, values: dict[str, str]) -> _Container:
    kind = values.get("class", "")
    if kind in {"grid", "wide"}:
        return _Container("table", table=_Table())
    return _Container("table", is_box=kind in BOXES)


def _open_row(around: _Container, _values: dict[str, str]) -> _Container:
    if around.table is not None:
        around.table.rows.append([])
    return _Container("tr", table=around.table)


def _open_cell(tag: str) -> Callable[[_Container, dict[str, str]], _Container]:
    def opened(_around: _Container, values: dict[str, str]) -> _Container:
        columns, rows = (int(values[key]) if values.get(key, "").isdigit() else 1 for key in _SPANS)
        return _Container(tag, is_head=tag == "th", columns=max(1, columns), rows=max(1, rows))

    return opened


_SPANS = ("colspan", "rowspan")
_OPENING: dict[str, Callable[[_Container, dict[str, str]], _Container]] = {
    "ul": lambda _around, _values: _Container("ul", is_tight=True),
    "ol": _open_list,
    "li": _open_item,
    "dl": lambda _around, _values: _Container("dl"),
    "dd": lambda _around, _values: _Container("dd", marker="    "),
    "blockquote": lambda _around, _values: _Container("blockquote", marker="    "),
    "table": _open_table,
    "tr": _open_row,
    "td": _open_cell("td"),
    "th": _open_cell("th"),
}
"""What opens the container of an element, from the one around it and its attributes."""


def _numbered(number: int, style: str) -> str:
    """Return the number of an item as its list counts: 3, c, C, iii or III."""
    if style in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in {"i", "I"} and 1 <= number < 40:
        tens, ones = divmod(number, 10)
        roman = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return roman if style == "I" else roman.lower()
    return str(number)


# Tables


def _add_cell(cell: _Container, table: _Table, row: _Container) -> None:
    """Put a cell into its row, behind the columns that cells above cover."""
    cells = table.rows[-1]
    _skip_covered(table, cells)
    if cell.rows > 1:
        at = sum(columns for _, columns in cells)
        table.below |= dict.fromkeys(range(at, at + cell.columns), cell.rows)
    cells.append((cell.lines(), cell.columns))
    row.is_head = cell.is_head and (len(cells) == 1 or row.is_head)


def _skip_covered(table: _Table, cells: list[tuple[list[str], int]]) -> None:
    while table.below.get(sum(columns for _, columns in cells), 0) > 0:
        cells.append(([], 1))


def _end_row(row: _Container, table: _Table) -> None:
    _skip_covered(table, table.rows[-1])
    table.below = {column: left - 1 for column, left in table.below.items() if left > 1}
    if row.is_head and table.heads == len(table.rows) - 1:
        table.heads += 1


def _table_lines(table: _Table) -> list[str]:
    """Return a table with its columns below each other, and a line below its heads."""
    if not any(table.rows):
        return []
    widths = _widths(table)
    rows = [_row_lines(row, widths) for row in table.rows]
    is_airy = any(len(lines) > 1 for lines in rows[table.heads :])
    shown: list[str] = []
    for at, lines in enumerate(rows):
        if at == table.heads and at:
            shown.append(GAP.join("-" * width for width in widths))
        elif at and is_airy:
            shown.append("")
        shown += lines
    return shown


def _row_lines(row: Sequence[tuple[list[str], int]], widths: Sequence[int]) -> list[str]:
    cells: list[tuple[list[str], int]] = []
    at = 0
    for lines, columns in row:
        width = sum(widths[at : at + columns]) + len(GAP) * (columns - 1)
        cells.append(([part for line in lines for part in _wrapped(line, width)], width))
        at += columns
    texts = zip_longest(*(lines for lines, _ in cells), fillvalue="")
    return [
        GAP.join(_padded(text, width) for text, (_, width) in zip(line, cells, strict=True)).rstrip()
        for line in texts
    ] or [""]


def _widths(table: _Table) -> list[int]:
    """Return the width of each column: that of its longest line, shrunk where the table is too wide."""
    count = max(sum(columns for _, columns in row) for row in table.rows)
    widths, least = [0] * count, [1] * count
    for row in table.rows:
        at = 0
        for lines, columns in row:
            if columns == 1:
                words = [word for line in lines for word in line.split(" ")]
                widths[at] = max([widths[at], *map(_columns, lines)])
                least[at] = max([least[at], *(min(_columns(word), MAX_WORD_COLUMNS) for word in words)])
            at += columns
    room = TABLE_COLUMNS - len(GAP) * (count - 1)
    while sum(widths) > room:
        widest = max(range(count), key=lambda at: (widths[at] > least[at], widths[at]))
        if widths[widest] <= least[widest]:
            break
        widths[widest] -= 1
    return widths


def _wrapped(line: str, width: int) -> list[str]:
    if _columns(line) <= width:
        return [line]
    return textwrap.wrap(line, max(1, width), break_on_hyphens=False, break_long_words=False) or [""]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(char) in {"W", "F"}) for char in text)
