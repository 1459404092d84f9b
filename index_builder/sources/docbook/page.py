"""Makes a page of a DocBook division: finds its kind, its title and the pages around it."""

import re
from collections.abc import Mapping
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.anchors import insert_anchors, unwrap
from index_builder.pages.model import SourcePage
from index_builder.pages.trees import Tree
from index_builder.sources.common.titles import NUMBER, plain, split_name, split_title
from index_builder.sources.docbook.headings import KINDS, class_of
from index_builder.sources.docbook.tree import to_page_model
from momviewer.manual.links import parse_address
from momviewer.manual.model import PageKind

NAVIGATION = frozenset({"navheader", "navfooter", "docnav", "navigation"})
"""Classes of the navigation that the stylesheets put around a page."""
NAMED = re.compile(
    rf"""(?: [^\s\d]+\s({NUMBER})\. | Phụ\slục\s({NUMBER})\. | ({NUMBER})\.\s(?:fejezet|függelék|rész)\s-
           | 第\s?({NUMBER})\s?章 | 付録({NUMBER}) | ({NUMBER})장\. )\s+(?=\S)""",
    re.VERBOSE,
)
"""Finds the word for a chapter in any language with its number, as in "Kapitel 3. " and "第3章 "."""
TITLE = "(.//div[contains(@class, 'titlepage')])[1]//*[contains(concat(' ', @class, ' '), ' title ')][1]"
NUMBERED = frozenset({PageKind.PART, PageKind.CHAPTER, PageKind.APPENDIX})


def head_links(root: HtmlElement) -> dict[str, str]:
    """Return the pages that a head calls `prev`, `up`, `next` and `home`, or "" for each it does not."""
    links = {link.get("rel", ""): link.get("href", "") for link in root.iter("link")}
    return {rel: _linked_page(links.get(rel, "")) for rel in ("prev", "up", "next", "home")}


def main_division(root: HtmlElement) -> HtmlElement:
    """Return the division with the page itself, without the site's frame, navigation and comments."""
    for division in root.iter("div", "section", "article"):
        if class_of(division) in KINDS:
            return division
    body = root.find("body")
    if body is None:
        return root
    for element in list(body.iterdescendants()):
        if isinstance(element.tag, str) and class_of(element) in NAVIGATION:
            element.drop_tree()
    return body


def kind_of(main: HtmlElement) -> PageKind:
    """Return the kind of a division's page."""
    return KINDS.get(class_of(main), PageKind.PAGE)


def page_of(main: HtmlElement, identity: str, file: Path, head: str, links: Mapping[str, str]) -> SourcePage:
    """Return a division's page; `head` is the title in the page's head, `links` are from `head_links`.

    The page's title is "" if it has none.
    """
    kind = kind_of(main)
    number, purpose = "", ""
    own = main.attrib.pop("id", "")
    if kind is PageKind.REFERENCE:
        title, purpose = _take_name(main, head)
    elif kind is PageKind.LIST:
        title = plain(main.findtext("./p/b") or "") or _take_title(main, head, kind)[0]
    else:
        title, number, kind = _take_title(main, head, kind)
    if own:
        insert_anchors(main, [own])
    to_page_model(main)
    return SourcePage(
        id=identity,
        title=title,
        number=number,
        kind=kind,
        tree=Tree(main),
        file=file,
        purpose=purpose,
        previous=links.get("prev", ""),
        up=links.get("up", ""),
        next=links.get("next", ""),
    )


def _linked_page(href: str) -> str:
    address = parse_address(href) if href else None
    return address.page if address else ""


def _take_title(main: HtmlElement, head: str, kind: PageKind) -> tuple[str, str, PageKind]:
    """Take the page's own heading out but keep its anchor; return title, number and kind."""
    found = main.xpath(TITLE)
    if not found:
        return (*split_title(head)[:2], kind)
    heading = found[0]
    words = plain(heading.text_content())
    split, named = split_title(words), split_title(head)
    if not split.number and named.words == split.words:
        split = named  # the stylesheets write an appendix's number into the page's head only
    if split.kind is None and kind in NUMBERED and (foreign := NAMED.match(words)):
        split = split._replace(number=foreign[foreign.lastindex or 1], words=words[foreign.end() :])
    anchors = [anchor.get("name") or anchor.get("id") for anchor in heading.iter("a")]
    place = next(heading.iterancestors("div"))
    heading.drop_tree()
    insert_anchors(main, [anchor for anchor in anchors if anchor])
    _settle_titlepage(place)
    return split.words, split.number, split.kind or kind


def _settle_titlepage(place: HtmlElement) -> None:
    """Make paragraphs of authors, edition and the like on a title page, and drop the rule below."""
    while class_of(place) != "titlepage" and (outer := place.getparent()) is not None:
        place = outer
    for element in list(place.iter("h1", "h2", "h3", "h4", "h5", "h6", "hr")):
        if element.tag == "hr":
            element.drop_tree()
        else:
            element.tag = "p"


def _take_name(main: HtmlElement, title: str) -> tuple[str, str]:
    """Take the name and purpose out of a reference entry, and return them."""
    for division in main.xpath("./div[@class='refnamediv'] | ./section[@class='refnamediv']"):
        name, purpose = split_name(" ".join(text.text_content() for text in division.iter("p")))
        for said in list(division.iter("h1", "h2", "p")):
            said.drop_tree()
        for table in list(division.iter("table")):
            if not table.text_content().strip():
                table.drop_tree()  # it only laid them out
        unwrap(division)
        return name or title, purpose
    return _take_title(main, title, PageKind.REFERENCE)[0], ""
