"""Going back and forward: which visited there are, which is shown, and what a new one forgets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.user_data.history import History, HistoryEntry


def entry(page: str, scroll: int = -1) -> HistoryEntry:
    return HistoryEntry("m", page, "", scroll)


def history(pages: str, at: int) -> History:
    """Return a history of pages with names of one letter, of which the one at `at` is shown."""
    return History(map(entry, pages), at)


def pages(visited: tuple[HistoryEntry, ...]) -> str:
    return "".join(visit.page for visit in visited)


def shown(history: History) -> tuple[str, str, str]:
    """Return the pages behind, the nearest last, the one that is shown, and those ahead."""
    current = history.current.page if history.current else ""
    return pages(history.behind())[::-1], current, pages(history.ahead())


def test_a_new_visit_forgets_what_was_ahead() -> None:
    visited = history("abcd", 1)
    assert shown(visited) == ("a", "b", "cd")
    visited.add(entry("x"))
    assert shown(visited) == ("ab", "x", "")
    assert not visited.can_go_forward
    assert visited.go(1) is None
    assert visited.go(-1) == entry("b")


def test_the_same_place_again_is_no_visit_and_forgets_nothing() -> None:
    visited = history("abc", 1)
    visited.add(entry("b", 40))
    assert shown(visited) == ("a", "b", "c")
    assert visited.current == entry("b")
    for other in (HistoryEntry("m", "b", "anchor"), HistoryEntry("other", "b")):
        again = history("abc", 1)
        again.add(other)
        assert again.entries == (entry("a"), entry("b"), other)


def test_going_says_where_it_leads_and_ends_at_the_ends() -> None:
    visited = history("abc", 1)
    assert (visited.can_go_back, visited.can_go_forward) == (True, True)
    assert visited.go(1) == entry("c")
    assert (visited.can_go_back, visited.can_go_forward) == (True, False)
    assert visited.go(1) is None
    assert visited.go(-3) is None
    assert visited.at == 2
    assert visited.go(-2) == entry("a")
    assert (visited.can_go_back, visited.can_go_forward) == (False, True)
    assert visited.go(-1) is None
    assert visited.at == 0


def test_the_nearest_come_first_on_both_sides() -> None:
    visited = history("abcde", 2)
    assert pages(visited.behind()) == "ba"
    assert pages(visited.ahead()) == "de"


def test_an_empty_history_leads_nowhere() -> None:
    visited = History()
    assert (visited.at, visited.current) == (-1, None)
    assert (visited.behind(), visited.ahead()) == ((), ())
    assert (visited.can_go_back, visited.can_go_forward) == (False, False)
    assert (visited.go(0), visited.go(1), visited.go(-1)) == (None, None, None)
    visited.leave_at(9)
    assert pages(visited.entries) == ""
    visited.end_walk()
    visited.add_walked(entry("a"))
    visited.add_walked(entry("b"))
    assert (pages(visited.entries), visited.at) == ("b", 0)


def test_a_walk_leaves_one_trace_and_never_takes_the_place_of_where_it_began() -> None:
    visited = history("ab", 1)
    visited.leave_at(7)
    visited.add_walked(entry("b"))
    visited.add_walked(entry("x"))
    visited.add_walked(entry("y"))
    assert pages(visited.entries) == "aby"
    assert visited.go(-1) == entry("b", 7)
    assert pages(visited.ahead()) == "y"
    visited.add_walked(entry("z"))  # another walk
    assert pages(visited.entries) == "abz"


def test_what_is_opened_from_a_walk_follows_where_that_began() -> None:
    visited = history("ab", 1)
    for walked in "xb":
        visited.add_walked(entry(walked))
    visited.add(entry("b"))
    assert pages(visited.entries) == "ab"
    for opened in "xy":
        visited.add_walked(entry(opened))
        visited.add(entry(opened))
    assert pages(visited.entries) == "abxy"


def test_the_end_of_a_walk_stays_where_the_reader_goes_on_from_it() -> None:
    visited = history("a", 0)
    visited.add_walked(entry("x"))
    visited.end_walk()
    visited.add_walked(entry("y"))
    visited.add(entry("z"))
    assert pages(visited.entries) == "axz"


def test_leaving_notes_the_scroll_position_of_the_current_visit_alone() -> None:
    visited = history("abc", 1)
    visited.leave_at(120)
    assert visited.entries == (entry("a"), entry("b", 120), entry("c"))


def test_of_too_many_visits_the_oldest_are_forgotten() -> None:
    visited = History([entry(str(n)) for n in range(History.MAX_ENTRIES)], History.MAX_ENTRIES - 1)
    visited.add(entry("new"))
    assert len(visited.entries) == History.MAX_ENTRIES
    assert (visited.entries[0].page, visited.current, visited.at) == (
        "1",
        entry("new"),
        History.MAX_ENTRIES - 1,
    )


@pytest.mark.parametrize(("at", "page"), [(-5, "a"), (0, "a"), (2, "c"), (3, "c"), (9, "c")])
def test_what_is_shown_of_visits_that_were_kept_is_one_of_them(at: int, page: str) -> None:
    assert history("abc", at).current == entry(page)


@given(st.lists(st.one_of(st.sampled_from("abcdef"), st.integers(-3, 3)), max_size=30))
def test_moving_about_is_what_two_stacks_say(steps: list[str | int]) -> None:
    visited, behind, ahead = History(), "", ""
    for step in steps:
        if isinstance(step, str):
            visited.add(entry(step))
            behind, ahead = (behind, ahead) if behind.endswith(step) else (behind + step, "")
        elif visited.go(step):
            way = behind + ahead
            behind, ahead = way[: len(behind) + step], way[len(behind) + step :]
        assert pages(visited.entries) == behind + ahead
        assert (visited.current.page if visited.current else "") == behind[-1:]
