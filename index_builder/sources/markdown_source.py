"""Turns the vendor's raw Markdown into regular Markdown, which a Markdown library reads as it was meant."""

import re
from collections.abc import Iterator
from html import escape

from index_builder.sources.markdown_tables import as_html_table, is_irregular, take_table

FENCE = re.compile(r"( *)(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*$")
MARKER = re.compile(r"([ \t]*)((?:[*+-]|\d{1,9}[.)])[ \t]+)(?=\S)")
HEADING = re.compile(r" {0,3}#{1,6} ")
ANCHORS = re.compile(r'(?:<a (?:class="\w+" )?(?:name|id)="[^"]*">\s*</a>\s*)+$')
DEFINITION = re.compile(r"\s*</?(?:dl|dt|dd)\b[^>]*>")
DEFINITION_TAG = re.compile(r"(</?(?:dl|dt|dd)\b[^>]*>)")
LIQUID = re.compile(r"\{% *(?:end)?raw *%\}")
BOLD = re.compile(r"\*\*[^*]+\*\*\s*(?:<a [^>]*></a>\s*)*$")
IMAGE = re.compile(r"!\[")
CODE_SPAN = re.compile(r"\*{0,3}`[^`]+`\*{0,3}[ \t]*$")
FENCED_WORD = re.compile(r"\*```\n(.*?)\n[ ]*```\*", re.DOTALL)
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*[,.;:?!)]*$|[(“\"‘][A-Za-z'’-]+$")
CODE_SIGN = re.compile(r"[{}=\\|$#<>]|^\s|--\w|^\s*/|;$|^\S+/\S*$|^(?:cd|su|rm|cp|mv|exit|ls)\b|^\[\w+\]$")
MARKUP = re.compile(r"\]\([^)]*\)|`[^`]*`|<a [^>]*>|</a>")
REPLACEABLE = re.compile(r"\*`([^`]+)`\*(?:(?<=\s\S{0})|([ ]{2,}))?")


def decoded(data: bytes) -> tuple[str, int]:
    """Return the text of a file and how many bytes in it were not UTF-8: those are read as Windows-1252."""
    try:
        return data.decode("utf-8-sig"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
    odd = [c for c in text if "\udc80" <= c <= "\udcff"]
    for character in set(odd):
        byte = bytes([ord(character) - 0xDC00])
        text = text.replace(character, byte.decode("cp1252", "replace"))
    return text, len(odd)


def tidy(text: str) -> str:
    """Return Markdown in which every block stands alone and every tag and link is well formed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = FENCED_WORD.sub(r"*`\1`*", LIQUID.sub("", text))
    return "\n".join(_Tidier(text.split("\n")).lines())


class _Tidier:
    """Walks the lines once, writing each block with an empty line around it."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._indent = 0
        self._out: list[str] = []
        self._after_code = False

    def lines(self) -> list[str]:
        while self._at < len(self._lines):
            self._step()
        return self._out

    def _step(self) -> None:
        line = self._lines[self._at]
        if not line.strip():
            self._out.append("")
            self._at += 1
            return
        self._follow_list(line)
        if FENCE.match(line):
            self._fence()
        elif line.lstrip().startswith("|"):
            self._table()
        elif HEADING.match(line.lstrip() if self._indent else line) or ANCHORS.match(line.strip()):
            self._alone(line)
        elif DEFINITION.match(line):
            self._definition(line)
        else:
            self._group()

    def _follow_list(self, line: str) -> None:
        own = len(line) - len(line.lstrip(" "))
        if own < self._indent:
            self._indent = own // 4 * 4

    def _alone(self, line: str) -> None:
        self._put([prose(line)])
        self._at += 1

    def _put(self, lines: list[str]) -> None:
        if self._out and self._out[-1]:
            self._out.append("")
        self._out += lines
        self._out.append("")

    def _fence(self) -> None:
        opening = FENCE.match(self._lines[self._at])
        assert opening is not None
        end = self._at + 1
        closing = re.compile(rf" *{re.escape(opening[2])}[ \t]*$")
        while end < len(self._lines) and not closing.match(self._lines[end]):
            end += 1
        block = self._lines[self._at : end]
        self._at = end + 1
        self._put([*block, opening[1] + opening[2]])

    def _table(self) -> None:
        rows, end = take_table(self._lines, self._at)
        pad = " " * self._indent
        if rows and is_irregular(rows):
            self._put([pad + line if line else "" for line in as_html_table(rows, prose)])
        else:
            self._put([prose(line) for line in self._lines[self._at : end]])
        self._at = end

    def _definition(self, line: str) -> None:
        """Set each tag of a definition list apart, so that what stands between is read as Markdown."""
        pad = line[: len(line) - len(line.lstrip())]
        for part in DEFINITION_TAG.split(line):
            if part.strip():
                self._put([pad + (part.strip() if DEFINITION.match(part) else prose(part.strip()))])
        self._at += 1

    def _group(self) -> None:
        """Write the lines up to the next blank one as what they are: paragraphs or unmarked code."""
        first = self._lines[self._at]
        prefix = ""
        if marker := MARKER.match(first):
            prefix = marker[0]
            self._indent = len(prefix.expandtabs(4))
        else:
            prefix = " " * min(self._indent, len(first) - len(first.lstrip(" ")))
        group = [first[len(marker[0]) :] if marker else first[len(prefix) :]]
        self._at += 1
        while self._at < len(self._lines) and not self._ends_group(self._lines[self._at]):
            line = self._lines[self._at]
            group.append(line[min(self._indent, len(line) - len(line.lstrip(" "))) :])
            self._at += 1
        pad = " " * (self._indent if marker else len(prefix))
        for number, block in enumerate(_blocks(group)):
            start = pad if number else prefix
            self._put([(pad if n else start) + line for n, line in enumerate(block)])

    def _ends_group(self, line: str) -> bool:
        return bool(
            not line.strip()
            or FENCE.match(line)
            or line.lstrip().startswith("|")
            or HEADING.match(line.lstrip())
            or ANCHORS.match(line.strip())
            or DEFINITION.match(line)
            or MARKER.match(line)
        )


def _blocks(group: list[str]) -> Iterator[list[str]]:
    """Split adjacent lines: each line of prose is a paragraph, the rest between them is code."""
    if len(group) == 1:
        yield [prose(group[0])]
        return
    kinds = [_kind(line) for line in group]
    code: list[str] = []
    if "prose" not in kinds and "code" in kinds:
        kinds = ["code"] * len(group)
    for line, kind in zip(group, kinds, strict=True):
        if kind == "code":
            code.append(line)
            continue
        if code:
            yield _pre(code)
            code = []
        yield [prose(line)]
    if code:
        yield _pre(code)


def _kind(line: str) -> str:
    """Tell prose from code from what may be either."""
    bare = line.strip()
    if BOLD.match(bare) or IMAGE.match(bare) or CODE_SPAN.match(bare) or "](" in bare:
        return "prose"
    words = MARKUP.sub("", bare).split()
    plain = sum(bool(WORD.match(word)) for word in words)
    if plain >= 5 and plain >= 0.7 * len(words) and not line.startswith(" "):
        return "prose"
    return "code" if CODE_SIGN.search(MARKUP.sub("", line)) else "either"


def _pre(lines: list[str]) -> list[str]:
    text = escape("\n".join(lines), quote=False)
    text = re.sub(r"\*{1,3}`([^`]+)`\*{1,3}( {2,})?", _replaceable, text)
    text = re.sub(r"\*\*([^*\n]+)\*\*", r"<strong>\1</strong>", text)
    return f"<pre>{text}</pre>".split("\n")


def _replaceable(match: re.Match[str]) -> str:
    return f"<var>{match[1]}</var>{'' if ' ' in match[1] else match[2] or ''}"


TAG = re.compile(r"</?(?:a|b|br|var|dl|dt|dd)\b[^<>]*>|<https?://[^<>\s]+>", re.IGNORECASE)
SPAN_OR_TAG = re.compile(rf"(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))|(?P<tag>{TAG.pattern})|<", re.IGNORECASE)
LINK = re.compile(r'\]\(\s*([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\s*(?:"(.*?)")?\s*\)(?=[^"]|$)')
SUBHEADING = re.compile(r"<h\d>(.*?)</h\d>")
STRONG = re.compile(r"\*\*(?!\*)(\s*)(.+?)(\s*)(?<!\*)\*\*(?!\*)")


def prose(line: str) -> str:
    """Mend what breaks inline markup: quotes in link titles, words that look like tags, blanks in emphasis."""
    line = SUBHEADING.sub(r"**\1**", line)
    line = LINK.sub(_link, line)
    line = SPAN_OR_TAG.sub(_no_false_tag, line)
    return STRONG.sub(r"\1**\2**\3", line)


def _link(match: re.Match[str]) -> str:
    title = (match[2] or "").replace("\\", "").replace('"', "&quot;")
    return f']({match[1]} "{title}")' if title else f"]({match[1]})"


def _no_false_tag(match: re.Match[str]) -> str:
    if match["code"]:
        return _code_with_tags(match["code"]) if "<var" in match["code"] else match["code"]
    return match["tag"] or "&lt;"


def _code_with_tags(span: str) -> str:
    """Return as HTML what was meant: code with replaceable and strong parts in it."""
    inner = re.sub(r"<(?!/?var\b)", "&lt;", span.strip("`").replace("&", "&amp;"))
    inner = re.sub(r'<var class="\w+">', "<var>", inner)
    return f"<code>{inner}</code>"
