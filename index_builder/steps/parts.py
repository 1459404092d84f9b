"""Makes several pages of one that a window could not lay out at once, and leads to the right one of them."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_of
from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourceManual, SourcePage, short
from index_builder.pages.trees import Tree
from index_builder.sources.common.page_names import free_name
from index_builder.steps.layout import (
    MAX_COLUMNS,
    MAX_FRAMES_DEEP,
    PART_US,
    Splitter,
    Weights,
    is_small,
    reshape_tables,
)
from momviewer.manual.model import NumberedItem, TocEntry
from momviewer.wording import counted


@dataclass
class Parts:
    """The pages that were split: the ids of each one's parts, and the part that each anchor is on."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    anchors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By the id of each part of a page, also the first: the part that has an anchor of the page."""

    def of(self, page: str, anchor: str) -> str:
        """Return the page that an anchor is on: a part of `page`, or `page` itself."""
        return self.anchors.get(page, {}).get(anchor, page)


def fit_page(
    page: SourcePage, report: BuildReport, own_languages: AbstractSet[str] = frozenset()
) -> list[HtmlElement]:
    """Return the bodies of the parts that a page has to be split into, and report what is done to it.

    The body of a page that a window lays out in time is returned as it is.
    """

    def note(what: str) -> None:
        report.notes.append(f"{page.file.name} {what}, since no window could lay it out in time.")

    if is_small(page.body):
        return [page.body]
    page.is_small = False
    weights = Weights(page.body, own_languages)
    if weights.deepest > MAX_FRAMES_DEEP or weights.widest > MAX_COLUMNS:
        reshape_tables(page.body)
        note("has other tables than its source, less wide and less nested")
        weights = Weights(page.body, own_languages)
    if weights.shortened:
        note(f"shows only the beginning of {counted(weights.shortened, 'snippet')}; Copy takes all of each")
    if weights.total <= PART_US:
        return [page.body]
    parts = Splitter(page.body, weights).parts
    if len(parts) > 1:
        note(f"was split into {len(parts):,} pages")
    return parts


class PageParts:
    """Splits pages of a manual, and keeps what leads to them in order."""

    def __init__(self, manual: SourceManual) -> None:
        self._manual = manual
        self._taken = {page.id for page in manual.pages}
        self.parts = Parts()

    def split(self, page: SourcePage, bodies: Iterable[HtmlElement]) -> list[SourcePage]:
        """Give a page the first of these bodies, and return it with new pages for the others.

        They are not among the manual's pages before `add`.
        """
        first, *others = bodies
        page.tree.replace(first)
        made = [page]
        for number, body in enumerate(others, 2):
            name = free_name(f"{page.id}.part-{number}", self._taken)
            title = f"{page.title}, part {number}"
            part = SourcePage(name, title, page.number, page.kind, Tree(body), page.file, up=page.id)
            part.is_small = False
            made.append(part)
        return made

    def add(self, parts: list[SourcePage]) -> None:
        """Add the parts of a page to the manual, behind it."""
        page, *others = parts
        if not others:
            return
        for before, after in zip(parts, others, strict=False):
            after.previous, after.next, before.next = before.id, before.next, after.id
        self._manual.pages.add_behind(page, others)
        self.parts.pages[page.id] = [part.id for part in parts]
        places = {anchor: part.id for part in reversed(parts) for anchor in anchors_of(part.body)}
        self.parts.anchors |= {part.id: places for part in parts}

    def finish(self) -> None:
        """Lead the contents, the lists and the pages before and after to the parts that they mean.

        Titles in them that no list could show are shortened, as those of pages are.
        """
        manual, parts = self._manual, self.parts
        made: dict[int, TocEntry] = {}
        for entry in reversed([entry for top in manual.contents for entry in top.walk()]):
            made[id(entry)] = self._entry(entry, [made[id(child)] for child in entry.children])
        manual.contents = [made[id(top)] for top in manual.contents]
        manual.items = [_led(item, parts) for item in manual.items]
        for page_id in parts.pages:
            for name, anchor in manual.names.pop(page_id, []):
                manual.names.setdefault(parts.of(page_id, anchor), []).append((name, anchor))
        ends = {page: names[-1] for page, names in parts.pages.items()}
        for page in manual.pages if ends else ():
            if page.id not in parts.anchors or page.id in parts.pages:
                page.previous = ends.get(page.previous, page.previous)

    def _entry(self, entry: TocEntry, children: Sequence[TocEntry]) -> TocEntry:
        """Return an entry of the contents with one for each part of its page below it."""
        page = self.parts.of(entry.page, entry.anchor) if entry.anchor else entry.page
        others = [] if entry.anchor else self.parts.pages.get(entry.page, [])[1:]
        pages = filter(None, map(self._manual.pages.get, others))
        own = [TocEntry(part.title, "", part.id, "", part.kind) for part in pages]
        return replace(entry, title=short(entry.title), page=page, children=(*own, *children))


def _led(item: NumberedItem, parts: Parts) -> NumberedItem:
    return replace(item, title=short(item.title), page=parts.of(item.page, item.anchor))
