"""The tree of a query: frozen nodes, each with the range of the query that it was read from.

A tree may be ten thousand brackets deep. Nothing here recurses into it, and nothing that uses it may.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from momviewer.query.occur import Occur

DEFAULT_FIELD = "content"
FIELDS = (DEFAULT_FIELD, "title", "heading", "caption", "code", "term", "number", "page")
"""The fields that can be searched. Any other name before a colon is read as a field that finds nothing."""
EVERY_FIELD = "*"
MAX_CLAUSES = 1024
MAX_FUZZY_WORDS = 32
"""Different words with a `~` that are looked up, for each is compared with every word of the manual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have: their boost, and their range in the query in code points.

    The range covers all that was written for the node: its field, its brackets, its `~` and `^`. Nodes are
    equal if they mean the same, wherever they stand.
    """

    boost: float = 1.0
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A single word, as it is written."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """All words that begin with `text`, which is in lower case."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Wildcard(Node):
    """All words that match `text` (lower case): `*` stands for any characters and `?` for one."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy(Node):
    """All words like `text` (lower case), by a similarity from 0 to below 1."""

    field: str
    text: str
    min_similarity: float


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Two or more words in a row, which may be moved by `slop` places in all."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Range(Node):
    """All words from `lower` to `upper` (lower case)."""

    field: str
    lower: str
    upper: str
    include_lower: bool
    include_upper: bool


@dataclass(frozen=True, slots=True)
class MatchAll(Node):
    """Every page."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a Boolean. Its range begins at its sign or NOT if it has one."""

    occur: Occur
    query: "Query" = field(repr=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Boolean(Node):
    """A flat list of clauses. It matches nothing without a clause, or with excluded ones alone."""

    clauses: tuple[Clause, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Boolean) and _outline(self) == _outline(other)

    def __hash__(self) -> int:
        return hash(tuple(_outline(self)))


Query = Term | Prefix | Wildcard | Fuzzy | Phrase | Range | MatchAll | Boolean


def walk(query: Query) -> Iterator[Query]:
    """Yield a node and all below it in the order of the query, each before its clauses."""
    pending = [query]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Boolean):
            pending.extend(clause.query for clause in reversed(node.clauses))


def passed_over(query: Query) -> list[Fuzzy]:
    """Return the words with a `~` that are not looked up, for there are MAX_FUZZY_WORDS before them."""
    fuzzy = dict.fromkeys(node for node in walk(query) if isinstance(node, Fuzzy))
    return list(fuzzy)[MAX_FUZZY_WORDS:]


def tree_json(query: Query) -> dict[str, Any]:
    """Return the tree as JSON objects, each with `type` and `boost`."""
    root = _shallow_json(query)
    pending = [(query, root)]
    while pending:
        node, made = pending.pop()
        if isinstance(node, Boolean):
            for clause in node.clauses:
                child = _shallow_json(clause.query)
                made["clauses"].append({"occur": clause.occur.value, "query": child})
                pending.append((clause.query, child))
    return root


def _outline(query: Query) -> list[object]:
    """Return a tree as a flat list that is equal for trees that mean the same; does not recurse."""
    return [
        (node.boost, tuple(clause.occur for clause in node.clauses)) if isinstance(node, Boolean) else node
        for node in walk(query)
    ]


def _shallow_json(node: Query) -> dict[str, Any]:
    """Return a node as a JSON object, a Boolean without its clauses."""
    match node:
        case Term() | Prefix() | Wildcard():
            own: dict[str, Any] = {"field": node.field, "text": node.text}
        case Fuzzy():
            own = {"field": node.field, "text": node.text}
            own |= {"min_similarity": node.min_similarity, "prefix_length": 0}
        case Phrase():
            own = {"field": node.field, "terms": list(node.terms)}
            own |= {"positions": list(range(len(node.terms))), "slop": node.slop}
        case Range():
            own = {"field": node.field, "lower": node.lower, "upper": node.upper}
            own |= {"include_lower": node.include_lower, "include_upper": node.include_upper}
        case MatchAll():
            own = {}
        case Boolean():
            own = {"clauses": []}
    return {"type": type(node).__name__.lower(), **own, "boost": node.boost}
