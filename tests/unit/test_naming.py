"""Which id a manual gets, by the folders that it lies in."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.library.naming import MAX_ID_CHARS, manual_id, says_something, titled_id
from momviewer.library.verifying import verify_manual
from momviewer.paths import expanded, user_paths
from tests.unit.harbour import older_edition

PAGE = (
    "<html><head><title>Mooring Ropes</title>"
    '<meta name="generator" content="DocBook XSL Stylesheets V1.79.1"></head><body>'
    '<div class="article"><div class="titlepage"><h2 class="title">Mooring Ropes</h2></div>'
    "<p>Each ship has two.</p></div></body></html>"
)


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
        ("/srv/Harbour.docset/Contents/Resources/Documents", "harbour-docset"),
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


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("/srv/harbour", True),
        ("/srv/momentum-4-html", True),
        ("/srv/harbour/html", False),
        ("/srv/harbour/8.4", False),
        ("/srv/harbour/pt_BR", False),
        ("/srv/heldout/docs/web-ref", False),
        ("/srv/p", False),
        ("/", False),
    ],
)
def test_a_folder_says_something_by_its_own_name(source: str, says: object) -> None:
    assert says_something(Path(source)) is says


@pytest.mark.parametrize(
    ("title", "edition", "named"),
    [
        ("Harbour Manual", "8.4", "harbour-manual-8-4"),
        ("Harbour 2 Reference Manual", "2026-01-02", "harbour-2-reference-manual-2026-01-02"),
        ("Harbour 8.4", "8.4", "harbour-8-4"),
        ("Ropes", "", "ropes"),
        ("手册", "2", ""),
        ("A title " * 20, "2026-06-30", f"{'a-title-' * 6}a-2026-06-30"),
    ],
)
def test_a_manual_is_named_by_its_title_and_edition(title: str, edition: str, named: str) -> None:
    assert titled_id(title, edition) == named
    assert len(named) <= MAX_ID_CHARS


def test_an_id_is_from_the_title_where_the_folder_says_nothing_and_stays(tmp_path: Path) -> None:
    library = Library(user_paths(str(tmp_path / "data")))
    source = older_edition(tmp_path / "heldout" / "docs" / "web-ref")
    name = "harbour-2-reference-manual-2026-01-02"
    assert add_manual(library, source).info.id == name
    assert add_manual(library, source).info.id == name  # the same folder again
    assert verify_manual(library.find(name)).damage == ()
    again = older_edition(tmp_path / "other" / "html")
    assert add_manual(library, again).info.id == f"{name}-2"
    assert [manual.info.id for manual in library.manuals()] == [f"{name}-2", name]


def test_a_manual_of_one_page_is_called_as_that_page(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "ropes.html").write_text(PAGE, encoding="utf-8")
    added = add_manual(Library(user_paths(str(tmp_path / "data"))), tmp_path / "p")
    assert (added.info.id, added.info.title) == ("mooring-ropes", "Mooring Ropes")
