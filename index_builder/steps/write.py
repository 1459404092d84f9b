"""Says what the index holds of a page: which text goes into which field."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from momviewer.manual.model import LISTS, NumberedItem, Page
from momviewer.search.index.analysis import label_of
from momviewer.search.index.fields import CONTENT, LABEL, LISTING, NUMBER

TAG = re.compile(r"<[^>]+>")
ENTRY = re.compile(
    r'<(?:li|tr>\s*<td)>(?:<p>)?\s*(?:<code>)?<a class="(?:page|missing)".*?(?=<li>|</li>|</tr>|</?[uo]l)',
    re.DOTALL,
)
"""Finds items and rows that begin with a link to a page: entries of contents and summaries."""
LISTING_SHARE = 0.5
"""The share of a page's words in such entries above which it is a table of contents."""


Document = Mapping[str, str]
"""The texts of a page by the fields of the index."""


class DocumentMaker:
    """Makes the document of each page; `items` are the numbered things of the manual."""

    def __init__(self, items: Iterable[NumberedItem]) -> None:
        self._items: defaultdict[str, list[NumberedItem]] = defaultdict(list)
        for item in items:
            self._items[item.page].append(item)

    def __call__(self, page: Page) -> Document:
        """Return a page's document."""
        return _document(page, self._items.get(page.info.id, []))


def _document(page: Page, items: list[NumberedItem]) -> Document:
    info = page.info
    numbers = [info.number, *(item.number for item in items), *(heading.number for heading in page.headings)]
    headings = [heading.title for heading in page.headings[1:]]
    terms = [term for term, _ in page.terms]
    is_listing = _is_listing(page)
    names = [info.title, info.id, info.purpose, *headings, *(item.title for item in items)]
    names += [] if is_listing else terms
    return {
        "page": info.id,
        NUMBER: "\n".join(numbers),
        "title": info.title,
        "heading": "\n".join(headings),
        "caption": "\n".join(f"{item.label} {item.title}" for item in items),
        "code": "\n".join(snippet.text for snippet in page.snippets),
        "term": "\n".join(terms),
        CONTENT: page.text,
        LABEL: "\n".join(map(label_of, names)),
        LISTING: LISTING if is_listing else "",
    }


def _is_listing(page: Page) -> bool:
    """Return whether a page only lists other pages."""
    if page.info.kind in LISTS:
        return True
    entries = sum(len(TAG.sub(" ", entry[0]).split()) for entry in ENTRY.finditer(page.html))
    return entries > LISTING_SHARE * len(page.text.split())
