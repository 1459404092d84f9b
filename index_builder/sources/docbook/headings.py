"""Gives headings of the DocBook stylesheets the levels, numbers and anchors of the page model."""

from lxml.html import HtmlElement

from index_builder.pages.anchors import unwrap
from index_builder.sources.common.titles import plain, split_title
from momviewer.manual.model import PageKind

SECTION_CLASSES = frozenset("section sect1".split())
BOOKS = frozenset("set book article".split())
"""Classes of the division on a title page."""
COMPONENTS = frozenset(
    "part chapter appendix preface glossary bibliography index setindex reference refentry"
    " dedication colophon acknowledgements topic".split()
)
"""Classes of the parts of a book."""
KINDS = {
    **dict.fromkeys(BOOKS, PageKind.TITLE),
    **dict.fromkeys(("preface", "dedication", "acknowledgements"), PageKind.PREFACE),
    "part": PageKind.PART,
    "chapter": PageKind.CHAPTER,
    "reference": PageKind.CHAPTER,
    "appendix": PageKind.APPENDIX,
    "glossary": PageKind.GLOSSARY,
    "refentry": PageKind.REFERENCE,
    **dict.fromkeys(("section", "sect1", "sect2", "sect3", "sect4", "sect5", "simplesect"), PageKind.SECTION),
    **dict.fromkeys(("refsect1", "refsection"), PageKind.SECTION),
    **dict.fromkeys(("bibliography", "colophon", "topic"), PageKind.PAGE),
    **dict.fromkeys(("index", "setindex"), PageKind.LIST),
    **dict.fromkeys(("list-of-examples", "list-of-figures", "list-of-tables"), PageKind.LIST),
}
"""The kind of a page by the class of its division."""


def class_of(element: HtmlElement) -> str:
    """Return the first class of an element, which says what it is, or ""."""
    return (element.get("class") or "").strip().partition(" ")[0]


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
    """Return whether a section begins with its heading, which may stand in `inner`."""
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
