"""Words the error of a refused query: what is wrong, where, and the repairs for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.query.fixes import BLANK, LONG_QUERY_CHARS, escaped, offered, phrased, replaced, shown
from momviewer.query.lexer import CLOSERS, Kind, Token
from momviewer.query.nodes import MAX_CLAUSES
from momviewer.query.parser import (
    CONJUNCTIONS,
    MODIFIERS,
    OPERATORS,
    BadValue,
    Parsed,
    Refusal,
    RefusalKind,
    parse,
)

# Any number, for one that is not written as a weight has to be: a sign or blanks before it, no zero.
LIKE_A_NUMBER = re.compile(r"[ \t]*+[-+]?([0-9]++(?:\.[0-9]++)?|\.[0-9]++)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: code, range, message, the token that an escape would begin at, and own repairs.

    `escape_first` says that the operator is probably a part of a word, so that the escape is offered first.
    """

    code: str
    start: int
    end: int
    message: str
    anchor: int
    repairs: tuple[tuple[str, str], ...] = ()
    escape_first: bool = False


def lone_closer(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a bracket that closes nothing, the token at `at`."""
    start = parsed.tokens[at].start
    character = parsed.text[start]
    message = f"This {character} closes nothing: no bracket is open here."
    repair = ("Leave the bracket out", replaced(parsed.text, start, start + 1))
    return Fault("lone-closer", start, start + 1, message, at, (repair,))


def bad_boost(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a weight; `at` is the token behind the caret."""
    text = parsed.text
    start = parsed.tokens[at - 1].start
    number = LIKE_A_NUMBER.match(text, start + 1)
    repairs = []
    if number:
        end = number.end()
        digits = f"0{number[1]}" if number[1].startswith(".") else number[1]
        repairs.append((f"Write the weight as {shown(digits)}", replaced(text, start, end, f"^{digits}")))
    else:
        blank = BLANK.search(text, start)
        end = blank.start() if blank else len(text)
    repairs.append(("Leave the weight out", replaced(text, start, end)))
    message = "^ gives a word more weight and needs a plain number right behind it, as in port^2 or port^0.5."
    in_a_word = number is None and end > start + 1
    return Fault("bad-boost", start, end, message, at - 1, tuple(repairs), escape_first=in_a_word)


LEADING = re.compile(r"(?:\\?[*?])+")
MAX_ROUNDS = 4
"""Faults of a query that are repaired one after the other, at most."""
LONE_BACKSLASH = "The backslash has nothing behind it to escape; for a backslash itself, type two."


def refused(parsed: Parsed, refusal: Refusal) -> Diagnostic:
    """Return the error of a refused query: with its repairs, then an escape and a phrase."""
    fault = _fault(parsed, refusal)
    always = [phrased(parsed, fault.anchor)]
    if refusal.kind is not RefusalKind.CLAUSES:
        always.insert(0, escaped(parsed, fault.anchor))
    repairs = list(fault.repairs[:1])
    if len(parsed.text) <= LONG_QUERY_CHARS:
        repairs = [*repairs, *_repaired_on(fault), *fault.repairs[1:]]
    labels = {query: label for label, query in always}
    repairs = [(labels.get(query, label), query) for label, query in repairs]
    candidates = [*always[:1], *repairs, *always[1:]] if fault.escape_first else [*repairs, *always]
    found = offered(parsed.text, candidates)
    return Diagnostic(fault.code, Severity.ERROR, fault.start, fault.end, fault.message, found)


def _repaired_on(fault: Fault) -> list[tuple[str, str]]:
    """Return the best repair with further faults repaired as well, if it is refused itself."""
    label, rounds = "", 0
    latest: Fault | None = fault
    while latest and latest.repairs and rounds < MAX_ROUNDS:
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
    """Return the fault of a word's text."""
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
    """Return the last tilde behind the word at `at`: it is the one that counts."""
    found = tokens[at]
    for token in tokens[at + 1 : at + 5]:
        if token.kind == "TILDE":
            found = token
        elif token.kind not in {"CARET", "NUMBER"}:
            break
    return found


def _no_token(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a place where no token can be read."""
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


INSIDE_A_RANGE: frozenset[Kind] = frozenset({"RANGE_TO", "RANGE_TEXT", "RANGE_QUOTED"})
OTHER_CLOSER = {"[": "}", "{": "]"}


def misplaced(parsed: Parsed, at: int) -> Fault:
    """Return why the token at `at` cannot stand where it does."""
    tokens = parsed.tokens
    kind = tokens[at].kind
    before = tokens[at - 1].kind if at else None
    opened = _open_range(tokens, at)
    if opened is not None:
        return _unclosed_range(parsed, opened) if kind == "END" else _bad_range(parsed, at, opened)
    if before == "CARET":
        return bad_boost(parsed, at)
    if kind == "COLON":
        return _stray_colon(parsed, at)
    if before == "COLON":
        return _operator_after_field(parsed, at) if kind in MODIFIERS else _field_alone(parsed, at)
    if kind in {"TILDE", "CARET"}:
        return _stray_suffix(parsed, at)
    return _operator_or_bracket(parsed, at)


def _operator_or_bracket(parsed: Parsed, at: int) -> Fault:
    kind = parsed.tokens[at].kind
    before = parsed.tokens[at - 1].kind if at else None
    if before in OPERATORS:
        return _doubled(parsed, at) if kind in OPERATORS else _dangling(parsed, at - 1, "behind")
    if kind in CONJUNCTIONS:
        return _dangling(parsed, at, "before")
    if kind == "CLOSE":
        return _empty_group(parsed, at) if before == "OPEN" else lone_closer(parsed, at)
    return _unclosed_group(parsed, at)


def _image(parsed: Parsed, at: int) -> str:
    return parsed.text[parsed.tokens[at].start : parsed.tokens[at].end]


def _open_range(tokens: tuple[Token, ...], at: int) -> int | None:
    """Return the opening bracket of the range around the token at `at`, or None outside of ranges."""
    index = at - 1
    while index >= 0 and tokens[index].kind in INSIDE_A_RANGE:
        index -= 1
    return index if index >= 0 and tokens[index].kind == "RANGE_OPEN" else None


def _unclosed_range(parsed: Parsed, opened: int) -> Fault:
    text = parsed.text
    start = parsed.tokens[opened].start
    bracket = text[start]
    closer = CLOSERS[bracket]
    wrong = text.find(OTHER_CLOSER[bracket], start)
    if wrong >= 0:
        repair = (f"Close the range with {closer}", replaced(text, wrong, wrong + 1, closer))
    else:
        repair = ("Close the bracket", f"{text}{closer}")
    message = f"This {bracket} is never closed; it begins a range such as {bracket}from TO to{closer}."
    return Fault("unclosed-bracket", start, start + 1, message, opened, (repair,))


def _bad_range(parsed: Parsed, at: int, opened: int) -> Fault:
    """Return the fault of a range that lacks one of its two ends."""
    text, tokens = parsed.text, parsed.tokens
    start = tokens[opened].start
    bracket = text[start]
    close = next((token for token in tokens[at:] if token.kind == "RANGE_CLOSE"), tokens[at])
    middle = tokens[opened + 2]
    is_to = text[middle.start : middle.end] == "to"
    repairs = [("Write TO in capitals", replaced(text, middle.start, middle.end, "TO"))] if is_to else []
    message = f"Brackets like these are for a range with two ends: {bracket}from TO to{CLOSERS[bracket]}."
    return Fault("bad-range", start, close.end, message, opened, tuple(repairs), escape_first=not is_to)


def _stray_colon(parsed: Parsed, at: int) -> Fault:
    _, start, end = parsed.tokens[at]
    if at > 1 and parsed.tokens[at - 2].kind == "COLON":
        message = r"One word cannot have two colons: a colon names a field. Type \: for a colon in a word."
    else:
        message = r"A colon needs the plain name of a field before it. Type \: for a colon in a word."
    return Fault("stray-colon", start, end, message, at, escape_first=True)


def _operator_after_field(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a sign or NOT behind a field's colon; it belongs before the field."""
    text = parsed.text
    name = parsed.tokens[at - 2].start
    _, start, end = parsed.tokens[at]
    image = _image(parsed, at)
    moved = f"{image} " if len(image) > 1 else image
    field = text[name:start]
    repair = ("Move it before the field", f"{text[:name]}{moved}{field}{text[end:].lstrip()}")
    message = f"{image} goes before the field: {moved}{shown(field.rstrip())}…"
    return Fault("operator-after-field", start, end, message, at - 2, (repair,))


def _field_alone(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a field without a word behind its colon."""
    name, colon = parsed.tokens[at - 2], parsed.tokens[at - 1]
    repair = ("Leave the colon out", replaced(parsed.text, colon.start, colon.end))
    message = f"{shown(_image(parsed, at - 2))}: searches in a field, but no word follows the colon."
    code = "field-without-word"
    return Fault(code, name.start, colon.end, message, at - 2, (repair,), escape_first=True)


def _stray_suffix(parsed: Parsed, at: int) -> Fault:
    """Return the fault of a `~` or `^` that belongs to nothing."""
    text, tokens = parsed.text, parsed.tokens
    kind, start, end = tokens[at]
    repairs = []
    if kind == "TILDE":
        repairs = list(_moved_tilde(parsed, at))
        message = "~ belongs right behind a word (similar words) or a phrase (nearby words), and only once."
    else:
        end = tokens[at + 1].end if tokens[at + 1].kind == "NUMBER" else end
        message = "^ (weight) belongs right behind what it weighs, and only once."
    repairs.append((f"Leave {shown(text[start:end])} out", replaced(text, start, end)))
    return Fault("stray-suffix", start, end, message, at, tuple(repairs))


def _moved_tilde(parsed: Parsed, at: int) -> Iterator[tuple[str, str]]:
    """Yield repairs of a misplaced tilde: `"a b"~2` for `(a b)~2`, and `"a b"~3^2` for `"a b"^2~3`."""
    text, tokens = parsed.text, parsed.tokens
    _, start, end = tokens[at]
    if at > 2 and tokens[at - 1].kind == "NUMBER" and tokens[at - 3].kind == "QUOTED":
        caret = tokens[at - 2].start
        moved = text[start:end] + text[caret:start]
        yield "Write ~ before ^", replaced(text, caret, end, moved)
    if at and tokens[at - 1].kind == "CLOSE":
        first = at - 2
        while first >= 0 and tokens[first].kind == "TERM":
            first -= 1
        if first >= 0 and tokens[first].kind == "OPEN":
            opener = tokens[first].start
            inner = text[opener + 1 : tokens[at - 1].start]
            yield "Make it a phrase", replaced(text, opener, tokens[at - 1].end, f'"{inner}"')


def _doubled(parsed: Parsed, at: int) -> Fault:
    """Return the fault of operators in a row; with a word right behind them they are probably its own."""
    text, tokens = parsed.text, parsed.tokens
    first = _first_operator(tokens, at)
    last = at
    while tokens[last + 1].kind in OPERATORS:
        last += 1
    start, end = tokens[first].start, tokens[last].end
    images = dict.fromkeys((_image(parsed, first), _image(parsed, last)))
    repairs = [(f"Keep {image} only", replaced(text, start, end, image)) for image in images]
    joined = tokens[at - 1].end == tokens[at].start and tokens[last + 1].start == end
    message = f"{shown(text[start:end])} are operators in a row, and only one is allowed here."
    if joined:
        message = f"{message[:-1]}; escape them if they belong to the word."
    return Fault("doubled-operator", start, end, message, first, tuple(repairs), escape_first=joined)


def _dangling(parsed: Parsed, at: int, side: str) -> Fault:
    """Return the fault of an operator without a word on one side."""
    first = _first_operator(parsed.tokens, at)
    start, end = parsed.tokens[first].start, parsed.tokens[at].end
    repair = (f"Leave {shown(parsed.text[start:end])} out", replaced(parsed.text, start, end))
    message = f"{_image(parsed, at)} needs something to search for {side} it."
    return Fault("dangling-operator", start, end, message, first, (repair,))


def _first_operator(tokens: tuple[Token, ...], at: int) -> int:
    """Return the first of several operators in a row of which the last is at `at`."""
    while at and tokens[at - 1].kind in OPERATORS:
        at -= 1
    return at


def _empty_group(parsed: Parsed, at: int) -> Fault:
    start, end = parsed.tokens[at - 1].start, parsed.tokens[at].end
    joined = at > 1 and parsed.tokens[at - 2].end == start
    repair = ("Leave the brackets out", replaced(parsed.text, start, end))
    message = "There is nothing between the brackets; they are for words that belong together."
    return Fault("empty-group", start, end, message, at - 1, (repair,), escape_first=joined)


def _unclosed_group(parsed: Parsed, at: int) -> Fault:
    """Return the fault of the innermost bracket that is left open, with those before it if it is empty."""
    text, tokens = parsed.text, parsed.tokens
    unclosed: list[int] = []
    for index in range(at):
        kind = tokens[index].kind
        if kind == "OPEN":
            unclosed.append(index)
        elif kind == "CLOSE" and unclosed:
            unclosed.pop()
    first = last = unclosed[-1] if unclosed else max(at - 1, 0)
    repairs = []
    if last < at - 1:
        repairs.append(("Close the bracket", text + ")" * len(unclosed)))
    else:
        while first and tokens[first - 1].kind == "OPEN":
            first -= 1
    start, end = tokens[first].start, tokens[last].end
    brackets, are = ("bracket", "is") if first == last else ("brackets", "are")
    repairs.append((f"Leave the {brackets} out", replaced(text, start, end)))
    message = f"The {brackets} opened here {are} never closed."
    return Fault("unclosed-bracket", start, end, message, first, tuple(repairs))
