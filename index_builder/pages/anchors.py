"""Finds the anchors of elements, and keeps them if the elements go."""

from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

IDS: Callable[[HtmlElement], Any] = etree.XPath(".//@id", smart_strings=False)


def anchors_of(root: HtmlElement) -> set[str]:
    """Return all ids below an element; the strings do not keep the tree in memory."""
    return set(IDS(root))


def anchors_in(element: HtmlElement) -> list[str]:
    """Return the anchors inside an element."""
    return [anchor.get("id") for anchor in element.iter("a") if anchor.get("id")]


def insert_anchors(element: HtmlElement, anchors: Sequence[str]) -> None:
    """Put anchors in front of an element's content."""
    for anchor in reversed(anchors):
        kept = element.makeelement("a", {"id": anchor})
        kept.tail, element.text = element.text, None
        element.insert(0, kept)


def unwrap_all(root: HtmlElement, *tags: str) -> None:
    """Replace all elements of some tags below another by their content; their anchors stay.

    One by one, each would copy all the text in front of it: a page of 15,000 coloured words took a minute.
    """
    for element in list(root.iterdescendants(*tags)):
        if anchor := element.get("id"):
            insert_anchors(element, [anchor])
    etree.strip_tags(root, *tags)


def unwrap(element: HtmlElement) -> None:
    """Replace an element by its content; its anchor becomes an element of its own."""
    if anchor := element.get("id"):
        insert_anchors(element, [anchor])
    element.drop_tag()
