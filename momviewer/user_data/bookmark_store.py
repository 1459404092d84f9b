"""The file of the reader's bookmarks, which several programs may change, and files of them to hand on."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from momviewer.errors import LibraryError
from momviewer.files import locked
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from momviewer.user_data.json_file import JsonFile, UnusableFileError

VERSION = 1


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
            _save(self._file, joined)
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


def export_bookmarks(bookmarks: Iterable[Bookmark], path: Path) -> None:
    """Write bookmarks to a file that `imported_bookmarks` reads; raises LibraryError where that fails."""
    _save(_file(path), bookmarks)


def imported_bookmarks(path: Path) -> tuple[Bookmark, ...]:
    """Return the bookmarks of a file; raises LibraryError where it has none."""
    try:
        return _file(path).read()
    except OSError as error:
        raise LibraryError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnusableFileError as error:
        raise LibraryError(f"{path} holds no bookmarks that can be imported: {error}.") from error


def _file(path: Path) -> JsonFile[tuple[Bookmark, ...]]:
    return JsonFile(path, VERSION, "bookmarks", _bookmarks)


def _save(file: JsonFile[tuple[Bookmark, ...]], bookmarks: Iterable[Bookmark]) -> None:
    file.save([asdict(bookmark) for bookmark in bookmarks])


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
