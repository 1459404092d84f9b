"""What the steps know of a form of source documents: how to tell it, to describe a manual, and to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index_builder.pages.model import SourceManual

Told = Callable[[int, int, str], None]
"""Takes how many of how many pages are read, and the name of the file that is next."""
Reader = Callable[[Path, Told], SourceManual]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of source documents.

    `fits` says whether a folder is a manual in this form, `describe` returns such a manual's title and its
    number of pages after a look at one page, and `read` reads it whole, telling of each page before it
    is read. `below` returns the folders inside such a manual that are manuals of their own.
    """

    name: str
    fits: Callable[[Path], bool]
    describe: Callable[[Path], tuple[str, int]]
    read: Reader
    below: Callable[[Path], list[Path]] = lambda _folder: []
