"""Reads manuals in the public form: folders of Markdown with fields in front, and a `navigation.yml`."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from urllib.parse import quote

from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport, PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.sources.common.files import read_file
from index_builder.sources.common.form import Form, Told
from index_builder.sources.common.front_matter import (
    Entry,
    has_front_matter,
    read_navigation,
    split_front_matter,
)
from index_builder.sources.common.images import Images
from index_builder.sources.common.page_names import page_names
from index_builder.sources.common.titles import plain
from index_builder.sources.markdown.headings import set_levels
from index_builder.sources.markdown.links import WEB, Anchors, named_title, spell_links
from index_builder.sources.markdown.page import edition_of, read_page
from index_builder.sources.markdown.source import decoded, text_of
from index_builder.sources.website.contents import Contents
from index_builder.sources.website.site import Site
from momviewer.errors import SourceError
from momviewer.manual.model import PageKind

NAVIGATION = ("navigation.yml", "navigation.yaml")
INDEX = "index.md"
NO_TITLE = "Category File"
"""The title that the site's generator gives to a folder's page; the folder's name is a better one."""
RELEASE_NOTES = re.compile(r"change-?logs?|release-?notes?", re.IGNORECASE)


def looks_like_website(folder: Path) -> bool:
    """Return whether a folder is one manual of this form: with a navigation, or an index with fields."""
    if any((folder / name).is_file() for name in NAVIGATION):
        return next(_page_files(folder), None) is not None and not _holds_several(folder)
    return has_front_matter(folder / INDEX)


def describe_website(folder: Path, guard: PageGuard) -> tuple[str, int]:
    """Return the title of a manual, from its title page, and the number of its pages."""
    files = list(_page_files(folder))
    front = _front(folder, files)
    title = guard.attempt(front, partial(_front_title, front)) if front is not None else ""
    return title or folder.name, len(files)


def _front_title(front: Path) -> str:
    return _title(split_front_matter(decoded(read_file(front))[0])[0])


def read_website(folder: Path, report_progress: Told, guard: PageGuard) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and reported.

    Raises SourceError if no page at all can be read.
    """
    report = guard.report
    files = list(_page_files(folder))
    front = _front(folder, files)
    names = page_names(
        (file.relative_to(folder) for file in files), front.relative_to(folder) if front is not None else None
    )
    site = Site(names)
    pages = SourcePages(guard)
    titles: dict[str, str] = {}
    for done, (file, name) in enumerate(zip(files, names.values(), strict=True)):
        report_progress(done, len(files), file.name)
        read = _read(file, name, guard)
        if read is not None:
            titles[plain(read.page.title).casefold()] = read.page.id
            for link in read.links:
                site.note(link)
            pages.add(read.page)
    if not pages:
        raise SourceError(f"No page in {folder} could be read. {' '.join(report.problems[:3])}")
    anchors = Anchors(pages)
    images = Images(folder, report)

    def finish(page: SourcePage) -> None:
        _resolve_links(page, page.file.relative_to(folder), site, titles)
        spell_links(page, anchors)
        set_levels(page.body, page.number)
        images.place(page)

    pages.each(finish)
    title_id = names[front.relative_to(folder)] if front is not None else ""
    title_page = pages.get(title_id)
    if title_page is not None:
        title_page.kind = PageKind.TITLE
    contents = Contents(pages, site, anchors, report)
    return SourceManual(
        title=title_page.title if title_page is not None else folder.name,
        edition=pages.do(title_id, edition_of) or "",
        form=WEBSITE.name,
        pages=pages,
        contents=contents.tree(_navigation(folder, report), title_page),
        items=[],
        images=images.shown,
        numbers_examples=False,
    )


def _holds_several(folder: Path) -> bool:
    """Return whether a site has several manuals, each a folder with an index other than release notes."""
    with os.scandir(folder) as found:
        folders = [Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)]
    holding = [below for below in folders if next(_page_files(below), None) is not None]
    manuals = [below for below in holding if not RELEASE_NOTES.match(below.name)]
    return len(manuals) > 1 and all(has_front_matter(below / INDEX) for below in holding)


def _page_files(folder: Path) -> Iterator[Path]:
    for below, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        yield from (Path(below, name) for name in sorted(names) if name.lower().endswith(".md"))


def _front(folder: Path, files: Sequence[Path]) -> Path | None:
    """Return the file of the title page: the index, or the index of the folder with the most pages."""
    if (folder / INDEX).is_file():
        return folder / INDEX
    sizes = Counter(file.relative_to(folder).parts[0] for file in files)
    indexes = [folder / name / INDEX for name, _ in sizes.most_common()]
    return next((index for index in indexes if index.is_file()), None)


def _title(fields: Mapping[str, str]) -> str:
    title = fields.get("title", "")
    return title if title not in {"", NO_TITLE} else fields.get("name", "") or title


@dataclass(frozen=True, slots=True)
class _File:
    """The page of a file, and the targets of its links into the site."""

    page: SourcePage
    links: list[str]


def _read(file: Path, name: str, guard: PageGuard) -> _File | None:
    """Return a file's page, or report it and return None."""

    def read() -> _File:
        fields, text = split_front_matter(text_of(file, guard.report, guard.source))
        page = read_page(file, text, name, _title(fields))
        links = [link.get("href", "") for link in _site_links(page)]
        page.tree.pack()
        return _File(page, links)

    return guard.attempt(file, read)


def _site_links(page: SourcePage) -> Iterator[HtmlElement]:
    """Yield the links of a page that lead to another page of the site."""
    for link in page.body.iter("a"):
        href = link.get("href", "")
        if href and not WEB.match(href) and not href.startswith("#"):
            yield link


def _resolve_links(page: SourcePage, file: PurePath, site: Site, titles: Mapping[str, str]) -> None:
    """Rewrite every link of a page to the id of its page, or to its path if there is no such page."""
    for link in _site_links(page):
        path, _, anchor = link.get("href", "").partition("#")
        name = site.page(path, file) or _renamed(link, site, titles) or path.strip("/")
        link.set("href", f"{quote(name, safe='')}#{anchor}" if anchor else quote(name, safe=""))


def _renamed(link: HtmlElement, site: Site, titles: Mapping[str, str]) -> str:
    """Return the page that a link with an old name means, by that name or by the link's text."""
    href = link.get("href", "")
    if href.startswith("/"):
        return ""
    return site.renamed(href) or titles.get(named_title(link.text_content()), "")


def _navigation(folder: Path, report: BuildReport) -> list[Entry]:
    """Return the entries of the navigation, which may also lie beside the manual's folder."""
    places = [place / name for place in (folder, *folder.parents[:2]) for name in NAVIGATION]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        return []
    try:
        return read_navigation(file)
    except OSError as error:
        report.problems.append(f"{file.name} could not be read: {error.strerror}.")
    except ValueError as error:
        report.problems.append(f"{error} The contents follow the folders instead.")
    return []


WEBSITE = Form("website", looks_like_website, describe_website, read_website)
