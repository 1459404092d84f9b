"""Which id a manual gets, by the folders that it lies in."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.library.naming import MAX_ID_CHARS, manual_id
from momviewer.paths import expanded


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("/srv/momentum-4-html", "momentum-4-html"),
        ("/srv/Harbour Manual", "harbour-manual"),
        ("/srv/harbour/html", "harbour"),
        ("/srv/harbour/docs/en", "harbour-en"),
        ("/srv/harbour/pt_BR", "harbour-pt-br"),
        ("/srv/harbour/8.4/html", "harbour-8-4"),
        ("/srv/harbour/4.x/docs", "harbour-4-x"),
        ("/srv/harbour/docs-v2", "harbour-v2"),
        ("/srv/harbour-2.1/doc/manual/en/html", "harbour-2-1-en"),
        ("/usr/share/doc/harbour/html", "harbour"),
        ("/srv/Häfen für Ärzte", "hafen-fur-arzte"),
        ("/srv/harbour/手册", "manual"),
        ("/html", "html"),
        ("/8.4/docs", "docs"),
        ("/", "manual"),
    ],
)
def test_the_nearest_name_that_says_something_is_taken(source: str, named: str) -> None:
    assert manual_id(Path(source)) == named


def test_what_lies_far_out_or_holds_the_home_names_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/people/alice")
    assert manual_id(Path("/people/alice/docs/html")) == "html"
    assert manual_id(Path("/harbour/docs/html/en/pages/text/src")) == "src"


def test_an_archive_is_named_without_its_ending(tmp_path: Path) -> None:
    archive = tmp_path / "harbour-2.1.tar.gz"
    archive.touch()
    assert manual_id(archive) == "harbour-2-1"
    assert manual_id(archive / "docs" / "de") == "harbour-2-1-de"


@given(st.lists(st.text(min_size=1, max_size=300), max_size=8))
def test_an_id_can_be_a_folder_whatever_the_source_is_called(names: list[str]) -> None:
    source = Path("/", *(re.sub("[/\0]", "-", name) for name in names))
    named = manual_id(source)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", named)
    assert len(named) <= MAX_ID_CHARS
    assert manual_id(source) == named


def test_a_home_of_nobody_is_a_name_like_others() -> None:
    assert expanded("~nobody-of-this-name/x/../y") == Path.cwd() / "~nobody-of-this-name" / "y"
