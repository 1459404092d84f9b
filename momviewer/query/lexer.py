"""Cuts a query into the tokens of Lucene 3.0's classic grammar (its QueryParser.jj).

As in JavaCC, the longest match wins, and of equally long ones the rule that stands first in the grammar.
Which rules apply depends on the tokens before and never on the parser, so that a query is cut in one go.
"""

import re
from typing import Literal, NamedTuple

BLANKS = " \t\n\r\u3000"
"""What separates tokens. Other white space, such as the no-break space, belongs to words."""


Kind = Literal[
    "AND",
    "OR",
    "NOT",
    "PLUS",
    "MINUS",
    "OPEN",
    "CLOSE",
    "COLON",
    "CARET",
    "NUMBER",
    "TILDE",
    "STAR",
    "TERM",
    "PREFIX",
    "WILDCARD",
    "QUOTED",
    "RANGE_OPEN",
    "RANGE_TO",
    "RANGE_TEXT",
    "RANGE_QUOTED",
    "RANGE_CLOSE",
    "END",
    "INVALID",
]
"""What a token is. The last token is `END`, or `INVALID` if no rule matches what is left.

Plain strings, because a query is parsed at every key: the members of an Enum take Python 3.11 twice as long.
"""


class Token(NamedTuple):
    """A token and its range in the query, in code points."""

    kind: Kind
    start: int
    end: int


OPERATORS: dict[str, Kind] = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "NOT": "NOT"}
"""Words that are operators when they stand alone."""
SIGNS: dict[str, Kind] = {
    "!": "NOT",
    "+": "PLUS",
    "-": "MINUS",
    "(": "OPEN",
    ")": "CLOSE",
    ":": "COLON",
    "^": "CARET",
    "[": "RANGE_OPEN",
    "{": "RANGE_OPEN",
    '"': "QUOTED",
    "~": "TILDE",
}
"""What a token is that begins with one of these characters."""
CLOSERS = {"[": "]", "{": "}"}
LAST: frozenset[Kind] = frozenset({"END", "INVALID"})

# Every loop is possessive (`*+`): nothing is ever given back, so a query is read once, whatever it holds.
DEFAULT = re.compile(
    rf"""[{BLANKS}]*+ (?:
        (?P<word> (?: [^{BLANKS}+\-!():^\[\]"{{}}~\\] | \\. )
                  [^{BLANKS}!():^\[\]"{{}}~\\]*+ (?: \\. [^{BLANKS}!():^\[\]"{{}}~\\]*+ )*+ )
      | (?P<sign> [-+!():^\[{{]
                | " [^"\\]*+ (?: \\. [^"\\]*+ )*+ "
                | ~ (?: [0-9]++ (?: \.[0-9]++ )? )? )
    )?""",
    re.DOTALL | re.VERBOSE,
)
NUMBER = re.compile(r"[0-9]++(?:\.[0-9]++)?")
ESCAPED = re.compile(r"\\.", re.DOTALL)
RANGE_TEXT = {"]": re.compile(r"[^ \]]++"), "}": re.compile(r"[^ }]++")}
# A quoted end closes at the first `"` with no backslash before it; failing that, at the last one with.
RANGE_QUOTED = re.compile(r'"(?=[^"])[^"]*+(?:(?<=\\)"[^"]*+)*"')


def lex(text: str) -> list[Token]:
    """Return the tokens of a query in linear time; the last is `END`, or `INVALID` where no rule matches."""
    tokens: list[Token] = []
    position = 0
    while True:
        match = DEFAULT.match(text, position)
        assert match  # noqa: S101 - every part of the expression is optional
        group = match.lastgroup
        if group is None:
            tokens.append(_last(text, match.end()))
            return tokens
        start, position = match.span(group)
        kind = _word_kind(match[group]) if group == "word" else SIGNS[text[start]]
        tokens.append(Token(kind, start, position))
        if kind == "CARET":
            position = _read_boost(text, position, tokens)
        elif kind == "RANGE_OPEN":
            position = _read_range(text, position, tokens)
        else:
            continue
        if tokens[-1].kind in LAST:
            return tokens


def _last(text: str, position: int) -> Token:
    return Token("INVALID" if position < len(text) else "END", position, len(text))


def _word_kind(image: str) -> Kind:
    """Return the kind of a run of word characters: by its wildcards that are not escaped."""
    if "*" not in image and "?" not in image:
        return OPERATORS.get(image, "TERM")
    bare = ESCAPED.sub("x", image)
    wildcards = bare.count("*") + bare.count("?")
    if wildcards == 0:
        return "TERM"
    if image == "*":
        return "STAR"
    return "PREFIX" if wildcards == 1 and bare.endswith("*") else "WILDCARD"


def _read_boost(text: str, position: int, tokens: list[Token]) -> int:
    """Read the number right behind a caret; with a blank between them nothing matches."""
    match = NUMBER.match(text, position)
    if match is None:
        tokens.append(_last(text, position))
        return position
    tokens.append(Token("NUMBER", position, match.end()))
    return match.end()


def _read_range(text: str, position: int, tokens: list[Token]) -> int:
    """Read the range behind an opening bracket, up to its closer."""
    closer = CLOSERS[text[position - 1]]
    while position < len(text):
        character = text[position]
        if character == closer:
            tokens.append(Token("RANGE_CLOSE", position, position + 1))
            return position + 1
        match = RANGE_TEXT[closer].match(text, position)
        if match is None or (character in BLANKS and match.end() == position + 1):
            position += 1
            continue
        end = match.end()
        quoted = RANGE_QUOTED.match(text, position) if character == '"' else None
        kind: Kind = "RANGE_TO" if text[position:end] == "TO" else "RANGE_TEXT"
        if quoted and quoted.end() >= end:
            kind, end = "RANGE_QUOTED", quoted.end()
        tokens.append(Token(kind, position, end))
        position = end
    tokens.append(_last(text, position))
    return position
