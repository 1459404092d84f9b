"""Where things live: the reader's data, settings and cache, and the resources that come with the program."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from momviewer.errors import UsageError

DATA_DIR_VARIABLE = "MOMVIEWER_DATA_DIR"
MAX_NAME_BYTES = 255
"""Bytes of a file's name, so of what names a manual, a page or an anchor."""
MAX_TARGET_BYTES = 4096
"""Bytes of a whole target: an address holds a few names, each character of them as up to nine bytes."""
MAX_FOLDER_BYTES = 3000
"""Bytes of the path of the data folder: systems take 4096, and the paths below it are longer."""
MAX_SHOWN_CHARS = 40
"""Characters of a name that cannot be used that are told."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders momviewer writes to. None of them needs to exist yet."""

    data: Path
    config: Path
    cache: Path

    @property
    def manuals(self) -> Path:
        """Return the folder that holds one bundle folder for each manual the reader added."""
        return self.data / "manuals"

    @property
    def bookmarks(self) -> Path:
        """Return the file of the reader's bookmarks."""
        return self.data / "bookmarks.json"

    @property
    def log(self) -> Path:
        """Return the folder that the program writes bugs down in."""
        return self.data / "log"

    @property
    def built_in(self) -> Path:
        """Return the folder for bundles built from the resources of a checkout."""
        return self.cache / "built-in"


def user_paths(data_dir: str | None = None) -> Paths:
    """Return the reader's folders: all below `data_dir`, or `$MOMVIEWER_DATA_DIR`, or the system's places.

    Raises UsageError for a folder that no system has.
    """
    chosen = data_dir or os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        checked_name(chosen, "data folder", MAX_FOLDER_BYTES)
        root = expanded(chosen)
        checked_name(str(root), "data folder", MAX_FOLDER_BYTES)
        for part in root.parts:
            checked_name(part, "folder")
        return Paths(data=root, config=root / "config", cache=root / "cache")
    found = platformdirs.PlatformDirs("momviewer", appauthor=False)
    return Paths(Path(found.user_data_dir), Path(found.user_config_dir), Path(found.user_cache_dir))


def checked_name(name: str, what: str, max_bytes: int = MAX_NAME_BYTES) -> str:
    """Return a name that a reader or another program gave.

    Raises UsageError for what nothing can be called: what is no text (half of a surrogate pair, which stands
    for a byte that is not UTF-8), holds a NUL, or is too long for a file. `what` says what it names:
    "manual".
    """
    shown = ascii(name if len(name) <= MAX_SHOWN_CHARS else f"{name[:MAX_SHOWN_CHARS]}...")
    try:
        size = len(name.encode())
    except UnicodeEncodeError as error:
        raise UsageError(f"No {what} is called {shown}: it is not UTF-8.") from error
    if "\0" in name:
        raise UsageError(f"No {what} is called {shown}: it holds a NUL character.")
    if size > max_bytes:
        raise UsageError(f"No {what} is called {shown}: it has {size} bytes, and {max_bytes} are the most.")
    return name


def expanded(path: str) -> Path:
    """Return a path that a reader typed: absolute, "~" and ".." taken out, links as they are."""
    # pathlib raises for a "~" of nobody, and `resolve` follows links that are to lead elsewhere later
    return Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111


@cache
def resources() -> Path:
    """Return the folder of icons, styles and bundled manuals, in an installed copy and in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def import_path() -> str:
    """Return the folder that both packages are imported from, in a checkout and in an installed copy."""
    return str(Path(__file__).resolve().parents[1])
