"""Takes the rows of links to neighbouring pages off the top and the bottom of a page."""

import re
from dataclasses import dataclass

from momviewer.manual.links import page_id

ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
LINK = re.compile(r"\[(Prev|Up|Next|Table of Contents)\]\(([^)\s#]+)[^)]*\)")


@dataclass
class Navigation:
    """The neighbours of a page, as page ids or ""."""

    previous: str = ""
    up: str = ""
    next: str = ""


def take_navigation(text: str) -> tuple[str, Navigation]:
    """Return the text without its navigation rows, and what they say."""
    lines = text.split("\n")
    found = Navigation()
    top = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if top < len(lines) and ROW.match(lines[top]) and LINK.search(lines[top]):
        _note(found, lines[top])
        lines[top] = ""
    for bottom in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        if ROW.match(lines[bottom]) and LINK.search(lines[bottom]):
            _note(found, lines[bottom])
            lines[bottom] = ""
        elif lines[bottom].strip():
            break
    return "\n".join(lines), found


def _note(found: Navigation, row: str) -> None:
    for name, target in LINK.findall(row):
        page = page_id(target)
        if name == "Prev":
            found.previous = page
        elif name == "Next":
            found.next = page
        elif name == "Up":
            found.up = page
