"""How a text is told apart: a query in the language, plain words, a paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.query.interpretation import MAX_WORDS, Kind, interpret
from momviewer.query.parser import parse

QUERIES = """
+rope -chain
rope AND chain
"two ropes"
"two ropes
title:rope
titel:rope
rop*
ro?e
rope~0.8
rope^2 chain
port:[1 TO 9]
(rope AND chain) OR knot
a \\- b
rope -chain
"""
WORDS = """
rotate logs daily
maxOutboundConnections
msys.http.client
(rope chain) knot
127.0.0.1
retry_interval
"""
TEXTS = """
how do I moor a ship?
mooring_lines = 4
Mooring "east" { lines = 4 }
ship:moor("east", 4)
FATAL: no berth for ship "Alma", user "pilot"
550 5.7.1 [internal] relaying denied
moor --lines 4
berth_list -Fc -j 4 harbour
0 3 * * * root /usr/bin/tide
SELECT berth FROM harbour WHERE (ship = 'Alma');
COPY t FROM PROGRAM 'gzip -dc f.gz'
{{if moored}} Welcome {{end}}
https://harbour.example/berths?free=1
127.0.0.1:2025
<b>rope</b>
"""


@pytest.mark.parametrize("text", QUERIES.strip().splitlines())
def test_what_uses_the_language_is_a_query(text: str) -> None:
    assert interpret(text).kind is Kind.QUERY


@pytest.mark.parametrize("text", WORDS.strip().splitlines())
def test_plain_words_ask_the_language_for_what_was_typed(text: str) -> None:
    found = interpret(text)
    assert (found.kind, found.query) == (Kind.WORDS, text)


@pytest.mark.parametrize("text", TEXTS.strip().splitlines())
def test_a_paste_is_text_whose_query_can_be_read(text: str) -> None:
    found = interpret(text)
    assert found.kind is Kind.TEXT
    assert parse(found.query).ok


def test_values_numbers_and_common_words_count_less() -> None:
    weights = {word.text: word.weight for word in interpret('the_berth = "east" for 12 at 550').words}
    assert weights["the_berth"] == weights["550"] == 1
    assert weights["east"] < weights["12"] == weights["for"] < 1


def test_what_any_task_is_told_in_counts_less_than_what_it_is_about() -> None:
    weights = {word.text: word.weight for word in interpret("example how to turn the capstan").words}
    assert weights["capstan"] == 1
    assert weights["example"] == weights["how"] == weights["the"] < weights["turn"] < 1


def test_of_a_long_paste_the_words_that_count_most_are_kept() -> None:
    found = interpret("; ".join(f"{number} = 1" for number in range(1000, 2000)) + " berth = 1;")
    assert len(found.words) == MAX_WORDS
    assert "berth" in {word.text for word in found.words}


@given(st.text(max_size=60))
def test_every_text_is_a_query_or_has_one_that_can_be_read(text: str) -> None:
    found = interpret(text)
    assert found.kind is Kind.QUERY or parse(found.query).ok
    assert bool(found.words) == (found.kind is not Kind.QUERY)
