"""Reads the postings: on which pages and at which positions each term stands, and which terms there are."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from sys import intern

from momviewer.errors import MomviewerError
from momviewer.manual.checked.damage import damaged, file_trouble
from momviewer.search.index.fields import QUERY_FIELDS, TEXT_FIELDS
from momviewer.search.index.index_file import FILE, IndexFile, Positions

MAX_KEPT_LISTS = 512
"""Terms of all manuals whose positions are kept for the next query; a term on every page takes 100 KB."""
MAX_KEPT_ABSENT = 50_000
"""Terms of which it is remembered that no page has them; each takes some 200 bytes."""


class Postings:
    """The terms of one manual's index. Use it from one thread at a time; close it when done.

    Its methods raise DamagedBundleError if the index does not hold what it should.
    """

    fields = QUERY_FIELDS

    def __init__(self, folder: Path, most_kept: int = MAX_KEPT_LISTS) -> None:
        """Open the index in `folder`.

        Raises DamagedBundleError where it is none, and LibraryError where the computer does not give it.
        """
        self._folder = folder
        try:
            self._file = IndexFile(folder)
        except (OSError, ValueError) as error:
            raise self._trouble(error) from error
        self.page_count = self._file.page_count
        self._kept = lru_cache(most_kept)(self._read_positions)
        self._absent: set[tuple[str, str]] = set()
        self._norms: dict[tuple[str, float], Sequence[float]] = {}
        self._terms: dict[str, list[str]] = {}

    def close(self) -> None:
        """Close the index's file."""
        self._file.close()

    def positions(self, field: str, term: str) -> Positions:
        """Return where a term of a field stands, by page. The lists asked for last are kept."""
        if (field, term) in self._absent:
            return {}
        found = self._kept(field, term)
        if not found and len(self._absent) < MAX_KEPT_ABSENT:
            self._absent.add((field, term))
        return found

    def check(self) -> None:
        """Read everything in the index once."""
        for field in self.fields:
            for term in self.terms(field):
                self._read_positions(field, term)

    def terms(self, field: str) -> list[str]:
        """Return every term of a field in order; a field that does not exist has none."""
        if field not in self._terms:
            # Interned, for a manual's fields, and manuals side by side, have most terms in common.
            self._terms[field] = list(map(intern, self._read_terms(field)))
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
        first, last = bisect_left(known, terms[0]), bisect_left(known, terms[-1])
        places: Sequence[int] = range(first, last + 1)
        if len(places) != len(terms):
            places = [bisect_left(known, term) for term in terms]
        return self._file.pages_with_any(field, places)

    def norms(self, field: str, share: float) -> Sequence[float]:
        """Return by page what a word's frequency in a field is divided by, so that long pages do not win.

        It is 1 on a page of average length. `share` says how much of it grows with the page's length: with
        0.6, a page of twice the average has 0.4 + 0.6 * 2. Fields of whole values have no lengths.
        """
        if (field, share) not in self._norms:
            lengths = self._file.lengths(field) if field in TEXT_FIELDS else [0] * self.page_count
            average = sum(lengths) / max(1, self.page_count) or 1.0
            self._norms[field, share] = [1 - share + share * length / average for length in lengths]
        return self._norms[field, share]

    def _read_terms(self, field: str) -> Sequence[str]:
        if field not in self.fields:
            return ()
        try:
            return self._file.terms(field)
        except ValueError as error:
            raise self._trouble(error) from error

    def _read_positions(self, field: str, term: str) -> Positions:
        try:
            stored = term.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which \ud83d stands for
            return {}
        try:
            return self._file.positions(field, stored)
        except ValueError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> MomviewerError:
        bundle, name = self._folder.parent, f"{self._folder.name}/{FILE}"
        if isinstance(error, OSError):
            return file_trouble(bundle, name, error)
        return damaged(bundle, str(error))
