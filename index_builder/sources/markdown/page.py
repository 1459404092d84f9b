"""Reads one page of the Markdown form: the pages around it, its body and its title."""

import re
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.model import SourcePage
from index_builder.pages.trees import Tree
from index_builder.sources.common.titles import KINDS, plain, split_name
from index_builder.sources.markdown.source import tidy
from index_builder.sources.markdown.tree import parse_markdown, shape
from momviewer.manual.links import page_id
from momviewer.manual.model import PageKind

ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
LINK = re.compile(r"\[(Prev|Up|Next|Table of Contents)\]\(([^)\s#]+)[^)]*\)")
LISTS = {
    "example-toc": "List of Examples",
    "figure-toc": "List of Figures",
    "table-toc": "List of Tables",
    "dir": "Directory",
}
"""Titles of the lists, which have no heading of their own."""
NAMED = {"Preface": PageKind.PREFACE, "Glossary": PageKind.GLOSSARY}
EDITION = re.compile(r"Document generated on:\s*(\S+)")
NAME = "Name"
"""The first heading of a reference entry: the paragraph under it is the entry's name and purpose."""


@dataclass
class Navigation:
    """The pages around a page, as page ids or ""."""

    previous: str = ""
    up: str = ""
    next: str = ""


def read_page(file: Path, text: str, name: str, title: str = "") -> SourcePage:
    """Return the page of a file with the id `name`; levels of headings are not set yet.

    If `title` is "", the page's first heading is its title, or it has none.
    """
    text, neighbours = _take_navigation(text)
    body = parse_markdown(tidy(text))
    shape(body)
    page = SourcePage(
        id=name,
        title=title,
        number="",
        kind=PageKind.PAGE,
        tree=Tree(body),
        file=file,
        previous=neighbours.previous,
        up=neighbours.up,
        next=neighbours.next,
    )
    _take_title(page)
    return page


def edition_of(page: SourcePage) -> str:
    """Return the edition that a title page names, or ""."""
    told = EDITION.search(plain(page.body.text_content()))
    return told[1] if told else ""


def _take_navigation(text: str) -> tuple[str, Navigation]:
    """Return the text without its rows of navigation, and the pages these name."""
    lines = text.split("\n")
    found = Navigation()
    top = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if top < len(lines) and ROW.match(lines[top]) and LINK.search(lines[top]):
        _note(found, lines[top])
        lines[top] = ""
    for bottom in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        if ROW.match(lines[bottom]) and LINK.search(lines[bottom]):
            _note(found, lines[bottom])
            lines[bottom:] = [""]
        elif lines[bottom].strip() and not ROW.match(lines[bottom]):
            break
    return "\n".join(lines), found


def _note(found: Navigation, row: str) -> None:
    for name, target in LINK.findall(row):
        page = page_id(target)
        if name == "Prev":
            found.previous = page
        elif name == "Next":
            found.next = page
        elif name == "Up":
            found.up = page


def _take_title(page: SourcePage) -> None:
    """Make the page's first heading its title; anchors of the heading stay at the top.

    If the page has a title already, a heading that says something else stays.
    """
    if page.id in LISTS:
        page.title, page.kind = LISTS[page.id], PageKind.LIST
        return
    heading = next(page.body.iterchildren("h1", "h2", "h3"), None)
    title = plain(heading.text_content()) if heading is not None else ""
    following = heading.getnext() if heading is not None else None
    if heading is None or (page.title and title not in {NAME, page.title}):
        page.kind = NAMED.get(page.title, PageKind.PAGE)
        return
    anchors = [heading.get("id"), *heading.xpath(".//a[@id]/@id")]
    for anchor in reversed([name for name in anchors if name]):
        page.body.insert(0, page.body.makeelement("a", {"id": anchor}))
    if title == NAME and following is not None and following.tag == "p":
        page.kind = PageKind.REFERENCE
        page.title, page.purpose = split_name(following.text_content())
        following.drop_tree()
    else:
        page.title, page.number = title, heading.get("data-number", "")
        page.kind = _kind(page, heading)
    heading.drop_tree()


def _kind(page: SourcePage, heading: HtmlElement) -> PageKind:
    if page.id == "index":
        return PageKind.TITLE
    if said := KINDS.get(heading.get("data-word", "")):
        return said
    return NAMED.get(page.title) or (PageKind.SECTION if page.number else PageKind.PAGE)
