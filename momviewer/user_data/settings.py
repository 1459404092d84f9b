"""The reader's choices, kept from one start to the next in one small file."""

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from momviewer.user_data.json_file import JsonFile

VERSION = 1
THEMES = {"system": "As the desktop", "light": "Light", "dark": "Dark"}
SCOPES = {"manual": "This manual", "set": "All manuals of its set", "all": "Every manual"}
ZOOMS = (70, 80, 90, 100, 110, 125, 150, 175, 200)
SCALES = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose. `zoom` is a percentage of a page's text, `scale` of everything around it.

    `scope` is what a search covers: the manual, all of a set, or all; `scope_set` is that set where it is not
    the open manual's. `recent` are the queries asked last.
    `shortcuts` are the keys of the actions that the reader changed, by the action's name.
    """

    theme: str = "system"
    zoom: int = 100
    scale: int = 100
    scope: str = "manual"
    scope_set: str = ""
    recent: list[str] = field(default_factory=list)
    shortcuts: dict[str, list[str]] = field(default_factory=dict)


class SettingsStore:
    """Keeps settings in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, VERSION, "settings", _settings)

    @property
    def trouble(self) -> str:
        """Return why the settings of the last `load` are the defaults although there is a file, or ""."""
        return self._file.trouble

    def load(self) -> Settings:
        """Return what was saved. A file that cannot be used is set aside, and `trouble` says so."""
        return self._file.load(Settings())

    def save(self, settings: Settings) -> None:
        """Write the settings; raises LibraryError where that fails, and the old ones stay."""
        self._file.save(asdict(settings))


def _settings(stored: dict[str, Any]) -> Settings:
    """Return stored settings; each value must be one that the program writes, or the file is not ours."""
    defaults = Settings()
    known = {known.name for known in fields(Settings)} & stored.keys()
    for name in known:
        if type(stored[name]) is not type(getattr(defaults, name)):
            raise TypeError(f"{name} is {stored[name]!r}")
    settings = Settings(**{name: stored[name] for name in known})
    for name, value, allowed in (("theme", settings.theme, THEMES), ("scope", settings.scope, SCOPES)):
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}")
    for name, size, steps in (("zoom", settings.zoom, ZOOMS), ("scale", settings.scale, SCALES)):
        if not steps[0] <= size <= steps[-1]:
            raise ValueError(f"{name} is {size}")
    if not all(isinstance(query, str) for query in settings.recent):
        raise TypeError("recent holds something else than queries")
    bindings: dict[str, Any] = dict(settings.shortcuts)
    for name, keys in bindings.items():
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise TypeError(f"the shortcuts of {name} are {keys!r}")
    return settings
