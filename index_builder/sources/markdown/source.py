"""Mends the vendor's Markdown, so that a Markdown library reads it as it was meant."""

import re
from pathlib import Path

from index_builder.pages.guard import BuildReport
from index_builder.sources.common.files import UTF_16, read_file
from index_builder.sources.markdown.inline import LIBRARY, inline_html, prose
from index_builder.sources.markdown.tables import as_html_table, take_table
from index_builder.sources.markdown.unmarked import blocks_of, continues, is_prose, is_wrapped

FENCE = re.compile(r"( *)(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*$")
MARKER = re.compile(r"([ \t]*)((?:[*+-]|\d{1,9}[.)])[ \t]+)(?=\S)")
HEADING = re.compile(r"#{2,6} ")
LONE_HEADING = re.compile(r"# \S")
ANCHORS = re.compile(r'(?:<a (?:class="\w+" )?(?:name|id)="[^"]*">\s*</a>\s*)+$')
DEFINITION = re.compile(r"\s*</?(?:dl|dt|dd)\b[^>]*>")
DEFINITION_TAG = re.compile(r"(</?(?:dl|dt|dd)\b[^>]*>)")
BOLD_LINE = re.compile(r"^(\s*)\*\*(\w[^*]*\S)\*\*(?=\s*(?:#.*)?$)")
ESCAPE = re.compile(r"^(\d[\d.]*)\\(?=\. )")
ENDS = re.compile(r"[.:!?)`\]*][ ]*$")
TERM = re.compile(r"\s*<dt[^>]*>(.*)</dt>\s*$")
UNDERLINE = re.compile(r"(?:={2,}|-{3,})[ ]*$")
HTML_BLOCK = re.compile(r"</?(?:div|p|table|ul|ol|blockquote|h[1-6]|pre)(?:\s[^<>]*)?>")
INDENT = 4
"""Blanks that mark code."""
LIQUID = re.compile(r"\{% *(?:end)?raw *%\}")
FENCED_WORD = re.compile(r"\*```\n(.*?)\n[ ]*```\*", re.DOTALL)
BROKEN_IMAGE = re.compile(r"(!\[[^\]\n]*\]\([^)\s]+)\n[ ]*(\))")


def text_of(file: Path, report: BuildReport, within: Path | None = None) -> str:
    """Return a page file's text, and report bytes that are no UTF-8; raises OSError as `read_file` does."""
    text, odd = decoded(read_file(file, within))
    if odd:
        report.problems.append(f"{file.name} is not valid UTF-8: {odd} bytes were read as Windows-1252.")
    return text


def decoded(data: bytes) -> tuple[str, int]:
    """Return a file's text, and how many of its bytes were no UTF-8 and are read as Windows-1252."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace"), 0
    try:
        return data.decode("utf-8-sig"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
    odd = [character for character in text if "\udc80" <= character <= "\udcff"]
    for character in set(odd):
        byte = bytes([ord(character) - 0xDC00])
        text = text.replace(character, byte.decode("cp1252", "replace"))
    return text, len(odd)


def tidy(text: str) -> str:
    """Return Markdown with an empty line around every block, and every tag and link well formed.

    Lines end at line feeds only: U+2028 is a character like any other.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = FENCED_WORD.sub(r"*`\1`*", LIQUID.sub("", text))
    text = BROKEN_IMAGE.sub(r"\1\2", text)
    return "\n".join(_Tidier(text.split("\n")).lines())


