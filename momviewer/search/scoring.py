"""Ranks pages: BM25F over the fields of the index (Robertson and Zaragoza, 2009, section 3.6.2)."""

from collections.abc import Mapping
from math import log

from momviewer.search.postings import Postings
from momviewer.search.schema import CONTENT

Frequencies = Mapping[int, float]
"""How often something stands on each page, by the page's place in the manual."""

WEIGHTS = {CONTENT: 1.0, "title": 8.0, "caption": 4.0, "term": 4.0, "heading": 3.0, "code": 0.5}
"""How much a word counts by where it stands; what is in a title counts there and in the content."""
SATURATION = 1.2
LENGTH_NORMALISATION = {CONTENT: 0.6, "title": 0.4, "caption": 0.3, "term": 0.5, "heading": 0.5, "code": 0.7}


def score(postings: Postings, frequencies: Mapping[str, Frequencies], field: str) -> dict[int, float]:
    """Return the score of each page that holds something in `field`.

    `frequencies` says by field how often it stands where; a page is found by `field` alone, the others add to
    its score.
    """
    found = frequencies[field]
    rarity = log(1 + (postings.page_count - len(found) + 0.5) / (len(found) + 0.5))
    weighted = dict.fromkeys(found, 0.0)
    for name, pages in frequencies.items():
        lengths, share = postings.lengths(name), LENGTH_NORMALISATION.get(name, 0.0)
        weight = WEIGHTS.get(name, 1.0)
        for page, frequency in pages.items():
            if page in weighted:
                weighted[page] += weight * frequency / (1 - share + share * lengths[page])
    return {page: rarity * amount / (SATURATION + amount) for page, amount in weighted.items()}
