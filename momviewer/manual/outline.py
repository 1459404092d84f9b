"""Reads a manual's shape once: its pages, the way to each, and its examples by chapter."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.links import Address
from momviewer.manual.manifest import manifest_stamp
from momviewer.manual.model import ItemKind, NumberedItem, Page, PageInfo, PageKind, Titled, TocEntry
from momviewer.manual.numbering import NumberIndex, number_key
from momviewer.wording import numbered


@dataclass(frozen=True, slots=True)
class Branch(Titled):
    """A row of the sidebar's trees: number, title, address ("" for one that only groups), rows below it.

    `count` is how many examples a chapter has; `missing` says that the manual does not have the page.
    """

    number: str
    title: str
    address: Address | None
    tip: str = ""
    count: int = 0
    missing: bool = False
    children: tuple["Branch", ...] = field(default=(), repr=False)


class OpenManual:
    """A manual that is open for reading: its bundle and its outline.

    To make one takes up to a tenth of a second, and may be done on another thread than the window's, which
    owns it from then on and closes its bundle.
    """

    def __init__(self, folder: Path) -> None:
        self._stamp = manifest_stamp(folder)
        self.bundle = open_bundle(folder)
        self.outline = Outline(self.bundle)
        self.contents = self.outline.contents()
        self.examples = self.outline.examples()

    @property
    def is_current(self) -> bool:
        """Return whether the manual on the disk is still the one that was opened."""
        return manifest_stamp(self.bundle.folder) == self._stamp


class Outline:
    """What the panels and the bar need to know of a manual beside its pages' text."""

    def __init__(self, bundle: Bundle) -> None:
        self._contents = bundle.contents()
        self._chapters = bundle.chapters() | chapter_titles(self._contents)
        self.items = bundle.items()
        self.pages = {page.id: page for page in bundle.pages()}
        self.numbers = NumberIndex(self._contents, self.items, bundle.former())
        self._ways = dict(_ways(self._contents))
        self._items_at = {(item.page, item.anchor): item for item in self.items}

    def item_at(self, address: Address) -> NumberedItem | None:
        """Return the example, figure or table whose caption is at an address; None if there is none."""
        return self._items_at.get((address.page, address.anchor))

    def anchors_on(self, page: Page) -> tuple[str, ...]:
        """Return the anchors of a page that have a title: "" for the page itself, its headings, its items."""
        headings = (heading.anchor for heading in page.headings[1:] if heading.anchor)
        items = (item.anchor for item in self.items if item.page == page.info.id and item.anchor)
        return tuple(dict.fromkeys(("", *headings, *items)))

    def examples_in_order(self) -> tuple[Address, ...]:
        """Return the places of all examples on pages that the manual holds, in reading order."""
        order = {page: place for place, page in enumerate(self.pages)}
        held = (example for example in self.numbers.examples() if example.page in order)
        placed = sorted(held, key=lambda example: order[example.page])  # else by their numbers
        return tuple(Address(example.page, example.anchor) for example in placed)

    def way_to(self, page: str) -> tuple[TocEntry, ...]:
        """Return the entries of the contents from the top down to that of `page`."""
        return self._ways.get(page, ())

    def title_of(self, page: Page, anchor: str) -> str:
        """Return the name of a place: of its example, figure or table, else its heading, else its page.

        A heading without a number stands behind its page: "retry_interval › Scope".
        """
        if item := self._items_at.get((page.info.id, anchor)):
            return numbered(item.label, item.title)
        heading = next((heading for heading in page.headings if anchor and heading.anchor == anchor), None)
        if heading is None or heading.label == page.info.label:
            return page.info.label
        return heading.label if heading.number else f"{page.info.label} › {heading.label}"

    def chapter_of(self, page: str) -> tuple[PageInfo, ...]:
        """Return all pages of the chapter or appendix around a page; outside of those the page alone."""
        chapter = next(
            (e for e in self.way_to(page) if e.kind in {PageKind.CHAPTER, PageKind.APPENDIX}), None
        )
        names = dict.fromkeys(entry.page for entry in chapter.walk()) if chapter else {page: None}
        return tuple(self.pages[name] for name in names if name in self.pages)

    def contents(self) -> tuple[Branch, ...]:
        """Return the contents as rows; chapters have the count of their examples."""
        counts = Counter(item.number.split(".")[0] for item in self.items if item.kind is ItemKind.EXAMPLE)
        return tuple(self._branch(entry, counts) for entry in self._contents)

    def examples(self) -> tuple[Branch, ...]:
        """Return the examples as rows below their chapters, in numeric order."""
        by_chapter: dict[str, list[Branch]] = {}
        for place in self.numbers.examples():
            branch = Branch(place.number, place.title, Address(place.page, place.anchor), place.label)
            by_chapter.setdefault(place.number.split(".")[0], []).append(branch)
        return tuple(
            Branch(number, self._chapters.get(number, ""), None, count=len(below), children=tuple(below))
            for number, below in sorted(by_chapter.items(), key=lambda pair: number_key(pair[0]))
        )

    def _branch(self, entry: TocEntry, counts: Counter[str]) -> Branch:
        missing = entry.page not in self.pages
        return Branch(
            number=entry.number,
            title=entry.title,
            address=Address(entry.page, entry.anchor),
            tip=f"{entry.label}\nThis page is missing from the manual."
            if missing
            else entry.purpose or entry.label,
            count=counts[entry.number] if entry.kind is PageKind.CHAPTER else 0,
            missing=missing,
            children=tuple(self._branch(child, counts) for child in entry.children),
        )


def chapter_titles(contents: Iterable[TocEntry]) -> dict[str, str]:
    """Return the titles of numbered chapters and appendices by their numbers."""
    return {
        entry.number: entry.title
        for top in contents
        for entry in top.walk()
        if entry.kind in {PageKind.CHAPTER, PageKind.APPENDIX} and entry.number
    }


def _ways(top: Iterable[TocEntry]) -> Iterator[tuple[str, tuple[TocEntry, ...]]]:
    """Yield each page with the way to it: the way to its own entry, if it is listed more than once."""
    pending: list[tuple[TocEntry, tuple[TocEntry, ...]]] = [(entry, ()) for entry in top]
    while pending:
        entry, above = pending.pop()
        way = (*above, entry)
        if not entry.anchor:
            yield entry.page, way
        pending += [(child, way) for child in entry.children]
