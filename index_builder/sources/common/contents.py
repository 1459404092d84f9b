"""Makes the contents tree of a manual from what its pages list, and from the links between them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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


MAX_DEPTH = 40
"""Most levels of contents; what is deeper is on the last."""
FRONT = "index"
"""The page that a manual of several books begins with, where it has one of this name."""


def nested(entries: Iterable[tuple[int, Entry]]) -> list[Entry]:
    """Return entries as a tree, by depths that only count as smaller and larger than those before."""
    top: list[Entry] = []
    above: list[tuple[int, Entry]] = []
    for depth, entry in entries:
        while above and (above[-1][0] >= depth or len(above) >= MAX_DEPTH):
            above.pop()
        (above[-1][1].children if above else top).append(entry)
        above.append((depth, entry))
    return top


def front_page(pages: SourcePages, listed: Mapping[str, list[Entry]]) -> str:
    """Return the title page that stands above all others, or "" for books side by side."""
    titles = {page.id: page.up for page in pages if page.kind is PageKind.TITLE}
    tops = [title for title, up in titles.items() if up not in titles or up == title] or list(titles)
    if FRONT in tops:
        return FRONT
    candidates = [title for title in tops if listed.get(title)] or tops
    return candidates[0] if len(candidates) == 1 else ""


def contents_tree(
    pages: SourcePages,
    listed: Mapping[str, list[Entry]],
    place: Callable[[], None] = lambda: None,
    apart: Collection[str] = (),
) -> list[TocEntry]:
    """Return the contents: what the front page lists, and other pages below their `up` page.

    `place` is called to give an `up` page to those that no list and no link of their own gave one. Pages
    `apart` are in the contents only where a list names them.

    Entries of pages that the manual does not have stay; to open one says that it is missing.
    """
    by_id = {page.id: page for page in pages}
    front = front_page(pages, listed)
    top = listed.get(front, [])
    for name, entries in [(front, top), *listed.items()]:
        _give_parents(name, entries, by_id)
    place()
    _Tree(top, by_id, listed).add_unlisted({front, *apart})
    if not top and front:
        top = [Entry(by_id[front].title, by_id[front].number, front, "", PageKind.TITLE)]
    _tell_articles(front, top, by_id)
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


def walk(top: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries and all below them, in any order; does not recurse."""
    pending = list(top)
    while pending:
        entry = pending.pop()
        yield entry
        pending += entry.children


def _places(listed: Mapping[str, list[Entry]]) -> dict[tuple[str, str], int]:
    """Return where each page stands in the list of another: by the other and the page."""
    places: dict[tuple[str, str], int] = {}
    for page, entries in listed.items():
        for at, entry in enumerate(entries):
            places.setdefault((page, entry.page), at)
    return places


class _Tree:
    """The entries that the contents hold so far, by their pages."""

    def __init__(
        self, top: list[Entry], pages: Mapping[str, SourcePage], listed: Mapping[str, list[Entry]]
    ) -> None:
        self._top, self._pages, self._listed = top, pages, listed
        self._found: dict[str, Entry] = {}
        self._hold(top)

    def add_unlisted(self, apart: Collection[str]) -> None:
        """Add the pages that the first list lacks, where lists of other pages and their own links say."""
        order = _places(self._listed)
        waiting: defaultdict[str, list[SourcePage]] = defaultdict(list)
        for page in _in_reading_order(self._pages):
            if page.id not in self._found and page.kind is not PageKind.LIST and page.id not in apart:
                waiting[page.up].append(page)
        unlisted = {page.id for below in waiting.values() for page in below}
        # Pages below listed ones first; then those whose `up` is nowhere; what is left goes round in circles.
        pending_ups = sorted(waiting, key=lambda up: (up not in self._found, up in unlisted), reverse=True)
        while pending_ups:
            up = pending_ups.pop()
            siblings = self._found[up].children if up in self._found else self._top
            beside = {sibling.page for sibling in siblings}
            above, below = up, [page for page in waiting.pop(up, []) if page.id not in self._found]
            for page in sorted(below, key=lambda page: order.get((above, page.id), len(order))):
                entry = Entry(page.title, page.number, page.id, "", page.kind, page.purpose)
                at = len(siblings)
                while page.previous in beside and siblings[at - 1].page != page.previous:
                    at -= 1  # from the end, where most are
                siblings.insert(at, entry)
                beside.add(page.id)
                pending_ups += self._hold([entry])

    def _hold(self, entries: Iterable[Entry]) -> list[str]:
        """Note entries that the tree holds now, with what the books among them list; return their pages."""
        held = list(self._noted(entries))
        for entry in held:  # and those that are added on the way
            own = self._listed.get(entry.page, [])
            pages = {below.page for below in walk(own) if not below.anchor}
            is_bare_book = entry.kind is PageKind.TITLE and not entry.children and pages
            if is_bare_book and self._found[entry.page] is entry and self._found.keys().isdisjoint(pages):
                entry.children = own
                held += self._noted(own)
        return [entry.page for entry in held]

    def _noted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries for whole pages among these and those below them, mended by their pages."""
        for entry in walk(entries):
            if entry.anchor:
                continue
            if (page := self._pages.get(entry.page)) is not None:
                _agree(entry, page)
            self._found.setdefault(entry.page, entry)
            yield entry


def _agree(entry: Entry, page: SourcePage) -> None:
    """Give an entry its page's kind, and each of the two the number and the title that only the other has."""
    entry.kind = page.kind
    entry.title = entry.title or page.title
    if entry.number and not page.number and page.title.endswith(entry.title):
        page.number, page.title = entry.number, entry.title  # a language that puts it elsewhere
    elif page.number and entry.number in {"", page.number} and f" {entry.title}".endswith(f" {page.title}"):
        entry.number, entry.title = page.number, page.title


def _tell_articles(front: str, top: list[Entry], pages: Mapping[str, SourcePage]) -> None:
    """Make plain pages of title pages that no other page stands below: an article that holds its own text."""
    books = [(entry, entry.children) for entry in walk(top) if entry.kind is PageKind.TITLE]
    for entry, below in [*books, (Entry("", "", front), top)]:
        if entry.page in pages and all(one.page == entry.page for one in walk(below)):
            entry.kind = pages[entry.page].kind = PageKind.PAGE


def _frozen(top: Entry) -> TocEntry:
    """Return the final entry for `top` and all below it; makes the deepest first and does not recurse."""
    made: dict[int, TocEntry] = {}
    for entry in reversed(list(walk([top]))):
        children = tuple(made[id(child)] for child in entry.children)
        made[id(entry)] = TocEntry(
            entry.title, entry.number, entry.page, entry.anchor, entry.kind, entry.purpose, children
        )
    return made[id(top)]
