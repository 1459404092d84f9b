"""Reads manuals in the HTML of the DocBook stylesheets, with or without a site's frame around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.clean import disarm
from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.sources.common.contents import contents_tree, front_page
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.html_files import parsed
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_links import PageLinks
from index_builder.sources.common.titles import plain
from index_builder.sources.docbook.chunks import chunks_of, places_of, point_at_chunks
from index_builder.sources.docbook.contents import Listed
from index_builder.sources.docbook.files import looks_like_docbook_html, manuals_below, page_files
from index_builder.sources.docbook.page import head_links, kind_of, main_division, page_of
from momviewer.errors import SourceError
from momviewer.manual.model import PageKind

EDITION = re.compile(r"Document generated on:?\s*(\S+)")
EDITION_WORD = re.compile(r"(?:Edition|Version|Release)\s+(?=\S)", re.IGNORECASE)
EDITION_CLASSES = ("edition", "releaseinfo", "pubdate")
"""Classes of a title page's edition, the plainest first."""
MAX_EDITION_CHARS = 40
"""Characters of an edition; a longer text says something else."""


def describe_docbook_html(folder: Path, guard: PageGuard) -> tuple[str, int]:
    """Return the title of a manual, from its first page or else its folder, and the number of its files."""
    files, _ = page_files(folder)
    index = next((file for file in files if file.stem.partition(".")[0] == "index"), None)
    first = index or guard.attempt(files[0], partial(_home, files, guard))
    title = guard.attempt(first, partial(_own_title, first, guard)) if first is not None else ""
    return title or folder.name, len(files)


def _home(files: list[Path], guard: PageGuard) -> Path | None:
    """Return the page that the first file calls its home; None for one that belongs to no other."""
    root = parsed(files[0], guard.report, guard.source)
    links = head_links(root) if root is not None else {}
    alone = len(files) == 1 or links.get("next")
    return next((file for file in files if file.stem == links.get("home")), files[0] if alone else None)


def _own_title(file: Path, guard: PageGuard) -> str:
    root = parsed(file, guard.report, guard.source)
    return page_of(main_division(root), "", file, _head_title(root), {}).title if root is not None else ""


def read_docbook_html(folder: Path, report_progress: Told, guard: PageGuard) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    report = guard.report
    files, leads = page_files(folder)
    links = PageLinks(folder, files, leads)
    images = Images(folder, report)
    pages = SourcePages(guard)
    listed = Listed()
    edition = ""
    for done, file in enumerate(files):
        report_progress(done, len(files), file.name)
        read = guard.attempt(file, partial(_read, file, links, images, guard))
        if read is None:
            continue
        edition = edition or read.edition
        listed.add(read.listed)
        for page in read.pages:
            pages.add(page)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(report.problems[:3])}")
    described = [page for page in pages if page.id in listed.descriptions and page.kind is PageKind.PAGE]
    for page in described:
        page.up = page.up or listed.descriptions[page.id]
    front = pages.get(front_page(pages, listed.contents))
    return SourceManual(
        title=(front.title if front is not None else "") or folder.name,
        edition=edition,
        form=DOCBOOK_HTML.name,
        pages=pages,
        contents=contents_tree(pages, listed.contents, apart={page.id for page in described}),
        items=listed.items,
        images=images.shown,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """The pages of a file, what they list, and the edition that they name or ""."""

    pages: list[SourcePage]
    listed: Listed
    edition: str


def _read(file: Path, links: PageLinks, images: Images, guard: PageGuard) -> _File | None:
    """Return the pages of a file; None if it holds none, which is reported."""
    report = guard.report
    root = parsed(file, report, guard.source)
    if root is None:
        return None
    disarm(root, report.left_out)
    links.spell(file, root)
    main = main_division(root)
    listed = Listed()
    pages = list(_pages_of(file, root, main, links, listed))
    edition = _edition(main) if kind_of(main) is PageKind.TITLE else ""
    for page in pages:
        if not page.title:
            page.title = page.id
            report.problems.append(f"{file.name} has no title and is listed under its name.")
        images.place(page)
        page.tree.pack()
    return _File(pages, listed, edition)


def _pages_of(
    file: Path, root: HtmlElement, main: HtmlElement, links: PageLinks, listed: Listed
) -> Iterator[SourcePage]:
    """Yield the page of a file, or the pages of a whole book in reading order."""
    own = links.names[file]
    head, neighbours = _head_title(root), head_links(root)
    chunks = chunks_of(main, own, links.names.values())
    if len(chunks) > 1:
        places = places_of(chunks)
        for chunk in chunks:
            point_at_chunks(chunk.division, own, places)
    for at, chunk in enumerate(chunks):
        listed.add_lists(chunk.division, chunk.id)
        if len(chunks) > 1:
            head = head if at == 0 else ""
            around = [""] + [one.id for one in chunks] + [""]
            neighbours = {"prev": around[at], "up": chunk.up, "next": around[at + 2]}
        yield page_of(chunk.division, chunk.id, file, head, neighbours)


def _head_title(root: HtmlElement) -> str:
    return plain(root.findtext(".//title") or "")


def _edition(main: HtmlElement) -> str:
    """Return the edition that a title page names, or ""."""
    if told := EDITION.search(plain(main.text_content())):
        return told[1]
    for name in EDITION_CLASSES:
        for element in main.iter("p", "div", "span"):
            words = EDITION_WORD.sub("", plain(element.text_content()))
            if element.get("class") == name and 0 < len(words) <= MAX_EDITION_CHARS and "$" not in words:
                return words
    return ""


DOCBOOK_HTML = Form(
    "docbook-html", looks_like_docbook_html, describe_docbook_html, read_docbook_html, manuals_below
)
