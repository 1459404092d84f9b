"""The window as it was left: its tabs, each with where it has been, its sidebar and its sizes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.json_file import JsonFile

VERSION = 1
MAX_TABS = 100
MAX_ENTRIES_PER_TAB = 30
"""Visits of a tab that are kept on each side of the one it shows."""
MAX_WINDOW_PX = 16_384
"""Device-independent pixels that no side of a window has."""
FURTHEST = 2**31 - 1
"""Pixels that Qt can scroll by."""


@dataclass(frozen=True, slots=True)
class TabHistory:
    """A tab: the visits it can go back and forward to, oldest first, which of them it shows, its title."""

    visits: tuple[HistoryEntry, ...]
    at: int = 0
    title: str = ""

    @property
    def current(self) -> HistoryEntry:
        """Return the visit that the tab shows."""
        return self.visits[self.at]

    def history(self) -> History:
        """Return a history to go on with."""
        return History(self.visits, self.at)


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in device-independent pixels; `panel` is the name of the sidebar's panel."""

    width: int = 1280
    height: int = 800
    maximized: bool = False
    sidebar_width: int = 304
    sidebar_visible: bool = True
    panel: str = ""
    note_height: int = 120


@dataclass(frozen=True, slots=True)
class Session:
    """The tabs in their order, which of them is in front, and how the window is laid out."""

    tabs: tuple[TabHistory, ...] = ()
    current: int = 0
    layout: Layout = Layout()


class SessionStore:
    """Keeps the session in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, VERSION, "session", _session)

    @property
    def trouble(self) -> str:
        """Return why the last `load` gave an empty session although there is a file, or ""."""
        return self._file.trouble

    def load(self) -> Session:
        """Return the session that was saved; an empty one where there is none that can be used."""
        return self._file.load(Session())

    def save(self, session: Session) -> None:
        """Write the session; raises LibraryError where that fails, and the old one stays."""
        self._file.save(asdict(session))


def tab_history_of(history: History, title: str) -> TabHistory | None:
    """Return what is kept of a tab's history; None for one without a visit."""
    if not history.visits:
        return None
    first = max(0, history.at - MAX_ENTRIES_PER_TAB)
    return TabHistory(history.visits[first : history.at + MAX_ENTRIES_PER_TAB + 1], history.at - first, title)


def _session(stored: dict[str, Any]) -> Session:
    tabs = tuple(_tab_history(tab) for tab in stored["tabs"][:MAX_TABS])
    current = _number(stored["current"], 0, max(0, len(tabs) - 1))
    return Session(tabs, current, _layout(stored.get("layout", {})))


def _tab_history(stored: dict[str, Any]) -> TabHistory:
    visits = tuple(_visit(visit) for visit in stored["visits"])
    title = stored["title"]
    if not isinstance(title, str):
        raise TypeError(f"a tab's title is {title!r}")
    return TabHistory(visits, _number(stored["at"], 0, len(visits) - 1), title)


def _visit(stored: dict[str, Any]) -> HistoryEntry:
    visit = HistoryEntry(**stored)
    if not _all_text((visit.manual, visit.page, visit.anchor, visit.title)):
        raise TypeError("a tab shows something that is no page")
    _number(visit.scroll, -1, FURTHEST)
    return visit


def _layout(stored: dict[str, Any]) -> Layout:
    known = {name: stored[name] for name in {known.name for known in fields(Layout)} & stored.keys()}
    for name, value in known.items():
        if type(value) is not type(getattr(Layout(), name)):
            raise TypeError(f"{name} is {value!r}")
        if type(value) is int:
            _number(value, 1, MAX_WINDOW_PX)
    return Layout(**known)


def _number(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{value!r} is no number from {least} to {most}")
    return value


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
