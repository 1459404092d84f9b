"""Makes values of what a file holds as JSON, and JSON of values; their types say what is taken.

One rule for all that is kept, an example for each part of it:

- A field that no type names is passed over and kept: a newer minor version's `colour` of a bookmark is
  written again as it was read.
- A value out of bounds is clamped: a zoom of 9,000 % is 200 %.
- A value that cannot be read takes its default; where it has none, its entry is left out and the rest is
  kept: a bookmark without a page costs that bookmark. `LeftOut` says which.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Generic, Protocol, TypeVar, get_args, get_origin, runtime_checkable

from momviewer.wording import counted

Unknown = tuple[tuple[str, object], ...]
"""The fields of an entry that its type does not name, with their values as JSON has them."""

UNKNOWN = "unknown"
"""The field of a dataclass that holds its `Unknown`; it stands in no file itself."""
MAX_UNKNOWN_DEPTH = 50
"""Lists and objects inside each other from which on a value of an unknown field is left out."""
MAX_NUMBER_DIGITS = 4_000
"""Digits of a number from which on it is cut; Python reads and writes no more than 4,300."""
MAX_PLACES_TOLD = 3

Value = TypeVar("Value")
Place = tuple[str | int, ...]
"""Names of fields and places in lists, from the outside in."""


class UnreadableError(ValueError):
    """A stored value is none of those that its type takes."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was left out: the value at a place, or the `surplus` of a list there that is too long."""

    place: Place
    surplus: int = 0

    def inside(self, place: str | int) -> "LeftOut":
        """Return the same, as seen from outside what is at `place`."""
        return LeftOut((place, *self.place), self.surplus)

    def __str__(self) -> str:
        words: list[str] = []
        for part in self.place:
            if isinstance(part, int) and words:
                words[-1] = f"{words[-1].removesuffix('s')} {part + 1}"
            else:
                words.append(str(part + 1) if isinstance(part, int) else part)
        return ", ".join(words)


def told(left_out: Iterable[LeftOut]) -> str:
    """Return what was left out as a part of a sentence."""
    left_out = list(left_out)
    parts = []
    if unreadable := [str(one) for one in left_out if not one.surplus]:
        more = len(unreadable) - MAX_PLACES_TOLD
        places = "; ".join(unreadable[:MAX_PLACES_TOLD]) + (f"; and {more:,} more" if more > 0 else "")
        parts.append(f"{counted(len(unreadable), 'value')} left out that cannot be read ({places})")
    parts += [
        f"{one.surplus:,} {one.place[-1]} left out beyond those kept" for one in left_out if one.surplus
    ]
    return ", ".join(parts)


# What a type may say beyond itself, by Annotated


