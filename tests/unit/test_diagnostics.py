"""What is said about a query: codes, places, words and repairs, and that every repair can be read."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from momviewer.query.diagnose import diagnose
from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.query.escaping import quote
from momviewer.query.explain import explain
from momviewer.query.fixes import ESCAPE_LABEL, PHRASE_LABEL
from momviewer.query.parser import parse
from tests.conftest import ROOT

NAMED = [
    ("B0/00-11719-46C328D4:default:", "stray-colon", ":", r"B0/00-11719-46C328D4\:default\:"),
    ("127.0.0.1:2025", "unknown-field", "127.0.0.1:", r"127.0.0.1\:2025"),
    ("ac:esmtp_capability_add", "unknown-field", "ac:", r"ac\:esmtp_capability_add"),
    ("--help", "doubled-operator", "--", r"\--help"),
    (r"C:\temp\*.log", "unknown-field", "C:", r"C\:\\temp\\\*.log"),
    ("foo(bar)", "operator-in-word", "foo(bar)", r"foo\(bar\)"),
    ('"unclosed', "unclosed-quote", '"unclosed', '"unclosed"'),
    ("rest and port", "lower-case-operator", "and", "rest AND port"),
    ("*conf", "leading-wildcard", "*", "conf"),
    ("a~2", "bad-similarity", "~2", "a~0.5"),
    ("title:", "field-without-word", "title:", r"title\:"),
    ("NOT x", "only-negative", "NOT x", "*:* NOT x"),
]
ERRORS = [
    ("foo AND", "dangling-operator", "AND", "foo"),
    ("AND foo", "dangling-operator", "AND", "foo"),
    ("Hello!", "dangling-operator", "!", "Hello"),
    ("(foo AND)", "dangling-operator", "AND", "(foo)"),
    ("a AND OR b", "doubled-operator", "AND OR", "a AND b"),
    ("NOT NOT a", "doubled-operator", "NOT NOT", "NOT a"),
    ("a --log-file b", "doubled-operator", "--", r"a \--log-file b"),
    ("(foo bar", "unclosed-bracket", "(", "(foo bar)"),
    ("(a (b", "unclosed-bracket", "(", "(a (b))"),
    ("a ((", "unclosed-bracket", "((", "a"),
    ("(a ((", "unclosed-bracket", "((", "(a)"),
    ("[a TO b", "unclosed-bracket", "[", "[a TO b]"),
    ("[a TO b}", "unclosed-bracket", "[", "[a TO b]"),
    ("foo]", "lone-closer", "]", "foo"),
    ("foo) bar", "lone-closer", ")", "foo bar"),
    ("foo()", "empty-group", "()", r"foo\(\)"),
    ("a ()", "empty-group", "()", "a"),
    ("main [error]", "bad-range", "[error]", r"main \[error\]"),
    ("[a to z]", "bad-range", "[a to z]", "[a TO z]"),
    ("title:-foo", "operator-after-field", "-", "-title:foo"),
    ("title:NOT foo", "operator-after-field", "NOT", "NOT title:foo"),
    (":foo", "stray-colon", ":", r"\:foo"),
    ("(ac:x:y OR b)", "stray-colon", ":", r"(ac\:x\:y OR b)"),
    ("a^.5", "bad-boost", "^.5", "a^0.5"),
    ("a^ 2", "bad-boost", "^ 2", "a^2"),
    ("v^ariable", "bad-boost", "^ariable", r"v\^ariable"),
    ("a^2^3", "stray-suffix", "^3", "a^2"),
    ("(a b)~2", "stray-suffix", "~2", '"a b"~2'),
    ('"a b"^2~3', "stray-suffix", "~3", '"a b"~3^2'),
    ("a~1 b~2.5", "bad-similarity", "~1", "a~0.5 b~0.5"),
    ("*a AND *b", "leading-wildcard", "*", "a AND b"),
    ("*", "leading-wildcard", "*", "*:*"),
    ("x\\", "trailing-backslash", "\\", "x\\\\"),
    (r"C:\users\log", "bad-unicode-escape", r"\u", r"C\:\\users\\log"),
    ("a \\u\\", "trailing-backslash", "\\", "a \\\\u\\\\"),
    (r"x\u12", "bad-unicode-escape", r"\u", r"x\\u12"),
    ("a " * 1_025, "too-many-clauses", "a " * 1_025, quote("a " * 1_025)),
]
CAUTIONS = [
    ("titel:foo", "unknown-field", "titel:", "title:foo"),
    ("Title:foo", "unknown-field", "Title:", "title:foo"),
    ('body:"a b"', "unknown-field", "body:", '"a b"'),
    ("x AND (a -ac:y)", "unknown-field", "ac:", r"x AND (a -ac\:y)"),
    ("x ac :y", "unknown-field", "ac :", r"x ac \:y"),
    ("a\\:b:c", "unknown-field", "a\\:b:", r"a\:b\:c"),
    ("a!b", "operator-in-word", "a!b", r"a\!b"),
    ("x foo(a b) y", "operator-in-word", "foo(a b)", r"x foo\(a\ b\) y"),
    ("(foo)bar", "operator-in-word", "(foo)bar", r"\(foo\)bar"),
    ("x +(a)b y", "operator-in-word", "(a)b", r"x +\(a\)b y"),
    ("(a (-b)c)", "operator-in-word", "(-b)c", r"(a \(-b\)c)"),
    ("x~.8", "operator-in-word", "x~.8", "x~0.8"),
    ("a^1e3", "operator-in-word", "a^1e3", r"a\^1e3"),
    ("a and not b", "lower-case-operator", "and", "a AND NOT b"),
    ('"a b" or (c)', "lower-case-operator", "or", '"a b" OR (c)'),
    ("a (NOT b)", "only-negative", "NOT b", "a (*:* NOT b)"),
    ("-v", "only-negative", "-v", r"\-v"),
    ("a - b", "lone-sign", "-", "a b"),
    ("what is this?", "question-mark", "?", "what is this"),
]
PLAIN = """rest|rest AND port|title:rest|title:(a b)|*:*|*:* -a|a NOT b|AND_x|+(a b) -c|NOT_x|(a)(b)|"and"
and b|a and|a\\:b|number:[15.1 TO 15.9]|roam~0.8^2|"a b"~3|a-b|R&D|c++"""
HARMLESS = ["", " \t", *PLAIN.replace("\n", "|").split("|")]
FRAGMENTS = [
    *'+-!(){}[]^"~*?:\\ &|',
    "AND",
    "OR",
    "NOT",
    "TO",
    "and",
    "not",
    "title:",
    "ac:",
    "\\u",
    "a",
    "b1",
]
FRAGMENTS += [
    "~2",
    "^.5",
    "[a TO b]",
    '"a b"',
    "\u3000",
    "\u00a0",
    "é",
    "😀",
    "\n",
    "\\u00e9",
    "*:*",
    "~0.5",
    "^2",
]
QUERIES = st.text() | st.lists(st.sampled_from(FRAGMENTS)).map("".join)
TABLE = ROOT / "docs" / "query-language.md"


def first(query: str) -> Diagnostic:
    return diagnose(parse(query))[0]


def check(query: str, code: str, span: str, fix: str) -> Diagnostic:
    found = first(query)
    assert (found.code, query[found.start : found.end]) == (code, span)
    assert [offered.query for offered in found.fixes][:1] == [fix]
    return found


@pytest.mark.parametrize(("query", "code", "span", "fix"), NAMED)
def test_the_named_queries(query: str, code: str, span: str, fix: str) -> None:
    check(query, code, span, fix)
    # What is left after the repair is what was meant: there is nothing more to say about it.
    assert diagnose(parse(fix)) == []


@pytest.mark.parametrize(("query", "code", "span", "fix"), ERRORS)
def test_errors(query: str, code: str, span: str, fix: str) -> None:
    found = check(query, code, span, fix)
    assert found.severity is Severity.ERROR
    assert not parse(query).ok
    labels = {offered.label for offered in found.fixes}
    assert labels >= ({PHRASE_LABEL} if code == "too-many-clauses" else {ESCAPE_LABEL, PHRASE_LABEL})


@pytest.mark.parametrize(("query", "code", "span", "fix"), CAUTIONS)
def test_cautions(query: str, code: str, span: str, fix: str) -> None:
    found = check(query, code, span, fix)
    assert found.severity is (Severity.HINT if code == "question-mark" else Severity.WARNING)
    assert parse(query).ok


@pytest.mark.parametrize("query", HARMLESS)
def test_nothing_is_said_about_a_plain_query(query: str) -> None:
    assert diagnose(parse(query)) == []


def test_what_finds_nothing_or_is_no_wildcard_is_said_without_a_fix() -> None:
    assert [(d.code, d.fixes) for d in diagnose(parse('""'))] == [("nothing-to-find", ())]
    assert [(d.code, d.fixes) for d in diagnose(parse('"foo ba*"'))] == [("wildcard-in-quotes", ())]


def test_several_cautions_come_in_the_order_of_the_query() -> None:
    found = diagnose(parse("a and b:c d(e) f?"))
    assert [d.code for d in found] == [
        "lower-case-operator",
        "unknown-field",
        "operator-in-word",
        "question-mark",
    ]


def test_a_query_with_many_faults_gets_few_diagnostics() -> None:
    assert len(diagnose(parse("a:b " * 100))) == 8
    assert len(diagnose(parse("a:b " * 900))) == 1


def test_escaping_touches_only_the_word_at_fault() -> None:
    found = first('conf* AND "a b" AND +(x OR b:c:d)')
    assert found.fixes[0].query == r'conf* AND "a b" AND +(x OR b\:c\:d)'


@given(QUERIES)
@settings(max_examples=1_000, deadline=None)
def test_any_text_gives_a_tree_or_an_error(text: str) -> None:
    parsed = parse(text)
    found = diagnose(parsed)
    explain(text)
    if parsed.ok:
        assert Severity.ERROR not in {d.severity for d in found}
    else:
        assert [d.severity for d in found] == [Severity.ERROR] or not text.strip(" \t\r\n\u3000")
    for diagnostic in found:
        assert 0 <= diagnostic.start <= diagnostic.end <= len(text)
        assert diagnostic.start < diagnostic.end, "a place that can be seen"
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", diagnostic.code)
        assert diagnostic.message.isprintable()
        for fix in diagnostic.fixes:
            assert parse(fix.query).ok
            assert fix.query != text
            assert fix.label.isprintable()


@given(QUERIES)
@settings(max_examples=500, deadline=None)
def test_an_error_always_has_the_two_fixes(text: str) -> None:
    parsed = parse(text)
    if not parsed.ok and diagnose(parsed):
        assert {fix.label for fix in first(text).fixes} >= {ESCAPE_LABEL, PHRASE_LABEL}


def table() -> list[str]:
    """Return the rows that the documentation has to show, from what the code says."""
    rows = []
    for query, *_ in NAMED:
        found = first(query)
        message = re.sub(r"([\\*~_])", r"\\\1", found.message)
        cells = (f"`{query}`", message, found.fixes[0].label, f"`{found.fixes[0].query}`")
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def test_the_documented_table_is_what_is_said() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    begin = lines.index("| query | what momviewer says | first fix | which is |")
    assert lines[begin + 2 : begin + 2 + len(NAMED)] == table()


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
