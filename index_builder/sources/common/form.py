"""Says what a form of source documents is: how to tell it, describe a manual in it, and read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual

Told = Callable[[int, int, str], None]
"""Is called with the pages that are read, with all there are, and with the name of the next file."""
Reader = Callable[[Path, Told, PageGuard], SourceManual]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of source documents.

    `fits` returns whether a folder is a manual in this form. `describe` returns a manual's title and number
    of pages after a look at one page. `read` reads the manual, and reports each page before it is read. Both
    read pages through the guard. `below` returns the folders inside a manual that are manuals of their own.
    """

    name: str
    fits: Callable[[Path], bool]
    describe: Callable[[Path, PageGuard], tuple[str, int]]
    read: Reader
    below: Callable[[Path], list[Path]] = lambda _folder: []
