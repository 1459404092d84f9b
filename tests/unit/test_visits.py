"""Where the reader has been: each place once, the latest first, in a file of its own."""

from datetime import date
from pathlib import Path

import pytest

from momviewer.user_data import visits as visits_module
from momviewer.user_data.visits import Visit, Visits, VisitStore


def visit(page: str, at: str = "") -> Visit:
    return Visit("m", page, title=page.title(), at=at)


def test_a_place_that_is_read_again_comes_to_the_head() -> None:
    visits = Visits()
    for page in ("a", "b", "c", "a"):
        visits.note(visit(page))
    assert [found.page for found in visits] == ["a", "c", "b"]


def test_earlier_visits_stand_behind_those_of_now() -> None:
    joined = Visits((visit("a", "now"), visit("b"), visit("a", "then"), visit("c")))
    assert [(found.page, found.at) for found in joined] == [("a", "now"), ("b", ""), ("c", "")]


def test_there_are_no_more_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits_module, "MAX_VISITS", 2)
    assert [found.page for found in Visits(map(visit, "abc"))] == ["a", "b"]


def test_they_are_kept_in_a_file(tmp_path: Path) -> None:
    store = VisitStore(tmp_path / "history.json")
    kept = tuple(Visits((visit("a", date(2026, 1, 2).isoformat()), visit("b"))))
    store.save(kept)
    assert VisitStore(tmp_path / "history.json").load() == kept
    assert VisitStore(tmp_path / "none.json").load() == ()
