"""Scores pages by BM25F over the fields of the index (Robertson and Zaragoza, 2009, section 3.6.2)."""

from collections.abc import Mapping, Sequence
from math import log

from momviewer.search.index.fields import CONTENT
from momviewer.search.index.postings import Postings

Frequencies = Mapping[int, float]
"""Maps a page, by its place in the manual, to how often something stands on it."""

WEIGHTS = {CONTENT: 1.0, "title": 8.0, "caption": 5.0, "term": 5.0, "heading": 5.0, "code": 0.5}
"""How much a word counts in each field; a word of the title counts there and in the content."""
SATURATION = 1.2
LENGTH_NORMALISATION = {CONTENT: 0.6, "title": 0.4, "caption": 0.4, "term": 0.4, "heading": 0.4, "code": 0.6}
COVERAGE = 0.5
"""How steeply a page's score falls with the clauses that it does not match; 0 would ignore them."""


def rarity(pages: int, found: int) -> float:
    """Return the weight of a word that `found` of `pages` pages have: the rarer it is, the more."""
    return log(1 + (pages - found + 0.5) / (found + 0.5))


def score(postings: Postings, frequencies: Mapping[str, Frequencies], field: str) -> dict[int, float]:
    """Return the score of each page that has something in `field`.

    `frequencies` says for each field how often it stands on each page. Only `field` decides which pages are
    found; the other fields add to their scores.
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
    """Return the sum of the clauses' scores for each of `pages`, lowered for clauses that do not match.

    To miss a clause that finds few pages costs more than to miss one that finds many.
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
    return {page: amount * (matched[page] / whole) ** COVERAGE for page, amount in scores.items()}
