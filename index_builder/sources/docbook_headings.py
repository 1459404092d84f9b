"""Brings the headings of the DocBook stylesheets into the page model: their levels, numbers and anchors."""

from lxml.html import HtmlElement

from index_builder.anchors import unwrap
from index_builder.sources.docbook_kinds import class_of
from index_builder.sources.titles import plain, split_title

SECTIONS = frozenset(
    "section sect1 sect2 sect3 sect4 sect5 simplesect"
    " refsection refsect1 refsect2 refsect3 refsynopsisdiv".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "h7")


def rewrite_headings(main: HtmlElement) -> None:
    """Give every heading the level of its section, its number and its anchor."""
    for heading in list(main.iterdescendants(*HEADINGS)):
        depth, own = 0, None
        inner = heading
        for outer in heading.iterancestors():
            if outer is main:
                break
            if outer.tag == "div" and class_of(outer) in SECTIONS:
                depth += 1
                own = outer if depth == 1 and _titles(inner, outer) else own
            inner = outer
        heading.tag = f"h{min(6, max(2, depth + (2 if own is None else 1)))}"
        _number_heading(heading)
        if own is not None:
            _take_anchor_before(heading)
            if own.get("id") and not heading.get("id"):
                heading.set("id", own.attrib.pop("id"))
    for place in list(main.iter("div")):
        if place.get("class") == "titlepage":
            unwrap(place)


def _titles(inner: HtmlElement, section: HtmlElement) -> bool:
    """Return whether a heading, itself or in `inner`, is what its section begins with."""
    return all(child is inner or child.tag == "a" for child in section[: section.index(inner) + 1])


def _number_heading(heading: HtmlElement) -> None:
    anchor = next((a for a in heading.iter("a") if a.get("id") and not a.get("href")), None)
    if anchor is not None and not heading.get("id"):
        heading.set("id", anchor.get("id"))
        anchor.drop_tag()
    whole = plain(heading.text_content())
    number = split_title(whole).number
    if number and (heading.text or "").strip():
        heading.set("data-number", number)
        heading.text = split_title(heading.text).words + (" " if heading.text[-1:].isspace() else "")


def _take_anchor_before(heading: HtmlElement) -> None:
    before = heading.getprevious()
    alone = before is not None and before.tag == "a" and before.get("id") and not (before.tail or "").strip()
    if alone and not heading.get("id"):
        heading.set("id", before.get("id"))
        before.drop_tree()
