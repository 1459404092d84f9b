"""What a reader of a source form hands to the later steps: pages as trees in one small vocabulary."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from momviewer.manual.model import NumberedItem, PageKind, TocEntry


@dataclass
class BuildReport:
    """What the steps leave out or trip over, gathered for the reader of the report."""

    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


@dataclass
class SourcePage:
    """One page. `body` is a `<body>` element in the vocabulary of docs/architecture.md, "The page model".

    `number` is the page's own number ("15.3", "III", "A") or ""; `title` has no number in it. `file` is the
    source file, for messages. `previous`, `up` and `next` are page ids or "".
    """

    id: str
    title: str
    number: str
    kind: PageKind
    body: HtmlElement
    file: Path
    purpose: str = ""
    previous: str = ""
    up: str = ""
    next: str = ""


@dataclass
class SourceManual:
    """A manual as its source tells it, before cleaning.

    `items` are the numbered things as the manual's own lists name them; where it has no lists, what the
    pages' captions say. `images` maps the name a page uses (below `images/`) to the file that holds it.
    """

    title: str
    edition: str
    form: str
    pages: list[SourcePage]
    contents: list[TocEntry]
    items: list[NumberedItem]
    images: dict[str, Path]
    report: BuildReport = field(default_factory=BuildReport)
