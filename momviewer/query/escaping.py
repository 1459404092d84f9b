"""Takes backslashes out of words, and puts them in so that any text is searched for as it is."""

import re

from momviewer.query.lexer import BLANKS, OPERATORS

SPECIAL = re.compile(rf'[!():^\[\]"{{}}~*?\\{BLANKS}]|^[-+]')
"""Characters that end a word or mean something in it; a sign only does as the first character."""
QUOTE_SPECIAL = re.compile(r'["\\]')
ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([^u])|(u?))",
    re.DOTALL,
)


class EscapeError(ValueError):
    r"""A backslash that escapes nothing, or a \u without four hex digits; `offset` is where it stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def unescape(image: str) -> str:
    r"""Return the text that a piece of a query stands for: `\x` is x, whatever x is, and `\u0041` is A.

    Two escapes in a row that are the halves of one character beyond U+FFFF give that character, as they do
    in Java. Raises EscapeError at a lone backslash at the end and at a `\u` without four hex digits.
    """
    return ESCAPE.sub(_meaning, image) if "\\" in image else image


def escape(text: str) -> str:
    """Return a query that searches for `text` as it is: one word, blanks and all; `""` for no text.

    Read back, the analyzer gets `text` itself, whatever it is: one word is a term and several are a phrase.
    Only what has to be escaped is escaped.
    """
    if text in OPERATORS:
        return "\\" + "\\".join(text) if text in {"&&", "||"} else f"\\{text}"
    return SPECIAL.sub(r"\\\g<0>", text) or '""'


def quote(text: str) -> str:
    """Return `text` as a phrase in quotes, which reads back as `text`."""
    return '"' + QUOTE_SPECIAL.sub(r"\\\g<0>", text) + '"'


def _meaning(match: re.Match[str]) -> str:
    high, low, single, literal, _ = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if single:
        return chr(int(single, 16))
    if literal:
        return str(literal)
    raise EscapeError(match.start())
