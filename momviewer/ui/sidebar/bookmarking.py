"""Keeps the bookmarks, the star, the panel and the file in step."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from momviewer.errors import LibraryError
from momviewer.manual.links import Address
from momviewer.ui.base.actions import BarButton, Command, Group
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.tasks import Task
from momviewer.ui.reading.reader import Reader
from momviewer.ui.sidebar.bookmark_model import BookmarkRow, Folder, name_of
from momviewer.ui.sidebar.bookmarks_panel import BookmarksPanel
from momviewer.user_data.bookmark_store import BookmarkStore, export_bookmarks, imported_bookmarks, reconciled
from momviewer.user_data.bookmarks import Bookmark, Bookmarks, UndoRecord
from momviewer.wording import counted

FILTER = "Bookmarks (*.json);;All files (*)"
SUGGESTED = "momviewer-bookmarks.json"
AFTER_SCROLLING = 100
"""Milliseconds after the last scrolling at which the star follows."""


class Bookmarking(QObject):
    """Does what the panel and the star ask for, and says when the bookmarks changed.

    They are loaded when the window stands, off its thread; who needs them sooner waits for them.
    """

    changed = Signal()
    unusable = Signal(str)
    """What of their file could not be used when they were loaded."""
    marked = Signal(bool)
    """Says whether the shown place has a bookmark."""
    message = Signal(str)
    trouble = Signal(str)

    def __init__(
        self, store: BookmarkStore, autosave: Autosave, reader: Reader, panel: BookmarksPanel
    ) -> None:
        super().__init__(panel)
        self._store, self._autosave, self._reader, self._panel = store, autosave, reader, panel
        self._bookmarks = Bookmarks()
        self._loading: Task | None = None
        self._is_loaded = False
        self._removed: list[UndoRecord] = []
        autosave.register(
            "bookmarks",
            lambda: tuple(self._bookmarks),
            lambda sent: (sent, store.save(sent), store.trouble),
            lambda outcome: self._merge_saved(*outcome),
        )
        self.changed.connect(lambda: autosave.changed("bookmarks"))
        panel.annotated.connect(self._annotate)
        panel.renamed.connect(self._rename)
        panel.moved.connect(self._move)
        panel.stepped.connect(lambda bookmark, by: self._done(self.bookmarks.step(bookmark, by)))
        panel.removed.connect(self._remove)
        panel.undo_requested.connect(self.undo)
        panel.import_requested.connect(self._choose_import)
        panel.export_requested.connect(self._choose_export)
        reader.place_shown.connect(lambda _address, _title: self._show_mark())
        reader.page_shown.connect(lambda _page: self._show_mark())
        self._scrolled = QTimer(self, singleShot=True, interval=AFTER_SCROLLING)
        self._scrolled.timeout.connect(self._show_mark)

    @property
    def bookmarks(self) -> Bookmarks:
        """Return the bookmarks, once they are loaded."""
        if not self._is_loaded:
            self.finish_loading()
        return self._bookmarks

    def note_scrolling(self) -> None:
        """Show soon whether the section that comes into view is bookmarked."""
        self._scrolled.start()

    def load(self) -> Task:
        """Load the bookmarks, unless that is done or under way."""
        if self._loading is None:
            store = self._store
            self._loading = self._autosave.load(
                lambda: (store.load(), store.trouble, store.file.incomplete),
                lambda outcome: self._show_loaded(*outcome),
            )
        return self._loading

    def finish_loading(self) -> None:
        """Wait until the bookmarks are loaded."""
        self._autosave.wait_for(self.load())

    # What the reader can do

    def commands(self) -> list[Command]:
        """Return the commands for bookmarks."""
        return [
            Command(
                "bookmark",
                "Bookmark this place",
                Group.PANELS,
                self.toggle,
                ("Ctrl+D",),
                button=BarButton("right", "bookmark"),
                checkable=True,
            )
        ]

    def toggle(self) -> None:
        """Bookmark the section in view, or remove its bookmark; one just removed comes back with its note."""
        if address := self._reader.place_in_view:
            self.toggle_at(address, self._reader.title_at(address))
        else:
            self.message.emit("There is no page of a manual to bookmark here")
            self._show_mark()

    def toggle_at(self, address: Address, title: str) -> None:
        """Bookmark a place that is called `title`, or remove its bookmark, as `toggle` does."""
        place = (address.manual or self._reader.manual_id, address.page, address.anchor)
        if found := self.bookmarks.find(*place):
            self._remove(found)
            self.message.emit("The bookmark is removed")
        elif self._last_removed() == [place]:
            self.undo()
            self.message.emit("The bookmark is back")
        else:
            bookmark = Bookmark(*place, title)
            self.bookmarks.add(bookmark)
            self._done(bookmark)
            self.message.emit(f"Bookmarked {name_of(bookmark)}")

    def undo(self) -> None:
        """Bring back what was removed last."""
        if self._removed:
            back = self._removed.pop()
            self.bookmarks.restore(back)
            self._offer_undo()
            self._done(back.bookmarks[0][1] if back.bookmarks else None)

    def export_to(self, path: Path) -> None:
        """Write all bookmarks to a file."""
        try:
            export_bookmarks(self.bookmarks, path)
        except LibraryError as error:
            self.trouble.emit(str(error))
        else:
            self.message.emit(f"Exported {counted(len(self.bookmarks), 'bookmark')} to {path.name}")

    def import_from(self, path: Path) -> None:
        """Add the bookmarks of a file."""
        try:
            file = imported_bookmarks(path)
        except LibraryError as error:
            self.trouble.emit(str(error))
        else:
            self.message.emit(f"Imported {self.take_in(file.bookmarks)}")
            if file.left_out:
                self.trouble.emit(f"The bookmarks in {path} could be imported in part only: {file.left_out}.")

    def take_in(self, others: Iterable[Bookmark]) -> str:
        """Add bookmarks, and say how many: "2 bookmarks; 3 were here already"."""
        found = self.bookmarks.merge(others)
        self._done(None)
        known = f"; {counted(found.known, 'was here already', 'were here already')}" if found.known else ""
        return f"{counted(found.added, 'bookmark')}{known}"

    def refresh(self) -> None:
        """Show and save bookmarks that another part of the window changed."""
        self._done(None)

    # Inside

    def _show_loaded(self, bookmarks: Bookmarks, trouble: str, incomplete: bool) -> None:  # noqa: FBT001 - an outcome's parts
        self._bookmarks, self._is_loaded = bookmarks, True
        self._panel.show_bookmarks(bookmarks)
        self._show_mark()
        if incomplete:
            self.changed.emit()
        if trouble:
            self.unusable.emit(trouble)

    def _merge_saved(self, sent: tuple[Bookmark, ...], written: tuple[Bookmark, ...], trouble: str) -> None:
        """Take over what another program changed: `sent` was to be saved, `written` was saved."""
        if trouble:
            self.trouble.emit(trouble)
        if sent != written:
            self.bookmarks.replace_all(reconciled(sent, self.bookmarks, written))
            self._panel.refresh()
            self._show_mark()

    def _annotate(self, bookmark: Bookmark, note: str) -> None:
        if self.bookmarks.find(*bookmark.key):
            self.bookmarks.annotate(bookmark, note)
            self._done(None)

    def _rename(self, row: BookmarkRow, name: str) -> None:
        if isinstance(row, Folder):
            name = self.bookmarks.rename_folder(row.name, name)
            self._done(Folder(name, 0))
        else:
            self._done(self.bookmarks.rename(row, name))

    def _move(self, bookmark: Bookmark, folder: str, before: Bookmark | None) -> None:
        self._done(self.bookmarks.move(bookmark, folder, before))

    def _remove(self, row: BookmarkRow) -> None:
        gone = self.bookmarks.inside(row.name) if isinstance(row, Folder) else (row,)
        self._removed.append(self.bookmarks.remove(*gone))
        self._offer_undo()
        self._done(None)

    def _last_removed(self) -> list[tuple[str, str, str]]:
        return [bookmark.key for _, bookmark in self._removed[-1].bookmarks] if self._removed else []

    def _offer_undo(self) -> None:
        if not self._removed:
            self._panel.show_removed("")
            return
        gone = [bookmark for _, bookmark in self._removed[-1].bookmarks]
        self._panel.show_removed(
            f"Removed “{name_of(gone[0])}”" if len(gone) == 1 else f"Removed {counted(len(gone), 'bookmark')}"
        )

    def _done(self, choose: BookmarkRow | None) -> None:
        self._panel.refresh(choose)
        self._show_mark()
        self.changed.emit()

    def _show_mark(self) -> None:
        place = self._reader.place_in_view if len(self._bookmarks) else None
        here = place and self._bookmarks.find(place.manual, place.page, place.anchor)
        self.marked.emit(bool(here))

    def _choose_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._panel, "Import bookmarks", "", FILTER)
        if name:
            self.import_from(Path(name))

    def _choose_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self._panel, "Export bookmarks", SUGGESTED, FILTER)
        if name:
            self.export_to(Path(name))
