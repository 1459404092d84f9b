"""Takes the titles and captions that manuals print apart: what it is, its number, and its words."""

import re
from typing import NamedTuple

from momviewer.manual.model import PageKind

NUMBER = r"(?:[A-Z]|[IVXLC]+|\d+)(?:\.\d+)*"
TITLE = re.compile(
    rf"""(?: (?P<word>Part|Chapter|Section|Appendix)\s+ (?P<named>{NUMBER}) (?:\.|$|(?=:)):?
           | (?P<bare>{NUMBER})\. (?=\s|$) )\s*""",
    re.VERBOSE,
)
CAPTION = re.compile(rf"(Example|Figure|Table)\s+({NUMBER})\.?\s*")
KINDS = {
    "Part": PageKind.PART,
    "Chapter": PageKind.CHAPTER,
    "Section": PageKind.SECTION,
    "Appendix": PageKind.APPENDIX,
}


class Title(NamedTuple):
    """A title apart: its words, its number ("15.3", "III", "A") or "", and what a first word says it is."""

    words: str
    number: str
    kind: PageKind | None


class Caption(NamedTuple):
    """A caption apart: "example", "figure" or "table", its number and its words."""

    name: str
    number: str
    words: str


def plain(text: str) -> str:
    """Return text on one line: any white space, no-break spaces too, is one blank."""
    return " ".join(text.split())


def split_title(text: str) -> Title:
    """Take "Chapter 15. Overview" or "15.3. Scopes" apart; a title without a number stays whole."""
    text = plain(text)
    match = TITLE.match(text)
    if match is None:
        return Title(text, "", None)
    return Title(text[match.end() :], match["named"] or match["bare"], KINDS.get(match["word"] or ""))


def split_caption(text: str) -> Caption | None:
    """Take "Example 15.1. Title" apart; return None for a text that is no caption."""
    text = plain(text)
    match = CAPTION.match(text)
    return Caption(match[1].lower(), match[2], text[match.end() :]) if match else None


def split_name(text: str) -> tuple[str, str]:
    """Take "name - purpose", with any dash between blanks, apart."""
    parts = re.split(r"\s[\u2014\u2013-]+\s", plain(text), maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
