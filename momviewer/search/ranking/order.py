"""Orders the pages that a query finds: names first, then words in a row, lists of pages last.

`scoring` weighs each clause for itself and `matching` adds them up. Here a page gains if the query is one of
its names, if the query's words stand in its text in a row, and if two words that are neighbours in the query
are neighbours in its title, captions, headings or terms. A page that only lists others comes after all the
others. Every gain is a share of the most that the words could be worth apart, so that it means the same for
every query.
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
"""The gain of a page that has the query as a name: title, id, purpose, heading, caption or defined term."""
IN_A_ROW = 0.3
"""The gain of a page whose text has all the words in a row."""
ADJACENT = 0.5
"""The gain for two neighbouring words, for each of NEAR_FIELDS that has them side by side."""
NEAR_FIELDS = ("title", "caption", "heading", "term")

SortKey = tuple[bool, float, int]
"""What pages are sorted by: whether it is a mere list, the negative score, the page's place."""


def query_row(tree: Query) -> list[str]:
    """Return the words that a query looks for in the text, in its order: `rest -port tls` gives rest, tls."""
    row: list[str] = []
    for leaf in wanted(tree):
        if isinstance(leaf, Term) and leaf.field == CONTENT:
            row.append(leaf.text)
        elif isinstance(leaf, Phrase) and leaf.field == CONTENT:
            row += leaf.terms
    return row


def sort_keys(postings: Postings, words: Sequence[str], scores: Scores) -> list[SortKey]:
    """Return a key for each page of `scores`, with the gains added; the keys are not sorted."""
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
    """Return the pages that have the words in a row in a field."""
    found = [postings.positions(field, word) for word in words]
    return list(phrase_starts(words, found, 0))
