"""The vendor's manuals, whole: counts, every example's code, every link. Skipped where there are none."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html as lxml_html

from momviewer.library.library import InstalledManual
from momviewer.library.verifying import verify_manual
from momviewer.manual.bundle import Bundle
from momviewer.manual.model import LISTS, Counts, ItemKind
from momviewer.query.escaping import escape
from momviewer.search.answers.searcher import Searcher
from tests.conftest import ROOT

EXAMPLES = Path(__file__).parents[1] / "data" / "examples.csv"
CHANGED_SINCE = {"16.1", "34.1", "71.16", "71.43", "71.76", "71.77"}
"""Examples whose code the public site has in another version."""
MAX_MEMORY_BYTES = 400_000_000
PROCESSES = 2
LARGEST_BUILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Tells the memory of the larger of the builder's two processes.

What is told of a process begins with what the one held that started it: so there is one between, a small one.
"""
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which a process's memory is told."""
LOST_PAGES = 25
"""Pages that the HTML form links to and does not have."""


@pytest.fixture(params=["html", "markdown"])
def either(request: pytest.FixtureRequest) -> Bundle:
    bundle = request.getfixturevalue(request.param)
    assert isinstance(bundle, Bundle)
    return bundle


def listed() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def source_code(folder: Path, page: str, anchor: str) -> str:
    """Return an example's code straight from the vendor's page, by other means than the reader's."""
    text = (folder / page).read_text(encoding="utf-8", errors="replace")
    start = text.index(f'<a name="{anchor}">')
    end = text.index('<br class="example-break">', start)
    blocks = re.findall(r"<pre[^>]*>(.*?)</pre>", text[start:end], re.DOTALL)
    plain = (str(lxml_html.fromstring(f"<pre>{block}</pre>").xpath("string()")) for block in blocks)
    return "\n\n".join(re.sub(r"\A\s*\n|(?:\n[ \t]*)+\Z", "", code.replace("\xa0", " ")) for code in plain)


