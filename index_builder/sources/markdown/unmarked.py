"""Tells prose from code that has no mark: the Markdown form lost it for blocks with replaceable parts."""

import re
from collections.abc import Iterator
from html import escape
from itertools import pairwise

from index_builder.sources.markdown.inline import prose

BOLD = re.compile(r"\*\*[^*]+\*\*\s*(?:<a [^>]*></a>\s*)*$")
BOLD_ONLY = re.compile(r"(?:\*\*[^*]+\*\*(?:<a [^>]*></a>)*)+\s*$")
GLUED = re.compile(r"(?<=\S)\*\*\*\*(?=\S)|(?<=\*\*)(?=<a [^>]*></a>\*\*)|(?<=</a>)(?=\*\*)")
CODE_SPAN = re.compile(r"\*{0,3}`[^`]+`\*{0,3}[ \t]*$")
TWO_SPANS = re.compile(r"(`[^`]+`)(`[^`]+`)\s*$")
NUMBER_ESCAPE = re.compile(r"(?<=\d)\\(?=\.)")
MARKUP = re.compile(r"\]\([^)]*\)|`[^`]*`|<a [^>]*>|</a>")
WORD = re.compile(r"[(“\"‘]?[A-Za-z][A-Za-z'’-]*[,.;:?!)”\"’]*$")
CODE_SIGN = re.compile(r"[{}=\\|$#<>]|--\w|^/|;$|^\S+/\S*$|^(?:cd|su|rm|cp|mv|exit|ls)\b|^\[\w+\]$")
PROMPT = re.compile(r"(?:shell|[\w.-]*/[\w/.-]*|[\d:]+ [\w/]+)> \S")
COMMENT = re.compile(r"(?:^|\S )# \w")
ENDED = re.compile(r"[.:!?,)]$|`$")
ADDRESS = re.compile(r"<[\w.-]+@[\w.-]+>")
MIDST = re.compile(r"[\w,;`)]$")
WRAPPED = 140
MIN_WRAPPED_LINES = 2
PART = re.compile(r"\*{1,3}`([^`]+)`\*{1,3}( {2,})?")
STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
MIN_WORDS = 5
"""Words of a line that can be told to be prose."""
MIN_LONG_LINE_CHARS = 80
"""Characters of a line of prose that is too long to be a program's output."""
SHARE = 0.7
"""The share of words in a line of prose."""


def blocks_of(group: list[str], *, may_be_code: bool = True) -> Iterator[list[str]]:
    """Split adjacent lines into blocks: each line of prose is a paragraph, and the lines between are code.

    The only line of a list item is never code.
    """
    lines = [part for line in group for part in _unglued(line)]
    if len(lines) == 1:
        yield _pre(lines) if may_be_code and _is_one_line_of_code(lines[0]) else [prose(lines[0])]
        return
    code: list[str] = []
    for line, kind in zip(lines, _kinds(lines), strict=True):
        if kind == "code":
            code.append(line)
            continue
        if code:
            yield _pre(code)
            code = []
        yield [prose(line)]
    if code:
        yield _pre(code)


def is_wrapped(lines: list[str]) -> bool:
    """Return whether a page wraps its paragraphs, so that adjacent lines are one block.

    In a wrapped paragraph, a line of prose ends in mid-sentence and the next begins with a small letter.
    """
    found = 0
    is_fenced = False
    for line, following in pairwise(line.strip() for line in lines):
        is_fenced ^= line.startswith("```")
        if len(line) < WRAPPED and not is_fenced and following[:1].islower() and MIDST.search(line):
            found += is_prose(line) and is_prose(following)
    return found >= MIN_WRAPPED_LINES


def continues(group: list[str], following: list[str]) -> bool:
    """Return whether code without a mark goes on behind an empty line: a brace is open, or code follows."""
    if len(group) == 1 and not group[0].rstrip().endswith("{"):
        return False
    text = "\n".join(group)
    is_open = text.count("{") > text.count("}")
    if not is_open and not all(_kind(line) == "code" for line in following):
        return False
    return set(_kinds(group)) == {"code"}


def _kinds(lines: list[str]) -> list[str]:
    """Return for each of some adjacent lines whether it is code; doubtful ones are as their neighbours."""
    kinds = [_kind(line) for line in lines]
    for at, line in enumerate(lines[1:]):
        if line.startswith(" ") and not lines[at].rstrip().endswith((".", ":")):
            kinds[at] = "code"  # prose is never followed by a deeper line
    long = any(
        kind == "prose" and (len(line) > MIN_LONG_LINE_CHARS or "](" in line)
        for line, kind in zip(lines, kinds, strict=True)
    )
    if "code" in kinds and (kinds[0] == "code" or "prose" not in kinds) and not long:
        return ["code"] * len(lines)
    for at, kind in enumerate(kinds):
        if kind == "either" and at and kinds[at - 1] == "code" and not lines[at].rstrip().endswith(":"):
            kinds[at] = "code"
    for at in range(len(lines) - 2, -1, -1):
        if kinds[at] == "either" and kinds[at + 1] == "code" and not lines[at].rstrip().endswith((".", ":")):
            kinds[at] = "code"
    return kinds


def _is_one_line_of_code(line: str) -> bool:
    """Return whether a paragraph of one line is a command or an option with replaceable parts."""
    bare = line.strip()
    return (
        "*`" in bare
        and not bare.startswith(("*", "`", "["))
        and not ENDED.search(bare)
        and not is_prose(bare)
    )


def is_prose(line: str) -> bool:
    """Return whether a line is prose for sure."""
    return _kind(line) == "prose"


def _unglued(line: str) -> list[str]:
    """Split a line that is several headings or several blocks of code in one."""
    if glued := TWO_SPANS.match(line):
        return [glued[1], glued[2]]
    if not line.startswith("**") or not BOLD_ONLY.match(line):
        return [line]
    return GLUED.sub(lambda match: "**\n**" if match[0] else "\n", line).split("\n")


def _kind(line: str) -> str:
    """Return whether a line is prose, code, or may be either."""
    bare = ADDRESS.sub("", line.strip())
    if PROMPT.match(bare) or COMMENT.search(bare):
        return "code"
    if BOLD.match(bare) or bare.startswith("![") or CODE_SPAN.match(bare) or "](" in bare or "<var" in bare:
        return "prose"
    bare = MARKUP.sub("¤", bare)
    words = [word for word in bare.split() if word != "¤"]
    plain = sum(bool(WORD.match(word)) for word in words)
    if plain >= MIN_WORDS and plain >= SHARE * len(words) and not line.startswith(" "):
        return "prose"
    return "code" if line.startswith(" ") or CODE_SIGN.search(bare) else "either"


def _pre(lines: list[str]) -> list[str]:
    text = NUMBER_ESCAPE.sub("", escape("\n".join(lines), quote=False))
    text = STRONG.sub(r"<strong>\1</strong>", PART.sub(_part, text))
    return f"<pre>{text}</pre>".split("\n")


def _part(match: re.Match[str]) -> str:
    """Return a replaceable part without the blanks that pad one of several words."""
    after = match.string[match.end() : match.end() + 1]
    pad = match[2] or ""
    if pad and " " in match[1]:
        pad = "" if after in {'"', "'", ",", ".", ";", "&"} else " "
    return f"<var>{match[1]}</var>{pad}"
