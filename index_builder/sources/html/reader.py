"""Reads manuals in HTML of any generator: Sphinx, MkDocs, Doxygen, Javadoc, or written by hand."""

import os
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index_builder.pages.clean import disarm
from index_builder.pages.guard import BuildReport, PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.sources.common.contents import Entry, contents_tree
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.html_files import parsed
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_links import PageLinks
from index_builder.sources.common.titles import plain
from index_builder.sources.html.companions import Companion, companion_of
from index_builder.sources.html.contents import chosen_front, linked_from, listed_on, place_by_folder
from index_builder.sources.html.files import (
    SAMPLE,
    Found,
    find_pages,
    front_of,
    is_front,
    looks_like_html_manual,
)
from index_builder.sources.html.names import IndexedName
from index_builder.sources.html.page import Site, close_headings, content_of, head_title, page_of
from momviewer.errors import SourceError
from momviewer.manual.model import PageKind, TocEntry


@dataclass(slots=True)
class _Reading:
    """What the reading of a manual's pages gathers, and what it needs for each."""

    found: Found
    front: str
    site: Site
    links: PageLinks
    images: Images
    report: BuildReport
    source: Path
    """The folder that links may lead to files of."""
    listed: dict[str, list[Entry]] = field(default_factory=dict)
    linked: list[Entry] = field(default_factory=list)
    """The pages that the first page links to, in its order."""
    heads: dict[str, str] = field(default_factory=dict)
    """The titles in the heads of pages, without the site's."""


def describe_html(folder: Path, guard: PageGuard) -> tuple[str, int]:
    """Return the title of a manual and the number of its page files."""
    found = find_pages(folder)
    companion = companion_of(folder, (), guard)
    return _title(folder, found, guard, _site(found, guard), companion), len(found.files)


def read_html(folder: Path, report_progress: Told, guard: PageGuard) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    report = guard.report
    found = find_pages(folder, report)
    companion = companion_of(folder, found.generator.names, guard)
    found.files[:] = [file for file in found.files if file != companion.listing]
    links = PageLinks(folder, found.files, found.leads)
    placed = companion.placed(links.names)
    first = front_of(folder, found.files)
    front = links.names[first] if is_front(first) or not placed else placed[0].page
    site = _site(found, guard)
    title = _title(folder, found, guard, site, companion)
    reading = _Reading(found, front, site, links, Images(folder, report), report, guard.source)
    pages = SourcePages(guard)
    for done, file in enumerate(found.files):
        report_progress(done, len(found.files), file.name)
        page = guard.attempt(file, partial(_read, file, reading))
        if page is not None:
            pages.add(page)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(report.problems[:3])}")
    note = f"The pages were read as HTML made by {found.generator.name}."
    report.notes.append(note if found.generator is not found.rows[-1] else NOT_KNOWN)
    _tell_apart(pages, reading.heads)
    if placed:
        reading.listed = {front: placed}
    contents = _contents(pages, folder, reading)
    return SourceManual(
        title=title,
        edition=companion.edition,
        form=HTML.name,
        pages=pages,
        contents=contents,
        items=[],
        images=reading.images.shown,
        names=_names(companion.names, links),
    )


MIN_ALIKE = 3
"""Pages with the same heading from which on it is not their own."""
BOOK_END = re.compile(r"^[\s(\d.)]*[\u2014\u2013|·»:-]+\s+")
"""Finds what stands between the title of a book with its version and that of a page."""
NOT_KNOWN = "No known generator wrote these pages: where their text begins and ends was found by its density."


def _read(file: Path, reading: _Reading) -> SourcePage | None:
    root = parsed(file, reading.report, reading.source)
    if root is None:
        return None
    disarm(root, reading.report.left_out)
    reading.links.spell(file, root)
    close_headings(root)
    name = reading.links.names[file]
    generator = reading.found.generator_of(file)
    main = content_of(root, generator)
    if entries := listed_on(root, main, name, generator, front=name == reading.front):
        reading.listed[name] = entries
    if name == reading.front:
        reading.linked = linked_from(main, name)
    reading.heads[name] = reading.site.without(head_title(root))
    page = page_of(root, main, name, file, generator, reading.site)
    if not page.title:
        page.title = page.id
        reading.report.problems.append(f"{file.name} has no title and is listed under its name.")
    if name == reading.front:
        page.kind = PageKind.TITLE
    reading.images.place(page)
    page.tree.pack()
    return page


def _tell_apart(pages: SourcePages, heads: Mapping[str, str]) -> None:
    """Give pages with one heading among them the titles in their heads: the heading is that of their book."""
    alike: defaultdict[str, list[SourcePage]] = defaultdict(list)
    for page in pages:
        alike[page.title].append(page)
    for title, group in alike.items():
        own = {page.id: BOOK_END.sub("", heads.get(page.id, "").removeprefix(title)) for page in group}
        if len(group) >= MIN_ALIKE and len(set(own.values())) * 2 > len(group):
            for page in group:
                page.title = own[page.id] or page.title


def _contents(pages: SourcePages, folder: Path, reading: _Reading) -> list[TocEntry]:
    listed, front = reading.listed, reading.front
    if not listed and reading.linked:
        listed[front] = reading.linked
    first = chosen_front(listed, front)
    if first != front and (page := pages.get(first)) is not None:
        listed[front] = listed.pop(first)
        page.kind = PageKind.LIST
    held = {page.id for page in pages}
    for entries in listed.values():
        _drop_lacking(entries, held)
    return contents_tree(pages, listed, partial(place_by_folder, pages, folder, front))


def _drop_lacking(entries: list[Entry], held: Container[str]) -> None:
    """Drop the entries of pages that the manual lacks."""
    waiting = [entries]
    while waiting:
        listing = waiting.pop()
        listing[:] = [entry for entry in listing if entry.page in held]
        waiting += [entry.children for entry in listing]


def _site(found: Found, guard: PageGuard) -> Site:
    files = found.files[:: max(1, len(found.files) // SAMPLE)]
    titles = [guard.attempt(file, partial(_head_title, file, guard.source)) for file in files]
    return Site.of([title for title in titles if title])


def _head_title(file: Path, within: Path) -> str:
    root = parsed(file, BuildReport(), within)
    return head_title(root) if root is not None else ""


def _title(folder: Path, found: Found, guard: PageGuard, site: Site, companion: Companion) -> str:
    """Return the manual's title: that of the book it is, or the site's, or else that of its first page."""
    told = companion.title or site.title
    if not told:
        front = front_of(folder, found.files)
        told = guard.attempt(front, partial(_head_title, front, guard.source)) or ""
    return plain(told) or folder.name


def _names(names: Iterable[IndexedName], links: PageLinks) -> dict[str, list[tuple[str, str]]]:
    """Return the names that an index has, with their anchors, by the page that they lead to."""
    by_page: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for indexed in names:
        page = links.names.get(Path(os.path.normpath(indexed.file)))
        if page is not None:
            by_page[page].append((indexed.name, indexed.anchor))
    return dict(by_page)


HTML = Form("html", looks_like_html_manual, describe_html, read_html)
