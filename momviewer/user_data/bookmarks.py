"""Bookmarks: places the reader keeps, with notes, in folders and in an order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated

from momviewer.manual.links import Address
from momviewer.user_data.decoding import Checked, Unknown

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
    anchor: str = ""
    title: str = ""
    note: str = ""
    folder: str = ""
    added: Annotated[str, Checked(date.fromisoformat)] = field(default_factory=today)
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)

    @property
    def key(self) -> Key:
        """Return what tells it from every other bookmark."""
        return (self.manual, self.page, self.anchor)

    @property
    def address(self) -> Address:
        """Return the place."""
        return Address(self.page, self.anchor, self.manual)


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """What was removed at once, each bookmark with where it stood: what `restore` needs."""

    bookmarks: tuple[tuple[int, Bookmark], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """How many of the bookmarks that were taken in were new, and how many were here already."""

    added: int
    known: int


class Bookmarks:
    """The reader's bookmarks in the reader's order. A folder is there as long as a bookmark is in it.

    What edits a bookmark finds it by its key, returns it as it is now, and raises KeyError for a stranger.
    """

    def __init__(self, bookmarks: Iterable[Bookmark] = ()) -> None:
        self._all: dict[Key, Bookmark] = {}
        self.arrangements = 0
        """How often bookmarks came, went or moved: as long as it stays, each is where it was."""
        self.merge(bookmarks)

    def __iter__(self) -> Iterator[Bookmark]:
        return iter(tuple(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Bookmarks) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # bookmarks change

    @property
    def by_key(self) -> Mapping[Key, Bookmark]:
        """Return all of them by their keys, as they are at any time."""
        return MappingProxyType(self._all)

    def find(self, manual: str, page: str, anchor: str = "") -> Bookmark | None:
        """Return the bookmark of a place, or None."""
        return self._all.get((manual, page, anchor))

    def folders(self) -> tuple[str, ...]:
        """Return the names of the folders, by the alphabet."""
        return tuple(name for name in self.grouped() if name)

    def grouped(self) -> dict[str, list[Bookmark]]:
        """Return what is in each folder, in its order: the folders by the alphabet, then "" for none."""
        found: defaultdict[str, list[Bookmark]] = defaultdict(list)
        for bookmark in self._all.values():
            found[bookmark.folder].append(bookmark)
        names = sorted(found.keys() - {""}, key=lambda name: (name.casefold(), name))
        return {name: found[name] for name in names} | {"": found.get("", [])}

    def inside(self, folder: str) -> tuple[Bookmark, ...]:
        """Return what is in a folder, or with "" what is in none, in its order."""
        return tuple(bookmark for bookmark in self._all.values() if bookmark.folder == folder)

    def add(self, bookmark: Bookmark) -> bool:
        """Add a bookmark at the end; return False, and change nothing, where its place has one."""
        if bookmark.key in self._all:
            return False
        self._all[bookmark.key] = bookmark
        self.arrangements += 1
        return True

    def remove(self, *bookmarks: Bookmark) -> UndoRecord:
        """Remove bookmarks and return what brings them back."""
        keys = {bookmark.key for bookmark in bookmarks}
        gone = [(at, mark) for at, mark in enumerate(self) if mark.key in keys]
        for key in keys:
            del self._all[key]
        self.arrangements += 1
        return UndoRecord(tuple(gone))

    def restore(self, removed: UndoRecord) -> None:
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

    def lead(self, moves: Iterable[tuple[Bookmark, Address]]) -> list[Bookmark | None]:
        """Lead bookmarks to other places, all at once; where two come to one place, they become one there.

        Return each as it is now, or None for one that is not here.
        """
        moves = tuple(moves)
        wanted = {bookmark.key: address for bookmark, address in moves}
        led: dict[Key, Key] = {}
        order: dict[Key, Bookmark] = {}
        for key, mine in self._all.items():
            to = wanted.get(key, mine.address)
            moved = replace(mine, manual=to.manual, page=to.page, anchor=to.anchor)
            there = order.get(moved.key)
            if there:
                moved = _joined(moved, there) if moved.key == key else _joined(there, moved)
            order[moved.key] = moved
            led[key] = moved.key
        self._reorder(order.values())
        return [self._all[led[bookmark.key]] if bookmark.key in led else None for bookmark, _ in moves]

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

    def merge(self, others: Iterable[Bookmark]) -> Merged:
        """Add bookmarks; of a place that has one already, only a note that is not there yet is taken."""
        added = known = 0
        for other in others:
            if self.add(other):
                added += 1
                continue
            known += 1
            self._replace(_joined(self._all[other.key], other))
        return Merged(added, known)

    def replace_all(self, bookmarks: Iterable[Bookmark]) -> None:
        """Hold other bookmarks instead."""
        self._reorder(list(bookmarks))

    def _replace(self, bookmark: Bookmark) -> Bookmark:
        if self._all[bookmark.key].folder != bookmark.folder:
            self.arrangements += 1
        self._all[bookmark.key] = bookmark
        return bookmark

    def _reorder(self, order: Iterable[Bookmark]) -> None:
        self._all = {bookmark.key: bookmark for bookmark in order}
        self.arrangements += 1


def _joined(mine: Bookmark, other: Bookmark) -> Bookmark:
    """Return a bookmark with the note of another of its place, if that says something more."""
    if other.note in mine.note:
        return mine
    return replace(mine, note=f"{mine.note}\n\n{other.note}" if mine.note else other.note)
