"""Reads the indexes of names beside pages: Sphinx's inventory, Devhelp's keywords, docsets' lists."""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from index_builder.intake.database import opened_database
from index_builder.pages.guard import BuildReport
from index_builder.sources.common.files import read_file

MAX_BYTES = 64 << 20
"""Most bytes of an index when it is unpacked; the largest seen has 3 MB."""
MAX_NAMES = 500_000
"""Most names of a manual."""
SPHINX = b"# Sphinx inventory version 2"
MAX_NAME_CHARS = 500
"""Most characters of a name, or an anchor; what has more is nothing that anybody types."""
MAX_LINE_CHARS = 4 * MAX_NAME_CHARS
"""Most characters of the path of a file, or of a line with all of it."""
MAX_VALUE_BYTES = 1 << 16
"""Most bytes of a value in a database of names."""
KIND = re.compile(r"[^\s:]+:\S+")
PRIORITY = re.compile(r"-?\d+")
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

    @property
    def is_short(self) -> bool:
        """Return whether all of it has the length of a name, so that an index cannot fill the memory."""
        longest = max(len(self.name), len(self.kind), len(self.anchor))
        return longest <= MAX_NAME_CHARS and len(str(self.file)) <= MAX_LINE_CHARS


def read_names(file: Path, report: BuildReport) -> list[IndexedName]:
    """Return the names of an index file; one that cannot be read is reported and has none."""
    reader = next((reader for ending, reader in _READERS.items() if file.name.endswith(ending)), None)
    if reader is None:
        return []
    try:
        return [named for named in reader(file) if named.is_short]
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
        name, kind, address = _entry(line)
        if not name or kind in NO_NAMES:
            continue
        place, _, anchor = address.partition("#")
        anchor = anchor[:-1] + name if anchor.endswith("$") else anchor
        yield IndexedName(name, kind.partition(":")[2], file.parent / unquote(place), unquote(anchor))


def _entry(line: str) -> tuple[str, str, str]:
    """Return name, kind and address of a line such as "a name py:function 1 page.html#$ -".

    The name may have blanks. A pattern for the whole line would try every blank in it with every other one.
    """
    words = line.split(" ") if len(line) <= MAX_LINE_CHARS else []
    for at in range(1, len(words) - 2):
        if KIND.fullmatch(words[at]) and PRIORITY.fullmatch(words[at + 1]):
            return " ".join(words[:at]).strip(), words[at], words[at + 2]
    return "", "", ""


def _devhelp(file: Path) -> Iterator[IndexedName]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(read_file(file), parser)
    for keyword in root.iter("{*}keyword", "{*}function") if root is not None else ():
        place, _, anchor = (keyword.get("link") or "").partition("#")
        name = PARENTHESES.sub("", " ".join((keyword.get("name") or "").split()))
        if name and place:
            yield IndexedName(name, keyword.get("type") or "", file.parent / unquote(place), unquote(anchor))


def _docset(file: Path) -> Iterator[IndexedName]:
    with opened_database(file, MAX_VALUE_BYTES) as index:
        rows = index.execute("SELECT name, type, path FROM searchIndex LIMIT ?", (MAX_NAMES,))
        for name, kind, path in rows:
            if isinstance(name, str) and isinstance(path, str):
                place, _, anchor = DASH.sub("", path).partition("#")
                documents = file.parent / "Documents"
                yield IndexedName(name, str(kind), documents / unquote(place), unquote(anchor))


def _help_file(file: Path) -> Iterator[IndexedName]:
    with opened_database(file, MAX_VALUE_BYTES) as index:
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
