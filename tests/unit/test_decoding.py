"""One decoder for all that is kept: whatever stands in a file, what is good in it survives."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from momviewer.user_data.bookmark_store import BookmarkFile
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.decoding import (
    MAX_UNKNOWN_DEPTH,
    Between,
    Count,
    Decoded,
    LeftOut,
    PlaceIn,
    Unknown,
    UnreadableError,
    decoded,
    encoded,
    parsed,
    told,
    written,
)
from momviewer.user_data.json_file import JsonFile
from momviewer.user_data.session import Session, SessionStore
from momviewer.user_data.settings import Settings, SettingsStore
from momviewer.user_data.stores import FillInStore

Path_ = tuple[str | int, ...]
TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXT, inside, max_size=3),
    max_leaves=6,
)
NUMBERS = st.integers(0, 400)
VISIT = st.fixed_dictionaries(
    {"manual": TEXT, "page": TEXT}, optional={"anchor": TEXT, "scroll": st.integers(-1, 9_000), "title": TEXT}
)
TAB = st.lists(VISIT, min_size=1, max_size=3).flatmap(
    lambda visits: st.fixed_dictionaries(
        {"visits": st.just(visits), "at": st.integers(0, len(visits) - 1), "title": TEXT}
    )
)
LAYOUT = st.fixed_dictionaries(
    {}, optional={"width": st.integers(1, 2_000), "maximized": st.booleans(), "panel": TEXT}
)
SESSION = st.lists(TAB, max_size=4).flatmap(
    lambda tabs: st.fixed_dictionaries(
        {"tabs": st.just(tabs), "current": st.integers(0, max(0, len(tabs) - 1)), "layout": LAYOUT}
    )
)
DATES = st.dates().map(lambda day: day.isoformat())
BOOKMARK = st.fixed_dictionaries(
    {"manual": TEXT, "page": TEXT, "anchor": TEXT, "title": TEXT, "added": DATES},
    optional={"note": TEXT, "folder": TEXT},
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(["system", "light", "dark"]),
        "zoom": st.integers(70, 200),
        "recent": st.lists(TEXT, max_size=3),
        "shortcuts": st.dictionaries(TEXT, st.lists(TEXT, max_size=2), max_size=3),
    },
)
VALUES = st.dictionaries(TEXT, st.dictionaries(TEXT, TEXT, max_size=3), max_size=3)
KINDS: Mapping[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "session": (Session, SESSION),
    "bookmarks": (tuple[Bookmark, ...], st.lists(BOOKMARK, max_size=4)),
    "settings": (Settings, SETTINGS),
    "fill-in values": (dict[str, dict[str, str]], VALUES),
}
FILES: Mapping[str, Callable[[Path], JsonFile[Any]]] = {
    "session": SessionStore,
    "bookmarks": BookmarkFile,
    "settings": SettingsStore,
    "fill-in values": FillInStore,
}
kinds = pytest.mark.parametrize("what", KINDS)


def places(stored: Any, at: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 - whatever JSON holds
    """Return the place of every value in JSON."""
    yield at
    if isinstance(stored, dict | list):
        for key in stored if isinstance(stored, dict) else range(len(stored)):
            yield from places(stored[key], (*at, key))


def with_other(stored: Any, at: Path_, other: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return JSON with another value at a place."""
    if not at:
        return other
    changed: Any = stored.copy()
    changed[at[0]] = with_other(stored[at[0]], at[1:], other)
    return changed


