"""Opens the folder of a built manual, checks it, and reads it page by page.

manifest.json   format version, who the manual is, and the size and checksum of every other file
manual.db       pages, snippets, contents, numbered lists and the report, as one SQLite file
images/         the pictures the pages show
index/          the search index (momviewer.search owns what is in it)
former.json     if it replaced an edition: the numbers that meant something else then
changes.json    if it replaced an edition: what changed since
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from momviewer.manual.damage import NO_FILE, damaged, database_trouble, file_trouble
from momviewer.manual.manifest import MANIFEST, Files, checksum_of, read_manifest
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

Row = tuple[Any, ...]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Report:
    """What building a manual left out.

    `left_out` counts removed elements by their kind, such as "<script>". `problems` are sentences that name a
    file, and `notes` say what else was done, such as which manual the numbers are from.
    """

    left_out: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Bundle:
    """A built manual, open for reading. Several threads may use it; close it when done.

    Every method that reads raises DamagedBundleError for a damaged file, and LibraryError where the computer
    does not give the file.
    """

    def __init__(self, folder: Path, info: ManualInfo, files: Files) -> None:
        self.folder = folder
        self.info = info
        self._files = files
        uri = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
        with self._reading():
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)

    @property
    def index(self) -> Path:
        """Return the folder of the search index."""
        return self.folder / INDEX

    @property
    def images(self) -> Path:
        """Return the folder of the images that pages name as `images/...`."""
        return self.folder / IMAGES

    def reopened(self) -> "Bundle":
        """Return the manual opened once more, for work that goes on after this bundle is closed."""
        return Bundle(self.folder, self.info, self._files)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; pages can no longer be read."""
        self._database.close()

    def pages(self) -> list[PageInfo]:
        """Return what is known of every page, in reading order."""
        query = "SELECT id, title, number, kind, purpose, previous, up, next FROM page ORDER BY position"
        return self._read(_page_info, query)

    def page(self, page_id: str) -> Page | None:
        """Return a whole page, or None if the manual has no such page."""
        found = self._read(
            _page,
            "SELECT id, title, number, kind, purpose, previous, up, next, html, text, headings,"
            " anchors, code_spans FROM page WHERE id = ?",
            page_id,
        )
        return replace(found[0], snippets=tuple(self._snippets("page = ?", page_id))) if found else None

    def all_pages(self) -> Iterator[Page]:
        """Yield every page in reading order, with everything but its HTML."""
        snippets: defaultdict[str, list[Snippet]] = defaultdict(list)
        for page, snippet in self._read(
            lambda row: (row[0], Snippet(*row[1:])),
            "SELECT page, id, language, text, number FROM snippet ORDER BY page, position",
        ):
            snippets[page].append(snippet)
        yield from self._read(
            lambda row: Page(_page_info(row[:8]), "", row[8], (), tuple(snippets[row[0]]), _pairs(row[9])),
            "SELECT id, title, number, kind, purpose, previous, up, next, text, anchors"
            " FROM page ORDER BY position",
        )

    def example_text(self, number: str) -> str | None:
        """Return the code of an example, its blocks one empty line apart, or None if it has no code."""
        blocks = [snippet.text for snippet in self._snippets("number = ?", number)]
        return "\n\n".join(blocks) if blocks else None

    def contents(self) -> tuple[TocEntry, ...]:
        """Return the top entries of the contents tree."""
        return self._document("contents", lambda stored: tuple(map(_toc_entry, stored)))

    def chapters(self) -> dict[str, str]:
        """Return titles of chapters by their numbers, if the contents have none.

        That is so in a manual whose examples have their numbers from another manual.
        """
        return self._document("chapters", dict[str, str])

    def items(self) -> list[NumberedItem]:
        """Return the examples, then the figures, then the tables, in the order of their lists."""
        query = "SELECT kind, number, title, page, anchor FROM item ORDER BY kind, position"
        return self._read(lambda row: NumberedItem(ItemKind(row[0]), *row[1:]), query)

    def terms(self) -> list[DefinedTerm]:
        """Return the names that the manual defines, in reading order."""
        return self._read(lambda row: DefinedTerm(*row), "SELECT text, page, anchor FROM term")

    def dangling(self) -> list[DanglingLink]:
        """Return the links that lead to a page or an anchor that the manual does not have."""
        return self._read(lambda row: DanglingLink(*row), "SELECT page, target, text FROM dangling")

    def report(self) -> Report:
        """Return what building this manual left out."""
        return self._document("report", _report)

    def former(self) -> tuple[FormerNumber, ...]:
        """Return the numbers that meant something else in the editions that this manual replaced.

        Raises DamagedBundleError, and LibraryError where the computer does not give the file.
        """
        if FORMER not in self._files:
            return ()
        try:
            stored = json.loads((self.folder / FORMER).read_text(encoding="utf-8"))
            return tuple(
                FormerNumber(**{**known, "now": Destination(**known["now"]) if known["now"] else None})
                for known in stored
            )
        except OSError as error:
            raise file_trouble(self.folder, FORMER, error) from error
        except (ValueError, LookupError, TypeError) as error:
            raise damaged(self.folder, f"{FORMER}: {error}") from error

    def verify(self, below: str = "") -> list[str]:
        """Read every byte, and return a sentence for each file that is not as it was written.

        `below` limits that to the files in a folder, such as `index/`. Raises LibraryError where the computer
        does not give a file.
        """
        problems = []
        for name, (_, checksum) in self._files.items():
            if not name.startswith(below):
                continue
            try:
                _, found = checksum_of(self.folder / name)
            except OSError as error:
                if error.errno not in NO_FILE:
                    raise file_trouble(self.folder, name, error) from error
                problems.append(f"{self.folder / name} cannot be read: {error.strerror}.")
                continue
            if found != checksum:
                problems.append(f"{self.folder / name} is not as it was written.")
        return problems

    def _snippets(self, condition: str, value: str) -> list[Snippet]:
        query = f"SELECT id, language, text, number FROM snippet WHERE {condition} ORDER BY page, position"  # noqa: S608 - the conditions are ours
        return self._read(lambda row: Snippet(*row), query, value)

    def _document(self, name: str, decode: Callable[[Any], Value]) -> Value:
        """Return what `decode` makes of a document that `write_bundle` stored as JSON."""
        found = self._read(
            lambda row: decode(json.loads(row[0])), "SELECT json FROM document WHERE name = ?", name
        )
        if not found:
            raise damaged(self.folder, f"{DATABASE} has no {name}")
        return found[0]

    def _read(self, decode: Callable[[Row], Value], query: str, *values: str) -> list[Value]:
        """Return what `decode` makes of each row that a query finds.

        A row that cannot be decoded is damage if the file is not as it was written, and else a bug.
        """
        with self._reading():
            return [decode(row) for row in self._database.execute(query, values).fetchall()]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if trouble := database_trouble(self.folder, DATABASE, error):
                raise trouble from error
            raise
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            if self.verify(DATABASE):
                raise damaged(self.folder, f"{DATABASE} is not as it was written") from error
            raise


