"""What was set aside of the reader's files comes back: whole, in part, or as far as it can be salvaged."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.paths import user_paths
from momviewer.user_data.bookmark_store import BookmarkFile
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.restoring import Kept, SetAside, set_aside
from momviewer.user_data.session import MAX_TABS, Session, TabHistory, missing_tabs
from momviewer.user_data.settings import Settings
from momviewer.user_data.stores import Stores, joined_values


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return Stores(user_paths(str(tmp_path / "data")))


def mark(page: str, note: str = "") -> Bookmark:
    return Bookmark("harbour", page, "", page.title(), note, "", "2026-01-31")


def tab(page: str, *, at: int = 0) -> TabHistory:
    return TabHistory((HistoryEntry("harbour", page), HistoryEntry("harbour", "dock")), at, page)


def only(stores: Stores) -> SetAside:
    (found,) = set_aside(stores)
    return found


def damage(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def test_nothing_was_set_aside_at_first(stores: Stores) -> None:
    assert set_aside(stores) == ()
    stores.bookmarks.load()
    stores.bookmarks.save([mark("ropes")])
    stores.session.save(Session((tab("ropes"),)))
    assert set_aside(stores) == ()


def test_bookmarks_that_were_damaged_come_back_but_for_the_damaged_one(stores: Stores) -> None:
    file = stores.bookmarks.file.path
    stores.bookmarks.save([mark("ropes", "with { and }"), mark("dock"), mark("preface", 'a "note"')])
    damage(file, lambda raw: raw.replace(b'"page": "dock"', b'"page": "do\x00\xff'))
    assert len(stores.bookmarks.load()) == 0
    found = only(stores)
    assert found.kind is Kept.BOOKMARKS
    assert found.path.name == "bookmarks.unreadable.json"
    assert found.bookmarks == (mark("ropes", "with { and }"), mark("preface", 'a "note"'))
    assert found.summary == "2 bookmarks"
    assert "damaged" in found.trouble
    assert found.restorable


@pytest.mark.parametrize("length", [1, 30, 60, 150, 300])
def test_of_a_file_that_ends_too_soon_what_is_before_the_end_comes_back(stores: Stores, length: int) -> None:
    stores.bookmarks.save([mark("ropes"), mark("dock"), mark("preface")])
    whole = stores.bookmarks.file.path.read_bytes()
    damage(stores.bookmarks.file.path, lambda raw: raw[:-length])
    stores.bookmarks.load()
    kept = sum(line.rstrip(b",").endswith(b"}") and b"page" in line for line in whole[:-length].splitlines())
    assert only(stores).bookmarks == (mark("ropes"), mark("dock"), mark("preface"))[:kept]


def test_a_file_with_a_byte_that_is_no_text_comes_back_whole(stores: Stores) -> None:
    stores.bookmarks.save([mark("ropes", "wet"), mark("dock")])
    damage(stores.bookmarks.file.path, lambda raw: raw.replace(b'"wet"', b'"w\xfft"'))
    stores.bookmarks.load()
    assert only(stores).bookmarks == (mark("ropes", "w\ufffdt"), mark("dock"))


def test_of_more_tabs_than_a_window_takes_all_come_back(stores: Stores) -> None:
    tabs = tuple(tab(str(place)) for place in range(MAX_TABS + 50))
    stores.session.save(Session(tabs))
    now = stores.session.load()
    found = only(stores)
    assert found.tabs == tabs
    assert found.summary == "150 tabs"
    assert missing_tabs(now.tabs, found.tabs) == tabs[MAX_TABS:]


def test_tabs_of_a_damaged_session_come_back(stores: Stores) -> None:
    stores.session.save(Session((tab("ropes"), tab("preface"))))
    damage(stores.session.path, lambda raw: raw[:-20])
    stores.session.load()
    assert only(stores).tabs == (tab("ropes"), tab("preface"))


def test_settings_and_values_come_back(stores: Stores) -> None:
    for file, text in (
        (stores.settings, {"zoom": 150, "theme": "mauve"}),
        (stores.values, {"harbour": {"a": "b", "c": 1}}),
    ):
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(json.dumps({"version": 1, file.what: text}), encoding="utf-8")
        file.load()
    settings, values = sorted(set_aside(stores), key=lambda found: found.kind)
    assert settings.settings == Settings(zoom=150)
    assert settings.summary == "1 setting changed"
    assert settings.trouble == "1 value left out that cannot be read (theme)"
    assert values.values == {"harbour": {"a": "b"}}
    assert values.summary == "1 value"


def test_what_another_version_wrote_beside_is_there_for_the_one_that_can_read_it(stores: Stores) -> None:
    file = stores.bookmarks.file.path
    stores.bookmarks.save([mark("dock")])
    BookmarkFile(file.with_name("bookmarks.v0.json")).save((mark("ropes"),))
    newer = file.with_name("bookmarks.v9.json")
    newer.write_text('{"version": 9, "bookmarks": []}', encoding="utf-8")
    found = {one.path.name: one for one in set_aside(stores)}
    assert found["bookmarks.v0.json"].bookmarks == (mark("ropes"),)
    assert not found["bookmarks.v9.json"].restorable
    assert "newer momviewer" in found["bookmarks.v9.json"].trouble
    file.write_text('{"version": 9, "bookmarks": []}', encoding="utf-8")
    stores.bookmarks.load()
    stores.bookmarks.save([mark("preface")])
    assert "bookmarks.v1.json" not in {one.path.name for one in set_aside(stores)}  # for it is in use


def test_the_newest_is_first_and_empty_files_are_passed_over(stores: Stores) -> None:
    folder = stores.bookmarks.file.path.parent
    for count, when in enumerate((200, 300, 100), start=1):
        path = folder / f"bookmarks-{count}.unreadable.json"
        BookmarkFile(path).save((mark(str(count)),))
        os.utime(path, (when, when))
    (folder / "bookmarks.unreadable.json").touch()
    found = set_aside(stores)
    assert [one.bookmarks[0].page for one in found] == ["2", "1", "3"]
    assert found[0].when.timestamp() == 300


def test_a_file_that_is_none_of_ours_says_so(stores: Stores) -> None:
    folder = stores.settings.path.parent
    folder.mkdir(parents=True)
    (folder / "settings.unreadable.json").write_text("[" * 5_000, encoding="utf-8")
    (folder / "session.unreadable.json").write_text('{"a":' * 3_000, encoding="utf-8")
    (folder / "session-2.unreadable.json").mkdir()
    found = set_aside(stores)
    assert [one.restorable for one in found] == [False, False]
    assert all("damaged" in one.trouble for one in found)


def test_values_of_now_stay_beside_those_that_come_back() -> None:
    now, back = {"a": {"x": "mine"}, "b": {"y": "z"}}, {"a": {"x": "old", "w": "v"}, "c": {"u": "t"}}
    joined = {"a": {"x": "mine", "w": "v"}, "b": {"y": "z"}, "c": {"u": "t"}}
    assert joined_values(now, back) == joined


def test_a_tab_that_is_open_already_does_not_come_back_twice() -> None:
    now = (tab("ropes"), tab("dock", at=1))
    scrolled = TabHistory((HistoryEntry("harbour", "ropes", "", 70), HistoryEntry("harbour", "dock")), 0, "")
    back = (scrolled, tab("dock"), tab("ropes"), tab("preface"))
    assert missing_tabs(now, back) == (tab("dock"), tab("ropes"), tab("preface"))
