"""The folder a built manual lives in: checked when opened, read page by page.

manifest.json   format version, who the manual is, and the size and checksum of every other file
manual.db       pages, snippets, contents, numbered lists and the report, as one SQLite file
images/         the pictures the pages show
index/          the search index (momviewer.search owns what is in it)
former.json     where it replaced an edition: the numbers that were other things' then
changes.json    where it replaced an edition: what changed since
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from momviewer.manual.manifest import MANIFEST, Files, checksum_of, damaged, read_manifest
from momviewer.manual.model import (
    DanglingLink,
    DefinedTerm,
    Heading,
    ItemKind,
    ManualInfo,
    NumberedItem,
    Page,
    PageInfo,
    PageKind,
    Snippet,
    TocEntry,
)
from momviewer.manual.numbering import Destination, FormerNumber

DATABASE = "manual.db"
IMAGES = "images"
INDEX = "index"
FORMER = "former.json"
CHANGES = "changes.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What building a manual left out, page by page.

    `left_out` counts removed elements by what they were, `problems` are sentences that name a file, `notes`
    say what else was done, such as where numbers come from.
    """

    left_out: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Bundle:
    """A built manual, open for reading. Safe to use from several threads; close it when done."""

    def __init__(self, folder: Path, info: ManualInfo, files: Files) -> None:
        self.folder = folder
        self.info = info
        self._files = files
        uri = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)

    @property
    def index(self) -> Path:
        """Return the folder of the search index."""
        return self.folder / INDEX

    @property
    def images(self) -> Path:
        """Return the folder of the images that pages name as `images/...`."""
        return self.folder / IMAGES

    def close(self) -> None:
        """Give the database file back; pages can no longer be read."""
        self._database.close()

    def pages(self) -> list[PageInfo]:
        """Return what is known of every page, in reading order."""
        query = "SELECT id, title, number, kind, purpose, previous, up, next FROM page ORDER BY position"
        return [_page_info(row) for row in self._rows(query)]

    def page(self, page_id: str) -> Page | None:
        """Return a page whole, or None where the manual has no such page."""
        rows = self._rows(
            "SELECT id, title, number, kind, purpose, previous, up, next, html, text, headings,"
            " anchors, code_spans FROM page WHERE id = ?",
            page_id,
        )
        if not rows:
            return None
        html, text, headings, anchors, code_spans = rows[0][8:]
        return Page(
            info=_page_info(rows[0][:8]),
            html=html,
            text=text,
            headings=tuple(Heading(*row) for row in json.loads(headings)),
            snippets=tuple(self._snippets("page = ?", page_id)),
            anchors=tuple((name, offset) for name, offset in json.loads(anchors)),
            code_spans=tuple((start, end) for start, end in json.loads(code_spans)),
        )

    def all_pages(self) -> Iterator[Page]:
        """Yield every page in reading order, whole but for its HTML."""
        snippets: defaultdict[str, list[Snippet]] = defaultdict(list)
        for page, *rest in self._rows(
            "SELECT page, id, language, text, number FROM snippet ORDER BY page, position"
        ):
            snippets[page].append(Snippet(*rest))
        for row in self._rows(
            "SELECT id, title, number, kind, purpose, previous, up, next, text, anchors"
            " FROM page ORDER BY position"
        ):
            anchors = tuple((name, offset) for name, offset in json.loads(row[9]))
            yield Page(_page_info(row[:8]), "", row[8], (), tuple(snippets[row[0]]), anchors)

    def page_text(self, page_id: str) -> str:
        """Return a page's plain text, or "" where the manual has no such page."""
        rows = self._rows("SELECT text FROM page WHERE id = ?", page_id)
        return str(rows[0][0]) if rows else ""

    def example_text(self, number: str) -> str | None:
        """Return the code of an example, its blocks one empty line apart; None where it has no code."""
        blocks = [snippet.text for snippet in self._snippets("number = ?", number)]
        return "\n\n".join(blocks) if blocks else None

    def contents(self) -> tuple[TocEntry, ...]:
        """Return the top entries of the contents tree."""
        return tuple(_toc_entry(entry) for entry in self._document("contents"))

    def chapters(self) -> dict[str, str]:
        """Return by their numbers the titles of chapters that the contents lack.

        There are some where the examples have their numbers from another manual.
        """
        return dict(self._document("chapters"))

    def items(self) -> list[NumberedItem]:
        """Return the examples, figures and tables, each kind in the order of its list."""
        rows = self._rows("SELECT kind, number, title, page, anchor FROM item ORDER BY kind, position")
        return [NumberedItem(ItemKind(kind), *rest) for kind, *rest in rows]

    def terms(self) -> list[DefinedTerm]:
        """Return the names that the manual defines, in reading order."""
        return [DefinedTerm(*row) for row in self._rows("SELECT text, page, anchor FROM term")]

    def dangling(self) -> list[DanglingLink]:
        """Return the links whose page or anchor the manual does not hold."""
        return [DanglingLink(*row) for row in self._rows("SELECT page, target, text FROM dangling")]

    def report(self) -> Report:
        """Return what building this manual left out."""
        stored = self._document("report")
        return Report(stored["left_out"], tuple(stored["problems"]), tuple(stored.get("notes", ())))

    def former(self) -> tuple[FormerNumber, ...]:
        """Return the numbers that something else had in the editions this manual has replaced."""
        if FORMER not in self._files:
            return ()
        try:
            stored = json.loads((self.folder / FORMER).read_text(encoding="utf-8"))
            return tuple(
                FormerNumber(**{**known, "now": Destination(**known["now"]) if known["now"] else None})
                for known in stored
            )
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise damaged(self.folder, f"{FORMER}: {error}") from error

    def verify(self, below: str = "") -> list[str]:
        """Read every byte and return one sentence for each file that is not as it was written.

        `below` limits this to the files of a folder, such as `index/`.
        """
        problems = []
        for name, (_, checksum) in self._files.items():
            if not name.startswith(below):
                continue
            try:
                _, found = checksum_of(self.folder / name)
            except OSError as error:
                problems.append(f"{self.folder / name} cannot be read: {error.strerror}.")
                continue
            if found != checksum:
                problems.append(f"{self.folder / name} is not as it was written.")
        return problems

    def _snippets(self, condition: str, value: str) -> list[Snippet]:
        query = f"SELECT id, language, text, number FROM snippet WHERE {condition} ORDER BY page, position"  # noqa: S608 - the conditions are ours
        return [Snippet(*row) for row in self._rows(query, value)]

    def _document(self, name: str) -> Any:  # noqa: ANN401 - JSON, as `write_bundle` stored it
        rows = self._rows("SELECT json FROM document WHERE name = ?", name)
        if not rows:
            raise damaged(self.folder, f"{DATABASE} has no {name}")
        return json.loads(rows[0][0])

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged(self.folder, f"{DATABASE}: {error}") from error


def open_bundle(folder: Path) -> Bundle:
    """Open a built manual.

    Raises DamagedBundleError where a file is missing or has another size than was written, and
    BundleFormatError where another version of the program wrote it.
    """
    manifest = read_manifest(folder)
    for name, (size, _) in manifest.files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            raise damaged(folder, f"{name}: {error.strerror}") from error
        if found != size:
            raise damaged(folder, f"{name} has {found} bytes instead of {size}")
    if DATABASE not in manifest.files:
        raise damaged(folder, f"{MANIFEST} does not name {DATABASE}")
    return Bundle(folder, manifest.info, manifest.files)


def _page_info(row: tuple[Any, ...]) -> PageInfo:
    page_id, title, number, kind, *rest = row
    return PageInfo(page_id, title, number, PageKind(kind), *rest)


def _toc_entry(stored: dict[str, Any]) -> TocEntry:
    children = tuple(_toc_entry(child) for child in stored["children"])
    return TocEntry(**{**stored, "kind": PageKind(stored["kind"]), "children": children})
