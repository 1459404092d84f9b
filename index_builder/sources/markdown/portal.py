"""Takes the portal's frame off pages: login line, menus, search, footer.

A tool made Markdown of whole pages. Between the frame and the page stand rows of links to the pages around
it. They are cut out with the frame, however the tool wrote them, and put back as the reader knows them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

TOP = re.compile(r"\blogged in as\b", re.IGNORECASE)
BOTTOM = re.compile(r"\bfollow us on\b", re.IGNORECASE)
WAY = re.compile(r"\[(Prev|Up|Next|Table of Contents)\]\(\s*<?([^)\s>]+)[^)]*\)")
HEADING = re.compile(r"\s*#{1,6}\s")
DIVISION = re.compile(r"\s*</?div\b[^>]*>\s*")
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
ANCHOR = re.compile(r'<span id="([^"]*)"[^>]*>\s*</span>')
SPAN = re.compile(r"</?span\b[^>]*>")
SAMPLE = 40
"""Pages that are compared to find the frame, which is on nearly all of them."""
NEARLY_ALL = 0.9
HEIGHT = 250
"""Most lines of the frame above a page, and below it."""
NEAR = 4
"""Most lines between two links of one row, for tools that put each cell on a line."""


def is_framed(text: str) -> bool:
    """Return whether a page begins or ends with the portal's frame."""
    lines = text.split("\n")
    return any(map(TOP.search, lines[:HEIGHT])) or any(map(BOTTOM.search, lines[-HEIGHT:]))


class Frame:
    """The lines that nearly all pages of a manual begin and end with, as a sample of its pages shows."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        self._heads = _shared([lines[:HEIGHT] for lines in pages])
        self._tails = _shared([lines[-HEIGHT:] for lines in pages])

    def taken_off(self, text: str) -> str:
        """Return a page without its frame; it begins with its rows of links in regular form."""
        lines = lines_of(text)
        ways: dict[str, str] = {}
        if any(map(TOP.search, lines[:HEIGHT])):
            lines = lines[self._top(lines, ways) :]
        if any(map(BOTTOM.search, lines[-HEIGHT:])):
            lines = lines[: self._bottom(lines, ways)]
        row = " | ".join(f"[{name}]({target})" for name, target in ways.items())
        return "\n".join([f"| {row} |", "", *lines] if ways else lines)

    def _top(self, lines: Sequence[str], ways: dict[str, str]) -> int:
        """Return the first line of the page: behind the first row of links, or behind the shared lines."""
        shared, passed = _run(lines[:HEIGHT], self._heads), 0
        for at in range(shared, min(HEIGHT, len(lines))):
            if WAY.search(lines[at]):
                return _end_of_row(lines, at, ways)
            passed += bool(lines[at].strip())
            if passed > NEAR and self._heads:
                break  # these are lines of the page itself
        return shared

    def _bottom(self, lines: Sequence[str], ways: dict[str, str]) -> int:
        """Return the end of the page: before the last row of links, or before the shared lines."""
        backwards = lines[: -HEIGHT - 1 : -1]
        for at, line in enumerate(backwards):
            if WAY.search(line):
                return len(lines) - _end_of_row(backwards, at, ways)
        shared = _run(backwards, self._tails)
        marked = next(at for at, line in enumerate(backwards) if BOTTOM.search(line))
        return len(lines) - max(shared, marked + 1)


def lines_of(text: str) -> list[str]:
    """Return the lines of a page without the HTML that some tools leave: divisions, spans, links."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not any(line.startswith("<div") for line in lines):
        return lines
    kept, fence = [], False
    for line in lines:
        fence ^= line.lstrip().startswith("```")
        if not fence:
            if DIVISION.fullmatch(line):
                continue
            line = SPAN.sub("", ANCHOR.sub(r'<a name="\1"></a>', LINK.sub(r"[\2](\1)", line)))  # noqa: PLW2901
        kept.append(line)
    return kept


def _shared(parts: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the lines that nearly all parts have; none if there are too few parts to tell."""
    found = [frozenset(line.strip() for line in lines) - {""} for lines in parts]
    counts = Counter(line for lines in found for line in lines)
    if len(found) < 3:
        return frozenset()
    return frozenset(line for line, count in counts.items() if count >= NEARLY_ALL * len(found))


def _run(lines: Sequence[str], shared: frozenset[str]) -> int:
    """Return how many lines are shared from the first on, after up to two that may be a title."""
    end, strange = 0, 0
    for at, line in enumerate(lines):
        if WAY.search(line):
            break
        if line.strip() in shared:
            end = at + 1
        elif line.strip():
            strange += 1
            if end or strange > 2:
                break
    return end


def _end_of_row(lines: Sequence[str], start: int, ways: dict[str, str]) -> int:
    """Return the line behind a row of links that begins at `start`; note in `ways` where they lead."""
    end, between = start, 0
    for at in range(start, len(lines)):
        links = WAY.findall(lines[at])
        if links:
            end, between = at + 1, 0
            for name, target in links:
                ways.setdefault(name, target)
        elif lines[at].strip():
            between += 1
            if between > NEAR or HEADING.match(lines[at]):
                break
    while end < len(lines) and re.fullmatch(r"[\s|:-]*-[\s|:-]*", lines[end]):
        end += 1  # the rule of a table under its head
    return end
