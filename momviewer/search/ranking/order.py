"""Brings the pages a query finds into order, by what its words are together and by what the pages are.

`scoring` weighs each clause for itself and `matching` adds them up. Here a page gains when the query is one
of its names, when the query's words stand in its text in a row, and when words that are next to each other in
the query are so in its title, captions, headings or terms. A page that only lists others comes after them
all. Every gain is a share of the most that the words could be worth apart, so it means the same for every
query.
"""

from collections.abc import Sequence
from itertools import pairwise

from momviewer.query.nodes import Phrase, Query, Term
from momviewer.search.index.fields import CONTENT, LABEL, LISTING
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.matching import Scores, wanted
from momviewer.search.ranking.phrases import phrase_starts
from momviewer.search.ranking.scoring import rarity

NAMED = 0.5
"""What a page gains whose name the query is: a title, page id, purpose, heading, caption or defined term."""
IN_A_ROW = 0.3
"""What a page gains in whose text all words stand in a row."""
ADJACENT = 0.5
"""What a page gains for two neighbouring words, in each of NEAR_FIELDS that has them next to each other."""
NEAR_FIELDS = ("title", "caption", "heading", "term")

SortKey = tuple[bool, float, int]
"""Sorts the pages found: whether a page is a mere list, its score (the best is the least), the page."""


def query_row(tree: Query) -> list[str]:
    """Return the words that a query looks for in the text, in its order, without what it excludes."""
    row: list[str] = []
    for leaf in wanted(tree):
        if isinstance(leaf, Term) and leaf.field == CONTENT:
            row.append(leaf.text)
        elif isinstance(leaf, Phrase) and leaf.field == CONTENT:
            row += leaf.terms
    return row


def sort_keys(postings: Postings, words: Sequence[str], scores: Scores) -> list[SortKey]:
    """Return the place of each page of `scores`, which are what its clauses add up to; not sorted."""
    ranked = dict(scores)
    worth = [rarity(postings.page_count, len(postings.positions(CONTENT, word))) for word in words]
    named = postings.positions(LABEL, " ".join(words))
    gains = [(page, NAMED * sum(worth)) for page in named]
    if len(words) > 1:
        gains += [(page, IN_A_ROW * sum(worth)) for page in _rows(postings, CONTENT, words)]
        for (left, right), (one, other) in zip(pairwise(words), pairwise(worth), strict=True):
            gain = ADJACENT * (one + other) / 2
            gains += [(page, gain) for field in NEAR_FIELDS for page in _rows(postings, field, (left, right))]
    for page, gain in gains:
        if page in ranked:
            ranked[page] += gain
    lists = postings.positions(LISTING, LISTING)
    return [(page in lists and page not in named, -score, page) for page, score in ranked.items()]


def _rows(postings: Postings, field: str, words: Sequence[str]) -> Sequence[int]:
    """Return the pages in a field of which words stand in a row."""
    found = [postings.positions(field, word) for word in words]
    return list(phrase_starts(words, found, 0)) if all(found) else []
