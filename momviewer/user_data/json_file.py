"""A small file of the reader's: written whole or not at all, and set aside where it cannot be used."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from momviewer.errors import LibraryError
from momviewer.files import write_text

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Bytes from which on a file is not read: no reader keeps that much."""

Value = TypeVar("Value")


class UnusableFileError(LibraryError):
    """A file that does not hold what it should; the message says why, as a part of a sentence."""


class JsonFile(Generic[Value]):
    """A JSON file with a version. `what` names its content in the file and in messages: "bookmarks".

    `read` makes the value of what is stored, and raises ValueError, LookupError, TypeError or AttributeError
    for what it does not take.
    """

    def __init__(self, path: Path, version: int, what: str, read: Callable[[Any], Value]) -> None:
        self.path = path
        self._version, self._what, self._read = version, what, read
        self._in_the_way = False
        self.trouble = ""
        """Why the last `load` gave the default although there is a file, or ""."""

    def read(self) -> Value:
        """Return what is in the file; raises OSError and UnusableFileError, and changes nothing."""
        if self.path.stat().st_size > MAX_FILE_BYTES:
            raise UnusableFileError(f"it is too large to hold {self._what}")
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            raise UnusableFileError("it is not JSON, or it is damaged") from error
        if not isinstance(stored, dict) or self._what not in stored:
            raise UnusableFileError(f"it does not hold {self._what}")
        version = stored.get("version")
        if type(version) is not int or version < 1:
            raise UnusableFileError("it does not say its version")
        if version > self._version:
            raise UnusableFileError("it was written by a newer momviewer")
        try:
            return self._read(stored[self._what])
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UnusableFileError(f"it is damaged: {error}") from error

    def load(self, default: Value) -> Value:
        """Return what is in the file, or `default` where there is none that can be used.

        A file that cannot be used is set aside under a name that no file has, and `trouble` says so.
        """
        self.trouble, self._in_the_way = "", False
        try:
            return self.read()
        except FileNotFoundError:
            return default
        except OSError as error:
            self._set_aside(f"cannot be read ({error.strerror or error})")
        except UnusableFileError as error:
            self._set_aside(f"could not be used ({error})")
        return default

    def save(self, stored: object) -> None:
        """Write what `read` takes; raises LibraryError where that fails, and what was there stays."""
        if self._in_the_way:
            raise LibraryError(
                f"{self.path} is not written, so that what cannot be read in it is not lost. "
                "Move that file away and start again."
            )
        text = json.dumps({"version": self._version, self._what: stored}, indent=1)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self.path, text)
        except OSError as error:
            raise LibraryError(
                f"The {self._what} cannot be written to {self.path}: {error.strerror or error}."
            ) from error

    def _set_aside(self, why: str) -> None:
        self.trouble = f"The {self._what} in {self.path} {why}."
        try:
            aside = _free_name(self.path)
            try:
                self.path.replace(aside)
            except OSError:
                aside.unlink()
                raise
        except FileNotFoundError:
            self.trouble += " Another momviewer has set the file aside."
        except OSError as error:
            self._in_the_way = True
            self.trouble += f" The file could not be set aside ({error.strerror}); nothing is saved over it."
        else:
            self.trouble += f" The file was kept as {aside.name}."


def _free_name(path: Path) -> Path:
    """Make an empty file beside `path`, under a name that none had, to be overwritten."""
    for count in itertools.count(1):
        more = f"-{count}" if count > 1 else ""
        aside = path.with_name(f"{path.stem}{more}.unreadable.json")
        try:
            aside.touch(exist_ok=False)
        except FileExistsError:
            continue
        return aside
    raise AssertionError
