"""Takes out of every page what is not in the page model, and counts it."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.anchors import insert_anchors
from index_builder.pages.trees import CONTROL, drop_control_characters, remove_attribute

ATTRIBUTES: dict[str, frozenset[str]] = {
    "p": frozenset({"id", "class"}),
    **dict.fromkeys(("blockquote", "hr", "br", "ul", "li", "dl", "dt", "dd"), frozenset({"id"})),
    **dict.fromkeys(("code", "em", "strong", "var", "kbd", "sub", "sup"), frozenset({"id"})),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), frozenset({"id"})),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), frozenset({"id", "data-number"})),
    **dict.fromkeys(("td", "th"), frozenset({"id", "colspan", "rowspan"})),
    "ol": frozenset({"id", "start", "type"}),
    "pre": frozenset({"id", "data-language"}),
    "div": frozenset({"id", "class", "data-number"}),
    "a": frozenset({"id", "href"}),
    "img": frozenset({"id", "src", "alt"}),
}
"""The elements of the page model with the attributes they may carry (docs/page-model.md)."""

BOXES = frozenset({"note", "warning", "tip", "caution", "important", "sidebar"})
NUMBERED = frozenset({"example", "figure", "table"})

DROPPED = frozenset(
    "script style iframe frame frameset object embed applet form input button select textarea option svg math"
    " link meta base template noscript audio video source canvas map area title head".split()
)
"""Elements that are dropped with their content; of other unknown elements the content stays."""

VOID = frozenset("embed frame input link meta base source area".split())
"""Those of them that have no content: what a parser put inside really stands behind them."""

TABLE_PARTS = {
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tr": frozenset({"table", "thead", "tbody"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
"""The parts of a table, with what each may stand in."""
LOOSE = "loose"
"""The name of a part of a table in no table, until it is unwrapped."""

WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*\s*:", re.IGNORECASE)
BLANK = re.compile(r"[\x00-\x20]+")
SPAN_LIMIT = 200
MAX_DIGITS = 6
MAX_NUMBER_CHARS = 100
"""Characters of the number of a section or an example: "15.3" has four."""


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS


FITS: dict[str, Callable[[str], bool]] = {
    "class": (BOXES | NUMBERED | {"caption", "title", "origin"}).__contains__,
    "colspan": lambda value: _is_number(value) and 0 < int(value) <= SPAN_LIMIT,
    "rowspan": lambda value: _is_number(value) and 0 < int(value) <= SPAN_LIMIT,
    "data-number": lambda value: len(value) <= MAX_NUMBER_CHARS,
    "start": _is_number,
    "type": {"1", "a", "A", "i", "I"}.__contains__,
}
"""Tests that the value of an attribute has to pass, or the attribute is dropped."""
DEPTH_LIMIT = 60
"""Levels of nesting that are kept; no document needs more, and a hostile one could exhaust the stack."""


ACTIVE = "script style iframe frame object embed applet".split()
HANDLERS: Callable[[HtmlElement], Any] = etree.XPath(".//@*[starts-with(name(), 'on')]")
"""Finds attributes that act, such as onclick. An HTML parser writes their names in small letters."""


def disarm(root: HtmlElement, left_out: Counter[str]) -> None:
    """Take out of a whole document what could act, and count it, before anything else is done with it."""
    for element in list(root.iter(*ACTIVE)):
        left_out[f"<{element.tag}>"] += 1
        _drop(element)
    for handler in HANDLERS(root):
        left_out["event handler"] += 1
        remove_attribute(handler.getparent(), handler.attrname)


def clean(body: HtmlElement, left_out: Counter[str]) -> None:
    """Reduce the tree below `body` to the page model in place; count what is left out by its name."""
    body.attrib.clear()
    for element in list(body.iter()):
        drop_control_characters(element)
        if element is body:
            continue
        if not isinstance(element.tag, str):
            _drop(element)  # a comment, entity or processing instruction: nothing a reader would miss
        elif element.tag in DROPPED:
            left_out[f"<{element.tag}>"] += 1
            _drop(element)
        elif element.tag not in ATTRIBUTES:
            left_out[f"<{element.tag}>"] += 1
            if anchor := element.get("id"):
                insert_anchors(element, [CONTROL.sub("", anchor)])
            element.drop_tag()
        else:
            _clean_attributes(element, left_out)
    _drop_loose_parts(body, left_out)
    _flatten(body, left_out)


def _drop_loose_parts(body: HtmlElement, left_out: Counter[str]) -> None:
    """Unwrap parts of tables that are in no table: Qt takes each for one, and a page may have thousands."""
    is_any = False
    for part in list(body.iter(*TABLE_PARTS)):  # outer parts first: what is in a loose one is loose as well
        if _is_in_place(part):
            continue
        is_any = True
        left_out["part of a table without one"] += 1
        if anchor := part.get("id"):
            insert_anchors(part, [anchor])
        part.tag = LOOSE
        part.tail = f" {part.tail or ''}"
    if is_any:
        etree.strip_tags(body, LOOSE)  # all at once: each by itself would join the texts anew


def _is_in_place(part: HtmlElement) -> bool:
    """Return whether a cell is in a row, and a row in a table, that is there itself."""
    outer = part.getparent()
    return outer is not None and outer.tag in TABLE_PARTS[part.tag]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is None:
        return  # gone with an outer element
    if element.tag in VOID:
        element.drop_tag()
    else:
        element.drop_tree()


def _clean_attributes(element: HtmlElement, left_out: Counter[str]) -> None:
    allowed = ATTRIBUTES[element.tag]
    for name, value in list(element.attrib.items()):
        if name not in allowed:
            if name.startswith("on"):
                left_out["event handler"] += 1
            remove_attribute(element, name)
        elif name in FITS:
            if not FITS[name](value):
                del element.attrib[name]
        elif name == "href":
            _clean_href(element, value, left_out)
        elif name == "src" and (SCHEME.match(value) or not value.startswith("images/") or ".." in value):
            left_out["remote or unknown image"] += 1
            element.set("src", "")
        elif CONTROL.search(value):
            element.set(name, CONTROL.sub("", value))


def _clean_href(element: HtmlElement, value: str, left_out: Counter[str]) -> None:
    bare = BLANK.sub("", value)  # browsers pass over blanks inside a scheme, so a check must too
    if SCHEME.match(bare) and not WEB.match(bare):
        left_out[f"{bare.partition(':')[0].lower()[:20]}: link"] += 1
        del element.attrib["href"]
    elif value != (target := CONTROL.sub("", value).strip()):
        element.set("href", target)


def _flatten(body: HtmlElement, left_out: Counter[str]) -> None:
    """Unwrap elements that are nested too deep; does not recurse."""
    waiting = [(child, 1) for child in body]
    while waiting:
        element, depth = waiting.pop()
        if depth >= DEPTH_LIMIT and len(element):
            for below in [e for e in element.iter() if e is not element and len(e)]:
                left_out["nesting beyond reason"] += 1
                below.drop_tag()
        else:
            waiting.extend((child, depth + 1) for child in element)
