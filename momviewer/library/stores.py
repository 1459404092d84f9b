"""The files of what the reader keeps: settings, session, bookmarks and values to fill in."""

from momviewer.library.bookmark_store import BookmarkStore
from momviewer.library.fill_in_values import FillInStore
from momviewer.library.session import SessionStore
from momviewer.library.settings import SettingsStore
from momviewer.paths import Paths

SETTINGS_FILE = "settings.json"
SESSION_FILE = "session.json"
FILL_IN_FILE = "fill-in.json"


class Stores:
    """One store for each of them, in the reader's folders."""

    def __init__(self, paths: Paths) -> None:
        self.settings = SettingsStore(paths.config / SETTINGS_FILE)
        self.session = SessionStore(paths.config / SESSION_FILE)
        self.bookmarks = BookmarkStore(paths.bookmarks)
        self.values = FillInStore(paths.data / FILL_IN_FILE)

    @property
    def trouble(self) -> str:
        """Return why some of them found nothing when they were loaded although there is a file, or ""."""
        stores = (self.settings, self.session, self.bookmarks, self.values)
        return " ".join(store.trouble for store in stores if store.trouble)
