"""Where the reader has been: the places to go back to and forward to, each with its scroll position."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Visit:
    """A place that was read: a page of a manual, the anchor it was opened at, and how far it was scrolled.

    `scroll` is in pixels of the page view, or -1 where the anchor says where to begin.
    """

    manual: str
    page: str
    anchor: str = ""
    scroll: int = -1


class History:
    """The visits of one view, oldest first, and which of them is shown."""

    LONGEST = 500

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def current(self) -> Visit | None:
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

    def visit(self, visit: Visit) -> None:
        """Note a new visit and forget those ahead of the current one. The same place again is no visit."""
        current = self.current
        if current and replace(current, scroll=-1) == replace(visit, scroll=-1):
            return
        self._visits = [*self._visits[: self._at + 1], visit][-self.LONGEST :]
        self._at = len(self._visits) - 1

    def replace_current(self, visit: Visit) -> None:
        """Put another visit in the place of the current one: moving through results leaves one trace."""
        if self._visits:
            self._visits[self._at] = visit
        else:
            self.visit(visit)

    def leave_at(self, scroll: int) -> None:
        """Note how far the current page is scrolled, before another is shown."""
        if self._visits:
            self._visits[self._at] = replace(self._visits[self._at], scroll=scroll)

    def go(self, step: int) -> Visit | None:
        """Go back (-1) or forward (1) and return the visit there; None where there is none."""
        if not 0 <= self._at + step < len(self._visits):
            return None
        self._at += step
        return self._visits[self._at]
