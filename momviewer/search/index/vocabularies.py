"""Lists the words of each page, for patterns and ranges such as `[a TO z]` that fit thousands of words.

The index says on which pages a word stands. The file beside it says the opposite: for each field and page the
words, as places in the sorted list of the field's words. It holds 32-bit numbers. For each field they begin
with the number of words up to the end of each page; the places of the words follow, page by page.

The sorted lists are in a second file, one line of JSON for each field: Whoosh would take twenty times as long
to list them.
"""

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

FILE = "vocabularies.bin"
WORDS_FILE = "words.jsonl"


class VocabularyWriter:
    """Collects the words of each page in one field; holds each word once, however many pages have it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words = array("I")
        """The pages' words, numbered in the order in which each word was met first."""
        self._ends = array("I")

    def add(self, words: Iterable[str]) -> None:
        """Add the next page, which has these words."""
        numbers = self._numbers
        self._words.extend([numbers.setdefault(word, len(numbers)) for word in words])
        self._ends.append(len(self._words))

    def write(self, stream: BinaryIO) -> list[str]:
        """Write the ends of the pages and the places of their words; return the sorted words."""
        words = sorted(self._numbers)
        places = array("I", bytes(4 * len(words)))
        for place, word in enumerate(words):
            places[self._numbers[word]] = place
        self._ends.tofile(stream)
        for start, end in pairwise((0, *self._ends)):
            array("I", sorted(map(places.__getitem__, self._words[start:end]))).tofile(stream)
        return words


def write_vocabularies(folder: Path, fields: Iterable[VocabularyWriter]) -> None:
    """Write both files into `folder`, field by field."""
    with (folder / FILE).open("wb") as stream, (folder / WORDS_FILE).open("w", encoding="utf-8") as lists:
        for field in fields:
            lists.write(f"{json.dumps(field.write(stream), ensure_ascii=False)}\n")


class Vocabularies:
    """The words of each page of a manual, read from its files. Close it when done."""

    def __init__(self, folder: Path, page_count: int, fields: Sequence[str]) -> None:
        """Open the files in `folder` for these fields; raises OSError or ValueError if they do not fit."""
        self._lists = folder / WORDS_FILE
        self._places = {field: place for place, field in enumerate(fields)}
        with (folder / FILE).open("rb") as stream:
            self._map = mmap(stream.fileno(), 0, access=ACCESS_READ) if page_count else None
        self._bytes = memoryview(self._map if self._map is not None else b"")
        self._numbers = self._bytes.cast("I")
        self._fields: dict[str, tuple[memoryview, memoryview]] = {}
        start = 0
        for field in fields if page_count else ():
            ends = self._numbers[start : start + page_count]
            begin = start + page_count
            start = begin + ends[-1]
            self._fields[field] = ends, self._numbers[begin:start]
        if start != len(self._numbers):
            raise ValueError(f"{FILE} holds {len(self._numbers)} numbers instead of {start}")

    def close(self) -> None:
        """Close the file."""
        for ends, words in self._fields.values():
            ends.release()
            words.release()
        self._numbers.release()
        self._bytes.release()
        if self._map is not None:
            self._map.close()

    def words(self, field: str) -> list[str]:
        """Return every word of a field, in order; raises OSError where they cannot be read."""
        return list(json.loads(self._lists.read_bytes().splitlines()[self._places[field]]))

    def pages_with_any(self, field: str, wanted: Sequence[int]) -> set[int]:
        """Return the pages that have any of the wanted words, given by their sorted places in the field."""
        ends, words = self._fields[field]
        first, last = wanted[0], wanted[-1]
        scattered = None if last - first + 1 == len(wanted) else frozenset(wanted)
        pages = set()
        start = 0
        for page, end in enumerate(ends):
            below = bisect_left(words, first, start, end)
            if below < end and words[below] <= last:
                inside = words[below : bisect_right(words, last, below, end)]
                if scattered is None or not scattered.isdisjoint(inside):
                    pages.add(page)
            start = end
        return pages
