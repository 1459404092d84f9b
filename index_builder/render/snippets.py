"""Takes the exact text of code blocks out of a page, and the inline markup in them."""

import re
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement

LINES_BEFORE = re.compile(r"\A(?:[ \t]*\n)+")
KEPT = frozenset({"var", "em", "strong"})
"""Inline elements that are shown inside code, beside links."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element of a code block: its range in the block's text, and its tags."""

    start: int
    end: int
    opening: str
    closing: str


def exact_code(block: HtmlElement) -> tuple[str, list[Mark]]:
    """Return a code block's text as Copy gives it, and its inline elements, the outer ones first.

    No-break spaces become blanks; blank lines before and behind the code are left out.
    """
    gathered = _Gathered()
    gathered.walk(block)
    raw = "".join(gathered.parts)
    before = LINES_BEFORE.match(raw)
    shift = before.end() if before else 0
    end = raw.find("\n", max(shift, len(raw.rstrip(" \t\n"))))
    text = raw[shift : end if end >= 0 else len(raw)]
    kept = [
        Mark(max(0, mark.start - shift), min(len(text), mark.end - shift), mark.opening, mark.closing)
        for mark in gathered.marks
    ]
    return text, [mark for mark in kept if mark.start < mark.end]


class _Gathered:
    """Collects the text below an element, and the ranges of the elements in it, in one walk."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self._length = 0

    def walk(self, element: HtmlElement) -> None:
        self._add(element.text)
        for child in element:
            start, place = self._length, len(self.marks)
            if child.tag == "br":
                self._add("\n")
            self.walk(child)
            if tags := _tags(child):
                self.marks.insert(place, Mark(start, self._length, *tags))
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
            self.parts.append(plain)
            self._length += len(plain)


def _tags(element: HtmlElement) -> tuple[str, str] | None:
    if element.tag in KEPT:
        return f"<{element.tag}>", f"</{element.tag}>"
    if element.tag == "a" and (href := element.get("href")):
        return f'<a class="{element.get("class")}" href="{escape(href)}">', "</a>"
    return None
