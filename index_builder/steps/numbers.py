"""Gives examples that lost their numbers those of another manual with the same examples.

An example is recognized by its anchor, or else by its code. Its caption says which manual the number is from.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.pages.trees import code_after
from index_builder.render.snippets import exact_code
from momviewer.errors import MomviewerError
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import ItemKind, NumberedItem
from momviewer.manual.outline import chapter_titles
from momviewer.wording import counted

SHARE = 0.5
"""The share of a numbered manual's examples that has to be found; with less it is about something else."""
BLOCKS = ("p", "pre")
"""Elements that an example may begin with."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An example of a numbered manual; `blocks` are the texts of its code."""

    item: NumberedItem
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The examples of a numbered manual, and the titles of its chapters by their numbers."""

    examples: Sequence[_Known]
    chapters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an example begins: the page, and the index among the page's `BLOCKS`."""

    page: str
    block: int
    by_anchor: bool


@dataclass(slots=True)
class _Matches:
    """The places of one numbered manual's examples in the manual that is built."""

    title: str
    total: int
    places: dict[_Place, NumberedItem] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return len(self.places) / self.total if self.total else 0.0


def number_examples(manual: SourceManual, numbered: Sequence[Path]) -> None:
    """Give examples the numbers that they have in the built manuals of the folders `numbered`.

    The manual that shares the most examples with it comes first. The report says how many numbers are from
    which manual.
    """
    known: dict[str, _Numbered] = {}
    for folder in numbered:
        try:
            known.update([_numbered(folder)])
        except MomviewerError as error:
            manual.report.problems.append(f"No numbers are taken from {folder.name}: {error}")
    if not known:
        return
    index = _Index(manual.pages, {one.item.anchor for other in known.values() for one in other.examples})
    found = [index.matches(title, other.examples) for title, other in known.items()]
    chosen: dict[_Place, tuple[NumberedItem, str]] = {}
    taken: set[str] = set()
    for matches in sorted(found, key=lambda one: one.share, reverse=True):
        if matches.share >= SHARE:
            own = {
                place: (item, matches.title)
                for place, item in matches.places.items()
                if item.number not in taken and replace(place, by_anchor=not place.by_anchor) not in chosen
            }
            taken |= {item.number for item, _ in own.values()}
            chosen = {**own, **chosen}
            for item, title in own.values():
                chapter = item.number.split(".")[0]
                manual.chapters.setdefault(chapter, known[title].chapters.get(chapter, ""))
            _note(manual.report, matches.title, own)
    _caption(manual.pages, chosen)


def _note(report: BuildReport, title: str, places: Iterable[_Place]) -> None:
    counts = Counter(place.by_anchor for place in places)
    if total := counts.total():
        report.notes.append(
            f"{counted(total, 'example has its number', 'examples have their numbers')} from {title}:"
            f" {counts[True]} by their anchors, {counts[False]} by their code."
        )


def _caption(pages: SourcePages, chosen: Mapping[_Place, tuple[NumberedItem, str]]) -> None:
    by_page: defaultdict[str, list[_Place]] = defaultdict(list)
    for place in chosen:
        by_page[place.page].append(place)

    def wrap_all(page: SourcePage) -> None:
        blocks = list(page.body.iter(*BLOCKS))
        for place in by_page[page.id]:
            if blocks[place.block].getparent().get("class") != "example":
                _wrap(blocks[place.block], *chosen[place])

    for page_id in [page.id for page in pages if page.id in by_page]:
        pages.do(page_id, wrap_all)


def _numbered(folder: Path) -> tuple[str, _Numbered]:
    """Return a built manual's title, and its numbered examples and chapters."""
    with open_bundle(folder) as bundle:
        items = [item for item in bundle.items() if item.kind is ItemKind.EXAMPLE]
        blocks: defaultdict[str, list[str]] = defaultdict(list)
        for page_id in dict.fromkeys(item.page for item in items):
            page = bundle.page(page_id)
            for snippet in page.snippets if page is not None else ():
                blocks[snippet.number].append(_folded(snippet.text))
        examples = [_Known(item, tuple(blocks[item.number])) for item in items]
        return bundle.info.title, _Numbered(examples, chapter_titles(bundle.contents()))


class _Index:
    """Knows where the anchors of examples and all blocks of code of a manual are."""

    def __init__(self, pages: SourcePages, anchors: AbstractSet[str]) -> None:
        self._anchors: defaultdict[str, list[_Place]] = defaultdict(list)
        self._code: defaultdict[str, list[_Place]] = defaultdict(list)
        pages.each(partial(self._note, anchors=anchors))

    def _note(self, page: SourcePage, anchors: AbstractSet[str]) -> None:
        blocks = {element: at for at, element in enumerate(page.body.iter(*BLOCKS))}
        for element in page.body.iterdescendants():
            if element.get("id") in anchors and (block := _block_at(element)) is not None:
                self._anchors[element.get("id")].append(_Place(page.id, blocks[block], by_anchor=True))
            if element.tag == "pre":
                code = _folded(exact_code(element)[0])
                self._code[code].append(_Place(page.id, blocks[element], by_anchor=False))

    def matches(self, title: str, known: Sequence[_Known]) -> _Matches:
        """Return where the examples of a numbered manual are: by their anchors, or else by their code.

        If several places have the same code, the one on the page of the example's neighbours counts.
        """
        matches = _Matches(title, len(known))
        seen: set[tuple[str, int]] = set()
        pages: dict[str, set[str]] = {}

        def take(example: _Known, places: Sequence[_Place]) -> bool:
            free = [place for place in places if (place.page, place.block) not in seen]
            if len(free) != 1:
                return False
            seen.add((free[0].page, free[0].block))
            matches.places[free[0]] = example.item
            pages.setdefault(example.item.page, {_name(example.item.page)}).add(_name(free[0].page))
            return True

        rest = [one for one in known if not take(one, self._anchors.get(one.item.anchor, ()))]
        for example in rest:
            alike = self._code.get(example.blocks[0], []) if example.blocks else []
            own = pages.get(example.item.page, {_name(example.item.page)})
            near = [place for place in alike if _name(place.page) in own]
            if not take(example, near):
                take(example, alike)
        return matches


def _block_at(anchor: HtmlElement) -> HtmlElement | None:
    """Return the first block behind an anchor that an example can begin with, before the next heading."""
    if anchor.tag == "pre":
        return anchor
    block = anchor if anchor.tag == "p" else next(anchor.iterancestors("p"), None)
    if block is not None and code_after(block):
        return block
    following = anchor.xpath("following::*[self::pre or self::h2 or self::h3 or self::h4 or self::h5][1]")
    return following[0] if following and following[0].tag == "pre" else None


def _wrap(first: HtmlElement, item: NumberedItem, source: str) -> None:
    """Put an example's blocks into a division with a caption that says which manual its number is from."""
    division = first.makeelement("div", {"class": "example", "data-number": item.number})
    content = code_after(first) or [first]
    first.addprevious(division)
    if anchor := first.attrib.pop("id", None):
        division.set("id", anchor)
    caption = division.makeelement("p", {"class": "caption"})
    caption.text = item.title
    origin = division.makeelement("p", {"class": "origin"})
    origin.text = f"Number and title from {source}"
    last = content[-1].tail
    division.extend([caption, *content, origin])
    content[-1].tail = None
    division.tail = last


def _folded(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.split("\n")).strip()


def _name(page: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", page.casefold())
