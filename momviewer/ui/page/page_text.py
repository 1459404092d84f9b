"""The text of a shown page as its readers see it, and what a selection of it is as plain text."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtGui import QTextBlock, QTextDocument, QTextList, QTextListFormat

from momviewer.folding import FoldedText, TextPattern
from momviewer.ui.base.documents import table_of, utf16_length

UNSEEN = re.compile("[\u200b\ufffc]")
"""What only lets long names be broken, and what stands for an image."""
NO_TEXT = "\0"
INDENT = "  "
NUMBERED = frozenset(
    {
        QTextListFormat.Style.ListDecimal,
        QTextListFormat.Style.ListLowerAlpha,
        QTextListFormat.Style.ListUpperAlpha,
        QTextListFormat.Style.ListLowerRoman,
        QTextListFormat.Style.ListUpperRoman,
    }
)
"""Styles of lists whose items have a number or a letter."""

Ranges = Sequence[tuple[int, int]]
"""The (first, last) positions of parts of a document."""


class PageText:
    """What there is to find on a page: its text without the heads of snippets, and where each part stands.

    A document counts UTF-16 units, Python code points; positions are the document's, offsets those of `text`.
    """

    def __init__(self, document: QTextDocument, heads: Ranges) -> None:
        whole = document.toPlainText()
        units = _utf16_offsets(whole)
        at = (lambda position: bisect_left(units, position)) if units else int
        for first, last in heads:
            start, end = at(first), at(last)
            whole = f"{whole[:start]}{NO_TEXT * (end - start)}{whole[end:]}"
        self._positions: array[int] | None = units
        if UNSEEN.search(whole):
            kept = [place for place, character in enumerate(whole) if character not in "\u200b\ufffc"]
            self._positions = array("l", (units[place] if units else place for place in kept))
            self._positions.append(units[len(whole)] if units else len(whole))
            whole = UNSEEN.sub("", whole)
        self.text = whole
        self._folded: FoldedText | None = None

    def find(self, pattern: TextPattern) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) positions of what a pattern finds; a find of nothing is none."""
        if self._folded is None:
            self._folded = FoldedText(self.text)
        positions = self._positions
        for start, end in pattern.spans(self._folded):
            last = utf16_length(self.text[end - 1])
            yield (positions[start], positions[end - 1] + last) if positions else (start, end)


def plain_text(document: QTextDocument, start: int, end: int, skipped: Ranges, code: Ranges) -> str:
    """Return the text between two positions as it is pasted.

    Lines of `code` stay lines, cells of a table are parted by tabs, its rows by line ends, and paragraphs by
    an empty line; an item of a list that begins in there has its number or a dash before it. What is in
    `skipped` is left out, and so is what only the layout needs.
    """
    parts: list[str] = []
    before: QTextBlock | None = None
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        at, length = block.position(), block.length() - 1
        text = _part(block.text(), max(0, start - at), min(end - at, length))
        if at > start or (at == start and end > at + length):  # the beginning of one of several blocks
            text = _marker(block) + text
        if not _is_in(skipped, block) and (text or table_of(block)):
            if before is not None:
                both_code = _is_in(code, before) and _is_in(code, block)
                parts.append(_between(before, block, both_code=both_code))
            parts.append(text)
            before = block
        block = block.next()
    return "".join(parts)


# Inside


def _part(text: str, start: int, end: int) -> str:
    """Return a part of a block's text, given in UTF-16 units, as it is pasted."""
    if not text.isascii():
        text = text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")
        text = text.replace("\ufffc ", "").replace("\u00a0", " ").replace("\u2028", "\n")
        return UNSEEN.sub("", text)
    return text[start:end]


def _marker(block: QTextBlock) -> str:
    """Return what stands before an item of a list, as deep as that is: "3. ", "  - ", or "" for none."""
    items: QTextList | None = block.textList()
    if items is None:
        return ""
    form = items.format()
    number = items.itemText(block)
    sign = number if form.style() in NUMBERED else "-"
    return f"{INDENT * (form.indent() - 1)}{sign} "


def _is_in(ranges: Ranges, block: QTextBlock) -> bool:
    return any(first <= block.position() <= last for first, last in ranges)


def _between(before: QTextBlock, block: QTextBlock, *, both_code: bool) -> str:
    """Return what parts two blocks that follow each other."""
    old, table = table_of(before), table_of(block)
    same_table = old is not None and table is not None and old.firstPosition() == table.firstPosition()
    if both_code and same_table:
        return "\n"
    if same_table and old is not None and table is not None:
        was, now = old.cellAt(before.position()), table.cellAt(block.position())
        if (was.row(), was.column()) != (now.row(), now.column()):
            return "\t" if was.row() == now.row() else "\n"
        return "\n\n" if table.columns() == 1 else " "  # a cell of several paragraphs stays one cell
    if before.textList() is not None and block.textList() is not None:
        return "\n"
    return "\n\n"


def _utf16_offsets(text: str) -> "array[int] | None":
    """Return the offset in UTF-16 units of each code point and the end; None where they are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    offsets, units = array("l"), 0
    for character in text:
        offsets.append(units)
        units += 2 if character > "\uffff" else 1
    offsets.append(units)
    return offsets
