"""Writes the folder of a built manual, one page after the other, however many there are."""

import json
import os
import shutil
import sqlite3
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from momviewer.errors import LibraryError
from momviewer.manual.bundle import DATABASE, IMAGES, INDEX, Report
from momviewer.manual.damage import COMPUTER_CODES, code_of
from momviewer.manual.manifest import Manifest, files_of, write_manifest
from momviewer.manual.model import Counts, DanglingLink, ItemKind, ManualInfo, NumberedItem, Page, TocEntry
from momviewer.manual.placing import install, partial_prefix

SCHEMA = """
CREATE TABLE page (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL,
    kind TEXT NOT NULL, purpose TEXT NOT NULL, previous TEXT NOT NULL, up TEXT NOT NULL, next TEXT NOT NULL,
    html TEXT NOT NULL, text TEXT NOT NULL, headings TEXT NOT NULL,
    anchors TEXT NOT NULL, code_spans TEXT NOT NULL
);
CREATE TABLE snippet (
    page TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, language TEXT NOT NULL,
    number TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (page, id)
);
CREATE INDEX snippet_number ON snippet (number);
CREATE TABLE item (
    kind TEXT NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
    page TEXT NOT NULL, anchor TEXT NOT NULL, PRIMARY KEY (kind, position)
);
CREATE TABLE term (text TEXT NOT NULL, page TEXT NOT NULL, anchor TEXT NOT NULL);
CREATE TABLE dangling (page TEXT NOT NULL, target TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE document (name TEXT PRIMARY KEY, json TEXT NOT NULL);
"""


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
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=partial_prefix(folder, os.getpid()), dir=folder.parent))
    except OSError as error:
        raise LibraryError(f"{folder.parent} cannot be written: {error.strerror}.") from error
    try:
        info = _fill(partial, content, images, write_index)
        install(partial, folder)
    except OSError as error:
        raise _not_written(folder, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        if code_of(error) in COMPUTER_CODES:
            raise _not_written(folder, str(error)) from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
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
    database = _Database(folder / DATABASE)
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


class _Database:
    """A bundle's database while it is being written, in one transaction."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(
            f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN; {SCHEMA}"
        )
        self.pages = 0

    def storing(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Yield each page once it is stored."""
        for page in pages:
            self._store(page)
            self.pages += 1
            yield page

    def finish(self, content: BundleContent) -> None:
        """Store everything but the pages."""
        self._connection.executemany(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)",
            (
                (item.kind, position, item.number, item.title, item.page, item.anchor)
                for position, item in enumerate(content.items)
            ),
        )
        self._connection.executemany(
            "INSERT INTO dangling VALUES (?, ?, ?)",
            ((link.page, link.target, link.text) for link in content.dangling),
        )
        documents = {
            "contents": [asdict(entry) for entry in content.contents],
            "chapters": dict(content.chapters),
            "report": asdict(content.report()),
        }
        self._connection.executemany(
            "INSERT INTO document VALUES (?, ?)",
            ((name, json.dumps(value, ensure_ascii=False)) for name, value in documents.items()),
        )
        self._connection.commit()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _store(self, page: Page) -> None:
        self._connection.execute(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _page_row(self.pages, page)
        )
        self._connection.executemany(
            "INSERT INTO snippet VALUES (?, ?, ?, ?, ?, ?)",
            (
                (page.info.id, position, snippet.id, snippet.language, snippet.number, snippet.text)
                for position, snippet in enumerate(page.snippets)
            ),
        )
        self._connection.executemany("INSERT INTO term VALUES (?, ?, ?)", _term_rows(page))


def _page_row(position: int, page: Page) -> tuple[str | int, ...]:
    info = page.info
    headings = [(h.anchor, h.level, h.number, h.title, h.offset) for h in page.headings]
    return (
        info.id,
        position,
        info.title,
        info.number,
        info.kind,
        info.purpose,
        info.previous,
        info.up,
        info.next,
        page.html,
        page.text,
        json.dumps(headings, ensure_ascii=False),
        json.dumps(page.anchors, ensure_ascii=False),
        json.dumps(page.code_spans),
    )


def _term_rows(page: Page) -> Iterator[tuple[str, str, str]]:
    offsets = [offset for _, offset in page.anchors]
    for text, offset in page.terms:
        place = bisect_right(offsets, offset)
        yield text, page.info.id, page.anchors[place - 1][0] if place else ""
