"""What the index holds, and what a search finds."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.errors import DamagedBundleError, RefusedQueryError
from momviewer.folding import fold
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.search.answers.searcher import Searcher
from momviewer.search.index.analysis import query_words, terms_of
from momviewer.search.index.index_file import FILE
from tests.unit.samples import sample_content, write_manual, write_sample


@pytest.fixture
def bundle(tmp_path: Path) -> Iterator[Bundle]:
    write_sample(tmp_path / "sample")
    bundle = open_bundle(tmp_path / "sample")
    yield bundle
    bundle.close()


@pytest.fixture
def searcher(bundle: Bundle) -> Iterator[Searcher]:
    searcher = Searcher([bundle])
    yield searcher
    searcher.close()


def terms(text: str) -> list[tuple[str, int]]:
    return sorted(((term, at) for term, places in terms_of(text).items() for at in places), key=itemgetter(1))


def test_identifiers_are_indexed_whole_and_in_parts() -> None:
    assert terms("call msys.cloudmark.score_af now") == [
        ("call", 0),
        ("msys", 1),
        ("msys.cloudmark.score_af", 1),
        ("cloudmark", 2),
        ("cloudmark.score_af", 2),
        ("score", 3),
        ("score_af", 3),
        ("af", 4),
        ("now", 5),
    ]


@pytest.mark.parametrize(
    "text",
    ["max_outbound_connections", "ac:esmtp_capability_add", "ecelerity.conf", "127.0.0.1:2025", "B0/00-117"],
)
def test_identifiers_are_found_whole_and_by_a_row_of_parts(text: str) -> None:
    words = terms(f"before {text} after")
    assert text.lower() in {word for word, _ in words}
    parts = [word for word, _ in words if word.isalnum()]
    assert parts == ["before", *query_words(text), "after"]


def test_very_long_paths_are_indexed_by_parts_only() -> None:
    path = "/".join(f"part{n}" for n in range(40))
    assert max(len(text) for text, _ in terms(path)) <= len("part00")


@given(st.text())
def test_every_position_has_a_word_of_the_text(text: str) -> None:
    words = terms(text)
    assert all(positions == sorted(positions) for positions in terms_of(text).values())
    assert {at for _, at in words} == set(range(max((at for _, at in words), default=-1) + 1))
    assert all(word in fold(text) for word, _ in words)


def test_any_word_of_a_query_finds_a_page(searcher: Searcher) -> None:
    assert {hit.page for hit in searcher.search("port length").hits} == {"listeners", "queues"}
    assert {hit.page for hit in searcher.search("LENGTH").hits} == {"queues"}
    assert searcher.search("nowhere").total == 0
    assert searcher.search("...").total == 0


@pytest.mark.parametrize("query", ["", "  ", "*port", "a AND", "title:(port"])
def test_a_query_that_is_none_is_refused(searcher: Searcher, query: str) -> None:
    with pytest.raises(RefusedQueryError):
        searcher.search(query)


def test_the_limit_cuts_the_hits_and_not_the_total(searcher: Searcher) -> None:
    result = searcher.search("port length", limit=1)
    assert (len(result.hits), result.total) == (1, 2)


def test_a_hit_leads_to_the_passage_above_which_an_anchor_stands(searcher: Searcher) -> None:
    (hit,) = searcher.search("2025").hits
    assert (hit.manual, hit.page, hit.anchor, hit.number) == ("sample", "listeners", "snippet-1", "3.1")
    marked = [hit.excerpt.text[start:end] for start, end in hit.excerpt.marks]
    assert marked == ["2025"]
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.code_spans] == ["port = 2025 }"]


@pytest.mark.parametrize(
    "query",
    [
        "example peers",
        "example AND peers",
        "peers^2 -flow",
        "+peers number:3.1",
        '+peers code:"port 2025"',
        '"3.1 peers"',
    ],
)
def test_a_query_that_names_a_caption_leads_to_it(searcher: Searcher, query: str) -> None:
    hit, *_ = searcher.search(query).hits
    assert (hit.page, hit.anchor, hit.number, hit.title) == ("listeners", "peer", "3.1", "Peers")


def test_a_pattern_with_a_blank_marks_nothing(searcher: Searcher) -> None:
    (hit,) = searcher.search(r"2025 \ * \ ?* a\ port*").hits
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.marks] == ["2025"]


def test_a_page_whose_id_holds_no_word_is_found(tmp_path: Path) -> None:
    sample = sample_content()
    first, second = sample.pages
    content = replace(sample, pages=(first, replace(second, info=replace(second.info, id="_"))))
    write_manual(tmp_path, content)
    with open_bundle(tmp_path) as bundle, closing(Searcher([bundle])) as searcher:
        assert searcher.search("page:[* TO zz]").total == 2
        assert [hit.page for hit in searcher.search("page:_").hits] == ["_"]


def test_a_damaged_index_is_said(bundle: Bundle) -> None:
    file = bundle.index / FILE
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(DamagedBundleError, match="Rebuild"):
        Searcher([bundle]).search("port")
