"""What a reader of a source form hands to the later steps: pages as trees in one small vocabulary."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.trees import Tree
from momviewer.manual.model import NumberedItem, PageKind, TocEntry


@dataclass
class BuildReport:
    """What the steps leave out, trip over and do besides, gathered for the reader of the report."""

    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class SourcePage:
    """One page. Its `tree` is a `<body>` element in the vocabulary of docs/architecture.md, "The page model".

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
"""Trees that may be in memory, 40 KB each: most manuals are walked over without packing them again."""


class SourcePages:
    """The pages of a manual, in order. Only the trees that were looked at last are in memory.

    A tree is read when the `body` of its page is asked for. It may be put away, with its changes, when a walk
    takes its next step, unless a walk is standing at its page; elements are not to be kept longer.
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
        """Add a page behind the others and put its tree away; a second one of the same id is left out."""
        first = self._pages.setdefault(page.id, page)
        if first is not page:
            names = f"{page.file.name} and {first.file.name}"
            report.problems.append(f"{names} are both page {page.id}; the first was left out.")
            return
        page.tree.woken = self._awake.append
        page.tree.pack()

    def get(self, page_id: str) -> SourcePage | None:
        """Return a page by its id."""
        return self._pages.get(page_id)

    def remove(self, page_ids: Iterable[str]) -> None:
        """Take pages out."""
        for page_id in page_ids:
            del self._pages[page_id]

    def sort(self, key: Callable[[SourcePage], tuple[bool, int]]) -> None:
        """Bring the pages into another order."""
        self._pages = {page.id: page for page in sorted(self._pages.values(), key=key)}

    def drain(self) -> Iterator[SourcePage]:
        """Walk over the pages for the last time: what a step leaves behind is forgotten."""
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
    """A manual as its source tells it, before cleaning.

    `items` are the numbered things as the manual's own lists name them; where it has no lists, what the
    pages' captions say; `numbers_examples` is False for a form that lost them. `chapters` has the titles
    of chapters that the contents lack, by their numbers. `images` maps the name a page uses (below `images/`)
    to the file that holds it.
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
