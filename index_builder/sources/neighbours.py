"""Gives pages that do not say it themselves their neighbours, as the contents order them."""

from collections.abc import Sequence
from itertools import pairwise

from index_builder.model import SourcePages
from momviewer.manual.model import TocEntry


def give_neighbours(pages: SourcePages, contents: Sequence[TocEntry], top: str) -> None:
    """Set `previous`, `up` and `next` of every page that has none; `top` is the title page's id or ""."""
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
