"""A small file of the reader's: written whole or not at all, and set aside where it cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from momviewer.errors import LibraryError
from momviewer.library.settings import write_atomically

Value = TypeVar("Value")


class JsonFile:
    """A JSON file with a version. `what` names its content in messages: "session", "bookmarks"."""

    def __init__(self, path: Path, version: int, what: str) -> None:
        self._path, self._version, self._what = path, version, what
        self.trouble = ""
        """Why the last `load` gave the default, or ""."""

    def load(self, read: Callable[[Any], Value], default: Value) -> Value:
        """Return what `read` makes of the stored value, or `default` where there is none that can be used.

        A file that is damaged or from a newer version is set aside under another name, and `trouble` says so.
        `read` raises ValueError, LookupError or TypeError for a value that is not what it takes.
        """
        self.trouble = ""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            if stored["version"] <= self._version:
                return read(stored[self._what])
            why = "it was written by a newer momviewer"
        except FileNotFoundError:
            return default
        except OSError as error:
            self.trouble = f"The {self._what} in {self._path} cannot be read: {error.strerror}."
            return default
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            why = str(error)
        self.trouble = f"The {self._what} in {self._path} could not be used ({why})."
        self._set_aside()
        return default

    def save(self, value: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Write a value; raises LibraryError where that fails, and what was there stays."""
        text = json.dumps({"version": self._version, self._what: value}, ensure_ascii=False, indent=1)
        try:
            write_atomically(self._path, text)
        except OSError as error:
            raise LibraryError(
                f"The {self._what} cannot be written to {self._path}: {error.strerror}."
            ) from error

    def _set_aside(self) -> None:
        aside = self._path.with_suffix(".unreadable.json")
        try:
            self._path.replace(aside)
        except OSError as error:
            self.trouble += f" The file could not be set aside: {error.strerror}."
        else:
            self.trouble += f" It was kept as {aside.name}."
