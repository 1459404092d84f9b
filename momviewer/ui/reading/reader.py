"""Reading: which manual is open, which page is shown, and where the reader has been."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.folding import TextPattern
from momviewer.manual.links import Address
from momviewer.manual.model import Page
from momviewer.manual.outline import OpenManual, Outline
from momviewer.ui.base.actions import BarButton, Command, Group, Menu
from momviewer.ui.base.tasks import Task
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading import page_html
from momviewer.ui.reading.open_manuals import OpenManuals
from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.session import TabHistory
from momviewer.wording import numbered

GONE = "Its manual is no longer in the library."
Told = Callable[[MomviewerError | None], None]
"""Told that a place is shown, or why it is not."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that has been read, to be shown; `page` is None where the manual does not hold it."""

    manual: OpenManual
    address: Address
    page: Page | None


@dataclass(frozen=True, slots=True)
class _Coming:
    """A place that is shown once its manual is open. `at` says where in the history it is gone to."""

    task: Task
    at: int | None
    told: Told
    is_walked: bool


class Reader(QObject):
    """Shows places in the page view and keeps the history of it. It belongs to the window's thread.

    A place of a manual that is not open yet is shown when the opening lane has opened it, and all at once:
    until then everything stays as it is. What is asked for later takes the place of what is still coming.
    """

    manual_opened = Signal()
    """Another manual is read; what is shown of it comes next."""
    place_shown = Signal(Address, str)
    history_changed = Signal()
    page_shown = Signal(object)
    """The Page that is shown, or None for a page of the program's own."""
    titled = Signal(str, str)
    """What the page that is shown is called, and its manual; "" for a page of the program's own."""
    message = Signal(str)
    trouble = Signal(MomviewerError)

    def __init__(self, manuals: OpenManuals, view: PageView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._manuals = manuals
        self._view = view
        self.manual_at_hand: OpenManual | None = None
        self._page: Page | None = None
        self._anchor = ""
        self.place_title = ""
        """What the place that is shown is called: its example, its heading, or its page."""
        self.history = History()
        self.marks: TextPattern | None = None
        self._coming: _Coming | None = None
        view.describe = self.title_at
        view.page_requested.connect(self.open)
        view.turn_requested.connect(self.turn)
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
    def walking(self) -> bool:
        """Return whether what is shown was shown while results were walked."""
        return self.history.is_walking

    @property
    def address(self) -> Address | None:
        """Return the place that is shown, with its manual; None where no page is."""
        return Address(self._page.info.id, self._anchor, self.manual_id) if self._page else None

    def close(self) -> None:
        """Read nothing more; the manuals are closed by who keeps them open."""
        self._drop_coming()
        self.manual_at_hand = None

    @property
    def page(self) -> Page | None:
        """Return the page of the manual that is shown."""
        return self._page

    # Places

    @property
    def place_in_view(self) -> Address | None:
        """Return the example or the section that is read at the top of the view; None where no page is.

        The one that was jumped to goes before, as long as it is in view.
        """
        if self._page is None:
            return None
        headings = self._view.headings
        if headings.is_in_view(self._anchor):
            return self.address
        return Address(self._page.info.id, headings.read_at(self._view.scroll_position()), self.manual_id)

    def title_at(self, address: Address) -> str:
        """Return what a place of the open manual is called, as far as that is known without reading it."""
        outline = self.outline
        if outline is None or address.manual not in {"", self.manual_id}:
            return ""
        if self._page and address.page in {"", self._page.info.id}:
            return outline.title_of(self._page, address.anchor)
        item, page = outline.item_at(address), outline.pages.get(address.page)
        named = numbered(item.label, item.title) if item else ""
        return named or (page.label if page else "")

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
            Command("next example", "Next example", Group.MOVING, lambda: self.step_example(1), ("Alt+E",)),
            Command(
                "previous example",
                "Previous example",
                Group.MOVING,
                lambda: self.step_example(-1),
                ("Alt+Shift+E",),
            ),
        ]

    def open(self, address: Address, title: str = "", told: Told = lambda _error: None) -> None:
        """Show a place and remember it. `title` names it where the manual does not hold it.

        An address without a manual is one of that which is read; one without a page is a manual's first.
        `told` is told what came of it, at once or when the manual is open.
        """

        def show(place: _Place) -> None:
            self.note_scroll()
            self._show(place, title)
            self.history.add(self._entry(place))
            self.history_changed.emit()
            told(None)

        def fail(error: MomviewerError) -> None:
            self.trouble.emit(error)
            told(error)

        self._reach(address, show, fail, told=told)

    def preview(self, address: Address) -> None:
        """Show a place while results are walked: the whole walk leaves one trace in the history."""

        def show(place: _Place) -> None:
            self.note_scroll()
            self._show(place)
            self.history.add_walked(self._entry(place))
            self.history_changed.emit()

        self._reach(address, show, self.trouble.emit, is_walked=True)

    def go(self, step: int) -> None:
        """Go back (-1, or further) or forward (1), to where that page was left.

        What is asked for while a place is still coming goes on from there.
        """
        start = self._coming.at if self._coming and self._coming.at is not None else self.history.at
        at = start + step
        if not 0 <= at < len(self.history.entries):
            return

        def move() -> None:
            self.note_scroll()
            self.history.go(at - self.history.at)

        self._return_to(self.history.entries[at], move, at)

    def leave_walk(self) -> None:
        """Go back to where a walk through results began, if there is one."""
        if self._coming and self._coming.is_walked:
            self._drop_coming()
        if self.walking:
            self.go(-1)

    def set_history(self, history: History) -> None:
        """Go on in another history, at the place where it was left."""
        self.note_scroll()
        self._drop_coming()
        self.history.end_walk()
        self.history = history
        if entry := history.current:
            if self._manuals.kept(entry.manual) is None:  # meanwhile, nothing of another tab stands for it
                opening = f"The manual {entry.manual} is being opened."
                self._show_own(page_html.empty_page(entry.title or entry.page, opening), entry.title)
            self._return_to(entry, lambda: None)
        else:
            self.history_changed.emit()

    def resume(self, tab_history: TabHistory, told: Told) -> None:
        """Begin where the reader was when the window was closed, with the way back from there."""
        self.history.reset(tab_history.visits, tab_history.at)
        self._return_to(tab_history.current, lambda: None, told=told)

    def stand_by(self, manual_id: str, then: Callable[[], None]) -> None:
        """Have a manual at hand whose contents and names are offered, with no page of it shown yet."""

        def stand(manual: OpenManual, _address: Address) -> None:
            self._coming = None
            self._take(manual)
            then()

        def fail(error: MomviewerError) -> None:
            self._coming = None
            self.trouble.emit(error)
            then()

        opening = self._manuals.open(Address("", manual=manual_id), stand, fail)
        self._coming = _Coming(opening, None, lambda _error: None, is_walked=False)

    def wait(self, timeout_s: float) -> None:
        """Wait for what is coming, for as long as a start waits for its page, and show it."""
        if self._coming:
            self._manuals.wait_for(self._coming.task, timeout_s)

    def leave(self, manual_id: str) -> None:
        """Give a manual's files back, for it is about to be removed; no page of it is shown any more."""
        self._drop_coming()
        if manual_id == self.manual_id:
            title = self.place_title
            self.manual_at_hand = None
            self._manuals.hold(None)
            self.show_html(page_html.empty_page(title, GONE), title)
        self._manuals.release(manual_id)

    def go_on(self, otherwise: Address) -> None:
        """Show again what was shown before `leave`.

        Where its manual was removed, that is the same place of the one that took over, or else `otherwise`.
        """
        if entry := self.history.current:
            self._return_to(entry, lambda: None, otherwise=otherwise)

    def note_scroll(self) -> None:
        """Note in the history how far the page is scrolled."""
        if self._page:
            self.history.leave_at(self._view.scroll_position())

    def neighbour(self, step: int) -> None:
        """Show the previous (-1) or the next (1) page of the book, or the one above (0)."""
        if self._page:
            info = self._page.info
            if target := {-1: info.previous, 0: info.up, 1: info.next}[step]:
                self.open(Address(target))

    def step_example(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) example of the manual, from what is read on."""
        place, outline = self.place_in_view, self.outline
        if place is None or outline is None:
            self.message.emit("There is no page of a manual to go on from here")
            return
        examples, here = outline.examples_in_order(), replace(place, manual="")
        if here in examples:
            is_left = not self._view.headings.is_in_view(here.anchor)  # back from its end is to its beginning
            at = examples.index(here) + (0 if step < 0 and is_left else step)
        else:
            above = set(self._view.headings.reached_at(self._view.scroll_position()))
            order = {page: at for at, page in enumerate(outline.pages)}
            before = [
                example
                for example in examples
                if order[example.page] < order[here.page]
                or (example.page == here.page and example.anchor in above)
            ]
            at = len(before) + (0 if step > 0 else -1)
        if 0 <= at < len(examples):
            self.open(examples[at])
        elif examples:
            self.message.emit("This is the last example" if step > 0 else "This is the first example")
        else:
            self.message.emit("This manual has no numbered examples")

    def turn(self, step: int) -> None:
        """Read on at the beginning of the next page (1), or back from the end of the previous one (-1)."""
        before = self._page
        self.neighbour(step)
        if self._page is before:
            self.message.emit("Here the manual ends" if step > 0 else "Here the manual begins")
        elif step < 0:
            self._view.scroll_to_end()

    def show_html(self, html: str, title: str = "") -> None:
        """Show a page of the program's own; it is no place of the manual."""
        self.note_scroll()
        self._show_own(html, title)

    def set_marks(self, marks: TextPattern | None) -> None:
        """Mark other words on this page and those that follow."""
        self.marks = marks
        self._view.mark(marks)

    # Inside: from an address to its place, which may have to be opened first

    def _reach(
        self,
        address: Address,
        show: Callable[[_Place], None],
        fail: Callable[[MomviewerError], None],
        *,
        at: int | None = None,
        told: Told = lambda _error: None,
        is_walked: bool = False,
    ) -> None:
        """Read a place and show it, at once where its manual is open, else when that is."""
        self._drop_coming()

        def read(manual: OpenManual, address: Address) -> None:
            self._coming = None
            try:
                place = self._place(manual, address)
            except MomviewerError as error:  # before anything has changed
                fail(error)
            else:
                show(place)

        def refuse(error: MomviewerError) -> None:
            self._coming = None
            fail(error)

        manual = self._manuals.kept(address.manual) if address.manual else self.manual_at_hand
        if manual:
            read(manual, address)
        elif address.manual:
            self._coming = _Coming(self._manuals.open(address, read, refuse), at, told, is_walked)

    def _drop_coming(self) -> None:
        """Show nothing that was asked for before and is still coming."""
        coming, self._coming = self._coming, None
        if coming:
            coming.task.drop()
            coming.told(NotFoundError("Something else was asked for before it could be shown."))

    def _place(self, manual: OpenManual, address: Address) -> _Place:
        """Read the page of an address, unless it is the one at hand; raises what is wrong with the manual."""
        here = "" if address.manual else self._current_page()
        page_id = address.page or here or next(iter(manual.outline.pages), "")
        at_hand = manual is self.manual_at_hand and self._page and self._page.info.id == page_id
        page = self._page if at_hand else manual.bundle.page(page_id)
        return _Place(manual, Address(page_id, address.anchor), page)

    def _return_to(
        self,
        entry: HistoryEntry,
        move: Callable[[], None],
        at: int | None = None,
        told: Told = lambda _error: None,
        otherwise: Address | None = None,
    ) -> None:
        """Show a place of the history as it was left, after `move` has gone to it there.

        Where its manual was removed, show the place `otherwise`, if there is one.
        """

        def show(place: _Place) -> None:
            move()
            # What took over from a manual that was removed is not as long as that, line by line.
            is_same = place.manual.bundle.info.id == entry.manual
            self._show(place, entry.title, scroll=entry.scroll if is_same else -1)
            self.history_changed.emit()
            told(None)

        def lose(error: MomviewerError) -> None:
            move()
            is_gone = isinstance(error, NotFoundError)
            if is_gone and otherwise:
                self.open(otherwise, told=told)
                return
            lost = GONE if is_gone else f"It was in the manual {entry.manual}, which cannot be opened now."
            self._show_own(page_html.empty_page(entry.title or entry.page, lost), entry.title)
            self.history_changed.emit()
            if not is_gone:  # then the page says all there is to say
                self.trouble.emit(error)
            told(error)

        self._reach(Address(entry.page, entry.anchor, entry.manual), show, lose, at=at, told=told)

    # Inside: showing a place that has been read

    def _show_own(self, html: str, title: str) -> None:
        self._page = None
        self._view.show_page(html)
        self.page_shown.emit(None)
        self.titled.emit(title, "")

    def _current_page(self) -> str:
        return self._page.info.id if self._page else ""

    def _entry(self, place: _Place) -> HistoryEntry:
        return HistoryEntry(self.manual_id, place.address.page, self._anchor, title=self.place_title)

    def _show(self, place: _Place, title: str = "", scroll: int = -1) -> None:
        if place.manual is not self.manual_at_hand:
            self._take(place.manual)
        if place.page is None:
            self._show_missing(place, title)
        else:
            self._show_page(place, place.page, scroll)

    def _take(self, manual: OpenManual) -> None:
        self._page = None
        self.manual_at_hand = manual
        self._manuals.hold(manual)
        self.manual_opened.emit()

    def _show_page(self, place: _Place, page: Page, scroll: int) -> None:
        outline, anchor = place.manual.outline, place.address.anchor
        if page is not self._page:
            self._page = page
            images = place.manual.bundle.images
            html, places = page_html.framed_page(page, outline), outline.anchors_on(page)
            self._view.show_page(html, images, self.marks, places)
            self.page_shown.emit(page)
        reached = bool(anchor) and self._view.go_to(anchor)
        self._anchor = anchor if reached else ""
        self.place_title = outline.title_of(page, self._anchor)
        if scroll >= 0:
            self._view.scroll_to(scroll)
        elif not reached:
            self._view.scroll_to(0)
            if anchor:
                self.message.emit(f"This page has no place called {anchor}: here is its beginning")
        self.titled.emit(page.info.title, self.manual_title)
        self.place_shown.emit(Address(page.info.id, self._anchor), page.info.title)

    def _show_missing(self, place: _Place, title: str) -> None:
        bundle, outline, page_id = place.manual.bundle, place.manual.outline, place.address.page
        way = outline.way_to(page_id)
        above = page_html.breadcrumb(page_id, "", outline)
        name = title or (way[-1].label if way else page_id)
        self._page, self._anchor, self.place_title = None, place.address.anchor, name
        number = way[-1].number if way else ""
        self._view.show_page(page_html.missing_page(place.address, name, bundle.info, above, number))
        self.page_shown.emit(None)
        self.titled.emit(name, self.manual_title)
        self.place_shown.emit(Address(page_id), name)
