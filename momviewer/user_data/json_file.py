"""A file of what the reader keeps: read as far as it can be, written whole or not at all, never lost.

What this version cannot use is set aside or kept as a copy, for `restoring` to bring back. A file of a newer
version stays as it is, and this version writes beside it: `session.v1.json`.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from momviewer.errors import LibraryError
from momviewer.files import remove_leftovers, write_bytes, write_text
from momviewer.user_data.decoding import (
    LeftOut,
    UnreadableError,
    decoded,
    encoded,
    parsed,
    told,
    unknown_fields,
    written,
)

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Bytes from which on a file is not read: no reader keeps that much."""
VERSION_FIELD = "version"

Value = TypeVar("Value")
State = tuple[int, int, int]
"""What tells a file from the one that replaced it."""


class UnusableFileError(LibraryError):
    """A file that does not hold what it should; the message says why, as a part of a sentence."""


class NewerFileError(UnusableFileError):
    """A file that a newer version of the program wrote, in a form that this one does not know."""

    def __init__(self) -> None:
        super().__init__("it was written by a newer momviewer")


@dataclass(frozen=True, slots=True)
class Content(Generic[Value]):
    """What a file holds, and what of it could not be read. `unknown` are fields beside the value."""

    value: Value
    left_out: tuple[LeftOut, ...]
    unknown: dict[str, object]
    raw: bytes
    state: State