@runtime_checkable
class Limit(Protocol):
    """Narrows the values of a type."""

    def fitted(self, value: Any, /) -> Any:  # noqa: ANN401 - of the type it narrows
        """Return the value or the nearest that is allowed; raises UnreadableError where none is."""


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `least` to `most`."""

    least: int
    most: int

    def fitted(self, value: int) -> int:
        """Return the nearest number within the bounds."""
        return value if self.least <= value <= self.most else max(self.least, min(self.most, value))


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these texts, each with the words that readers see for it."""

    choices: Mapping[str, str]

    def fitted(self, value: str) -> str:
        """Return the text; raises UnreadableError for another."""
        if value not in self.choices:
            raise UnreadableError
        return value


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that `check` takes; it raises ValueError for others."""

    check: Callable[[str], object]

    def fitted(self, value: str) -> str:
        """Return the text; raises UnreadableError for one that is not taken."""
        try:
            self.check(value)
        except ValueError as error:
            raise UnreadableError from error
        return value


@dataclass(frozen=True, slots=True)
class Count:
    """A list of at least so many entries; of more than `most`, those around its `PlaceIn` are kept."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """A number that is the place of an entry in the list `field`, and follows that entry."""

    field: str


# Decoding


@dataclass(frozen=True, slots=True)
class Decoded(Generic[Value]):
    """A value, and what could not be made a part of it."""

    value: Value
    left_out: tuple[LeftOut, ...] = ()


def decoded(kind: type[Value], stored: object) -> Decoded[Value]:
    """Return the value of a type that JSON stands for; raises UnreadableError where it stands for none.

    `kind` is a dataclass with a field `unknown`, a tuple or a list of one type, a dictionary from texts to
    one type, a text, a whole number, or a truth value; and each part of it likewise.
    """
    left_out: list[LeftOut] = []
    value: Value = _reader_of(kind)(stored, left_out)
    return Decoded(value, tuple(left_out))


def unknown_fields(stored: Mapping[str, object], known: Iterable[str]) -> Unknown:
    """Return the fields of a stored object that are not `known`."""
    known = set(known)
    return tuple(
        (name, value)
        for name, value in stored.items()
        if name not in known and not _is_deeper(value, MAX_UNKNOWN_DEPTH)
    )


_Reader = Callable[[object, list[LeftOut]], Any]
"""Returns what is stored as a value, and adds what it left out; raises UnreadableError, and adds nothing."""


def _reader_of(kind: Any) -> _Reader:  # noqa: ANN401 - a type, or what typing makes of one
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _limited(
            _reader_of(arguments[0]), [limit for limit in arguments[1:] if isinstance(limit, Limit)]
        )
    if origin in {tuple, list}:
        return _sequence(_reader_of(arguments[0]), origin)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_reader_of(arguments[1]))
    if kind in {str, int, bool}:
        return _plain(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"{kind} cannot be decoded")


def _plain(kind: type) -> _Reader:
    def read(stored: object, _left_out: list[LeftOut]) -> object:
        if stored.__class__ is not kind:  # a truth value is no number here
            raise UnreadableError
        return stored

    return read


def _limited(read_any: _Reader, limits: list[Limit]) -> _Reader:
    def read(stored: object, left_out: list[LeftOut]) -> object:
        value = read_any(stored, left_out)
        for limit in limits:
            value = limit.fitted(value)
        return value

    return read


def _sequence(read_entry: _Reader, make: Callable[[list[Any]], object]) -> _Reader:
    def read(stored: object, left_out: list[LeftOut]) -> object:
        if stored.__class__ is not list:
            raise UnreadableError
        values = []
        inside: list[LeftOut] = []
        for place, entry in enumerate(stored):
            try:
                values.append(read_entry(entry, inside))
            except UnreadableError:
                inside.append(LeftOut(()))
            if inside:
                left_out += [one.inside(place) for one in inside]
                inside.clear()
        return make(values)

    return read


def _mapping(read_entry: _Reader) -> _Reader:
    def read(stored: object, left_out: list[LeftOut]) -> object:
        if stored.__class__ is not dict:
            raise UnreadableError
        values = {}
        for name, entry in stored.items():
            before = len(left_out)
            try:
                values[name] = read_entry(entry, left_out)
            except UnreadableError:
                left_out.append(LeftOut((name,)))
            else:
                _place_inside(left_out, before, name)
        return values

    return read


class _RecordReader:
    """Reads a dataclass field by field."""

    def __init__(self, kind: type) -> None:
        known = [each for each in fields(kind) if each.name != UNKNOWN]
        self._kind = kind
        self._names = frozenset(each.name for each in known)
        self._readers = [(each.name, _reader_of(each.type), _is_required(each)) for each in known]
        limits = [(each.name, limit) for each in known for limit in _limits(each)]
        self._order = tuple(each.name for each in known)
        self._types = tuple(_plain_type(each) for each in known)
        self._limits = [(name, limit) for name, limit in limits if isinstance(limit, Limit)]
        self._counts = [(name, limit) for name, limit in limits if isinstance(limit, Count)]
        self._places = {limit.field: name for name, limit in limits if isinstance(limit, PlaceIn)}

    def __call__(self, stored: object, left_out: list[LeftOut]) -> object:
        """Return what is stored as a value of the dataclass."""
        if not isinstance(stored, dict):
            raise UnreadableError
        if self._is_as_written(stored):
            return self._kind(**stored)
        inside: list[LeftOut] = []
        values = self._values(stored, inside)
        if len(stored) > len(self._names) or not stored.keys() <= self._names:
            values[UNKNOWN] = unknown_fields(stored, self._names)
        for name, count in self._counts:
            _fit(values, name, count, self._places.get(name), inside)
        left_out += inside
        return self._kind(**values)

    def _is_as_written(self, stored: dict[str, object]) -> bool:
        """Return whether a dataclass of plain values is there as this version writes it: most are."""
        if tuple(stored) != self._order or tuple(map(type, stored.values())) != self._types:
            return False
        try:
            for name, limit in self._limits:
                if limit.fitted(stored[name]) != stored[name]:
                    return False
        except UnreadableError:
            return False
        return True

    def _values(self, stored: dict[str, object], left_out: list[LeftOut]) -> dict[str, Any]:
        values = {}
        for name, read, required in self._readers:
            if name in stored:
                before = len(left_out)
                try:
                    values[name] = read(stored[name], left_out)
                except UnreadableError:
                    if required:
                        raise
                    left_out.append(LeftOut((name,)))
                else:
                    _place_inside(left_out, before, name)
            elif required:
                raise UnreadableError
        return values


_record = cache(_RecordReader)


def _plain_type(of: "Field[Any]") -> type | None:
    """Return the type of a field of plain values; None for one of entries."""
    kind = get_args(of.type)[0] if get_origin(of.type) is Annotated else of.type
    return next((plain for plain in (str, int, bool) if kind is plain), None)


def _is_required(of: "Field[Any]") -> bool:
    return of.default is MISSING and of.default_factory is MISSING


def _limits(of: "Field[Any]") -> tuple[object, ...]:
    return get_args(of.type)[1:] if get_origin(of.type) is Annotated else ()


def _place_inside(left_out: list[LeftOut], since: int, place: str | int) -> None:
    for at in range(since, len(left_out)):
        left_out[at] = left_out[at].inside(place)


def _fit(values: dict[str, Any], name: str, count: Count, place: str | None, left_out: list[LeftOut]) -> None:
    """Have a list hold no more entries than it may, and the field `place` name the entry that it named."""
    entries = values.get(name, ())
    if len(entries) < count.least:
        raise UnreadableError
    at = 0
    if place:
        named = values.get(place, 0)
        gone = (one.place[1] for one in left_out if one.place[0] == name and len(one.place) == 2)
        at = named - sum(1 for other in gone if isinstance(other, int) and other < named)
        at = max(0, min(len(entries) - 1, at))
    first = max(0, min(len(entries) - count.most, at - count.most // 2))
    if len(entries) > count.most:
        left_out.append(LeftOut((name,), len(entries) - count.most))
        values[name] = entries[first : first + count.most]
    if place:
        values[place] = at - first


def _is_deeper(value: object, depth: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inside is not None and (depth == 0 or any(_is_deeper(one, depth - 1) for one in inside))


# Encoding


def encoded(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON holds for a value: with the fields that its types do not name, as they were read."""
    if is_dataclass(value):
        write = _writer(value.__class__)
        return write(value)
    if isinstance(value, tuple | list):
        return [encoded(one) for one in value]
    if isinstance(value, Mapping):
        return {name: encoded(one) for name, one in value.items()}
    return value


