"""Reads what lies beside pages and knows more than they: titles, contents and names of docsets and books."""

import os
import plistlib
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HtmlElement

from index_builder.intake.database import opened_database
from index_builder.pages.guard import PageGuard
from index_builder.pages.trees import parsed_html
from index_builder.sources.common.contents import Entry, nested
from index_builder.sources.common.files import is_inside, read_file
from index_builder.sources.common.titles import plain
from index_builder.sources.html.body import number_of
from index_builder.sources.html.contents import entries_of
from index_builder.sources.html.names import IndexedName, read_names
from momviewer.manual.links import PAGE_SUFFIX

DOCSET = "docSet.dsidx"
EPUB = Path("META-INF", "container.xml")
HELP = "*.qch"
DEVHELP = ("*.devhelp2", "*.devhelp")
MAX_ENTRIES = 200_000
"""Most entries of contents; more are no book's."""
MAX_CONTENTS = 40
"""Most books in one file of Qt's help."""
MAX_CONTENTS_BYTES = 16 << 20


@dataclass(slots=True)
class Companion:
    """What the files beside the pages say: the manual's title and edition, its contents and its names.

    Each is empty where they do not say it. Entries name files by their paths, with slashes, from `base`;
    `listing` is a file among the pages that only holds them.
    """

    title: str = ""
    edition: str = ""
    base: Path = field(default_factory=Path)
    contents: list[Entry] = field(default_factory=list)
    names: list[IndexedName] = field(default_factory=list)
    listing: Path | None = None

    def add(self, other: "Companion") -> None:
        """Take over what another one knows and this one does not."""
        self.title = self.title or other.title
        self.edition = self.edition or other.edition
        if not self.contents:
            self.base, self.contents = other.base, other.contents
        self.names += other.names
        self.listing = self.listing or other.listing

    def placed(self, names: Mapping[Path, str]) -> list[Entry]:
        """Return the contents with page ids, by the ids of files; entries of other files are left out."""
        return list(_placed(self.contents, self.base, {_bare(file): name for file, name in names.items()}))


def companion_of(folder: Path, patterns: Iterable[str], guard: PageGuard) -> Companion:
    """Return what lies beside the pages of a manual's folder, and above it as far as the source goes.

    A file that cannot be read, as it is no such thing or was made to do harm, is reported.
    """
    found = Companion()
    for read, file in _files(folder, patterns, guard.source):
        if is_inside(file, guard.source):
            found.add(guard.attempt(file, partial(read, file, guard)) or Companion())
        else:
            guard.report.problems.append(
                f"{file.name} is a link that leads out of the source, and is not read."
            )
    return found


_Reader = Callable[[Path, PageGuard], Companion]


def _files(folder: Path, patterns: Iterable[str], source: Path) -> Iterator[tuple[_Reader, Path]]:
    above = [place for place in folder.parents if place.is_relative_to(source)]
    for place in (folder, *above[:MAX_LEVELS_UP]):
        if (place / DOCSET).is_file():
            yield _docset, place / DOCSET
        if (place / EPUB).is_file():
            yield _epub, place / EPUB
    for pattern in DEVHELP:
        for file in sorted(folder.glob(pattern)):
            yield _devhelp, file
    for file in sorted(folder.glob(HELP)):
        yield _help_file, file
    for pattern in patterns:
        for file in sorted(folder.glob(pattern)):
            yield _index, file


MAX_LEVELS_UP = 6
"""Folders above the pages that are looked into: docsets nest a site's folders."""


def _index(file: Path, guard: PageGuard) -> Companion:
    return Companion(names=read_names(file, guard.report))


def _docset(file: Path, guard: PageGuard) -> Companion:
    told = file.parent.parent / "Info.plist"
    title = ""
    if told.is_file() and is_inside(told, guard.source):
        title = guard.attempt(told, partial(_bundle_name, told)) or ""
    return Companion(title=title, names=read_names(file, guard.report))


def _bundle_name(file: Path) -> str:
    stored = plistlib.loads(read_file(file))
    name = stored.get("CFBundleName") if isinstance(stored, dict) else ""
    return name if isinstance(name, str) else ""


def _devhelp(file: Path, guard: PageGuard) -> Companion:
    root = _xml(file, guard.source)
    chapters = root.find("{*}chapters")
    contents = [] if chapters is None else _chapters(chapters, "sub", _told_sub)
    names = read_names(file, guard.report)
    return Companion(plain(root.get("title") or ""), "", file.parent, contents, names)


def _told_sub(sub: Element) -> tuple[str, str]:
    return sub.get("name") or "", sub.get("link") or ""


