"""What is said of an answer: how much was found, or which part of the query finds nothing, and its rows."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from momviewer.manual.links import Address
from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.search.answers.answering import Answering
from momviewer.search.answers.excerpts import Excerpt
from momviewer.ui.search.answer_rows import first_told, merged, summary
from momviewer.ui.search.result_model import ResultRow
from tests.unit.samples import write_sample

EXCERPT = Excerpt("of a port")


def row(page: str, anchor: str, title: str, excerpt: Excerpt | None = None) -> ResultRow:
    return ResultRow(Address(page, anchor), "", title, excerpt=excerpt)


PAGE, PLACE = row("page", "", "Page"), row("page", "example", "An example")


@pytest.mark.parametrize(
    ("above", "hit"),
    [
        (PAGE, row("page", "", "Page", EXCERPT)),
        (PAGE, row("page", "section", "Page", EXCERPT)),
        (PLACE, row("page", "example", "An example", EXCERPT)),
        (PLACE, row("page", "example", "Another name for it", EXCERPT)),
    ],
)
def test_a_hit_on_what_is_named_above_joins_it(above: ResultRow, hit: ResultRow) -> None:
    last = row("last", "", "Last", EXCERPT)
    assert merged([above], [hit, last], [above is PAGE]) == [replace(above, excerpt=EXCERPT), last]


@pytest.mark.parametrize(
    ("above", "hit"),
    [
        (PAGE, row("page", "", "An example", EXCERPT)),
        (PAGE, row("other", "", "Page", EXCERPT)),
        (PLACE, row("page", "other", "An example", EXCERPT)),
        (PLACE, row("other", "example", "An example", EXCERPT)),
    ],
)
def test_a_hit_elsewhere_stands_for_itself(above: ResultRow, hit: ResultRow) -> None:
    assert merged([above], [hit], [above is PAGE]) == [above, hit]


# What is said


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Answering]:
    """Yield the answers of a manual of two pages: listeners (a port, 2025) and queues (its length)."""
    write_sample(tmp_path)
    with closing(Answering()) as made:
        made.open([tmp_path], tmp_path)
        yield made


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("port", r"1 page"),
        ("port OR length", r"2 pages"),
        ("lstnrs", r"By name only: no page has it as typed\."),
        ("zeppelin", r"Nothing is found for zeppelin\."),
        ("port AND zeppelin", r"Nothing is found: no page has zeppelin\."),
        ("zeppelin AND port AND blimp", r"Nothing is found: no page has zeppelin or blimp\."),
        ("port AND length", r"Nothing is found: no page has all of port, length\."),
        ("+port +2025 +length", r"Nothing is found: length is on none of the others' pages\."),
        ("port -2025", r"Nothing is found: 2025 excludes what is left\."),
    ],
)
def test_an_answer_is_summed_up(answering: Answering, query: str, said: str) -> None:
    answer = answering.answer(query)
    assert re.fullmatch(said, summary(answer, named=len(answer.names)))


def test_what_is_no_query_is_summed_up_by_what_is_wrong_with_it(answering: Answering) -> None:
    refused = replace(answering.answer("port"), result=None)
    assert summary(refused, named=0) == ""
    fault = Diagnostic("x", Severity.ERROR, 0, 1, "It is wrong.")
    assert summary(replace(refused, diagnostics=(fault,)), named=0) == "It is wrong."


def test_of_many_pages_it_says_how_many_are_shown(answering: Answering) -> None:
    answer = answering.answer("port")
    assert answer.result
    many = replace(answer, result=replace(answer.result, total=99))
    assert summary(many, named=0) == "99 pages, the best 1 shown"


def test_a_hint_is_said_last_and_only_where_hints_are_wanted() -> None:
    hint = Diagnostic("hint", Severity.HINT, 0, 1, "Perhaps.")
    fault = Diagnostic("fault", Severity.ERROR, 0, 1, "It is wrong.")
    assert first_told([hint, fault], hints=True) is fault
    assert first_told([hint], hints=True) is hint
    assert first_told([hint], hints=False) is None
