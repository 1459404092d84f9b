"""The corrected queries that a diagnostic offers: each is read before it is offered."""

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
"""What stands between blanks, where quotes and ranges are kept whole. Possessive, so that it is linear."""
MAX_SHOWN_CHARS = 80
LONG_QUERY_CHARS = 2_000
"""A query with more characters was pasted, and is corrected more roughly: every attempt reads all of it."""


def offered(text: str, candidates: Iterable[tuple[str, str]]) -> tuple[Fix, ...]:
    """Return those labelled queries that can be read, each once and none that is `text` itself."""
    kept: dict[str, Fix] = {}
    for label, query in candidates:
        if query not in kept and query != text and _can_be_read(query):
            kept[query] = Fix(label, query)
    return tuple(kept.values())


def escaped(parsed: Parsed, at: int) -> tuple[str, str]:
    """Return the fix that escapes what the token at `at` is part of, or as little more as can be read."""
    return ESCAPE_LABEL, _first_readable(_escapings(parsed, at))


def phrased(parsed: Parsed, at: int) -> tuple[str, str]:
    """Return the fix that makes what the token at `at` is part of a phrase; failing that, the whole query."""
    start, end = extent(parsed, at)
    part = replaced(parsed.text, start, end, quote(_meant(parsed.text[start:end])))
    return PHRASE_LABEL, _first_readable([part, quote(parsed.text)])


def replaced(text: str, start: int, end: int, by: str = "") -> str:
    """Return a query with a part of it replaced, or taken out together with the blank behind it."""
    before, after = text[:start], text[end:]
    if not by and (not before or before[-1] in BLANKS):
        after = after.lstrip(BLANKS)
        before = before if after and after[0] != ")" else before.rstrip(BLANKS)
    return before + by + after


def shown(text: str) -> str:
    """Return a text as a message quotes it: in one line, and not too long."""
    cut = text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…"
    return "".join(character if character.isprintable() else " " for character in cut)


def extent(parsed: Parsed, at: int) -> tuple[int, int]:
    """Return the range of what looks like one word around the token at `at`.

    That is all tokens with no blank between them and all between brackets that are opened in it, without the
    signs and brackets before it and the brackets behind it that are there for more than this word.
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
    """Return the first token that is not just before the word, or is a bracket that is closed inside it."""
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
    """Return the last token of what looks like one word; an open bracket does not go past a blank."""
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
    """Return whether a corrected query can be read. Most are looked at twice: as attempts and as offers."""
    return parse(query).ok


def _first_readable(queries: Iterable[str]) -> str:
    """Return the first query that can be read, or the last one."""
    query = ""
    for query in queries:
        if _can_be_read(query):
            break
    return query


def _escapings(parsed: Parsed, at: int) -> Iterator[str]:
    """Yield the query with ever more of it escaped. The last can always be read, if it is not too long."""
    text = parsed.text
    start, end = extent(parsed, at)
    yield replaced(text, start, end, escape(_meant(text[start:end])))
    if len(text) <= LONG_QUERY_CHARS:
        yield PIECE.sub(lambda piece: _readable(piece[0], spared=True), text)
        yield PIECE.sub(lambda piece: _readable(piece[0], spared=False), text)
    yield PIECE.sub(lambda piece: escape(piece[0]), text)


def _readable(piece: str, *, spared: bool) -> str:
    """Return a piece of a query as it is if it is a spared operator or can be read alone, else escaped."""
    return piece if (spared and piece in OPERATORS) or parse(piece).ok else escape(_meant(piece))


def _meant(piece: str) -> str:
    """Return the text that a piece of a query was meant to be.

    Backslashes that all stand before special characters were meant to escape them. With one before a letter
    it is a path, in which they stand for themselves.
    """
    if all(following and following in SPECIALS for following in BACKSLASH.findall(piece)):
        try:
            return unescape(piece)
        except EscapeError:
            return piece
    return piece
