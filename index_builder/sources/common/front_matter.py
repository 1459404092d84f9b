"""Reads the YAML of the public form: the fields in front of a page, and its navigation."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from index_builder.sources.common.files import read_file

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
FIELD = re.compile(r"^([A-Za-z_][\w-]*):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Takes every value for the text that it is, whatever its tag says, and has no merging of fields."""
NOTHING = frozenset({"~", "null"})
"""How a field says that it has no value."""
MAX_ENTRIES = 200_000
"""Most entries of a navigation; more are a bomb of aliases."""
DEEPEST = 40
"""Most levels of a navigation."""


@dataclass(slots=True)
class Entry:
    """An entry of the navigation: title, link, and the entries below it."""

    title: str
    link: str
    items: list["Entry"] = field(default_factory=list)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields in front of a page, all as text, and the page without them.

    Fields that are no YAML, such as a title with a colon, are read line by line.
    """
    found = FRONT.match(text)
    if found is None:
        return {}, text
    try:
        stored = yaml.load(found[1], LOADER)  # noqa: S506 - makes nothing but texts, lists and fields
    except (yaml.YAMLError, RecursionError):
        stored = {name: value.strip("\"'") for name, value in FIELD.findall(found[1])}
    fields = {str(name): _text(value) for name, value in stored.items()} if isinstance(stored, dict) else {}
    return fields, text[found.end() :]


def has_front_matter(file: Path) -> bool:
    """Return whether a file has fields in front."""
    if not file.is_file():  # opening a pipe would never end
        return False
    try:
        with file.open("rb") as stream:
            return stream.read(16).lstrip(b"\xef\xbb\xbf").rstrip(b" \t").startswith((b"---\n", b"---\r"))
    except OSError:
        return False


def read_navigation(file: Path) -> list[Entry]:
    """Return the entries of a navigation file, which may be nested or flat.

    Raises ValueError with a sentence on what is wrong with the file, or OSError.
    """
    try:
        stored = yaml.load(read_file(file), LOADER)  # noqa: S506 - as above
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.name} is no YAML: {' '.join(str(error).split())}.") from error
    top: list[Entry] = []
    waiting: list[tuple[Any, list[Entry], int]] = [(stored, top, 0)]
    count = 0
    while waiting:
        value, place, depth = waiting.pop()
        for one in value if isinstance(value, list) else [value]:
            count += 1
            if count > MAX_ENTRIES or depth > DEEPEST:
                raise ValueError(f"{file.name} has more entries or levels than any manual.")
            if isinstance(one, dict):
                entry = Entry(_text(one.get("title")), _text(one.get("link")))
                place.append(entry)
                waiting.append((one.get("items") or [], entry.items, depth + 1))
    return top


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) and value not in NOTHING else ""
