"""A manual's shape, read once: its pages, the way from the top to each, and its examples by chapter."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.links import Address
from momviewer.manual.model import ItemKind, Page, PageInfo, PageKind, TocEntry
from momviewer.manual.numbering import NumberIndex, number_key


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of a tree: its number, title and address ("" for one that only groups), and the rows below it.

    `count` is how many examples a chapter has; `missing` says that the manual does not hold the page.
    """

    number: str
    title: str
    address: Address | None
    tip: str = ""
    count: int = 0
    missing: bool = False
    children: tuple["Branch", ...] = field(default=(), repr=False)


class OpenManual:
    """A manual that is open for reading: its bundle, and all that the window shows of its shape.

    Takes up to a tenth of a second to make, and may be made on another thread than the one it is used on.
    """

    def __init__(self, folder: Path) -> None:
        self.bundle = open_bundle(folder)
        self.outline = Outline(self.bundle)
        self.contents = self.outline.contents()
        self.examples = self.outline.examples()


class Outline:
    """What the panels and the bar need to know of a manual, without its pages' text."""

    def __init__(self, bundle: Bundle) -> None:
        self._contents = bundle.contents()
        self._chapters = bundle.chapters() | chapter_titles(self._contents)
        self.items = bundle.items()
        self.pages = {page.id: page for page in bundle.pages()}
        self.numbers = NumberIndex(self._contents, self.items, bundle.former())
        self._ways = dict(_ways(self._contents))
        self._captions = {(item.page, item.anchor): f"{item.label} {item.title}" for item in self.items}

    def way_to(self, page: str) -> tuple[TocEntry, ...]:
        """Return the entries from the top of the contents to the one of `page`, that one included."""
        return self._ways.get(page, ())

    def title_of(self, page: Page, anchor: str) -> str:
        """Return what a place is called: its example, figure or table, its heading, or its page."""
        if caption := self._captions.get((page.info.id, anchor)):
            return caption.strip()
        found = [heading for heading in page.headings if anchor and heading.anchor == anchor]
        named = found[0] if found else page.info
        return f"{named.number} {named.title}".strip()

    def chapter_of(self, page: str) -> tuple[PageInfo, ...]:
        """Return the pages of the chapter or appendix of a page, in reading order; else that page alone."""
        chapter = next(
            (e for e in self.way_to(page) if e.kind in {PageKind.CHAPTER, PageKind.APPENDIX}), None
        )
        names = dict.fromkeys(entry.page for entry in chapter.walk()) if chapter else {page: None}
        return tuple(self.pages[name] for name in names if name in self.pages)

    def titles(self) -> dict[str, str]:
        """Return what each page is called, with its number."""
        return {page.id: f"{page.number} {page.title}".strip() for page in self.pages.values()}

    def contents(self) -> tuple[Branch, ...]:
        """Return the contents tree; chapters say how many examples they have."""
        counts = Counter(item.number.split(".")[0] for item in self.items if item.kind is ItemKind.EXAMPLE)
        return tuple(self._branch(entry, counts) for entry in self._contents)

    def examples(self) -> tuple[Branch, ...]:
        """Return the examples, below the chapters that hold them, in numeric order."""
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
        name = f"{entry.number} {entry.title}".strip()
        return Branch(
            number=entry.number,
            title=entry.title,
            address=Address(entry.page, entry.anchor),
            tip=f"{name}\nThis page is missing from the manual." if missing else entry.purpose or name,
            count=counts[entry.number] if entry.kind is PageKind.CHAPTER else 0,
            missing=missing,
            children=tuple(self._branch(child, counts) for child in entry.children),
        )


def chapter_titles(contents: Iterable[TocEntry]) -> dict[str, str]:
    """Return the titles of the chapters and appendices that have a number, by it."""
    return {
        entry.number: entry.title
        for top in contents
        for entry in top.walk()
        if entry.kind in {PageKind.CHAPTER, PageKind.APPENDIX} and entry.number
    }


def _ways(top: Iterable[TocEntry]) -> Iterator[tuple[str, tuple[TocEntry, ...]]]:
    """Yield each page with the way to it; a page that is listed twice is found where its own entry is."""
    pending: list[tuple[TocEntry, tuple[TocEntry, ...]]] = [(entry, ()) for entry in top]
    while pending:
        entry, above = pending.pop()
        way = (*above, entry)
        if not entry.anchor:
            yield entry.page, way
        pending += [(child, way) for child in entry.children]
