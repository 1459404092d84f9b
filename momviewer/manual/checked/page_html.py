"""Checks a page's HTML before a window lays it out: nothing but the viewer's vocabulary, and not too much.

What Qt needs for a page is counted in microseconds of the machine that the weights were measured on. Some of
it grows with the square of a number, such as that of anchors: their weight is such that it is still enough
where a page has as many of them as the budget allows.
"""

import re
from collections.abc import Iterator
from html import unescape

from momviewer.manual.checked.values import DecodingError

MAX_LAYOUT_US = 300_000
"""Microseconds that the layout of a page may take by these weights."""
MAX_HTML_CHARS = 2_000_000
"""Characters of a page's HTML; what the budget allows has fewer."""
MAX_WORD_CHARS = 500
"""Characters of a word that the builder leaves unbroken: the time for one grows with its square."""
MAX_ESCAPED_WORD_CHARS = 5 * MAX_WORD_CHARS
"""The same in HTML, where `&` is `&amp;`."""
MAX_LEVELS = 120
"""Levels of nesting in HTML: the page model has 60, and some elements of it are two or three in HTML."""

ANCHOR_US, LINK_US, IMAGE_US, INLINE_US = 100, 20, 260, 15
TABLE_US, ROW_US, CELL_US = 120, 5, 35
CHAR_US, BYTE_US, SCRIPT_US, LINE_US = 0.25, 0.4, 2, 8
"""Of a character, of each byte of it in UTF-8 after the first, of a change to another script, of a line end.

Each run of one script is laid out by itself.
"""
BREAK = "\u200b"
"""Lets a line end within a word."""
NOT_LATIN = re.compile(f"[^\\x00-\u024f{BREAK}]")
"""Finds the characters that may be of another script than those around them."""
NESTED = 2
"""How many times longer it takes to lay out what is in a table: Qt measures it first."""
MAX_TABLES_DEEP = 5
"""Tables, boxes and snippets around each other; with each more of them it takes twice as long."""

INLINE = ("code", "em", "strong", "var", "kbd", "sub", "sup", "span")
BLOCKS_US = {
    **dict.fromkeys(("p", "hr"), 10),
    **dict.fromkeys(("dt", "dd", "br"), 15),
    **dict.fromkeys(("blockquote", "thead", "tbody", "pre"), 20),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), 30),
    **dict.fromkeys(("ul", "ol", "dl"), 40),
    "li": 65,
}
"""The weight of each block but tables."""
WEIGHTS_US = {
    **BLOCKS_US,
    **dict.fromkeys(INLINE, INLINE_US),
    "a": LINK_US,
    "img": IMAGE_US,
    "table": TABLE_US,
    "tr": ROW_US,
    "td": 0,  # counted by the table's grid
    "th": 0,
}
"""The weight of each element of the viewer's vocabulary (docs/page-model.md)."""
CELLS = frozenset({"td", "th"})
VOID = frozenset({"br", "hr", "img"})

VALUE = r'="[^"<>]*"'
ATTRIBUTES = {
    "a": f"(?: (?:name|class|href){VALUE})+",
    "img": rf' src="(?:images/[^"<>]*|mark:[a-z]+)?"(?: alt{VALUE})?/',
    "ol": f"(?: (?:start|type){VALUE})*",
    "p": f"(?: class{VALUE})?",
    "span": f" class{VALUE}",
    "table": f"(?: (?:class|width|cellspacing|cellpadding){VALUE})*",
    **dict.fromkeys(("td", "th"), rf"(?: (?:(?:class|width|align){VALUE}|(?:col|row)span=\"\d{{1,3}}\"))*"),
    **dict.fromkeys(("br", "hr"), "/"),
}
"""The attributes of each element that has some, as the renderer writes them."""


def _tags(names: Iterator[str]) -> str:
    return "|".join(f"<(?:/{name}|{name}{ATTRIBUTES.get(name, '')})>" for name in names)


IS_INLINE = {"a", *INLINE}
INLINE_TAG = re.compile(_tags(name for name in WEIGHTS_US if name in IS_INLINE))
BLOCK_TAG = re.compile(_tags(name for name in WEIGHTS_US if name not in IS_INLINE))
TAG_AND_TEXT = re.compile(r"<(/?[a-z]+[1-4]?)([^>]*)>([^<]*)")
SPAN = re.compile(r' (col|row)span="(\d+)"')


