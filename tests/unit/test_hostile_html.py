"""Pages of any generator, made to do harm or by mistake: how long they take, and what of them is lost."""

import re
import sqlite3
import zlib
from pathlib import Path

import pytest

from index_builder.build import Options, build
from index_builder.intake import time_limit
from momviewer.errors import SourceError
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Page
from tests.unit.test_generators import built

WORD = "<span class='k'>harbour</span> "
BOX = "<div class='note'><p class='title'>Pier</p>harbour"
NUMBERED = "<span class='lineno'>1</span>harbour\n"
LARGE = {
    "coloured words in code": (f"<pre>{WORD * 20_000}</pre>", 20_000),
    "coloured words in code, a line each": (f"<pre>{f'<code>{WORD}</code>' * 20_000}</pre>", 20_000),
    "coloured words in text": (f"<p>{WORD * 20_000}</p>", 20_000),
    "numbers of lines": (f"<pre>{NUMBERED * 20_000}</pre>", 20_000),
    "comments": (f"<p>{'harbour <!-- -->' * 20_000}</p>", 20_000),
    "divisions": ("<div><p>harbour</p></div>" * 20_000, 20_000),
    "nested boxes": (f"<main>{BOX * 90}</main>", 90),
    "divisions in divisions": ("<div>" * 1_000 + "harbour " * 20_000, 20_000),
}


def page_of(folder: Path, body: str, head: str = "") -> Page:
    """Return the page of a body as the builder makes it."""
    text = f"<html><head>{head}</head><body><h1>Harbour</h1>{body}</body></html>"
    with built(folder, {"index.html": text}) as bundle:
        page = bundle.page("index")
    assert page is not None
    return page


@pytest.mark.parametrize("name", LARGE)
def test_a_large_page_takes_no_longer_than_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    body, count = LARGE[name]
    monkeypatch.setattr(time_limit, "PAGE_TIMEOUT_S", 10.0)
    assert page_of(tmp_path, body).text.count("harbour") == count


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<main>{BOX} here</div></main>", r"Pier</p><p>harbour here</p>"),
        ("<dl><div><dt>Pier</dt><dd>Long</dd></div></dl>", r"<dl><dt>Pier</dt><dd>Long</dd></dl>"),
        ("<table><tr id='quay'><td>1</td><th>2</th></tr></table>", r'<td><a name="quay"></a>1</td>'),
        ("<pre>a<!-- c -->b</pre>", r"<pre>ab</pre>"),
        ("<p>From <john@example.com> to the pier</p>", r"<p>From to the pier</p>|<p>From  to the pier</p>"),
        ("<form><p>Pier</p><pre>a\n b</pre><input></form>", r"(?s)<p>Pier</p>.*<pre>a\n b</pre>"),
        ("<p>Pier</p><form>Search <input></form><p>End</p>", r"<p>Pier</p><p>End</p>"),
        ("<dl><dt>a<dt>b<dd>c<dd>d</dl>", r"<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd></dl>"),
    ],
)
def test_loose_text_and_anchors_are_kept(tmp_path: Path, body: str, shown: str) -> None:
    assert re.search(shown, page_of(tmp_path, body).html)


def test_titles_of_a_thousand_signs_take_no_time(tmp_path: Path) -> None:
    title = f"<title>{'a (' * 100_000})</title>"
    with built(tmp_path, {f"{name}.html": f"{title}<p>Mail.</p>" for name in "abc"}) as bundle:
        assert len(list(bundle.pages())) == 3


def test_a_heading_that_is_not_closed_ends_where_a_block_begins(tmp_path: Path) -> None:
    text = "<html><body><h1>Piers<div>Mail <p>lands here.</p></div></body></html>"
    with built(tmp_path, {"index.html": text}) as bundle:
        page = bundle.page("index")
    assert page is not None
    assert page.info.title == "Piers"
    assert "lands here" in page.text


@pytest.mark.parametrize("source", ["http://[x/images/a.png", "//[/images/a.png", "%00.png", "[.png"])
def test_a_picture_whose_address_is_none_costs_no_page(tmp_path: Path, source: str) -> None:
    assert "Mail lands" in page_of(tmp_path, f'<p>Mail lands.</p><p><img src="{source}"></p>').text


def test_a_single_page_may_name_a_picture_that_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>Harbour</h1><p>Mail.<img src='%00.png'><img src='../x.png'></p>")
    build(tmp_path / "page.html", tmp_path / "built", Options("harbour"), lambda _progress: None)
    open_bundle(tmp_path / "built").close()


def test_help_with_a_page_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    packed = zlib.compress(b"<h1>Harbour</h1>" * 400)[:-20]
    with sqlite3.connect(tmp_path / "a.qch") as made:
        made.execute("CREATE TABLE FileNameTable (FolderId, Name, FileId, Title)")
        made.execute("CREATE TABLE FileDataTable (Id, Data)")
        made.execute("INSERT INTO FileNameTable VALUES (1, 'index.html', 1, '')")
        made.execute("INSERT INTO FileDataTable VALUES (1, ?)", (b"\0\0\0\0" + packed,))
    made.close()
    with pytest.raises(SourceError, match="cut short"):
        build(tmp_path / "a.qch", tmp_path / "built", Options("harbour"), lambda _progress: None)
