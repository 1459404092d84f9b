"""Reads and writes a bundle's manifest: format, manual, and size and checksum of every file."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from momviewer.errors import BundleFormatError, OlderBundleError
from momviewer.files import PUBLIC, sync, write_text
from momviewer.manual.damage import damaged, file_trouble
from momviewer.manual.model import Counts, ManualInfo

FORMAT = (4, 0)
"""Major and minor version: a newer major is refused, an older one is rebuilt from its source."""
MANIFEST = "manifest.json"
PART = 1 << 20
"""Bytes read at a time."""

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


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a bundle; fields that a later minor version added are ignored.

    Raises DamagedBundleError for one that cannot be used, BundleFormatError for one of another version, and
    LibraryError where the computer does not give the file.
    """
    try:
        stored = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        major = int(stored["format"][0])
    except OSError as error:
        raise file_trouble(folder, MANIFEST, error) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise damaged(folder, f"{MANIFEST} is not a manifest") from error
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
        known = {field.name for field in fields(ManualInfo)} & stored["manual"].keys()
        values = {name: stored["manual"][name] for name in known}
        info = ManualInfo(**{**values, "counts": Counts(**values["counts"])})
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in stored["files"].items()}
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise damaged(folder, f"{MANIFEST} is incomplete") from error
    return Manifest(info, files)


def salvaged(folder: Path) -> ManualInfo:
    """Return what can be read of a bundle that cannot be opened, so that it can be listed and rebuilt."""
    try:
        stored = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["manual"]
        texts = {name: value for name, value in stored.items() if isinstance(value, str)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        texts = {}
    known = {field.name for field in fields(ManualInfo)} - {"id", "counts"}
    values = {name: texts.get(name, "") for name in known}
    values["title"] = values["title"] or folder.name
    return ManualInfo(id=folder.name, counts=Counts(), **values)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a bundle, so that a crash leaves the old one or the new. Raises OSError."""
    stored = {"format": FORMAT, "manual": asdict(manifest.info), "files": manifest.files}
    text = json.dumps(stored, indent=1)  # escaped, for the source's path may be no text
    write_text(folder / MANIFEST, text, mode=PUBLIC)


def files_of(folder: Path, names: Sequence[str]) -> Files:
    """Return size and checksum of these files of a bundle, written by then. Raises OSError."""
    for name in names:
        sync(folder / name)
    return {name: checksum_of(folder / name) for name in names}


def checksum_of(file: Path) -> tuple[int, int]:
    """Return the size and the checksum of a file; reads it in parts. Raises OSError."""
    size = checksum = 0
    with file.open("rb") as stream:
        while part := stream.read(PART):
            size, checksum = size + len(part), zlib.crc32(part, checksum)
    return size, checksum
