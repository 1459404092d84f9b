"""The parts of a manual as frozen values, which the builder, the search and the window share."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import itemgetter

from momviewer.wording import counted, numbered


class PageKind(StrEnum):
    """What a page is in its book. Pages of the kind LIST are contents and lists of examples."""

    TITLE = "title"
    LIST = "list"
    PREFACE = "preface"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    REFERENCE = "reference"
    APPENDIX = "appendix"
    GLOSSARY = "glossary"
    PAGE = "page"


LISTS = frozenset({PageKind.LIST, PageKind.TITLE})
"""Kinds of pages that only lead to others and define nothing themselves."""


class ItemKind(StrEnum):
    """The kinds of things a manual numbers besides its chapters and sections."""

    EXAMPLE = "example"
    FIGURE = "figure"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A block of code exactly as its source has it.

    `id` is the snippet's anchor on its page, `language` the key of a `Language`, `text` what Copy puts on
    the clipboard (no-break spaces as blanks, tabs kept, no trailing line end), and `number` the example
    it belongs to, or "".
    """

    id: str
    language: str
    text: str
    number: str = ""


class Titled:
    """What has a title and perhaps a number before it."""

    __slots__ = ()
    number: str
    title: str

    @property
    def label(self) -> str:
        """Return the title with its number, such as "15.3 Configuring Scopes"."""
        return numbered(self.number, self.title)


@dataclass(frozen=True, slots=True)
class Heading(Titled):
    """A heading of a page: its anchor, level (1 is the page's own title), number ("15.3" or "") and title.

    `offset` is where it stands in the page's plain text, in code points.
    """

    anchor: str
    level: int
    number: str
    title: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageInfo(Titled):
    """What the contents know of a page without its text. `previous`, `up` and `next` are page ids or ""."""

    id: str
    title: str
    number: str
    kind: PageKind
    purpose: str = ""
    previous: str = ""
    up: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: `html` in the viewer's vocabulary (docs/page-model.md), and `text` for excerpts.

    `anchors` are all anchors in reading order with their offsets in `text`, and `code_spans` the (start, end)
    ranges of `text` that are code. `terms` are what the page defines, with offsets: terms of definition lists
    and names in the first column of tables. All offsets count code points.
    """

    info: PageInfo
    html: str
    text: str
    headings: tuple[Heading, ...]
    snippets: tuple[Snippet, ...]
    anchors: tuple[tuple[str, int], ...] = ()
    code_spans: tuple[tuple[int, int], ...] = ()
    terms: tuple[tuple[str, int], ...] = ()

    def anchor_before(self, offset: int) -> str:
        """Return the last anchor at or before an offset of the page's text, or "" if there is none."""
        place = bisect_right(self.anchors, offset, key=itemgetter(1))
        return self.anchors[place - 1][0] if place else ""


@dataclass(frozen=True, slots=True)
class TocEntry(Titled):
    """An entry of the contents tree. `anchor` is "" if the entry stands for its whole page."""

    title: str
    number: str
    page: str
    anchor: str = ""
    kind: PageKind = PageKind.PAGE
    purpose: str = ""
    children: tuple["TocEntry", ...] = ()

    def walk(self) -> Iterator["TocEntry"]:
        """Yield this entry and all below it, in reading order; does not recurse."""
        waiting = [self]
        while waiting:
            entry = waiting.pop()
            yield entry
            waiting += reversed(entry.children)


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An example, figure or table: its number ("15.1"), title, and the page and anchor of its caption."""

    kind: ItemKind
    number: str
    title: str
    page: str
    anchor: str

    @property
    def label(self) -> str:
        """Return the caption's label, such as "Example 15.1"."""
        return f"{self.kind.capitalize()} {self.number}"


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A name that a page defines, and the last anchor before it ("" for the top of the page)."""

    text: str
    page: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DanglingLink:
    """A link on `page` to a page or an anchor that the manual does not have."""

    page: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pages, examples, figures and tables a manual has."""

    pages: int = 0
    examples: int = 0
    figures: int = 0
    tables: int = 0

    @property
    def summary(self) -> str:
        """Return them in words, such as "804 pages, 212 examples, 1 figure"."""
        others = (("example", self.examples), ("figure", self.figures), ("table", self.tables))
        return ", ".join(
            [counted(self.pages, "page"), *(counted(count, name) for name, count in others if count)]
        )


@dataclass(frozen=True, slots=True)
class ManualInfo:
    """What is known of a manual as a whole: its id and title, its set, and where it was read from.

    `form` names the source's form ("docbook-html", "markdown"), `source` the folder it was built from
    ("" for one that came with the program) and `fingerprint` the state of that folder when it was read.
    `added` and `built` are the times when it came into the library and when it was built (ISO, UTC), or "".
    """

    id: str
    title: str
    edition: str
    set: str
    form: str
    source: str
    fingerprint: str
    counts: Counts
    added: str = ""
    built: str = ""

    @property
    def full_title(self) -> str:
        """Return the title with the edition behind it, if there is one."""
        return f"{self.title} {self.edition}".strip()

    def renamed(self, title: str, set_name: str) -> "ManualInfo":
        """Return the same under another title and in another set, each unless "" is given."""
        return replace(self, title=title or self.title, set=set_name or self.set)


def distinct_names(manuals: Iterable[ManualInfo]) -> dict[str, str]:
    """Return what each of these manuals is called, by its id: no two the same.

    That is its title, with its edition where another has the title too, and with its id where that does not
    tell them apart either: "Harbour 2026-06-30 (harbour-html)".
    """
    infos = {info.id: info for info in manuals}
    titles = Counter(info.title.casefold() for info in infos.values())
    names = {
        name: info.title if titles[info.title.casefold()] == 1 else info.full_title
        for name, info in infos.items()
    }
    called = Counter(names.values())
    return {name: told if called[told] == 1 else f"{told} ({name})" for name, told in names.items()}
