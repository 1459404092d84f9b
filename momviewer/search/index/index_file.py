"""The file of an index: how it is written, and how it is mapped, checked and read.

It holds nothing but unsigned 32-bit numbers and UTF-8. It begins with MARK, the number of pages, and four
sizes for each of FIELDS. The sizes say where everything stands, and how long the file is:

for each field: its postings        for each term: how many pages have it, those pages, for each of them how
                                    many positions it has up to the end of that page, then the positions
                where they end      for each term
                where terms end     for each term, in the text below
                words by page       for VOCABULARIES: how many words the pages have up to the end of each
                                    page, then the words, as places among the field's terms
                the terms           in order, each with a line end; filled up to a whole number
for each of TEXT_FIELDS: the length of each page

A bundle may come from anybody. Nothing in this file can be run, as a pickle can, and every number is compared
with the bounds of its part before it is used.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import TracebackType
from typing import Self

from momviewer.search.index.fields import TEXT_FIELDS, VOCABULARIES, WHOLE_FIELDS

FILE = "postings.bin"
MARK = 0x6D6F6D01
"""Tells the file's kind, and in which order its writer has the bytes of a number."""
FIELDS = tuple(sorted((*TEXT_FIELDS, *WHOLE_FIELDS)))
SIZES = 4
"""Of each field: its terms, and how long postings, words by page (all in numbers) and text (in bytes) are."""
HEAD = 2 + SIZES * len(FIELDS)
NUMBER_BYTES = 4

Positions = Mapping[int, Sequence[int]]
"""The positions of a term on each page that has it, by the page's place in the manual."""


