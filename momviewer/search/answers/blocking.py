"""Finds the clauses that keep a query from finding anything."""

from collections.abc import Mapping, Sequence

from momviewer.query.nodes import Boolean, Clause, Query
from momviewer.query.occur import Occur
from momviewer.search.ranking.matching import Scores

MAX_TRIED = 40
"""Clauses that are left out one by one to see what is found; nobody looks at more of them."""


def blocking(tree: Query, matches: Sequence[Mapping[int, Scores]]) -> tuple[int, ...]:
    """Return the places of the clauses that keep a query from finding anything; `matches` has one by manual.

    They are the words that no page has. If there are none, they are the clauses that, left out, let something
    be found. If several would have to be left out together, none is named.
    """
    if not isinstance(tree, Boolean):
        return (0,)
    clauses = tree.clauses[:MAX_TRIED]
    needed = Occur.MUST if any(clause.occur is Occur.MUST for clause in tree.clauses) else Occur.SHOULD
    absent = tuple(
        place
        for place, clause in enumerate(clauses)
        if clause.occur is needed and not any(match[id(clause.query)] for match in matches)
    )
    return absent or tuple(
        place
        for place, clause in enumerate(clauses)
        if clause.occur is not Occur.SHOULD and _finds([c for c in tree.clauses if c is not clause], matches)
    )


def relaxed(query: str, tree: Query, blocks: Sequence[int]) -> str:
    """Return the query without the clauses at the places `blocks`, or "" if nothing to search for is left.

    Brackets around all of the query stay, with their field and weight.
    """
    clauses = tree.clauses if isinstance(tree, Boolean) else ()
    kept = [clause for place, clause in enumerate(clauses) if place not in blocks]
    if not kept:
        return ""
    several = sum(clause.occur is not Occur.MUST_NOT for clause in kept) > 1
    signs = {Occur.MUST: "+" if several else "", Occur.SHOULD: "", Occur.MUST_NOT: "-"}
    parts = (signs[clause.occur] + query[clause.query.start : clause.query.end] for clause in kept)
    return query[tree.start : clauses[0].start] + " ".join(parts) + query[clauses[-1].end : tree.end]


def _finds(clauses: Sequence[Clause], matches: Sequence[Mapping[int, Scores]]) -> bool:
    """Return whether any page matches these clauses."""
    for match in matches:
        by_occur: dict[Occur, list[set[int]]] = {occur: [] for occur in Occur}
        for clause in clauses:
            by_occur[clause.occur].append(set(match[id(clause.query)]))
        required, optional = by_occur[Occur.MUST], by_occur[Occur.SHOULD]
        pages = set.intersection(*required) if required else set[int]().union(*optional)
        if pages.difference(*by_occur[Occur.MUST_NOT]):
            return True
    return False
