"""Finds what a reader names: a number, a page, an anchor or an address, in one manual or in any."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from momviewer.errors import NotFoundError
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.links import Address, parse_address
from momviewer.manual.numbering import NumberIndex, parse_reference


@dataclass(frozen=True, slots=True)
class Target:
    """A place found. `kind` and `number` are "" where it is a page or an anchor rather than a number.

    `note` says what the number meant in an earlier edition, where that was something else.
    """

    page: str
    anchor: str = ""
    kind: str = ""
    number: str = ""
    title: str = ""
    note: str = ""


@contextmanager
def opened_target(library: Library, text: str, manual_id: str = "") -> Iterator[tuple[Bundle, Target]]:
    """Yield the open bundle and the place that `text` names, in the manual `manual_id` or the first with it.

    Raises NotFoundError that says what there is instead. Manuals in trouble are passed over unless one was
    asked for; when nothing is found, their trouble is said.
    """
    address = parse_address(text)
    wanted = manual_id or (address.manual if address else "")
    manuals = [library.find(wanted)] if wanted else library.manuals()
    reasons: list[str] = []
    for manual in manuals:
        if manual.trouble and not wanted:
            reasons.append(manual.trouble)
            continue
        bundle = open_bundle(manual.folder)
        try:
            target, reason = find_target(bundle, text)
            if target:
                yield bundle, target
                return
        finally:
            bundle.close()
        reasons.append(reason)
    raise NotFoundError(_explanation(text, manuals, reasons))


def locate_target(library: Library, text: str, manual_id: str = "") -> tuple[str, Target]:
    """Return the manual that holds what `text` names, and the place; the errors are `opened_target`'s."""
    with opened_target(library, text, manual_id) as (bundle, target):
        return bundle.info.id, target


def find_target(bundle: Bundle, text: str) -> tuple[Target | None, str]:
    """Return the place of a manual that `text` names, or None and, where one is known, the reason."""
    pages = {page.id.casefold(): page for page in bundle.pages()}
    address = parse_address(text)
    if address and address.page.casefold() in pages:
        info = pages[address.page.casefold()]
        return _anchored(bundle, info.id, info.title, address)
    reference = parse_reference(text)
    if reference is None:
        lost = {link.target.partition("#")[0] for link in bundle.dangling()}
        if address and address.page in lost:
            return None, f"{bundle.info.title} links to the page {address.page} but does not hold it."
        return None, ""
    numbers = NumberIndex(bundle.contents(), bundle.items(), bundle.former())
    named = numbers.named(reference)
    if not named.places:
        suggestion = numbers.suggest(text)
        return None, suggestion.note if suggestion else ""
    place = named.places[0]
    return Target(place.page, place.anchor, place.kind, place.number, place.title, named.note), ""


def _anchored(bundle: Bundle, page_id: str, title: str, address: Address) -> tuple[Target | None, str]:
    if not address.anchor:
        return Target(page_id, title=title), ""
    for item in bundle.items():
        if (item.page, item.anchor) == (page_id, address.anchor):
            return Target(page_id, item.anchor, item.kind.value, item.number, item.title), ""
    page = bundle.page(page_id)
    if page and any(name == address.anchor for name, _ in page.anchors):
        return Target(page_id, address.anchor, title=title), ""
    return None, f"The page {page_id} has no anchor {address.anchor}."


def _explanation(text: str, manuals: list[InstalledManual], reasons: list[str]) -> str:
    told = " ".join(dict.fromkeys(reason for reason in reasons if reason))
    if told:
        return told
    where = manuals[0].info.title if len(manuals) == 1 else "any manual of the library"
    return f"{text!r} is no number, page or address in {where}. To look for words, use: momviewer search"