def test_the_html_form_is_read_whole(html: Bundle, manuals: Path) -> None:
    pages = {info.id for info in html.pages()}
    assert pages == {path.stem for path in (manuals / "momentum-4-html").glob("*.php")}
    assert {"index", "example-toc", "figure-toc", "table-toc"} <= pages
    counts = html.info.counts
    assert (counts.pages, counts.examples) == (804, 212)
    for kind, number in (("figure", counts.figures), ("table", counts.tables)):
        text = (manuals / "momentum-4-html" / f"{kind}-toc.php").read_text(encoding="utf-8")
        content = text[text.index('<div class="list-of-') : text.index('<div class="navfooter"')]
        assert number == content.count("<dt>")


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell what a process took")
@pytest.mark.parametrize("form", ["momentum-4-html", "momentum-4-markdown", "momentum-4-website"])
def test_an_import_takes_little_memory(manuals: Path, tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-m", "index_builder", str(manuals / form), str(tmp_path / "built"), "--json"]
    largest = subprocess.run(
        [sys.executable, "-c", LARGEST_BUILD, *command], check=True, capture_output=True, cwd=ROOT
    )
    assert PROCESSES * int(largest.stdout) * RSS_UNIT < MAX_MEMORY_BYTES


def test_the_markdown_form_is_read_whole(markdown: Bundle) -> None:
    assert markdown.info.counts == Counts(pages=830, examples=212, figures=70, tables=56)


def test_every_page_opens(either: Bundle) -> None:
    for info in either.pages():
        page = either.page(info.id)
        assert page is not None
        assert page.info.title
        assert page.html.startswith("<h1>")


def test_every_example_is_where_the_list_says(either: Bundle) -> None:
    items = {item.number: item for item in either.items() if item.kind is ItemKind.EXAMPLE}
    for row in listed():
        item = items[row["number"]]
        assert (item.title, item.page, item.anchor) == (
            row["title"].replace("`", ""),
            row["page"].removesuffix(".php"),
            row["anchor"],
        )


def test_every_example_of_the_html_form_has_exactly_its_code(html: Bundle, manuals: Path) -> None:
    for row in listed():
        expected = source_code(manuals / "momentum-4-html", row["page"], row["anchor"])
        assert html.example_text(row["number"]) == expected, row["number"]


def test_examples_are_taken_for_the_languages_they_are_in(html: Bundle) -> None:
    languages = {
        snippet.number: snippet.language
        for info in html.pages()
        if (page := html.page(info.id))
        for snippet in page.snippets
        if snippet.number
    }
    names = {"ecelerity-conf": "momentum"}
    wrong = [
        row["number"]
        for row in listed()
        if languages[row["number"]] != names.get(row["language"], row["language"])
    ]
    assert wrong == []


def test_captions_can_be_scrolled_to(either: Bundle) -> None:
    for item in either.items():
        page = either.page(item.page)
        if page is not None and item.anchor:
            assert item.anchor in dict(page.anchors), item
            assert f'<a name="{item.anchor}"></a>' in page.html


def test_only_links_into_the_lost_pages_dangle_in_the_html_form(html: Bundle) -> None:
    findings = verify_manual(InstalledManual(html.info, html.folder, built_in=False))
    assert findings.damage == ()
    assert len(findings.missing_pages) == LOST_PAGES
    assert findings.lost_anchors == ()


def test_every_link_of_the_markdown_form_resolves(markdown: Bundle) -> None:
    assert markdown.dangling() == []


def test_no_chrome_is_left(html: Bundle) -> None:
    for info in html.pages():
        page = html.page(info.id)
        assert page is not None
        for chrome in ("Logged in as", "Follow us on", "disqus", "google-analytics", "Search Documentation"):
            assert chrome not in page.html, info.id


@pytest.mark.parametrize("number", ["71.94", "70.60", "15.3"])
def test_an_example_is_found_by_its_title(either: Bundle, number: str) -> None:
    item = next(item for item in either.items() if item.label == f"Example {number}")
    searcher = Searcher([either])
    hits = searcher.search(f"{item.label} {item.title}").hits
    searcher.close()
    assert (hits[0].page, hits[0].anchor) == (item.page, item.anchor)


def test_a_list_page_is_never_above_what_it_lists(either: Bundle) -> None:
    lists = {info.id for info in either.pages() if info.kind in LISTS}
    pages = {info.id for info in either.pages()}
    searcher = Searcher([either])
    for item in either.items():
        if item.page in pages and item.title:
            words = " ".join(escape(word.lower()) for word in item.title.split())
            found = [hit.page for hit in searcher.search(words, limit=10).hits]
            above = found[: found.index(item.page)] if item.page in found else found
            assert not lists.intersection(above), item
    searcher.close()
    assert lists.isdisjoint(term.page for term in either.terms())


def test_the_public_site_is_read_whole(website: Bundle, manuals: Path) -> None:
    files = list((manuals / "momentum-4-website").rglob("*.md"))
    assert website.info.counts.pages == len(files) == 922
    listed_pages = {entry.page for top in website.contents() for entry in top.walk()}
    assert {page.id for page in website.pages()} - listed_pages == {"index"}
    assert [(top.title, len(top.children)) for top in website.contents()[:2]] == [
        ("Preface", 1),
        ("Introduction to Momentum", 4),
    ]
    assert website.report().problems == ()
    ours = {page.id for page in website.pages()}
    elsewhere = [link.target for link in website.dangling() if link.target.split("#")[0] not in ours]
    assert len(website.dangling()) - len(elsewhere) <= 3
    assert sum(target.startswith("momentum%2F") for target in elsewhere) >= len(elsewhere) - 1


def test_the_public_sites_examples_have_the_numbers_and_the_code_of_the_html_form(
    website: Bundle, html: Bundle
) -> None:
    examples = [item for item in website.items() if item.kind is ItemKind.EXAMPLE]
    assert [item.number for item in examples] == [row["number"] for row in listed()]
    differing = {
        item.number
        for item in examples
        if _trimmed(website.example_text(item.number)) != _trimmed(html.example_text(item.number))
    }
    assert differing == CHANGED_SINCE
    assert website.report().notes == (
        (
            "212 examples have their numbers from Momentum 4 Reference Manual:"
            " 205 by their anchors, 7 by their code."
        ),
    )


def _trimmed(code: str | None) -> list[str]:
    """Return lines without the blanks at their ends, which the Markdown lost."""
    return [line.rstrip() for line in (code or "").strip().split("\n")]
