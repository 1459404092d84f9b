"""Joins a manual's numbered lists with the captions on its pages, and reports where they disagree."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from index_builder.pages.clean import NUMBERED
from index_builder.pages.model import SourceManual, SourcePage, short
from momviewer.manual.model import ItemKind, NumberedItem
from momviewer.manual.numbering import number_key
from momviewer.wording import counted

MAX_DIGITS = 10
"""Digits of a number that is counted on from: Python reads none of more than 4,300."""


def complete_items(
    manual: SourceManual, captions: Iterable[NumberedItem], anchors: Mapping[str, AbstractSet[str]]
) -> list[NumberedItem]:
    """Return the manual's numbered items, each kind in numeric order.

    `captions` are those of all pages, and `anchors` has the anchors of each page. The manual's own lists
    count first. Captions that no list names are added, and a listed item whose place is missing gets the
    place of its caption. Disagreements are reported.
    """
    by_number = {(item.kind, item.number): item for item in captions}
    items: dict[tuple[ItemKind, str], NumberedItem] = {}
    lost: list[NumberedItem] = []
    for item in manual.items:
        key = (item.kind, item.number)
        found = by_number.get(key)
        if item.anchor in anchors.get(item.page, ()):
            items[key] = item
        elif found:
            items[key] = NumberedItem(item.kind, item.number, item.title, found.page, found.anchor)
        else:
            items[key] = item
            lost.append(item)
    manual.report.problems += _told_lost(lost, anchors)
    unlisted = [item for key, item in by_number.items() if key not in items]
    for item in unlisted:
        items[item.kind, item.number] = item
        if manual.items:
            manual.report.problems.append(f"{item.label} on page {item.page} is in no list.")
    return sorted(items.values(), key=lambda item: (item.kind, number_key(item.number)))


def _told_lost(lost: Sequence[NumberedItem], held: Container[str]) -> Iterator[str]:
    """Yield a sentence for each listed item that no page has; all items of missing pages share one."""
    for kind in ItemKind:
        gone = [item for item in lost if item.kind is kind and item.page not in held]
        if len(gone) > 1:
            numbers = ", ".join(_runs([item.number for item in gone]))
            yield f"{counted(len(gone), kind)} are listed on pages that the source lacks: {numbers}."
        for item in lost:
            if item.kind is kind and (item not in gone or len(gone) == 1):
                yield f"{item.label} is listed as {item.page}#{item.anchor}, but no page holds it."


def _runs(numbers: Sequence[str]) -> Iterator[str]:
    """Yield numbers in order, with those that follow each other as one text: "44.1 to 44.7"."""
    ordered = sorted(numbers, key=number_key)
    start = 0
    for at, number in enumerate(ordered):
        chapter, _, last = number.rpartition(".")
        following = f"{chapter}.{int(last) + 1}" if last.isdecimal() and len(last) < MAX_DIGITS else ""
        if ordered[at + 1 : at + 2] != [following]:
            yield number if at == start else f"{ordered[start]} to {number}"
            start = at + 1


def captions_of(page: SourcePage) -> Iterator[NumberedItem]:
    """Yield the examples, figures and tables of a page by their captions."""
    for division in page.body.iter("div"):
        name, number = division.get("class", ""), division.get("data-number", "")
        if name in NUMBERED and number:
            caption = division.find("p[@class='caption']")
            title = " ".join(caption.text_content().split()) if caption is not None else ""
            if not division.get("id"):
                division.set("id", f"{name}-{number}")  # to be led to: the source lost its anchor
            yield NumberedItem(ItemKind(name), number, short(title), page.id, division.get("id", ""))
