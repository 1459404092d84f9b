"""Reads of a manual what is compared with another edition: the texts of pages, and what has a number."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from momviewer.manual.bundle import Bundle
from momviewer.manual.model import ManualInfo, NumberedItem, Page, TocEntry
from momviewer.manual.numbering import Destination, FormerNumber, numbered_places

WORD = re.compile(r"\w+|[=<>+*/%$#@&|~^-]")
"""What is compared of a text: words and the signs of code. White space, quotes and stops are not, since they
differ between two forms of the same text."""


@dataclass(frozen=True)
class Edition:
    """Everything that is compared. `pages` are in reading order and may lack their HTML."""

    info: ManualInfo
    pages: tuple[Page, ...]
    items: tuple[NumberedItem, ...]
    contents: tuple[TocEntry, ...] = ()
    former: tuple[FormerNumber, ...] = ()

    @property
    def name(self) -> str:
        """Return a name that tells it from other editions: "2017-Aug-09", or else its title."""
        return self.info.edition or self.info.title

    @cached_property
    def by_id(self) -> dict[str, Page]:
        """Return the pages by their ids."""
        return {page.info.id: page for page in self.pages}

    @cached_property
    def places(self) -> tuple[Destination, ...]:
        """Return everything numbered: examples, figures, tables, and the numbered entries of the contents."""
        return tuple(numbered_places(self.contents, self.items))

    @cached_property
    def places_on(self) -> dict[str, list[Destination]]:
        """Return everything numbered, by page id."""
        found: defaultdict[str, list[Destination]] = defaultdict(list)
        for place in self.places:
            found[place.page].append(place)
        return found

    @cached_property
    def examples(self) -> dict[str, str]:
        """Return the code of each example by its number."""
        blocks: defaultdict[str, list[str]] = defaultdict(list)
        for page in self.pages:
            for snippet in page.snippets:
                if snippet.number:
                    blocks[snippet.number].append(snippet.text)
        return {number: "\n\n".join(texts) for number, texts in blocks.items()}


def edition_of(bundle: Bundle) -> Edition:
    """Read an edition from its bundle; for 800 pages that takes 50 ms, and the memory of their texts.

    Raises DamagedBundleError and LibraryError, as whatever reads from a bundle.
    """
    return Edition(
        bundle.info, tuple(bundle.all_pages()), tuple(bundle.items()), bundle.contents(), bundle.former()
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text that are compared."""
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text)))


def code_lines(code: str) -> tuple[str, ...]:
    """Return the lines of code that are compared: without indentation, extra blanks and empty lines."""
    return tuple(filter(None, (" ".join(line.split()) for line in code.split("\n"))))


def text_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text as their words; lines without words are left out."""
    return tuple(filter(None, (" ".join(words_of(line)) for line in text.split("\n"))))


DATE = re.compile(r"(?P<year>\d{4})\D?(?P<month>\d{1,2}|[A-Za-z]{3,9})\D?(?P<day>\d{1,2})?(?!\d)")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def edition_key(edition: str) -> tuple[tuple[int, ...], str] | None:
    """Return a key that sorts editions by age, such as "2017-Aug-09", "4.2.28" or "Rev. 7".

    Dates come after versions. Return None for a text that has neither.
    """
    if date := DATE.search(edition):
        month = date["month"].lower()[:3]
        number = MONTHS.index(month) + 1 if month in MONTHS else int(month) if month.isdecimal() else 0
        return (int(date["year"]), number, int(date["day"] or 0)), "date"
    numbers = tuple(int(part) for part in re.findall(r"\d{1,9}", edition))
    return (numbers, "version") if numbers else None


def is_newer(edition: str, other: str) -> bool:
    """Return whether one edition is newer than another by its date or version."""
    mine, others = edition_key(edition), edition_key(other)
    return bool(mine and others and mine[1] == others[1] and mine[0] > others[0])


def common_pages(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of all page ids that both manuals have, from 0 to 1."""
    mine, others = set(one), set(other)
    return len(mine & others) / len(mine | others) if mine and others else 0.0
