"""The page model: what a reader hands to the later steps, with pages as trees of a few elements."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport, PageGuard
from index_builder.pages.trees import Tree
from momviewer.manual.model import NumberedItem, PageKind, TocEntry

DEFINITION, FACT = "definition", "fact"
"""Classes of the box of an option or a function, and of each field in it."""


@dataclass
class SourcePage:
    """One page; its `tree` is a `<body>` in the page model of docs/page-model.md.

    `number` is the page's own number ("15.3", "III", "A") or ""; `title` has no number in it. `file` is the
    source file, for messages. `previous`, `up` and `next` are page ids or "".
    """

    id: str
    title: str
    number: str
    kind: PageKind
    tree: Tree
    file: Path
    purpose: str = ""
    previous: str = ""
    up: str = ""
    next: str = ""
    is_small: bool = True
    """Whether its layout is sure to take little."""

    @property
    def body(self) -> HtmlElement:
        """Return the root of the page's tree, to be read and changed."""
        return self.tree.root


Done = TypeVar("Done")

MAX_TITLE_CHARS = 300
"""Characters of a title that are shown; each list and each tab that names the page lays it out."""


def short(title: str) -> str:
    """Return a title that is no longer than can be shown."""
    return title if len(title) <= MAX_TITLE_CHARS else f"{title[: MAX_TITLE_CHARS - 1]}…"


MAX_OPEN_TREES = 1_000
"""Trees that may be in memory, 40 KB each: so most manuals are walked without being packed again."""


class SourcePages:
    """The pages of a manual in order; only the trees that were used last are in memory.

    A tree is unpacked when the `body` of its page is read. It may be packed again, with its changes, whenever
    a walk over the pages takes its next step, unless a walk stands at its page: do not keep elements longer.
    Read trees in `do` and `each`, which leave out a page if that fails; iterate to read other fields.
    """

    def __init__(self, guard: PageGuard) -> None:
        self.guard = guard
        self._pages: dict[str, SourcePage] = {}
        self._awake: list[SourcePage] = []

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[SourcePage]:
        for page in list(self._pages.values()):
            if page.id not in self._pages:
                continue  # taken out since the walk began
            page.tree.visitors += 1
            try:
                yield page
            finally:
                page.tree.visitors -= 1
                self._put_away()

    def each(self, do: Callable[[SourcePage], object]) -> None:
        """Call `do` with every page in turn."""
        for page_id in list(self._pages):
            self.do(page_id, do)
            self._put_away()

    def do(self, page_id: str, do: Callable[[SourcePage], Done]) -> Done | None:
        """Call `do` with a page and return its result.

        If it fails, the page is removed and reported. Return None for that, and if there is no such page.
        """
        page = self._pages.get(page_id)
        if page is None:
            return None
        page.tree.visitors += 1
        done = self.guard.attempt(page.file, lambda: (do(page),), page_id)
        page.tree.visitors -= 1
        if done is None:
            self.remove(page_id)
            return None
        return done[0]

    def add(self, page: SourcePage) -> None:
        """Add a page and pack its tree; a second page with the same id is left out and reported."""
        if self.guard.is_left_out(page.file, page.id):
            return
        first = self._pages.get(page.id)
        if first is not None:
            names = f"{page.file.name} and {first.file.name}"
            self.guard.report.problems.append(f"{names} are both page {page.id}; the first was left out.")
            return
        self._take(page)
        self._pages[page.id] = page

    def add_behind(self, page: SourcePage, others: Iterable[SourcePage]) -> None:
        """Add pages with ids of their own behind one of these."""
        pages: dict[str, SourcePage] = {}
        for page_id, each in self._pages.items():
            pages[page_id] = each
            if each is page:
                for other in others:
                    self._take(other)
                    pages[other.id] = other
        self._pages = pages

    def get(self, page_id: str) -> SourcePage | None:
        """Return the page with this id, or None."""
        return self._pages.get(page_id)

    def remove(self, page_id: str) -> None:
        """Remove a page."""
        self._pages.pop(page_id).tree.drop()

    def sort(self, key: Callable[[SourcePage], tuple[bool, float]]) -> None:
        """Sort the pages by a key."""
        self._pages = {page.id: page for page in sorted(self._pages.values(), key=key)}

    def drain(self) -> Iterator[SourcePage]:
        """Walk over the pages for the last time; each page is forgotten after its step."""
        for page in list(self._pages.values()):
            yield page
            page.tree.drop()

    def _take(self, page: SourcePage) -> None:
        page.title, page.purpose = short(page.title), short(page.purpose)
        page.number = short(page.number)
        page.tree.woken = lambda: self._awake.append(page)
        page.tree.pack()

    def _put_away(self) -> None:
        if len(self._awake) <= MAX_OPEN_TREES:
            return
        visited = [page for page in self._awake if page.tree.visitors]
        for page in self._awake:
            if not page.tree.visitors:
                self.do(page.id, lambda page: page.tree.pack())
        self._awake[:] = visited


@dataclass
class SourceManual:
    """A manual as its source has it, before cleaning.

    `items` are the examples, figures and tables that the manual's own lists name, or its captions if it has
    no lists; `numbers_examples` is False for a form that lost the numbers. `chapters` has titles of chapters
    that the contents lack, by their numbers. `images` maps a name below `images/` to the file of the picture.
    `names` has, by the id of a page, the names that an index of the source leads there, with their anchors.
    """

    title: str
    edition: str
    form: str
    pages: SourcePages
    contents: list[TocEntry]
    items: list[NumberedItem]
    images: dict[str, Path]
    numbers_examples: bool = True
    chapters: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def report(self) -> BuildReport:
        """Return the report that the reader and the steps write to."""
        return self.pages.guard.report
