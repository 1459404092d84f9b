"""Makes a box of each option and function that a table defines, and says in it which examples use the name.

A table defines names if its first column is headed by a kind of name and every other by a field:

    All options. Scopes: `conntrol`.

    | Option | Type | Default | Meaning |
    | --- | --- | --- | --- |
    | `pause_time` | seconds | none | How long to wait before the banner |

The paragraph before the table says once what holds for all of its names: "Scopes: `conntrol`." gives every
box of the table that field, unless its row says otherwise. A cell that is empty or a dash gives none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from index_builder.pages.model import DEFINITION, FACT, SourcePage, SourcePages
from momviewer.manual.numbering import number_key

KINDS = {"Option": "momentum", "Function": "lua"}
"""What heads the first column, with the language whose snippets use such names."""
FIELDS = ("Type", "Default", "Scopes", "Package", "Phases", "Since", "Takes effect")
"""The fields of a definition, in the order in which a box has them."""
MEANING, USED_IN = "Meaning", "Used in"
COMMON = re.compile(rf"(?:^|(?<=\.\s))({'|'.join(FIELDS)}): (.+?)(?=\.(?:\s|$))")
"""Finds the fields that the paragraph before a table gives to all of its rows."""
NOTHING = frozenset({"", "-", "–"})
NOT_IN_ANCHORS = re.compile(r"[^\w.:-]+")

QUOTED_OR_COMMENT = {
    "momentum": re.compile(r'"(?:\\.|[^"\\])*"|#[^\n]*'),
    "lua": re.compile(
        r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|\[\[.*?\]\]|--\[\[.*?\]\]|--[^\n]*", re.DOTALL
    ),
}
USE = {
    "momentum": re.compile(r'([A-Za-z_][\w-]*)(?=[ \t]*=(?!>)|(?:[ \t]+(?:""|[\w.-]+))?[ \t]*\{)'),
    "lua": re.compile(r"(?<![\w.:])[A-Za-z_][\w.]*(?::\w+)?"),
}
"""Finds the names that a configuration sets or opens as a stanza, and those of variables and calls in Lua."""

Name = tuple[str, str]
"""A kind and a name of that kind."""


class Use(NamedTuple):
    """A numbered example that uses a name."""

    number: str
    page: str
    anchor: str


def make_definitions(body: HtmlElement) -> None:
    """Replace each table that defines names by a box for each name."""
    taken: Counter[str] = Counter()
    for table in list(body.iter("table")):
        heads = [cell.text_content().strip() for cell in table.iterfind("thead/tr/th")]
        if heads and heads[0] in KINDS and set(heads[1:]) <= {*FIELDS, MEANING}:
            common = _common(table)
            for row in table.findall("tbody/tr"):
                box = _box(dict(zip(heads, row, strict=False)), heads[0], common, taken)
                table.addprevious(box)
            table.drop_tree()


def _common(table: HtmlElement) -> dict[str, str]:
    """Return the fields that the paragraph before a table gives to all of its rows."""
    lead = table.getprevious()
    if lead is None or lead.tag != "p":
        return {}
    return dict(COMMON.findall(" ".join(lead.text_content().split())))


def _box(
    cells: dict[str, HtmlElement], kind: str, common: dict[str, str], taken: Counter[str]
) -> HtmlElement:
    """Return the box of one row; `taken` counts the anchors that names of this page have."""
    title = cells.pop(kind)
    box = title.makeelement("div", {"class": DEFINITION, "data-kind": kind})
    for code, name in _names(title):
        anchor = NOT_IN_ANCHORS.sub("-", f"{kind.lower()}-{name}")
        taken[anchor] += 1
        code.set("id", anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}")
    box.append(_paragraph(title, {"class": "title"}))
    if MEANING in cells:
        box.append(_paragraph(cells[MEANING], {}))
    for field in FIELDS:
        if field in cells and cells[field].text_content().strip() not in NOTHING:
            box.append(_paragraph(cells[field], {"class": FACT, "data-field": field}))
        elif field not in cells and field in common:
            box.append(_fact(box, field, common[field]))
    return box


def _paragraph(cell: HtmlElement, attributes: dict[str, str]) -> HtmlElement:
    """Return a cell's content as a paragraph."""
    cell.tag, cell.tail = "p", None
    cell.attrib.clear()
    cell.attrib.update(attributes)
    return cell


def _fact(box: HtmlElement, field: str, text: str) -> HtmlElement:
    fact = box.makeelement("p", {"class": FACT, "data-field": field})
    fact.text = text
    return fact


def _names(title: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each name that a title has in code, with its element: "script" of `script "NAME"`."""
    for code in title.iter("code"):
        if words := code.text_content().split():
            yield code, words[0].rstrip("=")


def note_uses(pages: SourcePages) -> None:
    """Write into each definition's box the numbered examples that use its name.

    An example uses an option that its code sets or opens as a stanza, and a function that its code names
    outside of comments. Where several pages define a name, only examples on the page itself count.
    """
    defined: defaultdict[Name, set[str]] = defaultdict(set)
    uses: defaultdict[Name, dict[str, Use]] = defaultdict(dict)

    def define(page: SourcePage) -> None:
        for name in (name for box in _boxes(page.body) for name in _keys(box)):
            defined[name].add(page.id)

    def find(page: SourcePage) -> None:
        for example in page.body.iterfind(".//div[@class='example']"):
            number = example.get("data-number", "")
            for name in defined.keys() & _used(example):
                uses[name][number] = Use(number, page.id, example.get("id", ""))

    def tell(page: SourcePage) -> None:
        for box in _boxes(page.body):
            found = {use for name in _keys(box) for use in uses[name].values()}
            shared = any(len(defined[name]) > 1 for name in _keys(box))
            own = [use for use in found if not shared or use.page == page.id]
            _add_uses(box, sorted(own, key=lambda use: number_key(use.number)))

    pages.each(define)
    if defined:
        pages.each(find)
        pages.each(tell)


def _boxes(body: HtmlElement) -> list[HtmlElement]:
    return [box for box in body.iter("div") if box.get("class") == DEFINITION]


def _keys(box: HtmlElement) -> set[Name]:
    """Return what a box defines, as uses are looked up: options are the same in capitals."""
    kind = box.get("data-kind", "")
    return {(kind, name.lower() if kind == "Option" else name) for _code, name in _names(box[0])}


def _used(example: HtmlElement) -> set[Name]:
    """Return the names that an example's code uses."""
    found: set[Name] = set()
    for block in example.iter("pre"):
        for kind, language in KINDS.items():
            if block.get("data-language") == language:
                code = QUOTED_OR_COMMENT[language].sub('""', block.text_content())
                names = USE[language].findall(code)
                found |= {(kind, name.lower() if kind == "Option" else name) for name in names}
    return found


def _add_uses(box: HtmlElement, uses: Sequence[Use]) -> None:
    if not uses:
        return
    fact = _fact(box, USED_IN, "Example " if len(uses) == 1 else "Examples ")
    for at, use in enumerate(uses):
        link = box.makeelement("a", {"href": f"{use.page}#{use.anchor}"})
        link.text = use.number
        link.tail = ", " if at + 1 < len(uses) else None
        fact.append(link)
    box.append(fact)
