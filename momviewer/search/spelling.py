"""Finds what was meant where nothing is found: the words no page has, and the nearest that some have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from momviewer.query.escaping import escape
from momviewer.query.nodes import Boolean, Occur, Query, Term
from momviewer.search.postings import Postings
from momviewer.search.schema import CONTENT

LEAST_ALIKE = 72
"""How alike a word must be to be offered: RapidFuzz's ratio, in per cent."""
MOST_OFFERED = 3
MOST_WORDS = 5
"""Words of a query that are looked at."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A query to ask instead: what was typed with `instead` in the place of `word`, which no page has."""

    query: str
    word: str
    instead: str


def corrections(text: str, tree: Query, postings: Sequence[Postings]) -> list[Correction]:
    """Return what to ask instead of `text`, read as `tree`, whose words are not in the index.

    Of words equally alike, the one on more pages comes first.
    """
    found: list[Correction] = []
    for term in _unknown_words(tree, postings):
        for near in _near(term.text, postings)[:MOST_OFFERED]:
            written = text[term.start : term.end]
            if term.text in written.lower():
                at = term.start + written.lower().index(term.text)
                instead = text[:at] + escape(near) + text[at + len(term.text) :]
                found.append(Correction(instead, term.text, near))
    return found


def _unknown_words(tree: Query, postings: Sequence[Postings]) -> Iterator[Term]:
    """Yield the words asked for that no page has, walking without recursion."""
    pending, looked_at = [tree], 0
    while pending and looked_at < MOST_WORDS:
        node = pending.pop()
        if isinstance(node, Boolean):
            pending.extend(c.query for c in reversed(node.clauses) if c.occur is not Occur.MUST_NOT)
        elif isinstance(node, Term) and node.field == CONTENT:
            looked_at += 1
            if not any(reader.positions(CONTENT, node.text) for reader in postings):
                yield node


def _near(word: str, postings: Sequence[Postings]) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 15 ms that only a search without hits needs

    alike: dict[str, tuple[float, int]] = {}
    for reader in postings:
        terms = reader.terms(CONTENT)
        for term, likeness, _ in process.extract(
            word, terms, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=12
        ):
            pages = len(reader.positions(CONTENT, term))
            before = alike.get(term, (0.0, 0))
            alike[term] = (likeness, before[1] + pages)
    return sorted(alike, key=lambda term: (-round(alike[term][0] / 5), -alike[term][1], term))
