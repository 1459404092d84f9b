"""The configuration language: what the manual shows parses, anything else is refused with its line."""

import csv
import re
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.bundle import Bundle
from tests.unit.momentum_config import (
    Assignment,
    ConfigSyntaxError,
    Entries,
    Include,
    Items,
    Stanza,
    Statement,
    Value,
    Word,
    parse,
)

EXAMPLES = Path(__file__).parents[1] / "data" / "examples.csv"
DEPTH = 10_000
BARE = re.compile(r"[\w.:*-]+", re.ASCII)
INCOMPLETE = {"71.4", "71.8", "71.11", "71.33", "71.34", "71.41", "71.74"}
"""The vendor's examples that leave text out, with "..." in its place."""
TYPOGRAPHIC = {"71.5", "71.6", "71.62", "72.6"}
"""The vendor's examples that hold typographic quotes where straight ones belong."""

TEXT = r"""
# one option a line, or several
user = ecuser  "a name" = 'x'
signs+=2/* no
statement */ include "/etc/a b.conf" Readonly_Include "c.d"
ESMTP_Listener
{
  Listen "*:25" {}
  Context = [ color = "red"  "0" = 250
    10.0.0.1 = ( ) ]
  map [ user = "%{username}" ]
}
script one "two" { query = "SELECT \"a\",
  \\w \d\r\n" } list = ( "a", b ( [ ] ) "#" ) # the end"""
STATEMENTS: list[Statement] = [
    Assignment("user", Word("ecuser")),
    Assignment("a name", Word("x", quoted=True)),
    Assignment("signs", Word("2"), "+="),
    Include("/etc/a b.conf"),
    Include("c.d", readonly=True),
    Stanza(
        "ESMTP_Listener",
        (),
        (
            Stanza("Listen", ("*:25",), ()),
            Assignment(
                "Context",
                Entries(
                    (
                        Assignment("color", Word("red", quoted=True)),
                        Assignment("0", Word("250")),
                        Assignment("10.0.0.1", Items(())),
                    )
                ),
            ),
            Assignment("map", Entries((Assignment("user", Word("%{username}", quoted=True)),))),
        ),
    ),
    Stanza(
        "script",
        ("one", "two"),
        (Assignment("query", Word('SELECT "a",\n  \\w \\d\r\n', quoted=True)),),
    ),
    Assignment(
        "list",
        Items((Word("a", quoted=True), Word("b"), Items((Entries(()),)), Word("#", quoted=True))),
    ),
]


def test_every_form_is_read() -> None:
    assert parse(TEXT) == STATEMENTS


@pytest.mark.parametrize("text", ["", " \n", "# nothing", "/* a\nb */"])
def test_nothing_is_a_configuration(text: str) -> None:
    assert parse(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb", "Line 2: After b = and a value, or { is missing."),
        ("a =\n", "Line 2: After a a value is missing."),
        ("a {\n b = }", "Line 2: After b a value is missing."),
        ("a = [\n b ]", "Line 2: After b = and a value, or { is missing."),
        ("\n= 1", "Line 2: One name must stand before ="),
        ("a b += 1", "Line 1: One name must stand before +="),
        ("a = = 1", "Line 1: One name must stand before ="),
        ("a = ( b = 1 )", "Line 1: One name must stand before ="),
        ("a {\n b = 1", "Line 1: { is never closed."),
        ("a = (\n 1", "Line 1: ( is never closed."),
        ("a {}\n}", "Line 2: } closes nothing that is open here."),
        ("a = ( 1 ]", "Line 1: ] closes nothing that is open here."),
        ("{ }", "Line 1: A keyword must stand before {"),
        ("a = { }", "Line 1: A keyword must stand before {"),
        ("a = [ b { } ]", "Line 1: A keyword must stand before {"),
        ("a = ( b { } )", "Line 1: A keyword must stand before {"),
        ("... a { }", "Line 1: A keyword must stand before {"),
        ('"a" { }', "Line 1: A keyword must stand before {"),
        ("a ( )", "Line 1: A name and = must stand before ("),
        ("[ a = 1 ]", "Line 1: A name and = must stand before ["),
        ("a = 1, b = 2", "Line 1: A comma may stand in a list only, after a value."),
        ("a = ( , )", "Line 1: A comma may stand in a list only, after a value."),
        ('a = 1\nb = "c\n\n', 'Line 2: " is misplaced, or opens a quote that never ends.'),
        ("a = /etc/passwd", "Line 1: / is misplaced, or opens a quote that never ends."),
        ("a = 1; b = 2", "Line 1: ; is misplaced, or opens a quote that never ends."),
        ("a = “b”", "Line 1: “ is misplaced, or opens a quote that never ends."),
        ("/* a", "Line 1: / is misplaced, or opens a quote that never ends."),
    ],
)
def test_what_is_no_configuration_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        parse(text)
    assert str(caught.value) == message
    assert message.startswith(f"Line {caught.value.line}: ")


