"""What a reader names: a number, a name, a page or an address, read in one place and found in one manual."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote

from momviewer.manual.bundle import Bundle
from momviewer.manual.links import PAGE_SUFFIX, SCHEME, Address, parse_address
from momviewer.manual.model import PageInfo
from momviewer.manual.numbering import Destination, NumberIndex, Reference, parse_reference
from momviewer.paths import MAX_TARGET_BYTES, checked_name
from momviewer.wording import numbered

MAX_FOLDERS = 3
"""Folders of a web address that may be part of a page's id, as in `guide.intro`."""
MAX_NEARBY = 3
"""Places that are offered where a number is not there."""
WEB = re.compile(r"(?:https?|file)://[^/]*/?(?P<path>.*)", re.IGNORECASE | re.DOTALL)
INDEX = "index"


@dataclass(frozen=True, slots=True)
class TargetRequest:
    """A target as it is read.

    `addresses` are its readings as an address, the likeliest first, `reference` is that as a number.
    `is_address` says that it is written as an address, so that it is looked for as one first.
    """

    text: str
    addresses: tuple[Address, ...]
    reference: Reference | None
    is_address: bool

    @property
    def manual(self) -> str:
        """Return the manual that the target names itself, or ""."""
        return self.addresses[0].manual if self.addresses else ""


@dataclass(frozen=True, slots=True)
class Target:
    """A place found. `kind` and `number` are "" where it is a page, an anchor or a name rather than a number.

    `section` is the page that a name stands on. `note` says what a reader has to know of it: what the number
    meant in an earlier edition, or that the page has no `lost_anchor`, so that this is its beginning.
    """

    page: str
    anchor: str = ""
    kind: str = ""
    number: str = ""
    title: str = ""
    section: str = ""
    note: str = ""
    lost_anchor: str = ""

    @property
    def label(self) -> str:
        """Return what to call it in a list: "Example 15.1 Fallback"."""
        number = f"{self.kind.capitalize()} {self.number}".strip() if self.kind else ""
        return numbered(number, self.title) or self.page


@dataclass(frozen=True, slots=True)
class Findings:
    """What a target names in a manual: one place, or several that a name stands for.

    Where there is none, `reason` says why, if that is known; `nearby` are numbers that there are instead.
    """

    targets: tuple[Target, ...] = ()
    reason: str = ""
    nearby: tuple[Destination, ...] = ()


def read_target(text: str) -> TargetRequest:
    """Read what a reader typed, pasted or followed; raises UsageError for what can name nothing at all.

    Understood are numbers ("ex 15.1"), names, pages, `page#anchor`, `momviewer://manual/page#anchor`, and web
    addresses that end in a page; also with a file's ending, with `?x=1`, and with `%23` for the number sign.
    """
    checked_name(text, "target", MAX_TARGET_BYTES)
    text = " ".join(text.split())
    addresses = tuple(dict.fromkeys(_readings(text)))
    for address in addresses:
        for name, what in ((address.manual, "manual"), (address.page, "page"), (address.anchor, "anchor")):
            checked_name(name, what)
    is_address = bool("#" in text or "/" in text or PAGE_SUFFIX.search(text) or "%23" in text)
    return TargetRequest(text, addresses, parse_reference(text), is_address)


def known_page(addresses: Iterable[Address], pages: Mapping[str, PageInfo]) -> Address | None:
    """Return the first reading whose page there is, spelled as it is in `pages`, which are by folded id."""
    found = (
        replace(address, page=pages[address.page.casefold()].id)
        for address in addresses
        if address.page.casefold() in pages
    )
    return next(found, None)


def folded(pages: Iterable[PageInfo]) -> dict[str, PageInfo]:
    """Return pages by their ids in any case, as `known_page` wants them."""
    return {page.id.casefold(): page for page in pages}