def _epub(file: Path, guard: PageGuard) -> Companion:
    root = file.parent.parent
    place = _xml(file, guard.source).find(".//{*}rootfile")
    package = root / unquote((place.get("full-path") or "") if place is not None else "")
    book = _xml(package, guard.source)
    title = plain(book.findtext(".//{http://purl.org/dc/elements/1.1/}title") or "")
    items = {item.get("id") or "": item for item in book.iter("{*}item")}
    navigation = next((one for one in items.values() if "nav" in (one.get("properties") or "").split()), None)
    spine = book.find("{*}spine")
    listing = items.get(spine.get("toc") or "") if spine is not None else None
    chosen = navigation if navigation is not None else listing
    base = package.parent
    contents: list[Entry] = []
    if chosen is not None:
        path = base / unquote(chosen.get("href") or "")
        base = path.parent
        if chosen is navigation:
            contents = entries_of(_navigation(path, guard.source), "")
        else:
            contents = _ncx(path, guard.source)
    if not contents and spine is not None:
        held = [items.get(one.get("idref") or "") for one in spine.iter("{*}itemref")]
        contents = [Entry("", "", one.get("href") or "") for one in held if one is not None]
    listing_page = path if chosen is navigation and chosen is not None else None
    return Companion(title, "", base, contents, listing=listing_page)


def _navigation(path: Path, within: Path) -> list[HtmlElement]:
    root, _ = parsed_html(read_file(path, within).decode("utf-8", "replace"))
    for nav in root.iter("nav"):
        if (nav.get("epub:type") or nav.get("role") or "toc") in {"toc", "doc-toc"}:
            return [nav]
    return []


def _ncx(path: Path, within: Path) -> list[Entry]:
    points = _xml(path, within).find("{*}navMap")

    return [] if points is None else _chapters(points, "navPoint", _told_point)


def _told_point(point: Element) -> tuple[str, str]:
    content = point.find("{*}content")
    title = point.findtext("{*}navLabel/{*}text") or ""
    return title, (content.get("src") or "") if content is not None else ""


def _help_file(file: Path, guard: PageGuard) -> Companion:
    """Read Qt's help: its contents are depth, link and title of each entry, as QDataStream writes them."""
    with opened_database(file, MAX_CONTENTS_BYTES) as base:
        rows = base.execute("SELECT Data FROM ContentsTable").fetchmany(MAX_CONTENTS)
    entries: list[tuple[int, Entry]] = []
    for (data,) in rows:
        if not isinstance(data, bytes):
            raise ValueError("its contents are no contents of Qt's help")  # noqa: TRY004 - not of this program
        entries += _help_entries(data)
    title = entries[0][1].title if entries else ""
    return Companion(title, "", file.parent, nested(entries), read_names(file, guard.report))


def _help_entries(data: bytes) -> Iterator[tuple[int, Entry]]:
    at = 0

    def text() -> str:
        nonlocal at
        (size,) = struct.unpack_from(">i", data, at)
        at += 4 + max(0, size)
        return data[at - size : at].decode("utf-16-be", "replace") if size > 0 else ""

    count = 0
    while at + 4 <= len(data) and count < MAX_ENTRIES:
        (depth,) = struct.unpack_from(">i", data, at)
        at += 4
        place, _, anchor = text().rpartition("/")[2].partition("#")
        yield depth, Entry(plain(text()), "", place, unquote(anchor))
        count += 1


def _chapters(top: Element, tag: str, told: Callable[[Element], tuple[str, str]]) -> list[Entry]:
    """Return the entries of nested elements; `told` returns the title and the link of one."""
    entries: list[tuple[int, Entry]] = []
    for element in top.iter(f"{{*}}{tag}"):
        title, link = told(element)
        place, _, anchor = link.partition("#")
        depth = sum(1 for outer in element.iterancestors() if outer.tag == element.tag)
        entries.append((depth, Entry(plain(title), "", place, unquote(anchor))))
    return nested(entries[:MAX_ENTRIES])


def _placed(entries: Iterable[Entry], base: Path, names: Mapping[str, str]) -> Iterator[Entry]:
    """Yield entries with the ids of their pages; children of one whose file is not held take its place."""
    for entry in entries:
        children = list(_placed(entry.children, base, names))
        file = _bare(Path(os.path.normpath(base / unquote(entry.page))))
        if (name := names.get(file)) is None:
            yield from children
            continue
        number, title = number_of(entry.title)
        yield Entry(title, number, name, entry.anchor, children=children)


def _bare(file: Path) -> str:
    """Return a file's path without the ending of its name, which addresses may lack."""
    return PAGE_SUFFIX.sub("", file.as_posix())


def _xml(file: Path, within: Path) -> Element:
    """Return the root of an XML file. Raises ValueError for one that is none, and OSError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(read_file(file, within), parser)
    if root is None:
        raise ValueError("it is no XML")
    return root
