"""Bookmarks: places the reader keeps, with notes and in folders, and the file that holds them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from momviewer.errors import LibraryError
from momviewer.library.settings import write_atomically
from momviewer.manual.links import Address

FORMAT = "momviewer bookmarks"
VERSION = 1
LARGEST = 64 * 1024 * 1024
"""Bytes from which on a file is not read, because no reader's bookmarks are that many."""

Key = tuple[str, str, str]
"""Manual, page and anchor: no two bookmarks have the same."""


def today() -> str:
    """Return the reader's date, as bookmarks hold it."""
    return datetime.now().astimezone().date().isoformat()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that is kept. `folder` is "" for one in no folder, `added` is an ISO date."""

    manual: str
    page: str
    anchor: str
    title: str
    note: str = ""
    folder: str = ""
    added: str = field(default_factory=today)

    def __post_init__(self) -> None:
        date.fromisoformat(self.added)

    @property
    def key(self) -> Key:
        """Return what tells it from every other bookmark."""
        return (self.manual, self.page, self.anchor)

    @property
    def address(self) -> Address:
        """Return the place."""
        return Address(self.page, self.anchor, self.manual)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed at once, each bookmark with where it stood: what `restore` needs."""

    bookmarks: tuple[tuple[int, Bookmark], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many bookmarks of a file were new, and how many were here already."""

    added: int
    known: int


class Bookmarks:
    """The reader's bookmarks in the reader's order. A folder is there as long as a bookmark is in it.

    What edits a bookmark finds it by its key, returns it as it is now, and raises KeyError for a stranger.
    """

    def __init__(self, bookmarks: Iterable[Bookmark] = ()) -> None:
        self._all: dict[Key, Bookmark] = {}
        self.merge(bookmarks)

    def __iter__(self) -> Iterator[Bookmark]:
        return iter(tuple(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Bookmarks) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # bookmarks change

    def find(self, manual: str, page: str, anchor: str = "") -> Bookmark | None:
        """Return the bookmark of a place, or None."""
        return self._all.get((manual, page, anchor))

    def folders(self) -> tuple[str, ...]:
        """Return the names of the folders, by the alphabet."""
        names = {bookmark.folder for bookmark in self._all.values()} - {""}
        return tuple(sorted(names, key=lambda name: (name.casefold(), name)))

    def inside(self, folder: str) -> tuple[Bookmark, ...]:
        """Return what is in a folder, or with "" what is in none, in its order."""
        return tuple(bookmark for bookmark in self._all.values() if bookmark.folder == folder)

    def add(self, bookmark: Bookmark) -> bool:
        """Add a bookmark at the end; return False, and change nothing, where its place has one."""
        if bookmark.key in self._all:
            return False
        self._all[bookmark.key] = bookmark
        return True

    def remove(self, *bookmarks: Bookmark) -> Removed:
        """Remove bookmarks and return what brings them back."""
        keys = {bookmark.key for bookmark in bookmarks}
        gone = [(at, mark) for at, mark in enumerate(self) if mark.key in keys]
        for key in keys:
            del self._all[key]
        return Removed(tuple(gone))

    def restore(self, removed: Removed) -> None:
        """Bring removed bookmarks back to where they stood; a place that has one again keeps that one."""
        order = list(self)
        for at, bookmark in removed.bookmarks:
            if bookmark.key not in self._all:
                order.insert(at, bookmark)
        self._reorder(order)

    def annotate(self, bookmark: Bookmark, note: str) -> Bookmark:
        """Change the note; "" takes it away."""
        return self._replace(replace(self._all[bookmark.key], note=note))

    def rename(self, bookmark: Bookmark, title: str) -> Bookmark:
        """Change the title; an empty one changes nothing."""
        mine = self._all[bookmark.key]
        return self._replace(replace(mine, title=title.strip() or mine.title))

    def rename_folder(self, folder: str, name: str) -> str:
        """Give a folder another name, which may be another folder's; return the name it has now."""
        name = name.strip()
        if not name or not folder:
            return folder
        for bookmark in self.inside(folder):
            self._replace(replace(bookmark, folder=name))
        return name

    def move(self, bookmark: Bookmark, folder: str, before: Bookmark | None = None) -> Bookmark:
        """Put a bookmark into a folder ("" for none), before another one there, else at its end."""
        moved = replace(self._all[bookmark.key], folder=folder.strip())
        if before and before.key == moved.key:
            return self._replace(moved)
        order = [other for other in self if other.key != moved.key]
        keys = [other.key for other in order]
        order.insert(keys.index(before.key) if before else len(order), moved)
        self._reorder(order)
        return moved

    def step(self, bookmark: Bookmark, by: int) -> Bookmark:
        """Move a bookmark further down (1) or up (-1) among those of its folder, as far as that goes."""
        mine = self._all[bookmark.key]
        beside = [other for other in self.inside(mine.folder) if other.key != mine.key]
        at = [other.key for other in self.inside(mine.folder)].index(mine.key) + by
        at = max(0, min(len(beside), at))
        return self.move(mine, mine.folder, beside[at] if at < len(beside) else None)

    def merge(self, others: Iterable[Bookmark]) -> Imported:
        """Add bookmarks; of a place that has one already, only a note that is not there yet is taken."""
        added = known = 0
        for other in others:
            if self.add(other):
                added += 1
                continue
            known += 1
            mine = self._all[other.key]
            if other.note not in mine.note:
                self.annotate(mine, f"{mine.note}\n\n{other.note}" if mine.note else other.note)
        return Imported(added, known)

    def export_to(self, path: Path) -> None:
        """Write the bookmarks to a file that `import_from` reads; raises LibraryError where that fails."""
        try:
            write_atomically(path, _text(self))
        except OSError as error:
            raise LibraryError(
                f"The bookmarks cannot be written to {path}: {error.strerror or error}."
            ) from error

    def import_from(self, path: Path) -> Imported:
        """Merge the bookmarks of a file. Raises LibraryError, and changes nothing, where it has none."""
        try:
            others = _read(path)
        except OSError as error:
            raise LibraryError(f"{path} cannot be read: {error.strerror or error}.") from error
        except _UnusableError as error:
            raise LibraryError(f"{path} holds no bookmarks that can be imported: {error}.") from error
        return self.merge(others)

    def _replace(self, bookmark: Bookmark) -> Bookmark:
        self._all[bookmark.key] = bookmark
        return bookmark

    def _reorder(self, order: Iterable[Bookmark]) -> None:
        self._all = {bookmark.key: bookmark for bookmark in order}


class BookmarkStore:
    """Keeps bookmarks in a JSON file, written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._in_the_way = False
        self.trouble = ""
        """Why the last `load` found no bookmarks although there is a file, or ""."""

    def load(self) -> Bookmarks:
        """Return what was saved. A file that cannot be used is set aside, and `trouble` says so."""
        self.trouble, self._in_the_way = "", False
        try:
            return Bookmarks(_read(self._path))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._set_aside(f"cannot be read ({error.strerror or error})")
        except _UnusableError as error:
            self._set_aside(f"could not be used ({error})")
        return Bookmarks()

    def save(self, bookmarks: Bookmarks) -> None:
        """Write the bookmarks; raises LibraryError where that fails, and the old file stays."""
        if self._in_the_way:
            raise LibraryError(
                f"The bookmarks are not saved, so that the unreadable ones in {self._path} are not lost. "
                "Move that file away and start again."
            )
        bookmarks.export_to(self._path)

    def _set_aside(self, what: str) -> None:
        """Rename the file, to a name that no file has."""
        self.trouble = f"The bookmarks in {self._path} {what}."
        aside, tries = self._path.with_suffix(".unreadable.json"), 1
        while aside.exists():
            tries += 1
            aside = self._path.with_name(f"{self._path.stem}-{tries}.unreadable.json")
        try:
            self._path.rename(aside)
            self.trouble += f" They were kept as {aside.name}."
        except OSError as failure:
            self._in_the_way = True
            self.trouble += f" They could not be set aside ({failure.strerror}); new ones are not saved."


class _UnusableError(Exception):
    """A file that holds no bookmarks of ours; says why."""


def _text(bookmarks: Bookmarks) -> str:
    stored = {
        "format": FORMAT,
        "version": VERSION,
        "bookmarks": [asdict(bookmark) for bookmark in bookmarks],
    }
    return json.dumps(stored, indent=1)


def _read(path: Path) -> list[Bookmark]:
    if path.stat().st_size > LARGEST:
        raise _UnusableError("it is too large to be a file of bookmarks")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _UnusableError("it is not JSON, or it is damaged") from error
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise _UnusableError("it is not a file of bookmarks")
    version, entries = stored.get("version"), stored.get("bookmarks")
    if type(version) is not int or version < 1:
        raise _UnusableError("it does not say its version")
    if version > VERSION:
        raise _UnusableError("it was written by a newer momviewer")
    if not isinstance(entries, list):
        raise _UnusableError("its bookmarks are not a list")
    return [_bookmark(entry, place) for place, entry in enumerate(entries, start=1)]


def _bookmark(entry: Any, place: int) -> Bookmark:  # noqa: ANN401 - whatever JSON holds
    try:
        values = {name: entry[name] for name in ("manual", "page", "anchor", "title", "added")}
        values |= {name: entry.get(name, "") for name in ("note", "folder")}
    except (LookupError, TypeError, AttributeError) as error:
        raise _UnusableError(f"its bookmark {place} is damaged") from error
    if not all(isinstance(value, str) for value in values.values()):
        raise _UnusableError(f"its bookmark {place} is damaged")
    return Bookmark(**values)
