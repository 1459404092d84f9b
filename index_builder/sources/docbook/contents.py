"""Reads the contents and the numbered lists of a DocBook manual from its pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from index_builder.sources.common.contents import Entry
from index_builder.sources.common.titles import plain, split_name, split_title
from index_builder.sources.docbook.headings import class_of
from momviewer.manual.links import parse_address
from momviewer.manual.model import ItemKind, NumberedItem, PageKind

LISTS = {
    "list-of-examples": ItemKind.EXAMPLE,
    "list-of-figures": ItemKind.FIGURE,
    "list-of-tables": ItemKind.TABLE,
}


@dataclass(slots=True)
class Listed:
    """What the pages of a manual list: the contents of each page, and examples, figures and tables.

    `descriptions` are the pages that tell in words what a picture shows, by the page that has the picture.
    """

    contents: dict[str, list[Entry]] = field(default_factory=dict)
    items: list[NumberedItem] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Listed") -> None:
        """Add what other pages list."""
        self.items += other.items
        self.descriptions |= other.descriptions
        for page, entries in other.contents.items():
            self.contents.setdefault(page, []).extend(entries)

    def add_lists(self, main: HtmlElement, page: str) -> None:
        """Add what the division of a page lists; `page` is its id."""
        for division in [main, *main.iterdescendants("div")]:
            name = class_of(division)
            if kind := LISTS.get(name):
                self.items += _items(division, kind, page)
            elif name == "longdesc-link":
                self.descriptions |= dict.fromkeys(_linked(division), page)
            elif name == "toc":
                for listing in division.iterchildren("dl", "ul"):
                    self.contents.setdefault(page, []).extend(_entries(listing, page))


def _linked(division: HtmlElement) -> Iterator[str]:
    for link in division.iter("a"):
        if (address := parse_address(link.get("href") or "")) is not None and address.page:
            yield address.page


def _items(division: HtmlElement, kind: ItemKind, page: str) -> Iterator[NumberedItem]:
    for entry in division.iter("dt", "li"):
        link = entry.find(".//a[@href]")
        address = parse_address(link.get("href")) if link is not None else None
        if address:
            number = split_title(entry.text_content()).number
            title = plain(link.text_content())
            yield NumberedItem(kind, number, title, address.page or page, address.anchor)


def _entries(listing: HtmlElement, page: str) -> list[Entry]:
    """Return the entries of a list with those nested in them; does not recurse."""
    top: list[Entry] = []
    pending: list[tuple[HtmlElement, list[Entry]]] = [(listing, top)]
    while pending:
        inner, entries = pending.pop()
        for child in inner.iterchildren("dt", "dd", "li"):
            if child.tag != "dd" and (entry := _entry(child, page)):
                entries.append(entry)
            if child.tag != "dt":
                below = entries[-1].children if entries else entries
                pending += [(nested, below) for nested in child.iterchildren("dl", "ul")]
    return top


def _entry(element: HtmlElement, page: str) -> Entry | None:
    """Return the entry of a term or an item in a contents list on `page`, or None if it is none."""
    own = [part for part in element.iterchildren("*") if part.tag not in {"dl", "ul"}]
    links = [link for part in own for link in part.iter("a") if link.get("href")]
    address = parse_address(links[0].get("href", "")) if links else None
    if address is None:
        return None
    whole = plain((element.text or "") + "".join(part.text_content() + (part.tail or "") for part in own))
    spans = [span for part in own for span in part.iter("span")]
    name = next((span.get("class", "") for span in spans if span.get("class")), "")
    if name == "refentrytitle":
        title, purpose = split_name(whole)
        return Entry(title, "", address.page or page, address.anchor, PageKind.REFERENCE, purpose)
    split = split_title(whole)
    kind = PageKind(name) if name in set(PageKind) else split.kind or PageKind.PAGE
    return Entry(split.words, split.number, address.page or page, address.anchor, kind)
