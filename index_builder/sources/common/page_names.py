"""Gives every page file an id: its stem, with as many of its folders as make it unique."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TypeVar

from index_builder.sources.common.files import legible
from momviewer.manual.links import PAGE_SUFFIX

Name = TypeVar("Name")
INDEX = "index"
JOINT = "."
"""Stands between a folder and a page in an id, as in the manuals' own names; addresses may hold it."""


def stem_of(name: str) -> str:
    """Return a file's name without its endings: `listeners` for `listeners.php.md`."""
    name = legible(name)
    while stripped := PAGE_SUFFIX.sub("", name):
        if stripped == name:
            break
        name = stripped
    return name


def page_names(files: Iterable[PurePath], front: PurePath | None = None) -> dict[PurePath, str]:
    """Return the id of each page file, given by its path in the manual's folder.

    The id is the stem if only one file has it; a folder's index is named after the folder. `front`, the
    manual's title page, keeps its stem.
    """
    parts = {}
    for file in files:
        own = (*map(legible, file.parts[:-1]), stem_of(file.name))
        parts[file] = own[-1:] if file == front else own[:-1] if own[1:] and own[-1] == INDEX else own
    return distinct_names(parts)


def distinct_names(parts: Mapping[Name, tuple[str, ...]]) -> dict[Name, str]:
    """Return a name for each path: its last part, with as many parts before it as make it unique.

    A number alone is no name, since it would read as a chapter.
    """
    lengths = dict.fromkeys(parts, 1)
    while True:
        names = {key: JOINT.join(own[-lengths[key] :]) for key, own in parts.items()}
        shared = Counter(name.casefold() for name in names.values())
        longer = [
            key
            for key, name in names.items()
            if (shared[name.casefold()] > 1 or name.isdigit()) and lengths[key] < len(parts[key])
        ]
        if not longer:
            return _numbered(names)
        for key in longer:
            lengths[key] += 1


def _numbered(names: Mapping[Name, str]) -> dict[Name, str]:
    """Return the names with a number behind those that are still the same, as of `a.htm` and `a.html`."""
    taken: set[str] = set()
    return {key: free_name(name, taken) for key, name in names.items()}


def free_name(name: str, taken: set[str]) -> str:
    """Return a name with the first number behind it that makes it free, if it is taken, and take it."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free)
    return free
