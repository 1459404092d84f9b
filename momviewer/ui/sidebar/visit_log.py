"""Keeps the history over all tabs and sessions, and opens the list that it is searched in."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.tasks import Task
from momviewer.ui.base.theme import Theme
from momviewer.ui.reading.reader import Reader
from momviewer.ui.widgets.choice_rows import ListItem, has_words
from momviewer.user_data.visits import Visit, Visits, VisitStore

KIND = "history"
MAX_ROWS = 300
"""Rows that are listed; what is typed looks through all."""


class VisitLog(QObject):
    """Notes each place that is opened, not those that are passed while results are walked.

    The file is read when the window stands, off its thread; who asks for the list sooner waits for it.
    """

    requested = Signal(Address, str)
    trouble = Signal(str)

    def __init__(
        self,
        store: VisitStore,
        autosave: Autosave,
        reader: Reader,
        theme: Callable[[], Theme],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store, self._autosave, self._reader, self._window = store, autosave, reader, window
        self._theme = theme
        self.visits = Visits()
        self._loading: Task | None = None
        self._is_loaded = False
        autosave.register(KIND, lambda: tuple(self.visits), store.save)
        reader.history_changed.connect(self._note)

    def commands(self) -> list[Command]:
        """Return the command that opens the list."""
        return [Command("history", "History…", Group.MOVING, self.show, ("Ctrl+H",), Menu.TABS)]

    def load(self) -> Task:
        """Load what earlier sessions noted, unless that is done or under way."""
        if self._loading is None:
            store = self._store
            self._loading = self._autosave.load(
                lambda: (store.load(), store.trouble), lambda outcome: self._join(*outcome)
            )
        return self._loading

    def show(self) -> None:
        """Open the list of the places, the latest first, below their days."""
        from momviewer.ui.sidebar.list_dialog import ListDialog

        if not self._is_loaded:
            self._autosave.wait_for(self.load())
        dialog = ListDialog(
            "History",
            lambda typed: rows(list(self.visits), typed, self._reader.manual_id, _now().date()),
            self._theme(),
            self._window,
            placeholder="Filter the history",
            nothing="Nothing is there that was read.",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._open)
        forget = dialog.buttons.addButton("Forget all", QDialogButtonBox.ButtonRole.DestructiveRole)
        forget.setAutoDefault(False)
        forget.clicked.connect(lambda _checked: self._forget(dialog.show_rows))
        dialog.open()

    # Inside

    def _note(self) -> None:
        place = self._reader.address
        if place is None or self._reader.walking:
            return
        now = _now().isoformat(timespec="minutes")
        self.visits.note(Visit(place.manual, place.page, place.anchor, self._reader.place_title, now))
        self._save()

    def _join(self, earlier: Sequence[Visit], trouble: str) -> None:
        noted = tuple(self.visits)
        self.visits = Visits((*noted, *earlier))
        self._is_loaded = True
        if trouble:
            self.trouble.emit(trouble)
        if noted:
            self._save()

    def _save(self) -> None:
        """Have the visits written down, unless those of before are still to be read."""
        if self._is_loaded:
            self._autosave.changed(KIND)

    def _open(self, value: str) -> None:
        found = next((visit for visit in self.visits if _value(visit) == value), None)
        if found:
            self.requested.emit(Address(found.page, found.anchor, found.manual), found.title)

    def _forget(self, show: Callable[[], None]) -> None:
        self.visits.clear()
        self._save()
        show()


def rows(visits: Iterable[Visit], typed: str, manual: str, today: date) -> list[ListItem]:
    """Return the rows of visits that have the words typed, below headings of days.

    A place of another manual than `manual` names its own.
    """
    found = (v for v in visits if has_words(typed, v.title, v.page, v.manual))
    listed: list[ListItem] = []
    above = ""
    for visit in islice(found, MAX_ROWS):
        day, _, time = visit.at.partition("T")
        if day != above:
            above = day
            listed.append(ListItem("heading", day_name(day, today)))
        elsewhere = f"{visit.manual} · " if visit.manual != manual else ""
        name = visit.title or visit.page
        listed.append(ListItem("visit", name, _value(visit), f"{elsewhere}{time[:5]}", title=name))
    return listed


def day_name(day: str, today: date) -> str:
    """Return a day in words: "Today", "Yesterday", "Friday, 27 November 2026"; "Earlier" for none."""
    try:
        then = date.fromisoformat(day)
    except ValueError:
        return "Earlier"
    if then == today:
        return "Today"
    if then == today - timedelta(days=1):
        return "Yesterday"
    return f"{DAYS[then.weekday()]}, {then.day} {MONTHS[then.month - 1]} {then.year}"


def _now() -> datetime:
    """Return the time in the reader's zone."""
    return datetime.now().astimezone()


DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()


def _value(visit: Visit) -> str:
    return str(Address(visit.page, visit.anchor, visit.manual))
