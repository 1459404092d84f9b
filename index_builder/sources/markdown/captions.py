"""Wraps captions, and the headings of boxes, together with the blocks that belong to them.

A box has one paragraph; if that ends in a colon, the lists and the code right behind it belong to the box.
Instead of the paragraph there may be a list or a block of code. docs/decisions/0005 has the figures.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from index_builder.pages.clean import BOXES
from index_builder.pages.trees import code_after
from index_builder.sources.markdown.headings import HEADINGS, cut_text

CAPTION = re.compile(r"\s*(Example|Figure|Table)\s+((?:\d+|[A-Z])(?:\.\d+)+)\.\s*")
NAMED = BOXES - {"sidebar"}
"""Boxes whose heading is their kind."""
BELONGING = frozenset({"ul", "ol", "dl", "pre", "table"})
"""Blocks that belong to a paragraph which introduces them."""


def make_numbered(body: HtmlElement) -> None:
    """Put each caption and its content into a division."""
    for paragraph in list(body.iter("p")):
        if found := _caption(paragraph):
            _wrap(paragraph, found[1].lower(), found[2], found.end())


def _caption(paragraph: HtmlElement) -> re.Match[str] | None:
    strong = paragraph.find("strong")
    if strong is None or paragraph.text_content().strip() != strong.text_content().strip():
        return None
    return CAPTION.match(strong.text_content())


def _wrap(paragraph: HtmlElement, kind: str, number: str, cut: int) -> None:
    division = paragraph.makeelement("div", {"class": kind, "data-number": number})
    paragraph.addprevious(division)
    if anchor := paragraph.attrib.pop("id", None):
        division.set("id", anchor)
    following = paragraph.getnext()
    strong = paragraph.find("strong")
    division.append(paragraph)
    paragraph.set("class", "caption")
    cut_text(strong, cut)
    strong.drop_tag()
    paragraph.tail = None
    for element in _content(following, kind):
        element.tail = None
        division.append(element)


def _content(first: HtmlElement | None, kind: str) -> list[HtmlElement]:
    """Return the content of a caption; `first` is the element behind it."""
    if first is None:
        return []
    if kind == "example":
        return code_after(first)
    if kind == "figure":
        picture = first.tag == "p" and first.find("img") is not None and not first.text_content().strip()
        return [first] if picture else []
    return [first] if first.tag == "table" else []


def make_boxes(body: HtmlElement) -> None:
    """Put the content of each box, below its heading, into a division."""
    for heading in list(body.iter(*HEADINGS)):
        name = heading.text_content().strip().lower()
        if name in NAMED:
            _box(heading, name)


def _box(heading: HtmlElement, name: str) -> None:
    box = heading.makeelement("div", {"class": name})
    if anchor := heading.get("id"):
        box.set("id", anchor)
    content = list(_box_content(heading))
    heading.addprevious(box)
    heading.drop_tree()
    for element in content:
        element.tail = None
        box.append(element)


def _box_content(heading: HtmlElement) -> Iterator[HtmlElement]:
    following = heading.getnext()
    if following is None or following.tag not in BELONGING | {"p"}:
        return
    yield following
    introduces = following.tag == "p" and following.text_content().rstrip().endswith(":")
    while introduces and (following := following.getnext()) is not None and following.tag in BELONGING:
        yield following
