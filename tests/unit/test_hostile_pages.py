"""Pages made to do harm: what could act is taken out and counted, what is too much is named."""

import os
import shutil
from collections import Counter
from contextlib import closing, nullcontext
from pathlib import Path
from pkgutil import resolve_name

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from index_builder.build import Built
from index_builder.intake import time_limit
from index_builder.intake.drawings import Drawings, PictureError
from index_builder.intake.pictures import taken
from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import ATTRIBUTES, clean
from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourcePage, SourcePages
from index_builder.pages.trees import Tree
from index_builder.render.render import render_page
from index_builder.steps.links import Targets, resolve_links
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Page, PageKind
from tests.unit.source_forms import built

DOCUMENTS = Path(__file__).parent / "documents"
SHELL = (
    "<html><head><meta name='generator' content='DocBook XSL'></head><body><div class='section'>"
    "<div class='titlepage'><h2 class='title'>Added</h2></div>CONTENT</div></body>"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")


def problems(result: Built, name: str) -> list[str]:
    return [problem for problem in result.report.problems if name in problem]


def page_of(source: Path, name: str) -> Page:
    bundle = open_bundle(source.parent / "built")
    try:
        found = bundle.page(name)
    finally:
        bundle.close()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "counted"),
    [
        ("<script>evil()</script>", "<script>"),
        ("<style>p { background: url(//192.0.2.1/) }</style>", "<style>"),
        ("<iframe src='http://192.0.2.1/'></iframe>", "<iframe>"),
        ("<object data='http://192.0.2.1/'></object>", "<object>"),
        ("<embed src='http://192.0.2.1/'>", "<embed>"),
        ("<p onclick='evil()'>x</p>", "event handler"),
        ("<p ONMOUSEOVER='evil()'>x</p>", "event handler"),
        ("<form action='http://192.0.2.1/'><input name='x'></form>", "<form>"),
        ("<p><a href='file:///etc/passwd'>x</a></p>", "file: link"),
        ("<p><a href='javascript:evil()'>x</a></p>", "javascript: link"),
        ("<p><a href='data:text/html,evil'>x</a></p>", "data: link"),
        ("<p><img src='http://192.0.2.1/x.png'></p>", "remote or unknown image"),
    ],
)
def test_what_could_act_is_taken_out_and_counted(source: Path, content: str, counted: str) -> None:
    without = built(source).report.left_out.get(counted, 0)
    (source / "added.php").write_text(SHELL.replace("CONTENT", f"<p>before</p>{content}<p>after</p>"))
    assert built(source).report.left_out.get(counted, 0) == without + 1
    page = page_of(source, "added")
    assert "before" in page.text
    assert "after" in page.text
    for word in ("evil", "192.0.2.1", "passwd"):
        assert word not in page.html


def test_a_script_around_the_page_is_counted_too(source: Path) -> None:
    shell = SHELL.replace("<body>", "<body onload='evil()'><script>evil()</script>")
    (source / "added.php").write_text(shell.replace("CONTENT", "<p>x</p>"))
    left_out = built(source).report.left_out
    assert left_out["<script>"] >= 1
    assert left_out["event handler"] >= 1


def test_a_page_that_is_too_large_costs_that_page(source: Path) -> None:
    with (source / "added.php").open("wb") as stream:
        stream.write(SHELL.encode())
        stream.truncate(200 << 20)
    result = built(source)
    (problem,) = problems(result, "added.php")
    assert "it has 200 MB, and pages of up to 32 MB are read" in problem
    assert result.info.counts.pages == 14


