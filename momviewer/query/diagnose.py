"""Finds what is wrong with a query or not as it looks, and says where and what to type instead."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.query.escaping import unescape
from momviewer.query.fixes import (
    CLOSERS,
    LONG_QUERY_CHARS,
    escaped,
    extent,
    offered,
    phrased,
    replaced,
    shown,
)
from momviewer.query.lexer import BLANKS, Token
from momviewer.query.nodes import EVERY_FIELD, FIELDS, MAX_FUZZY_WORDS, Boolean, passed_over, walk
from momviewer.query.occur import Occur
from momviewer.query.parser import MODIFIERS, WORDS, Parsed
from momviewer.query.refusals import refused

MAX_DIAGNOSTICS = 8
"""Each makes whole corrected queries, so that more would take long, and nobody reads more."""


def diagnose(parsed: Parsed) -> list[Diagnostic]:
    """Return the error of a refused query, or the first few warnings and hints of one that is accepted.

    They are in the order of the query. A blank query is refused, but there is nothing to say about it.
    """
    if not parsed.text.strip(BLANKS):
        return []
    if parsed.refusal:
        return [refused(parsed, parsed.refusal)]
    most = MAX_DIAGNOSTICS if len(parsed.text) <= LONG_QUERY_CHARS else 1
    found = islice(cautions(parsed), most)
    return sorted(found, key=lambda diagnostic: diagnostic.start)


OPERAND_ENDS = WORDS | CLOSERS | {"QUOTED", "TILDE", "NUMBER"}
OPERAND_STARTS = WORDS | {"OPEN", "QUOTED", "RANGE_OPEN", "NOT", "PLUS", "MINUS"}
JOINED_ENDS = OPERAND_ENDS - {"QUOTED"} - CLOSERS
JOINED_STARTS = WORDS | {"OPEN", "QUOTED", "RANGE_OPEN", "NOT"}
LOWER_CASE = frozenset({"and", "or", "not"})
FRACTION = re.compile(r"\.[0-9]+")
MAX_FIELD_CHARS = 20
"""A longer name is not compared with the fields: it is no misspelt one, and comparing is slow."""


def cautions(parsed: Parsed) -> Iterator[Diagnostic]:
    """Yield the warnings and hints of an accepted query, in the order in which they are looked for."""
    yield from _nothing(parsed)
    yield from _unknown_fields(parsed)
    yield from _operators_in_words(parsed)
    yield from _lower_case(parsed)
    yield from _lone_signs(parsed)
    yield from _passed_over(parsed)
    yield from _in_words(parsed)


def _passed_over(parsed: Parsed) -> Iterator[Diagnostic]:
    """Warn of words with a `~` that are not looked up, since there are too many of them."""
    if parsed.tree and (words := passed_over(parsed.tree)):
        message = f"Only {MAX_FUZZY_WORDS} words with ~ are looked up in one query; the others find nothing."
        yield Diagnostic(
            "too-many-similar", Severity.WARNING, words[0].start, max(word.end for word in words), message
        )


def _nothing(parsed: Parsed) -> Iterator[Diagnostic]:
    """Warn of what finds nothing: groups that only exclude, such as `NOT x`, and queries without words."""
    if isinstance(parsed.tree, Boolean) and not parsed.tree.clauses:
        message = "There is no word in this query, so it finds nothing."
        yield Diagnostic("nothing-to-find", Severity.WARNING, 0, len(parsed.text), message)
    for node in walk(parsed.tree) if parsed.tree else ():
        if isinstance(node, Boolean) and node.clauses and _only_excludes(node):
            yield _only_negative(parsed, node)


def _only_excludes(node: Boolean) -> bool:
    return all(clause.occur is Occur.MUST_NOT for clause in node.clauses)


def _only_negative(parsed: Parsed, node: Boolean) -> Diagnostic:
    text = parsed.text
    start, end = node.clauses[0].start, node.clauses[-1].end
    whole = ("Find all other pages", replaced(text, start, start, "*:* "))
    candidates = [whole]
    if len(node.clauses) == 1:
        wanted = node.clauses[0].query
        candidates.append(("Find it instead", replaced(text, start, wanted.start)))
        if text[start] == "-" and wanted.start == start + 1:
            at = next(n for n, token in enumerate(parsed.tokens) if token.start == start)
            candidates.insert(0, escaped(parsed, at))
    message = "This only says what pages must not contain, which finds nothing; say what to find as well."
    return Diagnostic("only-negative", Severity.WARNING, start, end, message, offered(text, candidates))


def _unknown_fields(parsed: Parsed) -> Iterator[Diagnostic]:
    text, tokens = parsed.text, parsed.tokens
    for at in range(1, len(tokens)):
        name = tokens[at - 1]
        if tokens[at].kind != "COLON":
            continue
        field = unescape(text[name.start : name.end])
        if field in FIELDS or (field == EVERY_FIELD and tokens[at + 1].kind == "STAR"):
            continue
        yield Diagnostic(
            "unknown-field",
            Severity.WARNING,
            name.start,
            tokens[at].end,
            f"The colon makes “{shown(field)}” a field to search in, and there is none of that name.",
            offered(text, _field_fixes(parsed, at, field)),
        )


def _field_fixes(parsed: Parsed, at: int, field: str) -> Iterator[tuple[str, str]]:
    """Yield three fixes of an unknown field: the field that was meant, an escaped colon, no field."""
    text, (_, start, end) = parsed.text, parsed.tokens[at - 1]
    if len(field) <= MAX_FIELD_CHARS:
        for near in get_close_matches(field.lower(), FIELDS, 1, 0.8):
            yield f"Search in {near}", replaced(text, start, end, near)
    everywhere = ("Search everywhere", replaced(text, start, parsed.tokens[at + 1].start))
    if parsed.tokens[at + 1].kind in WORDS:
        yield escaped(parsed, at)
        yield phrased(parsed, at)
        yield everywhere
    else:
        yield everywhere
        yield escaped(parsed, at)


def _operators_in_words(parsed: Parsed) -> Iterator[Diagnostic]:
    """Warn of operators with no blank before them: `foo(bar)`, `a!b`, `x~.8`."""
    text, tokens = parsed.text, parsed.tokens
    told = 0
    for at in range(1, len(tokens)):
        left, right = tokens[at - 1], tokens[at]
        if left.end != right.start or right.start < told or not _joined(left, right):
            continue
        start, told = extent(parsed, at)
        candidates = [escaped(parsed, at), phrased(parsed, at)]
        if left.kind == "TILDE" and FRACTION.fullmatch(text, right.start, right.end):
            candidates.insert(0, ("Write a zero before the point", replaced(text, left.end, left.end, "0")))
        sign = _sign(text, left, right)
        message = f"{shown(text[start:told])} is not read as one word, because {sign} is an operator."
        found = offered(text, candidates)
        yield Diagnostic("operator-in-word", Severity.WARNING, start, told, message, found)


def _joined(left: Token, right: Token) -> bool:
    if left.kind in JOINED_ENDS:
        return right.kind in JOINED_STARTS
    return left.kind in CLOSERS | {"QUOTED"} and right.kind in WORDS


def _sign(text: str, left: Token, right: Token) -> str:
    """Return the one of two tokens that is an operator, as it is written."""
    if left.kind == "NUMBER":
        return "^"
    if right.kind in WORDS:
        return text[left.start]
    return text[right.start]


def _lone_signs(parsed: Parsed) -> Iterator[Diagnostic]:
    """Warn of a sign with blanks around it, as in `a - b`: it acts on the word behind it."""
    text, tokens = parsed.text, parsed.tokens
    for at in range(1, len(tokens) - 1):
        kind, start, end = tokens[at]
        alone = tokens[at - 1].end < start and end < tokens[at + 1].start
        if kind not in MODIFIERS or end - start > 1 or not alone or tokens[at - 1].kind not in OPERAND_ENDS:
            continue
        does = "requires" if kind == "PLUS" else "excludes"
        message = f"{text[start]} {does} the word behind it even with a space between them."
        found = offered(text, [(f"Leave {text[start]} out", replaced(text, start, end))])
        yield Diagnostic("lone-sign", Severity.WARNING, start, end, message, found)


def _lower_case(parsed: Parsed) -> Iterator[Diagnostic]:
    """Warn of `and`, `or` and `not` in small letters: they are words like any other."""
    text, tokens = parsed.text, parsed.tokens
    words = [
        tokens[at]
        for at in range(1, len(tokens) - 1)
        if tokens[at].kind == "TERM"
        and text[tokens[at].start : tokens[at].end] in LOWER_CASE
        and tokens[at - 1].kind in OPERAND_ENDS
        and tokens[at + 1].kind in OPERAND_STARTS
    ]
    for word in words:
        image = text[word.start : word.end]
        label = f"Write {image.upper()} in capitals"
        candidates = [(label, _capitals(text, words)), (label, _capitals(text, [word]))]
        message = f"“{image}” is searched for as a word; as an operator it is written {image.upper()}."
        found = offered(text, candidates)[:1]
        yield Diagnostic("lower-case-operator", Severity.WARNING, word.start, word.end, message, found)


def _capitals(text: str, words: list[Token]) -> str:
    parts = []
    position = 0
    for word in words:
        parts += [text[position : word.start], text[word.start : word.end].upper()]
        position = word.end
    return "".join(parts) + text[position:]


def _in_words(parsed: Parsed) -> Iterator[Diagnostic]:
    """Hint at wildcards inside quotes, which are none, and at a question mark behind a word, which is one."""
    text = parsed.text
    for kind, start, end in parsed.tokens:
        image = text[start:end]
        if kind == "WILDCARD" and image.endswith("?") and image.count("?") == 1 and "*" not in image:
            message = f"? stands for one more character, so this does not find {shown(image[:-1])} itself."
            found = offered(text, [("Leave the question mark out", replaced(text, end - 1, end))])
            yield Diagnostic("question-mark", Severity.HINT, end - 1, end, message, found)
        elif kind == "QUOTED" and ("*" in image or "?" in image):
            message = "Inside quotes, * and ? are no wildcards."
            yield Diagnostic("wildcard-in-quotes", Severity.HINT, start, end, message)
