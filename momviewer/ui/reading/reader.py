"""Reading: which manual is open, which page is shown, and where the reader has been."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError
from momviewer.folding import TextPattern
from momviewer.library.library import Library
from momviewer.manual.links import Address
from momviewer.manual.model import Page
from momviewer.manual.outline import OpenManual, Outline
from momviewer.ui.base.actions import BarButton, Command, Group, Menu
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading import page_html
from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.session import TabHistory


class Reader(QObject):
    """Shows places of the open manual in the page view and keeps the history of it."""

    manual_opened = Signal()
    place_shown = Signal(Address, str)
    history_changed = Signal()
    page_shown = Signal(object)
    """The Page that is shown, or None for a page of the program's own."""
    trouble = Signal(MomviewerError)

    def __init__(self, library: Library, view: PageView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._view = view
        self.manual_at_hand: OpenManual | None = None
        self._page: Page | None = None
        self._anchor = ""
        self._title = ""
        self.place_title = ""
        """What the place that is shown is called: its example, its heading, or its page."""
        self._previewing = False
        self.history = History()
        self.marks: TextPattern | None = None
        view.page_requested.connect(self.open)
        view.missing_requested.connect(self.open)

    @property
    def manual_id(self) -> str:
        """Return the id of the open manual, or ""."""
        return self.manual_at_hand.bundle.info.id if self.manual_at_hand else ""

    @property
    def manual_title(self) -> str:
        """Return the title of the open manual, or ""."""
        return self.manual_at_hand.bundle.info.title if self.manual_at_hand else ""

    @property
    def outline(self) -> Outline | None:
        """Return the shape of the open manual."""
        return self.manual_at_hand.outline if self.manual_at_hand else None

    @property
    def address(self) -> Address | None:
        """Return the place that is shown, with its manual; None where no page is."""
        return Address(self._page.info.id, self._anchor, self.manual_id) if self._page else None

    def close(self) -> None:
        """Give the manual's files back."""
        if self.manual_at_hand:
            self.manual_at_hand.bundle.close()
            self.manual_at_hand = None

    # Manuals

    def open_manual(self, manual_id: str) -> bool:
        """Open a manual without showing a page of it; say whether that worked."""
        try:
            self.set_manual(OpenManual(self._library.find(manual_id).folder))
        except MomviewerError as error:
            self.trouble.emit(error)
            return False
        return True

    def set_manual(self, manual: OpenManual) -> None:
        """Read in a manual that has been opened."""
        self.close()
        self.manual_at_hand = manual
        self._page = None
        self.manual_opened.emit()

    @property
    def page(self) -> Page | None:
        """Return the page of the manual that is shown."""
        return self._page

    # Places

    def commands(self) -> list[Command]:
        """Return how a reader goes from place to place."""
        return [
            Command(
                "back",
                "Back",
                Group.MOVING,
                lambda: self.go(-1),
                ("Alt+Left",),
                button=BarButton("left", "back"),
            ),
            Command(
                "forward",
                "Forward",
                Group.MOVING,
                lambda: self.go(1),
                ("Alt+Right",),
                button=BarButton("left", "forward"),
            ),
            Command(
                "previous",
                "Previous page",
                Group.MOVING,
                lambda: self.neighbour(-1),
                ("Alt+PgUp",),
                Menu.PAGE,
            ),
            Command("up", "Page above", Group.MOVING, lambda: self.neighbour(0), ("Alt+Up",), Menu.PAGE),
            Command("next", "Next page", Group.MOVING, lambda: self.neighbour(1), ("Alt+PgDown",), Menu.PAGE),
        ]

    def open(self, address: Address, title: str = "") -> None:
        """Show a place and remember it. `title` names it where the manual does not hold it."""
        self._previewing = False
        self.note_scroll()
        if self._show(address, title):
            self.history.add(self._entry(address))
            self.history_changed.emit()

    def preview(self, address: Address) -> None:
        """Show a place while results are walked: the whole walk leaves one trace in the history."""
        if not self._previewing:
            self.note_scroll()
        if self._show(address):
            entry = self._entry(address)
            if self._previewing:
                self.history.replace_current(entry)
            else:
                self.history.add(entry)
            self._previewing = True
            self.history_changed.emit()

    def open_start(self) -> None:
        """Show the manual's first page."""
        if self.outline and self.outline.pages:
            self.open(Address(next(iter(self.outline.pages))))

    def go(self, step: int) -> None:
        """Go back (-1, or further) or forward (1), to where that page was left."""
        self._previewing = False
        self.note_scroll()
        self._return_to(self.history.go(step))

    def set_history(self, history: History) -> None:
        """Go on in another history, at the place where it was left."""
        self._previewing = False
        self.note_scroll()
        self.history = history
        self._return_to(history.current)

    def note_scroll(self) -> None:
        """Note in the history how far the page is scrolled."""
        if self._page:
            self.history.leave_at(self._view.scroll_position())

    def resume(self, tab_history: TabHistory) -> None:
        """Begin where the reader was when the window was closed, with the way back from there."""
        self.history.reset(tab_history.visits, tab_history.at)
        self._return_to(tab_history.current)

    def neighbour(self, step: int) -> None:
        """Show the previous (-1) or the next (1) page of the book, or the one above (0)."""
        if self._page:
            info = self._page.info
            if target := {-1: info.previous, 0: info.up, 1: info.next}[step]:
                self.open(Address(target))

    def show_html(self, html: str) -> None:
        """Show a page of the program's own; it is no place of the manual."""
        self.note_scroll()
        self._page = None
        self._view.show_page(html)
        self.page_shown.emit(None)

    def set_marks(self, marks: TextPattern | None) -> None:
        """Mark other words on this page and those that follow."""
        self.marks = marks
        self._view.mark(marks)

    # Inside

    def _entry(self, address: Address) -> HistoryEntry:
        page = address.page or self._current_page()
        return HistoryEntry(self.manual_id, page, address.anchor, title=self.place_title)

    def _current_page(self) -> str:
        return self._page.info.id if self._page else ""

    def _return_to(self, entry: HistoryEntry | None) -> None:
        if entry:
            shown = self._show(Address(entry.page, entry.anchor, entry.manual))
            if shown and entry.scroll >= 0:
                self._view.scroll_to(entry.scroll)
            elif not shown:  # nothing of another tab or place may stand for this one
                self._page = None
                lost = f"It was in the manual {entry.manual}, which cannot be opened now."
                self.show_html(page_html.empty_page(entry.title or entry.page, lost))
        self.history_changed.emit()

    def _show(self, address: Address, title: str = "") -> bool:
        try:
            if address.manual not in {"", self.manual_id}:
                self.set_manual(OpenManual(self._library.find(address.manual).folder))
            return self._show_here(address, title)
        except MomviewerError as error:
            self.trouble.emit(error)
            return False

    def _show_here(self, address: Address, title: str) -> bool:
        if self.manual_at_hand is None:
            return False
        bundle, outline = self.manual_at_hand.bundle, self.manual_at_hand.outline
        page_id = address.page or self._current_page()
        if self._page is None or self._page.info.id != page_id:
            page = bundle.page(page_id)
            if page is None:
                self._show_missing(replace(address, manual=""), title)
                return True
            self._page = page
            self._title = page.info.title
            self._view.show_page(page_html.framed_page(page, outline), bundle.images, self.marks)
            self.page_shown.emit(page)
        self._anchor = address.anchor
        self.place_title = outline.title_of(self._page, address.anchor)
        if not (address.anchor and self._view.go_to(address.anchor)):
            self._view.scroll_to(0)
        self.place_shown.emit(Address(page_id, address.anchor), self._title)
        return True

    def _show_missing(self, address: Address, title: str) -> None:
        if self.manual_at_hand is None:
            return
        bundle, outline = self.manual_at_hand.bundle, self.manual_at_hand.outline
        way = outline.way_to(address.page)
        above = page_html.breadcrumb(address.page, "", outline)
        name = title or (way[-1].label if way else address.page)
        self._page, self.place_title = None, name
        self._view.show_page(
            page_html.missing_page(address, name, bundle.info, above, way[-1].number if way else "")
        )
        self.page_shown.emit(None)
        self.place_shown.emit(Address(address.page), name)
