"""Shows what a target names: the one the window is started at, and those that later starts hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.links import Address
from momviewer.manual.model import distinct_names
from momviewer.ui.base.tasks import Lane, Task, TaskRunner
from momviewer.ui.library.manual_switcher import BundleRepair
from momviewer.ui.reading import page_html
from momviewer.ui.reading.reader import Reader, Told
from momviewer.ui.search.result_model import ResultRow
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.user_data.session import TabHistory

if TYPE_CHECKING:
    from momviewer.library.targets import Place

FIRST_PAGE_TIMEOUT_S = 0.3
"""Seconds that a start waits for its page, so that the first frame shows it; after that it comes later."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What there is to begin with: `manual` can be read, `places` are those of the target, if there is one.

    `missing` says why the target names none; `troubled` are manuals that were preferred and cannot be read.
    """

    manual: str
    places: "tuple[Place, ...]" = ()
    missing: MomviewerError | None = None
    troubled: tuple[InstalledManual, ...] = ()


class TargetOpener(QObject):
    """Finds targets in the opening lane and shows them. It belongs to the window's thread.

    Of several that are asked for one after the other the last is shown, however long the others take.
    """

    started = Signal()
    """What the window begins with is shown, or it is said why not."""
    missed = Signal(MomviewerError)
    """Why the target that the window was started at is not shown."""

    def __init__(
        self,
        library: Library,
        runner: TaskRunner,
        reader: Reader,
        search_controller: SearchController,
        *,
        repair: BundleRepair,
        status_strip: StatusStrip,
    ) -> None:
        super().__init__(reader)
        self._library, self._runner, self._reader = library, runner, reader
        self._search_controller, self._repair, self._status_strip = search_controller, repair, status_strip
        self._looking: Task | None = None
        self._told: Told = _nobody
        self.has_started = False
        self._missing: MomviewerError | None = None
        """Why the target that the window is started at is not shown."""

    def start(self, target: str, manual: str, last: TabHistory | None) -> None:
        """Show the target, else where the reader was last, else the first manual there is.

        Waits a moment for it, so that the window has its page when it is first painted.
        """
        given_up = monotonic() + FIRST_PAGE_TIMEOUT_S
        last_manual = last.current.manual if last else ""
        task = self._runner.run(
            Lane.OPENING,
            lambda: _beginning(self._library, target, manual, last_manual),
            lambda found: self._begin(target, manual, found, last),
            self._end_start,
        )
        if self._runner.wait_for(task, FIRST_PAGE_TIMEOUT_S):
            self._reader.wait(max(0.0, given_up - monotonic()))

    def open(self, target: str, told: Told | None = None) -> None:
        """Show what a target names; `told` is told whether it is shown, as soon as that is known."""
        self._drop()
        self._told = told or _nobody
        reading = self._reader.manual_id
        self._looking = self._runner.run(
            Lane.OPENING,
            lambda: _located(self._library, target, reading),
            lambda places: self._found(target, places),
            self._failed,
        )

    def close(self) -> None:
        """Tell who still waits that nothing more is shown."""
        self._drop()

    # The start

    def _begin(self, target: str, manual: str, found: _Beginning, last: TabHistory | None) -> None:
        self._missing = found.missing
        for troubled in found.troubled:
            self._repair.rebuild(troubled)
        if not found.manual:
            sentence = "The bundled manual is being prepared; it opens as soon as it can be read."
            self._reader.show_html(page_html.empty_page("One moment", sentence))
            self._end_start(None)
        elif len(found.places) == 1:
            if last:
                self._reader.history.reset(last.visits, last.at)  # the way back from there
            self._open_place(found.places[0], self._end_start)
        elif last and last.current.manual == found.manual:
            self._reader.resume(last, self._end_start)
        elif last and not manual:  # its manual is gone: its page says so, or leads to what took over
            resumed = last
            self._reader.stand_by(found.manual, lambda: self._reader.resume(resumed, self._end_start))
        else:
            self._reader.open(Address("", manual=found.manual), told=self._end_start)
        if len(found.places) > 1:
            self._offer(target, found.places)

    def _end_start(self, error: MomviewerError | None) -> None:
        if error and not self._reader.address and not self._reader.history.current:
            self._reader.show_html(page_html.empty_page("This manual cannot be opened", str(error)))
        if self._missing:  # not sooner: what is shown instead would put it away
            self._say_missing(self._missing)
            self.missed.emit(self._missing)
        self.has_started = True
        self.started.emit()

    # A target

    def _found(self, target: str, places: "Sequence[Place]") -> None:
        told = self._end_looking()
        if len(places) == 1:
            self._open_place(places[0], told)
        else:
            self._offer(target, places)
            told(None)

    def _failed(self, error: MomviewerError) -> None:
        told = self._end_looking()
        self._say_missing(error)
        told(error)

    def _open_place(self, place: "Place", told: Told) -> None:
        self._reader.open(place.address, place.target.title, told)
        if place.target.note:
            self._status_strip.end(place.target.note)

    def _offer(self, target: str, places: "Sequence[Place]") -> None:
        """List the places that a target may mean, for the reader to choose from."""
        names = distinct_names(place.manual.info for place in places)
        several = len(names) > 1
        above = f"{target} is in several manuals" if several else f"{target} is in several places"
        rows = [_row(place) for place in places]
        self._search_controller.offer([row.in_manuals(names) for row in rows] if several else rows, above)

    def _say_missing(self, error: MomviewerError) -> None:
        from momviewer.library.targets import TargetNotFoundError

        if isinstance(error, TargetNotFoundError) and not error.has_reason:
            self._status_strip.fail(f"{error} Type words into the bar to search for them.")
        else:
            self._repair.report(error)

    def _drop(self) -> None:
        """Look no more for what was asked for before."""
        if self._looking:
            self._looking.drop()
            self._end_looking()(NotFoundError("Something else was asked for before it could be shown."))

    def _end_looking(self) -> Told:
        told, self._told, self._looking = self._told, _nobody, None
        return told


def _beginning(library: Library, target: str, manual: str, last_manual: str) -> _Beginning:
    """Look for what a window can begin with; the opening lane does."""
    usable, troubled = library.first_usable(manual, last_manual)
    if not (usable and target):
        return _Beginning(usable.info.id if usable else "", troubled=troubled)
    try:
        places = _located(library, target, last_manual, manual)
    except MomviewerError as error:
        return _Beginning(usable.info.id, missing=error, troubled=troubled)
    return _Beginning(usable.info.id, places, troubled=troubled)


def _located(library: Library, target: str, reading: str, manual: str = "") -> "tuple[Place, ...]":
    from momviewer.library.targets import locate

    return locate(library, target, manual=manual, reading=reading)


def _row(place: "Place") -> ResultRow:
    target = place.target
    number = f"{target.kind.capitalize()} {target.number}".strip()
    return ResultRow(place.address, number, target.title, target.section)


def _nobody(_error: MomviewerError | None) -> None:
    """Nobody waits to be told."""
