"""Finds the examples of a page that have the words of a query, each with its own passage."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from momviewer.manual.model import ItemKind, NumberedItem
from momviewer.search.answers.excerpts import Excerpt, SearchedPage, best_passage
from momviewer.search.answers.marking import Marks


def examples_with(
    searched: SearchedPage, items: Sequence[NumberedItem], marks: Marks
) -> Iterator[tuple[NumberedItem, Excerpt]]:
    """Yield the examples in whose caption, code or text a marked word stands; `items` are the page's.

    An example ends at the next heading, example, figure or table, as it does where it is printed.
    """
    page = searched.page
    anchors = dict(page.anchors)
    starts = {item: anchors[item.anchor] for item in items if item.anchor in anchors}
    bounds = sorted({*(heading.offset for heading in page.headings), *starts.values(), len(page.text) + 1})
    for item, start in starts.items():
        if item.kind is not ItemKind.EXAMPLE:
            continue
        end = bounds[bisect_right(bounds, start)]
        code = tuple((first - start, last - start) for first, last in page.code_spans if start <= first < end)
        info = replace(page.info, title="")  # the page's own title is no part of it
        part = replace(page, info=info, text=page.text[start:end], headings=(), anchors=(), code_spans=code)
        passage = best_passage(SearchedPage(part), marks)
        if passage.offset >= 0:
            yield item, passage.excerpt
