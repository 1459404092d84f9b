"""Where things live: the reader's data, settings and cache, and the resources that come with the program."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

DATA_DIR_VARIABLE = "MOMVIEWER_DATA_DIR"


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
    def built_in(self) -> Path:
        """Return the folder for bundles built from the resources of a checkout."""
        return self.cache / "built-in"


def user_paths(data_dir: str | None = None) -> Paths:
    """Return the reader's folders: all below `data_dir`, or `$MOMVIEWER_DATA_DIR`, or the system's places."""
    chosen = data_dir or os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        root = expanded(chosen)
        return Paths(data=root, config=root / "config", cache=root / "cache")
    found = platformdirs.PlatformDirs("momviewer", appauthor=False)
    return Paths(Path(found.user_data_dir), Path(found.user_config_dir), Path(found.user_cache_dir))


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
