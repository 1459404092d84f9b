"""Splits a book on one page into the pages that the chunking stylesheets would have written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from index_builder.sources.common.page_names import free_name, stem_of
from index_builder.sources.docbook.headings import BOOKS, COMPONENTS, SECTION_CLASSES, class_of
from momviewer.manual.links import page_id

MIN_CHUNK_CHARS = 40_000
"""Characters of a chapter from which on its sections become pages."""

BEGINNINGS = frozenset({"titlepage", "refnamediv"})
"""Classes of the element that a division with a title begins with."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A division that becomes a page: its id, and the id of the page above it or ""."""

    id: str
    division: HtmlElement
    up: str


def chunks_of(main: HtmlElement, own: str, taken: Iterable[str]) -> list[Chunk]:
    """Return the pages that a page is split into; the first is the page itself, with the id `own`.

    A page that is no whole book is not split. Ids are the divisions' anchors, but none of `taken`.
    """
    whole = [Chunk(own, main, "")]
    if class_of(main) not in BOOKS:
        return whole
    names = {stem_of(name) for name in taken} | {own}
    whole += _cut(main, own, COMPONENTS | BOOKS, names)
    for chunk in list(whole):
        if len(chunk.division.text_content()) > MIN_CHUNK_CHARS:
            at = whole.index(chunk) + 1
            whole[at:at] = _cut(chunk.division, chunk.id, SECTION_CLASSES, names)
    return whole


def places_of(chunks: Iterable[Chunk]) -> dict[str, tuple[str, str]]:
    """Return for each anchor its page, and the anchor there: "" for the anchor that became the page's id."""
    places: dict[str, tuple[str, str]] = {}
    for chunk in chunks:
        top = _anchor(chunk.division)
        for element in chunk.division.iter():
            for name in (element.get("id"), element.get("name")) if isinstance(element.tag, str) else ():
                if name:
                    places.setdefault(name, (chunk.id, "" if name == top else name))
    return places


def point_at_chunks(root: HtmlElement, own: str, places: Mapping[str, tuple[str, str]]) -> None:
    """Rewrite links inside of a page that was split to the pages that have the anchors now.

    `places` maps each anchor to its page and the anchor there, "" for the top; `own` is the page's old id.
    """
    for link in root.iter("a"):
        page, _, anchor = (link.get("href") or "").partition("#")
        if anchor and (not page or page_id(page) == own) and (place := places.get(unquote(anchor))):
            name, kept = place
            link.set("href", f"{quote(name, safe='')}#{quote(kept)}" if kept else quote(name, safe=""))


def _cut(main: HtmlElement, own: str, classes: frozenset[str], names: set[str]) -> Iterator[Chunk]:
    """Take the divisions of these classes out of `main`: outer ones first, in reading order."""
    divisions = [
        element
        for element in main.iterdescendants("div", "section", "article")
        if class_of(element) in classes
        and any(class_of(child) in BEGINNINGS for child in element.iterchildren("*"))
    ]
    if classes is SECTION_CLASSES:  # sections inside sections stay with them
        all_of_them = set(divisions)
        divisions = [e for e in divisions if all_of_them.isdisjoint(e.iterancestors())]
    ids: dict[HtmlElement, str] = {main: own}
    ups = {}
    for division in divisions:
        ups[division] = next(ids[outer] for outer in division.iterancestors() if outer in ids)
        ids[division] = free_name(_anchor(division) or f"{own}-{class_of(division)}", names)
    for division in divisions:
        division.drop_tree()
        yield Chunk(ids[division], division, ups[division])


def _anchor(division: HtmlElement) -> str:
    """Return the anchor that becomes a division's id: its own, or the first before its text."""
    if own := division.get("id"):
        return str(own)
    for element in division.iterdescendants():
        name = (element.get("id") or element.get("name")) if element.tag == "a" else None
        if name:
            return str(name)
        if (element.text or "").strip():
            return ""
    return ""
