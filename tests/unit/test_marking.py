"""What a query marks in a text: the words that it matches, whole, and what finding each is worth."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from momviewer.folding import FoldedText
from momviewer.manual.bundle import open_bundle
from momviewer.search.answers.marking import Marks, marks_of_terms
from momviewer.search.answers.searcher import Searcher
from momviewer.search.ranking.scoring import rarity
from tests.unit.samples import sample_content, write_manual

FIRST = "Listeners\nport porta portal porter ports msys.queue.length max_port_count 東京"
SECOND = "Queues\nport and length"


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    """Yield a searcher on two pages."""
    content = sample_content()
    pages = [
        replace(page, text=text, headings=(), anchors=(), code_spans=())
        for page, text in zip(content.pages, (FIRST, SECOND), strict=True)
    ]
    write_manual(tmp_path, replace(content, pages=pages))
    with open_bundle(tmp_path) as bundle, closing(Searcher([bundle])) as made:
        yield made


def marked(marks: Marks, text: str) -> list[str]:
    return [text[a:b] for a, b in marks.pattern.spans(FoldedText(text))] if marks.pattern else []


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("port", "Port, PORT: ports report port_count", ["Port", "PORT", "port"]),
        ("port -length", "port of length", ["port"]),
        ("port AND NOT length", "port of length", ["port"]),
        (
            "msys.queue",
            "msys.queue msys_queue msys -- queue msysqueue queue",
            ["msys.queue", "msys_queue", "msys -- queue"],
        ),
        ('"port length"', "port length, port of length", ["port length"]),
        ('"port length"', "port - length; port\n\tlength", ["port - length", "port\n\tlength"]),
        ('"port length"~3', "length of a port length", ["length", "port", "length"]),
        ("port*", "port portal portable.name-x, sport", ["port", "portal", "portable.name-x"]),
        ("max*", "max max_port_count maximum.of/all", ["max", "max_port_count", "maximum.of/all"]),
        ("p?rt", "port pert pt porrt p.rt", ["port", "pert", "p.rt"]),
        ("p*t", "port pt p-and-t, port and t", ["port", "pt", "p-and-t", "port"]),
        ("m*count", "max_port_count here, m and count", ["max_port_count"]),
        ("port porta", "porta port", ["porta", "port"]),
        ("port portal~0.6", "port porta portal porter", ["port", "porta", "portal", "porter"]),
        ("[porta TO porter]", "port porta portal porter ports", ["porta", "portal", "porter"]),
        ("東京", "東京都 京都", ["東京"]),
        (r"port\ *", "port port", []),
        ("*:*", "port", []),
        ("page:_ port", "port _", ["port"]),
    ],
)
def test_a_query_marks_the_words_that_it_matches(
    searcher: Searcher, query: str, text: str, words: list[str]
) -> None:
    assert marked(searcher.search(query, as_query=True).marks, text) == words


def test_a_word_is_worth_the_more_the_fewer_pages_of_all_manuals_have_it(searcher: Searcher) -> None:
    worths = searcher.search('porta PORT page:x "port length" nofield:y', as_query=True).marks.worths
    assert worths["porta"] == rarity(2, 1)
    assert worths["port"] == rarity(2, 2)
    assert set(worths) == {"porta", "port", "x"}
    assert searcher.search("msys.queue.length", as_query=True).marks.worths == {}


def test_terms_are_worth_what_is_said_by_their_words() -> None:
    marks = marks_of_terms({"msys.queue": 2.0, "port": 1.0, "ports": 0.3}, {"ports": "port"})
    assert marked(marks, "port of msys queue, msys.queue") == ["port", "msys queue", "msys.queue"]
    assert marks.worths == {"msys queue": 2.0, "port": 1.0}


def test_a_number_by_itself_is_no_part_of_another() -> None:
    text = "In 71.18.4 and 4.71, 171 and 71a; 71, 71."
    marks = marks_of_terms({"71": 1.0}, {})
    assert marks.pattern
    assert list(marks.pattern.spans(FoldedText(text))) == [(34, 36), (38, 40)]
