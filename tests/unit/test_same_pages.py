"""Pages that are the same in several manuals are one result, and no two manuals are called the same."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Counts, ManualInfo, distinct_names
from momviewer.paths import user_paths
from momviewer.search.answers.same_pages import Found, grouped, words_of
from momviewer.search.answers.searcher import Searcher
from tests.unit.harbour import newer_edition, older_edition

TEXTS = {
    "rope": words_of("Each ship has two ropes, and each rope a bollard of its own"),
    "rope, mended": words_of("Each ship has three ropes, and each rope a bollard of its own"),
    "rope, otherwise": words_of("What is moored at a quay needs a line fore and aft"),
}
INFO = ManualInfo("a", "Harbour", "", "", "markdown", "", "", Counts())


def groups(*texts: str, limit: int = 9) -> list[list[int]]:
    """Return the manuals in each group of pages of one title, where each manual has one of these texts."""
    found = [Found(manual, 0, 9.0 - manual) for manual in range(len(texts))]
    made = grouped(found, limit, lambda _one: "ropes", lambda one: TEXTS[texts[one.manual]])
    return [[one.manual for one in group] for group in made]


def test_pages_are_the_same_where_most_of_their_words_are() -> None:
    assert groups("rope", "rope, mended", "rope") == [[0, 1, 2]]
    assert groups("rope", "rope, otherwise", "rope, mended") == [[0, 2], [1]]
    assert groups("rope, otherwise", "rope", "rope, mended", limit=1) == [[0]]


def test_pages_that_are_called_otherwise_are_not_even_compared() -> None:
    found = [Found(0, 0, 2.0), Found(1, 0, 1.0)]
    assert len(grouped(found, 9, lambda one: str(one.manual), lambda _one: pytest.fail("compared"))) == 2


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), unique=True), st.integers(1, 8))
def test_no_page_is_lost_or_doubled_and_none_stands_beside_another_of_its_manual(
    places: list[tuple[int, int]], limit: int
) -> None:
    found = [Found(manual, page, float(-at)) for at, (manual, page) in enumerate(places)]
    made = grouped(found, limit, lambda one: str(one.page % 3), lambda one: frozenset(str(one.page)))
    assert len(made) <= limit
    flat = [one for group in made for one in group]
    assert len(set(flat)) == len(flat)
    assert len(made) == limit or set(flat) == set(found)
    for group in made:
        assert len({one.manual for one in group}) == len(group)
        assert {one.page for one in group} == {group[0].page}


def test_two_editions_are_one_hit_each_page_with_the_first_manual_in_front(tmp_path: Path) -> None:
    library = Library(user_paths(str(tmp_path / "data")))
    old = add_manual(library, older_edition(tmp_path / "old harbour"))
    new = add_manual(library, newer_edition(tmp_path / "new harbour"))
    with open_bundle(old.folder) as one, open_bundle(new.folder) as other:
        with closing(Searcher([one, other])) as searcher:
            hits = searcher.search("ropes").hits
            assert searcher.search("ropes", 1).hits == hits[:1]
        ropes = next(hit for hit in hits if hit.page == "ropes")
        assert ropes.manual == old.info.id
        assert [(place.manual, place.page) for place in ropes.elsewhere] == [(new.info.id, "ropes")]
        assert all(hit.page != "ropes" for hit in hits if hit is not ropes)
        with closing(Searcher([other])) as searcher:
            assert all(hit.elsewhere == () for hit in searcher.search("ropes").hits)


def test_no_two_manuals_are_called_the_same() -> None:
    infos = [
        replace(INFO, id="quay", title="Quay", edition="1"),
        replace(INFO, id="one", edition="1"),
        replace(INFO, id="two", edition="2"),
        replace(INFO, id="two-html", edition="2"),
        replace(INFO, id="odd", title="Harbour 1"),
    ]
    assert distinct_names(infos) == {
        "quay": "Quay",
        "one": "Harbour 1 (one)",
        "two": "Harbour 2 (two)",
        "two-html": "Harbour 2 (two-html)",
        "odd": "Harbour 1 (odd)",
    }
    assert distinct_names(infos[1:3]) == {"one": "Harbour 1", "two": "Harbour 2"}
