"""Names and compares the sources of manuals: a folder, an archive, or a folder inside an archive."""

import hashlib
import re
from pathlib import Path

SUFFIXES = re.compile(
    r"(?:(?:\.tar)?\.(?:zip|gz|xz|bz2|tar|tgz|txz|tbz2?)|\.(?:epub|qch|devhelp2?|x?html?|md|markdown))$",
    re.IGNORECASE,
)
"""Endings of the names of archives, books and single pages."""


def archive_of(source: Path) -> Path | None:
    """Return the archive that a source is or lies in, or None for a folder and for nothing at all."""
    for path in (source, *source.parents):
        if path.is_file():
            return path
        if path.exists():
            break
    return None


def name_of(source: Path) -> str:
    """Return the name of a source without the ending of an archive: `harbour` for `harbour.tar.gz`."""
    name = source.absolute().name
    return name if source.is_dir() else SUFFIXES.sub("", name)


def fingerprint(source: Path) -> str:
    """Return a short text that changes when a file of a source is added, removed, resized or rewritten."""
    archive = archive_of(source)
    files = [archive] if archive else sorted(path for path in source.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        state = path.stat()
        name = path.name if archive else path.relative_to(source)
        digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]
