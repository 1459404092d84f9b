"""Makes the contents tree of a manual from what its pages list, and from the links between them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from index_builder.pages.model import SourcePage, SourcePages
from momviewer.manual.model import PageKind, TocEntry


@dataclass(slots=True)
class Entry:
    """An entry of the contents while the tree is being made."""

    title: str
    number: str
    page: str
    anchor: str = ""
    kind: PageKind = PageKind.PAGE
    purpose: str = ""
    children: list["Entry"] = field(default_factory=list)


def contents_tree(
    pages: SourcePages, listed: Mapping[str, list[Entry]], place: Callable[[], None] = lambda: None
) -> list[TocEntry]:
    """Return the contents: what the title page lists, and other pages below their `up` page.

    `place` is called to give an `up` page to those that no list and no link of their own gave one.

    Entries of pages that the manual does not have stay; to open one says that it is missing.
    """
    by_id = {page.id: page for page in pages}
    titles = [name for name in listed if name in by_id and by_id[name].kind is PageKind.TITLE]
    front = max(titles, key=lambda name: _size(listed[name]), default="")
    top = listed.get(front, [])
    for entry in _walk(top):
        if entry.page in by_id and not entry.anchor:
            page = by_id[entry.page]
            entry.kind = page.kind
            if entry.number and not page.number and page.title.endswith(entry.title):
                page.number, page.title = entry.number, entry.title  # a language that puts it elsewhere
    for name, entries in [(front, top), *listed.items()]:
        _give_parents(name, entries, by_id)
    place()
    _add_unlisted(top, _in_reading_order(by_id), _places(listed))
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


def _give_parents(page: str, entries: list[Entry], pages: Mapping[str, SourcePage]) -> None:
    """Set the parents of the pages that a page lists: itself, or the entry that they are nested in."""
    waiting = [(page, entry) for entry in entries]
    while waiting:
        parent, entry = waiting.pop()
        listed = pages.get(entry.page)
        if listed is not None and not listed.up and entry.page != parent and parent:
            listed.up = parent
        waiting += [(entry.page, child) for child in entry.children]


def _walk(top: Iterable[Entry]) -> Iterator[Entry]:
    pending = list(top)
    while pending:
        entry = pending.pop()
        yield entry
        pending += entry.children


def _size(top: Iterable[Entry]) -> int:
    return sum(1 for _ in _walk(top))


def _places(listed: Mapping[str, list[Entry]]) -> dict[tuple[str, str], int]:
    """Return where each page stands in the list of another: by the other and the page."""
    places: dict[tuple[str, str], int] = {}
    for page, entries in listed.items():
        for at, entry in enumerate(entries):
            places.setdefault((page, entry.page), at)
    return places


def _add_unlisted(
    top: list[Entry], pages: Iterable[SourcePage], order: Mapping[tuple[str, str], int]
) -> None:
    """Add the pages that the first list lacks, where lists of other pages and their own links say."""
    found: dict[str, Entry] = {}
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
        above, below = up, waiting.pop(up, [])
        for page in sorted(below, key=lambda page: order.get((above, page.id), len(order))):
            entry = Entry(page.title, page.number, page.id, "", page.kind, page.purpose)
            places = [at for at, sibling in enumerate(siblings) if sibling.page == page.previous]
            siblings.insert(places[-1] + 1 if places else len(siblings), entry)
            found[page.id] = entry
            pending_ups.append(page.id)


def _frozen(top: Entry) -> TocEntry:
    """Return the final entry for `top` and all below it; makes the deepest first and does not recurse."""
    made: dict[int, TocEntry] = {}
    for entry in reversed(list(_walk([top]))):
        children = tuple(made[id(child)] for child in entry.children)
        made[id(entry)] = TocEntry(
            entry.title, entry.number, entry.page, entry.anchor, entry.kind, entry.purpose, children
        )
    return made[id(top)]
