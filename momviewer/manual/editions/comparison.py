"""Compares two editions of a manual: which pages, examples and numbers changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from momviewer.manual.editions.edition import Edition, code_lines, words_of
from momviewer.manual.editions.matching import match_items, match_pages
from momviewer.manual.model import ItemKind, NumberedItem, Page
from momviewer.manual.numbering import Destination, FormerNumber

PAGE = "page"
ITEM_KINDS = frozenset(kind.value for kind in ItemKind)


class Way(StrEnum):
    """The ways in which something can differ between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """A page, example, figure or table that differs: in which ways, where it was and where it is.

    `kind` is PAGE or a kind of item. `before` and `after` are a page's text or an example's code if that
    changed; a thing that was removed has its text in `before`.
    """

    kind: str
    ways: tuple[Way, ...]
    old: Destination | None
    new: Destination | None
    before: str = ""
    after: str = ""

    @property
    def place(self) -> Destination:
        """Return where it is, or where it was if it was removed; raises ValueError if it was nowhere."""
        place = self.new or self.old
        if place is None:
            raise ValueError("a change is of something")
        return place


@dataclass(frozen=True)
class Comparison:
    """Two editions, which page and item of one is which of the other, and what differs, in the new order.

    `pages` maps old page ids to new ones, and `items` old items to new ones. `former` has the numbers that
    the old edition and those before it gave to things that have another number now, or are gone.
    """

    old: Edition
    new: Edition
    pages: Mapping[str, str]
    items: Mapping[NumberedItem, NumberedItem]
    changes: tuple[EditionChange, ...]
    former: tuple[FormerNumber, ...]


def compare(old: Edition, new: Edition) -> Comparison:
    """Return what changed from `old` to `new`; the time grows with the length of both."""
    pages = match_pages(old, new)
    items: dict[NumberedItem, NumberedItem] = {}
    for kind in ItemKind:
        items |= match_items(old, new, kind, pages)
    changes = (*_page_changes(old, new, pages), *_item_changes(old, new, pages, items))
    return Comparison(old, new, pages, items, changes, tuple(_former(old, new, pages, items)))


def _page_changes(old: Edition, new: Edition, pages: Mapping[str, str]) -> Iterator[EditionChange]:
    sources = {after: before for before, after in pages.items()}
    for page in new.pages:
        before = old.by_id.get(sources.get(page.info.id, ""))
        if before is None:
            yield EditionChange(PAGE, (Way.ADDED,), None, _page_place(page))
            continue
        changed = before.text != page.text and _said(old, before) != _said(new, page)
        ways = _ways(_page_place(before), _page_place(page), before.info.id, changed=changed)
        if ways:
            texts = (before.text, page.text) if changed else ("", "")
            yield EditionChange(PAGE, ways, _page_place(before), _page_place(page), *texts)
    for page in old.pages:
        if page.info.id not in pages:
            yield EditionChange(PAGE, (Way.REMOVED,), _page_place(page), None, page.text)


def _item_changes(
    old: Edition, new: Edition, pages: Mapping[str, str], items: Mapping[NumberedItem, NumberedItem]
) -> Iterator[EditionChange]:
    sources = {after: before for before, after in items.items()}
    for item in new.items:
        before = sources.get(item)
        after = new.examples.get(item.number, "") if item.kind is ItemKind.EXAMPLE else ""
        if before is None:
            yield EditionChange(item.kind.value, (Way.ADDED,), None, _item_place(item), "", after)
            continue
        code = old.examples.get(before.number, "") if item.kind is ItemKind.EXAMPLE else ""
        changed = code_lines(code) != code_lines(after)
        home = pages.get(before.page, before.page)
        ways = _ways(_item_place(before), _item_place(item), home, changed=changed)
        if ways:
            texts = (code, after) if changed else ("", "")
            yield EditionChange(item.kind.value, ways, _item_place(before), _item_place(item), *texts)
    for item in old.items:
        if item not in items:
            code = old.examples.get(item.number, "") if item.kind is ItemKind.EXAMPLE else ""
            yield EditionChange(item.kind.value, (Way.REMOVED,), _item_place(item), None, code)


def _ways(old: Destination, new: Destination, home: str, *, changed: bool) -> tuple[Way, ...]:
    """Return how two places differ; `home` is the new id of the old one's page."""
    found = {
        Way.RENUMBERED: old.number != new.number,
        Way.RENAMED: words_of(old.title) != words_of(new.title),
        Way.MOVED: new.page != home,
        Way.CHANGED: changed,
    }
    return tuple(way for way, differs in found.items() if differs)


def _said(edition: Edition, page: Page) -> tuple[str, ...]:
    """Return the words of a page that are compared: without its title and the numbers on it."""
    text = page.text.partition("\n")[2]
    for place in edition.places_on.get(page.info.id, ()):
        for numbered in (f"{place.label} {place.title}", f"{place.number} {place.title}"):
            text = text.replace(numbered, place.title)
    return words_of(text)


def _former(
    old: Edition, new: Edition, pages: Mapping[str, str], items: Mapping[NumberedItem, NumberedItem]
) -> Iterator[FormerNumber]:
    """Yield numbers that mean something else now, those of the old edition before those of older ones."""
    item_places = {_item_place(before): _item_place(after) for before, after in items.items()}
    entries = [place for place in new.places if place.kind not in ITEM_KINDS]
    by_anchor = {(place.page, place.anchor): place for place in reversed(entries)}
    by_title = {(place.page, place.title): place for place in reversed(entries)}

    def now(place: Destination) -> Destination | None:
        if place.kind in ITEM_KINDS:
            return item_places.get(place)
        page = pages.get(place.page, "" if place.page in old.by_id else place.page)
        numbered = by_anchor.get((page, place.anchor)) or by_title.get((page, place.title))
        here = new.by_id.get(page)
        return numbered or (_unnumbered(place, here) if here else None)

    name = old.name if old.name != new.name else "previous"
    numbers = [FormerNumber(place.kind, place.number, name, now(place)) for place in old.places]
    numbers += [
        FormerNumber(known.kind, known.number, known.edition, now(known.now) if known.now else None)
        for known in old.former
    ]
    taken = {(place.kind, place.number) for place in new.places}
    for known in dict.fromkeys(numbers):
        found = (known.now.kind, known.now.number) if known.now else None
        if found != (known.kind, known.number) and (found or (known.kind, known.number) not in taken):
            yield known


def _unnumbered(place: Destination, page: Page) -> Destination:
    """Return the place of an entry of the contents that has no number in the new edition."""
    anchor = place.anchor if any(name == place.anchor for name, _ in page.anchors) else ""
    return Destination(place.kind, "", place.title if anchor else page.info.title, page.info.id, anchor)


def _page_place(page: Page) -> Destination:
    return Destination(page.info.kind.value, page.info.number, page.info.title, page.info.id, "")


def _item_place(item: NumberedItem) -> Destination:
    return Destination(item.kind.value, item.number, item.title, item.page, item.anchor)
