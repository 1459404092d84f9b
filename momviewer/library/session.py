"""The tabs of the window as they were left: what each shows, and where it was scrolled to."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from momviewer.library.history import Visit
from momviewer.library.json_file import JsonFile

VERSION = 1
MOST_TABS = 100


@dataclass(frozen=True, slots=True)
class Session:
    """The visit that each tab shows, in the order of the tabs, and which tab is in front."""

    tabs: tuple[Visit, ...] = ()
    current: int = 0


class SessionStore:
    """Keeps the session in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, VERSION, "session")

    @property
    def trouble(self) -> str:
        """Return why the last `load` gave an empty session, or ""."""
        return self._file.trouble

    def load(self) -> Session:
        """Return the session that was saved; an empty one where there is none that can be used."""
        return self._file.load(_session, Session())

    def save(self, session: Session) -> None:
        """Write the session; raises LibraryError where that fails, and the old one stays."""
        self._file.save(asdict(session))


def _session(stored: dict[str, Any]) -> Session:
    tabs = tuple(_visit(tab) for tab in stored["tabs"][:MOST_TABS])
    current = stored["current"]
    if not isinstance(current, int):
        raise TypeError(f"current is {current!r}")
    return Session(tabs, max(0, min(current, len(tabs) - 1)))


def _visit(stored: dict[str, Any]) -> Visit:
    visit = Visit(**stored)
    if not all(isinstance(name, str) for name in (visit.manual, visit.page, visit.anchor)):
        raise TypeError("a tab shows something that is no page")
    if not isinstance(visit.scroll, int):
        raise TypeError("a tab is scrolled to something that is no number")
    return visit
