"""The bundled manual: every example opens, every snippet is in its language, every page says enough."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest
from lxml import etree

from momviewer.manual.bundle import Bundle, Report
from momviewer.manual.languages import LANGUAGES
from momviewer.manual.model import ItemKind, Page, PageKind
from tests.unit.momentum_config import parse

COMPANION = Path(__file__).parents[2] / "resources" / "manuals" / "momentum-4-examples"
EXAMPLES = Path(__file__).parents[1] / "data" / "examples.csv"
PARTS = {
    "III": ("Configuring Momentum", ["15", "16", "17", "20", "28"]),
    "IV": ("Logging", ["34"]),
    "V": ("Using the System Console", ["37"]),
    "IX": ("Writing Policy", ["62"]),
    "X": ("Reference", ["70", "71", "72", "73", "74"]),
}
"""The parts that the vendor's manual has its chapters in."""
FULL, MIN_WORDS = 120, 60
"""Words of prose that nine pages of ten have, and that every page has."""
FENCE = re.compile(r"^```(\w*)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)

INCLUDE = re.compile(r"""^#include\s+[<"]([\w./-]+)[>"]""", re.MULTILINE)
EMPTY_MODULES = """push @INC, sub { open my $module, '<', \\'1;'; $module }; 1;"""
"""Perl that gives an empty module for each that is not installed; C gets empty headers in the same way."""

OWN_DOMAIN = re.compile(r"(?:^|.*\.)(?:example(?:\.(?:com|net|org))?|test|localhost)\Z")
"""Domains that nobody has (RFC 2606)."""
HOST = re.compile(
    r"""(?: @ | \w:// ) (?P<host> [\w-]+(?:\.[\w-]+)+ )                        # in an address or a URL
      | (?<![\w.%-]) (?P<name> (?:[\w-]+\.)+ (?:com|net|org|edu|gov|mil|info|biz) ) (?![\w-]|\.\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w)")
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)


def listed() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="session")
def pages(companion: Bundle) -> list[Page]:
    opened = [companion.page(info.id) for info in companion.pages()]
    return [page for page in opened if page is not None]


def snippets(pages: Sequence[Page], language: str) -> list[tuple[str, str]]:
    """Return where each snippet in a language stands, and its text; a manual without one is no test."""
    found = [
        (f"{page.info.id}#{snippet.id}", snippet.text)
        for page in pages
        for snippet in page.snippets
        if snippet.language == language
    ]
    assert found, language
    return found


def refused(
    pages: Sequence[Page], language: str, check: Callable[[str], object], error: type[Exception]
) -> list[str]:
    """Return what `check` says of the snippets in a language that it does not accept."""
    reasons = []
    for place, text in snippets(pages, language):
        try:
            check(text)
        except error as reason:
            reasons.append(f"{place}: {reason}")
    return reasons


def complaints(pages: Sequence[Page], language: str, command: Sequence[str]) -> dict[str, str]:
    """Return what a compiler says of the snippets in a language that it does not accept."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    said = {}
    for place, text in snippets(pages, language):
        ran = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if ran.returncode:
            said[place] = ran.stderr
    return said


def prose(page: Page) -> str:
    parts, end = [], 0
    for start, after in page.code_spans:
        parts.append(page.text[end:start])
        end = after
    return " ".join([*parts, page.text[end:]])


def test_every_number_opens_where_the_list_says(companion: Bundle) -> None:
    rows = listed()
    items = {item.number: item for item in companion.items() if item.kind is ItemKind.EXAMPLE}
    assert len(rows) == 212
    assert set(items) == {row["number"] for row in rows}
    for row in rows:
        item = items[row["number"]]
        expected = (row["title"].replace("`", ""), row["page"].removesuffix(".php"), row["anchor"])
        assert (item.title, item.page, item.anchor) == expected
        page = companion.page(item.page)
        assert page is not None
        assert item.anchor in dict(page.anchors), item
        assert f'<a name="{item.anchor}"></a>' in page.html


def test_the_contents_have_the_chapters_grouped_as_the_vendors(companion: Bundle) -> None:
    titles = {row["number"].split(".")[0]: row["chapter_title"] for row in listed()}
    parts = [entry for entry in companion.contents() if entry.kind is PageKind.PART]
    found = {
        part.number: (part.title, [(chapter.number, chapter.title) for chapter in part.children])
        for part in parts
    }
    assert found == {
        number: (title, [(chapter, titles[chapter]) for chapter in chapters])
        for number, (title, chapters) in PARTS.items()
    }
    assert all(chapter.kind is PageKind.CHAPTER for part in parts for chapter in part.children)


def test_the_contents_lead_to_every_page(companion: Bundle) -> None:
    pages = [entry.page for top in companion.contents() for entry in top.walk()]
    assert sorted(pages) == sorted(info.id for info in companion.pages() if info.id != "index")


def test_every_link_resolves(companion: Bundle) -> None:
    assert companion.dangling() == []
    assert companion.report() == Report()


def test_no_page_is_a_stub(pages: list[Page]) -> None:
    words = {page.info.id: len(prose(page).split()) for page in pages}
    assert {name: count for name, count in words.items() if count < MIN_WORDS} == {}
    assert sum(count >= FULL for count in words.values()) >= 0.9 * len(words)


def test_every_example_has_code_in_the_listed_language(companion: Bundle, pages: list[Page]) -> None:
    names = {"ecelerity-conf": "momentum"}
    languages = {
        snippet.number: snippet.language for page in pages for snippet in page.snippets if snippet.number
    }
    assert languages == {row["number"]: names.get(row["language"], row["language"]) for row in listed()}
    assert all(companion.example_text(number) for number in languages)


def test_every_snippet_is_in_the_language_that_its_fence_names(pages: list[Page]) -> None:
    for page in pages:
        fences = FENCE.findall((COMPANION / f"{page.info.id}.md").read_text(encoding="utf-8"))
        assert [(snippet.language, snippet.text) for snippet in page.snippets] == fences
        assert {language for language, _text in fences} <= set(LANGUAGES)


def test_every_lua_snippet_compiles(pages: list[Page]) -> None:
    lua = pytest.importorskip("lupa.lua51", reason="lupa brings the Lua compiler")
    assert refused(pages, "lua", lua.LuaRuntime().compile, lua.LuaSyntaxError) == []


def test_every_configuration_snippet_parses(pages: list[Page]) -> None:
    assert refused(pages, "momentum", parse, ValueError) == []


def test_every_json_snippet_parses(pages: list[Page]) -> None:
    assert refused(pages, "json", json.loads, ValueError) == []


def test_every_xml_snippet_parses(pages: list[Page]) -> None:
    if any(snippet.language == "xml" for page in pages for snippet in page.snippets):
        assert refused(pages, "xml", etree.fromstring, etree.XMLSyntaxError) == []


def test_every_shell_snippet_parses(pages: list[Page]) -> None:
    assert complaints(pages, "shell", ["sh", "-n"]) == {}


def test_every_perl_snippet_compiles(pages: list[Page], tmp_path: Path) -> None:
    (tmp_path / "Standin.pm").write_text(EMPTY_MODULES)
    assert complaints(pages, "perl", ["perl", f"-I{tmp_path}", "-MStandin", "-c", "-"]) == {}


def test_every_c_snippet_compiles(pages: list[Page], tmp_path: Path) -> None:
    for _place, text in snippets(pages, "c"):
        for name in INCLUDE.findall(text):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
    command = [
        "gcc",
        "-fsyntax-only",
        "-Wno-error=implicit-function-declaration",
        "-idirafter",
        str(tmp_path),
    ]
    assert complaints(pages, "c", [*command, "-x", "c", "-"]) == {}


def test_pages_name_nobodys_addresses(pages: list[Page]) -> None:
    assert [f"{page.info.id}: {address}" for page in pages for address in foreign(page.text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "jane@sub.example.com, http://example.org/x, a.test, 192.0.2.1 and [2001:db8::1]:25, at 16:40:35",
            [],
        ),
        ("7.100.51.198.dnsbl.example.org and 10.0.0.0/8, 127.0.0.1, ::1", []),
        ("jane@sparkpost.io", ["sparkpost.io"]),
        ("ldap://ldap.acme.de/", ["ldap.acme.de"]),
        ("see mail.yahoo.com.", ["mail.yahoo.com"]),
        ("notexample.com", ["notexample.com"]),
        ("8.8.8.8", ["8.8.8.8"]),
        ("[2a00:1450::5]", ["2a00:1450::5"]),
    ],
)
def test_addresses_of_others_are_noticed(text: str, found: list[str]) -> None:
    assert list(foreign(text)) == found


def foreign(text: str) -> Iterator[str]:
    """Yield the domains and IP addresses in a text that somebody may have."""
    for match in HOST.finditer(text):
        host = match["host"] or match["name"]
        if not OWN_DOMAIN.match(host.lower()) and not IPV4.fullmatch(host):
            yield host
    for match in [*IPV4.finditer(text), *IPV6.finditer(text)]:
        written = match[0]
        if text[match.end() : match.end() + 1] == "." and text[match.end() + 1 : match.end() + 2].isalpha():
            written = ".".join(reversed(written.split(".")))  # as block lists are asked
        if is_routed(written):
            yield match[0]


def is_routed(written: str) -> bool:
    try:
        return ip_address(written).is_global
    except ValueError:
        return False


def test_the_companion_is_in_our_words(manuals: Path) -> None:
    tool = manuals.parent / "tools" / "originality.py"
    if not tool.is_file():
        pytest.skip(f"no {tool}, which compares the companion with the vendor's manual")
    ran = subprocess.run([sys.executable, tool, COMPANION], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
