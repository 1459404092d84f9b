"""The index's files, read where they are mapped into memory: nothing of them is copied until it is wanted.

Whoosh copies a mapped index into memory when it opens it, 12 MB for a manual; a hundred open manuals would
take a gigabyte. Read so, they share the system's own cache of their files.
"""

from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

READ_AHEAD_BYTES = 512
"""Bytes that are shown to `pickle` at once; what Whoosh pickles is shorter."""


class MappedStorage(FileStorage):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A folder of files that are read only."""

    supports_mmap = False  # Whoosh would map them itself, and copy them

    def __init__(self, folder: str) -> None:
        super().__init__(folder, supports_mmap=False, readonly=True)

    def list(self) -> list[str]:
        """Return the names of the files.

        Raises OSError where they cannot be listed; Whoosh would take the folder for an empty one.
        """
        return [path.name for path in Path(self.folder).iterdir()]

    def open_file(self, name: str, **_options: Any) -> StructFile:  # noqa: ANN401 - Whoosh's signature
        """Open a file; an empty one, which cannot be mapped, and small ones as Whoosh does."""
        opened = super().open_file(name)
        if not name.endswith(".seg"):
            return opened
        with opened:
            return _MappedFile(mmap(opened.fileno(), 0, access=ACCESS_READ), name)


class _MappedFile(StructFile):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A segment: several files in one, each read through a window of its own."""

    def __init__(self, data: mmap, name: str) -> None:
        super().__init__(data, name)
        self._data = data

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        """Return the file that stands at an offset of this one."""
        return StructFile(_Window(self._data, offset, offset + length), name)


class _Window:
    """A part of mapped data as a file that is read."""

    def __init__(self, data: mmap, start: int, end: int) -> None:
        self._data, self._start, self._end = data, start, end
        self._at = start

    def seek(self, where: int, whence: int = 0) -> int:
        """Go to a place: from the beginning, from where it is, or from the end."""
        self._at = (self._start, self._at, self._end)[whence] + where
        return self.tell()

    def tell(self) -> int:
        """Return where it is."""
        return self._at - self._start

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, all that are left where `size` is negative, and go past them."""
        start = self._at
        self._at = max(start, self._end if size < 0 else min(start + size, self._end))
        return self._data[start : self._at]

    def readline(self) -> bytes:
        """Return the next bytes up to the end of a line, and go past it."""
        end = self._data.find(b"\n", self._at, self._end) + 1
        return self.read((end or self._end) - self._at)

    def peek(self, _size: int) -> bytes:
        """Return the next few bytes."""
        return self._data[self._at : min(self._at + READ_AHEAD_BYTES, self._end)]
