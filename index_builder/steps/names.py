"""Adds the names that a source's index leads to a page to the terms that the page defines."""

from collections.abc import Iterable
from dataclasses import replace

from momviewer.manual.model import Page


def with_names(page: Page, names: Iterable[tuple[str, str]]) -> Page:
    """Return a page with names among its terms, each at its anchor; an anchor "" is the top of the page.

    A name whose anchor the page lacks stands at the top as well: the index knows that the page has it.
    """
    places = dict(reversed(page.anchors))
    added = {name: places.get(anchor, 0) for name, anchor in names}
    if not added:
        return page
    kept = [(term, offset) for term, offset in page.terms if term not in added]
    return replace(page, terms=tuple(sorted([*kept, *added.items()], key=lambda term: term[1])))
