"""Fills in the pages around a page from the contents, or makes the contents from those."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from index_builder.pages.model import SourcePages
from momviewer.manual.model import TocEntry


def link_neighbours(pages: SourcePages, contents: Sequence[TocEntry], top: str) -> None:
    """Set `previous`, `up` and `next` of pages that lack them; `top` is the title page's id or ""."""
    order = [top, *(entry.page for root in contents for entry in root.walk())]
    held = [page for name in dict.fromkeys(order) if (page := pages.get(name)) is not None]
    bare = {page.id for page in held if not (page.previous or page.next)}
    for before, after in pairwise(held):
        if after.id in bare:
            after.previous = before.id
        if before.id in bare:
            before.next = after.id
    waiting = [(root, top) for root in reversed(contents)]
    while waiting:
        entry, parent = waiting.pop()
        page = pages.get(entry.page)
        if page is not None and not page.up and entry.page != parent:
            page.up = parent
        waiting += [(child, entry.page) for child in reversed(entry.children)]


def tree_by_ways(pages: SourcePages, top: str) -> list[TocEntry]:
    """Return contents made of the pages' links: `up` nests pages, and `next` orders them.

    Pages that no other page leads to come last, in their own order.
    """
    held = {page.id: page for page in pages}
    order: dict[str, None] = {}
    name = top
    while name in held and name not in order:
        order[name] = None
        name = held[name].next
    order |= dict.fromkeys(held)
    below: defaultdict[str, list[str]] = defaultdict(list)
    for name in order:
        if name != top:
            below[held[name].up if held[name].up in held and held[name].up != name else top].append(name)
    made: dict[str, TocEntry] = {}

    def entry(name: str) -> TocEntry:
        page = held[name]
        children = tuple(made[child] for child in below[name] if child in made)
        return TocEntry(page.title, page.number, name, "", page.kind, page.purpose, children)

    seen, waiting = [], list(reversed(below[top]))
    while waiting:
        seen.append(waiting.pop())
        waiting += reversed(below[seen[-1]])
    for name in reversed(seen):
        made[name] = entry(name)
    reached = set(seen)
    circling = [entry(name) for name in order if name not in reached and name != top]
    return [made[name] for name in below[top]] + circling
