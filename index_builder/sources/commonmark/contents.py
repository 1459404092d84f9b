"""Reads the order of a Markdown tree: from mkdocs.yml, SUMMARY.md, a sidebar, or fields of the pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport
from index_builder.sources.common.contents import Entry
from index_builder.sources.common.files import read_file
from index_builder.sources.common.front_matter import LOADER
from index_builder.sources.commonmark.parsing import parse
from index_builder.sources.html.contents import entries_of
from momviewer.manual.links import PAGE_SUFFIX

MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
LISTS = ("SUMMARY.md", "src/SUMMARY.md", "_sidebar.md", "docs/_sidebar.md", "docs/SUMMARY.md")
"""Files that list the pages of a tree, and are no pages themselves."""
MAX_DEPTH = 40
PLACES = ("weight", "nav_order", "sidebar_position", "order")
"""Fields that say where a page stands among those of its folder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tree says of itself: title, the folder of its pages, a file that lists them, and their entries.

    Entries name pages by their paths from the tree's folder, with slashes and without the ending.
    """

    title: str = ""
    pages: str = "."
    listing: str = ""
    entries: tuple[Entry, ...] = ()


def plan_of(folder: Path, report: BuildReport) -> Plan:
    """Return what a tree says of itself; what cannot be read is reported."""
    for name in MKDOCS:
        if (folder / name).is_file():
            return _mkdocs(folder / name, report)
    for name in LISTS:
        file = folder / name
        if file.is_file():
            try:
                document = parse(read_file(file).decode("utf-8-sig", "replace"))
            except OSError as error:
                report.problems.append(f"{name} could not be read: {error.strerror}.")
                continue
            place = file.parent.relative_to(folder)
            entries = entries_of(_lists_of(document), "")
            return Plan("", place.as_posix(), name, tuple(_moved(entries, place)))
    return Plan()


def place_of(fields: Mapping[str, str]) -> float:
    """Return where the fields of a page put it among its neighbours; those without come last."""
    for name in PLACES:
        try:
            return float(fields[name])
        except (KeyError, ValueError):
            continue
    return float("inf")


def _lists_of(document: HtmlElement) -> list[HtmlElement]:
    return [one for one in document.iter("ul", "ol") if next(one.iterancestors("ul", "ol"), None) is None]


def _moved(entries: list[Entry], place: Path) -> Iterator[Entry]:
    for entry in entries:
        page = (place / entry.page).as_posix() if entry.page else ""
        yield Entry(
            entry.title, entry.number, page, entry.anchor, children=list(_moved(entry.children, place))
        )


def _mkdocs(file: Path, report: BuildReport) -> Plan:
    try:
        stored = yaml.load(read_file(file), LOADER)  # noqa: S506 - makes nothing but texts, lists and fields
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError, OSError) as error:
        report.problems.append(f"{file.name} could not be read: {' '.join(str(error).split())}.")
        return Plan(pages="docs")
    fields = stored if isinstance(stored, dict) else {}
    pages = fields.get("docs_dir")
    pages = pages if isinstance(pages, str) else "docs"
    title = fields.get("site_name")
    entries = tuple(_entries(fields.get("nav"), Path(pages)))
    return Plan(title if isinstance(title, str) else "", pages, "", entries)


def _entries(value: object, place: Path, depth: int = 0) -> Iterator[Entry]:
    """Yield the entries of a navigation: paths, titles with paths, and titles with entries below them."""
    if not isinstance(value, list) or depth > MAX_DEPTH:
        return
    for one in value:
        for title, target in one.items() if isinstance(one, dict) else [("", one)]:
            if isinstance(target, str):
                yield Entry(str(title), "", PAGE_SUFFIX.sub("", (place / target).as_posix()))
            else:
                yield Entry(str(title), "", "", children=list(_entries(target, place, depth + 1)))
