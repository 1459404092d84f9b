"""Reads the indexes of names beside pages: Sphinx's inventory, Devhelp's keywords, docsets' lists."""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from lxml import etree

from index_builder.pages.guard import BuildReport
from index_builder.sources.common.files import read_file

MAX_BYTES = 64 << 20
"""Most bytes of an index when it is unpacked; the largest seen has 3 MB."""
MAX_NAMES = 500_000
"""Most names of a manual."""
SPHINX = b"# Sphinx inventory version 2"
LINE = re.compile(r"(?P<name>.+?)\s+(?P<kind>\S+:\S+)\s+-?\d+\s+(?P<place>\S*)\s+(?P<shown>.*)")
NO_NAMES = frozenset({"std:doc", "std:label", "std:glossary"})
"""Kinds of entries of an inventory that are pages and headings."""
DASH = re.compile(r"<dash_entry_\w+=[^>]*>")
PARENTHESES = re.compile(r"\s*\(\)$")


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A name that an index has: its kind in the index's words, and the file and the anchor of it."""

    name: str
    kind: str
    file: Path
    anchor: str


def read_names(file: Path, report: BuildReport) -> list[IndexedName]:
    """Return the names of an index file; one that cannot be read is reported and has none."""
    reader = next((reader for ending, reader in _READERS.items() if file.name.endswith(ending)), None)
    if reader is None:
        return []
    try:
        return list(reader(file))
    except (OSError, ValueError, zlib.error, etree.LxmlError, sqlite3.Error) as error:
        report.problems.append(f"The names in {file.name} could not be read: {error}.")
        return []


def _sphinx(file: Path) -> Iterator[IndexedName]:
    source = read_file(file)
    head = source.split(b"\n", 4)
    if not source.startswith(SPHINX) or len(head) < 5:
        raise ValueError("it is no inventory of Sphinx")
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(head[4], MAX_BYTES)
    if not unpacking.eof and not unpacking.unconsumed_tail:
        raise ValueError("it is cut short")
    if unpacking.unconsumed_tail:
        raise ValueError(f"it has more than {MAX_BYTES >> 20} MB")
    for line in text.decode("utf-8", "replace").splitlines()[:MAX_NAMES]:
        found = LINE.match(line)
        if found is None or found["kind"] in NO_NAMES:
            continue
        place, _, anchor = found["place"].partition("#")
        anchor = anchor[:-1] + found["name"] if anchor.endswith("$") else anchor
        kind = found["kind"].partition(":")[2]
        yield IndexedName(found["name"], kind, file.parent / unquote(place), unquote(anchor))


def _devhelp(file: Path) -> Iterator[IndexedName]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(read_file(file), parser)
    for keyword in root.iter("{*}keyword", "{*}function") if root is not None else ():
        place, _, anchor = (keyword.get("link") or "").partition("#")
        name = PARENTHESES.sub("", " ".join((keyword.get("name") or "").split()))
        if name and place:
            yield IndexedName(name, keyword.get("type") or "", file.parent / unquote(place), unquote(anchor))


def _docset(file: Path) -> Iterator[IndexedName]:
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as index:
        index.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 16)
        rows = index.execute("SELECT name, type, path FROM searchIndex LIMIT ?", (MAX_NAMES,))
        for name, kind, path in rows:
            if isinstance(name, str) and isinstance(path, str):
                place, _, anchor = DASH.sub("", path).partition("#")
                documents = file.parent / "Documents"
                yield IndexedName(name, str(kind), documents / unquote(place), unquote(anchor))


def _help_file(file: Path) -> Iterator[IndexedName]:
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as index:
        index.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 16)
        rows = index.execute(
            "SELECT i.Name, i.Identifier, f.Name, i.Anchor FROM IndexTable i"
            " JOIN FileNameTable f ON f.FileId = i.FileId LIMIT ?",
            (MAX_NAMES,),
        )
        for shown, identifier, place, anchor in rows:
            name = identifier if isinstance(identifier, str) and identifier else shown
            if isinstance(name, str) and isinstance(place, str):
                yield IndexedName(name, "", file.parent / place, anchor if isinstance(anchor, str) else "")


_READERS: dict[str, Callable[[Path], Iterator[IndexedName]]] = {
    "objects.inv": _sphinx,
    ".devhelp2": _devhelp,
    ".devhelp": _devhelp,
    "docSet.dsidx": _docset,
    ".qch": _help_file,
}
"""What reads an index, by the end of its file's name."""
