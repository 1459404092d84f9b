"""Finds the headings of a page, also those that became bold paragraphs, with numbers and levels."""

import re

from lxml.html import HtmlElement

from index_builder.pages.clean import BOXES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NUMBER = re.compile(
    r"\s*(?:(?P<word>Chapter|Part|Appendix)\s+(?P<named>[A-Z]+|\d+)|(?P<bare>\d+(?:\.\d+)*|[A-Z](?:\.\d+)+))\.\s+"
)
NO_HEADING = re.compile(
    r"^(?:Example|Figure|Table)\s+\w+\.\d|^List of\s|^Table of Contents$|\w\(|[{}\[]|[.;,!?]$"
)
PLACES = frozenset({"body", "dd", "li", "div"})
"""Elements that a heading may stand in."""
BOLD = "data-bold"
"""The attribute of a heading that was a bold paragraph, until its level is known."""


def find_headings(body: HtmlElement) -> None:
    """Set the numbers of headings, and make headings of bold paragraphs that are some."""
    for paragraph in list(body.iter("p")):
        if paragraph.getparent().tag in PLACES and is_bold_heading(paragraph):
            paragraph.tag = "h6"
            paragraph.set(BOLD, "")
            paragraph.find("strong").drop_tag()
    for heading in body.iter(*HEADINGS):
        number, word = take_number(heading)
        if number:
            heading.set("data-number", number)
        if word:
            heading.set("data-word", word)


def is_bold_heading(paragraph: HtmlElement) -> bool:
    """Return whether a paragraph is one bold line, and no sentence, caption or command."""
    parts = [element for element in paragraph if not is_anchor(element)]
    if len(parts) != 1 or parts[0].tag != "strong" or not is_blank(paragraph.text):
        return False
    if any(not is_blank(element.tail) for element in paragraph):
        return False
    text = parts[0].text_content().strip()
    return bool(text) and not NO_HEADING.search(text)


def set_levels(body: HtmlElement, page_number: str) -> None:
    """Set the level of every heading by its number, or else by its mark; the page's title is gone by then.

    A number with one part more than the page's own is level 2, and so is the highest mark of the page. A bold
    line is one level below the heading before it.
    """
    headings = [e for e in body.iter(*HEADINGS) if e.text_content().strip().lower() not in BOXES]
    marks = (int(e.tag[1]) for e in headings if e.get(BOLD) is None and not e.get("data-number"))
    highest = min(marks, default=1)
    depth = len(page_number.split(".")) if page_number else 0
    last = 1
    for heading in headings:
        bold = heading.attrib.pop(BOLD, None) is not None
        heading.attrib.pop("data-word", None)
        if number := heading.get("data-number", ""):
            last = level = 1 + max(1, len(number.split(".")) - depth)
        elif bold:
            level = last + 1
        else:
            last = level = int(heading.tag[1]) - highest + 2
        heading.tag = f"h{min(level, 6)}"


def is_anchor(element: HtmlElement) -> bool:
    """Return whether an element is an anchor and nothing else."""
    return element.tag == "a" and element.get("href") is None and not element.text_content().strip()


def is_blank(text: str | None) -> bool:
    """Return whether a text is None or white space only."""
    return not (text or "").strip()


def take_number(heading: HtmlElement) -> tuple[str, str]:
    """Cut the number off a heading's text; return it and the word before it ("Chapter") or ""."""
    match = NUMBER.match(heading.text_content())
    if not match:
        return "", ""
    cut_text(heading, match.end())
    return match["named"] or match["bare"], match["word"] or ""


def cut_text(element: HtmlElement, length: int) -> None:
    """Take the first `length` characters out of an element's text, also out of elements inside it."""
    text = element.text or ""
    element.text, length = text[length:], length - len(text)
    for child in element:
        if length <= 0:
            return
        inside = len(child.text_content())
        cut_text(child, length)
        length -= inside
        if length > 0:
            tail = child.tail or ""
            child.tail, length = tail[length:], length - len(tail)
