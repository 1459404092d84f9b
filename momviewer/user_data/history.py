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
    """The visits of one view, oldest first, and which of them is shown."""

    MAX_ENTRIES = 500

    def __init__(self, visits: Iterable[HistoryEntry] = (), at: int = -1) -> None:
        self.reset(visits, at)

    def reset(self, visits: Iterable[HistoryEntry], at: int) -> None:
        """Go on with other visits, of which the one at `at` is shown."""
        self._visits = list(visits)
        self._at = max(0, min(at, len(self._visits) - 1)) if self._visits else -1

    @property
    def visits(self) -> tuple[HistoryEntry, ...]:
        """Return all visits, oldest first."""
        return tuple(self._visits)

    @property
    def at(self) -> int:
        """Return which of `visits` is shown, or -1 at the very beginning."""
        return self._at

    @property
    def current(self) -> HistoryEntry | None:
        """Return the visit that is shown, or None at the very beginning."""
        return self._visits[self._at] if self._visits else None

    @property
    def can_go_back(self) -> bool:
        """Return whether there is a visit before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Return whether there is a visit after this one."""
        return self._at + 1 < len(self._visits)

    def behind(self) -> tuple[HistoryEntry, ...]:
        """Return the visits that going back leads to, the nearest first."""
        return tuple(reversed(self._visits[: self._at]))

    def ahead(self) -> tuple[HistoryEntry, ...]:
        """Return the visits that going forward leads to, the nearest first."""
        return tuple(self._visits[self._at + 1 :])

    def visit(self, visit: HistoryEntry) -> None:
        """Note a new visit and forget those ahead of the current one. The same place again is no visit."""
        current = self.current
        if current and current.place == visit.place:
            return
        self._visits = [*self._visits[: self._at + 1], visit][-self.MAX_ENTRIES :]
        self._at = len(self._visits) - 1

    def replace_current(self, visit: HistoryEntry) -> None:
        """Put another visit in the place of the current one: moving through results leaves one trace."""
        if self._visits:
            self._visits[self._at] = visit
        else:
            self.visit(visit)

    def leave_at(self, scroll: int) -> None:
        """Note how far the current page is scrolled, before another is shown."""
        if self._visits:
            self._visits[self._at] = replace(self._visits[self._at], scroll=scroll)

    def go(self, step: int) -> HistoryEntry | None:
        """Go back (-1, or further) or forward (1) and return the visit there; None where there is none."""
        if not 0 <= self._at + step < len(self._visits):
            return None
        self._at += step
        return self._visits[self._at]
