"""Finds out which page, example, figure or table of one edition is which of another."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from momviewer.manual.editions.edition import Edition, code_lines, text_lines, words_of
from momviewer.manual.model import ItemKind, NumberedItem

ALIKE = 0.5
"""The share of common lines from which on two texts are the same thing, changed."""
COMMONPLACE = 20
"""A line that more texts than this have does not tell them apart."""

Thing = TypeVar("Thing")


class Pairing(Generic[Thing]):
    """Pairs the things of two lists in several passes; what one pass has paired, the next leaves alone."""

    def __init__(self, old: Sequence[Thing], new: Sequence[Thing]) -> None:
        self._old, self._new = dict(enumerate(old)), dict(enumerate(new))
        self.found: list[tuple[Thing, Thing]] = []

    def by(self, old_key: Callable[[Thing], Hashable], new_key: Callable[[Thing], Hashable]) -> None:
        """Pair things with the same key, in the order of the lists, but none whose key is None."""
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place, thing in reversed(self._new.items()):
            if (key := new_key(thing)) is not None:
                waiting[key].append(place)
        for place, thing in list(self._old.items()):
            key = old_key(thing)
            if key is not None and waiting.get(key):
                self._pair(place, waiting[key].pop())

    def alike(
        self, old_lines: Callable[[Thing], Sequence[str]], new_lines: Callable[[Thing], Sequence[str]]
    ) -> None:
        """Pair things that have enough lines in common, the most alike first."""
        new = {place: frozenset(new_lines(thing)) for place, thing in self._new.items()}
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, lines in new.items():
            for line in lines:
                holders[line].append(place)
        likeness = []
        for place, thing in self._old.items():
            mine = frozenset(old_lines(thing))
            shared: Counter[int] = Counter()
            for line in mine:
                if len(holders.get(line, ())) <= COMMONPLACE:
                    shared.update(holders.get(line, ()))
            for other, count in shared.items():
                share = 2 * count / (len(mine) + len(new[other]))
                if share >= ALIKE:
                    likeness.append((-share, place, other))
        for _, place, other in sorted(likeness):
            if place in self._old and other in self._new:
                self._pair(place, other)

    def _pair(self, old: int, new: int) -> None:
        self.found.append((self._old.pop(old), self._new.pop(new)))


def match_pages(old: Edition, new: Edition) -> dict[str, str]:
    """Return the new ids of old pages: the same id, else that of the same text or of most of its lines."""
    pairing = Pairing(old.pages, new.pages)
    pairing.by(lambda page: page.info.id, lambda page: page.info.id)
    pairing.by(lambda page: words_of(page.text) or None, lambda page: words_of(page.text) or None)
    pairing.alike(lambda page: text_lines(page.text), lambda page: text_lines(page.text))
    return {before.info.id: after.info.id for before, after in pairing.found}


def match_items(
    old: Edition, new: Edition, kind: ItemKind, pages: Mapping[str, str]
) -> dict[NumberedItem, NumberedItem]:
    """Return the new items for the old items of a kind.

    The anchor decides first if title or code agree with it, since some anchors only count. Then code and
    title decide, wherever they stand, and last the anchor alone, or number and title.
    """
    pairing = Pairing(
        [item for item in old.items if item.kind is kind], [item for item in new.items if item.kind is kind]
    )

    def old_page(item: NumberedItem) -> str:
        return pages.get(item.page, item.page)

    def old_code(item: NumberedItem) -> tuple[str, ...]:
        return code_lines(old.examples.get(item.number, "")) if kind is ItemKind.EXAMPLE else ()

    def new_code(item: NumberedItem) -> tuple[str, ...]:
        return code_lines(new.examples.get(item.number, "")) if kind is ItemKind.EXAMPLE else ()

    pairing.by(
        lambda item: (old_page(item), item.anchor, words_of(item.title)),
        lambda item: (item.page, item.anchor, words_of(item.title)),
    )
    pairing.by(
        lambda item: (old_page(item), item.anchor, code) if (code := old_code(item)) else None,
        lambda item: (item.page, item.anchor, code) if (code := new_code(item)) else None,
    )
    pairing.by(
        lambda item: (words_of(item.title), code) if (code := old_code(item)) else None,
        lambda item: (words_of(item.title), code) if (code := new_code(item)) else None,
    )
    pairing.by(
        lambda item: (old_page(item), words_of(item.title)), lambda item: (item.page, words_of(item.title))
    )
    pairing.by(lambda item: old_code(item) or None, lambda item: new_code(item) or None)
    pairing.alike(old_code, new_code)
    pairing.by(lambda item: (old_page(item), item.anchor), lambda item: (item.page, item.anchor))
    pairing.by(
        lambda item: (item.number, words_of(item.title)), lambda item: (item.number, words_of(item.title))
    )
    return dict(pairing.found)
