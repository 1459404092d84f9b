"""Configuration snippets of the bundled manual beside the vendor's: each option is known in its scope."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.momentum_config import Assignment, Stanza, Statement, parse
from tests.unit.test_companion_form import CONFIGURATION, SOURCES

ROW = re.compile(r"^\| (?:\[|\*\*)(?P<name>\w+)(?P<rest>.*)\| (?P<scopes>[\w, ]+) \|$", re.MULTILINE)
"""An option of the vendor's table 66.1, which ends with the scopes that the option is valid in."""
STANZA = re.compile(r"^\s*(\w+)(?: +\S+)? *\n? *\{", re.MULTILINE)
SERVER = frozenset(
    "binding binding_group cluster control_listener domain eccluster_listener ecstream_listener"
    " esmtp_listener global host http_listener listen pathway pathway_group peer security threadpool".split()
)
"""Scopes whose options table 66.1 lists; the others are modules, whose pages tell of their options."""
COMMON = frozenset({"enabled", "debug_level"})
"""Options of every module."""
ALSO = {"custom_bounce_logger": "bounce_logger"}
"""Modules that take the options of another."""


@dataclass(frozen=True)
class Vendor:
    """What the vendor's reference says of options: scopes of the server's own, pages that show a stanza."""

    scopes: Mapping[str, set[str]]
    stanzas: Mapping[str, str]
    modules: Mapping[str, str]

    def knows(self, path: tuple[str, ...], name: str) -> bool:
        """Return whether an option is valid in a scope; `path` has the keywords of the stanzas around it."""
        scope = path[-1] if path else "global"
        if scope not in SERVER:
            shown = self.stanzas.get(path[0], "") + self.stanzas.get(ALSO.get(path[0], ""), "")
            return name in COMMON or re.search(rf"\b{name}\b", shown) is not None
        if scope in self.scopes.get(name, ()):
            return True
        pages = (text for module, text in self.modules.items() if name.startswith(module))
        return any(name in text and re.search(rf"\b{scope}\b", text) for text in pages)


@pytest.fixture(scope="module")
def vendor(manuals: Path) -> Vendor:
    folder = manuals / "momentum-4-markdown"
    if not folder.is_dir():
        pytest.skip(f"no {folder}")
    pages = {
        path.stem: path.read_text(encoding="utf-8", errors="replace").lower() for path in folder.glob("*.md")
    }
    scopes: dict[str, set[str]] = {}
    for row in ROW.finditer(pages["config.options.summary"]):
        scopes.setdefault(row["name"], set()).update(row["scopes"].split(", "))
    stanzas: dict[str, str] = {}
    for text in pages.values():
        for keyword in set(STANZA.findall(text)):
            stanzas[keyword] = stanzas.get(keyword, "") + text
    modules = {
        name.removeprefix("modules."): text for name, text in pages.items() if name.startswith("modules.")
    }
    return Vendor(scopes, stanzas, modules)


def placed(
    statements: Iterable[Statement], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each option in lower case behind the keywords of the stanzas around it."""
    for statement in statements:
        if isinstance(statement, Assignment):
            yield path, statement.name.lower()
        elif isinstance(statement, Stanza):
            yield from placed(statement.body, (*path, statement.keyword.lower()))


def unknown(vendor: Vendor, snippet: str) -> list[str]:
    return [" ".join((*path, name)) for path, name in placed(parse(snippet)) if not vendor.knows(path, name)]


def test_each_option_is_known_in_its_scope(vendor: Vendor) -> None:
    snippets = {page: CONFIGURATION.findall(text) for page, text in SOURCES.items()}
    assert sum(map(len, snippets.values())) > 140
    assert {
        f"{page}: {option}"
        for page, texts in snippets.items()
        for text in texts
        for option in unknown(vendor, text)
    } == set()


@pytest.mark.parametrize(
    ("snippet", "found"),
    [
        ("Domain example.com { TLS = required }", []),
        ('capabilities = "cap_net_raw"', ["capabilities"]),
        ("binding a { max_message_size = 5 }", ["binding max_message_size"]),
        ("domain example.com { retry_intervall = 5 }", ["domain retry_intervall"]),
        ("opendkim x { keyfil = 5 debug_level = INFO }", ["opendkim keyfil"]),
        ("nosuchmodule { anything = 1 }", ["nosuchmodule anything"]),
    ],
)
def test_an_option_out_of_its_scope_is_noticed(vendor: Vendor, snippet: str, found: list[str]) -> None:
    assert unknown(vendor, snippet) == found
