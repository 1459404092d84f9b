"""The files of what the reader keeps: settings, session, bookmarks and values to fill in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from momviewer.paths import Paths
from momviewer.user_data.bookmark_store import BookmarkStore
from momviewer.user_data.json_file import JsonFile
from momviewer.user_data.session import SessionStore
from momviewer.user_data.settings import SettingsStore

SETTINGS_FILE = "settings.json"
SESSION_FILE = "session.json"
FILL_IN_FILE = "fill-in.json"
EDITOR_COPIES_FOLDER = "opened-in-editor"


class Stores:
    """One store for each of them, in the reader's folders."""

    def __init__(self, paths: Paths) -> None:
        self.settings = SettingsStore(paths.config / SETTINGS_FILE)
        self.session = SessionStore(paths.config / SESSION_FILE)
        self.bookmarks = BookmarkStore(paths.bookmarks)
        self.values = FillInStore(paths.data / FILL_IN_FILE)
        self.editor_copies = paths.cache / EDITOR_COPIES_FOLDER
        """Where the copies of snippets are that were opened in an editor."""

    @property
    def trouble(self) -> str:
        """Return why some of them found nothing when they were loaded although there is a file, or ""."""
        stores = (self.settings, self.session, self.bookmarks, self.values)
        return " ".join(store.trouble for store in stores if store.trouble)


VERSION = 1

Values = Mapping[str, str]
"""What stands in a manual -> what the reader has instead."""
ManualValues = Mapping[str, Values]
"""The values for each manual, by its id."""


class FillInStore:
    """Keeps the values in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._file: JsonFile[ManualValues] = JsonFile(path, VERSION, "fill-in values", _values)

    @property
    def trouble(self) -> str:
        """Return why the last `load` found nothing although there is a file, or ""."""
        return self._file.trouble

    def load(self) -> ManualValues:
        """Return what was saved; a file that cannot be used is set aside, and `trouble` says so."""
        return self._file.load({})

    def save(self, values: ManualValues) -> None:
        """Write the values of all manuals; raises LibraryError where that fails, and the old ones stay."""
        self._file.save({manual: dict(of_manual) for manual, of_manual in values.items()})


def _values(stored: Any) -> ManualValues:  # noqa: ANN401 - whatever JSON holds
    for manual, values in stored.items():
        if not all(isinstance(value, str) for value in values.values()):
            raise TypeError(f"the values of {manual} are {values!r}")
    return dict(stored)