class JsonFile(Generic[Value]):
    """A JSON file with a version. `what` names its content in the file and in messages: "bookmarks".

    The version counts the forms that an older program would misread; a field more does not change it.
    """

    def __init__(self, path: Path, version: int, what: str, kind: type[Value], default: Value) -> None:
        self.path, self.what = path, what
        self.beside = path.with_name(f"{path.stem}.v{version}.json")
        """Where this version writes while `path` is of a newer one."""
        self.trouble = ""
        """What the last `load` could not use, and where it was kept; "" for nothing."""
        self.incomplete = False
        """Whether the last `load` left something out, so that the file is not as it would be written."""
        self._version, self._kind, self._default = version, kind, default
        self._in_use = path
        self._in_the_way = False
        self._unknown: dict[str, object] = {}
        self._state: State | None = None

    def read(self, path: Path | None = None) -> Content[Value]:
        """Return what is in the file, or in another of its form; changes nothing.

        Raises OSError, UnusableFileError, and of these NewerFileError.
        """
        with (path or self.path).open("rb") as stream:
            status = os.fstat(stream.fileno())
            if status.st_size > MAX_FILE_BYTES:
                raise UnusableFileError(f"it is too large to hold {self.what}")
            raw = stream.read()
        stored = _parsed(raw)
        version = stored.get(VERSION_FIELD) if isinstance(stored, dict) else None
        if type(version) is int and version > self._version:
            raise NewerFileError
        if not isinstance(stored, dict) or self.what not in stored:
            raise UnusableFileError(f"it does not hold {self.what}")
        if type(version) is not int or version < 1:
            raise UnusableFileError("it does not say its version")
        try:
            found = decoded(self._kind, stored[self.what])
        except UnreadableError as error:
            raise UnusableFileError("it is damaged") from error
        unknown = dict(unknown_fields(stored, (VERSION_FIELD, self.what)))
        left_out = tuple(
            one.inside(self.what) if isinstance(one.place[0], int) else one for one in found.left_out
        )
        return Content(found.value, left_out, unknown, raw, _state_of(status))

    def load(self, otherwise: Value | None = None) -> Value:
        """Return what is in the file; where there is none that can be used, `otherwise` or the default.

        A file that cannot be used is set aside under a name that no file has; where only parts of it cannot
        be read, a copy is. `trouble` says so.
        """
        self.trouble, self.incomplete, self._in_the_way = "", False, False
        self._unknown, self._state = {}, None
        try:
            content = self._found()
        except (PermissionError, IsADirectoryError) as error:
            self._set_aside(f"cannot be read ({error.strerror or error})")
        except OSError as error:  # it may be sound, so it stays
            self._in_the_way = True
            self._report(f"cannot be read ({error.strerror or error})", "Nothing is saved over the file.")
        except UnusableFileError as error:
            self._set_aside(f"could not be used ({error})")
        else:
            if content:
                self._unknown, self._state = content.unknown, content.state
                if content.left_out:
                    self._keep_copy(content)
                return content.value
        return self._default if otherwise is None else otherwise

    @property
    def changed(self) -> bool:
        """Return whether another program has written the file since it was last loaded or saved."""
        return _state(self._in_use) != self._state

    def save(self, value: Value) -> None:
        """Write a value; raises LibraryError where that fails, and what was there stays."""
        if self._in_the_way:
            raise LibraryError(
                f"{self._in_use} is not written, so that what cannot be read in it is not lost. "
                "Move that file away and start again."
            )
        text = self.text(value)
        with self.writing():
            if self._in_use == self.path and self.changed and self._is_newer():
                self._report_newer()
                self._in_use = self.beside
            self._in_use.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._in_use, text)
        self._state = _state(self._in_use)
        self.incomplete = False

    def text(self, value: Value) -> str:
        """Return what is written for a value."""
        return written({VERSION_FIELD: self._version, self.what: encoded(value), **self._unknown})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Raise LibraryError for an OSError in the block."""
        try:
            yield
        except OSError as error:
            raise LibraryError(
                f"The {self.what} cannot be written to {self._in_use}: {error.strerror or error}."
            ) from error

    def remove_leftovers(self) -> None:
        """Remove what killed programs left when they wrote this file; what a living one writes stays."""
        names = [self.path.name, self.beside.name, *(aside.name for aside in self.set_aside())]
        remove_leftovers(self.path.parent, names)

    def set_aside(self) -> Iterator[Path]:
        """Return the files beside this one that were set aside, and those of other versions."""
        for pattern in (f"{self.path.stem}*.unreadable.json", f"{self.path.stem}.v*.json"):
            for found in self.path.parent.glob(pattern):
                if found != self._in_use and found.is_file():
                    yield found

    # Inside

    def _found(self) -> Content[Value] | None:
        """Return what is in the file that this version uses; None where there is none yet."""
        self._in_use = self.path
        try:
            return self.read()
        except FileNotFoundError:
            if not self.beside.exists():
                return None
        except NewerFileError:
            self._report_newer()
        self._in_use = self.beside
        try:
            return self.read(self.beside)
        except FileNotFoundError:
            return None

    def _is_newer(self) -> bool:
        try:
            self.read()
        except NewerFileError:
            return True
        except (OSError, UnusableFileError):
            return False
        return False

    def _report(self, what: str, then: str = "") -> None:
        sentences = (self.trouble, f"The {self.what} in {self._in_use} {what}.", then)
        self.trouble = " ".join(sentence for sentence in sentences if sentence)

    def _report_newer(self) -> None:
        self._report(
            "could not be used (the file was written by a newer momviewer)",
            f"It stays as it is; what this momviewer saves goes to {self.beside.name}.",
        )

    def _set_aside(self, why: str) -> None:
        self._report(why)
        try:
            aside = _free_name(self.path)
            try:
                self._in_use.replace(aside)
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

    def _keep_copy(self, content: Content[Value]) -> None:
        """Keep the file as it is under another name, once, for the next save writes what could be read."""
        self.incomplete = True
        self._report(f"could be read in part only: {told(content.left_out)}")
        try:
            aside = next((found for found in self.set_aside() if _holds(found, content.raw)), None)
            if aside is None:
                aside = _free_name(self.path)
                write_bytes(aside, content.raw)
        except OSError as error:
            self._in_the_way = True
            self.trouble += f" The file could not be copied ({error.strerror}); nothing is saved over it."
        else:
            self.trouble += f" The file as it was is kept as {aside.name}."


def _parsed(raw: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return parsed(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnusableFileError("it is not JSON, or it is damaged") from error


def _state(path: Path) -> State | None:
    try:
        return _state_of(path.stat())
    except OSError:
        return None


def _state_of(status: os.stat_result) -> State:
    return (status.st_ino, status.st_mtime_ns, status.st_size)


def _holds(path: Path, raw: bytes) -> bool:
    return path.stat().st_size == len(raw) and path.read_bytes() == raw


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
