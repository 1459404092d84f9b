"""The form of the bundled manual's pages: each says what a reader looks up in it, and where to read on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_builder.sources import locate_manual
from momviewer.manual.model import TocEntry

COMPANION = Path(__file__).parents[2] / "resources" / "manuals" / "momentum-4-examples"
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in COMPANION.glob("*.md")}
FUNCTIONS = sorted(name for name in SOURCES if name.startswith("lua.ref."))
OPTIONS = sorted(name for name in SOURCES if name.startswith("conf.ref.") and not name.endswith(".conf"))
TOPICS = sorted(name for name, text in SOURCES.items() if "**Example " in text)

TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
LUA = re.compile(r"^```lua\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
NO_RESULT = re.compile(r"no return value is documented", re.IGNORECASE)
NO_ARGUMENT = re.compile(
    r"There are (?:no (?:arguments|parameters)|none)|takes no arguments|^None\b", re.MULTILINE
)
FIELDS = {"msg.batch_id"}
"""What is read and not called."""


def titled(name: str) -> str:
    title = TITLE.search(SOURCES[name])
    assert title, name
    return title[1]


def parameters(name: str) -> list[str]:
    """Return the parameters of a function by the first code of its page, over all its forms."""
    function = titled(name)
    signature = LUA.search(SOURCES[name])
    assert signature, name
    called = re.findall(re.escape(function) + r"\(([^)]*)\)", signature[1])
    assert called or function in FIELDS, f"{name}: the signature does not call {function}"
    return sorted({one for form in called for one in re.findall(r"\w+", form)})


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
    for parameter in parameters(name):
        assert re.search(rf"^\|.*`{parameter}`", explained, re.MULTILINE), parameter
    if not parameters(name) and titled(name) not in FIELDS:
        assert NO_ARGUMENT.search(explained)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_page_has_default_scope_and_when_a_change_counts(name: str) -> None:
    text = SOURCES[name].lower()
    assert re.search(r"\| default \||\| kind \| stanza", text)
    assert "scope" in text
    assert re.search(r"restart of `ecelerity`|\| at run time \|", text)


@pytest.mark.parametrize("name", TOPICS)
def test_a_page_begins_with_a_sentence_and_leads_on(name: str) -> None:
    text = SOURCES[name]
    opening = text.split("\n\n")[1]
    assert re.match(r"[A-Z`]", opening), "what the page is about comes first"
    assert opening.endswith(".")
    _, found, related = text.partition("### See also")
    assert found
    assert related.count("](") >= 2


def paths(entries: tuple[TocEntry, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        path = (*above, f"{entry.number} {entry.title}".strip())
        yield path
        yield from paths(entry.children, path)


def contents(folder: Path) -> list[tuple[str, ...]]:
    found, form = locate_manual(folder)
    return list(paths(tuple(form.read(found, lambda _done, _total: None).contents)))


def test_the_contents_are_those_of_the_vendors_manual(manuals: Path) -> None:
    vendor = [
        tuple(title.replace("–", "-") for title in path) for path in contents(manuals / "momentum-4-html")
    ]
    ours = [tuple(title.replace("–", "-") for title in path) for path in contents(COMPANION)]
    ours.remove(("About This Companion",))
    assert len(ours) == len(SOURCES) - 2  # all but the title page and the page about the companion
    assert [path for path in vendor if path in set(ours)] == ours
