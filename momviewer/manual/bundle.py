"""The folder a built manual lives in: written whole or not at all, checked when opened, read page by page.

manifest.json   format version, who the manual is, and the size and checksum of every other file
manual.db       pages, snippets, contents, numbered lists and the report, as one SQLite file
images/         the pictures the pages show
index/          the search index (momviewer.search owns what is in it)
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from momviewer.errors import LibraryError
from momviewer.manual.manifest import (
    MANIFEST,
    Files,
    Manifest,
    damaged,
    files_of,
    read_manifest,
    write_manifest,
)
from momviewer.manual.model import (
    Counts,
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

DATABASE = "manual.db"
IMAGES = "images"
INDEX = "index"
PARTIAL = ".partial-"
REPLACED = ".replaced-"

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
class Report:
    """What building a manual left out, page by page.

    `left_out` counts removed elements by what they were, `problems` are sentences that name a file.
    """

    left_out: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleContent:
    """Everything a bundle holds but its images and its index."""

    info: ManualInfo
    pages: Sequence[Page]
    contents: Sequence[TocEntry]
    items: Sequence[NumberedItem]
    dangling: Sequence[DanglingLink] = ()
    report: Report = Report()


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
        return Report(stored["left_out"], tuple(stored["problems"]))

    def verify(self, below: str = "") -> list[str]:
        """Read every byte and return one sentence for each file that is not as it was written.

        `below` limits this to the files of a folder, such as `index/`.
        """
        problems = []
        for name, (_, checksum) in self._files.items():
            if not name.startswith(below):
                continue
            try:
                found = zlib.crc32((self.folder / name).read_bytes())
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


def write_bundle(
    folder: Path,
    content: BundleContent,
    images: Iterable[tuple[str, Path]],
    write_index: Callable[[Path], None],
) -> None:
    """Write a manual to `folder`, replacing one that is there only when the new one is complete.

    `images` are (name below images/, file to copy); `write_index` fills the index folder it is handed.
    Raises LibraryError where the disk is full or the folder cannot be written; then nothing is changed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=partial_prefix(folder, os.getpid()), dir=folder.parent))
    except OSError as error:
        raise LibraryError(f"{folder.parent} cannot be written: {error.strerror}.") from error
    try:
        _fill(partial, content, images, write_index)
        install(partial, folder)
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LibraryError(f"The manual could not be written to {folder}: {reason}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def partial_prefix(folder: Path, process: int) -> str:
    """Return how the name of a half-written bundle begins: for which folder it is, and who is writing it."""
    return f"{PARTIAL}{folder.name}-{process}-"


def fingerprint(source: Path) -> str:
    """Return a short text that changes when a file below `source` is added, removed, resized or rewritten."""
    digest = hashlib.sha256()
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        state = path.stat()
        digest.update(f"{path.relative_to(source)}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def install(built: Path, folder: Path) -> None:
    """Move a complete bundle to its place. A kill between the two renames is mended by `recover`."""
    replaced = folder.parent / f"{REPLACED}{folder.name}"
    if folder.exists():
        shutil.rmtree(replaced, ignore_errors=True)
        folder.rename(replaced)
    built.rename(folder)
    _sync(folder.parent)
    shutil.rmtree(replaced, ignore_errors=True)


def recover(manuals: Path) -> None:
    """Put back bundles that a kill caught between the two renames of `install`."""
    for replaced in manuals.glob(f"{REPLACED}*"):
        folder = manuals / replaced.name.removeprefix(REPLACED)
        if folder.exists():
            shutil.rmtree(replaced, ignore_errors=True)
        else:
            replaced.rename(folder)


def _fill(
    folder: Path,
    content: BundleContent,
    images: Iterable[tuple[str, Path]],
    write_index: Callable[[Path], None],
) -> None:
    (folder / INDEX).mkdir()
    for name, file in images:
        target = folder / IMAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    content = replace(content, info=replace(content.info, counts=_counts(content)))
    _write_database(folder / DATABASE, content)
    write_index(folder / INDEX)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    write_manifest(folder, Manifest(content.info, files_of(folder, names)))


def _counts(content: BundleContent) -> Counts:
    kinds = [item.kind for item in content.items]
    numbers = (kinds.count(kind) for kind in (ItemKind.EXAMPLE, ItemKind.FIGURE, ItemKind.TABLE))
    return Counts(len(content.pages), *numbers)


def _sync(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened, nor need it be
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_database(path: Path, content: BundleContent) -> None:
    database = sqlite3.connect(path)
    try:
        with database:
            database.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN; {SCHEMA}")
            database.executemany(
                "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_page_row(position, page) for position, page in enumerate(content.pages)),
            )
            database.executemany(
                "INSERT INTO snippet VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (page.info.id, position, snippet.id, snippet.language, snippet.number, snippet.text)
                    for page in content.pages
                    for position, snippet in enumerate(page.snippets)
                ),
            )
            database.executemany(
                "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (item.kind, position, item.number, item.title, item.page, item.anchor)
                    for position, item in enumerate(content.items)
                ),
            )
            database.executemany(
                "INSERT INTO term VALUES (?, ?, ?)",
                (row for page in content.pages for row in _term_rows(page)),
            )
            database.executemany(
                "INSERT INTO dangling VALUES (?, ?, ?)",
                ((link.page, link.target, link.text) for link in content.dangling),
            )
            documents = {
                "contents": [asdict(entry) for entry in content.contents],
                "report": asdict(content.report),
            }
            database.executemany(
                "INSERT INTO document VALUES (?, ?)",
                ((name, json.dumps(value, ensure_ascii=False)) for name, value in documents.items()),
            )
    finally:
        database.close()


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


def _page_info(row: tuple[Any, ...]) -> PageInfo:
    page_id, title, number, kind, *rest = row
    return PageInfo(page_id, title, number, PageKind(kind), *rest)


def _toc_entry(stored: dict[str, Any]) -> TocEntry:
    children = tuple(_toc_entry(child) for child in stored["children"])
    return TocEntry(**{**stored, "kind": PageKind(stored["kind"]), "children": children})
