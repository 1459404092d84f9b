"""Finds the clauses that keep a query from finding anything."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from momviewer.query.nodes import Boolean, Clause, Query
from momviewer.query.occur import Occur
from momviewer.search.ranking.matching import Scores

MAX_LEFT_OUT = 2
"""Clauses that are left out together, beside words that no page has."""
MAX_PAIRED = 12
"""Clauses of which each two are tried together; of more, one by one."""
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


def removals(tree: Query, matches: Sequence[Mapping[int, Scores]]) -> list[tuple[int, ...]]:
    """Return the smallest groups of clauses that, left out, let something be found, by their places.

    All of them have the same size: where a AND b AND c finds nothing, but without a as well as without c,
    they are (0,) and (2,). Required words that no page has are in each group. Groups of more than
    MAX_LEFT_OUT clauses beside those are not looked for.
    """
    if not isinstance(tree, Boolean):
        return []
    clauses = tree.clauses[:MAX_TRIED]
    removable = [place for place, clause in enumerate(clauses) if clause.occur is not Occur.SHOULD]
    absent = [
        place
        for place in removable
        if clauses[place].occur is Occur.MUST
        and not any(match[id(clauses[place].query)] for match in matches)
    ]
    others = [place for place in removable if place not in absent]
    for size in range(MAX_LEFT_OUT + 1 if len(others) <= MAX_PAIRED else 2):
        groups = [tuple(sorted((*absent, *more))) for more in combinations(others, size)]
        found = [
            group
            for group in groups
            if group and _finds([c for place, c in enumerate(tree.clauses) if place not in group], matches)
        ]
        if found:
            return found
    return []


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
