"""Names by a few of their letters: what comes first, and which letters are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.search.answers.quick_open import Name, NameKind, QuickOpen

NAMES = (
    "Configuration Overview",
    "max_outbound_connections",
    "scope_max_outbound_connections",
    "Outbound_Throttle_Messages",
    "msys.cloudmark.score",
    "msys.cloudmark.score_af",
    "ec_console",
    "Listeners",
    "esmtp_listener",
)


def quick_open(*texts: str) -> QuickOpen:
    return QuickOpen(Name(NameKind.TITLE, text, "", f"page{n}") for n, text in enumerate(texts or NAMES))


def found(typed: str) -> list[str]:
    return [match.name.text for match in quick_open().find(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("msys.cloudmark.score", "msys.cloudmark.score"),  # exact before longer
        ("listener", "Listeners"),  # begins with it, before a word of it does
        ("outbound", "Outbound_Throttle_Messages"),
        ("max_outbound_connections", "max_outbound_connections"),
        ("moc", "max_outbound_connections"),  # starts of words
        ("mcsaf", "msys.cloudmark.score_af"),
        ("overview conf", "Configuration Overview"),  # words in any order
        ("eccon", "ec_console"),
    ],
)
def test_the_name_that_is_meant_comes_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "name"),
    [("straße", "Straße"), ("istanbul", "Port of İstanbul"), ("İST", "Port of İstanbul"), ("CAFÉ", "Café")],
)
def test_names_of_any_letters_are_found_in_any_case(typed: str, name: str) -> None:
    assert [match.name.text for match in quick_open(name).find(typed)] == [name]


@pytest.mark.timeout(20)  # trying every choice of letters would take days
def test_a_name_of_one_letter_over_and_over_takes_no_time() -> None:
    found = quick_open("e" * 60).find("e" * 40 + "z")
    assert [match.letters for match in found] == [()]  # by its likeness, not by its letters


def test_what_lacks_a_letter_is_not_found() -> None:
    assert found("zebra") == []
    assert found("  ") == []


def test_the_letters_that_match_are_told() -> None:
    (match,) = quick_open("max_outbound_connections").find("moc")
    assert match.letters == (0, 4, 13)


def test_a_place_is_offered_once() -> None:
    names = [
        Name(NameKind.TITLE, "ec_console", "", "console"),
        Name(NameKind.PAGE, "ec.console", "", "console"),
    ]
    assert len(QuickOpen(names).find("console")) == 1


@given(st.text(max_size=30), st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_answered_with_letters_inside_the_name(typed: str, texts: list[str]) -> None:
    for match in quick_open(*texts, "x").find(typed):
        assert all(0 <= at < len(match.name.text) for at in match.letters)


@given(st.text(alphabet="abc_. ", min_size=1, max_size=12), st.text(alphabet="abc_. ", max_size=12))
def test_a_name_that_begins_with_what_is_typed_is_found(typed: str, rest: str) -> None:
    if typed.split() and " ".join(typed.split()) == typed:
        assert [match.name.text for match in quick_open(typed + rest).find(typed)] == [typed + rest]