class TargetFinder:
    """Finds targets in one manual, and reads of it only what each of them takes."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def find(self, request: TargetRequest) -> Findings:
        """Return what a target names here: an address, else a number, else a name, a title or a page."""
        targets = self._addressed(request) if request.is_address else ()
        if not targets and request.reference:
            targets = self._numbered(request.reference)
        if not targets:
            targets = self._named(request.text) or self._addressed(request)
        return Findings(targets) if targets else self._nothing(request)

    # What a target may be

    def _addressed(self, request: TargetRequest) -> tuple[Target, ...]:
        first = next(iter(self._pages.values()), None)
        if request.manual and not request.addresses[0].page and first:
            return (Target(first.id, title=first.title),)
        address = known_page(request.addresses, self._pages)
        return (self._anchored(address),) if address else ()

    def _anchored(self, address: Address) -> Target:
        title = self._pages[address.page.casefold()].title
        if not address.anchor:
            return Target(address.page, title=title)
        for item in self._bundle.items():
            if (item.page, item.anchor) == (address.page, address.anchor):
                return Target(item.page, item.anchor, item.kind.value, item.number, item.title)
        page = self._bundle.page(address.page)
        if page and any(name == address.anchor for name, _ in page.anchors):
            return Target(address.page, address.anchor, title=title)
        note = f"The page {address.page} has no anchor {address.anchor}: this is its beginning."
        return Target(address.page, title=title, note=note, lost_anchor=address.anchor)

    def _numbered(self, reference: Reference) -> tuple[Target, ...]:
        named = self._numbers.named(reference)
        return tuple(
            Target(place.page, place.anchor, place.kind, place.number, place.title, note=named.note)
            for place in named.places[:1]
        )

    def _named(self, text: str) -> tuple[Target, ...]:
        """Return where a name is defined, else the pages with that title, else what has it as its caption."""
        for candidates in (self._terms(), self._titles(), self._captions()):
            named = list(candidates)
            exact = [target for name, target in named if name == text]
            alike = exact or [target for name, target in named if name.casefold() == text.casefold()]
            if alike:
                return tuple({(target.page, target.anchor): target for target in alike}.values())
        return ()

    def _terms(self) -> Iterator[tuple[str, Target]]:
        for term in self._bundle.terms():
            page = self._pages.get(term.page.casefold())
            section = page.label if page else ""
            yield term.text, Target(term.page, term.anchor, title=term.text, section=section)

    def _titles(self) -> Iterator[tuple[str, Target]]:
        for page in self._pages.values():
            target = Target(page.id, title=page.title, section=page.number)
            yield page.title, target
            yield page.label, target

    def _captions(self) -> Iterator[tuple[str, Target]]:
        for item in self._bundle.items():
            yield item.title, Target(item.page, item.anchor, item.kind.value, item.number, item.title)

    def _nothing(self, request: TargetRequest) -> Findings:
        if request.reference and (suggestion := self._numbers.suggest(request.text)):
            return Findings((), suggestion.note, suggestion.places[:MAX_NEARBY])
        named = {address.page for address in request.addresses if address.page}
        lost = {link.target.partition("#")[0] for link in self._bundle.dangling()} & named
        title = self._bundle.info.title
        return Findings((), f"{title} links to the page {min(lost)} but does not hold it." if lost else "")

    # What is read of the manual, once

    @cached_property
    def _pages(self) -> dict[str, PageInfo]:
        return folded(self._bundle.pages())

    @cached_property
    def _numbers(self) -> NumberIndex:
        return NumberIndex(self._bundle.contents(), self._bundle.items(), self._bundle.former())


def _readings(text: str) -> Iterator[Address]:
    """Yield what a text may mean as an address: as it stands, then without what people and programs add."""
    if text.lower().removesuffix("/").startswith(f"{SCHEME}://"):
        yield from _of_manual(text)
        return
    spelled = text.replace("%23", "#", 1) if "#" not in text else text
    if web := WEB.fullmatch(_without_query(spelled)):
        yield from _of_path(web["path"])
        return
    for one in dict.fromkeys((text, spelled, _without_query(spelled))):
        if address := parse_address(one):
            yield address
        if "/" in one.partition("#")[0]:
            yield from _of_path(one)


def _of_manual(text: str) -> Iterator[Address]:
    manual, _, place = text[len(SCHEME) + 3 :].partition("/")
    manual = unquote(re.split("[?#]", manual)[0])
    spelled = place.replace("%23", "#", 1) if "#" not in place else place
    for one in dict.fromkeys((place, spelled, _without_query(spelled))):
        address = parse_address(one) or Address("")  # the manual, from its beginning
        if manual:
            yield replace(address, manual=manual)


def _of_path(path: str) -> Iterator[Address]:
    """Yield the pages that a path may end in: with its folders, which may be part of an id, and without."""
    where, _, fragment = path.partition("#")
    parts = [part for part in posixpath.normpath(where.strip("/")).split("/") if part not in {"", ".", ".."}]
    last = parse_address(parts[-1]) if parts else None
    if last is None:
        return
    ends = [parts[:-1], parts] if last.page == INDEX and parts[1:] else [parts]
    for end in ends:
        for first in range(max(0, len(end) - 1 - MAX_FOLDERS), len(end)):
            if address := parse_address(f"{'.'.join(end[first:])}{'#' if fragment else ''}{fragment}"):
                yield address


def _without_query(text: str) -> str:
    """Return an address without its `?x=1`."""
    return re.sub(r"\?[^#]*", "", text)


def nearby_words(nearby: Iterable[Destination]) -> str:
    """Return what there is instead of a number, as a sentence, or ""."""
    names = [numbered(place.label, place.title) for place in nearby]
    return f"Nearby: {', '.join(names)}." if names else ""
