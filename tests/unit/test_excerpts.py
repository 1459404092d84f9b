"""The passage that a page found is shown by: which one, where it begins and ends, what is marked in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.folding import fold
from momviewer.manual.model import Heading, Page, PageInfo, PageKind
from momviewer.search.answers.excerpts import (
    LEAD,
    LENGTH,
    MAX_MATCHES,
    Passage,
    SearchedPage,
    best_passage,
    heading_before,
)
from momviewer.search.answers.marking import Marks, words_pattern

FILLER = "nothing here matters at all. " * 20


def page(text: str, *code: tuple[int, int]) -> Page:
    """Return a page with this text below its title; the ranges of `code` count from the beginning of it."""
    body = len("Title\n")
    spans = tuple((start + body, end + body) for start, end in code)
    return Page(PageInfo("p", "Title", "", PageKind.PAGE), "", f"Title\n{text}", (), (), code_spans=spans)


def searched(text: str, *code: tuple[int, int]) -> SearchedPage:
    return SearchedPage(page(text, *code))


def titled_sections(text: str, *titles: str) -> SearchedPage:
    """Return a page with headings where each of the titles stands last in the text."""
    made = page(text)
    headings = (Heading("", 2, "", title, made.text.rindex(f"{title}\n")) for title in titles)
    return SearchedPage(replace(made, headings=(Heading("", 1, "", "Title", 0), *headings)))


def passage(text: str, *words: str) -> Passage:
    return best_passage(searched(text), words_pattern(words))


def marked(found: Passage) -> list[str]:
    return [found.excerpt.text[start:end] for start, end in found.excerpt.marks]


# Which passage


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"rest alone. {FILLER}The rest of a port. {FILLER}", ["rest", "port"]),
        (f"rest, rest, rest, rest. {FILLER}The rest of a port. {FILLER}", ["rest", "port"]),
        (f"Rest, REST, rest. {FILLER}The rest of a port. {FILLER}", ["rest", "port"]),
        (f"The rest of a port. {FILLER}A port at rest, a rest. {FILLER}", ["rest", "port"]),
        (f"A port, a port, a port. {FILLER}A rest. {FILLER}", ["port", "port", "port"]),
    ],
    ids=["two words before one", "before one often", "in any case", "the earliest of two", "of one"],
)
def test_the_passage_with_the_most_different_words_is_shown(text: str, shown: list[str]) -> None:
    assert marked(passage(text, "rest", "port")) == shown


def test_a_word_that_is_worth_more_is_shown_before_words_that_are_worth_less() -> None:
    text = f"The rest of a port. {FILLER}A shoal, no port. {FILLER}"
    pattern = words_pattern(["rest", "port", "shoal"]).pattern
    for worths, shown in (
        ({"rest": 2.0, "port": 0.5, "shoal": 2.5}, ["shoal", "port"]),
        ({"rest": 2.0, "port": 0.5, "shoal": 2.0}, ["rest", "port"]),
        ({"rest": 0.9}, ["shoal", "port"]),  # what has none is worth 1
        ({"rest": 1.1}, ["rest", "port"]),
    ):
        assert marked(best_passage(searched(text), Marks(pattern, worths))) == shown


def test_what_adds_up_to_as_much_but_for_rounding_is_no_more() -> None:
    worths = {"rest": 0.1, "port": 0.2, "shoal": 0.3}
    assert worths["rest"] + worths["port"] > worths["shoal"]
    pattern = words_pattern(worths).pattern
    assert marked(best_passage(searched(f"A shoal. {FILLER}A rest, a port."), Marks(pattern, worths))) == [
        "shoal"
    ]


def test_a_word_that_was_passed_counts_no_more() -> None:
    text = f"The port. {FILLER}The rest. {FILLER}A shoal, no port, no rest. {FILLER}"
    assert marked(passage(text, "rest", "port", "shoal")) == ["shoal", "port", "rest"]


def test_words_of_a_row_are_one_word_whatever_stands_between_them() -> None:
    text = f"A port-rest, a port rest. {FILLER}A shoal with a port_rest. {FILLER}"
    assert marked(best_passage(searched(text), words_pattern([r"port[\W_]rest", "shoal"]))) == [
        "shoal",
        "port_rest",
    ]


def test_words_count_as_together_as_far_as_an_excerpt_reaches_behind_its_lead() -> None:
    near = f"rest {'x' * (LENGTH - LEAD - 7)} port."
    apart = f"rest {'x' * (LENGTH - LEAD - 6)} port."
    for text, words in ((near, ["rest", "port"]), (apart, ["port", "rest"])):
        found = passage(f"{text} {FILLER}In port at rest. {FILLER}", "rest", "port")
        assert marked(found) == words


def test_matches_beyond_reason_are_not_looked_at() -> None:
    text = f"{'rest ' * (MAX_MATCHES - 1)}{FILLER}"
    assert marked(passage(f"{text}rest port.", "rest", "port")) == ["rest"] * 36
    assert marked(passage(f"{text}port rest.", "rest", "port")) == ["rest"] * 36


def test_the_title_is_passed_over_where_the_text_has_the_word_too() -> None:
    found = passage(f"Beginning. {FILLER}A title again. {FILLER}", "title")
    assert found.excerpt.text.startswith("A title again.")
    assert passage("Beginning.", "title").offset == 0


def test_a_page_without_matches_is_shown_by_its_beginning() -> None:
    for words in (["absent"], []):
        found = passage("Beginning of it.", *words)
        assert (found.excerpt.text, found.excerpt.marks, found.offset) == ("Beginning of it.", (), -1)


# Where it begins and ends


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("One. Two; three: ", "port"),
        ("One\ntwo ", "two port"),
        ("One two ", "One two port"),
        (f"One. {'two ' * 12}", f"{'two ' * 12}port"),
        (f"One. {'two ' * 13}", f"{'two ' * 12}port"),  # no sentence begins near
        (f"{'y' * LEAD}-", "port"),  # nor a word
        ("One \n \t ", "port"),
    ],
)
def test_an_excerpt_begins_at_its_sentence_or_line_else_at_a_word(before: str, begins: str) -> None:
    assert passage(f"{FILLER}{before}port. {FILLER}", "port").excerpt.text.startswith(f"{begins}. ")


def test_forms_of_one_word_count_once() -> None:
    text = f"Rest, resting, rested. {FILLER}The rest of a port. {FILLER}"
    pattern = words_pattern(["rest", "resting", "rested", "port"]).pattern
    forms = Marks(pattern, {}, {"resting": "rest", "rested": "rest"})
    assert marked(best_passage(searched(text), forms)) == ["rest", "port"]


SEE_ALSO = "See Also\nport, rest, shoal\nNotes\nNone."


@pytest.mark.parametrize("text", [f"A port. {FILLER}\n{SEE_ALSO}", f"{FILLER}\nA port.\n{SEE_ALSO}"])
def test_what_is_named_below_see_also_is_not_shown(text: str) -> None:
    made = titled_sections(text, "See Also", "Notes")
    found = best_passage(made, words_pattern(["port", "rest", "shoal"]))
    assert marked(found) == ["port"]
    assert "See Also" not in found.excerpt.text


def test_what_stands_below_see_also_only_is_shown_all_the_same() -> None:
    made = titled_sections(f"{FILLER}\n{SEE_ALSO}", "See Also", "Notes")
    assert marked(best_passage(made, words_pattern(["port", "rest"]))) == ["port", "rest"]


@pytest.mark.parametrize(
    "contents",
    [
        "2.1. Ports and Rest\n2.2. Shoals\n2.2.1. Depths",
        "About ports.\nTable of Contents\nPort\nRest\nShoals",
    ],
    ids=["numbered", "the page's own headings"],
)
def test_a_list_of_sections_at_the_head_is_not_shown(contents: str) -> None:
    text = f"{contents}\nThis is about ships.\n{FILLER}\nPort\nRest\nShoals\nA shoal is near the port."
    made = titled_sections(text, "Port", "Rest", "Shoals")
    found = best_passage(made, words_pattern(["ports?", "rest", "shoals?"]))
    assert marked(found)[-2:] == ["shoal", "port"]


def test_an_excerpt_begins_no_earlier_than_its_page() -> None:
    assert passage(f"One two port. {FILLER}", "port").excerpt.text.startswith("One two port. ")
    titled = replace(page("").info, title="One two port")
    found = best_passage(
        SearchedPage(Page(titled, "", "One two port\nOne.", (), ())), words_pattern(["port"])
    )
    assert found.excerpt.text == "One two port One."


def test_a_passage_says_where_its_first_marked_word_stands() -> None:
    assert passage(f"One. Two of a port. {FILLER}", "port").offset == len("Title\nOne. Two of a ")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (f"port {'y' * (LENGTH - 5)}", "y"),  # all of it fits
        (f"port {'y' * (LENGTH - 6)} z z", "y …"),
        (f"port {'y' * (LENGTH - 15)} zz", "zz"),
        (f"port {'yy ' * 100}", "yy …"),
        (f"port {'yyy  ' * 100}", "yyy …"),
        (f"port {'y' * 300}", "y …"),  # in a word, where it must
        (f"port {'y' * (LENGTH - 40)} {'z' * 50}", "z …"),
        (f"port {'y' * (LENGTH - 30)} {'z' * 50}", "y …"),
        (f"port {'y' * (LENGTH - 7)}. z", "y."),
        (f"port {'y' * (LENGTH - 7)}! z", "y!"),
        (f"port {'y' * (LENGTH - 7)}? z", "y?"),
        (f"port {'y' * (LENGTH - 7)}, z", "y, …"),
    ],
)
def test_an_excerpt_ends_at_a_word_and_says_that_it_was_cut(text: str, ends: str) -> None:
    shown = passage(text, "port").excerpt.text
    assert shown.endswith(ends)
    assert len(shown) <= LENGTH + 2


# What is marked


def test_words_are_marked_whole_only() -> None:
    assert passage("port ports report max_port", "port").excerpt.marks == ((0, 4), (22, 26))


def test_marks_and_code_move_along_where_white_space_is_folded() -> None:
    text = "One.\n\n\tA   port  =\n 25   is it. " + FILLER
    code = text.index("port"), text.index("25") + 2
    found = best_passage(searched(text, (0, 3), code, (500, 510)), words_pattern(["port", "it"]))
    assert found.excerpt.text.startswith("A port = 25 is it. nothing")
    assert found.excerpt.marks == ((2, 6), (15, 17))
    assert found.excerpt.code_spans == ((2, 11),)


def test_code_that_reaches_out_of_an_excerpt_is_cut_to_it() -> None:
    text = f"{FILLER}port {'y ' * 200}"
    excerpt = best_passage(searched(text, (len(FILLER) - 20, len(text))), words_pattern(["port"])).excerpt
    assert excerpt.code_spans == ((0, len(excerpt.text.removesuffix(" …"))),)


def test_a_word_that_is_cut_off_is_not_marked() -> None:
    text = f"port {'y' * (LENGTH - 7)} port"
    assert marked(passage(text, "port")) == ["port"]


@given(st.text(max_size=600), st.lists(st.sampled_from(["a", "b", "the", "x_y"]), max_size=3))
def test_marks_lie_inside_the_excerpt(text: str, wanted: list[str]) -> None:
    excerpt = best_passage(searched(text), words_pattern(wanted)).excerpt
    assert len(excerpt.text) <= LENGTH + 2
    for start, end in excerpt.marks:
        assert fold(excerpt.text[start:end]) in {fold(word) for word in wanted}


# What stands above it


def test_the_anchor_and_the_heading_above_a_place_are_the_last_before_it() -> None:
    headings = tuple(Heading("", 1, "", title, at) for title, at in (("Page", 0), ("One", 10), ("Two", 20)))
    made = Page(
        page("").info, "", "x" * 40, headings, (), (("one", 5), ("two", 10), ("same", 10), ("three", 20))
    )
    places = (0, 9, 10, 19, 20, 39)
    assert [made.anchor_before(at) for at in places] == ["", "one", "same", "same", "three", "three"]
    assert [heading_before(made, at) for at in places] == ["", "", "One", "One", "Two", "Two"]
