"""Says in plain words how a query is read, for `momviewer explain` and the search bar's strip."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from momviewer.query.diagnose import diagnose
from momviewer.query.diagnostics import Diagnostic
from momviewer.query.fixes import shown
from momviewer.query.nodes import (
    DEFAULT_FIELD,
    FIELDS,
    Boolean,
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
    tree_json,
)
from momviewer.query.occur import Occur
from momviewer.query.parser import Parsed, parse

DEEPEST = 3
"""Groups that are nested deeper are worded as an ellipsis."""
MAX_PARTS = 12
"""A list names at most so many parts, and says how many more there are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clause is read, in plain words, and its range in the query in code points."""

    occur: Occur
    text: str
    start: int
    end: int


def explain(query: str) -> dict[str, Any]:
    """Return what `momviewer explain --json` prints: how a query is read, or why not and what to type."""
    parsed = parse(query)
    return {
        "query": query,
        "ok": parsed.ok,
        "kind": parsed.kind.value if parsed.kind else None,
        "tree": tree_json(parsed.tree) if parsed.tree else None,
        "diagnostics": [_json(diagnostic) for diagnostic in diagnose(parsed)],
        "reads_as": reads_as(parsed),
    }


def readings(parsed: Parsed) -> list[Reading]:
    """Return how each clause is read: nothing for a query that is refused or has no words."""
    tree = parsed.tree
    if tree is None:
        return []
    if not isinstance(tree, Boolean):
        return [Reading(Occur.MUST, _worded(tree), tree.start, tree.end)]
    return [Reading(clause.occur, _worded(clause.query), clause.start, clause.end) for clause in tree.clauses]


def reads_as(parsed: Parsed) -> str:
    """Return in one line what a query asks for, or "" if it is refused."""
    if parsed.tree is None:
        return ""
    parts = readings(parsed)
    if not parts:
        return "nothing: there is no word in the query"
    listed = _listed([(part.occur, part.text) for part in parts])
    if all(part.occur is Occur.MUST_NOT for part in parts):
        return f"nothing: the query only excludes ({listed})"
    return listed


def _json(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "start": diagnostic.start,
        "end": diagnostic.end,
        "message": diagnostic.message,
        "fixes": [{"label": fix.label, "query": fix.query} for fix in diagnostic.fixes],
    }


def _worded(root: Query) -> str:
    """Return a node and all below it in words; does not recurse, but words the deepest level first."""
    nodes = [(root, 0)]
    for node, depth in nodes:
        if isinstance(node, Boolean) and depth < DEEPEST:
            nodes.extend((clause.query, depth + 1) for clause in node.clauses)
    worded: dict[int, str] = {}
    for node, depth in reversed(nodes):
        if not isinstance(node, Boolean):
            text = _leaf(node)
        elif depth < DEEPEST:
            inner = _listed([(clause.occur, worded[id(clause.query)]) for clause in node.clauses])
            text = f"({inner})"
        else:
            text = "(…)"
        worded[id(node)] = text if node.boost == 1 else f"{text} (weight {node.boost:g})"
    return worded[id(root)]


def _listed(parts: Iterable[tuple[Occur, str]]) -> str:
    """Return a sentence of what must be there, what may be there and what must not."""
    by_occur: dict[Occur, list[str]] = {occur: [] for occur in Occur}
    for occur, text in parts:
        by_occur[occur].append(text)
    must, may, not_there = (by_occur[occur] for occur in (Occur.MUST, Occur.SHOULD, Occur.MUST_NOT))
    optional = "better with" if must else "any of"
    if len(may) == 1 and not must:
        must, may = may, []
    named = (("must contain", must), (optional, may), ("not", not_there))
    return "; ".join(f"{name}: {_some(texts)}" for name, texts in named if texts)


def _some(texts: list[str]) -> str:
    more = len(texts) - MAX_PARTS
    return ", ".join(texts[:MAX_PARTS]) + (f" and {more:,} more" if more > 0 else "")


def _leaf(node: Query) -> str:
    """Return a node without clauses in words, with its field: "the word rest in the title"."""
    if isinstance(node, MatchAll):
        return "every page"
    assert not isinstance(node, Boolean)  # noqa: S101 - the caller words those
    match node:
        case Term():
            text = shown(node.text)
        case Prefix():
            text = f"words beginning with {shown(node.text)}"
        case Wildcard():
            text = f"words of the form {shown(node.text)}"
        case Fuzzy():
            text = f"words similar to {shown(node.text)}"
        case Phrase():
            text = f'phrase "{shown(" ".join(node.terms))}"' + (f" within {node.slop}" if node.slop else "")
        case Range():
            ends = "" if node.include_lower else ", both excluded"
            text = f"words from {shown(node.lower)} to {shown(node.upper)}{ends}"
    if node.field == DEFAULT_FIELD:
        return text
    return f"{text} in {shown(node.field)}" + ("" if node.field in FIELDS else " (no such field)")
