"""Where the reader has been in all tabs and sessions: each place once, the latest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from momviewer.user_data.decoding import Unknown
from momviewer.user_data.json_file import JsonFile

VERSION = 1
MAX_VISITS = 2000


@dataclass(frozen=True, slots=True)
class Visit:
    """A place that was read, what it is called, and when that was last (ISO, local time, to the minute)."""

    manual: str
    page: str
    anchor: str = ""
    title: str = ""
    at: str = ""
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)

    @property
    def place(self) -> tuple[str, str, str]:
        """Return where it was."""
        return self.manual, self.page, self.anchor


class Visits:
    """The visits, the latest first, at most MAX_VISITS."""

    def __init__(self, visits: Iterable[Visit] = ()) -> None:
        self._visits: dict[tuple[str, str, str], Visit] = {}
        """By their places, the latest last."""
        for visit in reversed(tuple(visits)):
            self.note(visit)

    def __iter__(self) -> Iterator[Visit]:
        """Yield the visits, the latest first."""
        return reversed(self._visits.values())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._visits)

    def note(self, visit: Visit) -> None:
        """Note a visit, in the place of an earlier one to the same place."""
        self._visits.pop(visit.place, None)
        self._visits[visit.place] = visit
        if len(self._visits) > MAX_VISITS:
            del self._visits[next(iter(self._visits))]

    def clear(self) -> None:
        """Forget all of them."""
        self._visits.clear()


class VisitStore(JsonFile[tuple[Visit, ...]]):
    """Keeps visits in a JSON file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, VERSION, "history", tuple[Visit, ...], ())
