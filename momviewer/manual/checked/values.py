"""Reads values from files that may be damaged, or written to do harm: each is what it should be, or an error.

A bundle's checksums travel with it, so they say nothing about who wrote it. These functions take nothing on
trust and raise DecodingError, so that what is wrong with a file is never mistaken for a bug of the program.
"""

import json
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

Value = TypeVar("Value")
Member = TypeVar("Member", bound=StrEnum)

HALF_PAIR = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
"""Half of a surrogate pair as JSON escapes it: the program writes none, and none can be shown."""


class DecodingError(ValueError):
    """Something that a file holds is not what the program would have written there."""


def json_of(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the value of a JSON text; raises DecodingError if it is none."""
    if "\\u" in text and HALF_PAIR.search(text):
        raise DecodingError("it holds half of a character")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DecodingError(f"it is not JSON: {error}") from None


def text_of(value: object) -> str:
    """Return a value that is a text; raises DecodingError for any other."""
    if not isinstance(value, str):
        raise DecodingError(f"it holds {type(value).__name__} instead of text")
    return value


def number_of(value: object, most: int, least: int = 0) -> int:
    """Return a value that is a whole number from `least` to `most`; raises DecodingError for any other."""
    if type(value) is not int or not least <= value <= most:
        raise DecodingError("it holds something else than a number, or one that is out of bounds")
    return value


def member_of(kind: type[Member], value: object) -> Member:
    """Return the member of an enumeration that a text names; raises DecodingError if there is none."""
    try:
        return kind(text_of(value))
    except ValueError:
        raise DecodingError(f"it holds no {kind.__name__}") from None


def list_of(value: object, read: Callable[[Any], Value]) -> tuple[Value, ...]:
    """Return the members of a list as `read` makes them; raises DecodingError if it is no list."""
    if not isinstance(value, list):
        raise DecodingError(f"it holds {type(value).__name__} instead of a list")
    return tuple(map(read, value))


def fields_of(value: object, count: int) -> list[Any]:
    """Return a list that has `count` members; raises DecodingError for anything else."""
    if not isinstance(value, list) or len(value) != count:
        raise DecodingError(f"it holds something else than a list of {count}")
    return value


def record_of(value: object) -> "Record":
    """Return a JSON object; raises DecodingError if it is none."""
    if not isinstance(value, dict):
        raise DecodingError(f"it holds {type(value).__name__} instead of an object")
    return Record(value)


def dict_of(value: object, read: Callable[[Any], Value]) -> dict[str, Value]:
    """Return a JSON object whose values `read` makes; raises DecodingError if it is none."""
    return {name: read(each) for name, each in record_of(value).values.items()}


class Record:
    """A JSON object. Its methods raise DecodingError for a value that is missing or of another type."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        try:
            return self.values[name]
        except KeyError:
            raise DecodingError(f"it lacks {name}") from None

    def texts(self, *names: str) -> dict[str, str]:
        """Return texts by their names, for the constructor of a data class."""
        return {name: text_of(self[name]) for name in names}
