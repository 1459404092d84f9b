"""The files of what the reader keeps: settings, session, bookmarks and values to fill in."""

from collections.abc import Mapping
from pathlib import Path

from momviewer.paths import Paths
from momviewer.user_data.bookmark_store import BookmarkStore
from momviewer.user_data.json_file import JsonFile
from momviewer.user_data.session import SessionStore
from momviewer.user_data.settings import SettingsStore
from momviewer.user_data.visits import VisitStore

SETTINGS_FILE = "settings.json"
SESSION_FILE = "session.json"
FILL_IN_FILE = "fill-in.json"
HISTORY_FILE = "history.json"
EDITOR_COPIES_FOLDER = "opened-in-editor"
FILL_IN_VERSION = 1

Values = Mapping[str, str]
"""What stands in a manual -> what the reader has instead."""
ManualValues = Mapping[str, Values]
"""The values for each manual, by its id."""


def joined_values(now: ManualValues, back: ManualValues) -> ManualValues:
    """Return the values of now with those that are brought back; what a place is filled with now stays."""
    return {manual: {**back.get(manual, {}), **now.get(manual, {})} for manual in {**now, **back}}


class FillInStore(JsonFile[ManualValues]):
    """Keeps the values in a JSON file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, FILL_IN_VERSION, "fill-in values", dict[str, dict[str, str]], {})


class Stores:
    """One store for each of them, in the reader's folders."""

    def __init__(self, paths: Paths) -> None:
        self.settings = SettingsStore(paths.config / SETTINGS_FILE)
        self.session = SessionStore(paths.config / SESSION_FILE)
        self.bookmarks = BookmarkStore(paths.bookmarks)
        self.values = FillInStore(paths.data / FILL_IN_FILE)
        self.visits = VisitStore(paths.data / HISTORY_FILE)
        self.editor_copies = paths.cache / EDITOR_COPIES_FOLDER
        """Where the copies of snippets are that were opened in an editor."""

    @property
    def trouble(self) -> str:
        """Return what could not be used of the files that a start loads, all but the bookmarks', or ""."""
        stores = (self.settings, self.session, self.values)
        return " ".join(store.trouble for store in stores if store.trouble)

    def remove_leftovers(self) -> None:
        """Remove what killed programs left while they wrote these files."""
        for file in (self.settings, self.session, self.bookmarks.file, self.values, self.visits):
            file.remove_leftovers()
