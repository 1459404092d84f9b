"""Bookmarks: what edits them, what brings them back, and what two programs at once make of a file."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.errors import LibraryError
from momviewer.manual.links import Address
from momviewer.user_data.bookmark_store import BookmarkStore, export_bookmarks, imported_bookmarks, reconciled
from momviewer.user_data.bookmarks import Bookmark, Bookmarks, Merged, today
from tests.conftest import ROOT


def mark(page: str, note: str = "", folder: str = "", title: str = "") -> Bookmark:
    return Bookmark("harbour", page, "", title or page.title(), note, folder, "2026-01-31")


def pages(bookmarks: Bookmarks | tuple[Bookmark, ...]) -> list[str]:
    return [bookmark.page for bookmark in bookmarks]


@pytest.fixture
def three() -> Bookmarks:
    return Bookmarks([mark("ropes"), mark("dock", folder="Work"), mark("preface")])


def test_a_place_has_one_bookmark(three: Bookmarks) -> None:
    assert not three.add(mark("ropes", note="again"))
    assert three.find("harbour", "ropes") == mark("ropes")
    assert three.find("harbour", "ropes", "ropes.two") is None


def test_what_is_removed_comes_back_where_it_was(three: Bookmarks) -> None:
    before = list(three)
    gone = three.remove(mark("ropes"), mark("dock"))
    assert pages(three) == ["preface"]
    three.restore(gone)
    assert list(three) == before


def test_a_bookmark_made_anew_is_not_overwritten_by_the_one_removed(three: Bookmarks) -> None:
    gone = three.remove(mark("ropes"))
    three.add(mark("ropes", note="new"))
    three.restore(gone)
    assert [bookmark.note for bookmark in three if bookmark.page == "ropes"] == ["new"]


def test_notes_titles_and_folders_change(three: Bookmarks) -> None:
    ropes = three.annotate(mark("ropes"), "two of them")
    assert three.rename(ropes, "  Ropes, both ").title == "Ropes, both"
    assert three.rename(ropes, " ").title == "Ropes, both"
    assert three.rename_folder("Work", "Later") == "Later"
    assert three.rename_folder("Later", " ") == "Later"
    assert three.folders() == ("Later",)
    three.move(ropes, "Later", before=mark("dock"))
    assert pages(three.inside("Later")) == ["ropes", "dock"]
    with pytest.raises(KeyError):
        three.annotate(mark("nowhere"), "x")


def test_a_bookmark_moves_within_its_folder_only(three: Bookmarks) -> None:
    three.step(mark("ropes"), 1)
    assert pages(three.inside("")) == ["preface", "ropes"]
    three.step(mark("ropes"), 5)
    three.step(mark("ropes"), -9)
    assert pages(three.inside("")) == ["ropes", "preface"]
    three.step(mark("dock"), 1)
    assert pages(three.inside("Work")) == ["dock"]


def led(bookmarks: Bookmarks, **pages: str) -> list[Bookmark | None]:
    return bookmarks.lead((mark(page), Address(to, "", "harbour")) for page, to in pages.items())


def test_bookmarks_are_led_all_at_once(three: Bookmarks) -> None:
    assert led(three, ropes="dock", dock="preface", preface="ropes", nowhere="dock") == [
        replace(mark("dock"), title="Ropes"),
        replace(mark("preface", folder="Work"), title="Dock"),
        replace(mark("ropes"), title="Preface"),
        None,
    ]
    assert pages(three) == ["dock", "preface", "ropes"]


def test_two_bookmarks_that_come_to_one_place_become_one(three: Bookmarks) -> None:
    three.annotate(mark("ropes"), "wet")
    three.annotate(mark("dock"), "dry")
    (joined,) = led(three, ropes="dock")
    assert joined == mark("dock", "dry\n\nwet", "Work")
    assert pages(three) == ["dock", "preface"]
    assert led(three, dock="preface") == [mark("preface", "dry\n\nwet")]


def test_what_is_grouped_is_what_is_inside(three: Bookmarks) -> None:
    three.add(mark("buoys", folder="apart"))
    assert list(three.grouped()) == ["apart", "Work", ""]
    assert all(tuple(inside) == three.inside(name) for name, inside in three.grouped().items())
    assert Bookmarks().grouped() == {"": []}


def test_arrangements_count_what_moves_and_not_what_is_written(three: Bookmarks) -> None:
    before = three.arrangements
    ropes = three.rename(three.annotate(mark("ropes"), "wet"), "Both ropes")
    three.merge([mark("ropes", "dry")])
    assert three.arrangements == before
    for change in (
        lambda: three.move(ropes, "Work"),
        lambda: three.rename_folder("Work", "Later"),
        lambda: three.step(mark("dock"), 1),
        lambda: three.add(mark("buoys")),
        lambda: three.remove(mark("buoys")),
        lambda: led(three, preface="buoys"),
        lambda: three.replace_all([]),
    ):
        before = three.arrangements
        change()
        assert three.arrangements > before


def test_an_export_is_imported_without_doubles(three: Bookmarks, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    three.annotate(mark("ropes"), "wet\nones")
    export_bookmarks(three, file)
    others = Bookmarks([mark("ropes", note="dry")])
    assert others.merge(imported_bookmarks(file).bookmarks) == Merged(added=2, known=1)
    assert others.find("harbour", "ropes") == mark("ropes", note="dry\n\nwet\nones")
    assert others.merge(imported_bookmarks(file).bookmarks) == Merged(added=0, known=3)


GOOD = {"manual": "m", "page": "p", "anchor": "", "title": "P", "added": "2026-01-31"}
READ = Bookmark("m", "p", "", "P", "", "", "2026-01-31")


@pytest.mark.parametrize(
    ("entry", "left_out"),
    [({}, "bookmark 1"), (7, "bookmark 1"), (GOOD | {"page": None}, "bookmark 1")],
)
def test_a_bookmark_that_cannot_be_read_costs_that_bookmark(
    tmp_path: Path, entry: object, left_out: str
) -> None:
    file = tmp_path / "bookmarks.json"
    file.write_text(json.dumps({"version": 1, "bookmarks": [entry, GOOD]}), encoding="utf-8")
    found = imported_bookmarks(file)
    assert found.bookmarks == (READ,)
    assert left_out in found.left_out
    store = BookmarkStore(file)
    assert list(store.load()) == [READ]
    assert left_out in store.trouble
    assert store.file.incomplete


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("note", 5, ""),
        ("folder", None, ""),
        ("title", [], ""),
        ("anchor", 1, ""),
        ("added", "yesterday", today()),
    ],
)
def test_a_field_that_cannot_be_read_costs_that_field(
    tmp_path: Path, field: str, value: object, read: str
) -> None:
    file = tmp_path / "bookmarks.json"
    file.write_text(json.dumps({"version": 1, "bookmarks": [GOOD | {field: value}]}), encoding="utf-8")
    (found,) = BookmarkStore(file).load()
    assert found == replace(READ, **{field: read})  # type: ignore[arg-type]  # the name of a text's field


def test_what_a_newer_minor_version_keeps_with_a_bookmark_goes_through_an_edit(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.json"
    text = json.dumps({"version": 1, "bookmarks": [GOOD | {"colour": "red"}], "tags": [1]})
    file.write_text(text, encoding="utf-8")
    store = BookmarkStore(file)
    bookmarks = store.load()
    bookmarks.annotate(READ, "wet")
    bookmarks.add(mark("ropes"))
    store.save(bookmarks)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["tags"] == [1]
    assert [(entry.get("colour"), entry["note"]) for entry in kept["bookmarks"]] == [
        ("red", "wet"),
        (None, ""),
    ]


def test_a_file_of_something_else_is_refused(three: Bookmarks, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"version": 1, "settings": {}}', encoding="utf-8")
    with pytest.raises(LibraryError, match="does not hold bookmarks"):
        three.merge(imported_bookmarks(file).bookmarks)
    with pytest.raises(LibraryError, match="cannot be read"):
        imported_bookmarks(tmp_path / "missing.json")


# Two programs at once


def test_two_stores_lose_none_of_each_others_bookmarks(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.json"
    BookmarkStore(file).save([mark("ropes"), mark("dock"), mark("preface")])
    first, second = BookmarkStore(file), BookmarkStore(file)
    mine, theirs = first.load(), second.load()
    mine.annotate(mark("ropes"), "from the first")
    mine.remove(mark("preface"))
    theirs.add(mark("moorings"))
    theirs.annotate(mark("dock"), "from the second")
    first.save(mine)
    written = second.save(theirs)
    assert Bookmarks(written) == BookmarkStore(file).load()
    assert {bookmark.page: bookmark.note for bookmark in written} == {
        "ropes": "from the first",
        "dock": "from the second",
        "moorings": "",
    }


def test_a_file_that_went_away_is_written_again(tmp_path: Path) -> None:
    store = BookmarkStore(tmp_path / "bookmarks.json")
    store.save([mark("ropes")])
    (tmp_path / "bookmarks.json").unlink()
    assert pages(store.save([mark("ropes"), mark("dock")])) == ["ropes", "dock"]
    assert pages(BookmarkStore(tmp_path / "bookmarks.json").load()) == ["ropes", "dock"]


def test_a_file_that_was_damaged_meanwhile_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.json"
    store = BookmarkStore(file)
    store.save([mark("ropes")])
    file.write_text("{", encoding="utf-8")
    assert pages(store.save([mark("ropes")])) == ["ropes"]
    assert "bookmarks.unreadable.json" in store.trouble


def test_a_bookmark_that_was_damaged_meanwhile_is_not_taken_for_removed(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.json"
    store = BookmarkStore(file)
    store.save([mark("ropes"), mark("dock"), mark("preface")])
    stored = json.loads(file.read_text(encoding="utf-8"))
    stored["bookmarks"][1]["page"] = 5
    del stored["bookmarks"][2]
    file.write_text(json.dumps(stored), encoding="utf-8")
    assert pages(store.save([mark("ropes"), mark("dock"), mark("preface")])) == ["ropes", "dock", "preface"]
    assert "bookmarks.unreadable.json" in store.trouble


def test_bookmarks_of_a_newer_version_stay_and_this_one_keeps_its_own(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.json"
    store = BookmarkStore(file)
    store.save([mark("ropes")])
    newer = '{"version": 2, "bookmarks": {"all": []}}'
    file.write_text(newer, encoding="utf-8")  # by a newer program, while this one runs
    assert pages(store.save([mark("ropes"), mark("dock")])) == ["ropes", "dock"]
    assert file.read_text(encoding="utf-8") == newer
    assert pages(BookmarkStore(file).load()) == ["ropes", "dock"]


def test_an_export_takes_the_place_of_any_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"version": 2, "bookmarks": []}', encoding="utf-8")
    export_bookmarks([mark("ropes")], file)
    assert imported_bookmarks(file).bookmarks == (mark("ropes"),)


def test_programs_that_save_at_the_same_time_all_get_theirs_in(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from momviewer.user_data.bookmark_store import BookmarkStore\n"
        "from momviewer.user_data.bookmarks import Bookmark\n"
        "store = BookmarkStore(pathlib.Path(sys.argv[1]))\n"
        "mine = store.load()\n"
        "for count in range(25):\n"
        "    mine.add(Bookmark('m', f'{sys.argv[2]}-{count}', '', 'x'))\n"
        "    mine.replace_all(store.save(mine))\n"
    )
    file = tmp_path / "bookmarks.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(file), name], env=environment)
        for name in ("a", "b", "c")
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert sorted(pages(BookmarkStore(file).load())) == sorted(
        f"{name}-{count}" for name in "abc" for count in range(25)
    )


PAGES = st.sampled_from("abcde")
NOTES = st.sampled_from(["", "one", "two"])
SIDE = st.dictionaries(PAGES, NOTES).map(lambda side: [mark(page, note) for page, note in side.items()])


@given(SIDE, SIDE, SIDE)
def test_joining_keeps_what_either_side_added_or_changed(
    base: list[Bookmark], mine: list[Bookmark], theirs: list[Bookmark]
) -> None:
    joined = Bookmarks(reconciled(base, mine, theirs))
    for side in (mine, theirs):
        for bookmark in side:
            if bookmark not in base:
                kept = joined.find(*bookmark.key)
                assert kept
                assert bookmark.note in kept.note
    untouched = [bookmark for bookmark in base if bookmark in mine and bookmark in theirs]
    assert all(bookmark in list(joined) for bookmark in untouched)
    everywhere = {bookmark.key for bookmark in (*mine, *theirs)}
    assert {bookmark.key for bookmark in joined} <= everywhere


@given(SIDE, SIDE)
def test_one_side_alone_is_taken_as_it_is(base: list[Bookmark], mine: list[Bookmark]) -> None:
    assert list(reconciled(base, mine, base)) == mine
    assert set(reconciled(base, base, mine)) == set(mine)
