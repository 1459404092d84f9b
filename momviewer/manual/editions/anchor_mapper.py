"""Finds a place of one edition in another: by its anchor, else by the text that stands there."""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import islice

from momviewer.manual.editions.comparison import Comparison
from momviewer.manual.editions.edition import code_lines, words_of
from momviewer.manual.editions.matching import COMMONPLACE
from momviewer.manual.links import Address
from momviewer.manual.model import Page, Snippet

PASSAGE = 12
"""Lines behind an anchor that are looked for in the other edition."""
MIN_SIMILARITY = 0.5
"""The share of these lines that has to be found again."""


class AnchorMapper:
    """Leads places of a comparison's old edition to its new one."""

    def __init__(self, comparison: Comparison) -> None:
        self._old, self._new = comparison.old, comparison.new
        self._pages = comparison.pages
        self._items = {
            (item.page, item.anchor): (item, comparison.items.get(item)) for item in comparison.old.items
        }

    def home(self, page: str) -> str:
        """Return the id that an old page has now, or "" if it is gone."""
        if page in self._old.by_id:
            return self._pages.get(page, "")
        return page if page in self._new.by_id else ""

    def follow(self, page: str, anchor: str) -> Address | None:
        """Return where an old place is now, or None if it is lost, even if its page is still there."""
        old = self._old.by_id.get(page)
        home = self.home(page)
        if old is None or (home and not anchor):
            return Address(home, anchor) if home else None
        if not anchor:
            return self._by_content(old, 0, len(old.text), home)
        if snippet := next((s for s in old.snippets if s.id == anchor), None):
            return self._snippet(snippet, home)
        item, found = self._items.get((page, anchor), (None, None))
        if item is not None:
            return Address(found.page, found.anchor) if found else None
        return self._anchor(anchor, home) or self._passage(old, anchor, home)

    def _anchor(self, anchor: str, home: str) -> Address | None:
        """Find an anchor on its own page, else on another if only one has it."""
        holders = self._anchors.get(anchor, [])
        if home in holders:
            return Address(home, anchor)
        return Address(holders[0], anchor) if len(holders) == 1 else None

    def _passage(self, page: Page, anchor: str, home: str) -> Address | None:
        """Find the text between an anchor and the next one."""
        start = dict(page.anchors).get(anchor)
        if start is None:
            return None
        ends = (offset for _, offset in page.anchors if offset > start)
        return self._by_content(page, start, next(ends, len(page.text)), home)

    def _snippet(self, snippet: Snippet, home: str) -> Address | None:
        """Find a snippet by its code, since its id only counts the snippets of its page."""
        code = code_lines(snippet.text)
        holders = self._codes.get(code, [])
        here = [address for address in holders if address.page == home]
        if Address(home, snippet.id) in here:
            return Address(home, snippet.id)
        if here or len(holders) == 1:
            return (here or holders)[0]
        page = self._new.by_id.get(home)
        likeness = [(_share(code, code_lines(s.text)), s.id) for s in page.snippets] if page else []
        best = max(likeness, default=(0.0, ""))
        return Address(home, best[1]) if best[0] >= MIN_SIMILARITY else None

    def _by_content(self, page: Page, start: int, end: int, home: str) -> Address | None:
        """Find the passage that has most of the lines between `start` and `end` of a page's text."""
        lines = list(islice(filter(None, map(_key, page.text[start:end].split("\n"))), PASSAGE))
        votes: Counter[str] = Counter()
        first: dict[str, int] = {}
        for line in lines:
            places = self._lines.get(line, [])
            if len(places) > COMMONPLACE:
                continue
            for name, offset in dict(reversed(places)).items():  # the first time on each page
                votes[name] += 1
                first.setdefault(name, offset)
        if not votes:
            return None
        best = max(votes, key=lambda name: (votes[name], name == home))
        if votes[best] < MIN_SIMILARITY * len(lines):
            return None
        found = self._new.by_id[best]
        above = [anchor for anchor, offset in found.anchors if offset <= first[best]]
        return Address(best, above[-1] if above else "")

    @cached_property
    def _anchors(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for page in self._new.pages:
            for anchor in dict.fromkeys(name for name, _ in page.anchors):
                found[anchor].append(page.info.id)
        return found

    @cached_property
    def _codes(self) -> dict[tuple[str, ...], list[Address]]:
        found: defaultdict[tuple[str, ...], list[Address]] = defaultdict(list)
        for page in self._new.pages:
            for snippet in page.snippets:
                found[code_lines(snippet.text)].append(Address(page.info.id, snippet.id))
        return found

    @cached_property
    def _lines(self) -> dict[str, list[tuple[str, int]]]:
        """Return for each line of the new edition the pages that have it, with its offsets there."""
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for page in self._new.pages:
            offset = 0
            for line in page.text.split("\n"):
                if key := _key(line):
                    found[key].append((page.info.id, offset))
                offset += len(line) + 1
        return found


def _key(line: str) -> str:
    return " ".join(words_of(line))


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    mine, others = set(one), set(other)
    return 2 * len(mine & others) / (len(mine) + len(others)) if mine and others else 0.0