@cache
def _writer(kind: type) -> Callable[[Any], dict[str, object]]:
    names = [each.name for each in fields(kind) if each.name != UNKNOWN]
    values_of = attrgetter(*names, UNKNOWN)

    def write(value: object) -> dict[str, object]:
        *values, unknown = values_of(value)
        found = dict(unknown)
        for name, one in zip(names, values, strict=True):
            found[name] = one if one.__class__ is str else encoded(one)
        return found

    return write


def parsed(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON stands for; raises ValueError and RecursionError.

    Other threads get their turns meanwhile: in the hook, for its parser in C gives them none.
    """
    try:
        return json.loads(text, object_hook=_same)
    except json.JSONDecodeError:
        raise
    except ValueError:  # a number of more digits than Python reads
        return json.loads(text, object_hook=_same, parse_int=_whole_number)


def _same(found: dict[str, object]) -> dict[str, object]:
    return found


def _whole_number(digits: str) -> int:
    return int(digits[:MAX_NUMBER_DIGITS])


def written(stored: object, indent: str = "") -> str:
    """Return JSON as text for readers too: one line for each entry that holds none itself."""
    deeper = f"{indent} "
    if isinstance(stored, dict) and _holds_entries(stored.values()):
        rows = [f"{json.dumps(name)}: {written(value, deeper)}" for name, value in stored.items()]
        return "\n".join(("{", *_indented(rows, deeper), f"{indent}}}"))
    if isinstance(stored, list) and _holds_entries(stored):
        rows = [written(value, deeper) for value in stored]
        return "\n".join(("[", *_indented(rows, deeper), f"{indent}]"))
    return json.dumps(stored)


def _indented(rows: list[str], indent: str) -> list[str]:
    return [f"{indent}{row}," for row in rows[:-1]] + [f"{indent}{row}" for row in rows[-1:]]


def _holds_entries(values: Iterable[object]) -> bool:
    return any(isinstance(value, dict | list) for value in values)
