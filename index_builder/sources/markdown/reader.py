"""Reads manuals in the vendor's Markdown: a folder of `page.md` files, and an `index.md` that lists them."""

import re
from collections.abc import Sequence
from pathlib import Path

from index_builder.pages.model import BuildReport, SourceManual, SourcePage, SourcePages
from index_builder.sources.common.files import attempt, read_file
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_names import stem_of
from index_builder.sources.common.titles import plain
from index_builder.sources.markdown.contents import Contents, listed_items
from index_builder.sources.markdown.headings import set_levels
from index_builder.sources.markdown.links import Anchors, spell_links
from index_builder.sources.markdown.page import read_page
from index_builder.sources.markdown.portal import SAMPLE, Frame, is_framed
from index_builder.sources.markdown.source import decoded
from momviewer.errors import SourceError

INDEX = "index"
INDEXES = (".md", ".php.md", ".html.md", ".markdown")
SUFFIXES = frozenset({".md", ".markdown"})
EDITION = re.compile(r"Document generated on:\s*(\S+)")


def looks_like_markdown_manual(folder: Path) -> bool:
    """Return whether a folder is a manual in this form."""
    return _index_of(folder) is not None


def describe_markdown(folder: Path) -> tuple[str, int]:
    """Return the title of a manual, from its index, and the number of its pages."""
    files = _page_files(folder)
    file = _index_of(folder)
    index = _read(file, BuildReport(), _frame(files)) if file is not None else None
    return (index.title if index is not None else "") or folder.name, len(files)


def read_markdown(folder: Path, report_progress: Told) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    report = BuildReport()
    pages = _read_pages(folder, report_progress, report)
    index = pages.get(INDEX)
    anchors = Anchors(pages)
    contents = Contents(pages, anchors, report)
    tree = contents.tree(index)
    items = listed_items(pages, anchors)
    images = Images(folder, report)
    for page in pages:
        spell_links(page, anchors)
        set_levels(page.body, page.number)
        images.place(page)
    edition = EDITION.search(plain(index.body.text_content())) if index is not None else None
    return SourceManual(
        title=index.title if index is not None and index.title else folder.name,
        edition=edition[1] if edition else "",
        form=MARKDOWN.name,
        pages=pages,
        contents=tree,
        items=items,
        images=images.shown,
        report=report,
    )


def _read_pages(folder: Path, report_progress: Told, report: BuildReport) -> SourcePages:
    pages = SourcePages()
    files = _page_files(folder)
    frame = _frame(files)
    for done, file in enumerate(files):
        report_progress(done, len(files), file.name)
        page = _read(file, report, frame)
        if page is not None:
            pages.add(page, report)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(report.problems[:3])}")
    return pages


def _page_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _index_of(folder: Path) -> Path | None:
    """Return the file of the title page, `index.md` or `index.php.md`, or None."""
    names = (folder / f"{INDEX}{ending}" for ending in INDEXES)
    return next((file for file in names if file.is_file()), None)


def _frame(files: Sequence[Path]) -> Frame | None:
    """Return the frame that a portal put around the pages, or None."""
    sample = []
    for file in files[:: max(1, len(files) // SAMPLE)]:
        try:
            sample.append(decoded(read_file(file))[0])
        except OSError:
            continue  # the reading of the pages says what is wrong with it
    framed = [text for text in sample if is_framed(text)]
    return Frame(framed) if len(framed) * 2 > len(sample) else None


def _read(file: Path, report: BuildReport, frame: Frame | None = None) -> SourcePage | None:
    """Return a file's page, or report it and return None."""

    def read() -> SourcePage:
        text, odd = decoded(read_file(file))
        if odd:
            report.problems.append(f"{file.name} is not valid UTF-8: {odd} bytes were read as Windows-1252.")
        return read_page(file, text if frame is None else frame.taken_off(text), stem_of(file.name))

    return attempt(file, report, read)


MARKDOWN = Form("markdown", looks_like_markdown_manual, describe_markdown, read_markdown)
