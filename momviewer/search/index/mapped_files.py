"""Maps the index's files into memory and reads them there: nothing is copied before it is asked for.

Whoosh copies an index when it opens it, 12 MB for a manual, so that a hundred open manuals would take a
gigabyte. Mapped files need no memory beside the system's own cache.
"""

from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

READ_AHEAD_BYTES = 512
"""Bytes that `pickle` may look ahead; everything that Whoosh pickles is shorter."""


class MappedStorage(FileStorage):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A folder whose files are only read."""

    supports_mmap = False  # Whoosh would map them itself, and copy them

    def __init__(self, folder: str) -> None:
        super().__init__(folder, supports_mmap=False, readonly=True)

    def list(self) -> list[str]:
        """Return the names of the files.

        Raises OSError where they cannot be listed; Whoosh would take the folder for an empty one.
        """
        return [path.name for path in Path(self.folder).iterdir()]

    def open_file(self, name: str, **_options: Any) -> StructFile:  # noqa: ANN401 - Whoosh's signature
        """Open a file. Empty files, which cannot be mapped, and small ones are opened as Whoosh does."""
        opened = super().open_file(name)
        if not name.endswith(".seg"):
            return opened
        with opened:
            return _MappedFile(mmap(opened.fileno(), 0, access=ACCESS_READ), name)


class _MappedFile(StructFile):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A segment of the index: a file that holds several files, each of which has a window."""

    def __init__(self, data: mmap, name: str) -> None:
        super().__init__(data, name)
        self._data = data

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        """Return the file of `length` bytes that begins at an offset of this one."""
        return StructFile(_Window(self._data, offset, offset + length), name)


class _Window:
    """A part of the mapped bytes that can be read like a file."""

    def __init__(self, data: mmap, start: int, end: int) -> None:
        self._data, self._start, self._end = data, start, end
        self._at = start

    def seek(self, where: int, whence: int = 0) -> int:
        """Move to an offset from the beginning (0), from here (1) or from the end (2); return it."""
        self._at = (self._start, self._at, self._end)[whence] + where
        return self.tell()

    def tell(self) -> int:
        """Return the offset of the next byte."""
        return self._at - self._start

    def read(self, size: int = -1) -> bytes:
        """Read the next `size` bytes, or all that are left if `size` is negative."""
        start = self._at
        self._at = max(start, self._end if size < 0 else min(start + size, self._end))
        return self._data[start : self._at]

    def readline(self) -> bytes:
        """Read up to and including the next line end."""
        end = self._data.find(b"\n", self._at, self._end) + 1
        return self.read((end or self._end) - self._at)

    def peek(self, _size: int) -> bytes:
        """Return the next few bytes without reading past them."""
        return self._data[self._at : min(self._at + READ_AHEAD_BYTES, self._end)]
