"""The form of the bundled manual's pages, and their names and signatures beside the vendor's."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from index_builder.pages.model import SourceManual
from index_builder.sources.detection import locate_manual
from index_builder.steps.definitions import FIELDS
from momviewer.manual.model import TocEntry
from tests.unit.momentum_config import Assignment, Stanza, Statement, parse
from tests.unit.samples import read_with

COMPANION = Path(__file__).parents[2] / "resources" / "manuals" / "momentum-4-examples"
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in COMPANION.glob("*.md")}
FUNCTIONS = sorted(name for name in SOURCES if name.startswith("lua.ref."))
MODULES = sorted(name for name in SOURCES if name.startswith("modules."))
OPTIONS = sorted(name for name in SOURCES if name.startswith("conf.ref.") and not name.endswith(".conf"))
TOPICS = sorted(name for name, text in SOURCES.items() if "**Example " in text)

ARGUMENTS = {"lua.ref.curl.c_perform", "lua.ref.curl.c_setopt"}
"""Pages on options of libcurl, whose tables say what their functions are called with."""

TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
CONFIGURATION = re.compile(r"^```momentum\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
LUA = re.compile(r"^```lua\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
NO_RESULT = re.compile(
    r"[Nn]othing (?:is returned )?that a script should rely on|do not look at what the call returns"
)
NO_ARGUMENT = re.compile(
    r"There are (?:no (?:arguments|parameters)|none)|takes no arguments|^None\b", re.MULTILINE
)
OWN = ("About This Companion", "Recipes")
"""Chapters that the vendor's reference does not have."""
READ_NOT_CALLED = {"msg.batch_id"}
"""What is read and not called."""
UNNAMED = {
    "lua.ref.msg_binding",  # the argument is an ellipsis
    "lua.ref.msys.delivery.ob_get_current_message",  # an expression stands for it
    "lua.ref.msys.os.statvfs_read",  # called a path, while its examples pass a subscription
}
"""Functions whose synopsis in the vendor's manual does not name the argument."""

TABLE = re.compile(r"^\| (?P<head>.*) \|\n\|[-| ]+\|\n(?P<rows>(?:\|.*\n?)+)", re.MULTILINE)
DEFINED = re.compile(
    r"(?P<lead>[^\n]*)\n\n\| (?P<head>Option \| .*) \|\n\|[-| ]+\|\n(?P<rows>(?:\|.*\n?)+)", re.MULTILINE
)
"""A table of options, with the line before it: whether it has all, and what holds for each."""
DEFINING = sorted(name for name, text in SOURCES.items() if DEFINED.search(text) and name not in ARGUMENTS)
FACTS = re.compile(r"(?:Option|Parameter|Key|Field|Constant|Macro|Column|Action|Facility|Status)\b")
"""What heads the first column of a table of names that the vendor gave."""
NAME = re.compile(r"`([\w.:-]{3,})`")
USED = re.compile(r"\b((?:msys|curl|json|xml)\.\w[\w.]*\w)|^function \w+:(\w+)\(|(\w:\w+)\(", re.MULTILINE)
"""Functions and constants of the engine, hooks that it calls, and methods, in Lua."""


def titled(name: str) -> str:
    title = TITLE.search(SOURCES[name])
    assert title, name
    return title[1]


def forms(name: str) -> list[list[str]]:
    """Return the parameters of a function, for each form that the first code of its page shows."""
    function = titled(name)
    signature = LUA.search(SOURCES[name])
    assert signature, name
    called = re.findall(re.escape(function) + r"\(([^)]*)\)", signature[1])
    assert called or function in READ_NOT_CALLED, f"{name}: the signature does not call {function}"
    return [re.findall(r"\w+", arguments) for arguments in called]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_page_has_what_a_caller_looks_up(name: str) -> None:
    text = SOURCES[name]
    headings = HEADING.findall(text)
    assert {"Signature", "What to watch for", "See also"} <= set(headings)
    assert any(heading.startswith(("When to", "Where to", "Where it fits")) for heading in headings)
    assert "Returns" in headings or "Value" in headings or NO_RESULT.search(text)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_page_explains_each_parameter(name: str) -> None:
    text = SOURCES[name]
    explained = text[: text.index("**Example ")]
    parameters = {parameter for form in forms(name) for parameter in form}
    for parameter in parameters:
        assert re.search(rf"^\|.*`{parameter}`", explained, re.MULTILINE), parameter
    assert parameters or titled(name) in READ_NOT_CALLED or NO_ARGUMENT.search(explained)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_page_says_what_loading_does_and_what_goes_wrong(name: str) -> None:
    assert {"Loading it", "What to watch for", "See also"} <= set(HEADING.findall(SOURCES[name]))


