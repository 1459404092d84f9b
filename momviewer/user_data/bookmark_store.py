"""The file of the reader's bookmarks, which several programs may change, and files of them to hand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from momviewer.errors import LibraryError
from momviewer.files import locked, write_text
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from momviewer.user_data.decoding import told
from momviewer.user_data.json_file import JsonFile, UnusableFileError

VERSION = 1


class BookmarkFile(JsonFile[tuple[Bookmark, ...]]):
    """A file of bookmarks: the reader's own, or one that was handed on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, VERSION, "bookmarks", tuple[Bookmark, ...], ())


class BookmarkStore:
    """Keeps bookmarks in a file, which another program may change between two saves."""

    def __init__(self, path: Path) -> None:
        self.file = BookmarkFile(path)
        self._lock = path.with_suffix(".lock")
        self._seen: tuple[Bookmark, ...] = ()

    @property
    def trouble(self) -> str:
        """Return what the last `load` or `save` could not use of the file, or ""."""
        return self.file.trouble

    def load(self) -> Bookmarks:
        """Return what was saved. What cannot be used is set aside, and `trouble` says so."""
        self._seen = self.file.load()
        return Bookmarks(self._seen)

    def save(self, bookmarks: Iterable[Bookmark]) -> tuple[Bookmark, ...]:
        """Write the bookmarks, joined with what another program changed meanwhile; return what is written.

        Raises LibraryError where that fails, and the old file stays.
        """
        mine = joined = tuple(bookmarks)
        with locked(self._lock):
            if self.file.changed:
                theirs = self.file.load(self._seen)
                joined = reconciled(self._known(theirs), mine, theirs)
            self.file.save(joined)
        self._seen = joined
        return joined

    def _known(self, theirs: tuple[Bookmark, ...]) -> tuple[Bookmark, ...]:
        """Return what was seen last; where some of `theirs` cannot be read, none counts as removed there."""
        if not self.file.incomplete:
            return self._seen
        there = {bookmark.key for bookmark in theirs}
        return tuple(bookmark for bookmark in self._seen if bookmark.key in there)


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
    file = BookmarkFile(path)
    with file.writing():
        write_text(path, file.text(tuple(bookmarks)))


@dataclass(frozen=True, slots=True)
class ImportedBookmarks:
    """The bookmarks of a file, and what of it could not be read, as a part of a sentence, or ""."""

    bookmarks: tuple[Bookmark, ...]
    left_out: str


def imported_bookmarks(path: Path) -> ImportedBookmarks:
    """Return the bookmarks of a file; raises LibraryError where it has none."""
    try:
        found = BookmarkFile(path).read()
    except OSError as error:
        raise LibraryError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnusableFileError as error:
        raise LibraryError(f"{path} holds no bookmarks that can be imported: {error}.") from error
    return ImportedBookmarks(found.value, told(found.left_out))