class _Tidier:
    """Walks the lines once, and writes each block with an empty line around it.

    The vendor's Markdown never wraps a paragraph, and some of its pages have no empty lines between blocks. A
    page whose paragraphs are wrapped is somebody else's and needs no empty lines.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._wrapped = is_wrapped(lines)
        self._at = 0
        self._indents = [0]  # where the content of each list item around the line at hand begins
        self._out: list[str] = []

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
        self._leave_lists(line)
        if fence := FENCE.match(line):
            self._fence(fence)
        elif line.lstrip().startswith("|"):
            self._table()
        elif self._is_heading(line) or ANCHORS.match(line.strip()):
            self._put([prose(line)])
            self._at += 1
        elif DEFINITION.match(line):
            self._definition(line)
        elif HTML_BLOCK.match(line.lstrip()):
            self._html()
        elif _indent_of(line) >= self._indent + INDENT and not (self._out and self._out[-1]):
            self._indented()
        else:
            self._group()

    @property
    def _indent(self) -> int:
        return self._indents[-1]

    def _leave_lists(self, line: str) -> None:
        own = _indent_of(line)
        while own < self._indent:
            self._indents.pop()

    def _is_heading(self, line: str) -> bool:
        """Return whether a line is a heading, and no comment that unmarked code begins with."""
        bare = self._inside(line)
        if LONE_HEADING.match(bare):
            return not any(near.strip() for near in self._lines[self._at + 1 : self._at + 2])
        return bool(HEADING.match(bare))

    def _inside(self, line: str) -> str:
        """Return a line without the indentation of its list item."""
        return line[min(self._indent, _indent_of(line)) :]

    def _put(self, lines: list[str]) -> None:
        if self._out and self._out[-1]:
            self._out.append("")
        self._out += lines
        self._out.append("")

    def _fence(self, opening: re.Match[str]) -> None:
        closing = re.compile(rf" *{re.escape(opening[2])}[ \t]*$")
        end = self._at + 1
        while end < len(self._lines) and not closing.match(self._lines[end]):
            end += 1
        block = self._lines[self._at : end]
        if not opening[3]:
            block[1:] = [ESCAPE.sub(r"\1", BOLD_LINE.sub(r"\1\2", line)) for line in block[1:]]
        self._at = end + 1
        self._put([*block, opening[1] + opening[2]])

    def _table(self) -> None:
        table = take_table(self._lines, self._at)
        pad = " " * self._indent
        if table.regular:
            self._put([prose(line) for line in self._lines[self._at : table.end]])
        else:
            self._put([pad + line for line in as_html_table(table.rows, _cell)])
        self._at = table.end

    def _html(self) -> None:
        """Write a block of HTML, up to an empty line, as it is."""
        end = self._at
        while end < len(self._lines) and self._lines[end].strip():
            end += 1
        self._put(self._lines[self._at : end])
        self._at = end

    def _indented(self) -> None:
        """Write a block of indented code with the empty lines in it."""
        cut, pad = self._indent + INDENT, " " * self._indent
        end = last = self._at
        while end < len(self._lines):
            if self._lines[end].strip():
                if _indent_of(self._lines[end]) < cut:
                    break
                last = end
            end += 1
        block = [line[cut:] for line in self._lines[self._at : last + 1]]
        self._put([f"{pad}```", *(pad + line for line in block), f"{pad}```"])
        self._at = last + 1

    def _definition(self, line: str) -> None:
        """Write each tag of a definition list on its own, so that the text between is read as Markdown."""
        pad = line[: _indent_of(line)]
        if term := TERM.match(line):
            self._put([f"{pad}<dt>{inline_html(term[1])}</dt>"])
        else:
            for part in filter(None, map(str.strip, DEFINITION_TAG.split(line))):
                blocks = [[part]] if DEFINITION.match(part) else blocks_of([part])
                for block in blocks:
                    self._put([pad + text for text in block])
        self._at += 1

    def _group(self) -> None:
        """Write the lines up to the next empty one as paragraphs or as code without a mark."""
        first = self._lines[self._at]
        if marker := MARKER.match(first):
            start = marker[1] + _narrow(marker[2])
            self._indents.append(len(start.expandtabs(4)))
            pad = " " * self._indent
            group = [first[marker.end() :]]
        else:
            start = pad = " " * min(self._indent, _indent_of(first))
            group = [first[len(pad) :]]
        self._at += 1
        while self._at < len(self._lines) and not self._ends_group(group):
            group.append(self._inside(self._lines[self._at]))
            self._at += 1
        if len(group) == 2 and UNDERLINE.match(group[1]):
            blocks = [["#" * (1 if group[1][0] == "=" else 2) + f" {prose(group[0])}"]]
        elif self._wrapped or group[0].startswith(">"):
            blocks = [[prose(line) for line in group]]
        else:
            blocks = list(blocks_of(group, may_be_code=not marker))
        for block in blocks:
            self._put([start + block[0], *(pad + line for line in block[1:])])
            start = pad

    def _next_paragraph(self) -> list[str]:
        """Return the lines behind the current empty one, or none if a mark says what they are."""
        following: list[str] = []
        for line in self._lines[self._at + 1 :]:
            if not line.strip():
                break
            if _indent_of(line) < self._indent or line.lstrip().startswith(("|", "<", "```", "#")):
                return []
            following.append(self._inside(line))
        return following

    def _ends_group(self, group: list[str]) -> bool:
        """Return whether the current line begins something other than the lines before it."""
        line, before = self._lines[self._at], group[-1]
        own = _indent_of(line)
        if not line.strip():
            following = self._next_paragraph()
            return not following or not continues(group, following)
        if MARKER.match(line):
            return own <= self._indent or is_prose(before)
        return bool(
            FENCE.match(line)
            or (line.lstrip().startswith("|") and is_prose(before))
            or HEADING.match(self._inside(line))
            or ANCHORS.match(line.strip())
            or DEFINITION.match(line)
            or (own < self._indent and ENDS.search(before) and line[:1].isupper())
        )


def _cell(text: str) -> str:
    """Return the content of a table's cell as HTML."""
    html: str = LIBRARY.render(tidy(text)) if "\n" in text else inline_html(text)
    return html


def _narrow(mark: str) -> str:
    """Return a list mark; in "10.  Text" with one blank, so that the item's other lines fit."""
    return mark[:-1] if len(mark) == 5 and mark.endswith("  ") else mark


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
