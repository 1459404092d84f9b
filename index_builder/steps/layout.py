"""Splits the tree of a page into parts that a window lays out at once, and gives tables a shape that it can.

The weights are those that the window holds a page against (momviewer/manual/checked/page_html.py). Here they
are counted on the page model, such that the HTML of a part takes no more than was counted.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.anchors import IDS
from index_builder.pages.clean import BOXES, WEB
from index_builder.pages.model import DEFINITION, FACT
from index_builder.render.page_writer import BLANKS
from index_builder.render.render import HEAD_US, weigh_snippet
from index_builder.render.tables import breakable, rows_of
from momviewer.manual.checked.page_html import (
    ANCHOR_US,
    BLOCKS_US,
    BYTE_US,
    CELL_US,
    CHAR_US,
    IMAGE_US,
    INLINE,
    INLINE_US,
    LINE_US,
    LINK_US,
    MAX_LAYOUT_US,
    MAX_TABLES_DEEP,
    NESTED,
    ROW_US,
    SCRIPT_US,
    TABLE_US,
    Grid,
    text_us,
)

PART_US = MAX_LAYOUT_US * 0.9
"""Microseconds for the content of a part; the rest is for its title and what the window puts around it."""
MAX_COLUMNS = 100
"""Columns of a table; a row of more goes on in rows below."""
MAX_FRAMES_DEEP = MAX_TABLES_DEEP - 1
"""Tables and boxes around each other; a snippet in the innermost is one more."""
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
CELLS = ("td", "th")
NARROW = (*CELLS, "dt")
"""Elements in which the renderer breaks long names."""
ANCHORED = frozenset({"table", "tr", *HEADINGS})
"""Elements that may get an anchor from the renderer."""
MAX_HEAD_US = 0.1 * PART_US
"""Weight of a table's head that is repeated in each part."""
BLANK_WITHIN = 1_000
"""Characters before the end of a part within which a text is parted at a blank."""
BOX_US = TABLE_US + CELL_US + NESTED * (ROW_US + BLOCKS_US["p"] + LINK_US + IMAGE_US)
MAX_LINK_US = LINK_US + IMAGE_US
MAX_CODE_CHAR_US = NESTED * (INLINE_US + CHAR_US + LINE_US)
"""What a character of code takes at most: each may be a token in a colour of its own."""
MAX_ASCII_US = 4 * CHAR_US
"""What a character of prose takes at most: long names may be broken at each other one."""
MAX_BYTE_US = 2 * SCRIPT_US + BYTE_US
"""What each byte after the first of a character takes at most."""
FACT_US = 2 * (INLINE_US + 40 * CHAR_US)
"""The weight of a field's name in a definition, with what is between two fields."""
OWN_US: Mapping[str, float] = {
    **BLOCKS_US,
    **dict.fromkeys(INLINE, INLINE_US),
    **dict.fromkeys(HEADINGS, BLOCKS_US["h4"] + LINK_US + INLINE_US),
    "div": BLOCKS_US["p"] + INLINE_US,
    "img": LINK_US + IMAGE_US,
    "table": TABLE_US + BLOCKS_US["p"] + 2 * LINK_US,
    "tr": ROW_US + LINK_US,  # which may get an anchor
    **dict.fromkeys(CELLS, 0),
}
"""The weight of each element of the page model, as the renderer writes it, without its content."""


def is_small(body: HtmlElement) -> bool:
    """Return whether a page is far from taking too long, as nearly all are; this takes little itself."""
    text = etree.tostring(body, method="text", encoding="unicode")
    total = (
        len(text) * MAX_ASCII_US
        + (len(text.encode()) - len(text)) * MAX_BYTE_US
        + len(IDS(body)) * (LINK_US + ANCHOR_US)
    )
    for tag, count in Counter(element.tag for element in body.iter()).items():
        total += count * (OWN_US.get(tag, MAX_LINK_US) + ANCHOR_US * (tag in ANCHORED))
    for code in body.iter("pre"):
        total += HEAD_US + MAX_CODE_CHAR_US * len(code.text_content()) + MAX_LINK_US * len(code)
    deepest = 0
    for frame in body.iter("table", "div"):
        deepest = max(deepest, 1 + sum(1 for _ in frame.iterancestors("table", "div")))
        if frame.tag == "table":
            columns = _columns(frame)
            total += columns * CELL_US * sum(1 for _ in rows_of(frame))
            if columns > MAX_COLUMNS:
                return False
        total += BOX_US + FACT_US * len(frame)
    return deepest < MAX_FRAMES_DEEP and total * NESTED**deepest <= PART_US


