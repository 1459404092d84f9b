"""Brings together found pages that are the same in several editions or forms of a manual.

"retry_interval" of last year's edition, of this year's and of the public site is one page to a reader, so it
is one row. Pages are the same where they are called the same and most of their words are the same; a page of
another manual about the same thing shares its title, and less than half of its words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MIN_SHARED_WORDS = 0.6
"""The least share of the different words of two pages that both have; decision 30 has the figures."""
MAX_COMPARED_CHARS = 4_000
"""Characters of a page, from its beginning, whose words are compared: more tell no better."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was found, by the places of its manual and of itself among those that are searched."""

    manual: int
    page: int
    score: float
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a page that was found stands as well: in another edition or form of its manual."""

    manual: str
    page: str
    anchor: str


def words_of(text: str) -> frozenset[str]:
    """Return the different words that a page's text begins with."""
    return frozenset(WORD.findall(text[:MAX_COMPARED_CHARS].casefold()))


def grouped(
    found: Sequence[Found],
    limit: int,
    title: Callable[[Found], str],
    words: Callable[[Found], frozenset[str]],
) -> list[list[Found]]:
    """Return what was found, the best first, in at most `limit` groups of the same page.

    A group stands where the best of it does; its pages are in the order in which they were found.
    `words` is asked only for pages that are called as another before them.
    """
    groups: list[list[Found]] = []
    called: dict[str, list[list[Found]]] = {}
    for one in found:
        alike = called.setdefault(title(one), [])
        group = next((group for group in alike if _belongs(one, group, words)), None)
        if group is not None:
            group.append(one)
        elif len(groups) < limit:
            groups.append([one])
            alike.append(groups[-1])
    return groups


def _belongs(one: Found, group: Sequence[Found], words: Callable[[Found], frozenset[str]]) -> bool:
    if any(one.manual == other.manual for other in group):
        return False
    mine, others = words(one), words(group[0])
    return len(mine & others) >= MIN_SHARED_WORDS * len(mine | others)
