"""Where a query finds nothing: the clauses that cause it, and what was meant."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from momviewer.errors import RefusedQueryError
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Snippet
from momviewer.search.answers.searcher import Searcher
from tests.unit.samples import sample_content, write_manual, write_sample


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    """Return a searcher on two pages: listeners (a port, 2025) and queues (msys.queue.length)."""
    write_sample(tmp_path / "sample")
    bundle = open_bundle(tmp_path / "sample")
    searcher = Searcher([bundle])
    yield searcher
    searcher.close()
    bundle.close()


@pytest.mark.parametrize(
    ("query", "blocking"),
    [
        ("zeppelin", (0,)),
        ("zeppelin blimp", (0, 1)),
        ("port AND zeppelin", (1,)),
        ("zeppelin AND port AND blimp", (0, 2)),
        ("port AND messages", (0, 1)),  # each alone is on a page
        ("port NOT listener", (1,)),
        ("port AND messages NOT listener", (0,)),  # without port there is a page
        ("port AND messages AND root AND wait", ()),  # it takes two to find a page
        ("NOT port", ()),
        ("(port AND messages)", (0, 1)),
        ('""', ()),
        ("port", ()),
    ],
)
def test_the_clauses_that_cause_it(searcher: Searcher, query: str, blocking: tuple[int, ...]) -> None:
    assert searcher.search(query).blocking == blocking


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lisener", "listener"),
        ("Lisener", "listener"),
        ("lisener AND porrt", "listener AND port"),
        ("port AND mesages^2", None),  # the page with messages has no port
        ("title:Quues", "title:queues"),
        ("msys.queue.lenght", "msys.queue.length"),
        ("msys.quue.length^2", "msys.queue.length^2"),
        ('"many mesages"', '"many messages"'),
        ("+port +(lisener -zeppelin)", "+port +(listener -zeppelin)"),
        ('"listeners liste"~9', '"listeners listener"~9'),  # not the beginning of the word before
        ('"lisener lisener" poort', '"listener listener" port'),
        ("NOT lisener", None),
        ("zeppelin", None),
        ('"port', None),
        ("İ", None),
    ],
)
def test_what_was_meant(searcher: Searcher, query: str, first: str | None) -> None:
    offered = searcher.corrections(query)
    assert (offered[0].query if offered else None) == first
    assert all(searcher.count(correction.query) for correction in offered)


def test_a_field_is_not_taken_for_its_word(tmp_path: Path) -> None:
    sample = sample_content()
    first, second = sample.pages
    first = replace(first, snippets=(Snippet("snippet-1", "", "decode", ""),))
    content = replace(sample, pages=(first, second))
    write_manual(tmp_path, content)
    bundle = open_bundle(tmp_path)
    searcher = Searcher([bundle])
    assert [correction.query for correction in searcher.corrections("code:code")] == ["code:decode"]
    searcher.close()
    bundle.close()


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("port AND zeppelin", ["port"]),
        ("zeppelin AND title:listeners NOT wait", ["title:listeners -wait"]),
        ("zeppelin AND port AND (listener blimp)", ["+port +(listener blimp)"]),
        ("port -listener", ["port"]),
        ("title:(listeners AND port)", ["title:(listeners)"]),
        ("page:(listeners queues)^2 AND title:port", ["page:(listeners queues)^2"]),
        ("zeppelin AND blimp", []),
        ("zeppelin", []),
        ("zeppelin blimp", []),
        ("port AND messages", ["messages", "port"]),  # each of them alone is to blame
        ("zeppelin AND port AND messages", ["messages", "port"]),  # a word of no page goes in any case
        ("port AND messages AND root AND wait", ["+messages +wait", "+port +root"]),
    ],
)
def test_the_smallest_removals_are_offered(searcher: Searcher, query: str, left: list[str]) -> None:
    assert [less for less, _ in searcher.removals(query)] == left


FRAGMENTS = [
    r"\ud83d",
    r"\udc00*",
    "\ud83d",
    "~",
    "*",
    "?",
    "page:",
    "title:",
    "number:[1 TO ",
    "]",
    '"',
    "(",
    ")",
]
FRAGMENTS += [
    " ",
    " AND ",
    " NOT ",
    "port",
    "lisener",
    "msys.queue.length",
    "\u0130",
    "\U0001f600",
    "\\",
    "^2",
    "-",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_is_answered_or_refused(searcher: Searcher, query: str) -> None:
    try:
        result = searcher.search(query)
    except RefusedQueryError:
        return
    if not result.total:
        for correction in searcher.corrections(query):
            assert searcher.count(correction.query)
        assert all(searcher.count(less) for less, _ in searcher.removals(query))