@given(
    st.text() | st.text("ab =+{}()[]\"'\\#/*,;.\n") | st.lists(st.sampled_from(TEXT.split())).map(" ".join)
)
def test_any_text_is_a_configuration_or_refused(text: str) -> None:
    line = 1
    try:
        parse(text)
    except ConfigSyntaxError as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 1


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def name(text: str) -> str:
    return text if BARE.fullmatch(text) else quoted(text)


def printed_value(value: Value) -> str:
    if isinstance(value, Word):
        return quoted(value.text) if value.quoted else value.text
    if isinstance(value, Items):
        return f"( {' '.join(map(printed_value, value.items))} )"
    return f"[ {printed(value.entries)} ]"


def printed(statements: tuple[Statement, ...]) -> str:
    lines = []
    for statement in statements:
        if isinstance(statement, Assignment):
            lines.append(f"{name(statement.name)} {statement.operator} {printed_value(statement.value)}")
        elif isinstance(statement, Include):
            lines.append(f"{'readonly_' * statement.readonly}include {quoted(statement.path)}")
        else:
            names = " ".join(map(name, statement.names))
            lines.append(f"{statement.keyword} {names} {{\n{printed(statement.body)}\n}}")
    return "\n".join(lines)


WORDS = st.builds(Word, st.from_regex(BARE, fullmatch=True)) | st.builds(Word, st.text(), st.just(value=True))


def assignments(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Assignment]:
    return st.builds(Assignment, st.text(), values, st.sampled_from(["=", "+="]))


Part = TypeVar("Part")


def tuples_of(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[tuple[Part, ...]]:
    return st.lists(parts, max_size=4).map(tuple)


def larger_values(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.builds(Items, tuples_of(values)) | st.builds(Entries, tuples_of(assignments(values)))


def stanzas(statements: st.SearchStrategy[Statement]) -> st.SearchStrategy[Statement]:
    keywords = st.from_regex(r"[A-Za-z_][\w.-]*", fullmatch=True)
    names = tuples_of(st.text())
    return st.builds(
        Stanza,
        keywords.filter(lambda word: not word.lower().endswith("include")),
        names,
        tuples_of(statements),
    )


VALUES: st.SearchStrategy[Value] = st.recursive(WORDS, larger_values, max_leaves=8)
SIMPLE: st.SearchStrategy[Statement] = assignments(VALUES) | st.builds(Include, st.text(), st.booleans())


@given(tuples_of(st.recursive(SIMPLE, stanzas, max_leaves=8)))
def test_what_is_printed_is_parsed_back(statements: tuple[Statement, ...]) -> None:
    assert tuple(parse(printed(statements))) == statements


def test_depth_has_no_limit() -> None:
    statements: tuple[Statement, ...] = tuple(parse("a b {" * DEPTH + "}" * DEPTH))
    for _ in range(DEPTH):
        (stanza,) = statements
        assert isinstance(stanza, Stanza)
        statements = stanza.body
    assert statements == ()
    (assignment,) = parse("a = " + "( [ b = " * DEPTH + "c" + " ] )" * DEPTH)
    assert isinstance(assignment, Assignment)
    for opening in ("a {", "a = (", "a = ["):
        with pytest.raises(ConfigSyntaxError, match="never closed"):
            parse("a { " * DEPTH + opening)


def test_the_manuals_own_examples_are_in_the_language(html: Bundle) -> None:
    refused = set()
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        numbers = [row["number"] for row in csv.DictReader(stream) if row["language"] == "ecelerity-conf"]
    for number in numbers:
        try:
            parse(html.example_text(number) or "")
        except ConfigSyntaxError:
            refused.add(number)
    assert refused == INCOMPLETE | TYPOGRAPHIC
