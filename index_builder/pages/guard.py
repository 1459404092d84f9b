"""Guards the build against its pages: if a step fails for a page, the page is left out and reported."""

import os
import sqlite3
import struct
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar
from xml.parsers.expat import ExpatError

from lxml import etree

from index_builder.intake.time_limit import TimeLimitError, TimeLimits

MAX_PROBLEM_CHARS = 300
"""Characters of a reason; some errors quote the page."""
UNREADABLE = (etree.LxmlError, TimeLimitError, ValueError, sqlite3.Error, struct.error, ExpatError)
"""Errors with a message that says why a page cannot be read."""

Done = TypeVar("Done")


@dataclass
class BuildReport:
    """What the steps left out, could not read and did besides; the reader is shown it at the end."""

    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Supervision:
    """What the program that runs the builder needs to know of its pages, and what it knows.

    `mark` is the file that the builder writes the key of the page at hand to, and a zero byte: if the builder
    dies, that page is to blame. `left_out` are the keys of pages that other builders died of, with reasons.
    """

    mark: Path | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)


class PageGuard:
    """Runs steps on the pages of a folder so that no page ends the build.

    A page is left out if a step takes too long or raises an error, or if `supervision` says so. An error that
    is a bug is reported with its place in the program.
    """

    def __init__(
        self, folder: Path, supervision: Supervision | None = None, source: Path | None = None
    ) -> None:
        self.report = BuildReport()
        self.source = source or folder
        """The folder that was given, which links may not lead out of; the manual's is it or lies in it."""
        supervision = supervision or Supervision()
        self._folder, self._left_out = str(folder), supervision.left_out
        self._limits = TimeLimits(kills=supervision.mark is not None)
        self._mark: BinaryIO | None = None
        with suppress(OSError):  # a disk without room is told of by what needs it
            self._mark = supervision.mark.open("wb", buffering=0) if supervision.mark is not None else None
        self._at_hand = ""
        self._failed: set[str] = set()
        self._told: set[str] = set()

    def attempt(self, file: Path, do: Callable[[], Done], page: str = "") -> Done | None:
        """Return what `do` returns for a file or a page in it; if it fails, report that and return None."""
        key = self._key(file, page)
        if key in self._failed or self.is_left_out(file, page):
            return None
        around = self._at_hand
        self._note(key)
        try:
            with self._limits.page():
                return do()
        except OSError as error:
            self._report(file, page, f"could not be read and was left out: {error.strerror or error}")
        except Exception as error:  # noqa: BLE001 - a bug costs its page too, and the report names it
            self._report(file, page, f"could not be understood and was left out: {_reason(error)}")
        finally:
            self._note(around)
        self._failed.add(key)
        return None

    def is_left_out(self, file: Path, page: str = "") -> bool:
        """Return whether an earlier builder died of a file or a page in it; if so, report that once."""
        key = self._key(file, page)
        if key not in self._left_out:
            return False
        if key not in self._told:
            self._told.add(key)
            self._report(file, page, f"was left out: {self._left_out[key]}")
        return True

    def _key(self, file: Path, page: str) -> str:
        return f"{str(file).removeprefix(self._folder)}//{page}"  # no path has two slashes in a row

    def _report(self, file: Path, page: str, what: str) -> None:
        name = f"{file.name}, page {page}," if page and not file.name.startswith(page) else file.name
        self.report.problems.append(f"{name} {what[:MAX_PROBLEM_CHARS]}.")

    def _note(self, key: str) -> None:
        """Write the key of the page at hand to the mark."""
        self._at_hand = key
        if self._mark is not None:
            with suppress(OSError):
                self._mark.seek(0)
                self._mark.write(os.fsencode(key) + b"\0")


def _reason(error: Exception) -> str:
    """Return why a page is left out, to end a sentence with."""
    if isinstance(error, MemoryError):
        return "it needs too much memory"
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, UNREADABLE):
        return str(error).rstrip(".") or type(error).__name__
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} (at line {place.lineno} of {Path(place.filename).name})"
