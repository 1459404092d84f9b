"""The reader's choices, each declared once: its name, type, default, limits, and its words for the reader.

A new one is a field of `Settings`, and what follows it. Its file, the preferences and the menus read the
declaration: a setting with `Words` has its row among the preferences, with a control that fits its type.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from momviewer.user_data.decoding import UNKNOWN, Between, OneOf, Unknown
from momviewer.user_data.json_file import JsonFile

VERSION = 1


@dataclass(frozen=True, slots=True)
class Words:
    """What readers see of a setting: its row's label, with the key, and its name where that stands alone."""

    label: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Percentages that a reader can step through; whatever is between the first and the last is taken."""

    steps: tuple[int, ...]

    def fitted(self, value: int) -> int:
        """Return the nearest number within the bounds."""
        return max(self.steps[0], min(self.steps[-1], value))


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A font by its name; "" is the desktop's. A `fixed` one has letters of one width."""

    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose. `zoom` is a percentage of a page's text, `scale` of everything around it.

    `scope` is what a search covers: the manual, all of a set, or all; `scope_set` is that set where it is not
    the open manual's. `recent` are the queries asked last.
    `shortcuts` are the keys of the actions that the reader changed, by the action's name.
    """

    theme: Annotated[
        str, OneOf({"system": "As the desktop", "light": "Light", "dark": "Dark"}), Words("Theme")
    ] = "system"
    zoom: Annotated[
        int, Steps((70, 80, 90, 100, 110, 125, 150, 175, 200)), Words("&Page text", "Text size")
    ] = 100
    text_font: Annotated[str, FontFamily(), Words("Page &font", "Font of the text")] = ""
    code_font: Annotated[str, FontFamily(fixed=True), Words("&Code font", "Font of code")] = ""
    scale: Annotated[int, Steps((100, 110, 125, 150, 175, 200)), Words("&Interface", "Interface size")] = 100
    scope: Annotated[
        str,
        OneOf({"manual": "This manual", "set": "All manuals of its set", "all": "Every manual"}),
        Words("Search covers"),
    ] = "manual"
    scope_set: str = ""
    recent: list[str] = field(default_factory=list)
    shortcuts: dict[str, list[str]] = field(default_factory=dict)
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is declared: `choices`, `steps`, `bounds` or `font` say what can be chosen.

    One that is on or off has none of them.

    `words` is None for one that is changed elsewhere than among the preferences.
    """

    name: str
    kind: type
    default: object
    words: Words | None
    choices: Mapping[str, str]
    steps: tuple[int, ...]
    bounds: tuple[int, int] | None
    font: FontFamily | None = None


def declared(settings: type[Settings] = Settings) -> dict[str, Setting]:
    """Return all settings by name, in the order of their declaration."""
    return {each.name: _setting(each) for each in fields(settings) if each.name != UNKNOWN}


def _setting(of: "Field[Any]") -> Setting:
    kind, *limits = get_args(of.type) if get_origin(of.type) is Annotated else (of.type,)
    words: Words | None = None
    choices: Mapping[str, str] = {}
    steps: tuple[int, ...] = ()
    bounds: tuple[int, int] | None = None
    font: FontFamily | None = None
    for limit in limits:
        if isinstance(limit, Words):
            words = limit
        elif isinstance(limit, OneOf):
            choices = limit.choices
        elif isinstance(limit, Steps):
            steps = limit.steps
        elif isinstance(limit, Between):
            bounds = limit.least, limit.most
        elif isinstance(limit, FontFamily):
            font = limit
    default = of.default if of.default_factory is MISSING else of.default_factory()
    return Setting(of.name, get_origin(kind) or kind, default, words, choices, steps, bounds, font)


SETTINGS = declared()


class SettingsStore(JsonFile[Settings]):
    """Keeps settings in a JSON file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, VERSION, "settings", Settings, Settings())