@pytest.mark.parametrize("name", DEFINING)
def test_what_a_page_defines_has_its_facts_in_the_same_form(name: str) -> None:
    for section in SOURCES[name].split("\n### "):
        for table in DEFINED.finditer(section):
            columns = table["head"].split(" | ")
            assert set(columns[1:]) <= {*FIELDS, "Meaning"}
            assert re.match(r"(All|A selection|The options)\b", table["lead"]) or name in OPTIONS
            assert "Type" in columns
            assert "Scopes" in columns or "Scopes: " in table["lead"]
            assert "Default" in columns or re.search("[Dd]efault", section) or "| stanza |" in table["rows"]
            assert not re.search(r"\| +\|", table["rows"]), "a cell is empty"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_box_with_its_package(name: str) -> None:
    box = re.search(
        r"^\| Function \| Package \|.*\n\|[-| ]+\n\| `([^`]+)` \| `[\w.]+` \|", SOURCES[name], re.MULTILINE
    )
    assert box
    assert box[1] == titled(name)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_page_begins_with_the_option(name: str) -> None:
    table = DEFINED.search(SOURCES[name])
    assert table
    assert re.search(rf"`{name.removeprefix('conf.ref.')}`|`State`", table["rows"])


@pytest.mark.parametrize("name", TOPICS)
def test_a_page_begins_with_a_sentence_and_leads_on(name: str) -> None:
    text = SOURCES[name]
    opening = text.split("\n\n")[1]
    assert re.match(r"[A-Z`]", opening), "what the page is about comes first"
    assert opening.endswith(".")
    _, found, related = text.partition("### See also")
    assert found
    assert related.count("](") >= 2


@pytest.fixture(scope="module")
def vendor(manuals: Path) -> SourceManual:
    return read(manuals / "momentum-4-html")


@pytest.fixture(scope="module")
def vendor_texts(vendor: SourceManual) -> dict[str, str]:
    """Return the text of each page, with blanks folded and in lower case, as names do not depend on case."""
    return {page.id: " ".join(page.body.text_content().split()).lower() for page in vendor.pages}


def read(folder: Path) -> SourceManual:
    found, form = locate_manual(folder)
    return read_with(form.read, found)


def test_the_contents_are_those_of_the_vendors_manual(vendor: SourceManual) -> None:
    theirs = list(paths(vendor.contents))
    ours = [path for path in paths(read(COMPANION).contents) if path[0] not in OWN]
    assert len(ours) == len([name for name in SOURCES if not name.startswith(("index", "about", "recipe"))])
    assert [path for path in theirs if path in set(ours)] == ours


def paths(entries: Iterable[TocEntry], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield for each entry the titles that lead to it."""
    for entry in entries:
        path = (*above, f"{entry.number} {entry.title}".strip())
        yield path
        yield from paths(entry.children, path)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - UNNAMED))
def test_a_signature_is_the_vendors(name: str, vendor_texts: dict[str, str]) -> None:
    function = re.escape(titled(name).lower())
    theirs = re.search(function + r"\(([^)]*)\)", vendor_texts[name])
    if titled(name) in READ_NOT_CALLED:
        assert theirs is None
    else:
        assert theirs
        assert re.findall(r"\w+", theirs[1]) in [[one.lower() for one in form] for form in forms(name)]


def test_names_in_tables_are_the_vendors(vendor_texts: dict[str, str]) -> None:
    everything = " ".join(vendor_texts.values())
    unknown = [
        f"{page}: {name}"
        for page, text in SOURCES.items()
        for table in TABLE.finditer(text)
        if FACTS.match(table["head"])
        for row in table["rows"].splitlines()
        for name in NAME.findall(row.split(" | ")[0])
        if name.lower().rstrip("0123456789") not in everything
    ]
    assert unknown == []


def test_lua_uses_functions_constants_and_hooks_of_the_vendors(vendor_texts: dict[str, str]) -> None:
    everything = " ".join(vendor_texts.values())
    unknown = {
        f"{page}: {name}"
        for page, text in SOURCES.items()
        for snippet in LUA.findall(text)
        for function, hook, method in USED.findall(snippet)
        if (name := function or hook or method[1:]).lower() not in everything
    }
    assert unknown == set()


def test_configuration_uses_options_and_stanzas_of_the_vendors(vendor_texts: dict[str, str]) -> None:
    everything = " ".join(vendor_texts.values())
    unknown = {
        f"{page}: {name}"
        for page, text in SOURCES.items()
        for snippet in CONFIGURATION.findall(text)
        for name in named(parse(snippet))
        if name.lower() not in everything
    }
    assert unknown == set()


def named(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the options and the stanzas' keywords, but not the keys of maps, which are the writer's own."""
    for statement in statements:
        if isinstance(statement, Assignment):
            yield statement.name
        elif isinstance(statement, Stanza):
            yield statement.keyword
            yield from named(statement.body)
