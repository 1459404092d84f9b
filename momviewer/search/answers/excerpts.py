"""Chooses the passage of a page that shows best why the page was found, and marks the words in it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from momviewer.folding import FoldedText
from momviewer.manual.model import Page
from momviewer.search.answers.marking import Marks
from momviewer.search.index.analysis import label_of

LENGTH = 180
"""Code points of an excerpt: two lines of the results panel."""
LEAD = 50
"""Code points of an excerpt that may stand before its first marked word."""
MAX_MATCHES = 400
"""Matches of a page that are looked at; more say nothing new."""
TIE = 1e-9
"""Worths that differ by less are the same."""
MIN_ENTRIES = 3
"""Lines in a row that name sections before they are taken for a list of contents."""
MAX_INTRODUCTION_CHARS = 300
"""What may stand before such a list at the head of a page."""
MAX_CONTENTS_CHARS = 20_000
SECTION = re.compile(r"(?:[A-Z]|[0-9]+)(?:\.[0-9]+)+\.? \S[^\n]{0,118}$")
"""A line such as "20.5.1. Settings"."""
REFERENCES = frozenset({"see also", "related topics", "related links", "related information"})
"""Titles of sections that only name other pages."""
SPACE = re.compile(r"\s+")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of a page: its text, and the (start, end) ranges of it that are marked and that are code."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    code_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """An excerpt, and the offset of its first marked word in the page's text, or -1 if none is marked."""

    excerpt: Excerpt
    offset: int


class SearchedPage:
    """A page, its text as it is compared, and the parts of it that only lead elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.folded = FoldedText(page.text)
        self.asides = (*_contents(page), *_references(page))

    def aside_behind(self, offset: int) -> int:
        """Return where the first aside behind an offset begins, or where the page ends."""
        return min((start for start, _ in self.asides if start > offset), default=len(self.page.text))


def _contents(page: Page) -> Iterator[tuple[int, int]]:
    """Yield the range of a list of sections at the head of a page."""
    titles = {label_of(name) for heading in page.headings[1:] for name in (heading.title, heading.label)}
    start = end = _body(page)
    entries = 0
    for line in page.text[start : start + MAX_CONTENTS_CHARS].splitlines(keepends=True):
        is_entry = bool(SECTION.match(line)) or label_of(line) in titles
        if not is_entry and (entries or end > start + MAX_INTRODUCTION_CHARS):
            break
        entries += is_entry
        end += len(line)
        if not entries:
            start = end
    if entries >= MIN_ENTRIES:
        yield start, end


def _references(page: Page) -> Iterator[tuple[int, int]]:
    """Yield the ranges of sections such as "See Also", each up to the next heading."""
    ends = [*(heading.offset for heading in page.headings[1:]), len(page.text)]
    for heading, end in zip(page.headings, ends, strict=False):
        if label_of(heading.title) in REFERENCES:
            yield heading.offset, end


def _body(page: Page) -> int:
    """Return where the text below a page's own title begins."""
    return len(page.info.title) + 1


def best_passage(searched: SearchedPage, marks: Marks) -> Passage:
    """Return the first passage of a page whose different marked words are worth most together.

    Matches in the page's own title, in a list of its sections and below "See Also" do not count if the rest
    of the text has some too. A page without matches is shown by its beginning.
    """
    page = searched.page
    body = _body(page)
    found = _matches(searched.folded, marks, body)
    matches = (
        [match for match in found if not _is_inside(match.start, searched.asides)]
        or found
        or _matches(searched.folded, marks, 0)
    )
    if not matches:
        return Passage(_excerpt(searched, body, []), -1)
    first = _best_start(matches, marks.worths)
    start = _beginning(page.text, matches[first].start)
    return Passage(_excerpt(searched, start, matches[first:]), matches[first].start)


def heading_before(page: Page, offset: int) -> str:
    """Return the title of the section around an offset of the page's text, or "" before the first heading."""
    place = bisect_right([heading.offset for heading in page.headings], offset)
    return page.headings[place - 1].title if place > 1 else ""


class _Match(NamedTuple):
    """A range of a page's text that is marked, and the word that it stands for."""

    start: int
    end: int
    word: str


def _matches(text: FoldedText, marks: Marks, start: int) -> list[_Match]:
    """Return what is marked from an offset on, the first MAX_MATCHES."""
    if marks.pattern is None:
        return []
    words: dict[str, str] = {}
    found: list[_Match] = []
    for first, end in islice(marks.pattern.spans(text, start), MAX_MATCHES):
        written = text.original[first:end]
        if written not in words:
            label = label_of(written)
            words[written] = marks.stands_for.get(label, label)
        found.append(_Match(first, end, words[written]))
    return found


def _is_inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in ranges)


def _best_start(matches: Sequence[_Match], worths: Mapping[str, float]) -> int:
    """Return the match that begins the first stretch whose different words are worth most together."""
    inside: Counter[str] = Counter()
    best, best_worth = 0, 0.0
    worth, end = 0.0, 0
    for place, (start, _, first) in enumerate(matches):
        while end < len(matches) and matches[end].start < start + LENGTH - LEAD:
            word = matches[end].word
            worth += 0.0 if inside[word] else worths.get(word, 1.0)
            inside[word] += 1
            end += 1
        if worth > best_worth + TIE:
            best, best_worth = place, worth
        inside[first] -= 1
        worth -= 0.0 if inside[first] else worths.get(first, 1.0)
    return best


def _beginning(text: str, offset: int) -> int:
    """Return where an excerpt around `offset` begins: at a near sentence or line, else at a word."""
    earliest = max(0, offset - LEAD)
    before = text[earliest:offset]
    ends = [match.end() for match in SENTENCE_END.finditer(before)]
    if ends:
        return earliest + ends[-1]
    if earliest == 0:
        return 0
    blank = before.find(" ")
    return earliest + blank + 1 if blank >= 0 else offset


def _excerpt(searched: SearchedPage, start: int, matches: Sequence[_Match]) -> Excerpt:
    """Return the passage from `start`, white space folded, its marks and code at their new offsets."""
    page = searched.page
    blank = SPACE.match(page.text, start)
    start = blank.end() if blank else start
    end = _ending(page.text[: searched.aside_behind(start)], start)
    raw = page.text[start:end]
    text = SPACE.sub(" ", raw)
    cut = end < len(page.text) and not text.endswith((".", "!", "?"))

    def moved(offset: int) -> int:
        if len(text) == len(raw):
            return min(max(0, offset - start), len(raw))
        return len(SPACE.sub(" ", raw[: max(0, offset - start)]))

    marks = tuple((moved(a), moved(b)) for a, b, _ in matches if b <= end)
    code = tuple((moved(a), moved(b)) for a, b in page.code_spans if a < end and b > start)
    return Excerpt(f"{text.rstrip()} …" if cut else text, marks, code)


def _ending(text: str, start: int) -> int:
    end = min(len(text), start + LENGTH)
    if end < len(text):
        blank = text.rfind(" ", start + LENGTH - 30, end)
        end = blank if blank > start else end
    return end
