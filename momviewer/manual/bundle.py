"""Opens the folder of a built manual, checks it, and reads it page by page.

manifest.json   format version, who the manual is, and the size and checksum of every other file
manual.db       pages, snippets, contents, numbered lists and the report, as one SQLite file
images/         the pictures the pages show
index/          the search index (momviewer.search owns what is in it)
former.json     if it replaced an edition: the numbers that meant something else then
changes.json    if it replaced an edition: what changed since
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

from momviewer.manual.checked.damage import NO_FILE, damaged, file_trouble
from momviewer.manual.checked.database import DATABASE, INFO, Database, Row
from momviewer.manual.checked.page_html import check_page_html
from momviewer.manual.checked.values import (
    DecodingError,
    dict_of,
    fields_of,
    json_of,
    list_of,
    member_of,
    number_of,
    record_of,
    text_of,
)
from momviewer.manual.manifest import (
    MANIFEST,
    Files,
    checksum_of,
    file_size,
    read_manifest,
    read_record,
)
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
from momviewer.manual.numbering import FormerNumber, former_number

IMAGES = "images"
INDEX = "index"
FORMER = "former.json"
CHANGES = "changes.json"
NO_SNIPPETS = "[]"
"""A page's snippets as they are stored, where nobody asks for them."""
MAX_CONTENTS_LEVELS = 60
"""Levels of the contents tree. The builder lifts what is deeper up to the last of them."""
MAX_LEVEL = 6
"""Of a heading."""
MAX_COUNT = 1 << 53
"""The largest number that counts something."""

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

    Whatever reads from it raises DamagedBundleError if the file is not as it was written, or holds what the
    builder would not write, and LibraryError if the computer does not give the file.
    """

    def __init__(self, folder: Path, info: ManualInfo, files: Files) -> None:
        self.folder = folder
        self.info = info
        self._files = files
        self._database = Database(folder, files[DATABASE][0])

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
        with self._decoding(DATABASE):
            return list(map(_page_info, self._database.table("page", INFO)))

    def page(self, page_id: str) -> Page | None:
        """Return a whole page, or None if the manual has no such page."""
        found = self._database.page(page_id)
        if found is None:
            return None
        with self._decoding(f"{DATABASE}: {page_id}"):
            check_page_html(found[1])
            return _page(*found)

    def page_body(self, page_id: str) -> Page | None:
        """Return a page without its HTML and snippets, or None if the manual has no such page."""
        found = self._database.body(page_id)
        if found is None:
            return None
        with self._decoding(f"{DATABASE}: {page_id}"):
            return _page((*found[:-1], NO_SNIPPETS), "")

    def all_pages(self) -> Iterator[Page]:
        """Yield every page in reading order, with everything but its HTML."""
        with self._decoding(DATABASE):
            for row in self._database.pages():
                yield _page(row, "")

    def example_text(self, number: str) -> str | None:
        """Return the code of an example, its blocks one empty line apart, or None if it has no code."""
        examples = (item for item in self.items() if item.kind is ItemKind.EXAMPLE)
        names = dict.fromkeys(item.page for item in examples if item.number == number)
        pages = [page for name in names for page in self._pages_of(name, number)]
        blocks = [snippet.text for page in pages for snippet in page.snippets if snippet.number == number]
        return "\n\n".join(blocks) if blocks else None

    def _pages_of(self, page_id: str, number: str) -> Iterator[Page]:
        """Yield the page of an example, and those after it that the example goes on to: parts of a page."""
        seen: set[str] = set()
        page = self.page(page_id)
        while page is not None and page.info.id not in seen:
            yield page
            seen.add(page.info.id)
            goes_on = page.snippets and page.snippets[-1].number == number and page.info.next
            page = self.page(page.info.next) if goes_on else None

    def contents(self) -> tuple[TocEntry, ...]:
        """Return the top entries of the contents tree."""
        return self._document("contents", lambda stored: list_of(stored, _toc_entry))

    def chapters(self) -> dict[str, str]:
        """Return titles of chapters by their numbers, if the contents have none.

        That is so in a manual whose examples have their numbers from another manual.
        """
        return self._document("chapters", lambda stored: dict_of(stored, text_of))

    def items(self) -> list[NumberedItem]:
        """Return the examples, then the figures, then the tables, in the order of their lists."""
        with self._decoding(DATABASE):
            rows = self._database.table("item")
            items = [NumberedItem(member_of(ItemKind, kind), *rest) for kind, *rest in rows]
        return sorted(items, key=lambda item: item.kind)

    def terms(self) -> list[DefinedTerm]:
        """Return the names that the manual defines, in reading order."""
        return [DefinedTerm(*row) for row in self._database.table("term")]

    def dangling(self) -> list[DanglingLink]:
        """Return the links that lead to a page or an anchor that the manual does not have."""
        return [DanglingLink(*row) for row in self._database.table("dangling")]

    def report(self) -> Report:
        """Return what building this manual left out."""
        return self._document("report", _report)

    def former(self) -> tuple[FormerNumber, ...]:
        """Return the numbers that something else had in the editions this manual has replaced."""
        stored = read_record(self.folder, FORMER, self._files)
        if stored is None:
            return ()
        with self._decoding(FORMER):
            return list_of(json_of(stored), former_number)

    def check(self) -> None:
        """Read all that the manual holds but for its images and its index."""
        for page in self.pages():
            self.page(page.id)
        _ = self.contents(), self.chapters(), self.items(), self.terms(), self.dangling()
        _ = self.report(), self.former()

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

    def _document(self, name: str, decode: Callable[[Any], Value]) -> Value:
        """Return what `decode` makes of a document that `write_bundle` stored as JSON."""
        with self._decoding(f"{DATABASE}: {name}"):
            return decode(json_of(self._database.document(name)))

    @contextmanager
    def _decoding(self, what: str) -> Iterator[None]:
        try:
            yield
        except DecodingError as error:
            raise damaged(self.folder, f"{what}: {error}") from error


def open_bundle(folder: Path) -> Bundle:
    """Open a built manual.

    Raises DamagedBundleError where a file is missing or has another size than was written,
    BundleFormatError where another version of the program wrote it, and LibraryError where the computer does
    not give its files.
    """
    manifest = read_manifest(folder)
    for name, (size, _) in manifest.files.items():
        found = file_size(folder, name)
        if found != size:
            raise damaged(folder, f"{name} has {found} bytes instead of {size}")
    if DATABASE not in manifest.files:
        raise damaged(folder, f"{MANIFEST} does not name {DATABASE}")
    return Bundle(folder, manifest.info, manifest.files)


def _page_info(row: Row) -> PageInfo:
    page_id, title, number, kind, *rest = row
    return PageInfo(page_id, title, number, member_of(PageKind, kind), *rest)


def _page(row: Row, html: str) -> Page:
    text, *stored = row[len(INFO) :]
    headings, anchors, code_spans, snippets = map(json_of, stored)
    length = len(text)

    def heading(value: object) -> Heading:
        anchor, level, number, title, offset = fields_of(value, 5)
        return Heading(
            text_of(anchor),
            number_of(level, MAX_LEVEL, 1),
            text_of(number),
            text_of(title),
            number_of(offset, length),
        )

    def anchor(value: object) -> tuple[str, int]:
        name, offset = fields_of(value, 2)
        return text_of(name), number_of(offset, length)

    def code_span(value: object) -> tuple[int, int]:
        start, end = fields_of(value, 2)
        return number_of(start, length), number_of(end, length, start)

    return Page(
        info=_page_info(row[: len(INFO)]),
        html=html,
        text=text,
        headings=list_of(headings, heading),
        snippets=list_of(snippets, lambda value: Snippet(*map(text_of, fields_of(value, 4)))),
        anchors=list_of(anchors, anchor),
        code_spans=list_of(code_spans, code_span),
    )


def _report(stored: object) -> Report:
    report = record_of(stored)
    return Report(
        dict_of(report["left_out"], lambda count: number_of(count, MAX_COUNT)),
        list_of(report["problems"], text_of),
        list_of(report["notes"], text_of),
    )


def _toc_entry(stored: object, level: int = 1) -> TocEntry:
    if level > MAX_CONTENTS_LEVELS:
        raise DecodingError(f"it has more than {MAX_CONTENTS_LEVELS} levels")
    entry = record_of(stored)
    return TocEntry(
        **entry.texts("title", "number", "page", "anchor", "purpose"),
        kind=member_of(PageKind, entry["kind"]),
        children=list_of(entry["children"], lambda child: _toc_entry(child, level + 1)),
    )