def survives(before: Any, after: Any, at: Path_) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Return whether all but what is at a place is still there, and in its order."""
    if not at:
        return True
    first, rest = at[0], at[1:]
    if isinstance(before, dict):
        moved = {"current", "at"} if first in {"tabs", "visits"} else set()
        others = before.keys() - {first} - moved
        here = first not in after or survives(before[first], after[first], rest)
        return here and all(after[name] == before[name] for name in others)
    assert isinstance(first, int)
    if len(after) == len(before):
        others_stay = all(before[n] == after[n] for n in range(len(before)) if n != first)
        return others_stay and survives(before[first], after[first], rest)
    return bool(after == [*before[:first], *before[first + 1 :]])


@kinds
@given(st.data())
def test_any_value_in_place_of_any_part_costs_no_more_than_that_part(what: str, data: st.DataObject) -> None:
    kind, strategy = KINDS[what]
    before = data.draw(strategy)
    sound = encoded(decoded(kind, before).value)
    at = data.draw(st.sampled_from(list(places(before))))
    try:
        found: Decoded[Any] = decoded(kind, with_other(before, at, data.draw(JSON)))
    except UnreadableError:
        assert at == ()
        return
    after = encoded(found.value)
    assert survives(sound, after, at)
    again: Decoded[Any] = decoded(kind, after)
    assert again == Decoded(found.value)


@kinds
@given(st.data())
@settings(max_examples=40, deadline=None)  # it writes to the disk
def test_a_file_with_any_part_replaced_is_loaded_and_nothing_of_it_is_lost(
    what: str, data: st.DataObject
) -> None:
    stored = {"version": 1, what: data.draw(KINDS[what][1]), "beside": {"a": 1}}
    at = data.draw(st.sampled_from(list(places(stored))))
    text = json.dumps(with_other(stored, at, data.draw(JSON)))
    with tempfile.TemporaryDirectory() as folder:
        file = FILES[what](Path(folder) / "kept.json")
        file.path.write_text(text, encoding="utf-8")
        value = file.load()
        kept = [found.read_text(encoding="utf-8") for found in Path(folder).iterdir()]
        assert text in kept
        file.save(value)
        if file.trouble:
            assert text in [found.read_text(encoding="utf-8") for found in Path(folder).iterdir()]
        assert file.load() == value
        assert "part" not in file.trouble


UNKNOWN_FIELDS = st.dictionaries(TEXT.map(lambda name: f"new {name}"), JSON, min_size=1, max_size=2)


def records(stored: Any, at: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 - whatever JSON holds
    """Return the place of every entry whose fields have names, not of texts by names that readers choose."""
    if isinstance(stored, dict):
        yield at
    for key in stored if isinstance(stored, dict) else range(len(stored)) if isinstance(stored, list) else ():
        if key != "shortcuts":
            yield from records(stored[key], (*at, key))


@pytest.mark.parametrize("what", [what for what in KINDS if what != "fill-in values"])
@given(st.data())
def test_a_round_trip_keeps_fields_that_this_version_does_not_know(what: str, data: st.DataObject) -> None:
    kind, strategy = KINDS[what]
    stored = encoded(decoded(kind, data.draw(strategy)).value)
    found = list(records(stored))
    for at in data.draw(st.lists(st.sampled_from(found), max_size=3)) if found else ():
        entry = stored
        for key in at:
            entry = entry[key]
        stored = with_other(stored, at, {**entry, **data.draw(UNKNOWN_FIELDS)})
    read: Decoded[Any] = decoded(kind, stored)
    assert read.left_out == ()
    assert encoded(read.value) == stored


@given(JSON)
def test_what_is_written_is_what_is_parsed(stored: object) -> None:
    assert parsed(written(stored)) == stored
    assert json.loads(written(stored)) == stored


def test_an_entry_has_a_line_of_its_own() -> None:
    assert written({"version": 1, "names": [{"a": 1}, {"b": [2]}]}).split("\n") == [
        "{",
        ' "version": 1,',
        ' "names": [',
        '  {"a": 1},',
        "  {",
        '   "b": [2]',
        "  }",
        " ]",
        "}",
    ]


# The rule, case by case


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    size: Annotated[int, Between(0, 9)] = 5
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Rows:
    rows: Annotated[tuple[Row, ...], Count(0, 5)] = ()
    at: Annotated[int, PlaceIn("rows")] = 0
    unknown: Unknown = field(default=(), kw_only=True, repr=False, hash=False)


def rows(*names: object, at: int = 0) -> dict[str, object]:
    return {"rows": [{"name": name} for name in names], "at": at}


def test_a_field_named_unknown_is_one_that_is_not_known() -> None:
    stored = {"name": "a", "size": 1, "unknown": [1]}
    assert encoded(decoded(Row, stored).value) == stored


@pytest.mark.parametrize(
    ("stored", "row"),
    [
        ({"name": "a", "more": 3}, Row("a", unknown=(("more", 3),))),
        ({"size": 3, "name": "a"}, Row("a", 3)),
        ({"name": "a", "size": 99}, Row("a", 9)),
        ({"name": "a"}, Row("a")),
    ],
)
def test_fields_go_by_their_names(stored: dict[str, object], row: Row) -> None:
    assert decoded(Row, stored) == Decoded(row)


def test_what_was_left_out_is_named_from_the_outside_in() -> None:
    found = decoded(Rows, {"rows": [{"name": "a", "size": "x"}, {"name": 2}], "at": 0})
    assert found.value.rows == (Row("a"),)
    assert [str(one) for one in found.left_out] == ["row 1, size", "row 2"]
    assert told(found.left_out) == "2 values left out that cannot be read (row 1, size; row 2)"
    many = [LeftOut(("rows", place)) for place in range(1_200)]
    assert told(many) == "1,200 values left out that cannot be read (row 1; row 2; row 3; and 1,197 more)"


@pytest.mark.parametrize(
    ("at", "names", "shown"),
    [(0, "abcde", "a"), (4, "cdefg", "e"), (6, "cdefg", "g"), (3, "bcdef", "d"), (99, "cdefg", "g")],
)
def test_of_a_list_too_long_the_entries_around_the_place_are_kept(at: int, names: str, shown: str) -> None:
    found = decoded(Rows, rows(*"abcdefg", at=at))
    assert "".join(row.name for row in found.value.rows) == names
    assert found.value.rows[found.value.at].name == shown
    assert told(found.left_out) == "2 rows left out beyond those kept"


def test_a_place_follows_its_entry_past_those_that_are_left_out() -> None:
    found = decoded(Rows, rows(1, "a", 2, "b", "c", at=3))
    assert found.value.rows[found.value.at].name == "b"


def test_a_value_too_deep_to_be_written_again_is_left_out() -> None:
    deep: object = "x"
    for _ in range(MAX_UNKNOWN_DEPTH):
        deep = [deep]
    assert encoded(decoded(Row, {"name": "a", "more": deep}).value)["more"] == deep
    assert "more" not in encoded(decoded(Row, {"name": "a", "more": [deep]}).value)


def test_a_type_that_nothing_reads_is_a_bug() -> None:
    with pytest.raises(TypeError, match="cannot be decoded"):
        decoded(float, 1.5)
