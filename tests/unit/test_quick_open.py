"""Names by a few of their letters: what comes first, and which letters are shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import PageKind
from momviewer.search.answers.quick_open import Name, NameKind, QuickOpen
from tests.unit.samples import sample_content, write_manual

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
        ("otm", "Outbound_Throttle_Messages"),
        ("thorttle outbound", "Outbound_Throttle_Messages"),  # a slip in one of its words
        ("msys_clou_sco", "msys.cloudmark.score"),  # beginnings, with other joints
        ("scoreaf", "msys.cloudmark.score_af"),
        ("esmpt_listner", "esmtp_listener"),
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


def test_initials_come_before_letters_inside_a_word() -> None:
    names = quick_open("the motor room", "max_outbound_throttle")
    assert [match.name.text for match in names.find("mot")] == ["the motor room", "max_outbound_throttle"]
    names = quick_open("remote rooms", "max_outbound_throttle")
    assert [match.name.text for match in names.find("mot")] == ["max_outbound_throttle", "remote rooms"]


def test_what_lacks_a_letter_is_not_found() -> None:
    assert found("zebra") == []
    assert found("  ") == []


def test_the_letters_that_match_are_told() -> None:
    (match,) = quick_open("max_outbound_connections").find("moc")
    assert match.letters == (0, 4, 13)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("rope", ["Rope", "Ropes", "A rope", "Europe"]),  # exact, begun, a word begun, in one piece
        ("rope", ["Ropes", "Ropes and knots"]),  # the shorter of two that begin with it
        ("rope", ["A rope, old", "An old rope"]),  # the nearer to its beginning
        ("rope", ["An elastic rope", "Grope"]),  # at the start of a word before elsewhere
        ("rope", ["Rope", "Ro-pe", "Ropes"]),  # joints are nearly nothing
        ("tb", ["The brig", "Tub"]),  # the first letters of words before letters anywhere
        ("tob", ["The old brig, red", "The older oak bed"]),  # the closer together
    ],
)
def test_names_come_in_the_order_of_how_well_they_fit(typed: str, names: list[str]) -> None:
    assert [match.name.text for match in quick_open(*names[::-1]).find(typed)] == names


def test_letters_inside_words_have_to_be_close_together() -> None:
    assert quick_open("axxxxxxb").find("ab") == []
    assert [match.letters for match in quick_open("axxxxxb").find("ab")] == [(0, 6)]
    assert [match.letters for match in quick_open("axxxxxxxx bxxx").find("ab")] == [(0, 10)]


@pytest.mark.parametrize(
    ("name", "typed", "letters"),
    [
        ("europe rope", "rope", (7, 8, 9, 10)),  # at the start of a word before elsewhere
        ("table brig", "tb", (0, 6)),  # starts of words before letters inside them
        ("tar, tub", "tb", (5, 7)),  # the closest together
        ("stub", "tb", (1, 3)),  # anywhere
    ],
)
def test_the_letters_that_fit_best_are_told(name: str, typed: str, letters: tuple[int, ...]) -> None:
    (match,) = quick_open(name).find(typed)
    assert match.letters == letters


def test_of_equal_names_the_kind_decides_and_then_the_order() -> None:
    kinds = [NameKind.PAGE, NameKind.TERM, NameKind.CAPTION, NameKind.TITLE]
    names = [Name(kind, "rope", "", kind.name, "" if kind is NameKind.TITLE else "x") for kind in kinds]
    again = Name(NameKind.TITLE, "rope", "", "second")
    found = QuickOpen([*names, again]).find("rope")
    assert [match.name for match in found] == [names[3], again, names[2], names[1], names[0]]


def test_so_many_are_found_though_several_name_one_place() -> None:
    names = [Name(NameKind.TITLE, f"rope {n}", "", f"page{n // 3}") for n in range(12)]
    assert [match.name.page for match in QuickOpen(names).find("rope", 3)] == ["page0", "page1", "page2"]


def test_lists_have_no_names_and_each_page_its_title_and_id(tmp_path: Path) -> None:
    content = sample_content()
    first, second = content.pages
    pages = [
        replace(first, info=replace(first.info, id="Listeners")),
        replace(second, info=replace(second.info, kind=PageKind.LIST)),
    ]
    write_manual(tmp_path, replace(content, pages=pages, items=()))
    with open_bundle(tmp_path) as bundle:
        names = QuickOpen.of(bundle)._names
    assert [(name.kind, name.text) for name in names] == [(NameKind.TITLE, "Listeners")]


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert len(quick_open("e" * 60).find("e" * 60 + "z")) == 1


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