def open_bundle(folder: Path) -> Bundle:
    """Open a built manual.

    Raises DamagedBundleError where a file is missing or has another size than was written,
    BundleFormatError where another version of the program wrote it, and LibraryError where the computer does
    not give its files.
    """
    manifest = read_manifest(folder)
    for name, (size, _) in manifest.files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            raise file_trouble(folder, name, error) from error
        if found != size:
            raise damaged(folder, f"{name} has {found} bytes instead of {size}")
    if DATABASE not in manifest.files:
        raise damaged(folder, f"{MANIFEST} does not name {DATABASE}")
    return Bundle(folder, manifest.info, manifest.files)


def _page_info(row: Row) -> PageInfo:
    page_id, title, number, kind, *rest = row
    return PageInfo(page_id, title, number, PageKind(kind), *rest)


def _page(row: Row) -> Page:
    """Return a page without its snippets, which are in another table."""
    html, text, headings, anchors, code_spans = row[8:]
    return Page(
        info=_page_info(row[:8]),
        html=html,
        text=text,
        headings=tuple(Heading(*heading) for heading in json.loads(headings)),
        snippets=(),
        anchors=_pairs(anchors),
        code_spans=_pairs(code_spans),
    )


def _pairs(stored: str) -> tuple[Any, ...]:
    return tuple((first, second) for first, second in json.loads(stored))


def _report(stored: dict[str, Any]) -> Report:
    return Report(stored["left_out"], tuple(stored["problems"]), tuple(stored.get("notes", ())))


def _toc_entry(stored: dict[str, Any]) -> TocEntry:
    children = tuple(_toc_entry(child) for child in stored["children"])
    return TocEntry(**{**stored, "kind": PageKind(stored["kind"]), "children": children})
