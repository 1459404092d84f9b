"""Finds the files of a DocBook HTML manual."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index_builder.sources.common.files import folders_in
from index_builder.sources.common.html_files import SUFFIXES, head_of, other_names

GENERATOR = re.compile(rb"<meta\b(?=[^>]*\bgenerator\b)[^>]*\bDocBook", re.IGNORECASE)
MARKUP = re.compile(rb"""class=["'](?:titlepage|navheader|refnamediv|refentry)["' ]""")
"""Finds markup that only the stylesheets write, for pages that lack their name."""
HOME = re.compile(rb"""<link\b(?=[^>]*\brel=["']?(?:home|up)\b)[^>]*\bhref=["']?\.\./""", re.IGNORECASE)
"""Finds a link that says the book begins in a folder above."""
SAMPLE = 24
"""Pages of a folder that are looked at to tell whether it is a manual."""


def looks_like_docbook_html(folder: Path) -> bool:
    """Return whether most of a folder's pages were written by the DocBook stylesheets."""
    sample = list(islice(_own_pages(folder), SAMPLE))
    return sum(map(_is_docbook, sample)) * 2 > len(sample)


def page_files(folder: Path) -> tuple[list[Path], dict[Path, str]]:
    """Return the page files of the manual in a folder, with DocBook pages in folders below it.

    With them come the files that are no more than other names of these, and where each leads.
    """
    files = list(_own_pages(folder))
    waiting = folders_in(folder)
    while waiting:
        below = waiting.pop(0)
        if not is_manual_of_its_own(below):
            files += [file for file in _own_pages(below) if _is_docbook(file)]
            waiting += folders_in(below)
    leads = other_names(files)
    return [file for file in files if file not in leads], leads


def manuals_below(folder: Path) -> list[Path]:
    """Return the folders below the manual in a folder that are manuals of their own."""
    found = []
    for below in folders_in(folder):
        found += [below] if is_manual_of_its_own(below) else manuals_below(below)
    return found


def is_manual_of_its_own(folder: Path) -> bool:
    """Return whether a folder's index begins a book and does not belong to one from a folder above."""
    index = next((path for path in _own_pages(folder) if path.stem == "index"), None)
    return index is not None and _is_docbook(index) and HOME.search(head_of(index)) is None


def _own_pages(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)


def _is_docbook(path: Path) -> bool:
    head = head_of(path)
    return GENERATOR.search(head) is not None or MARKUP.search(head) is not None
