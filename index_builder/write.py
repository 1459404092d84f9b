"""Writes the search index of a built manual: which text of a page goes to which field."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from momviewer.manual.model import NumberedItem, Page
from momviewer.search import schema

TERM = re.compile(r"<dt>(.*?)</dt>|<td>(?:<p>)?<code>(.*?)</code>(?:</p>)?</td>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def write_index(folder: Path, items: Iterable[NumberedItem], pages: Iterable[Page]) -> None:
    """Write the index of a manual's pages to an empty folder."""
    by_page: defaultdict[str, list[NumberedItem]] = defaultdict(list)
    for item in items:
        by_page[item.page].append(item)
    schema.write_index(folder, (_document(page, by_page[page.info.id]) for page in pages))


def _document(page: Page, items: list[NumberedItem]) -> dict[str, str]:
    info = page.info
    numbers = [info.number, *(item.number for item in items), *(heading.number for heading in page.headings)]
    return {
        "page": info.id,
        "number": "\n".join(number for number in numbers if number),
        "title": info.title,
        "heading": "\n".join(heading.title for heading in page.headings[1:]),
        "caption": "\n".join(f"{item.label} {item.title}" for item in items),
        "code": "\n".join(snippet.text for snippet in page.snippets),
        "term": "\n".join(_terms(page)),
        schema.CONTENT: page.text,
    }


def _terms(page: Page) -> Iterator[str]:
    for match in TERM.finditer(page.html):
        yield unescape(TAG.sub("", match[1] or match[2]))
