"""Reads trees of Markdown files: those of a documentation generator, or a README with its docs."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from index_builder.pages.clean import disarm
from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.sources.common.contents import Entry, contents_tree, walk
from index_builder.sources.common.files import folders_below, read_file
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.front_matter import split_front_matter
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_links import PageLinks
from index_builder.sources.commonmark.contents import LISTS, MKDOCS, Plan, place_of, plan_of
from index_builder.sources.commonmark.parsing import parse
from index_builder.sources.html.contents import place_by_folder
from index_builder.sources.html.generators import Generator
from index_builder.sources.html.page import Site, content_of, page_of
from momviewer.errors import SourceError
from momviewer.manual.links import PAGE_SUFFIX
from momviewer.manual.model import PageKind

SUFFIXES = frozenset({".md", ".markdown"})
FRONTS = ("index", "readme", "home", "introduction", "intro")
"""Stems of the page that a tree begins with, the likeliest first."""
MARKDOWN = Generator("Markdown", content=("body",), drop=("a.headerlink", "input"))
MAX_PAGES = 50_000
PASSED_OVER = frozenset({"node_modules"})
"""Folders whose pages are of other programs."""


def looks_like_tree(folder: Path) -> bool:
    """Return whether a folder has pages in Markdown, or a file that says where they are."""
    if any((folder / name).is_file() for name in (*MKDOCS, *LISTS)):
        return bool(_files(folder, Plan()))
    return any(path.suffix.lower() in SUFFIXES and path.is_file() for path in folder.iterdir())


def describe_tree(folder: Path, guard: PageGuard) -> tuple[str, int]:
    """Return the title of a tree, and the number of its page files."""
    plan = plan_of(folder, guard)
    files = _files(folder, plan)
    page = guard.attempt(files[0], partial(_read, files[0], "index", guard)) if files else None
    return plan.title or (page.title if page is not None else "") or folder.name, len(files)


def read_tree(folder: Path, report_progress: Told, guard: PageGuard) -> SourceManual:
    """Read a tree; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    plan = plan_of(folder, guard)
    files = _files(folder, plan)
    links = PageLinks(folder, files, front=files[0])
    images = Images(folder, guard.report)
    pages = SourcePages(guard)
    order: dict[str, float] = {}
    for done, file in enumerate(files):
        report_progress(done, len(files), file.name)
        page = guard.attempt(file, partial(_linked, file, links, images, order, guard))
        if page is not None:
            pages.add(page)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(guard.report.problems[:3])}")
    front = pages.get(links.names[files[0]]) or next(iter(pages))
    front.kind = PageKind.TITLE
    names = {
        PAGE_SUFFIX.sub("", file.relative_to(folder).as_posix()): name for file, name in links.names.items()
    }
    entries = list(_placed(plan.entries, names))
    listed = {front.id: [entry for entry in entries if entry.page != front.id or entry.children]}
    if not entries:
        pages.sort(lambda page: (False, order.get(page.id, 0)))
    contents = contents_tree(pages, listed, partial(place_by_folder, pages, folder, front.id))
    return SourceManual(
        title=plan.title or front.title or folder.name,
        edition="",
        form=MARKDOWN_TREE.name,
        pages=pages,
        contents=contents,
        items=[],
        images=images.shown,
    )


def _files(folder: Path, plan: Plan) -> list[Path]:
    """Return the page files of a tree, the one that it begins with first."""
    listed = {os.path.normpath(folder / f"{entry.page}") for entry in walk(plan.entries)}
    every = [file for file in _pages_below(folder) if file.relative_to(folder).as_posix() not in LISTS]
    inside = os.path.normpath(folder / plan.pages)
    kept = [
        file
        for file in every
        if plan.pages == "." or file.is_relative_to(inside) or PAGE_SUFFIX.sub("", str(file)) in listed
    ]

    kept = kept or every  # a folder of pages that is not there

    def rank(file: Path) -> tuple[int, int]:
        stem = file.stem.casefold()
        return len(file.parts), FRONTS.index(stem) if stem in FRONTS else len(FRONTS)

    first = min((file for file in kept if file.stem.casefold() in FRONTS), key=rank, default=None)
    return ([first] if first is not None else []) + [file for file in kept if file != first]


def _pages_below(folder: Path) -> Iterator[Path]:
    count = 0
    for place in folders_below(folder, PASSED_OVER):
        if count >= MAX_PAGES:
            return
        for path in sorted(place.iterdir()):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                count += 1
                yield path


def _linked(
    file: Path, links: PageLinks, images: Images, order: dict[str, float], guard: PageGuard
) -> SourcePage:
    page = _read(file, links.names[file], guard, links, order)
    images.place(page)
    page.tree.pack()
    return page


def _read(
    file: Path,
    name: str,
    guard: PageGuard,
    links: PageLinks | None = None,
    order: dict[str, float] | None = None,
) -> SourcePage:
    fields, text = split_front_matter(read_file(file, guard.source).decode("utf-8-sig", "replace"))
    document = parse(text)
    disarm(document, guard.report.left_out)
    if links is not None:
        links.spell(file, document)
    page = page_of(document, content_of(document, MARKDOWN), name, file, MARKDOWN, Site())
    page.title = fields.get("title") or page.title or file.stem
    if order is not None:
        order[name] = place_of(fields)
    return page


def _placed(entries: Iterable[Entry], names: Mapping[str, str]) -> Iterator[Entry]:
    """Yield entries with the ids of their pages; the entries below one without a page follow in its place."""
    for entry in entries:
        children = list(_placed(entry.children, names))
        page = names.get(os.path.normpath(entry.page)) if entry.page else None
        if page is not None:
            yield Entry(entry.title, entry.number, page, entry.anchor, children=children)
        elif children:
            yield Entry(entry.title, "", children[0].page, children=children)


MARKDOWN_TREE = Form("markdown-tree", looks_like_tree, describe_tree, read_tree)