class IndexFileWriter:
    """Writes the file of an index. Its fields and their terms have to come sorted; use it in a `with` block.

    A file that was not finished has no MARK, so `IndexFile` refuses it.
    """

    def __init__(self, folder: Path) -> None:
        self._stream = (folder / FILE).open("wb")
        self._stream.write(bytes(NUMBER_BYTES * HEAD))
        self._sizes: dict[str, tuple[int, int, int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def add_field(self, name: str, terms: Iterable[tuple[bytes, Positions]], page_count: int) -> None:
        """Write the terms of a field with their positions."""
        words = [array("I") for _ in range(page_count if name in VOCABULARIES else 0)]
        ends, text_ends, text = array("I"), array("I"), bytearray()
        written = 0
        for place, (term, positions) in enumerate(terms):
            written += self._write_postings(positions)
            ends.append(written)
            text += term
            text += b"\n"
            text_ends.append(len(text))
            if words:
                for page in positions:
                    words[page].append(place)
        word_count = self._write_words(ends, text_ends, words)
        self._stream.write(text)
        self._stream.write(bytes(-len(text) % NUMBER_BYTES))
        self._sizes[name] = len(ends), written, word_count, len(text)

    def finish(self, lengths: Mapping[str, "array[int]"], page_count: int) -> None:
        """Write the pages' lengths in TEXT_FIELDS and the sizes, which makes the file valid."""
        for name in sorted(TEXT_FIELDS):
            lengths[name].tofile(self._stream)
        head = array("I", (MARK, page_count))
        for name in FIELDS:
            head.extend(self._sizes.get(name, (0, 0, 0, 0)))
        self._stream.seek(0)
        head.tofile(self._stream)

    def _write_postings(self, positions: Positions) -> int:
        numbers = array("I", (len(positions), *positions))
        end = 0
        for places in positions.values():
            end += len(places)
            numbers.append(end)
        for places in positions.values():
            numbers.extend(places)
        numbers.tofile(self._stream)
        return len(numbers)

    def _write_words(self, ends: "array[int]", text_ends: "array[int]", words: Sequence["array[int]"]) -> int:
        ends.tofile(self._stream)
        text_ends.tofile(self._stream)
        if not (ends and words):
            return 0
        up_to, total = array("I"), 0
        for of_page in words:
            total += len(of_page)
            up_to.append(total)
        for numbers in (up_to, *words):
            numbers.tofile(self._stream)
        return len(up_to) + total


@dataclass(slots=True)
class _Field:
    """Where the parts of a field begin: `text` in bytes, the others in numbers, from the file's start."""

    postings: int = 0
    ends: int = 0
    term_ends: int = 0
    terms: int = 0
    words: int = 0
    word_count: int = 0
    text: int = 0
    text_bytes: int = 0
    word_ends: Sequence[int] = ()


class IndexFile:
    """The file of an index, mapped into memory. Close it when done.

    Its methods raise ValueError if the file does not hold what it should.
    """

    def __init__(self, folder: Path) -> None:
        """Map and check the file below `folder`; raises OSError or ValueError if it cannot be used."""
        with (folder / FILE).open("rb") as stream:
            self._map = mmap(stream.fileno(), 0, access=ACCESS_READ)
        self._bytes = memoryview(self._map)
        try:
            self._numbers = self._bytes.cast("I")
        except TypeError:
            self._release()
            raise ValueError(f"{FILE} is no row of numbers") from None
        try:
            self._read_head()
        except ValueError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._numbers.release()
        self._release()

    def terms(self, name: str) -> list[str]:
        """Return every term of a field in order; raises ValueError where they are not what they should be."""
        at = self._fields[name]
        text = self._map[at.text : at.text + at.text_bytes].decode()  # UnicodeDecodeError is a ValueError
        terms = text.split("\n")
        if terms.pop() or len(terms) != at.terms:
            raise ValueError(f"{FILE} holds {len(terms)} terms of {name} instead of {at.terms}")
        return terms

    def positions(self, name: str, term: bytes) -> Positions:
        """Return the positions of a term of a field; none if the field has no such term."""
        at, numbers = self._fields[name], self._numbers

        def term_at(place: int) -> bytes:
            start = numbers[at.term_ends + place - 1] if place else 0
            end = min(numbers[at.term_ends + place], at.text_bytes)
            return self._map[at.text + start : at.text + end - 1]

        place = bisect_left(range(at.terms), term, key=term_at)
        if place == at.terms or term_at(place) != term:
            return {}
        start = at.postings + (numbers[at.ends + place - 1] if place else 0)
        return self._read_postings(start, min(at.postings + numbers[at.ends + place], at.ends))

    def pages_with_any(self, name: str, wanted: Sequence[int]) -> set[int]:
        """Return the pages that have any of the wanted terms, given by their sorted places in the field."""
        at = self._fields[name]
        first, last = wanted[0], wanted[-1]
        scattered = None if last - first + 1 == len(wanted) else frozenset(wanted)
        pages = set()
        start = 0
        with self._numbers[at.words : at.words + at.word_count] as words:
            for page, end in enumerate(at.word_ends):
                below = bisect_left(words, first, start, end)
                if below < end and words[below] <= last:
                    inside = words[below : bisect_right(words, last, below, end)]
                    if scattered is None or not scattered.isdisjoint(inside):
                        pages.add(page)
                    inside.release()
                start = end
        return pages

    def lengths(self, name: str) -> Sequence[int]:
        """Return how many words each page has in one of TEXT_FIELDS."""
        start = self._lengths + sorted(TEXT_FIELDS).index(name) * self.page_count
        return self._numbers[start : start + self.page_count].tolist()

    def _read_head(self) -> None:
        if len(self._numbers) < HEAD or self._numbers[0] != MARK:
            raise ValueError(f"{FILE} is no index of this program")
        self.page_count: int = self._numbers[1]
        self._fields: dict[str, _Field] = {}
        start = HEAD
        for place, name in enumerate(FIELDS):
            sizes = self._numbers[2 + SIZES * place :][:SIZES].tolist()
            self._fields[name] = found = _placed(start, sizes, self.page_count)
            start = -(-(found.text + found.text_bytes) // NUMBER_BYTES)
        self._lengths = start
        total = start + len(TEXT_FIELDS) * self.page_count
        if total != len(self._numbers):
            raise ValueError(f"{FILE} holds {len(self._numbers)} numbers instead of {total}")
        for name, found in self._fields.items():
            if found.word_count:
                self._read_word_ends(name, found)

    def _read_word_ends(self, name: str, at: _Field) -> None:
        ends = self._numbers[at.words - self.page_count : at.words].tolist()
        if not _rises(ends) or ends[-1] != at.word_count:
            raise ValueError(f"{FILE} holds other words of {name} than it should")
        at.word_ends = array("I", ends)

    def _read_postings(self, start: int, end: int) -> Positions:
        if start >= end or 2 * (count := self._numbers[start]) >= end - start:
            raise ValueError(f"{FILE} holds less of a term than it should")
        middle, behind = start + 1 + count, start + 1 + 2 * count
        pages = self._numbers[start + 1 : middle].tolist()
        ends = self._numbers[middle:behind].tolist()
        places = array("I")
        places.frombytes(self._bytes[NUMBER_BYTES * behind : NUMBER_BYTES * end])
        if not _rises(ends) or ends[-1] != len(places) or max(pages) >= self.page_count:
            raise ValueError(f"{FILE} holds something else of a term than it should")
        return {page: places[a:b] for page, (a, b) in zip(pages, pairwise((0, *ends)), strict=True)}

    def _release(self) -> None:
        self._bytes.release()
        self._map.close()


def _placed(start: int, sizes: Sequence[int], pages: int) -> _Field:
    """Return where the parts of a field stand that begins at `start` and has these sizes."""
    terms, postings, words, text_bytes = sizes
    if words and words < pages:
        raise ValueError(f"{FILE} holds {words} numbers of words on {pages} pages")
    ends = start + postings
    words_at = ends + 2 * terms
    text = NUMBER_BYTES * (words_at + words)
    by_page = pages if words else 0
    return _Field(start, ends, ends + terms, terms, words_at + by_page, words - by_page, text, text_bytes)


def _rises(numbers: list[int]) -> bool:
    """Say whether there are numbers, none of them smaller than the one before it."""
    return bool(numbers) and numbers == sorted(numbers)
