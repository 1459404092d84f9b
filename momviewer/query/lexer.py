"""Cuts a query into the tokens of Lucene 3.0's classic grammar (its QueryParser.jj).

JavaCC takes the longest match, and of two equally long ones the rule that stands first in the grammar; both
are kept here. Which rules apply depends on the tokens before, never on the parser: a query is cut in one go.
"""

import re
from typing import Literal, NamedTuple

BLANKS = " \t\n\r\u3000"
"""What separates tokens. Other white space, such as the no-break space, is text like any letter."""


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
"""What a token is. `INVALID` stands where no rule matches; it and `END` close the list of tokens.

Plain strings, because a query is parsed at every key: the members of an Enum take Python 3.11 twice as long.
"""


class Token(NamedTuple):
    """A token and the range of the query it covers, in code points."""

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
"""What any other token is, by the character it begins with."""
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
    """Return the tokens of a query: the last one is `END`, or `INVALID` from the place where no rule matches.

    Takes time linear in the length of the query.
    """
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
    """Say what a run of word characters is, by the wildcards in it that no backslash escapes."""
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
    """Read what follows a caret: a number at once, with no blank before it, or nothing that matches."""
    match = NUMBER.match(text, position)
    if match is None:
        tokens.append(_last(text, position))
        return position
    tokens.append(Token("NUMBER", position, match.end()))
    return match.end()


def _read_range(text: str, position: int, tokens: list[Token]) -> int:
    """Read from behind an opening bracket to its closer; only a blank or the closer ends an unquoted end."""
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
