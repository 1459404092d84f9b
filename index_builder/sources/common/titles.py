"""Splits the titles and captions of manuals into kind, number and words."""

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
    """The parts of a title: words, number ("15.3", "III", "A" or ""), and the kind that a first word says."""

    words: str
    number: str
    kind: PageKind | None


class Caption(NamedTuple):
    """The parts of a caption: "example", "figure" or "table", number and words."""

    name: str
    number: str
    words: str


def plain(text: str) -> str:
    """Return a text on one line, with any white space, also no-break spaces, as one blank."""
    return " ".join(text.split())


def split_title(text: str) -> Title:
    """Return the parts of a title such as "Chapter 15. Overview" or "15.3. Scopes"."""
    text = plain(text)
    match = TITLE.match(text)
    if match is None:
        return Title(text, "", None)
    return Title(text[match.end() :], match["named"] or match["bare"], KINDS.get(match["word"] or ""))


def split_caption(text: str) -> Caption | None:
    """Return the parts of "Example 15.1. Title", or None for a text that is no caption."""
    text = plain(text)
    match = CAPTION.match(text)
    return Caption(match[1].lower(), match[2], text[match.end() :]) if match else None


def split_name(text: str) -> tuple[str, str]:
    """Return name and purpose of "name - purpose"; the dash may be any, with blanks around it."""
    parts = re.split(r"\s[\u2014\u2013-]+\s", plain(text), maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
