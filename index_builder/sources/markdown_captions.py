"""Finds the captions of examples, figures and tables in a page's tree and what belongs to each."""

import re

from lxml.html import HtmlElement

CAPTION = re.compile(r"\s*(Example|Figure|Table)\s+((?:\d+|[A-Z])(?:\.\d+)+)\.\s*")


def make_numbered(body: HtmlElement) -> None:
    """Wrap each caption with what it is the caption of."""
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
    _cut(strong, cut)
    strong.drop_tag()
    paragraph.tail = None
    for element in _content(following, kind):
        element.tail = None
        division.append(element)


def _content(first: HtmlElement | None, kind: str) -> list[HtmlElement]:
    """Return what belongs to a caption, from the element after it on."""
    if first is None:
        return []
    if kind == "example":
        return _code(first)
    if kind == "figure":
        picture = first.tag == "p" and first.find("img") is not None and not first.text_content().strip()
        return [first] if picture else []
    return [first] if first.tag == "table" else []


def _code(first: HtmlElement) -> list[HtmlElement]:
    """Return an example's blocks: the code right after the caption, or after one paragraph that leads to it.

    A joining word ("and") between two blocks does not end the example.
    """
    blocks = [first] if first.tag == "p" else []
    following = first.getnext() if blocks else first
    while following is not None:
        if following.tag != "pre" and not (_joins(following) and blocks):
            break
        if following.get("id") is not None and following is not first:
            break
        blocks.append(following)
        following = following.getnext()
    while blocks and blocks[-1].tag != "pre":
        blocks.pop()
    return blocks


def _joins(element: HtmlElement) -> bool:
    following = element.getnext()
    word = element.text_content().strip().lower()
    return element.tag == "p" and word in {"and", "or"} and following is not None and following.tag == "pre"


def _cut(element: HtmlElement, length: int) -> None:
    """Take the label off: it stands at the front of the text."""
    text = element.text or ""
    element.text = text[length:]
    if length > len(text) and len(element):
        _cut(element[0], length - len(text))