class Weights:
    """The microseconds that each element below a page's `body` takes, with its content."""

    def __init__(self, body: HtmlElement, own_languages: AbstractSet[str] = frozenset()) -> None:
        self._own_languages = own_languages
        self._of: dict[HtmlElement, float] = {}
        self.deepest = 0
        """Tables and boxes around each other."""
        self.widest = 0
        """The columns of the widest table."""
        self.shortened = 0
        """The snippets of which only the beginning is shown."""
        self.total = self._weigh_content(body, Around())

    def of(self, element: HtmlElement) -> float:
        """Return the weight of an element that was on the page from the beginning, 0 for another."""
        return self._of.get(element, 0.0)

    def of_content(self, element: HtmlElement, around: "Around") -> float:
        """Return the weight of an element's content."""
        texts = [element.text, *(child.tail for child in element)]
        return sum(map(self.of, element)) + sum(around.text_us(text) for text in texts if text)

    def _weigh(self, element: HtmlElement, around: "Around") -> float:
        tag = element.tag
        own = OWN_US[tag] if tag in OWN_US else _link_us(element) if tag == "a" else 0
        if tag == "pre":
            code, is_whole = weigh_snippet(element, around.boxes, self._own_languages)
            self.shortened += not is_whole
            anchors = len(IDS(element))
            weight = around.factor * (code + anchors * LINK_US) + anchors * ANCHOR_US
        else:
            inside = around.inside(element)
            if inside.boxes > around.boxes:
                self.deepest, self.widest = max(self.deepest, inside.boxes), max(self.widest, inside.columns)
                own += BOX_US if tag == "div" else 0
            elif element.get("class") == FACT:
                own += FACT_US
            elif tag == "tr":
                own += around.columns * CELL_US / NESTED
            if element.get("id") is not None:
                own += LINK_US
            anchors = (element.get("id") is not None) + (tag in ANCHORED)
            weight = around.factor * own + anchors * ANCHOR_US + self._weigh_content(element, inside)
        self._of[element] = weight
        return weight

    def _weigh_content(self, element: HtmlElement, around: "Around") -> float:
        weight = around.text_us(element.text) if element.text else 0.0
        for child in element:
            weight += self._weigh(child, around)
            if child.tail:
                weight += around.text_us(child.tail)
        return weight


class Around:
    """What is around an element: how many tables and boxes, the columns of its table, a cell or a term."""

    def __init__(self, boxes: int = 0, columns: int = 0, *, is_narrow: bool = False) -> None:
        self.boxes, self.columns, self._is_narrow = boxes, columns, is_narrow
        self.factor: int = NESTED**boxes
        """How many times longer it takes to lay something out here than on the page itself."""

    def inside(self, element: HtmlElement) -> "Around":
        """Return what is around the content of an element."""
        tag = element.tag
        if tag in NARROW:
            return self if self._is_narrow else Around(self.boxes, self.columns, is_narrow=True)
        if tag == "table":
            return Around(self.boxes + 1, _columns(element), is_narrow=self._is_narrow)
        return Around(self.boxes + 1, is_narrow=self._is_narrow) if _is_frame(element) else self

    def text_us(self, text: str) -> float:
        """Return what a text here takes."""
        folded = BLANKS.sub(" ", text)
        return self.factor * text_us(breakable(folded) if self._is_narrow else folded)


def _link_us(element: HtmlElement) -> float:
    href = element.get("href")
    return 0 if href is None else LINK_US + (IMAGE_US if WEB.match(href) else 0)


