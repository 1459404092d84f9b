"""Finds the page files of a manual in HTML, and tells which generator wrote it."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index_builder.pages.guard import BuildReport
from index_builder.sources.common.files import folders_below
from index_builder.sources.common.html_files import SUFFIXES, head_of, other_names
from index_builder.sources.html.generators import Generator, generator_of, generators, page_generator
from momviewer.wording import counted

SAMPLE = 24
"""Pages that are looked at to tell the generator of a manual."""
LEADS = re.compile(rb"""<meta\b[^>]*http-equiv=["']?refresh["'][^>]*\burl=([^"'>]+)""", re.IGNORECASE)
MAX_LEADING_BYTES = 6000
"""Bytes of a page that only leads on; longer ones have a text too."""
TAIL = 1024
"""Bytes of a page's end that are looked at too: some generators sign there."""
DOCUMENTS = frozenset(
    {
        ".md",
        ".markdown",
        ".rst",
        ".adoc",
        ".asciidoc",
        ".org",
        ".tex",
        ".texi",
        ".pdf",
        ".ps",
        ".epub",
        ".docx",
        ".odt",
    }
)
"""Endings of documents that this reader does not read, and names therefore."""
FRONTS = ("index", "contents", "toc", "overview-summary", "main", "manual", "README", "default")
"""Stems of the page that a manual begins with, the likeliest first."""


@dataclass(frozen=True)
class Found:
    """What a folder holds: the generator of most pages, page files in order, and all generators' rows.

    `leads` has the addresses that files lead on to which hold nothing else.
    """

    generator: Generator
    files: list[Path]
    rows: Sequence[Generator]
    leads: Mapping[Path, str]

    def generator_of(self, file: Path) -> Generator:
        """Return the generator that wrote a page; one of the folder's where it does not say."""
        own = page_generator(_seen(file), self.rows)
        return own if own.content and own is not self.rows[-1] else self.generator


def looks_like_html_manual(folder: Path) -> bool:
    """Return whether a folder has pages in HTML."""
    return next(_pages_in(folder), None) is not None


def find_pages(folder: Path, report: BuildReport | None = None) -> Found:
    """Return the pages of the manual in a folder; what is not read is reported by its kind and count."""
    rows = generators()
    every = list(_all_pages(folder))
    generator = generator_of([_seen(path) for path in islice(_spread(every), SAMPLE)], rows)
    leads = {path: target for path in every if (target := _leads_to(path))} | other_names(every)
    files = [path for path in every if path not in leads and not generator.skips(path.relative_to(folder))]
    if not files:
        files, leads = every, {}
    if report is not None:
        report.left_out["page that only leads to another"] += len(leads)
        report.left_out["page that only lists, searches or shows sources"] += (
            len(every) - len(files) - len(leads)
        )
        report.left_out += Counter()  # without those that are none
        report.problems += _unread(folder)
    return Found(generator, files, rows, leads)


def front_of(folder: Path, files: Sequence[Path]) -> Path:
    """Return the page that a manual begins with: an index at the top, or else the first page."""
    top = [file for file in files if file.parent == folder]
    for stem in FRONTS:
        for file in top:
            if file.stem.casefold() == stem.casefold():
                return file
    return (top or files)[0]


def is_front(file: Path) -> bool:
    """Return whether a file has the name of the page that a manual begins with."""
    return file.stem.casefold() in {stem.casefold() for stem in FRONTS}


def _leads_to(path: Path) -> str:
    """Return the address that a page which is nothing else leads on to, or ""."""
    try:
        if path.stat().st_size > MAX_LEADING_BYTES:
            return ""
    except OSError:
        return ""
    found = LEADS.search(head_of(path))
    return found[1].decode("utf-8", "replace") if found else ""


def _seen(path: Path) -> bytes:
    head = head_of(path)
    if not head:
        return head
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(len(head), stream.tell() - TAIL))
            return head + stream.read(TAIL)
    except OSError:
        return head


def _spread(files: Sequence[Path]) -> list[Path]:
    """Return files from all over a manual: the first pages are often of another kind than the rest."""
    return list(files[:: max(1, len(files) // SAMPLE)])


def _pages_in(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file())


def _all_pages(folder: Path) -> Iterator[Path]:
    for place in folders_below(folder):
        yield from _pages_in(place)


def _unread(folder: Path) -> Iterator[str]:
    kinds: Counter[str] = Counter()
    for place in folders_below(folder):
        kinds.update(path.suffix.lower() for path in place.iterdir() if path.suffix.lower() in DOCUMENTS)
    for kind, count in sorted(kinds.items()):
        yield f"{counted(count, f'{kind} file')} {'is' if count == 1 else 'are'} not HTML and not read."
