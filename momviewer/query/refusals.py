"""Why a query is refused, in plain words: the one error that each refused query has."""

import re

from momviewer.query.advice import Diagnostic, Severity
from momviewer.query.faults import Fault, bad_boost, lone_closer
from momviewer.query.fixes import LONG, escaped, offered, phrased, replaced, shown
from momviewer.query.lexer import Token
from momviewer.query.misplaced import misplaced
from momviewer.query.nodes import MAX_CLAUSES
from momviewer.query.parsed import BadValue, Parsed, Refusal, RefusalKind
from momviewer.query.parser import parse

LEADING = re.compile(r"(?:\\?[*?])+")
MOST_ROUNDS = 4
"""A query with more faults than this is not repaired one after the other."""
LONE_BACKSLASH = "The backslash has nothing behind it to escape; for a backslash itself, type two."


def refused(parsed: Parsed, refusal: Refusal) -> Diagnostic:
    """Return the error of a refused query, with the repairs for it and the two that are always at hand."""
    fault = _fault(parsed, refusal)
    always = [phrased(parsed, fault.anchor)]
    if refusal.kind is not RefusalKind.CLAUSES:
        always.insert(0, escaped(parsed, fault.anchor))
    repairs = list(fault.repairs[:1])
    if len(parsed.text) <= LONG:
        repairs = [*repairs, *_repaired_on(fault), *fault.repairs[1:]]
    labels = {query: label for label, query in always}
    repairs = [(labels.get(query, label), query) for label, query in repairs]
    candidates = [*always[:1], *repairs, *always[1:]] if fault.escape_first else [*repairs, *always]
    found = offered(parsed.text, candidates)
    return Diagnostic(fault.code, Severity.ERROR, fault.start, fault.end, fault.message, found)


def _repaired_on(fault: Fault) -> list[tuple[str, str]]:
    """Return the query with further faults repaired too, if the best repair of the first is not enough."""
    label, rounds = "", 0
    latest: Fault | None = fault
    while latest and latest.repairs and rounds < MOST_ROUNDS:
        own_label, query = latest.repairs[0]
        label = own_label if label in {"", own_label} else "Repair all that is wrong"
        parsed = parse(query)
        if parsed.refusal is None:
            return [(label, query)] if rounds else []
        latest = _fault(parsed, parsed.refusal) if query.strip() else None
        rounds += 1
    return []


def _fault(parsed: Parsed, refusal: Refusal) -> Fault:
    match refusal.kind:
        case RefusalKind.CLAUSES:
            message = f"This query has too many parts: {refusal.clauses:,} where {MAX_CLAUSES:,} are allowed."
            return Fault("too-many-clauses", 0, len(parsed.text), message, refusal.at)
        case RefusalKind.VALUE:
            return _value(parsed, refusal)
        case RefusalKind.LEXICAL:
            return _no_token(parsed, refusal.at)
        case RefusalKind.SYNTAX:
            return misplaced(parsed, refusal.at)


def _value(parsed: Parsed, refusal: Refusal) -> Fault:
    """Say what is wrong with the text of a word."""
    if refusal.value is BadValue.LEADING_WILDCARD:
        return _leading_wildcard(parsed, refusal.at)
    if refusal.value is BadValue.SIMILARITY:
        return _similarity(parsed, refusal.at)
    start = refusal.offset
    repair = ("Search for the backslash", replaced(parsed.text, start, start, "\\"))
    if parsed.text.startswith("\\u", start):
        message = r"\u needs four hex digits behind it, as in \u00e9; for a backslash itself, type two."
        code, end = "bad-unicode-escape", start + 2
        return Fault(code, start, end, message, refusal.at, (repair,), escape_first=True)
    return Fault("trailing-backslash", start, start + 1, LONE_BACKSLASH, refusal.at, (repair,))


def _leading_wildcard(parsed: Parsed, at: int) -> Fault:
    text = parsed.text
    _, start, end = parsed.tokens[at]
    leading = LEADING.match(text, start, end)
    stop = leading.end() if leading else start + 1
    rest = text[stop:end]
    if not rest:
        message = "A wildcard alone is no word; to find every page, type *:*."
        repairs = [("Find every page", replaced(text, start, end, "*:*"))]
        repairs.append(("Leave the wildcard out", replaced(text, start, end)))
    else:
        message = f"A word cannot begin with the wildcard {shown(text[start:stop])}."
        repairs = [("Leave the wildcard out", replaced(text, start, stop))]
        if not rest.endswith("*"):
            repairs.append(
                (f"Find words beginning with {shown(rest)}", replaced(text, start, end, f"{rest}*"))
            )
    return Fault("leading-wildcard", start, stop, message, at, tuple(repairs))


def _similarity(parsed: Parsed, at: int) -> Fault:
    text = parsed.text
    _, start, end = _last_tilde(parsed.tokens, at)
    message = (
        f"{shown(text[start:end])} is too high: the number behind ~ is a similarity below 1, such as 0.5."
    )
    repairs = (
        ("Find similar words", replaced(text, start, end, "~0.5")),
        ("Find the word itself", replaced(text, start, end)),
    )
    return Fault("bad-similarity", start, end, message, at, repairs)


def _last_tilde(tokens: tuple[Token, ...], at: int) -> Token:
    """Return the last of the tildes behind the word at `at`, the one that counts."""
    found = tokens[at]
    for token in tokens[at + 1 : at + 5]:
        if token.kind == "TILDE":
            found = token
        elif token.kind not in {"CARET", "NUMBER"}:
            break
    return found


def _no_token(parsed: Parsed, at: int) -> Fault:
    """Say what is wrong where no token can be read."""
    text = parsed.text
    start = parsed.tokens[at].start
    if at and parsed.tokens[at - 1].kind == "CARET":
        return bad_boost(parsed, at)
    if text[start] == '"':
        repairs = [("Close the quotes", f'{text}"')] if text[start + 1 :].strip() else []
        repairs.append(("Leave the quotes out", replaced(text, start, start + 1)))
        message = "The quotes opened here are never closed."
        return Fault("unclosed-quote", start, len(text), message, at, tuple(repairs))
    if text[start] == "\\":
        repair = ("Search for the backslash", f"{text}\\")
        return Fault("trailing-backslash", start, start + 1, LONE_BACKSLASH, at, (repair,))
    return lone_closer(parsed, at)
