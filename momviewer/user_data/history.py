"""Where the reader has been: the places to go back to and forward to, each with its scroll position."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Annotated

from momviewer.user_data.decoding import Between, Unknown

MAX_SCROLL_PX = 2**31 - 1
"""Pixels that Qt can scroll by."""

EntryKey = tuple[str, str, str]
"""Manual, page and anchor."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A place that was read: a page of a manual, the anchor it was opened at, and how far it was scrolled.

    `scroll` is in pixels of the page view, or -1 where the anchor says where to begin; `title` names the
    place to the reader.
    """

    manual: str
    page: str
    anchor: str = ""
    scroll: Annotated[int, Between(-1, MAX_SCROLL_PX)] = -1
    title: str = ""
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)

    @property
    def place(self) -> EntryKey:
        """Return where it was."""
        return (self.manual, self.page, self.anchor)


class History:
    """The entries of one view, oldest first, and which of them is shown."""

    MAX_ENTRIES = 500

    def __init__(self, entries: Iterable[HistoryEntry] = (), at: int = -1) -> None:
        self.reset(entries, at)

    def reset(self, entries: Iterable[HistoryEntry], at: int) -> None:
        """Go on with other entries, of which the one at `at` is shown."""
        self._entries = list(entries)
        self._at = max(0, min(at, len(self._entries) - 1)) if self._entries else -1
        self._walking = False

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Return all entries, oldest first."""
        return tuple(self._entries)

    @property
    def at(self) -> int:
        """Return which of `entries` is shown, or -1 at the very beginning."""
        return self._at

    @property
    def current(self) -> HistoryEntry | None:
        """Return the entry that is shown, or None at the very beginning."""
        return self._entries[self._at] if self._at >= 0 else None

    @property
    def is_walking(self) -> bool:
        """Return whether the entry that is shown is one of a walk, which the next step of it replaces."""
        return self._walking

    @property
    def can_go_back(self) -> bool:
        """Return whether there is an entry before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Return whether there is an entry after this one."""
        return self._at + 1 < len(self._entries)

    def behind(self) -> tuple[HistoryEntry, ...]:
        """Return the entries that going back leads to, the nearest first."""
        return tuple(reversed(self._entries[: self._at]))

    def ahead(self) -> tuple[HistoryEntry, ...]:
        """Return the entries that going forward leads to, the nearest first."""
        return tuple(self._entries[self._at + 1 :])

    def add(self, entry: HistoryEntry) -> None:
        """Note a new entry and forget those ahead of the current one. The same place again is none.

        It ends a walk, and stands where that began.
        """
        self._forget_walk()
        if self.current is None or self.current.place != entry.place:
            self._append(entry)

    def add_walked(self, entry: HistoryEntry) -> None:
        """Note an entry of a walk through results, which leaves one trace however many there are.

        Where the walk began stays as it is, also if this is the same place.
        """
        self._forget_walk()
        self._append(entry)
        self._walking = True

    def end_walk(self) -> None:
        """Let the last entry of a walk stay."""
        self._walking = False

    def leave_at(self, scroll: int) -> None:
        """Note how far the current page is scrolled, before another is shown."""
        if self._at >= 0:
            self._entries[self._at] = replace(self._entries[self._at], scroll=scroll)

    def go(self, step: int) -> HistoryEntry | None:
        """Go back (-1, or further) or forward (1) and return the entry there; None where there is none."""
        if not 0 <= self._at + step < len(self._entries):
            return None
        self._walking = False
        self._at += step
        return self._entries[self._at]

    def _append(self, entry: HistoryEntry) -> None:
        self._entries = [*self._entries[: self._at + 1], entry][-self.MAX_ENTRIES :]
        self._at = len(self._entries) - 1

    def _forget_walk(self) -> None:
        if self._walking:
            self._walking = False
            del self._entries[self._at :]
            self._at -= 1
