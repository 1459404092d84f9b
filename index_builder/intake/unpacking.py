"""Unpacks members of an archive into a folder that none of them can leave, and limits how much they are."""

import lzma
import re
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from momviewer.errors import LibraryError, SourceError

DRIVE = re.compile(r"[A-Za-z]:")
PART = 1 << 18
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: bytes in all and in one file, files, nested folders.

    All of it together may be `ratio` times as large as the archive, and `small` bytes in any case. Names have
    at most `name` characters, with `part` bytes between two slashes.
    """

    total: int = 2 << 30
    file: int = 512 << 20
    members: int = 200_000
    depth: int = 30
    ratio: int = 200
    small: int = 16 << 20
    name: int = 1000
    part: int = 240


STANDARD = Limits()


def refusal(archive: Path, member: str, reason: str) -> SourceError:
    """Return the error that says why an archive is refused; `member` is the one at fault, or ""."""
    shown = member if len(member) <= 100 else f"{member[:60]}…{member[-30:]}"
    fault = f"{shown!r} in it {reason}" if member else f"it {reason}"
    return SourceError(
        f"{archive} is not unpacked: {fault}. If you trust it, unpack it yourself and add the folder."
    )


DAMAGE = (
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What Python raises for archives that are cut short, damaged or lie about their sizes."""


@contextmanager
def damage(archive: Path, member: str) -> Iterator[None]:
    """Raise the refusal of an archive in place of any DAMAGE in the block."""
    try:
        yield
    except DAMAGE as error:
        said = str(getattr(error, "strerror", None) or error).rstrip(".") or type(error).__name__
        raise refusal(archive, member, f"is damaged or cut short ({said})") from error


class Unpacking:
    """Unpacks the members of one archive, one by one, into a folder that nobody else writes to.

    Its methods raise SourceError for the first member that could do harm, LibraryError if there is no room.
    """

    def __init__(self, archive: Path, folder: Path, limits: Limits) -> None:
        self._archive, self._folder, self._limits = archive, folder, limits
        self._most = min(limits.total, max(limits.small, limits.ratio * archive.stat().st_size))
        self._written = 0
        self._spellings: dict[str, str] = {}
        self._files: set[str] = set()

    def expect(self, members: int) -> None:
        """Raise SourceError for an archive of too many members, before any is unpacked."""
        if members > self._limits.members:
            raise self._refusal("", f"holds more than {self._limits.members:,} files")

    def folder(self, name: str) -> None:
        """Make a folder; raises SourceError for a name that could leave the folder."""
        self._make(self._parts(name), name)

    def file(self, name: str, size: int, content: BinaryIO) -> None:
        """Write a file; raises SourceError if it is too large, whatever `size` the archive tells."""
        *folders, last = self._parts(name) or [""]
        if not last:
            raise self._refusal(name, "has no name")
        if size > self._limits.file:
            raise self._refusal(name, f"is larger than {in_words(self._limits.file)}")
        target = self._make(folders, name) / last
        self._note_file("/".join((*folders, last)), name)
        self._write(target, self._bounded(content, name, self._limits.file))

    def expand(self, content: BinaryIO, target: Path, told: Callable[[], None]) -> None:
        """Write a compressed stream to the file `target`, from which it is unpacked then.

        Raises SourceError where it expands to too much, and LibraryError where there is no room for it.
        """
        self._write(target, self._reporting(self._bounded(content, "", self._most), told))
        self._written = 0

    def _bounded(self, content: BinaryIO, name: str, most: int) -> Iterator[bytes]:
        """Yield a file part by part; raises SourceError once that is more than `most` bytes."""
        taken = 0
        while part := self._read(content, name):
            taken += len(part)
            self._written += len(part)
            if self._written > self._most:
                size = in_words(self._most)
                raise self._refusal("", f"unpacks to more than {size}, too much for an archive of its size")
            if taken > most:
                raise self._refusal(name, f"is larger than {in_words(most)}")
            yield part

    def _reporting(self, parts: Iterable[bytes], told: Callable[[], None]) -> Iterator[bytes]:
        for part in parts:
            told()
            yield part

    def _read(self, content: BinaryIO, name: str) -> bytes:
        with damage(self._archive, name):
            return content.read(PART)

    def _write(self, target: Path, parts: Iterable[bytes]) -> None:
        try:
            with target.open("xb") as stream:
                for part in parts:
                    stream.write(part)
        except OSError as error:
            raise _no_room(target, error) from error

    def _parts(self, name: str) -> list[str]:
        """Return the folders and the name of a member; raises SourceError for any that is no plain name."""
        if fault := _fault(name):
            raise self._refusal(name, fault)
        parts = [part for part in name.split("/") if part not in {"", "."}]
        if len(parts) > self._limits.depth:
            raise self._refusal(name, f"is more than {self._limits.depth} folders deep")
        if len(name) > self._limits.name or any(_length(part) > self._limits.part for part in parts):
            raise self._refusal(name, "has too long a name")
        return parts

    def _make(self, parts: Iterable[str], name: str) -> Path:
        path, folder = "", self._folder
        for part in parts:
            path, folder = f"{path}/{part}".lstrip("/"), folder / part
            self._spell(path, name)
            if path in self._files:
                raise self._refusal(name, f"is below {path!r}, which is a file")
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                raise _no_room(folder, error) from error
        return folder

    def _note_file(self, path: str, name: str) -> None:
        """Note a file's name; raises SourceError if another member has it."""
        known = len(self._spellings)
        self._spell(path, name)
        if len(self._spellings) == known:
            raise self._refusal(name, "is there twice")
        self._files.add(path)

    def _spell(self, path: str, name: str) -> None:
        folded = unicodedata.normalize("NFC", path).casefold()
        spelling = self._spellings.setdefault(folded, path)
        if spelling != path:
            raise self._refusal(name, f"is spelled like {spelling!r} but for case or the form of its letters")

    def _refusal(self, name: str, reason: str) -> SourceError:
        return refusal(self._archive, name, reason)


def _fault(name: str) -> str:
    """Return why a name is no plain relative one, or ""."""
    if name.startswith("/") or DRIVE.match(name):
        return "has an absolute name"
    if "\\" in name:
        return "has a backslash in its name"
    if ".." in name.split("/"):
        return "leads out of the folder"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        return "has a name that is no text"
    return ""


def _length(part: str) -> int:
    return len(part.encode("utf-8", "surrogateescape"))


def _no_room(place: Path, error: OSError) -> LibraryError:
    return LibraryError(f"The archive cannot be unpacked into {place.parent}: {error.strerror}.")


def in_words(size: int) -> str:
    """Return a size as readers write it: "1.5 MB"."""
    return f"{size / (1 << 30):.3g} GB" if size >= 1 << 30 else f"{size / (1 << 20):.3g} MB"
