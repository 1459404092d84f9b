"""Reads the contents tree and the numbered lists of a DocBook manual from its pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from index_builder.pages.model import SourcePage, SourcePages
from index_builder.sources.common.titles import plain, split_name, split_title
from index_builder.sources.docbook.headings import class_of
from momviewer.manual.links import parse_address
from momviewer.manual.model import ItemKind, NumberedItem, PageKind, TocEntry

LISTS = {
    "list-of-examples": ItemKind.EXAMPLE,
    "list-of-figures": ItemKind.FIGURE,
    "list-of-tables": ItemKind.TABLE,
}


@dataclass(slots=True)
class _Entry:
    """An entry of the contents while the tree is being made."""

    title: str
    number: str
    page: str
    anchor: str = ""
    kind: PageKind = PageKind.PAGE
    purpose: str = ""
    children: list["_Entry"] = field(default_factory=list)


@dataclass(slots=True)
class Listed:
    """What the pages of a manual list: the contents of each page, and examples, figures and tables."""

    contents: dict[str, list[_Entry]] = field(default_factory=dict)
    items: list[NumberedItem] = field(default_factory=list)

    def add(self, other: "Listed") -> None:
        """Add what other pages list."""
        self.items += other.items
        for page, entries in other.contents.items():
            self.contents.setdefault(page, []).extend(entries)

    def add_lists(self, main: HtmlElement, page: str) -> None:
        """Add what the division of a page lists; `page` is its id."""
        for division in [main, *main.iterdescendants("div")]:
            name = class_of(division)
            if kind := LISTS.get(name):
                self.items += _items(division, kind, page)
            elif name == "toc":
                for listing in division.iterchildren("dl", "ul"):
                    self.contents.setdefault(page, []).extend(_entries(listing, page))


def contents_tree(pages: SourcePages, listed: Listed) -> list[TocEntry]:
    """Return the contents: what the title page lists, and other pages below their `up` page.

    Entries of pages that the manual does not have stay; to open one says that it is missing.
    """
    by_id = {page.id: page for page in pages}
    titles = [name for name in listed.contents if name in by_id and by_id[name].kind is PageKind.TITLE]
    front = max(titles, key=lambda name: _size(listed.contents[name]), default="")
    top = listed.contents.get(front, [])
    for entry in _walk(top):
        if entry.page in by_id and not entry.anchor:
            page = by_id[entry.page]
            entry.kind = page.kind
            if entry.number and not page.number and page.title.endswith(entry.title):
                page.number, page.title = entry.number, entry.title  # a language that puts it elsewhere
    for name, entries in [(front, top), *listed.contents.items()]:
        _give_parents(name, entries, by_id)
    _add_unlisted(top, _in_reading_order(by_id))
    return [_frozen(entry) for entry in top]


def _in_reading_order(pages: Mapping[str, SourcePage]) -> list[SourcePage]:
    """Return the pages in the order of their `next` links; others follow in their own order."""
    names: dict[str, None] = {}
    for start in pages.values():
        name = start.id if start.previous not in pages and start.next in pages else ""
        while name in pages and name not in names:
            names[name] = None
            name = pages[name].next
    return [pages[name] for name in names | dict.fromkeys(pages)]


def _give_parents(page: str, entries: list[_Entry], pages: Mapping[str, SourcePage]) -> None:
    """Set the parents of the pages that a page lists: itself, or the entry that they are nested in."""
    waiting = [(page, entry) for entry in entries]
    while waiting:
        parent, entry = waiting.pop()
        listed = pages.get(entry.page)
        if listed is not None and not listed.up and entry.page != parent and parent:
            listed.up = parent
        waiting += [(entry.page, child) for child in entry.children]


def _walk(top: Iterable[_Entry]) -> Iterator[_Entry]:
    pending = list(top)
    while pending:
        entry = pending.pop()
        yield entry
        pending += entry.children


def _size(top: Iterable[_Entry]) -> int:
    return sum(1 for _ in _walk(top))


def _items(division: HtmlElement, kind: ItemKind, page: str) -> Iterator[NumberedItem]:
    for entry in division.iter("dt", "li"):
        link = entry.find(".//a[@href]")
        address = parse_address(link.get("href")) if link is not None else None
        if address:
            number = split_title(entry.text_content()).number
            title = plain(link.text_content())
            yield NumberedItem(kind, number, title, address.page or page, address.anchor)


def _entries(listing: HtmlElement, page: str) -> list[_Entry]:
    """Return the entries of a list with those nested in them; does not recurse."""
    top: list[_Entry] = []
    pending: list[tuple[HtmlElement, list[_Entry]]] = [(listing, top)]
    while pending:
        inner, entries = pending.pop()
        for child in inner.iterchildren("dt", "dd", "li"):
            if child.tag != "dd" and (entry := _entry(child, page)):
                entries.append(entry)
            if child.tag != "dt":
                below = entries[-1].children if entries else entries
                pending += [(nested, below) for nested in child.iterchildren("dl", "ul")]
    return top


def _entry(element: HtmlElement, page: str) -> _Entry | None:
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
        return _Entry(title, "", address.page or page, address.anchor, PageKind.REFERENCE, purpose)
    split = split_title(whole)
    kind = PageKind(name) if name in set(PageKind) else split.kind or PageKind.PAGE
    return _Entry(split.words, split.number, address.page or page, address.anchor, kind)


def _add_unlisted(top: list[_Entry], pages: Iterable[SourcePage]) -> None:
    """Add the pages that no list names, at the place that their `up` and `prev` links say."""
    found: dict[str, _Entry] = {}
    for entry in _walk(top):
        if not entry.anchor:
            found.setdefault(entry.page, entry)
    waiting: defaultdict[str, list[SourcePage]] = defaultdict(list)
    for page in pages:
        if page.id not in found and page.kind not in {PageKind.TITLE, PageKind.LIST}:
            waiting[page.up].append(page)
    unlisted = {page.id for below in waiting.values() for page in below}
    # Pages below listed ones first; then those whose `up` is nowhere; what is left goes round in circles.
    pending_ups = sorted(waiting, key=lambda up: (up not in found, up in unlisted), reverse=True)
    while pending_ups:
        up = pending_ups.pop()
        siblings = found[up].children if up in found else top
        for page in waiting.pop(up, ()):
            entry = _Entry(page.title, page.number, page.id, "", page.kind, page.purpose)
            places = [at for at, sibling in enumerate(siblings) if sibling.page == page.previous]
            siblings.insert(places[-1] + 1 if places else len(siblings), entry)
            found[page.id] = entry
            pending_ups.append(page.id)


def _frozen(top: _Entry) -> TocEntry:
    """Return the final entry for `top` and all below it; makes the deepest first and does not recurse."""
    made: dict[int, TocEntry] = {}
    for entry in reversed(list(_walk([top]))):
        children = tuple(made[id(child)] for child in entry.children)
        made[id(entry)] = TocEntry(
            entry.title, entry.number, entry.page, entry.anchor, entry.kind, entry.purpose, children
        )
    return made[id(top)]
