"""Reads the contents of a manual in HTML: lists in its pages, the tree beside them, or links of its index."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.model import SourcePage, SourcePages
from index_builder.sources.common.contents import Entry, nested, walk
from index_builder.sources.common.titles import plain
from index_builder.sources.html.body import number_of
from index_builder.sources.html.generators import Generator, selected
from momviewer.manual.links import parse_address

INDEXES = frozenset({"index", "package-summary", "module-summary", "readme", "overview"})
"""Stems of the page that stands above the others of its folder."""
LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})


def entries_of(listings: Iterable[HtmlElement], page: str) -> list[Entry]:
    """Return the entries of lists, as deep as their links are nested; they stand on `page`."""
    top: list[Entry] = []
    for listing in listings:
        entries: list[tuple[int, Entry]] = []
        for link in listing.iter("a"):
            address = parse_address(link.get("href") or "")
            words = plain(link.text_content())
            if address is None or not words:
                continue
            number, title = number_of(words)
            entry = Entry(title, number, address.page or page, address.anchor)
            entries.append((_depth(link, listing), entry))
        top += nested(entries)
    return top


def listed_on(
    root: HtmlElement, main: HtmlElement, page: str, generator: Generator, *, front: bool
) -> list[Entry]:
    """Return what a page lists in its text; for the first page also the manual's tree beside it."""
    if front and generator.tree and (trees := selected(root, generator.tree)):
        return entries_of(trees[:1], page)
    return entries_of(_outermost(selected(main, generator.lists)), page)


def linked_from(main: HtmlElement, page: str) -> list[Entry]:
    """Return the pages that a page links to, in its order, for a manual without any list."""
    seen = {page}
    found = []
    for link in main.iter("a"):
        address = parse_address(link.get("href") or "")
        if address is not None and address.page and address.page not in seen:
            seen.add(address.page)
            found.append(Entry(plain(link.text_content()), "", address.page))
    return found


def chosen_front(listed: Mapping[str, list[Entry]], front: str) -> str:
    """Return the page whose lists lead to most pages, by the lists of those in turn; `front` in doubt."""
    if len(listed) > MAX_COMPARED:
        return front
    places: dict[str, int] = {}
    leads: dict[str, int] = {}
    onward: dict[str, set[str]] = {}
    for page, entries in listed.items():
        linked = {entry.page for entry in walk(entries)}
        leads[page] = reduce(or_, (1 << places.setdefault(name, len(places)) for name in linked | {page}))
        onward[page] = linked & listed.keys()

    def reached(start: str) -> int:
        """Count pages as bits of a number: in a large manual each of them may list all."""
        seen, waiting, found = {start}, [start], 0
        while waiting:
            page = waiting.pop()
            if (more := found | leads.get(page, 0)) != found:
                found, new = more, onward[page] - seen
                seen |= new
                waiting += new
        return found.bit_count()

    best = max(listed, key=reached, default=front)
    return best if reached(best) > reached(front) else front


MAX_COMPARED = 500
"""Pages with lists that are compared; a manual with more has them all in its index."""


def place_by_folder(pages: SourcePages, folder: Path, front: str) -> None:
    """Set the page above each page that has none: the index of its folder, or of one above that."""
    indexes: dict[Path, str] = {}
    for page in pages:
        if page.file.stem.casefold() in INDEXES or (page.id == front and page.file.parent not in indexes):
            indexes[page.file.parent] = page.id
    for page in pages:
        if not page.up and page.id != front:
            page.up = next(_above(page, folder, indexes), front)


def _above(page: SourcePage, folder: Path, indexes: Mapping[Path, str]) -> Iterator[str]:
    place = page.file.parent
    while True:
        if (name := indexes.get(place, page.id)) != page.id:
            yield name
        if place in {folder, place.parent}:
            return
        place = place.parent


def _depth(link: HtmlElement, listing: HtmlElement) -> int:
    depth = 0
    for outer in link.iterancestors():
        depth += outer.tag in LISTS
        if outer is listing:
            break
    return depth


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    held = set(elements)
    return [one for one in dict.fromkeys(elements) if not any(outer in held for outer in one.iterancestors())]
