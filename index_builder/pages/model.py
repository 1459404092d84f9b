"""The page model: what a reader hands to the later steps, with pages as trees of a few elements."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.trees import Tree
from momviewer.manual.model import NumberedItem, PageKind, TocEntry


@dataclass
class BuildReport:
    """What the steps left out, could not read and did besides; the reader is shown it at the end."""

    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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

    @property
    def body(self) -> HtmlElement:
        """Return the root of the page's tree, to be read and changed."""
        return self.tree.root


MAX_OPEN_TREES = 1_000
"""Trees that may be in memory, 40 KB each: so most manuals are walked without being packed again."""


class SourcePages:
    """The pages of a manual in order; only the trees that were used last are in memory.

    A tree is unpacked when the `body` of its page is read. It may be packed again, with its changes, whenever
    a walk over the pages takes its next step, unless a walk stands at its page: do not keep elements longer.
    """

    def __init__(self) -> None:
        self._pages: dict[str, SourcePage] = {}
        self._awake: list[Tree] = []

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[SourcePage]:
        for page in self._pages.values():
            page.tree.visitors += 1
            try:
                yield page
            finally:
                page.tree.visitors -= 1
                self._put_away()

    def add(self, page: SourcePage, report: BuildReport) -> None:
        """Add a page and pack its tree; a second page with the same id is left out and reported."""
        first = self._pages.setdefault(page.id, page)
        if first is not page:
            names = f"{page.file.name} and {first.file.name}"
            report.problems.append(f"{names} are both page {page.id}; the first was left out.")
            return
        page.tree.woken = self._awake.append
        page.tree.pack()

    def get(self, page_id: str) -> SourcePage | None:
        """Return the page with this id, or None."""
        return self._pages.get(page_id)

    def remove(self, page_ids: Iterable[str]) -> None:
        """Remove the pages with these ids."""
        for page_id in page_ids:
            del self._pages[page_id]

    def sort(self, key: Callable[[SourcePage], tuple[bool, int]]) -> None:
        """Sort the pages by a key."""
        self._pages = {page.id: page for page in sorted(self._pages.values(), key=key)}

    def drain(self) -> Iterator[SourcePage]:
        """Walk over the pages for the last time; each page is forgotten after its step."""
        for page in self._pages.values():
            yield page
            page.tree.drop()

    def _put_away(self) -> None:
        if len(self._awake) <= MAX_OPEN_TREES:
            return
        visited = [tree for tree in self._awake if tree.visitors]
        for tree in self._awake:
            if not tree.visitors:
                tree.pack()
        self._awake[:] = visited


@dataclass
class SourceManual:
    """A manual as its source has it, before cleaning.

    `items` are the examples, figures and tables that the manual's own lists name, or its captions if it has
    no lists; `numbers_examples` is False for a form that lost the numbers. `chapters` has titles of chapters
    that the contents lack, by their numbers. `images` maps a name below `images/` to the file of the picture.
    """

    title: str
    edition: str
    form: str
    pages: SourcePages
    contents: list[TocEntry]
    items: list[NumberedItem]
    images: dict[str, Path]
    report: BuildReport = field(default_factory=BuildReport)
    numbers_examples: bool = True
    chapters: dict[str, str] = field(default_factory=dict)
