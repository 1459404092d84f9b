"""The database of a bundle: its tables, and how their rows are read and checked.

Every value is a text, and every row is under a checksum: its own, or that of its table. So a changed byte is
noticed when the row is read. What was changed on purpose, checksums and all, is stopped by bounds: no other
tables than these, and no more rows and text than the file has bytes.
"""

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from momviewer.manual.checked.damage import damaged, database_trouble

DATABASE = "manual.db"
INFO = ("id", "title", "number", "kind", "purpose", "previous", "up", "next")
"""The columns of a page that say what it is."""
BODY = (*INFO, "text", "headings", "anchors", "code_spans", "snippets")
"""The columns of a page but for its HTML, which comes behind them, so that it can be left unread."""
COLUMNS = {
    "page": (*BODY, "checksum", "html", "html_checksum"),
    "item": ("kind", "number", "title", "page", "anchor"),
    "term": ("text", "page", "anchor"),
    "dangling": ("page", "target", "text"),
    "document": ("name", "json", "checksum"),
    "checksum": ("name", "checksum"),
}
"""The tables; rows are in reading order. A row of `checksum` is over another table, of `page` over INFO."""
KEYED = ("page", "document", "checksum")
"""Tables whose first column is their key."""
SCHEMA = tuple(
    f"CREATE TABLE {table} ({', '.join(f'{name} TEXT NOT NULL' for name in columns)}"
    f"{f', PRIMARY KEY ({columns[0]})' if table in KEYED else ''})"
    for table, columns in COLUMNS.items()
)
SEPARATOR = "\x1f"
MAX_ROW_BYTES = 128 << 20
"""Of a row; the largest page that the builder reads has 32 MB, and its code is in it twice."""
MAX_SCHEMA_STEPS = 100_000
"""Steps of SQLite's machine until the schema is read: a few hundred, unless its tree leads in circles."""

Row = tuple[str, ...]


def checksum_of_row(row: Sequence[str], before: int = 0) -> int:
    """Return a checksum of a row, or of all rows up to it if `before` is that of the rows before it."""
    return zlib.crc32(SEPARATOR.join(row).encode(), before)


def stored_checksum(checksum: int) -> str:
    """Return a checksum as it stands in the database."""
    return f"{checksum:08x}"


class Database:
    """The database in a bundle's folder, open for reading. Safe to use from several threads.

    Its methods raise DamagedBundleError, or LibraryError if the computer does not give the file.
    """

    def __init__(self, folder: Path, size: int) -> None:
        """Open the database, whose file has `size` bytes, and check which tables it has."""
        self._folder, self._size = folder, size
        uri = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
        with self._reading():
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES)
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise
        self._checksums: dict[str, str] = {}

    def close(self) -> None:
        """Close the file; nothing can be read from it any more."""
        self._connection.close()

    def table(self, name: str, columns: Sequence[str] = ()) -> list[Row]:
        """Return all rows of a table, with the columns that its checksum is over.

        Raises DamagedBundleError and LibraryError.
        """
        if not self._checksums:
            self._checksums = {row[0]: row[1] for row in self._rows("SELECT name, checksum FROM checksum")}
        query = f"SELECT {', '.join(columns or COLUMNS[name])} FROM {name} ORDER BY rowid"  # noqa: S608 - ours
        rows, checksum = [], 0
        for row in self._rows(query):
            rows.append(row)
            checksum = checksum_of_row(row, checksum)
        if stored_checksum(checksum) != self._checksums.get(name):
            raise self._changed(name)
        return rows

    def pages(self) -> Iterator[Row]:
        """Yield BODY of each page, in reading order."""
        query = f"SELECT {', '.join(BODY)}, checksum FROM page ORDER BY rowid"  # noqa: S608 - our own names
        return (self._checked(row, "page") for row in self._rows(query))

    def page(self, page_id: str) -> tuple[Row, str] | None:
        """Return BODY of a page and its HTML, or None if there is no such page.

        Raises DamagedBundleError and LibraryError.
        """
        row = self._page_row(COLUMNS["page"], page_id)
        if row is None:
            return None
        body = self._checked_body(row[: len(BODY) + 1], page_id)
        (html,) = self._checked(row[len(BODY) + 1 :], page_id)
        return body, html

    def body(self, page_id: str) -> Row | None:
        """Return BODY of a page, or None if there is no such page; raises as `page` does."""
        row = self._page_row((*BODY, "checksum"), page_id)
        return None if row is None else self._checked_body(row, page_id)

    def _page_row(self, columns: Sequence[str], page_id: str) -> Row | None:
        row = self._row(f"SELECT {', '.join(columns)} FROM page WHERE id = ?", page_id)  # noqa: S608 - ours
        if row is None and any(known[0] == page_id for known in self.table("page", INFO)):
            raise self._changed("page")
        return row

    def _checked_body(self, row: Row, page_id: str) -> Row:
        body = self._checked(row, page_id)
        if body[0] != page_id:
            raise self._changed(page_id)
        return body

    def document(self, name: str) -> str:
        """Return the JSON of a document; raises DamagedBundleError and LibraryError."""
        row = self._row("SELECT name, json, checksum FROM document WHERE name = ?", name)
        if row is None:
            raise damaged(self._folder, f"{DATABASE} has no {name}")
        return self._checked(row, name)[1]

    def _row(self, query: str, key: str) -> Row | None:
        try:
            key.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which the database cannot hold
            return None
        return next(iter(self._rows(query, key)), None)

    def _rows(self, query: str, *values: str) -> Iterator[Row]:
        """Yield what a query finds, until that is more than the file can hold: a tree may lead in circles."""
        room = self._size
        with self._reading():
            for row in self._connection.execute(query, values):
                try:
                    room -= len(SEPARATOR.join(row))
                except TypeError:
                    raise damaged(self._folder, f"{DATABASE} holds something else than text") from None
                if room < 0:
                    raise damaged(self._folder, f"{DATABASE} holds more than its file")
                yield row

    def _checked(self, row: Row, what: str) -> Row:
        """Return a row without its last column, which is its checksum."""
        *values, checksum = row
        if stored_checksum(checksum_of_row(values)) != checksum:
            raise self._changed(what)
        return tuple(values)

    def _check_schema(self) -> None:
        expected: set[tuple[str | None, ...]] = {
            *(("table", table, table, sql) for table, sql in zip(COLUMNS, SCHEMA, strict=True)),
            *(("index", f"sqlite_autoindex_{table}_1", table, None) for table in KEYED),
        }
        connection = self._connection
        with self._reading():
            connection.set_progress_handler(lambda: 1, MAX_SCHEMA_STEPS)
            query = "SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT ?"
            found = connection.execute(query, (2 * len(expected),)).fetchall()
            connection.set_progress_handler(None, 0)
        if len(found) != len(expected) or set(found) != expected:
            raise damaged(self._folder, f"{DATABASE} has other tables")

    def _changed(self, what: str) -> Exception:
        return damaged(self._folder, f"{DATABASE}: {what} is not as it was written")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except UnicodeDecodeError as error:  # of what SQLite says of a damaged schema
            raise damaged(self._folder, f"{DATABASE} has other tables") from error
        except sqlite3.Error as error:
            if trouble := database_trouble(self._folder, DATABASE, error):
                raise trouble from error
            raise
