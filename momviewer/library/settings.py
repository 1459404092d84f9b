"""What the window remembers from one start to the next, in one small file."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from momviewer.errors import LibraryError

VERSION = 1
THEMES = ("system", "light", "dark")
SCOPES = ("manual", "set", "all")
ZOOMS = (70, 80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Settings:
    """The reader's choices. Sizes are device-independent pixels, `zoom` is a percentage of the text's size.

    `scope` is what a search covers: the manual, its set, or all; `recent` are the queries asked last.
    `manual` and `page` are where the reader was last, `page` as `page#anchor`.
    `shortcuts` are the keys of the actions that the reader changed, by the action's name.
    """

    theme: str = "system"
    zoom: int = 100
    sidebar_width: int = 304
    sidebar_visible: bool = True
    window_width: int = 1280
    window_height: int = 800
    maximized: bool = False
    scope: str = "manual"
    recent: list[str] = field(default_factory=list)
    manual: str = ""
    page: str = ""
    shortcuts: dict[str, list[str]] = field(default_factory=dict)


class SettingsStore:
    """Keeps settings in a JSON file, written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.trouble = ""
        """Why the settings of the last `load` are the defaults, or ""."""

    def load(self) -> Settings:
        """Return what was saved. A file that cannot be used is set aside, and `trouble` says so."""
        self.trouble = ""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return _settings(stored["version"], stored["settings"])
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            self.trouble = f"The settings in {self._path} cannot be read: {error.strerror}."
        except (ValueError, LookupError, TypeError) as error:
            aside = self._path.with_suffix(".unreadable.json")
            self.trouble = f"The settings in {self._path} could not be used ({error})."
            try:
                self._path.replace(aside)
                self.trouble += f" They were kept as {aside.name}."
            except OSError as failure:
                self.trouble += f" They could not be set aside: {failure.strerror}."
        return Settings()

    def save(self, settings: Settings) -> None:
        """Write the settings; raises LibraryError where that fails, and the old ones stay."""
        text = json.dumps({"version": VERSION, "settings": asdict(settings)}, indent=1)
        try:
            write_atomically(self._path, text)
        except OSError as error:
            raise LibraryError(
                f"The settings cannot be written to {self._path}: {error.strerror}."
            ) from error


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's text so that a crash leaves the old text or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _settings(version: int, stored: dict[str, Any]) -> Settings:
    """Return stored settings; each value must have its default's type, or the file is not ours."""
    if version > VERSION:
        raise ValueError("it was written by a newer momviewer")
    defaults = Settings()
    known = {known.name for known in fields(Settings)} & stored.keys()
    for name in known:
        if type(stored[name]) is not type(getattr(defaults, name)):
            raise TypeError(f"{name} is {stored[name]!r}")
    settings = Settings(**{name: stored[name] for name in known})
    for name, value, allowed in (("theme", settings.theme, THEMES), ("scope", settings.scope, SCOPES)):
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}")
    if not all(isinstance(query, str) for query in settings.recent):
        raise TypeError("recent holds something else than queries")
    bindings: dict[str, Any] = dict(settings.shortcuts)
    for name, keys in bindings.items():
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise TypeError(f"the shortcuts of {name} are {keys!r}")
    return settings
