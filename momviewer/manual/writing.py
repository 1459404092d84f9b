"""Writes the folder of a built manual, one page after the other, however many there are."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from momviewer.errors import LibraryError
from momviewer.manual.bundle import IMAGES, INDEX, MAX_CONTENTS_LEVELS, Report
from momviewer.manual.checked.damage import COMPUTER_CODES, code_of
from momviewer.manual.checked.database import DATABASE, SCHEMA, Row, checksum_of_row, stored_checksum
from momviewer.manual.manifest import Manifest, files_of, write_manifest
from momviewer.manual.model import Counts, DanglingLink, ItemKind, ManualInfo, NumberedItem, Page, TocEntry
from momviewer.manual.placing import PARTIAL, hold_folder, install

PRIVATE_FOLDER = 0o700
"""Permissions of a bundle's folder, which its owner alone looks into."""


@dataclass(frozen=True, slots=True)
class BundleContent:
    """Everything in a bundle but its images and its index.

    `pages` are read once, `dangling` may grow while they are, and `report` is called afterwards. `info` gets
    its counts on writing.
    """

    info: ManualInfo
    pages: Iterable[Page]
    contents: Sequence[TocEntry]
    items: Sequence[NumberedItem]
    dangling: Sequence[DanglingLink] = ()
    chapters: Mapping[str, str] = field(default_factory=dict)
    report: Callable[[], Report] = Report


IndexWriter = Callable[[Path, Iterable[Page]], None]
"""Writes the index of some pages into an empty folder."""


def write_bundle(
    folder: Path,
    content: BundleContent,
    images: Iterable[tuple[str, Path]],
    write_index: IndexWriter,
) -> ManualInfo:
    """Write a manual to `folder` and return its info; replace one there once the new one is complete.

    `images` are (name below images/, file to copy). `write_index` has to read all pages that it is handed.
    Raises LibraryError if the disk is full or the folder cannot be written; then nothing is changed.
    """
    try:
        held = hold_folder(folder.parent, PARTIAL, folder.name)
    except OSError as error:
        raise LibraryError(f"{folder.parent} cannot be written: {error.strerror}.") from error
    try:
        held.bundle.mkdir(mode=PRIVATE_FOLDER)
        info = _fill(held.bundle, content, images, write_index)
        install(held.bundle, folder)
    except OSError as error:
        raise _not_written(folder, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        if code_of(error) in COMPUTER_CODES:
            raise _not_written(folder, str(error)) from error
        raise
    finally:
        with suppress(OSError):  # the next start deletes what is left
            held.close()
    return info


def _not_written(folder: Path, why: str) -> LibraryError:
    return LibraryError(f"The manual could not be written to {folder}: {why}.")


def _fill(
    folder: Path,
    content: BundleContent,
    images: Iterable[tuple[str, Path]],
    write_index: IndexWriter,
) -> ManualInfo:
    (folder / INDEX).mkdir()
    for name, file in images:
        target = folder / IMAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    database = _DatabaseWriter(folder / DATABASE)
    try:
        write_index(folder / INDEX, database.storing(content.pages))
        database.finish(content)
    finally:
        database.close()
    info = replace(content.info, counts=_counts(database.pages, content.items))
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    write_manifest(folder, Manifest(info, files_of(folder, names)))
    return info


def _counts(pages: int, items: Iterable[NumberedItem]) -> Counts:
    kinds = [item.kind for item in items]
    numbers = (kinds.count(kind) for kind in (ItemKind.EXAMPLE, ItemKind.FIGURE, ItemKind.TABLE))
    return Counts(pages, *numbers)


class _DatabaseWriter:
    """A bundle's database while it is being written, in one transaction."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(
            f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN; {'; '.join(SCHEMA)}"
        )
        self._checksums = dict.fromkeys(("page", "item", "term", "dangling"), 0)
        """The checksum of each table up to now; that of the pages is over what they are."""
        self.pages = 0

    def storing(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Yield each page once it is stored."""
        for page in pages:
            self._store(page)
            self.pages += 1
            yield page

    def finish(self, content: BundleContent) -> None:
        """Store everything but the pages."""
        self._add("item", ((i.kind.value, i.number, i.title, i.page, i.anchor) for i in content.items))
        self._add("dangling", ((link.page, link.target, link.text) for link in content.dangling))
        documents = {
            "contents": [_stored_entry(entry) for entry in content.contents],
            "chapters": dict(content.chapters),
            "report": asdict(content.report()),
        }
        for name, value in documents.items():
            self._insert("document", _with_checksum((name, json.dumps(value, ensure_ascii=False))))
        for name, checksum in self._checksums.items():
            self._insert("checksum", (name, stored_checksum(checksum)))
        self._connection.commit()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _store(self, page: Page) -> None:
        info = page.info
        row = (
            info.id,
            info.title,
            info.number,
            info.kind.value,
            info.purpose,
            info.previous,
            info.up,
            info.next,
        )
        self._checksums["page"] = checksum_of_row(row, self._checksums["page"])
        body = (
            *row,
            page.text,
            _json([(h.anchor, h.level, h.number, h.title, h.offset) for h in page.headings]),
            _json(page.anchors),
            _json(page.code_spans),
            _json([(s.id, s.language, s.text, s.number) for s in page.snippets]),
        )
        self._insert("page", (*_with_checksum(body), *_with_checksum((page.html,))))
        self._add("term", _term_rows(page))

    def _add(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self._insert(table, row)
            self._checksums[table] = checksum_of_row(row, self._checksums[table])

    def _insert(self, table: str, row: Row) -> None:
        places = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608 - our own names


def _with_checksum(row: Row) -> Row:
    return (*row, stored_checksum(checksum_of_row(row)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stored_entry(entry: TocEntry, level: int = 1) -> dict[str, object]:
    """Return an entry of the contents as it is stored; what is too deep comes up to the last level."""
    below: Iterable[TocEntry] = entry.children
    if level == MAX_CONTENTS_LEVELS - 1:
        below = (replace(each, children=()) for top in entry.children for each in top.walk())
    return {
        "title": entry.title,
        "number": entry.number,
        "page": entry.page,
        "anchor": entry.anchor,
        "kind": entry.kind.value,
        "purpose": entry.purpose,
        "children": [_stored_entry(child, level + 1) for child in below],
    }


def _term_rows(page: Page) -> Iterator[Row]:
    for text, offset in page.terms:
        yield text, page.info.id, page.anchor_before(offset)
