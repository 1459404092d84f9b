"""Reads and writes a bundle's manifest: format, manual, and size and checksum of every file."""

import json
import os
import stat
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from momviewer.errors import BundleFormatError, MomviewerError, OlderBundleError
from momviewer.files import PUBLIC, sync, write_text
from momviewer.manual.checked.damage import damaged, file_trouble
from momviewer.manual.checked.values import DecodingError, dict_of, fields_of, number_of, record_of
from momviewer.manual.model import Counts, ManualInfo

FORMAT = (5, 0)
"""Major and minor version: a newer major is refused, an older one is rebuilt from its source."""
MANIFEST = "manifest.json"
PART_BYTES = 1 << 20
"""Bytes read at a time."""
MAX_RECORD_BYTES = 256 << 20
"""Bytes from which on a JSON file of a bundle is not read: no manual has that much to say."""
MAX_FILE_BYTES = 1 << 50
MAX_CHECKSUM = 0xFFFF_FFFF
MAX_COUNT = 1 << 31
MAX_SALVAGED_CHARACTERS = 1000

Files = dict[str, tuple[int, int]]
"""Maps each file of a bundle, by its name below the bundle's folder, to its size and checksum."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json`."""

    info: ManualInfo
    files: Files

    @property
    def size(self) -> int:
        """Return the size of all the bundle's files in bytes."""
        return sum(size for size, _ in self.files.values())


def manifest_stamp(folder: Path) -> tuple[int, ...]:
    """Return what changes when a bundle's manifest is written anew, or () where there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a bundle; fields that a later minor version added are ignored.

    Raises DamagedBundleError for one that cannot be used, BundleFormatError for one of another version, and
    LibraryError where the computer does not give the file.
    """
    try:
        stored = record_of(_loaded(folder))
        major, _ = (number_of(number, MAX_COUNT) for number in fields_of(stored["format"], 2))
    except DecodingError as error:
        raise damaged(folder, f"{MANIFEST} is not a manifest: {error}") from error
    if major > FORMAT[0]:
        raise BundleFormatError(
            f"The manual in {folder} was built by a newer momviewer. Update momviewer to open it.", folder
        )
    if major < FORMAT[0]:
        raise OlderBundleError(
            f"The manual in {folder} was built by an older momviewer. Rebuild it from its source to open it.",
            folder,
        )
    try:
        sound = stored["checksum"] == _checksum(stored["manual"], stored["files"])
        manifest = Manifest(_info(stored["manual"]), _files(stored["files"]))
    except DecodingError as error:
        raise damaged(folder, f"{MANIFEST}: {error}") from error
    if not sound:
        raise damaged(folder, f"{MANIFEST} is not as it was written")
    return manifest


def _loaded(folder: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what the file of a manifest holds; raises DecodingError where that is no JSON."""
    content = _content(folder, MANIFEST)
    try:
        return json.loads(content)  # not `json_of`: the path of a source may be no text
    except (ValueError, RecursionError) as error:
        raise DecodingError("it is no JSON") from error


def _info(stored: object) -> ManualInfo:
    manual = record_of(stored)
    counts = dict_of(manual["counts"], lambda count: number_of(count, MAX_COUNT))
    try:
        known = {name: counts[name] for name in _names(Counts)}
    except KeyError as error:
        raise DecodingError("it lacks a count") from error
    texts = manual.texts(*_names(ManualInfo) - {"counts"})
    if not (_is_path(texts["source"]) and all(map(_is_text, (texts | {"source": ""}).values()))):
        raise DecodingError("it holds half of a character")
    return ManualInfo(**texts, counts=Counts(**known))


def _files(stored: object) -> Files:
    def state(value: object) -> tuple[int, int]:
        size, checksum = fields_of(value, 2)
        return number_of(size, MAX_FILE_BYTES), number_of(checksum, MAX_CHECKSUM)

    files = dict_of(stored, state)
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not _is_path(name):
            raise DecodingError("it names a file outside")
    return files


def _is_path(text: str) -> bool:
    """Say whether a text may be a path, which need not be text to others: a name in another encoding."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _names(of: type) -> set[str]:
    return {field.name for field in fields(of)}


def _checksum(manual: object, files: object) -> int:
    return zlib.crc32(json.dumps([manual, files]).encode())


def salvaged(folder: Path) -> ManualInfo:
    """Return what can be read of a bundle that cannot be opened, so that it can be listed and rebuilt."""
    try:
        stored = record_of(record_of(_loaded(folder))["manual"]).values
    except (MomviewerError, DecodingError):
        stored = {}
    values = dict.fromkeys(_names(ManualInfo) - {"id", "counts"}, "")
    for name in values:
        value = stored.get(name)
        values[name] = value[:MAX_SALVAGED_CHARACTERS] if isinstance(value, str) else ""
    values["title"] = values["title"] or folder.name
    return ManualInfo(id=folder.name, counts=Counts(), **values)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a bundle, so that a crash leaves the old one or the new. Raises OSError."""
    manual, files = asdict(manifest.info), manifest.files
    stored = {"format": FORMAT, "checksum": _checksum(manual, files), "manual": manual, "files": files}
    text = json.dumps(stored, indent=1)  # escaped, for the source's path may be no text
    write_text(folder / MANIFEST, text, mode=PUBLIC)


def files_of(folder: Path, names: Sequence[str]) -> Files:
    """Return size and checksum of these files of a bundle, written by then. Raises OSError."""
    for name in names:
        sync(folder / name)
    return {name: checksum_of(folder / name) for name in names}


def file_size(folder: Path, name: str) -> int:
    """Return the size of a file of a bundle; raises DamagedBundleError where it is none, and LibraryError.

    A pipe or a device in its place, which could be read without end, is no file, nor is a link.
    """
    try:
        found = (folder / name).lstat()
    except OSError as error:
        raise file_trouble(folder, name, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise damaged(folder, f"{name} is not a file")
    return found.st_size


def read_record(folder: Path, name: str, files: Mapping[str, tuple[int, int]]) -> str | None:
    """Return the text of a JSON file of a bundle, or None where the manifest does not name it.

    Raises DamagedBundleError where it is not as it was written, and LibraryError.
    """
    if name not in files:
        return None
    content = _content(folder, name)
    if (len(content), zlib.crc32(content)) != files[name]:
        raise damaged(folder, f"{name} is not as it was written")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise damaged(folder, f"{name} is no text") from error


def _content(folder: Path, name: str) -> bytes:
    if file_size(folder, name) > MAX_RECORD_BYTES:
        raise damaged(folder, f"{name} is too large")
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise file_trouble(folder, name, error) from error


def checksum_of(file: Path) -> tuple[int, int]:
    """Return the size and the checksum of a file; reads it in parts. Raises OSError."""
    size = checksum = 0
    with file.open("rb") as stream:
        while part := stream.read(PART_BYTES):
            size, checksum = size + len(part), zlib.crc32(part, checksum)
    return size, checksum
