"""Unpacks Qt's compressed help: a database whose pages and pictures are packed one by one."""

import io
import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from index_builder.intake.database import opened_database
from index_builder.intake.unpacking import Unpacking, refusal

SQLITE = b"SQLite format 3\0"
MAX_PACKED_BYTES = 64 << 20
"""Most bytes of one packed file."""
SIZE_BYTES = 4
"""Bytes in front of each packed file, which tell its size."""
FILES = (
    "SELECT n.Name, d.Data FROM FileNameTable n JOIN FileDataTable d ON d.Id = n.FileId"
    " WHERE n.Name <> '' AND d.Data IS NOT NULL"
)


def unpack_help(archive: Path, unpacking: Unpacking, folder: Path) -> None:
    """Unpack the files of a help file, and put it beside them for its contents and its index.

    Raises SourceError for one that is damaged or could do harm, and LibraryError where there is no room.
    """
    try:
        with opened_database(archive, MAX_PACKED_BYTES) as base:
            unpacking.expect(base.execute("SELECT count(*) FROM FileNameTable").fetchone()[0])
            for name, data in base.execute(FILES):
                if not isinstance(name, str) or not isinstance(data, bytes):
                    raise refusal(archive, str(name), "is no file")
                packed = io.BufferedReader(_Inflating(data[SIZE_BYTES:]))
                unpacking.file(name, len(data), cast("BinaryIO", packed))
    except sqlite3.Error as error:
        raise refusal(archive, "", f"is no help file of Qt, or is damaged ({error})") from error
    shutil.copyfile(archive, folder / "index.qch")


class _Inflating(io.RawIOBase):
    """Reads a packed file in parts, so that one that unpacks to too much is found before it is unpacked."""

    def __init__(self, packed: bytes) -> None:
        super().__init__()
        self._unpacking = zlib.decompressobj()
        self._rest = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # what RawIOBase calls it with
        part = self._unpacking.decompress(self._rest, len(buffer))
        self._rest = self._unpacking.unconsumed_tail
        if not part and not self._unpacking.eof:
            raise zlib.error("it is cut short")
        buffer[: len(part)] = part
        return len(part)
