"""Reads the postings: on which pages and at which positions each term stands, and which terms there are."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from sys import intern

from momviewer.search.index.fields import QUERY_FIELDS, VOCABULARIES
from momviewer.search.index.schema import index_trouble, open_index
from momviewer.search.index.vocabularies import Vocabularies

Positions = Mapping[int, Sequence[int]]
"""The positions of a term on each page that has it, by the page's place in the manual."""
MAX_KEPT_LISTS = 512
"""Terms of all manuals whose positions are kept for the next query; a term on every page takes 100 KB."""


class Postings:
    """The terms of one manual's index. Use it from one thread at a time; close it when done."""

    def __init__(self, folder: Path, most_kept: int = MAX_KEPT_LISTS) -> None:
        """Open the index in `folder`.

        Raises DamagedBundleError where it is none, and LibraryError where the computer does not give it.
        """
        self._folder = folder
        self._index = open_index(folder)
        try:
            self._reader = self._index.reader()
        except OSError as error:
            self._index.close()
            raise index_trouble(folder, error) from error
        self.page_count: int = self._reader.doc_count_all()
        try:
            self._vocabularies = Vocabularies(folder, self.page_count, VOCABULARIES)
        except (OSError, ValueError) as error:
            self._reader.close()
            raise index_trouble(folder, error) from error
        self.positions = lru_cache(most_kept)(self._read_positions)
        self._norms: dict[tuple[str, float], Sequence[float]] = {}
        self._terms: dict[str, list[str]] = {}

    def close(self) -> None:
        """Close the index files."""
        self._vocabularies.close()
        self._reader.close()
        self._index.close()

    @cached_property
    def fields(self) -> frozenset[str]:
        """Return the names of the fields that a query can search."""
        return QUERY_FIELDS.intersection(self._reader.schema.names())

    def terms(self, field: str) -> list[str]:
        """Return every term of a field in order; a field that does not exist has none."""
        if field not in self._terms:
            # Interned, for a manual's fields, and manuals side by side, have most terms in common.
            self._terms[field] = list(map(intern, self._words(field)))
        return self._terms[field]

    def with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return the terms of a field that begin with `prefix`."""
        terms = self.terms(field)
        start = bisect_left(terms, prefix)
        end = bisect_left(terms, True, start, key=lambda term: not term.startswith(prefix))  # noqa: FBT003
        return terms[start:end]

    def pages_with_any(self, field: str, terms: Sequence[str]) -> set[int]:
        """Return the pages that have any of `terms` in a field; `terms` have to be sorted."""
        known = self.terms(field)
        return self._vocabularies.pages_with_any(field, [bisect_left(known, term) for term in terms])

    def norms(self, field: str, share: float) -> Sequence[float]:
        """Return by page what a word's frequency in a field is divided by, so that long pages do not win.

        It is 1 on a page of average length. `share` says how much of it grows with the page's length: with
        0.6, a page of twice the average has 0.4 + 0.6 * 2.
        """
        if (field, share) not in self._norms:
            read = self._reader.doc_field_length
            lengths = [read(page, field) or 0 for page in range(self.page_count)]
            average = sum(lengths) / max(1, self.page_count) or 1.0
            self._norms[field, share] = [1 - share + share * length / average for length in lengths]
        return self._norms[field, share]

    def _words(self, field: str) -> Sequence[str]:
        if field not in self.fields:
            return ()
        try:
            return self._vocabularies.words(field)
        except OSError as error:
            raise index_trouble(self._folder, error) from error

    def _read_positions(self, field: str, term: str) -> Positions:
        try:
            stored = term.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which \ud83d stands for
            return {}
        if (field, stored) not in self._reader:
            return {}
        decode = self._reader.schema[field].format.decode_positions
        matcher = self._reader.postings(field, stored)
        page, positions, advance, is_active = matcher.id, matcher.value, matcher.next, matcher.is_active
        found: dict[int, Sequence[int]] = {}
        while is_active():
            found[page()] = decode(positions())
            advance()
        return found