def _is_frame(element: HtmlElement) -> bool:
    """Return whether the renderer writes an element as a table."""
    name = element.get("class")
    return element.tag == "table" or (element.tag == "div" and (name in BOXES or name == DEFINITION))


def _columns(table: HtmlElement) -> int:
    grid = Grid()
    for row in rows_of(table):
        grid.start_row()
        for cell in row.iterchildren(*CELLS):
            grid.add_cell(int(cell.get("colspan", "1")), int(cell.get("rowspan", "1")))
    return grid.columns


# Shapes that no part can have


def reshape_tables(body: HtmlElement) -> None:
    """Open tables and boxes that are nested too deep, and let rows of too many cells go on below."""
    for frame in [element for element in body.iter("table", "div") if _is_frame(element)]:
        if sum(map(_is_frame, frame.iterancestors("table", "div"))) >= MAX_FRAMES_DEEP:
            _open(frame)
        elif frame.tag == "table" and _columns(frame) > MAX_COLUMNS:
            _break_rows(frame)


def _open(frame: HtmlElement) -> None:
    """Let what is in a table or a box stand there without it."""
    if frame.tag == "table":
        for row in list(rows_of(frame)):
            for cell in row.iterchildren(*CELLS):
                cell.tag = "div"
                for name in ("colspan", "rowspan"):
                    cell.attrib.pop(name, None)
        for part in list(frame.iterchildren("thead", "tbody")):
            for row in list(part.iterchildren("tr")):
                row.tag = "div"
            part.tag = "div"
        for row in list(frame.iterchildren("tr")):
            row.tag = "div"
        frame.tag = "div"
    else:
        del frame.attrib["class"]


def _break_rows(table: HtmlElement) -> None:
    for row in list(rows_of(table)):
        cells = list(row.iterchildren(*CELLS))
        for cell in cells:
            for name in ("colspan", "rowspan"):
                cell.attrib.pop(name, None)
        above = row
        for start in range(MAX_COLUMNS, len(cells), MAX_COLUMNS):
            below = row.makeelement("tr", {})
            below.extend(cells[start : start + MAX_COLUMNS])
            above.addnext(below)
            above = below


# Splitting


class _Shell:
    """An element that is being split: its source, and what stands for it in the part at hand.

    A table begins with its head again in each part.
    """

    def __init__(
        self, source: HtmlElement, around: Around, own: float = 0.0, head: HtmlElement | None = None
    ) -> None:
        self._source, self.around, self.own = source, around, own
        """What is around its content, and its weight at the beginning of a part."""
        self.shell = _shell_of(source)
        if anchor := source.get("id"):
            self.shell.set("id", anchor)
        self._head = _without_anchors(head) if head is not None else None
        self._entries = 0
        self._goes_on = False

    def add(self, element: HtmlElement) -> None:
        """Add an element to the part at hand."""
        self.shell.append(element)
        self._entries += element.tag == "li"

    def end_part(self) -> None:
        """Get ready for the next part. If nothing is in it yet, it begins there and is taken out here."""
        outer = self.shell.getparent()
        if not self._goes_on and not len(self.shell) and not self.shell.text and outer is not None:
            outer.remove(self.shell)
            return
        self._goes_on = True
        self.shell = _shell_of(self._source)
        if self._source.get("class") == DEFINITION:
            del self.shell.attrib["class"]  # what goes on is neither its name nor its meaning
        if self._head is not None:
            self.shell.append(deepcopy(self._head))
        if self._source.tag == "ol":
            self.shell.set("start", str(int(self._source.get("start", "1")) + self._entries))


