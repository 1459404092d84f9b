"""Chooses the passage of a page that shows best why the page was found, and marks the words in it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from momviewer.folding import FoldedText, TextPattern
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
    """A page, and its text as it is compared."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.folded = FoldedText(page.text)


def best_passage(searched: SearchedPage, marks: Marks) -> Passage:
    """Return the first passage of `page` whose different marked words are worth most together.

    Matches in the page's own title do not count if the text below it has some too. A page without matches is
    shown by its beginning.
    """
    page, text = searched.page, searched.folded
    body = len(page.info.title) + 1
    matches = _matches(text, marks.pattern, body) or _matches(text, marks.pattern, 0)
    if not matches:
        return Passage(_excerpt(page, body, []), -1)
    first = _best_start(matches, marks.worths)
    start = _beginning(page.text, matches[first][0])
    return Passage(_excerpt(page, start, matches[first:]), matches[first][0])


def heading_before(page: Page, offset: int) -> str:
    """Return the title of the section around an offset of the page's text, or "" before the first heading."""
    place = bisect_right([heading.offset for heading in page.headings], offset)
    return page.headings[place - 1].title if place > 1 else ""


def _matches(text: FoldedText, pattern: TextPattern | None, start: int) -> list[tuple[int, int, str]]:
    """Return the ranges of what `pattern` matches, the first MAX_MATCHES, each with its `label_of`."""
    if pattern is None:
        return []
    labels: dict[str, str] = {}
    found: list[tuple[int, int, str]] = []
    for first, end in islice(pattern.spans(text, start), MAX_MATCHES):
        word = text.original[first:end]
        if word not in labels:
            labels[word] = label_of(word)
        found.append((first, end, labels[word]))
    return found


def _best_start(matches: Sequence[tuple[int, int, str]], worths: Mapping[str, float]) -> int:
    """Return the match that begins the first stretch whose different words are worth most together."""
    inside: Counter[str] = Counter()
    best, best_worth = 0, 0.0
    worth, end = 0.0, 0
    for place, (start, _, first) in enumerate(matches):
        while end < len(matches) and matches[end][0] < start + LENGTH - LEAD:
            word = matches[end][2]
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


def _excerpt(page: Page, start: int, matches: Sequence[tuple[int, int, str]]) -> Excerpt:
    """Return the passage from `start`, white space folded, its marks and code at their new offsets."""
    blank = SPACE.match(page.text, start)
    start = blank.end() if blank else start
    end = _ending(page.text, start)
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