def test_a_page_that_takes_too_long_costs_that_page(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(file: Path, _within: Path | None) -> bytes:
        while file.name == "added.php":
            pass
        return file.read_bytes()

    monkeypatch.setattr("index_builder.sources.common.html_files.read_file", forever)
    monkeypatch.setattr(time_limit, "PAGE_TIMEOUT_S", 0.2)
    (source / "added.php").write_text(SHELL.replace("CONTENT", "<p>x</p>"))
    result = built(source)
    (problem,) = problems(result, "added.php")
    assert "takes longer" in problem
    assert result.info.counts.pages == 14


def test_a_page_that_needs_too_much_memory_costs_that_page(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(file: Path, _within: Path | None) -> bytes:
        if file.name == "added.php":
            raise MemoryError
        return file.read_bytes()

    monkeypatch.setattr("index_builder.sources.common.html_files.read_file", greedy)
    (source / "added.php").write_text(SHELL.replace("CONTENT", "<p>x</p>"))
    assert "needs too much memory" in problems(built(source), "added.php")[0]


STEPS = [
    "index_builder.sources.docbook.reader.parsed",
    "index_builder.sources.docbook.reader.page_of",
    "index_builder.sources.docbook.reader.Images.place",
    "index_builder.pages.trees._packed",
    "index_builder.build.clean",
    "index_builder.build.captions_of",
    "index_builder.build.anchors_of",
    "index_builder.build.resolve_links",
    "index_builder.build.render_page",
    "index_builder.steps.write._document",
]
"""All that is done to a page, in its order."""
FAILURES = {
    KeyError("a bug"): "could not be understood and was left out: KeyError: 'a bug' (at line ",
    RecursionError("deep"): "could not be understood and was left out: it is nested too deep.",
    MemoryError(): "could not be understood and was left out: it needs too much memory.",
    OSError(5, "it burns"): "could not be read and was left out: it burns.",
}


@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize("step", STEPS)
def test_whatever_goes_wrong_with_a_page_costs_that_page(
    source: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    real = resolve_name(step)
    calls = iter([False] * 3 + [True] + [False] * 1000)

    def failing(*arguments: object, **options: object) -> object:
        if next(calls):
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(step, failing)
    result = built(source)
    assert result.info.counts.pages == 13
    (problem,) = [problem for problem in result.report.problems if "left out" in problem]
    assert FAILURES[error] in problem
    bundle = open_bundle(source.parent / "built")
    assert bundle.report() == result.report
    bundle.close()


DIGITS = "9" * 10_000
ODD_PAGES = {
    "an attribute that begins with a brace": "<p {% if a %}>x</p>",
    "a tag with braces": "<a{b} id='{c}'>x</a{b}>",
    "a handler with a brace": "<p on{%='evil()'>x</p>",
    "a brace and a control character": "<p {%='&#8;'>x</p>",
    "a column over many": f"<table><tr><td colspan='0001{DIGITS}'>x</td></tr></table>",
    "a list from far": f"<ol start='{DIGITS}'><li>x</li></ol>",
    "an example with a large number": f"<div class='example'><p class='title'>Example 1.{DIGITS}. x</p>"
    "</div>",
    "a list of examples": f"<div class='list-of-examples'><dl><dt>1.{DIGITS}. <a href='no#a'>x</a></dt>"
    f"<dt>1.2. <a href='no#b'>y</a></dt></dl></div>",
}


@pytest.mark.parametrize("content", ODD_PAGES.values(), ids=list(ODD_PAGES))
def test_an_odd_page_is_read_as_any_other(source: Path, content: str) -> None:
    (source / "added.php").write_text(SHELL.replace("CONTENT", f"<p>before</p>{content}<p>after</p>"))
    assert problems(built(source), "added.php") == []
    text = page_of(source, "added").text
    assert "before" in text
    assert "after" in text


def test_links_out_of_the_source_are_not_followed(source: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.php"
    secret.write_text(SHELL.replace("CONTENT", "<p>secret</p>"))
    (source / "added.php").symlink_to(secret)
    (source / "again.php").symlink_to("moorings.php")
    os.mkfifo(source / "pipe.php")
    result = built(source)
    assert "leads out of its folder" in problems(result, "added.php")[0]
    assert "not a file" in problems(result, "pipe.php")[0]
    assert problems(result, "again.php") == []
    assert result.info.counts.pages == 14  # a page with two names is read once


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-32", "utf-7"])
def test_pages_in_other_encodings_do_no_harm(source: Path, encoding: str) -> None:
    text = SHELL.replace("CONTENT", "<p>safe</p><script>evil()</script>\0")
    (source / "added.php").write_bytes(text.encode(encoding))
    built(source)
    bundle = open_bundle(source.parent / "built")
    page = bundle.page("added")
    bundle.close()
    assert page is None or "<script" not in page.html


@pytest.mark.parametrize(
    "charset", ["hex", "zip", "undefined", "idna", "rot13", "nonsense", "unicode_escape"]
)
def test_a_declared_encoding_is_no_trap(source: Path, charset: str) -> None:
    head = SHELL.replace("<head>", f"<head><meta charset='{charset}'>").replace("CONTENT", "<p>caf\xe9</p>")
    (source / "added.php").write_bytes(head.encode("latin-1"))
    assert built(source).info.counts.pages >= 14


def test_an_entity_bomb_is_not_expanded(source: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "boom">{entities}]>{SHELL}'
    (source / "added.xhtml").write_text(text.replace("CONTENT", "<p>safe &e11;</p>"))
    built(source)
    assert len(page_of(source, "added").html) < 10_000


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.png", PNG, ""),
        ("a.gif", b"GIF89a", ""),
        ("a.png", b"<html>", "is no picture"),
        ("a.png", b"", "is no picture"),
    ],
)
def test_only_pictures_are_taken(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(content)
    with closing(Drawings()) as made, pytest.raises(PictureError, match=fault) if fault else nullcontext():
        assert taken(tmp_path / name, made).file == tmp_path / name


def test_a_picture_that_is_none_is_said_and_not_taken(source: Path) -> None:
    (source / "images" / "quay.png").write_bytes(b"evil")
    result = built(source)
    assert problems(result, "quay.png") == ["The picture quay.png was left out: it is no picture."]
    assert not (source.parent / "built" / "images" / "quay.png").exists()


TAGS = (
    *ATTRIBUTES,
    *'script style iframe svg math form input o:p a"b a{b} xmlns:x noscript template object font'.split(),
    "center",
)
NAMES = 'id class href src alt style onclick onload xmlns x:y a"b colspan start type data-number name'.split()
NAMES += ["{%", "{a}", "on{"]
VALUES = st.one_of(
    st.sampled_from(
        [
            "javascript:evil()",
            "file:///x",
            "data:,x",
            "//x",
            "images/../x",
            "images/a.png",
            "note",
            'x"><b>',
            "9" * 30,
        ]
    ),
    st.text(max_size=6),
)
TAG = st.builds(
    lambda tag, attributes: f"<{tag} " + " ".join(f"{name}='{value}'" for name, value in attributes) + ">",
    st.sampled_from(TAGS),
    st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=3),
)
CLOSING = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
MARKUP = st.lists(st.one_of(TAG, CLOSING, st.text(max_size=6)), max_size=30).map("".join)


def body_of(markup: str) -> HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    whole = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    body = lxml_html.document_fromstring(whole, parser=parser).find("body")
    assert isinstance(body, HtmlElement)
    return body


@settings(deadline=None, max_examples=500)
@example("<p id='there' '\x08='\x1f'>odd</p>")
@given(MARKUP)
def test_nothing_outside_the_vocabulary_passes_the_cleaner(markup: str) -> None:
    body = body_of(markup)
    clean(body, Counter())
    for element in body.iterdescendants():
        assert isinstance(element.tag, str)
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert not (element.get("href") or "").lower().startswith(("javascript:", "file:", "data:"))
        assert (element.get("src") or "images/").startswith("images/")


VIEWER: dict[str, set[str]] = {
    "a": {"name", "href", "class"},
    "img": {"src", "alt", "width", "height"},
    "table": {"class", "width", "cellspacing", "cellpadding"},
    "td": {"class", "align", "colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width", "align", "class"},
    "ol": {"start", "type"},
    "p": {"class"},
    "span": {"class"},
    **{
        name: set()
        for name in "h1 h2 h3 h4 dl dt dd ul li tr thead tbody pre br hr blockquote"
        " code em strong var kbd sub sup".split()
    },
}
"""What may stand in a bundle, beside the words."""
HREF = ("https:", "http:", "mailto:", "copy:", "menu:", "missing:", "image:", "straight:", "table:")


@settings(deadline=None, max_examples=500)
@example("<p id='there' '\x08='\x1f'>odd</p>")
@given(MARKUP)
def test_nothing_outside_the_viewers_vocabulary_reaches_a_bundle(markup: str) -> None:
    page = SourcePage("page", "Title", "", PageKind.PAGE, Tree(body_of(markup)), Path("page.html"))
    SourcePages(PageGuard(Path())).add(page)
    clean(page.body, Counter())
    resolve_links(page, Targets.of({"page": anchors_of(page.body)}))
    html = render_page(page).html
    for element in body_of(html).iterdescendants():
        assert isinstance(element.tag, str)
        assert element.tag in VIEWER, html
        assert set(element.attrib) <= VIEWER[element.tag], html
        href = element.get("href") or ""
        assert ":" not in href.partition("#")[0] or href.startswith(HREF), href
        assert (element.get("src") or "images/").startswith(("images/", "mark:")), html


@pytest.mark.parametrize(
    "loose",
    [
        "<td>one</td><td id='kept'>two</td>",
        "<tr id='kept'><td>one</td><td>two</td></tr>",
        "<div><tbody><tr><th id='kept'>one</th><td>two</td></tr></tbody></div>",
    ],
)
def test_parts_of_a_table_in_no_table_are_text(loose: str) -> None:
    table = "<table><tr><td>three</td></tr></table>"
    tree = lxml_html.document_fromstring(f"<html><body>{loose}{table}</body></html>").find("body")
    assert tree is not None
    left_out: Counter[str] = Counter()
    clean(tree, left_out)
    assert len(list(tree.iter("td", "th"))) == 1
    assert " ".join(map(str, tree.itertext())).split() == ["one", "two", "three"]
    assert anchors_of(tree) == {"kept"}
    assert left_out["part of a table without one"]
