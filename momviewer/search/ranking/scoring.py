"""Ranks pages: BM25F over the fields of the index (Robertson and Zaragoza, 2009, section 3.6.2)."""

from collections.abc import Mapping, Sequence
from math import log

from momviewer.search.index.fields import CONTENT
from momviewer.search.index.postings import Postings

Frequencies = Mapping[int, float]
"""How often something stands on each page, by the page's place in the manual."""

WEIGHTS = {CONTENT: 1.0, "title": 8.0, "caption": 5.0, "term": 5.0, "heading": 5.0, "code": 0.5}
"""How much a word counts by where it stands; what is in a title counts there and in the content."""
SATURATION = 1.2
LENGTH_NORMALISATION = {CONTENT: 0.6, "title": 0.4, "caption": 0.4, "term": 0.4, "heading": 0.4, "code": 0.6}
COVERAGE = 0.5
"""How steeply a page's score falls with the share of a query's clauses that it does not match."""


def rarity(pages: int, found: int) -> float:
    """Return what finding `found` of `pages` pages is worth: the fewer, the more."""
    return log(1 + (pages - found + 0.5) / (found + 0.5))


def score(postings: Postings, frequencies: Mapping[str, Frequencies], field: str) -> dict[int, float]:
    """Return the score of each page that holds something in `field`.

    `frequencies` says by field how often it stands where; a page is found by `field` alone, the others add to
    its score.
    """
    found = frequencies[field]
    weighted = dict.fromkeys(found, 0.0)
    for name, pages in frequencies.items():
        norms = postings.norms(name, LENGTH_NORMALISATION.get(name, 0.0))
        weight = WEIGHTS.get(name, 1.0)
        for page, frequency in pages.items():
            if page in weighted:
                weighted[page] += weight * frequency / norms[page]
    worth = rarity(postings.page_count, len(found))
    return {page: worth * amount / (SATURATION + amount) for page, amount in weighted.items()}


def combined(pages: set[int], parts: Sequence[Mapping[int, float]], page_count: int) -> dict[int, float]:
    """Return the scores of `pages` by those of a query's clauses: their sum, less for what does not match.

    A clause that finds few pages is missed more than one that finds many.
    """
    scores = dict.fromkeys(pages, 0.0)
    matched = dict.fromkeys(pages, 0.0)
    whole = 0.0
    for part in parts:
        worth = rarity(page_count, len(part))
        whole += worth
        for page in part.keys() & pages:
            scores[page] += part[page]
            matched[page] += worth
    if len(parts) == 1:
        return scores
    return {page: amount * (matched[page] / whole) ** COVERAGE for page, amount in scores.items()}
