"""Reads the order of a Markdown tree: from mkdocs.yml, SUMMARY.md, a sidebar, or fields of the pages."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from lxml.html import HtmlElement

from index_builder.pages.guard import PageGuard
from index_builder.sources.common.contents import MAX_DEPTH, Entry
from index_builder.sources.common.files import read_file
from index_builder.sources.common.front_matter import LOADER, MAX_ENTRIES
from index_builder.sources.commonmark.parsing import parse
from index_builder.sources.html.contents import entries_of
from momviewer.manual.links import PAGE_SUFFIX

MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
LISTS = ("SUMMARY.md", "src/SUMMARY.md", "_sidebar.md", "docs/_sidebar.md", "docs/SUMMARY.md")
"""Files that list the pages of a tree, and are no pages themselves."""
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


def plan_of(folder: Path, guard: PageGuard) -> Plan:
    """Return what a tree says of itself; what cannot be read is reported."""
    for name in MKDOCS:
        if (file := folder / name).is_file():
            return guard.attempt(file, partial(_mkdocs, file, guard.source)) or Plan(pages="docs")
    for name in LISTS:
        if (file := folder / name).is_file():
            plan = guard.attempt(file, partial(_listed, file, name, guard.source))
            return plan or Plan(pages=Path(name).parent.as_posix(), listing=name)
    return Plan()


def place_of(fields: Mapping[str, str]) -> float:
    """Return where the fields of a page put it among its neighbours; those without come last."""
    for name in PLACES:
        try:
            place = float(fields[name])
        except (KeyError, ValueError):
            continue
        if not math.isnan(place):  # which is neither before nor after any other
            return place
    return float("inf")


def _listed(file: Path, name: str, within: Path) -> Plan:
    document = parse(read_file(file, within).decode("utf-8-sig", "replace"))
    place = Path(name).parent
    return Plan("", place.as_posix(), name, tuple(_moved(entries_of(_lists_of(document), ""), place)))


def _lists_of(document: HtmlElement) -> list[HtmlElement]:
    return [one for one in document.iter("ul", "ol") if next(one.iterancestors("ul", "ol"), None) is None]


def _moved(entries: list[Entry], place: Path) -> Iterator[Entry]:
    for entry in entries:
        page = (place / entry.page).as_posix() if entry.page else ""
        yield Entry(
            entry.title, entry.number, page, entry.anchor, children=list(_moved(entry.children, place))
        )


def _mkdocs(file: Path, within: Path) -> Plan:
    try:
        stored = yaml.load(read_file(file, within), LOADER)  # noqa: S506 - makes texts, lists and fields only
    except yaml.YAMLError as error:
        raise ValueError(f"it is no YAML: {' '.join(str(error).split())}") from error
    fields = stored if isinstance(stored, dict) else {}
    pages = fields.get("docs_dir")
    pages = pages if isinstance(pages, str) else "docs"
    title = fields.get("site_name")
    entries = tuple(_entries(fields.get("nav"), Path(pages)))
    return Plan(title if isinstance(title, str) else "", pages, "", entries)


def _entries(navigation: object, place: Path) -> list[Entry]:
    """Return the entries of a navigation: paths, titles with paths, and titles with entries below them."""
    top: list[Entry] = []
    waiting: list[tuple[object, list[Entry], int]] = [(navigation, top, 1)]
    count = 0
    while waiting:
        value, entries, depth = waiting.pop()
        for one in value if isinstance(value, list) else []:
            for title, target in one.items() if isinstance(one, dict) else [("", one)]:
                count += 1
                if count > MAX_ENTRIES or depth > MAX_DEPTH:
                    raise ValueError("it has more entries or levels than any manual")
                entry = Entry(str(title), "", "")
                entries.append(entry)
                if isinstance(target, str):
                    entry.page = PAGE_SUFFIX.sub("", (place / target).as_posix())
                else:
                    waiting.append((target, entry.children, depth + 1))
    return top
