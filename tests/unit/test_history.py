"""Going back and forward: which visits there are, which is shown, and what a new one forgets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.user_data.history import History, HistoryEntry


def entry(page: str, scroll: int = -1) -> HistoryEntry:
    return HistoryEntry("m", page, "", scroll)


def history(pages: str, at: int) -> History:
    """Return a history of pages with names of one letter, of which the one at `at` is shown."""
    return History(map(entry, pages), at)


def pages(visits: tuple[HistoryEntry, ...]) -> str:
    return "".join(visit.page for visit in visits)


def shown(history: History) -> tuple[str, str, str]:
    """Return the pages behind, the nearest last, the one that is shown, and those ahead."""
    current = history.current.page if history.current else ""
    return pages(history.behind())[::-1], current, pages(history.ahead())


def test_a_new_visit_forgets_what_was_ahead() -> None:
    visits = history("abcd", 1)
    assert shown(visits) == ("a", "b", "cd")
    visits.visit(entry("x"))
    assert shown(visits) == ("ab", "x", "")
    assert not visits.can_go_forward
    assert visits.go(1) is None
    assert visits.go(-1) == entry("b")


def test_the_same_place_again_is_no_visit_and_forgets_nothing() -> None:
    visits = history("abc", 1)
    visits.visit(entry("b", 40))
    assert shown(visits) == ("a", "b", "c")
    assert visits.current == entry("b")
    for other in (HistoryEntry("m", "b", "anchor"), HistoryEntry("other", "b")):
        again = history("abc", 1)
        again.visit(other)
        assert again.visits == (entry("a"), entry("b"), other)


def test_going_says_where_it_leads_and_ends_at_the_ends() -> None:
    visits = history("abc", 1)
    assert (visits.can_go_back, visits.can_go_forward) == (True, True)
    assert visits.go(1) == entry("c")
    assert (visits.can_go_back, visits.can_go_forward) == (True, False)
    assert visits.go(1) is None
    assert visits.go(-3) is None
    assert visits.at == 2
    assert visits.go(-2) == entry("a")
    assert (visits.can_go_back, visits.can_go_forward) == (False, True)
    assert visits.go(-1) is None
    assert visits.at == 0


def test_the_nearest_come_first_on_both_sides() -> None:
    visits = history("abcde", 2)
    assert pages(visits.behind()) == "ba"
    assert pages(visits.ahead()) == "de"


def test_an_empty_history_leads_nowhere() -> None:
    visits = History()
    assert (visits.at, visits.current) == (-1, None)
    assert (visits.behind(), visits.ahead()) == ((), ())
    assert (visits.can_go_back, visits.can_go_forward) == (False, False)
    assert (visits.go(0), visits.go(1), visits.go(-1)) == (None, None, None)
    visits.leave_at(9)
    assert pages(visits.visits) == ""
    visits.replace_current(entry("a"))
    assert (visits.at, visits.current) == (0, entry("a"))


def test_replacing_the_current_visit_keeps_those_around_it() -> None:
    visits = history("abc", 1)
    visits.replace_current(entry("x", 7))
    assert shown(visits) == ("a", "x", "c")
    assert visits.current == entry("x", 7)


def test_leaving_notes_the_scroll_position_of_the_current_visit_alone() -> None:
    visits = history("abc", 1)
    visits.leave_at(120)
    assert visits.visits == (entry("a"), entry("b", 120), entry("c"))


def test_of_too_many_visits_the_oldest_are_forgotten() -> None:
    visits = History([entry(str(n)) for n in range(History.MAX_ENTRIES)], History.MAX_ENTRIES - 1)
    visits.visit(entry("new"))
    assert len(visits.visits) == History.MAX_ENTRIES
    assert (visits.visits[0].page, visits.current, visits.at) == ("1", entry("new"), History.MAX_ENTRIES - 1)


@pytest.mark.parametrize(("at", "page"), [(-5, "a"), (0, "a"), (2, "c"), (3, "c"), (9, "c")])
def test_what_is_shown_of_visits_that_were_kept_is_one_of_them(at: int, page: str) -> None:
    assert history("abc", at).current == entry(page)


@given(st.lists(st.one_of(st.sampled_from("abcdef"), st.integers(-3, 3)), max_size=30))
def test_moving_about_is_what_two_stacks_say(steps: list[str | int]) -> None:
    visits, behind, ahead = History(), "", ""
    for step in steps:
        if isinstance(step, str):
            visits.visit(entry(step))
            behind, ahead = (behind, ahead) if behind.endswith(step) else (behind + step, "")
        elif visits.go(step):
            way = behind + ahead
            behind, ahead = way[: len(behind) + step], way[len(behind) + step :]
        assert pages(visits.visits) == behind + ahead
        assert (visits.current.page if visits.current else "") == behind[-1:]
