"""Makes the corrected queries that a diagnostic offers; each one is read before it is offered."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from momviewer.query.diagnostics import Fix
from momviewer.query.escaping import EscapeError, escape, quote, unescape
from momviewer.query.lexer import BLANKS, OPERATORS, Kind, Token
from momviewer.query.parser import MODIFIERS, Parsed, parse

ESCAPE_LABEL = "Escape the special characters"
PHRASE_LABEL = "Search as a phrase"
OPENERS: frozenset[Kind] = frozenset({"OPEN", "RANGE_OPEN"})
CLOSERS: frozenset[Kind] = frozenset({"CLOSE", "RANGE_CLOSE"})
BEFORE_A_WORD = MODIFIERS.keys() | {"OPEN"}
BLANK = re.compile(rf"[{BLANKS}]")
BACKSLASH = re.compile(r"\\(.?)", re.DOTALL)
SPECIALS = '+-&|!(){}[]^"~*?:\\' + BLANKS
PIECE = re.compile(
    rf"""(?: "[^"\\]*+(?:\\.[^"\\]*+)*+" | [\[{{][^\[\]{{}}]*+[\]}}] | \\. | [^{BLANKS}] )++""",
    re.DOTALL | re.VERBOSE,
)
"""What stands between blanks, with quotes and ranges kept whole. Possessive, so that it is linear."""
MAX_SHOWN_CHARS = 80
LONG_QUERY_CHARS = 2_000
"""Longer queries were pasted and are corrected more roughly, since every attempt reads all of them."""


def offered(text: str, candidates: Iterable[tuple[str, str]]) -> tuple[Fix, ...]:
    """Return fixes of those (label, query) that can be read, each query once and never `text` itself."""
    kept: dict[str, Fix] = {}
    for label, query in candidates:
        if query not in kept and query != text and _can_be_read(query):
            kept[query] = Fix(label, query)
    return tuple(kept.values())


def escaped(parsed: Parsed, at: int) -> tuple[str, str]:
    """Return a label and the query with the word around token `at` escaped, and as little more as needed."""
    return ESCAPE_LABEL, _first_readable(_escapings(parsed, at))


def phrased(parsed: Parsed, at: int) -> tuple[str, str]:
    """Return a label and the query with the word around token `at` in quotes, or all of it if need be."""
    start, end = extent(parsed, at)
    part = replaced(parsed.text, start, end, quote(_meant(parsed.text[start:end])))
    return PHRASE_LABEL, _first_readable([part, quote(parsed.text)])


def replaced(text: str, start: int, end: int, by: str = "") -> str:
    """Return a query with a part replaced by `by`, or taken out with the blank behind it if `by` is ""."""
    before, after = text[:start], text[end:]
    if not by and (not before or before[-1] in BLANKS):
        after = after.lstrip(BLANKS)
        before = before if after and after[0] != ")" else before.rstrip(BLANKS)
    return before + by + after


def shown(text: str) -> str:
    """Return a text as messages quote it: in one line, and cut if it is long."""
    cut = text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…"
    return "".join(character if character.isprintable() else " " for character in cut)


def extent(parsed: Parsed, at: int) -> tuple[int, int]:
    """Return the range of what looks like one word around the token at `at`, such as `foo(bar baz)`.

    It holds all tokens without a blank between them and what stands between brackets that are opened in it,
    but no signs and brackets before it, nor brackets behind it, that belong to more than this word.
    """
    tokens = parsed.tokens
    if tokens[at].kind == "END":
        at = max(at - 1, 0)
    first = at
    while first and tokens[first - 1].end == tokens[first].start:
        first -= 1
    first = _without_signs(tokens, first, at)
    last = _last(tokens, first, at)
    if tokens[last].kind == "INVALID":
        blank = BLANK.search(parsed.text, tokens[last].start)
        return tokens[first].start, blank.start() if blank else len(parsed.text)
    return tokens[first].start, tokens[last].end


def _without_signs(tokens: tuple[Token, ...], first: int, at: int) -> int:
    """Return the first token of the word: no sign before it, and no bracket that is not closed inside it."""
    start = first
    while start < at and tokens[start].kind in BEFORE_A_WORD:
        start += 1
    depth = lowest = 0
    for kind, _, _ in tokens[start:at]:
        depth += (kind == "OPEN") - (kind == "CLOSE")
        lowest = min(lowest, depth)
    while lowest < 0 and start > first:
        start -= 1
        lowest += tokens[start].kind == "OPEN"
    return start


def _last(tokens: tuple[Token, ...], first: int, at: int) -> int:
    """Return the last token of what looks like one word; a bracket left open ends at a blank."""
    depth = 0
    last = unclosed = first
    adjacent = True
    for index in range(first, len(tokens)):
        kind, start, _ = tokens[index]
        adjacent = adjacent and (index == first or tokens[index - 1].end == start)
        if kind == "END" or (depth == 0 and index > at and tokens[index - 1].end != start):
            return last if depth == 0 else unclosed
        if kind in CLOSERS and depth == 0 and index > at:
            return last
        depth = max(0, depth + (kind in OPENERS) - (kind in CLOSERS))
        last = index
        if adjacent:
            unclosed = index
    return last if depth == 0 else unclosed


@lru_cache(maxsize=16)
def _can_be_read(query: str) -> bool:
    """Return whether a query can be read. Cached, since most are asked for as attempts and as offers."""
    return parse(query).ok


def _first_readable(queries: Iterable[str]) -> str:
    """Return the first query that can be read; if none can, the last."""
    query = ""
    for query in queries:
        if _can_be_read(query):
            break
    return query


def _escapings(parsed: Parsed, at: int) -> Iterator[str]:
    """Yield the query with more and more of it escaped. The last one can be read unless it is too long."""
    text = parsed.text
    start, end = extent(parsed, at)
    yield replaced(text, start, end, escape(_meant(text[start:end])))
    if len(text) <= LONG_QUERY_CHARS:
        yield PIECE.sub(lambda piece: _readable(piece[0], spared=True), text)
        yield PIECE.sub(lambda piece: _readable(piece[0], spared=False), text)
    yield PIECE.sub(lambda piece: escape(piece[0]), text)


def _readable(piece: str, *, spared: bool) -> str:
    """Return a piece unchanged if it is a `spared` operator or can be read alone, else escaped."""
    return piece if (spared and piece in OPERATORS) or parse(piece).ok else escape(_meant(piece))


def _meant(piece: str) -> str:
    """Return the text that a piece of a query was meant to be.

    If all backslashes stand before special characters, they were meant to escape them. If one stands before
    a letter, the piece is a path, and they are meant as they are.
    """
    if all(following and following in SPECIALS for following in BACKSLASH.findall(piece)):
        try:
            return unescape(piece)
        except EscapeError:
            return piece
    return piece
