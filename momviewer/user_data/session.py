"""The window as it was left: its tabs, each with where it has been, its sidebar and its sizes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from momviewer.user_data.decoding import Between, Count, PlaceIn, Unknown
from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.json_file import JsonFile, UnusableFileError

VERSION = 1
MAX_TABS = 100
MAX_ENTRIES_PER_TAB = 30
"""Visits of a tab that are kept on each side of the one it shows."""
MAX_WINDOW_PX = 16_384
"""Device-independent pixels that no side of a window has."""
MAX_POSITION_PX = 65_536
"""Device-independent pixels that no window is away from the origin of its desktop, in any direction."""

Coordinate = Annotated[int, Between(-MAX_POSITION_PX, MAX_POSITION_PX)]
Pixels = Annotated[int, Between(1, MAX_WINDOW_PX)]


@dataclass(frozen=True, slots=True)
class TabHistory:
    """A tab: the visits it can go back and forward to, oldest first, which of them it shows, its title."""

    visits: Annotated[tuple[HistoryEntry, ...], Count(1, History.MAX_ENTRIES)]
    at: Annotated[int, PlaceIn("visits")] = 0
    title: str = ""
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)

    @property
    def current(self) -> HistoryEntry:
        """Return the visit that the tab shows."""
        return self.visits[self.at]

    def history(self) -> History:
        """Return a history to go on with."""
        return History(self.visits, self.at)


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in device-independent pixels; `panel` is the name of the sidebar's panel.

    `sidebar_width` is that at 100 % of the interface's size.

    `position` is where the window's frame has its left upper corner, or empty where that is not known.
    """

    width: Pixels = 1280
    height: Pixels = 800
    maximized: bool = False
    sidebar_width: Pixels = 304
    sidebar_visible: bool = True
    panel: str = ""
    note_height: Pixels = 120
    position: Annotated[tuple[Coordinate, ...], Count(0, 2)] = ()
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Session:
    """The tabs in their order, which of them is in front, and how the window is laid out."""

    tabs: Annotated[tuple[TabHistory, ...], Count(0, MAX_TABS)] = ()
    current: Annotated[int, PlaceIn("tabs")] = 0
    layout: Layout = Layout()
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


class SessionStore(JsonFile[Session]):
    """Keeps the session in a JSON file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, VERSION, "session", Session, Session())

    def manual_at_hand(self) -> str:
        """Return the id of the manual that is read in the front tab, or ""; no file is changed."""
        try:
            found = self._found()
        except (OSError, UnusableFileError):
            return ""
        tabs = found.value.tabs if found else ()
        return tabs[found.value.current].current.manual if found and tabs else ""


def tab_history_of(history: History, title: str, unknown: Unknown = ()) -> TabHistory | None:
    """Return what is kept of a tab's history; None for one without a visit."""
    if not history.entries:
        return None
    first = max(0, history.at - MAX_ENTRIES_PER_TAB)
    visits = history.entries[first : history.at + MAX_ENTRIES_PER_TAB + 1]
    return TabHistory(visits, history.at - first, title, unknown=unknown)


def missing_tabs(now: Iterable[TabHistory], back: Iterable[TabHistory]) -> tuple[TabHistory, ...]:
    """Return the tabs to be brought back that are not there now: those that have been elsewhere."""
    there = [_route(tab) for tab in now]
    missing = []
    for tab in back:
        if _route(tab) in there:
            there.remove(_route(tab))
        else:
            missing.append(tab)
    return tuple(missing)


def _route(tab: TabHistory) -> tuple[object, ...]:
    return (tab.at, *(visit.place for visit in tab.visits))
