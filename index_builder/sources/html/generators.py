"""Knows the generators of documentation: a row of data for each, and which of them wrote a page."""

import fnmatch
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from momviewer.errors import SourceError
from momviewer.paths import user_paths

ROWS = "generators.toml"
"""The file with the rows, beside this one; one of the same name in the reader's settings has more."""
PLAIN = "HTML"
"""The last row, for pages that no known generator wrote."""
Selection = Callable[[HtmlElement], Any]


@dataclass(frozen=True)
class Generator:
    """How pages of a generator are read. All but `name` and `skip` are CSS selectors or regular expressions.

    `marks` are expressions of which one is found in each page. `content` says where a page's text is (the
    first that is found counts), `heading` its title in or above it, `drop` what is no text there, and `code`
    which elements are code beside `pre`. `lists` are contents lists in a page's text and `tree` the whole
    manual's beside it. `unfold` are parts that the page hides until they are clicked. `skip` are patterns of
    files that only list, search or show sources, `names` those of files that index the manual's names.
    """

    name: str
    marks: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    heading: tuple[str, ...] = ("h1",)
    drop: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tree: tuple[str, ...] = ()
    unfold: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def wrote(self, head: bytes) -> bool:
        """Return whether the first bytes of a page show that this generator wrote it."""
        return self._marks.search(head) is not None

    def skips(self, path: PurePath) -> bool:
        """Return whether a file, by its path in the manual, only lists, searches or shows sources."""
        name = path.as_posix()
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.skip)

    @cached_property
    def _marks(self) -> re.Pattern[bytes]:
        return re.compile(b"|".join(mark.encode() for mark in self.marks))


def selected(element: HtmlElement, selectors: Iterable[str]) -> list[HtmlElement]:
    """Return the elements below another that CSS selectors find, in the order of the selectors."""
    return [found for selector in selectors for found in _selection(selector)(element)]


def generators() -> tuple[Generator, ...]:
    """Return the rows, those that the reader added first.

    Raises SourceError if the reader's file is wrong, with what to mend.
    """
    own = user_paths().config / ROWS
    added = _rows(own.read_bytes(), str(own)) if own.is_file() else ()
    return (*added, *_rows(files(__package__).joinpath(ROWS).read_bytes(), ROWS))


def generator_of(heads: Sequence[bytes], rows: Sequence[Generator]) -> Generator:
    """Return the generator of a manual by the heads of some of its pages: the one that wrote most of them."""
    votes = Counter(page_generator(head, rows).name for head in heads)
    votes.pop(PLAIN, None)
    winner, count = votes.most_common(1)[0] if votes else (PLAIN, 0)
    name = winner if count * 3 >= len(heads) else PLAIN
    return next(row for row in rows if row.name == name)


def page_generator(head: bytes, rows: Sequence[Generator]) -> Generator:
    """Return the generator that wrote a page, by the first bytes of it."""
    return next((row for row in rows if row.wrote(head)), rows[-1])


@cache
def _selection(selector: str) -> Selection:
    return CSSSelector(selector, translator="html")


def _rows(source: bytes, name: str) -> tuple[Generator, ...]:
    try:
        stored = tomllib.loads(source.decode("utf-8"))["generator"]
        return tuple(_row(row) for row in stored)
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{name} is no table of generators: {error}. Mend it or take it away.") from error


def _row(stored: dict[str, Any]) -> Generator:
    """Return a row. Raises ValueError or TypeError with what is wrong in it."""
    texts: dict[str, Any] = {key: _texts(key, value) for key, value in stored.items() if key != "name"}
    row = Generator(name=stored["name"], **texts)
    for field in fields(row):
        if field.name in {"content", "heading", "drop", "code", "lists", "tree", "unfold"}:
            for selector in getattr(row, field.name):
                try:
                    _selection(selector)
                except (SelectorError, etree.XPathError) as error:
                    raise ValueError(f"{field.name} of {row.name} holds {selector!r}, {error}") from error
    try:
        re.compile("|".join(row.marks))
    except re.error as error:
        raise ValueError(f"marks of {row.name}: {error}") from error
    return row


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"{key} has to be a list of texts")
    return tuple(value)
