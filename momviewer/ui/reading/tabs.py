"""Keeps the tabs: each has its own history, and the one page view shows them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.reading.open_manuals import ManualNames
from momviewer.ui.reading.reader import Reader
from momviewer.ui.reading.tab_bar import TabRow
from momviewer.user_data.decoding import Unknown
from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.session import Session, TabHistory, missing_tabs, tab_history_of
from momviewer.wording import counted

MAX_CLOSED_TABS = 20


@dataclass(slots=True)
class Tab:
    """A tab: its history and its title."""

    history: History
    title: str
    unknown: Unknown = ()
    """Fields that a newer version kept of it."""


class Tabs(QObject):
    """Keeps the row of tabs and the reader's histories in step. There is always one tab."""

    changed = Signal()
    new_opened = Signal()
    """A tab was opened for something that is still to be chosen."""

    def __init__(self, row: TabRow, reader: Reader, names: ManualNames) -> None:
        super().__init__(row)
        self._row, self._bar, self._reader, self._names = row, row.tabs, reader, names
        names.changed.connect(self._show_names)
        self._closed: list[tuple[int, Tab]] = []
        self._add(Tab(reader.history, ""), 0)
        reader.place_shown.connect(self._name_current)
        reader.history_changed.connect(self._show_names)
        reader.history_changed.connect(self.changed)
        bar = row.tabs
        bar.currentChanged.connect(self._switch)
        bar.tabCloseRequested.connect(self.close)
        bar.tabMoved.connect(lambda _from, _to: self.changed.emit())
        bar.new_requested.connect(self.new)

    # What the reader can do

    def commands(self) -> list[Command]:
        """Return the commands for tabs."""
        return [
            Command("new tab", "New tab", Group.TABS, self.new, ("Ctrl+T",), Menu.TABS),
            Command("close tab", "Close tab", Group.TABS, self.close_current, ("Ctrl+W",)),
            Command("reopen tab", "Reopen closed tab", Group.TABS, self.reopen, ("Ctrl+Shift+T",), Menu.TABS),
            Command("next tab", "Next tab", Group.TABS, lambda: self.step(1), ("Ctrl+Tab", "Ctrl+PgDown")),
            Command(
                "previous tab",
                "Previous tab",
                Group.TABS,
                lambda: self.step(-1),
                ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
            ),
        ]

    def new(self) -> None:
        """Open another tab with the shown page, for the reader to go on from there."""
        address = self._reader.address
        if address:
            self.open(address)
        self.new_opened.emit()

    def open(self, address: Address, title: str = "", *, behind: bool = False) -> None:
        """Open a place in a tab beside the current one, in front unless it is to stay `behind`.

        `title` names one of a manual that is not read.
        """
        manual = address.manual or self._reader.manual_id
        if (here := self._reader.address) and not (address.page or address.manual):
            address = replace(address, page=here.page)  # a place on the shown page
        history = History()
        title = self._title_of(address, title)
        history.add(HistoryEntry(manual, address.page, address.anchor, title=title))
        place = self._bar.currentIndex() + 1
        self._add(Tab(history, title), place)
        if not behind:
            self._bar.setCurrentIndex(place)
        self.changed.emit()

    def close_current(self) -> None:
        """Close the tab in front."""
        self.close(self._bar.currentIndex())

    def close(self, place: int) -> None:
        """Close a tab; the last one stays."""
        if self._bar.count() > 1 and place >= 0:
            self._closed = [*self._closed, (place, self._tab(place))][-MAX_CLOSED_TABS:]
            self._bar.removeTab(place)
            self._show_row()
            self._show_names()
            self.changed.emit()

    def reopen(self) -> None:
        """Open the tab that was closed last again, with its history."""
        if self._closed:
            place, tab = self._closed.pop()
            self._bar.setCurrentIndex(self._add(tab, min(place, self._bar.count())))

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) tab, round the ends."""
        self._bar.setCurrentIndex((self._bar.currentIndex() + by) % self._bar.count())

    # From one start to the next

    def session(self) -> Session:
        """Return the tabs with their histories, to be saved."""
        self._reader.note_scroll()
        places = range(self._bar.count())
        tabs = ((place, self._tab(place)) for place in places)
        histories = ((place, tab_history_of(tab.history, tab.title, tab.unknown)) for place, tab in tabs)
        kept = [(place, tab_history) for place, tab_history in histories if tab_history]
        current = next((n for n, (place, _) in enumerate(kept) if place == self._bar.currentIndex()), 0)
        return Session(tuple(tab_history for _, tab_history in kept), current)

    def restore(self, session: Session) -> None:
        """Open the tabs of a session around the one in front, which is there."""
        for place, tab_history in enumerate(session.tabs):
            if place == session.current:
                self._tab(place).unknown = tab_history.unknown
            else:
                self._add_kept(tab_history, place)

    def take_in(self, tabs: Sequence[TabHistory]) -> str:
        """Open tabs behind those that are open, and say how many: "2 tabs; 3 were open already"."""
        missing = missing_tabs(self.session().tabs, tabs)
        for tab in missing:
            self._add_kept(tab, self._bar.count())
        self.changed.emit()
        known = len(tabs) - len(missing)
        told = counted(known, "was open already", "were open already")
        return counted(len(missing), "tab") + (f"; {told}" if known else "")

    # Inside

    def _tab(self, place: int) -> Tab:
        tab = self._bar.tabData(place)
        assert isinstance(tab, Tab)  # noqa: S101 - every tab is made with one
        return tab

    def _add_kept(self, kept: TabHistory, place: int) -> None:
        self._add(Tab(kept.history(), kept.title or kept.current.page, kept.unknown), place)

    def _add(self, tab: Tab, place: int) -> int:
        with QSignalBlocker(self._bar):  # a tab that is put in before the current one moves that
            place = self._bar.insertTab(place, "")
            self._bar.setTabData(place, tab)
        self._name(place, tab.title)
        self._show_row()
        return place

    def _name(self, place: int, title: str) -> None:
        self._tab(place).title = title
        self._show_names()

    def _show_names(self) -> None:
        """Show what the tabs are called: with the manual of each where they are of several."""
        tabs = [self._tab(place) for place in range(self._bar.count())]
        manuals = [tab.history.current.manual if tab.history.current else "" for tab in tabs]
        several = len({*manuals} - {""}) > 1
        self._bar.setElideMode(Qt.TextElideMode.ElideMiddle if several else Qt.TextElideMode.ElideRight)
        for place, (tab, manual) in enumerate(zip(tabs, manuals, strict=True)):
            name = f"{tab.title} · {self._names.of(manual)}" if several and manual else tab.title
            self._bar.setTabText(place, name.replace("&", "&&"))
            self._bar.setTabToolTip(place, escape(name))

    def _show_row(self) -> None:
        self._row.setVisible(self._bar.count() > 1)

    def _switch(self, place: int) -> None:
        if place >= 0:
            self._reader.set_history(self._tab(place).history)

    def _name_current(self, address: Address, title: str) -> None:
        place = self._bar.currentIndex()
        if place >= 0:
            self._name(place, self._title_of(address, title))

    def _title_of(self, address: Address, otherwise: str = "") -> str:
        here = address.manual in {"", self._reader.manual_id} and self._reader.outline
        page = here.pages.get(address.page) if here else None
        return page.label if page else otherwise or address.page
