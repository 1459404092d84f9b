"""Numbers as readers type them, and what a manual answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.model import ItemKind, NumberedItem, PageKind, TocEntry
from momviewer.manual.numbering import NumberIndex, Reference, number_key, parse_reference

CONTENTS = (
    TocEntry(
        "Configuring",
        "III",
        "p.configuring",
        kind=PageKind.PART,
        children=(
            TocEntry(
                "Configuration Overview",
                "15",
                "conf.overview",
                kind=PageKind.CHAPTER,
                children=(TocEntry("Scopes", "15.3", "scopes", kind=PageKind.SECTION),),
            ),
            TocEntry("Empty", "18", "empty", kind=PageKind.CHAPTER),
        ),
    ),
    TocEntry("Glossary", "", "glossary", kind=PageKind.GLOSSARY),
    TocEntry("Codes", "A", "codes", kind=PageKind.APPENDIX),
)
ITEMS = (
    *(NumberedItem(ItemKind.EXAMPLE, f"15.{n}", f"Example {n}", "scopes", f"ex{n}") for n in (2, 1, 4, 3)),
    *(NumberedItem(ItemKind.EXAMPLE, f"71.{n}", f"Module {n}", "modules", f"m{n}") for n in (10, 9, 1)),
    NumberedItem(ItemKind.FIGURE, "4.1", "Flow", "flow", "fig"),
    NumberedItem(ItemKind.FIGURE, "15.3", "Scopes drawn", "scopes", "fig15"),
    NumberedItem(ItemKind.TABLE, "72.1", "Options", "options", "table"),
)
INDEX = NumberIndex(CONTENTS, ITEMS)


def labels(text: str) -> list[str]:
    suggestion = INDEX.suggest(text)
    assert suggestion is not None
    return [place.label for place in suggestion.places]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("15.1", Reference("15.1")),
        (" 15.1 ", Reference("15.1")),
        ("Example 15.1", Reference("15.1", "example")),
        ("Example\u00a015.1.", Reference("15.1", "example", open=True)),
        ("ex 15.1", Reference("15.1", "example")),
        ("ex.15.1", Reference("15.1", "example")),
        ("FIG 4.1", Reference("4.1", "figure")),
        ("table 72.1", Reference("72.1", "table")),
        ("sec 15.3", Reference("15.3", "section")),
        ("§15.3", Reference("15.3", "section")),
        ("ch 15", Reference("15", "chapter")),
        ("15.", Reference("15", open=True)),
        ("part iii", Reference("III", "part")),
        ("appendix a", Reference("A", "appendix")),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, reference: Reference) -> None:
    assert parse_reference(text) == reference


@pytest.mark.parametrize(
    "text", ["", "mix", "civil", "listeners", "15.1.php", "15 16", "ex", "a", "i", "15..1", "-1"]
)
def test_words_are_no_numbers(text: str) -> None:
    assert parse_reference(text) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    reference = parse_reference(text)
    assert reference is None or reference.number


@given(st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=4), max_size=20))
def test_numbers_sort_as_numbers(parts: list[list[int]]) -> None:
    numbers = [".".join(map(str, number)) for number in parts]
    assert [list(map(int, n.split("."))) for n in sorted(numbers, key=number_key)] == sorted(parts)


def test_a_number_may_be_longer_than_python_reads_one() -> None:
    digits = "9" * 5_000
    assert number_key("9") < number_key("10") < number_key("010.1") < number_key(digits) < number_key("A")
    suggestion = INDEX.suggest(f"15.{digits}")
    assert suggestion is not None
    assert suggestion.note.endswith("chapter 15 ends at 15.4.")


def test_a_bare_number_prefers_the_example_then_section_then_figure() -> None:
    assert labels("15.3") == ["Example 15.3", "Section 15.3", "Figure 15.3"]


def test_a_kind_keeps_to_its_kind() -> None:
    assert labels("fig 15.3") == ["Figure 15.3"]


def test_an_open_number_lists_its_chapter_in_numeric_order() -> None:
    assert labels("71.") == ["Example 71.1", "Example 71.9", "Example 71.10"]


def test_a_chapter_comes_before_what_it_holds() -> None:
    assert labels("15")[:2] == ["Chapter 15", "Example 15.1"]


def test_a_number_past_the_end_says_where_the_chapter_ends_and_offers_its_neighbours() -> None:
    suggestion = INDEX.suggest("15.99")
    assert suggestion is not None
    assert [place.label for place in suggestion.places] == ["Example 15.4", "Example 15.3", "Example 71.1"]
    assert suggestion.note == "There is no example 15.99: chapter 15 ends at 15.4."


def test_a_number_in_a_gap_offers_its_neighbours() -> None:
    suggestion = INDEX.suggest("ex 71.5")
    assert suggestion is not None
    assert [place.label for place in suggestion.places] == ["Example 71.1", "Example 71.9"]
    assert "goes from 71.1 to 71.10" in suggestion.note


def test_a_chapter_without_examples_is_offered_itself() -> None:
    suggestion = INDEX.suggest("18.1")
    assert suggestion is not None
    assert suggestion.note == "Chapter 18 has no examples."
    assert [place.page for place in suggestion.places] == ["empty"]


def test_an_unknown_chapter_says_which_there_are() -> None:
    suggestion = INDEX.suggest("99.1")
    assert suggestion is not None
    assert suggestion.places == ()
    assert suggestion.note == "There is no chapter 99; this manual has chapters 15, 18."


def test_an_unknown_part_or_appendix_says_which_there_are() -> None:
    for text, note in {
        "part 1": "There is no part 1; this manual has parts III.",
        "appendix C.1": "There is no appendix C; this manual has appendices A.",
    }.items():
        suggestion = INDEX.suggest(text)
        assert suggestion is not None
        assert (suggestion.places, suggestion.note) == ((), note)


def test_full_width_digits_are_digits() -> None:
    assert labels("１５.１") == labels("15.1")


def test_parts_and_appendices_are_found_by_name() -> None:
    assert labels("part III") == ["Part III"]
    assert labels("appendix a") == ["Appendix A"]


def test_text_that_is_no_number_gets_no_suggestion() -> None:
    assert INDEX.suggest("listeners") is None


def test_a_bare_number_means_the_likeliest_kind_first() -> None:
    kinds = [PageKind.PART, PageKind.APPENDIX, PageKind.SECTION, PageKind.CHAPTER]
    contents = [TocEntry("", "1", kind.value, kind=kind) for kind in kinds]
    items = [NumberedItem(kind, "1", "", kind.value, "") for kind in reversed(ItemKind)]
    found = NumberIndex(contents, items).find(Reference("1"))
    likely = ["example", "chapter", "section", "figure", "table", "appendix", "part"]
    assert [place.kind for place in found] == likely


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("example ex", "example"),
        ("figure fig", "figure"),
        ("table tab", "table"),
        ("section sect sec §", "section"),
        ("chapter chap ch", "chapter"),
        ("part", "part"),
        ("appendix app", "appendix"),
    ],
)
def test_each_kind_has_its_words_and_abbreviations(words: str, kind: str) -> None:
    for word in words.split():
        assert parse_reference(f"{word} 3") == parse_reference(f"{word.upper()}.3") == Reference("3", kind)


@pytest.mark.parametrize(
    ("count", "known"), [(15, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"), (16, "1 to 16")]
)
def test_many_numbers_are_told_by_the_first_and_the_last(count: int, known: str) -> None:
    contents = [TocEntry("", str(n), str(n), kind=PageKind.CHAPTER) for n in range(1, count + 1)]
    suggestion = NumberIndex(contents, []).suggest("99")
    assert suggestion
    assert suggestion.note == f"There is no chapter 99; this manual has chapters {known}."


def test_a_number_below_a_letter_needs_no_kind_and_zeros_before_a_number_are_nothing() -> None:
    assert parse_reference("a.1") == Reference("A.1")
    assert parse_reference("a") is None
    assert number_key("71.09") == number_key("71.9")


def test_a_chapter_lists_all_that_is_in_it_and_nothing_of_another() -> None:
    inside = ["Example 15.1", "Example 15.2", "Example 15.3", "Example 15.4", "Section 15.3", "Figure 15.3"]
    assert labels("15.") == inside
    assert labels("ch 15") == ["Chapter 15", *inside]
    assert labels("1.") == []


def test_parts_are_told_in_the_order_of_the_contents() -> None:
    contents = [TocEntry("", number, number, kind=PageKind.PART) for number in ("I", "IV", "V", "IX")]
    suggestion = NumberIndex(contents, []).suggest("part 7")
    assert suggestion
    assert suggestion.note == "There is no part 7; this manual has parts I, IV, V, IX."
