"""Writes the search index of a built manual: which text of a page goes to which field."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from momviewer.manual.model import LISTS, NumberedItem, Page
from momviewer.search import schema
from momviewer.search.analysis import label_of

TAG = re.compile(r"<[^>]+>")
ENTRY = re.compile(
    r'<(?:li|tr>\s*<td)>(?:<p>)?\s*(?:<code>)?<a class="(?:page|missing)".*?(?=<li>|</li>|</tr>|</?[uo]l)',
    re.DOTALL,
)
"""An item or row that begins with a link to a page: an entry of a table of contents or a summary."""
LISTING_SHARE = 0.5
"""Any other page is a table of contents too if such entries have more than this share of its words."""


def write_index(folder: Path, items: Iterable[NumberedItem], pages: Iterable[Page]) -> None:
    """Write the index of a manual's pages to an empty folder."""
    by_page: defaultdict[str, list[NumberedItem]] = defaultdict(list)
    for item in items:
        by_page[item.page].append(item)
    schema.write_index(folder, (_document(page, by_page[page.info.id]) for page in pages))


def _document(page: Page, items: list[NumberedItem]) -> dict[str, str]:
    info = page.info
    numbers = [info.number, *(item.number for item in items), *(heading.number for heading in page.headings)]
    headings = [heading.title for heading in page.headings[1:]]
    terms = [term for term, _ in page.terms]
    is_listing = _is_listing(page)
    names = [info.title, info.id, info.purpose, *headings, *(item.title for item in items)]
    names += [] if is_listing else terms
    return {
        "page": info.id,
        "number": "\n".join(number for number in numbers if number),
        "title": info.title,
        "heading": "\n".join(headings),
        "caption": "\n".join(f"{item.label} {item.title}" for item in items),
        "code": "\n".join(snippet.text for snippet in page.snippets),
        "term": "\n".join(terms),
        schema.CONTENT: page.text,
        schema.LABEL: "\n".join(map(label_of, names)),
        schema.LISTING: schema.LISTING if is_listing else "",
    }


def _is_listing(page: Page) -> bool:
    """Say whether a page does nothing but point at others."""
    if page.info.kind in LISTS:
        return True
    entries = sum(len(TAG.sub(" ", entry[0]).split()) for entry in ENTRY.finditer(page.html))
    return entries > LISTING_SHARE * len(page.text.split())
