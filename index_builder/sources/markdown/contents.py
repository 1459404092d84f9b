"""Reads the contents tree from index.md and the numbered things from the list pages beside it."""

import re
from collections.abc import Iterator
from functools import partial

from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourcePage, SourcePages
from index_builder.sources.common.navigation import link_neighbours, tree_by_ways
from index_builder.sources.common.titles import NUMBER, plain, split_name, split_title
from index_builder.sources.markdown.links import Anchors
from momviewer.manual.model import ItemKind, NumberedItem, PageKind, TocEntry

LISTINGS = ("ul", "ol")
ITEM_NUMBER = re.compile(rf"\s*(?:Example\s+|Figure\s+|Table\s+)?({NUMBER})\.?(?:\s+|$)")


class Contents:
    """Makes the contents tree, and tells the pages what only the contents know of them."""

    def __init__(self, pages: SourcePages, anchors: Anchors, report: BuildReport) -> None:
        self._pages = pages
        self._anchors = anchors
        self._report = report

    def tree(self, index: str) -> list[TocEntry]:
        """Return the contents from the lists of the title page, or all pages if it has no lists."""
        entries = self._pages.do(index, self._listed) or []
        self._name_untitled()
        top = index if self._pages.get(index) is not None else ""
        if not entries:
            entries = tree_by_ways(self._pages, top)
        link_neighbours(self._pages, entries, top)
        return entries

    def _listed(self, index: SourcePage) -> list[TocEntry]:
        listings = index.body.iterchildren(*LISTINGS)
        return [entry for listing in listings for entry in self._entries(listing)]

    def _entries(self, listing: HtmlElement) -> Iterator[TocEntry]:
        for item in listing.iterchildren("li"):
            children = tuple(
                entry for nested in item.iterchildren(*LISTINGS) for entry in self._entries(nested)
            )
            link = next((a for a in item.iter("a") if a.get("href") and _nearest_item(a) is item), None)
            entry = self._entry(link, children) if link is not None else None
            if entry is None:
                yield from children
            else:
                yield entry

    def _entry(self, link: HtmlElement, children: tuple[TocEntry, ...]) -> TocEntry | None:
        text = plain(link.text_content())
        purpose = split_name(f"name {_text_after(link)} ")[1]
        title = split_title(text)
        name, anchor = self._anchors.target(link.get("href", ""), (text,))
        page = self._pages.get(name)
        if page is None:
            self._report.problems.append(f"index.md names the page {name}, which is missing.")
            return None
        if anchor and not self._anchors.is_top(name, anchor):
            kind = PageKind.SECTION if title.number else PageKind.PAGE
            return TocEntry(title.words, title.number, name, anchor, kind, purpose, children)
        page.title = page.title or title.words
        if title.number and not page.number and page.kind in {PageKind.PAGE, PageKind.SECTION}:
            page.number = title.number
            page.kind = PageKind.APPENDIX if title.number.isalpha() else PageKind.SECTION
        if purpose:
            page.purpose = page.purpose or purpose
            if page.kind is PageKind.PAGE:
                page.kind = PageKind.REFERENCE
        return TocEntry(title.words, title.number, name, "", page.kind, purpose or page.purpose, children)

    def _name_untitled(self) -> None:
        for page in self._pages:
            if not page.title:
                page.title = page.id
                self._report.problems.append(f"{page.file.name} has no title.")


def _text_after(link: HtmlElement) -> str:
    """Return the text of an entry behind its link, without the entries below it."""
    said = [link.tail or ""]
    for element in link.itersiblings():
        if element.tag in LISTINGS:
            break
        said += [element.text_content(), element.tail or ""]
    return plain("".join(said))


def _nearest_item(link: HtmlElement) -> HtmlElement | None:
    return next(link.iterancestors("li"), None)


def listed_items(pages: SourcePages, anchors: Anchors) -> list[NumberedItem]:
    """Return the items of the lists of examples, figures and tables."""
    return [
        item
        for kind in ItemKind
        for item in pages.do(f"{kind.value}-toc", partial(_items, kind=kind, anchors=anchors)) or ()
    ]


def _items(page: SourcePage, kind: ItemKind, anchors: Anchors) -> list[NumberedItem]:
    """Return a list page's entries: `<dt>15.1. [Title](page#anchor)</dt>`, or the same as a list item."""
    found = []
    for entry in page.body.iter("dt", "li"):
        text = entry.text_content()
        link, number = entry.find(".//a[@href]"), ITEM_NUMBER.match(text)
        if link is not None and number is not None:
            title = plain(text[number.end() :])
            label = f"{kind.capitalize()} {number[1]}. {title}"
            target, anchor = anchors.target(link.get("href", ""), (label, title))
            found.append(NumberedItem(kind, number[1], title, target, anchor))
    return found