def check_page_html(html: str) -> None:
    """Raise DecodingError if a page holds what the builder does not write, or more than can be laid out."""
    if len(html) > MAX_HTML_CHARS:
        raise DecodingError(f"the page has {len(html):,} characters and is too large to be shown")
    text = INLINE_TAG.sub("", BLOCK_TAG.sub(" ", html))
    if "<" in text:
        raise DecodingError(f"the page holds {text[text.index('<') :][:40]!r}, which no page has")
    if max(map(len, _words(text))) > MAX_ESCAPED_WORD_CHARS:
        raise DecodingError("the page has a word that is too long to be shown")
    check_layout(html)


def check_layout(html: str) -> None:
    """Raise DecodingError if a page of the viewer's vocabulary is more than can be laid out."""
    if layout_us(html) > MAX_LAYOUT_US:
        raise DecodingError("the page is too large to be shown")


def _words(text: str) -> list[str]:
    """Return what Qt does not break: other blanks than these do not end a line."""
    return text.replace("\t", " ").replace("\n", " ").replace("\u200b", " ").split(" ")


def layout_us(html: str) -> float:
    """Return how many microseconds the layout of a page takes; raises DecodingError if it is nested too deep.

    The page has to be of the viewer's vocabulary.
    """
    total, factor, level = text_us(unescape(html.partition("<")[0])), 1, 0
    grids = [Grid()]  # the first is of rows in no table
    for tag, attributes, text in TAG_AND_TEXT.findall(html):
        weight = WEIGHTS_US.get(tag)
        if weight is None:  # it ends an element
            level -= 1
            if tag == "/table" and len(grids) > 1:
                factor //= NESTED
                total += factor * CELL_US * grids.pop().cells
        else:
            total += factor * weight
            if tag == "a" and 'name="' in attributes:
                total += ANCHOR_US  # in a table and outside alike
            level += tag not in VOID
            if level > MAX_LEVELS or len(grids) > MAX_TABLES_DEEP + 1:
                raise DecodingError("the page is nested too deep to be shown")
            if tag == "table":
                factor *= NESTED
                grids.append(Grid())
            elif tag == "tr":
                grids[-1].start_row()
            elif tag in CELLS:
                spans = dict(SPAN.findall(attributes)) if "span=" in attributes else {}
                grids[-1].add_cell(int(spans.get("col", 1)), int(spans.get("row", 1)))
        if text:
            total += factor * text_us(unescape(text) if "&" in text else text)
    return total + sum(CELL_US * grid.cells for grid in grids)


def text_us(text: str) -> float:
    """Return how many microseconds the layout of a text takes."""
    weight: float = len(text) * CHAR_US
    if "\n" in text:
        weight += text.count("\n") * LINE_US
    if text.isascii():
        return weight
    changes = min(2 * len(NOT_LATIN.findall(text)), len(text))
    return weight + BYTE_US * (len(text.encode()) - len(text)) + SCRIPT_US * changes


class Grid:
    """Counts the cells of a table's grid, with those that stay empty: Qt lays them out as well."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._width = 0
        self._taken: list[tuple[int, int]] = []
        """The rows that cells above reach into yet, and how many columns of them."""

    @property
    def cells(self) -> int:
        """Return how many cells the grid has."""
        return self.rows * self.columns

    def start_row(self) -> None:
        """Begin a row."""
        self.rows += 1
        self._taken = [(rows - 1, columns) for rows, columns in self._taken if rows > 1]
        self._width = sum(columns for _, columns in self._taken)
        self.columns = max(self.columns, self._width)

    def add_cell(self, across: int = 1, down: int = 1) -> None:
        """Add a cell to the row, `across` columns wide and `down` rows high.

        Raises DecodingError where there is no row.
        """
        if not self.rows:
            raise DecodingError("the page has a cell in no row, which no page has")
        self._width += across
        self.columns = max(self.columns, self._width)
        if down > 1:
            self._taken.append((down, across))
