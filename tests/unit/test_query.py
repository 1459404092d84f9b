"""The parser agrees with Lucene 3.0 on every fixture query, and long or deep queries stay fast."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from momviewer.query.escaping import escape, quote
from momviewer.query.explain import explain, readings
from momviewer.query.nodes import Phrase, Term, tree_json
from momviewer.query.occur import Occur
from momviewer.query.parser import parse

FIXTURE = Path(__file__).parents[1] / "data" / "lucene-syntax.jsonl"
LENGTH = 100_000
TEXTS = st.text() | st.text('+-!(){}[]^"~*?:\\ &|ANDORu0a\t\u3000\u00a0é😀')
MAX_SECONDS = 10.0
"""Generous for a busy machine. What is not linear takes minutes."""
LONG_QUERIES = {
    "nested": "(" * 10_000 + "a" + ")" * 10_000,
    "nested with fields": "a:(" * 10_000 + "b" + ")" * 10_000,
    "nested exclusions": "(NOT " * 10_000 + "a" + ")" * 10_000,
    "never closed": "(" * LENGTH,
    "never opened": ")" * LENGTH,
    "range brackets": "[{" * (LENGTH // 2),
    "range beginnings": "[a " * (LENGTH // 3),
    "quotes": '"' * (LENGTH + 1),
    "escaped quotes": '\\"' * (LENGTH // 2) + '"',
    "backslashes": "\\" * (LENGTH + 1),
    "escapes": "\\u" * (LENGTH // 2),
    "signs": "-" * LENGTH,
    "signs apart": "! " * (LENGTH // 2),
    "colons": "a:" * (LENGTH // 2),
    "wildcards": "*a " * (LENGTH // 3),
    "similarities": "a~2 " * (LENGTH // 4),
    "operators": "AND " * (LENGTH // 4),
    "too many words": "a " * (LENGTH // 2),
    "calls": "foo(" * (LENGTH // 4),
    "fields": "a:b " * 1_000 + "x" * LENGTH,
    "one word": "x" * LENGTH,
    "blanks": " " * LENGTH,
}


def fixture() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]


def without_dates(tree: dict[str, Any]) -> dict[str, Any]:
    """Take back what Lucene makes of a range between two dates: it is as written, in lower case."""
    if tree["type"] == "boolean":
        clauses = [{**clause, "query": without_dates(clause["query"])} for clause in tree["clauses"]]
        return {**tree, "clauses": clauses}
    if tree["type"] != "range":
        return tree
    kept = {
        key: value for key, value in tree.items() if key not in {"date", "written_lower", "written_upper"}
    }
    if tree["date"]:
        kept |= {"lower": tree["written_lower"].lower(), "upper": tree["written_upper"].lower()}
    return kept


def test_the_fixture_is_whole() -> None:
    assert len(fixture()) == 1_019


def test_every_fixture_query_agrees_with_lucene() -> None:
    differing = []
    for line in fixture():
        parsed = parse(line["query"])
        ours = (parsed.ok, parsed.kind, tree_json(parsed.tree) if parsed.tree else None)
        theirs = (line["ok"], line.get("kind"), without_dates(line["tree"]) if line["ok"] else None)
        if ours != theirs:
            differing.append((line["query"], ours, theirs))
    assert not differing


def test_explain_says_the_same_as_the_parser() -> None:
    for line in fixture():
        explained = explain(line["query"])
        assert explained["ok"] == line["ok"]
        assert explained["kind"] == line.get("kind")
        assert bool(explained["reads_as"]) == line["ok"]
        if not line["ok"] and line["query"].strip():
            assert [d["severity"] for d in explained["diagnostics"]] == ["error"], line["query"]
            assert explained["diagnostics"][0]["fixes"], line["query"]
        json.dumps(explained)


@pytest.mark.parametrize("query", LONG_QUERIES.values(), ids=LONG_QUERIES.keys())
def test_long_and_deep_queries_are_fast(query: str) -> None:
    started = time.process_time()
    explained = explain(query)
    readings(parse(query))
    assert time.process_time() - started < MAX_SECONDS
    assert len(explained["reads_as"]) < 2_000


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rest", "must contain: rest"),
        ("rest port", "any of: rest, port"),
        ("rest AND port NOT listener", "must contain: rest, port; not: listener"),
        ("a AND b OR c", "must contain: a, b; better with: c"),
        ("a -b", "must contain: a; not: b"),
        ('"a b"~3', 'must contain: phrase "a b" within 3'),
        ("outb*", "must contain: words beginning with outb"),
        ("o?tb*d", "must contain: words of the form o?tb*d"),
        ("roam~", "must contain: words similar to roam"),
        ("number:[15.1 TO 15.9]", "must contain: words from 15.1 to 15.9 in number"),
        ("{a TO b}", "must contain: words from a to b, both excluded"),
        ("title:rest^2", "must contain: rest in title (weight 2)"),
        ("127.0.0.1:2025", "must contain: 2025 in 127.0.0.1 (no such field)"),
        ("*:*", "must contain: every page"),
        ("a (b AND c)", "any of: a, (must contain: b, c)"),
        ("a (b (c (d (e f))))", "any of: a, (any of: b, (any of: c, (any of: d, (…))))"),
        ("NOT x", "nothing: the query only excludes (not: x)"),
        ('""', "nothing: there is no word in the query"),
        ("a AND", ""),
        ("", ""),
        (
            " ".join("abcdefghijklmn"),
            "any of: a, b, c, d, e, f, g, h, i, j, k, l and 2 more",
        ),
    ],
)
def test_reads_as(query: str, expected: str) -> None:
    assert explain(query)["reads_as"] == expected


def test_readings_are_one_for_each_clause() -> None:
    query = 'rest AND title:"a b"~3 -(c d)'
    found = [
        (reading.occur, reading.text, query[reading.start : reading.end])
        for reading in readings(parse(query))
    ]
    assert found == [
        (Occur.MUST, "rest", "rest"),
        (Occur.MUST, 'phrase "a b" within 3 in title', 'title:"a b"~3'),
        (Occur.MUST_NOT, "(any of: c, d)", "-(c d)"),
    ]


def test_a_query_of_one_word_has_one_reading_and_a_refused_one_none() -> None:
    assert [(reading.text, reading.start, reading.end) for reading in readings(parse(" rest "))] == [
        ("rest", 1, 5)
    ]
    assert readings(parse("a AND")) == []
    assert readings(parse('""')) == []


def test_a_blank_query_is_refused_without_a_word() -> None:
    assert explain(" \t") == {
        "query": " \t",
        "ok": False,
        "kind": "syntax",
        "tree": None,
        "diagnostics": [],
        "reads_as": "",
    }


@pytest.mark.parametrize("written", [escape, quote])
@given(text=TEXTS)
@settings(max_examples=500)
def test_escaping_and_quoting_are_exact(written: Callable[[str], str], text: str) -> None:
    read: list[str] = []

    def analyze(_field: str, whole: str) -> list[str]:
        read.append(whole)
        return [whole]

    assert parse(written(text), analyze).ok
    assert read == [text]


@given(TEXTS, st.sampled_from(["+{}", "-{}", "({})", "title:{}", "{} AND b", "a {} b"]))
def test_an_escaped_text_is_one_word_anywhere(text: str, around: str) -> None:
    read: list[str] = []

    def analyze(_field: str, whole: str) -> list[str]:
        read.append(whole)
        return [whole]

    assert parse(around.format(escape(text)), analyze).ok
    assert sorted(read) == sorted([text, *{"{} AND b": ["b"], "a {} b": ["a", "b"]}.get(around, [])])


def test_an_escaped_text_is_a_term_or_a_phrase() -> None:
    assert parse(escape("a:b")).tree == Term("content", "a:b")
    assert parse(escape("a: b")).tree == Phrase("content", ("a:", "b"))
