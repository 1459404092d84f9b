"""Opens sources: folders as they are, and archives unpacked into a folder that is removed at the end."""

import bz2
import gzip
import lzma
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from index_builder.intake.help_file import SQLITE, unpack_help
from index_builder.intake.single_page import PAGES, take_page
from index_builder.intake.unpacking import STANDARD, Limits, Unpacking, damage, refusal
from momviewer.errors import LibraryError, SourceError
from momviewer.manual.source import archive_of, name_of

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPRESSED: dict[bytes, Callable[[Path], Any]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
"""Openers of compressed archives by the bytes that these begin with."""
TAR, TAR_AT = b"ustar", 257
BOOKS = frozenset({".devhelp2", ".devhelp"})
"""Endings of files that stand for the folder that they lie in."""
BLOCK = 512
ENCRYPTED = 0x1
"""The bit of a .zip member's flags that says it is encrypted."""
REPORT_EVERY_FILES = 100
"""Members between two reports of progress."""

Told = Callable[[int, int], None]
"""Is called with the members that are unpacked and with all there are; (0, 0) if that is not known."""


def untold(_done: int, _total: int) -> None:
    """Ignore the progress."""


@contextmanager
def opened(source: Path, told: Told = untold, limits: Limits = STANDARD) -> Iterator[Path]:
    """Yield a folder with a source's files: the source itself, or where its archive is unpacked.

    Raises SourceError for a source that is neither folder nor archive, and for an archive that is damaged or
    could do harm; raises LibraryError if there is no room to unpack it.
    """
    try:
        archive = archive_of(source)
    except OSError as error:
        raise SourceError(f"{source} cannot be read: {error.strerror}.") from error
    if archive is None:
        yield source
        return
    if archive.suffix.lower() in BOOKS:
        yield archive.parent  # it lists the pages beside it
        return
    with _temporary_folder(archive) as place:
        folder = place / (name_of(archive) or "archive")
        folder.mkdir()
        _unpack(archive, folder, Unpacking(archive, folder, limits), told)
        try:
            yield folder / source.relative_to(archive)
        except SourceError as error:
            raise SourceError(str(error).replace(str(folder), str(archive))) from error


@contextmanager
def _temporary_folder(archive: Path) -> Iterator[Path]:
    try:
        made = tempfile.TemporaryDirectory(prefix="momviewer-", ignore_cleanup_errors=True)
    except OSError as error:
        raise LibraryError(f"{archive} cannot be unpacked: {error.filename}: {error.strerror}.") from error
    with made as name:
        yield Path(name)


def _unpack(archive: Path, folder: Path, unpacking: Unpacking, told: Told) -> None:
    try:
        with archive.open("rb") as stream:
            head = stream.read(TAR_AT + len(TAR))
    except OSError as error:
        raise SourceError(f"{archive} cannot be read: {error.strerror}.") from error
    opener = next((opener for magic, opener in COMPRESSED.items() if head.startswith(magic)), None)
    if archive.suffix.lower() in PAGES:
        take_page(archive, folder)
    elif head.startswith(SQLITE):
        unpack_help(archive, unpacking, folder)
    elif head.startswith(ZIP):
        _unpack_zip(archive, unpacking, told)
    elif opener is not None:
        with _temporary_folder(archive) as place:
            tar = place / "archive.tar"
            with opener(archive) as content:
                unpacking.expand(content, tar, lambda: told(0, 0))
            _unpack_tar(archive, tar, unpacking, told)
    elif head[TAR_AT:] == TAR:
        _unpack_tar(archive, archive, unpacking, told)
    else:
        raise SourceError(
            f"{archive} is nothing that can be read: neither a folder nor a page in HTML or Markdown, nor an"
            " archive (.zip, .tar, .tar.gz, .tar.xz, .tar.bz2), a book (.epub), or help (.qch, .devhelp2)."
        )


def _unpack_zip(archive: Path, unpacking: Unpacking, told: Told) -> None:
    with damage(archive, ""):
        holder = zipfile.ZipFile(archive)
    with holder:
        members = holder.infolist()
        unpacking.expect(len(members))
        for done, member in enumerate(members):
            if done % REPORT_EVERY_FILES == 0:
                told(done, len(members))
            name, kind = member.orig_filename, stat.S_IFMT(member.external_attr >> 16)
            if member.flag_bits & ENCRYPTED:
                raise refusal(archive, name, "is encrypted")
            if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
                raise refusal(archive, name, "is a link or a device")
            if name.endswith("/"):
                unpacking.folder(name)
                continue
            with damage(archive, name):
                content = holder.open(member)
            with content:
                unpacking.file(name, member.file_size, cast("BinaryIO", content))


def _unpack_tar(archive: Path, tar: Path, unpacking: Unpacking, told: Told) -> None:
    """Unpack `tar`, a plain .tar: the archive itself or what it was compressed from."""
    with damage(archive, ""):
        holder = tarfile.TarFile(tar)
    with holder:
        members = _members_of(archive, holder, unpacking)
        _check_end(archive, tar, holder.offset)
        for done, member in enumerate(members):
            if done % REPORT_EVERY_FILES == 0:
                told(done, len(members))
            if member.isdir():
                unpacking.folder(member.name)
                continue
            if not member.isreg():
                raise refusal(archive, member.name, "is a link or a device")
            with damage(archive, member.name):
                content = holder.extractfile(member)
            unpacking.file(member.name, member.size, cast("BinaryIO", content))


def _members_of(archive: Path, holder: tarfile.TarFile, unpacking: Unpacking) -> list[tarfile.TarInfo]:
    members: list[tarfile.TarInfo] = []
    while True:
        with damage(archive, members[-1].name if members else ""):
            member = holder.next()
        if member is None:
            return members
        members.append(member)
        unpacking.expect(len(members))


def _check_end(archive: Path, tar: Path, offset: int) -> None:
    """Raise SourceError if the members end too early; `tarfile` takes a damaged header for the end."""
    with tar.open("rb") as stream:
        stream.seek(offset)
        if stream.read(BLOCK) != bytes(BLOCK):
            raise refusal(archive, "", "is damaged or cut short (its end is missing)")
