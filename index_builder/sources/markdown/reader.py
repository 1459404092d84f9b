"""Reads manuals in the vendor's Markdown: a folder of `page.md` files, and an `index.md` that lists them."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.sources.common.files import read_file
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.html_files import head_of
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_names import stem_of
from index_builder.sources.markdown.contents import Contents, listed_items
from index_builder.sources.markdown.headings import set_levels
from index_builder.sources.markdown.links import Anchors, spell_links
from index_builder.sources.markdown.page import edition_of, read_page
from index_builder.sources.markdown.portal import SAMPLE, Frame, is_framed, lines_of
from index_builder.sources.markdown.source import decoded, text_of
from momviewer.errors import SourceError

INDEX = "index"
INDEXES = (".md", ".php.md", ".html.md", ".markdown")
SUFFIXES = frozenset({".md", ".markdown"})
VENDOR = re.compile(
    rb"\*\*Table of Contents|Document generated on|\[(?:Prev|Next|Up)\]\(|logged in as|follow us on"
    rb"|\*\*Example \d+\.\d+\.",
    re.IGNORECASE,
)
"""Finds what stands in the vendor's own index and pages, or in the frame of the portal around them."""
MAX_TOLD_BY = 8
"""Pages beside the index that are looked at to tell whether they are the vendor's."""


def looks_like_markdown_manual(folder: Path) -> bool:
    """Return whether a folder is a manual in this form."""
    index = _index_of(folder)
    if index is None:
        return False
    return any(VENDOR.search(head_of(file)) for file in (index, *islice(_page_files(folder), MAX_TOLD_BY)))


def describe_markdown(folder: Path, guard: PageGuard) -> tuple[str, int]:
    """Return the title of a manual, from its index, and the number of its pages."""
    files = _page_files(folder)
    file = _index_of(folder)
    index = _read(file, guard, _frame(files, guard)) if file is not None else None
    return (index.title if index is not None else "") or folder.name, len(files)


def read_markdown(folder: Path, report_progress: Told, guard: PageGuard) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    pages = _read_pages(folder, report_progress, guard)
    anchors = Anchors(pages)
    contents = Contents(pages, anchors, guard.report)
    tree = contents.tree(INDEX)
    items = listed_items(pages, anchors)
    images = Images(folder, guard.report)

    def finish(page: SourcePage) -> None:
        spell_links(page, anchors)
        set_levels(page.body, page.number)
        images.place(page)

    pages.each(finish)
    index = pages.get(INDEX)
    return SourceManual(
        title=(index.title if index is not None else "") or folder.name,
        edition=pages.do(INDEX, edition_of) or "",
        form=MARKDOWN.name,
        pages=pages,
        contents=tree,
        items=items,
        images=images.shown,
    )


def _read_pages(folder: Path, report_progress: Told, guard: PageGuard) -> SourcePages:
    pages = SourcePages(guard)
    files = _page_files(folder)
    frame = _frame(files, guard)
    for done, file in enumerate(files):
        report_progress(done, len(files), file.name)
        page = _read(file, guard, frame)
        if page is not None:
            pages.add(page)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(guard.report.problems[:3])}")
    return pages


def _page_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _index_of(folder: Path) -> Path | None:
    """Return the file of the title page, `index.md` or `index.php.md`, or None."""
    names = (folder / f"{INDEX}{ending}" for ending in INDEXES)
    return next((file for file in names if file.is_file()), None)


def _frame(files: Sequence[Path], guard: PageGuard) -> Frame | None:
    """Return the frame that a portal put around the pages, or None."""
    samples = files[:: max(1, len(files) // SAMPLE)]
    read = [guard.attempt(file, partial(_sample, file, guard.source)) for file in samples]
    framed = [lines for lines in read if lines]
    return Frame(framed) if len(framed) * 2 > sum(lines is not None for lines in read) else None


def _sample(file: Path, within: Path) -> list[str] | None:
    """Return the lines of a framed page, [] for a page without a frame, None if it cannot be read."""
    try:
        text = decoded(read_file(file, within))[0]
    except OSError:
        return None  # the reading of the pages says what is wrong with it
    return lines_of(text) if is_framed(text) else []


def _read(file: Path, guard: PageGuard, frame: Frame | None = None) -> SourcePage | None:
    """Return a file's page, or report it and return None."""

    def read() -> SourcePage:
        text = text_of(file, guard.report, guard.source)
        page = read_page(file, text if frame is None else frame.taken_off(text), stem_of(file.name))
        page.tree.pack()
        return page

    return guard.attempt(file, read)


MARKDOWN = Form("markdown", looks_like_markdown_manual, describe_markdown, read_markdown)
