"""Makes the contents tree of the public form from its navigation, and adds pages that this lacks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourcePage, SourcePages
from index_builder.sources.common.front_matter import Entry
from index_builder.sources.common.navigation import link_neighbours
from index_builder.sources.common.page_names import INDEX, stem_of
from index_builder.sources.common.titles import plain
from index_builder.sources.markdown.links import Anchors
from index_builder.sources.website.site import Site
from momviewer.manual.links import parse_address
from momviewer.manual.model import PageKind, TocEntry


@dataclass(slots=True)
class _Branch:
    """An entry while the tree is being made; `page` is "" if the manual lacks the page."""

    title: str
    page: str
    anchor: str = ""
    children: list["_Branch"] = field(default_factory=list)


class Contents:
    """Makes the contents tree, and sets the pages around each page."""

    def __init__(self, pages: SourcePages, site: Site, anchors: Anchors, report: BuildReport) -> None:
        self._pages = pages
        self._site = site
        self._anchors = anchors
        self._report = report
        files = {page.file: page.id for page in pages}
        self._indexes = {
            folder: files.get(folder / f"{INDEX}.md") or files.get(folder.with_suffix(".md"), "")
            for folder in {file.parent for file in files}
        }

    def tree(self, navigation: Sequence[Entry], title_page: SourcePage | None) -> list[TocEntry]:
        """Return the contents; entries below the title page's are moved to the top, as in a book."""
        top = list(self._branches(navigation))
        front = title_page.id if title_page is not None else ""
        raised: list[_Branch] = []
        for branch in top:
            raised += branch.children if branch.page == front and not branch.anchor else [branch]
        self._add_unlisted(raised, front)
        contents = [self._frozen(branch) for branch in raised]
        link_neighbours(self._pages, contents, front)
        return contents

    def _branches(self, entries: Iterable[Entry]) -> Iterator[_Branch]:
        lost = 0
        for entry in entries:
            name = self._site.page(entry.link) if entry.link.startswith("/") else ""
            children = list(self._branches(entry.items))
            if name:
                anchor = entry.link.partition("#")[2]
                name, anchor = self._anchors.target(f"{name}#{anchor}", (entry.title,))
                yield _Branch(entry.title or self._title(name), name, anchor, children)
            elif children:
                yield _Branch(entry.title, "", "", children)
            else:
                lost += 1
        if lost:
            self._report.left_out["entry of the navigation without a page here"] += lost

    def _add_unlisted(self, top: list[_Branch], front: str) -> None:
        """Add pages that the navigation lacks below the index of their folder."""
        found = {branch.page: branch for branch in _walk(top) if not branch.anchor}
        waiting: defaultdict[str, list[SourcePage]] = defaultdict(list)
        for page in self._pages:
            if page.id not in found and page.id != front:
                waiting[self._index_of(page, front)].append(page)
        for index in sorted(waiting, key=self._depth):
            order = self._link_order(index)
            siblings = found[index].children if index in found else top
            for page in sorted(waiting[index], key=lambda page: order.get(page.id, len(order))):
                found[page.id] = _Branch(page.title, page.id)
                siblings.append(found[page.id])

    def _index_of(self, page: SourcePage, front: str) -> str:
        """Return the page that an unlisted page belongs below: its folder's index, or one that lists it."""
        folder = page.file.parent.parent if stem_of(page.file.name) == INDEX else page.file.parent
        above = (self._indexes.get(place, "") for place in (folder, *folder.parents))
        nearest = next((index for index in above if index and index != page.id), "")
        if nearest not in {"", front}:
            return nearest
        linking = (index for index in self._indexes.values() if index not in {"", front, page.id})
        return next((index for index in linking if page.id in self._link_order(index)), nearest)

    @cache  # noqa: B019 - lives as long as the reading of one manual
    def _link_order(self, name: str) -> dict[str, int]:
        """Return the place of each page in the order in which the page `name` links to them."""
        order: dict[str, int] = {}
        for href in self._pages.do(name, _links_of) or ():
            if (address := parse_address(href)) is not None:
                order.setdefault(address.page, len(order))
        return order

    def _title(self, name: str) -> str:
        page = self._pages.get(name)
        return page.title if page is not None else name

    def _depth(self, name: str) -> int:
        page = self._pages.get(name)
        return len(page.file.parts) if page is not None else 0

    def _frozen(self, branch: _Branch) -> TocEntry:
        children = tuple(self._frozen(child) for child in branch.children)
        page = self._pages.get(branch.page)
        if page is None:
            name = next((entry.page for child in children for entry in child.walk()), "")
            return TocEntry(branch.title, "", name, "", PageKind.PAGE, "", children)
        kind = PageKind.SECTION if branch.anchor else page.kind
        purpose = "" if branch.anchor else page.purpose
        return TocEntry(plain(branch.title), "", page.id, branch.anchor, kind, purpose, children)


def _links_of(page: SourcePage) -> list[str]:
    return [link.get("href", "") for link in page.body.iter("a")]


def _walk(top: Iterable[_Branch]) -> Iterator[_Branch]:
    waiting = list(top)
    while waiting:
        branch = waiting.pop()
        yield branch
        waiting += branch.children
