"""Bookmarks: places the reader keeps, with notes and in folders, and the file that holds them."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from momviewer.errors import LibraryError
from momviewer.library.file_lock import locked
from momviewer.library.json_file import JsonFile, UnusableFileError
from momviewer.manual.links import Address

VERSION = 1

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

    def lead(self, bookmark: Bookmark, address: Address) -> Bookmark:
        """Lead a bookmark to another place; where that has one already, the two become one there."""
        mine = self._all[bookmark.key]
        moved = replace(mine, manual=address.manual, page=address.page, anchor=address.anchor)
        if moved.key == mine.key:
            return mine
        if moved.key in self._all:
            self.remove(mine)
            self.merge([moved])
            return self._all[moved.key]
        self._reorder(moved if each.key == mine.key else each for each in self)
        return moved

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

    def replace_all(self, bookmarks: Iterable[Bookmark]) -> None:
        """Hold other bookmarks instead."""
        self._reorder(list(bookmarks))

    def export_to(self, path: Path) -> None:
        """Write the bookmarks to a file that `import_from` reads; raises LibraryError where that fails."""
        _file(path).save([asdict(bookmark) for bookmark in self])

    def import_from(self, path: Path) -> Imported:
        """Merge the bookmarks of a file. Raises LibraryError, and changes nothing, where it has none."""
        try:
            others = _file(path).read()
        except OSError as error:
            raise LibraryError(f"{path} cannot be read: {error.strerror or error}.") from error
        except UnusableFileError as error:
            raise LibraryError(f"{path} holds no bookmarks that can be imported: {error}.") from error
        return self.merge(others)

    def _replace(self, bookmark: Bookmark) -> Bookmark:
        self._all[bookmark.key] = bookmark
        return bookmark

    def _reorder(self, order: Iterable[Bookmark]) -> None:
        self._all = {bookmark.key: bookmark for bookmark in order}


class BookmarkStore:
    """Keeps bookmarks in a JSON file, which another program may change between two saves."""

    def __init__(self, path: Path) -> None:
        self._file = _file(path)
        self._lock = path.with_suffix(".lock")
        self._seen: tuple[Bookmark, ...] = ()

    @property
    def trouble(self) -> str:
        """Return why the last `load` or `save` found no bookmarks although there is a file, or ""."""
        return self._file.trouble

    def load(self) -> Bookmarks:
        """Return what was saved. A file that cannot be used is set aside, and `trouble` says so."""
        self._seen = self._file.load(())
        return Bookmarks(self._seen)

    def save(self, bookmarks: Iterable[Bookmark]) -> tuple[Bookmark, ...]:
        """Write the bookmarks, joined with what another program changed meanwhile; return what is written.

        Raises LibraryError where that fails, and the old file stays.
        """
        mine = tuple(bookmarks)
        with locked(self._lock):
            theirs = self._file.load(self._seen)
            joined = reconciled(self._seen, mine, theirs)
            self._file.save([asdict(bookmark) for bookmark in joined])
        self._seen = joined
        return joined


def reconciled(
    base: Iterable[Bookmark], mine: Iterable[Bookmark], theirs: Iterable[Bookmark]
) -> tuple[Bookmark, ...]:
    """Return what two programs made of the bookmarks `base`: the changes of both, in the order of `mine`.

    What one removed and the other changed stays; of two notes for the same place, both are kept.
    """
    mine, theirs = tuple(mine), tuple(theirs)
    before = {bookmark.key: bookmark for bookmark in base}
    there = {bookmark.key: bookmark for bookmark in theirs}
    joined = Bookmarks()
    for bookmark in mine:
        other = there.get(bookmark.key)
        changed = bookmark != before.get(bookmark.key)
        if changed:
            joined.add(bookmark)
        if other and (not changed or other != before.get(bookmark.key)):
            joined.merge([other])
    here = {bookmark.key for bookmark in mine}
    joined.merge(other for other in theirs if other.key not in here and other != before.get(other.key))
    return tuple(joined)


def _file(path: Path) -> JsonFile[tuple[Bookmark, ...]]:
    return JsonFile(path, VERSION, "bookmarks", _bookmarks)


def _bookmarks(stored: Any) -> tuple[Bookmark, ...]:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(stored, list):
        raise TypeError("its bookmarks are not a list")
    return tuple(_bookmark(entry, place) for place, entry in enumerate(stored, start=1))


def _bookmark(entry: Any, place: int) -> Bookmark:  # noqa: ANN401 - whatever JSON holds
    try:
        values = {name: entry[name] for name in ("manual", "page", "anchor", "title", "added")}
        values |= {name: entry.get(name, "") for name in ("note", "folder")}
        bookmark = Bookmark(**values)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"bookmark {place} cannot be read") from error
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError(f"bookmark {place} cannot be read")
    return bookmark
