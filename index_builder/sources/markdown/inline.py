"""Mends the inline markup of a line: bold, replaceable parts, link titles, and words that look like tags."""

import re
from html import escape
from itertools import cycle

from markdown_it import MarkdownIt

from index_builder.pages.clean import ATTRIBUTES

LIBRARY = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

NAMES = "|".join(sorted((*ATTRIBUTES, "span", "center"), key=len, reverse=True))
TAG = rf"</?(?:{NAMES})(?:\s[^<>]*)?/?>|<https?://[^<>\s]+>"
TOKEN = re.compile(
    rf"""(?=[\\*`!<_\[])(?:(?P<escape>\\[!-/:-@\[-`{{-~])
       | (?P<quote>`[\\\w.^]{{1,40}}'(?=[\s,.;)]))
       | (?P<name>(?<!\w)__\w+?__(?!\w)|(?<!\w)__\w+?_(?=\*`)|(?<==)_\w+?_(?!\w))
       | (?P<definition>^\[[^\]]+\]:(?=\S))
       | (?P<kbd>\*\*`(?P<typed>[^`]+)`\*\*(?!\*))
       | (?P<var>(?<!\*)\*`(?P<part>[^`]+)`\s*\*(?!\*))
       | (?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))
       | (?P<image>!\[[^\]]*\]\([^)]*\))
       | (?P<tag>{TAG})
       | (?P<bold>\*\*)
       | (?P<less><))""",
    re.VERBOSE | re.IGNORECASE,
)
LINK = re.compile(r'\]\(\s*([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\s*(?:"(.*?)")?\s*\)(?=[^"]|$)')
SUBHEADING = re.compile(r"<h\d>(.*?)</h\d>")
STRONG_IN_CODE = re.compile(r"\*\*\w[\w ]*\*\*")
LINK_IN_CODE = re.compile(r"`\[([^\]`]+)\](\([^)`]+\))`")
VAR = re.compile(r'<var(?: class="\w+")?>')


def prose(line: str) -> str:
    """Return a line of prose whose inline markup the Markdown library reads as it was meant."""
    if "<h" in line:
        line = SUBHEADING.sub(r"**\1**", line)
    if "](" in line:
        line = LINK.sub(_link, line)
    pieces: list[str] = []
    bolds: list[int] = []
    last = 0
    for match in TOKEN.finditer(line):
        if match["bold"]:
            bolds.append(len(pieces) + 1)
        pieces += (line[last : match.start()], "" if match["bold"] else _token(match))
        last = match.end()
    if not pieces:
        return line
    for place, tag in zip(bolds[: len(bolds) // 2 * 2], cycle(("<strong>", "</strong>")), strict=False):
        pieces[place] = tag
    return "".join((*pieces, line[last:])).replace("<strong></strong>", "")


def inline_html(line: str) -> str:
    """Return a line of prose as HTML, without a paragraph around it."""
    html: str = LIBRARY.renderInline(prose(line))
    return html


def _token(match: re.Match[str]) -> str:
    if code := match["code"]:
        return _code(code)
    if match["typed"]:
        return f"<kbd>{_literal(match['typed'])}</kbd>"
    if match["part"]:
        return f"<var>{_literal(match['part'])}</var>"
    if match["quote"] or match["name"] or match["definition"] or match["escape"] in {'\\"', "\\'"}:
        return _literal(match[0])
    if match["less"]:
        return "&lt;"
    return "" if match[0] == "</br>" else match[0]


def _code(span: str) -> str:
    """Return a code span; links and marked parts in it become what was meant."""
    if linked := LINK_IN_CODE.fullmatch(span):
        return f"[`{linked[1]}`]{linked[2]}"
    if "<var" in span or STRONG_IN_CODE.search(span):
        return _code_with_parts(span.strip("`"))
    return span


def _literal(text: str) -> str:
    """Return a text as HTML in which the Markdown library finds no markup."""
    return re.sub(r"([\\*_\[\]`~!])", r"\\\1", escape(text, quote=False))


def _code_with_parts(text: str) -> str:
    """Return code with replaceable and strong parts in it as HTML."""
    pieces = re.split(r"(</?var\b[^>]*>|\*\*)", text)
    return f"<code>{''.join(_piece(piece) for piece in pieces)}</code>"


def _piece(piece: str) -> str:
    if piece == "**":
        return ""
    return VAR.sub("<var>", piece) if piece.startswith(("<var", "</var")) else _literal(piece)


def _link(match: re.Match[str]) -> str:
    title = (match[2] or "").replace("\\", "").replace('"', "&quot;")
    return f']({match[1]} "{title}")' if title else f"]({match[1]})"
