"""Reads a DocBook manual's contents tree and numbered lists from the pages that hold them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from index_builder.model import SourcePage, SourcePages
from index_builder.sources.titles import plain, split_name, split_title
from index_builder.trees import Snapshot
from momviewer.manual.links import parse_address
from momviewer.manual.model import ItemKind, NumberedItem, PageKind, TocEntry

LISTS = {
    "list-of-examples": ItemKind.EXAMPLE,
    "list-of-figures": ItemKind.FIGURE,
    "list-of-tables": ItemKind.TABLE,
}


@dataclass(slots=True)
class _Entry:
    """A contents entry while the tree grows."""

    title: str
    number: str
    page: str
    anchor: str = ""
    kind: PageKind = PageKind.PAGE
    purpose: str = ""
    children: list["_Entry"] = field(default_factory=list)


def contents_tree(pages: SourcePages, roots: Mapping[str, Snapshot]) -> list[TocEntry]:
    """Return the contents: what the title page lists, and below their `up` page those that it does not.

    Entries that name pages the manual does not hold stay: their pages say that they are missing.
    """
    by_id = {page.id: page for page in pages}
    top: list[_Entry] = []
    for root in roots.values():
        if top:
            break
        for toc in root.copy().xpath(".//div[contains(@class, 'toc')]/dl"):
            top = top or list(_entries(toc, by_id))
    _add_unlisted(top, pages)
    return [_frozen(entry) for entry in top]


def listed_items(roots: Mapping[str, Snapshot]) -> list[NumberedItem]:
    """Return what the manual's lists of examples, figures and tables name."""
    return [item for root in roots.values() for item in _items(root.copy())]


def _items(root: HtmlElement) -> Iterator[NumberedItem]:
    kind = LISTS.get(root.get("class", ""))
    for entry in root.iter("dt") if kind else ():
        link = entry.find(".//a[@href]")
        address = parse_address(link.get("href")) if link is not None else None
        if kind and address:
            number = split_title(entry.text_content()).number
            yield NumberedItem(kind, number, plain(link.text_content()), address.page, address.anchor)


def _entries(dl: HtmlElement, pages: Mapping[str, SourcePage]) -> Iterator[_Entry]:
    """Yield the entries of a list, each with those nested below it, keeping the open lists on a stack."""
    top: list[_Entry] = []
    pending: list[tuple[HtmlElement, list[_Entry]]] = [(dl, top)]
    while pending:
        inner, entries = pending.pop()
        for child in inner:
            if child.tag == "dt" and (entry := _entry(child, pages)):
                entries.append(entry)
            elif child.tag == "dd":
                below = entries[-1].children if entries else entries
                pending += [(nested, below) for nested in child if nested.tag == "dl"]
    yield from top


def _entry(dt: HtmlElement, pages: Mapping[str, SourcePage]) -> _Entry | None:
    link = dt.find(".//a[@href]")
    address = parse_address(link.get("href")) if link is not None else None
    if address is None:
        return None
    whole = plain(dt.text_content())
    name = next((span.get("class", "") for span in dt.iter("span") if span.get("class")), "")
    anchor = address.anchor if address.page != "" else ""
    if name == "refentrytitle":
        title, purpose = split_name(whole)
        return _Entry(title, "", address.page, anchor, PageKind.REFERENCE, purpose)
    split = split_title(whole)
    kind = PageKind(name) if name in set(PageKind) else split.kind or PageKind.PAGE
    if address.page in pages and not anchor:
        kind = pages[address.page].kind
    return _Entry(split.words, split.number, address.page, anchor, kind)


def _add_unlisted(top: list[_Entry], pages: Iterable[SourcePage]) -> None:
    """Put the pages that no list names where their `up` and `prev` links say."""
    found: dict[str, _Entry] = {}
    pending = list(top)
    while pending:
        entry = pending.pop()
        if not entry.anchor:
            found.setdefault(entry.page, entry)
        pending += entry.children
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
    """Return an entry and all below it as they are kept, the deepest first."""
    order, pending = [], [top]
    while pending:
        entry = pending.pop()
        order.append(entry)
        pending += entry.children
    made: dict[int, TocEntry] = {}
    for entry in reversed(order):
        children = tuple(made[id(child)] for child in entry.children)
        made[id(entry)] = TocEntry(
            entry.title, entry.number, entry.page, entry.anchor, entry.kind, entry.purpose, children
        )
    return made[id(top)]
