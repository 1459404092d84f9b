"""What the session takes from its file: tabs and sizes as far as they can be shown, and never nothing."""

import json
from pathlib import Path

import pytest

from momviewer.user_data.history import History, HistoryEntry
from momviewer.user_data.session import (
    MAX_ENTRIES_PER_TAB,
    MAX_TABS,
    MAX_WINDOW_PX,
    Layout,
    Session,
    SessionStore,
    TabHistory,
    tab_history_of,
)

VISIT = {"manual": "m", "page": "p"}
TAB = {"visits": [VISIT | {"anchor": "", "scroll": 4, "title": "P"}], "at": 0, "title": "P"}
READ_TAB = TabHistory((HistoryEntry("m", "p", "", 4, "P"),), 0, "P")


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path / "session.json")


def stored(store: SessionStore, **changes: object) -> None:
    session = {"tabs": [TAB], "current": 0, "layout": {"width": 900}} | changes
    store.path.write_text(json.dumps({"version": 1, "session": session}), encoding="utf-8")


def tab(page: str) -> dict[str, object]:
    return {"visits": [VISIT | {"page": page}], "at": 0, "title": page}


def pages(session: Session) -> list[str]:
    return [found.current.page for found in session.tabs]


def test_a_session_is_read_as_it_was_written(store: SessionStore) -> None:
    stored(store)
    session = Session((READ_TAB,), 0, Layout(width=900))
    assert store.load() == session
    assert store.trouble == ""
    store.save(session)
    assert SessionStore(store.path).load() == session


def test_a_text_of_half_a_character_is_kept(store: SessionStore) -> None:
    session = Session((TabHistory((HistoryEntry("m", "p", title="\ud83d"),)),))
    store.save(session)
    assert store.load() == session


@pytest.mark.parametrize(
    ("tabs", "kept"),
    [
        ({}, ()),
        ([1, TAB], (READ_TAB,)),
        ([{"visits": [], "at": 0, "title": ""}, TAB], (READ_TAB,)),
        ([{"visits": [VISIT | {"page": 5}], "at": 0, "title": ""}, TAB], (READ_TAB,)),
        ([TAB | {"title": None}], (TabHistory(READ_TAB.visits, 0, ""),)),
        ([TAB | {"visits": [*TAB["visits"], 7]}], (READ_TAB,)),  # type: ignore[misc]  # a list, of objects
    ],
)
def test_what_cannot_be_read_of_the_tabs_costs_that_alone(
    store: SessionStore, tabs: object, kept: tuple[TabHistory, ...]
) -> None:
    stored(store, tabs=tabs)
    assert store.load() == Session(kept, 0, Layout(width=900))
    assert "in part only" in store.trouble
    assert "session.unreadable.json" in store.trouble


@pytest.mark.parametrize(
    ("scroll", "read"),
    [
        ("1099511627776", 2**31 - 1),
        ("-7", -1),
        ("9" * 5_000, 2**31 - 1),  # more digits than Python reads
        ("-" + "9" * 5_000, -1),
    ],
)
def test_a_place_beyond_what_can_be_scrolled_is_clamped(store: SessionStore, scroll: str, read: int) -> None:
    text = json.dumps({"version": 1, "session": {"tabs": [TAB]}})
    store.path.write_text(text.replace('"scroll": 4', f'"scroll": {scroll}'), encoding="utf-8")
    assert store.load().tabs[0].current.scroll == read
    assert store.trouble == ""


@pytest.mark.parametrize(
    ("layout", "read"),
    [
        ([], Layout()),
        ({"width": 10**9, "height": 700}, Layout(width=MAX_WINDOW_PX, height=700)),
        ({"width": 0}, Layout(width=1)),
        ({"maximized": 1, "panel": 3, "height": 700}, Layout(height=700)),
    ],
)
def test_sizes_are_clamped_and_the_tabs_are_kept(store: SessionStore, layout: object, read: Layout) -> None:
    stored(store, layout=layout)
    assert store.load() == Session((READ_TAB,), 0, read)


@pytest.mark.parametrize(
    ("tabs", "current", "shown"),
    [
        ([tab("a"), tab("b"), tab("c")], 9, "c"),
        ([tab("a"), tab("b"), tab("c")], -4, "a"),
        ([tab("a"), tab("b"), tab("c")], "1", "a"),
        ([1, tab("b"), 2, tab("d"), tab("e")], 3, "d"),
        ([tab("a"), 1, tab("c")], 1, "c"),
        ([tab("a"), 1], 1, "a"),
    ],
)
def test_the_tab_in_front_stays_in_front(
    store: SessionStore, tabs: object, current: object, shown: str
) -> None:
    stored(store, tabs=tabs, current=current)
    session = store.load()
    assert session.tabs[session.current].current.page == shown


@pytest.mark.parametrize(
    ("current", "first"), [(0, 0), (30, 0), (75, 25), (149, 50), (50, 0), (51, 1), (100, 50), (99, 49)]
)
def test_of_more_tabs_than_are_kept_those_around_the_current_one_are(
    store: SessionStore, current: int, first: int
) -> None:
    stored(store, tabs=[tab(str(place)) for place in range(150)], current=current)
    session = store.load()
    assert pages(session) == [str(place) for place in range(first, first + MAX_TABS)]
    assert session.tabs[session.current].current.page == str(current)
    assert "50 tabs left out" in store.trouble
    (aside,) = store.set_aside()
    assert aside.read_text(encoding="utf-8").count('"visits"') == 150


def test_what_a_newer_minor_version_keeps_goes_through_a_save(store: SessionStore) -> None:
    session = {
        "tabs": [{"visits": [VISIT | {"zoom": 150}], "at": 0, "title": "", "pinned": True}],
        "groups": [{"name": "Work"}],
        "layout": {"split": [1, 2]},
    }
    store.path.write_text(json.dumps({"version": 1, "session": session, "by": "1.9"}), encoding="utf-8")
    store.save(store.load())
    kept = json.loads(store.path.read_text(encoding="utf-8"))
    assert kept["by"] == "1.9"
    assert kept["session"]["groups"] == [{"name": "Work"}]
    assert kept["session"]["layout"]["split"] == [1, 2]
    assert kept["session"]["tabs"][0]["pinned"] is True
    assert kept["session"]["tabs"][0]["visits"][0]["zoom"] == 150


def test_of_a_long_history_the_visits_around_the_shown_one_are_kept() -> None:
    history = History((HistoryEntry("m", str(place)) for place in range(200)), 199)
    history.go(-100)
    tab_history = tab_history_of(history, "P")
    assert tab_history
    assert tab_history.current == history.current
    assert len(tab_history.visits) == 2 * MAX_ENTRIES_PER_TAB + 1
    assert tab_history_of(History(), "") is None
