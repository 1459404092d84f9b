"""Finds what a reader names in the library: in the manual that is meant, else in whichever holds it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from momviewer.errors import MomviewerError, NotFoundError, UsageError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.editions.edition import is_newer
from momviewer.manual.links import Address
from momviewer.manual.model import ManualInfo
from momviewer.manual.targets import (
    Findings,
    Target,
    TargetFinder,
    TargetRequest,
    nearby_words,
    read_target,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a manual that a target names."""

    manual: InstalledManual
    target: Target

    @property
    def address(self) -> Address:
        """Return where it is."""
        return Address(self.target.page, self.target.anchor, self.manual.info.id)


class TargetNotFoundError(NotFoundError):
    """A target that no manual has; the message says what there is instead, where that is known."""

    def __init__(self, request: TargetRequest, where: str, reasons: Iterable[str]) -> None:
        told = " ".join(dict.fromkeys(filter(None, reasons)))
        super().__init__(told or f"{request.text!r} is no number, name, page or address in {where}.")
        self.has_reason = bool(told)


class AmbiguousTargetError(UsageError):
    """A target that several places could be meant by, which its message lists."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        several = len({place.manual.info.id for place in places}) > 1
        what = "is in several manuals; say which with --manual" if several else "names several places"
        width = max(len(str(place.address)) for place in places)
        lines = []
        for place in places:
            info, target = place.manual.info, place.target
            where = info.full_title if several else target.section
            lines.append(f"  {place.address!s:<{width}}  {target.label}{f' · {where}' if where else ''}")
        super().__init__("\n".join([f"{text!r} {what}:", *lines]))
        self.places = tuple(places)


def locate(library: Library, text: str, *, manual: str = "", reading: str = "") -> tuple[Place, ...]:
    """Return the place that `text` names, or several where a name or several manuals leave it open.

    It is looked for in the manual that `text` names itself, else in `manual`, else in the one that is open,
    `reading`, and where that lacks it in all others; the bundled manual answers only for what no other has,
    and an older edition for what no newer one has. Manuals in trouble are passed over unless one was asked
    for; when nothing is found, their trouble is said.

    Raises UsageError for what can be no target, and TargetNotFoundError that says what there is instead.
    """
    request = read_target(text)
    wanted = manual or request.manual
    reasons: list[str] = []
    if wanted:
        chosen = library.find(wanted)
        found = _found(chosen, request, reasons)
        if not found:
            raise TargetNotFoundError(request, chosen.info.title, reasons)
        return found
    here = _usable(library, reading)
    if here and (found := _found_or_trouble(here, request, reasons)):
        return found
    told = [reason for reason in reasons if reason]
    others = (each for each in library.manuals() if here is None or each.info.id != here.info.id)
    places = [place for other in others for place in _found_or_trouble(other, request, reasons)]
    if not places:
        raise TargetNotFoundError(request, "any manual of the library", told or reasons)
    answering = {installed.info.id for installed in foremost(place.manual for place in places)}
    return tuple(place for place in places if place.manual.info.id in answering)


@contextmanager
def opened_target(
    library: Library, text: str, manual: str = "", *, reading: str = ""
) -> Iterator[tuple[Bundle, Target]]:
    """Yield the open bundle and the one place that `text` names.

    Raises what `locate` does, AmbiguousTargetError that lists several places, and what `open_bundle` does.
    """
    place = locate_one(library, text, manual=manual, reading=reading)
    with open_bundle(place.manual.folder) as bundle:
        yield bundle, place.target


def locate_one(library: Library, text: str, *, manual: str = "", reading: str = "") -> Place:
    """Return the one place that `text` names, as `opened_target` opens it.

    Raises what `locate` does, and AmbiguousTargetError where there are several.
    """
    places = locate(library, text, manual=manual, reading=reading)
    if len(places) > 1:
        raise AmbiguousTargetError(text, places)
    return places[0]


def foremost(manuals: Iterable[InstalledManual]) -> list[InstalledManual]:
    """Return those that answer where nobody says which is meant.

    The bundled manual stands back for any that the reader added, and an edition for a newer one.
    """
    known = {installed.info.id: installed for installed in manuals}.values()
    added = [installed for installed in known if not installed.built_in] or list(known)
    infos = [installed.info for installed in added]
    return [installed for installed in added if not any(_follows(other, installed.info) for other in infos)]


def _follows(other: ManualInfo, info: ManualInfo) -> bool:
    return other.title.casefold() == info.title.casefold() and is_newer(other.edition, info.edition)


def _usable(library: Library, manual_id: str) -> InstalledManual | None:
    try:
        found = library.find(manual_id) if manual_id else None
    except MomviewerError:  # it was removed since
        return None
    return found if found and not found.trouble else None


def _found(manual: InstalledManual, request: TargetRequest, reasons: list[str]) -> tuple[Place, ...]:
    """Return the places in a manual; the reason why there are none is added to `reasons`."""
    with open_bundle(manual.folder) as bundle:
        findings = TargetFinder(bundle).find(request)
    reasons.append(_reason(findings))
    return tuple(Place(manual, target) for target in findings.targets)


def _found_or_trouble(
    manual: InstalledManual, request: TargetRequest, reasons: list[str]
) -> tuple[Place, ...]:
    """Do the same in a manual that nobody asked for by name: its trouble is a reason like any other."""
    try:
        if not manual.trouble:
            return _found(manual, request, reasons)
        reasons.append(manual.trouble)
    except MomviewerError as error:
        reasons.append(str(error))
    return ()


def _reason(findings: Findings) -> str:
    return " ".join(filter(None, (findings.reason, nearby_words(findings.nearby))))
