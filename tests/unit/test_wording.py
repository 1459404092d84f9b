"""Words for counts and for titles with their numbers."""

from momviewer.manual.model import Counts, Heading
from momviewer.wording import counted, numbered


def test_one_is_told_from_several() -> None:
    assert [counted(count, "page") for count in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    assert counted(1, "page is", "pages are") == "1 page is"
    assert counted(1200, "page is", "pages are") == "1,200 pages are"


def test_a_title_stands_behind_its_number_if_it_has_one() -> None:
    assert numbered("15.3", "Configuring Scopes") == "15.3 Configuring Scopes"
    assert numbered("", "Preface") == "Preface"
    assert Heading("scopes", 2, "15.3", "Configuring Scopes", 0).label == "15.3 Configuring Scopes"


def test_counts_tell_of_pages_and_of_what_else_there_is() -> None:
    assert Counts(9, 2, 0, 1).summary == "9 pages, 2 examples, 1 table"
    assert Counts(1).summary == "1 page"