class Splitter:
    """Takes the content of a page out of its `body`, in order, and puts it into one new body after the other.

    A part begins where the next element does not fit any more. An element that is too large for any part is
    split itself: the next part begins with an element of the same kind.
    """

    def __init__(self, body: HtmlElement, weights: Weights) -> None:
        self._weights = weights
        self._open = [_Shell(body, Around())]
        self.parts = [self._open[0].shell]
        self._used = 0.0
        self._is_fresh = True
        """Whether the part at hand has no content yet that could stand alone."""
        self._move_content(body)

    def _move_content(self, element: HtmlElement) -> None:
        text, element.text = element.text, None
        self._add_text(text)
        for child in list(element):
            tail, child.tail = child.tail, None
            self._move(child)
            self._add_text(tail)

    def _move(self, element: HtmlElement) -> None:
        weight = self._weights.of(element)
        if self._used + weight > PART_US and not self._is_fresh and weight <= self._room():
            self._start_part()
        if self._used + weight <= PART_US or not _can_be_split(element):
            self._add(element, weight)
        else:
            self._split(element, weight)

    def _add(self, element: HtmlElement, weight: float) -> None:
        if self._used + weight > PART_US and not self._is_fresh:
            self._start_part()
        self._open[-1].add(element)
        self._used += weight
        self._is_fresh = self._is_fresh and _leads(element)

    def _split(self, element: HtmlElement, weight: float) -> None:
        around = self._open[-1].around.inside(element)
        own = weight - self._weights.of_content(element, around)
        head = element.find("thead") if element.tag == "table" else None
        if head is not None and self._weights.of(head) > MAX_HEAD_US:
            head = None
        shell = _Shell(element, around, own, head)
        self._open[-1].add(shell.shell)
        self._used += own
        if head is not None:
            shell.own += self._weights.of(head)
        self._open.append(shell)
        self._move_content(element)
        self._open.pop()

    def _add_text(self, text: str | None) -> None:
        around = self._open[-1].around
        while text:
            fits = _fitting(text, PART_US - self._used, around)
            if not fits and not self._is_fresh:
                self._start_part()
                continue
            piece, text = text[: max(1, fits)], text[max(1, fits) :]
            _append_text(self._open[-1].shell, piece)
            self._used += around.text_us(piece)
            self._is_fresh = self._is_fresh and piece.isspace()
            if text:
                self._start_part()

    def _room(self) -> float:
        """Return how much there is room for in a new part."""
        return PART_US - sum(shell.own for shell in self._open)

    def _start_part(self) -> None:
        """Begin a part with the elements that are open, and with the headings that stood last."""
        leading = _take_leading(self._open[-1].shell)
        for shell in reversed(self._open):
            shell.end_part()
        for outer, inner in pairwise(self._open):
            outer.shell.append(inner.shell)
        self._used = sum(shell.own for shell in self._open)
        self.parts.append(self._open[0].shell)
        self._is_fresh = True
        for element in leading:
            self._open[-1].shell.append(element)
            self._used += self._weights.of(element)


def _without_anchors(element: HtmlElement) -> HtmlElement:
    """Return a copy of an element without the anchors in it, and without what follows it."""
    copy = deepcopy(element)
    copy.tail = None
    for each in copy.iter():
        each.attrib.pop("id", None)
    return copy


def _shell_of(element: HtmlElement) -> HtmlElement:
    kept = {name: value for name, value in element.attrib.items() if name != "id"}
    if element.tag in HEADINGS:
        kept.pop("data-number", None)
    return element.makeelement(element.tag, kept)


def _can_be_split(element: HtmlElement) -> bool:
    return element.tag != "pre" and (len(element) > 0 or bool(element.text))


def _leads(element: HtmlElement) -> bool:
    """Return whether an element belongs to what follows it."""
    return element.tag in HEADINGS or element.get("class") in {"caption", "title"}


def _take_leading(shell: HtmlElement) -> list[HtmlElement]:
    """Take the elements at the end of a shell that belong to what follows them."""
    leading: list[HtmlElement] = []
    for child in list(shell.iterchildren(reversed=True)):
        if not _leads(child) or (child.tail or "").strip():
            break
        shell.remove(child)
        leading.insert(0, child)
    return leading


def _append_text(element: HtmlElement, text: str) -> None:
    last = next(element.iterchildren(reversed=True), None)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def _fitting(text: str, room: float, around: Around) -> int:
    """Return how many characters of a text fit, up to a blank if there is one near."""
    fits = len(text)
    while fits and around.text_us(text[:fits]) > room:
        fits //= 2
    if fits == len(text):
        return fits
    return text.rfind(" ", max(0, fits - BLANK_WITHIN), fits) + 1 or fits
