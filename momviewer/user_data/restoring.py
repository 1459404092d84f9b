"""What was set aside of the reader's files, and what of it can be brought back."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.decoding import Unknown, decoded, told
from momviewer.user_data.json_file import MAX_FILE_BYTES, JsonFile, NewerFileError, UnusableFileError
from momviewer.user_data.session import VERSION as SESSION_VERSION
from momviewer.user_data.session import TabHistory
from momviewer.user_data.settings import SETTINGS, Settings
from momviewer.user_data.stores import ManualValues, Stores
from momviewer.wording import counted

Value = TypeVar("Value")


class Kept(StrEnum):
    """What the reader keeps, each in a file of its own."""

    BOOKMARKS = "Bookmarks"
    SESSION = "Tabs"
    SETTINGS = "Settings"
    VALUES = "Values to fill in"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that was set aside, and what it holds; only that of its `kind` is there.

    `when` it was last written, `summary` says how much it holds, and `trouble` what of it cannot be read.
    """

    kind: Kept
    path: Path
    when: datetime
    summary: str = ""
    trouble: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
    tabs: tuple[TabHistory, ...] = ()
    settings: Settings | None = None
    values: ManualValues = field(default_factory=dict)

    @property
    def restorable(self) -> bool:
        """Return whether there is something to bring back."""
        return bool(self.bookmarks or self.tabs or self.settings or self.values)


def set_aside(stores: Stores) -> tuple[SetAside, ...]:
    """Return what was set aside, the newest first; changes nothing.

    That are files that could not be used, copies of those that could be used in part, and those that this
    program kept beside the files of a newer one.
    """
    readers: list[tuple[JsonFile[Any], Callable[[Path, datetime], SetAside]]] = [
        (stores.bookmarks.file, lambda path, when: _bookmarks(stores.bookmarks.file, path, when)),
        (stores.session, _tabs),
        (stores.settings, lambda path, when: _settings(stores.settings, path, when)),
        (stores.values, lambda path, when: _values(stores.values, path, when)),
    ]
    found = [read(path, when) for file, read in readers for path, when in _files(file)]
    return tuple(sorted(found, key=lambda one: one.when, reverse=True))


def _files(file: JsonFile[Any]) -> Iterator[tuple[Path, datetime]]:
    for path in file.set_aside():
        try:
            status = path.stat()
        except OSError:  # another program took it away
            continue
        if status.st_size:  # else a kill came before anything was put there
            yield path, datetime.fromtimestamp(status.st_mtime).astimezone()


@dataclass(frozen=True, slots=True)
class _AllTabs:
    """A session with all of its tabs, of which a window takes no more than some."""

    tabs: tuple[TabHistory, ...] = ()
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


def _bookmarks(file: JsonFile[tuple[Bookmark, ...]], path: Path, when: datetime) -> SetAside:
    read = _read(file, path, lambda: _salvaged(path, "page", tuple[Bookmark, ...]))
    bookmarks = read.value or ()
    return SetAside(
        Kept.BOOKMARKS, path, when, counted(len(bookmarks), "bookmark"), read.trouble, bookmarks=bookmarks
    )


def _tabs(path: Path, when: datetime) -> SetAside:
    file = JsonFile(path, SESSION_VERSION, "session", _AllTabs, _AllTabs())
    read = _read(file, path, lambda: _AllTabs(_salvaged(path, "visits", tuple[TabHistory, ...])))
    tabs = read.value.tabs if read.value else ()
    return SetAside(Kept.SESSION, path, when, counted(len(tabs), "tab"), read.trouble, tabs=tabs)


def _settings(file: JsonFile[Settings], path: Path, when: datetime) -> SetAside:
    read = _read(file, path)
    settings = read.value or Settings()
    changed = [name for name, one in SETTINGS.items() if getattr(settings, name) != one.default]
    summary = f"{counted(len(changed), 'setting')} changed"
    return SetAside(Kept.SETTINGS, path, when, summary, read.trouble, settings=read.value)


def _values(file: JsonFile[ManualValues], path: Path, when: datetime) -> SetAside:
    read = _read(file, path)
    values = read.value or {}
    summary = counted(sum(map(len, values.values())), "value")
    return SetAside(Kept.VALUES, path, when, summary, read.trouble, values=values)


@dataclass(frozen=True, slots=True)
class _Read(Generic[Value]):
    """What a file holds, and what is wrong with it."""

    value: Value | None
    trouble: str


def _read(file: JsonFile[Value], path: Path, salvage: Callable[[], Value] | None = None) -> _Read[Value]:
    """Read a file; of a damaged one what can be salvaged."""
    try:
        content = file.read(path)
    except OSError as error:
        return _Read(None, f"it cannot be read ({error.strerror or error})")
    except NewerFileError as error:
        return _Read(None, str(error))
    except UnusableFileError as error:
        return _Read(salvage() if salvage else None, str(error))
    return _Read(content.value, told(content.left_out))


def _salvaged(path: Path, mark: str, kind: type[Value]) -> Value:
    """Return the entries of a damaged file that are whole: the objects that have a field `mark`."""
    with path.open("rb") as stream:
        text = stream.read(MAX_FILE_BYTES).decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    entries: list[object] = []
    at = text.find("{")
    while at >= 0:
        try:
            one, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            one, end = {}, at
        if mark in one:
            entries.append(one)
        else:
            end = at + 1  # what is inside may be whole, or be what is looked for
        at = text.find("{", end)
    return decoded(kind, entries).value
