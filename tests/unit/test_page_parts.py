"""Pages that no window could lay out in time: split, with all that leads to their parts, or shown in part."""

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index_builder.build import Built
from index_builder.pages.clean import clean
from index_builder.pages.guard import PageGuard
from index_builder.pages.model import MAX_TITLE_CHARS, SourceManual, SourcePage, SourcePages
from index_builder.render.render import render_page
from index_builder.render.shown_code import BEGINNING_SHOWN
from index_builder.steps import layout
from index_builder.steps.layout import Splitter, Weights, is_small, reshape_tables
from index_builder.steps.links import resolve_links
from index_builder.steps.parts import PageParts, fit_page
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.checked.page_html import MAX_LAYOUT_US, check_page_html, layout_us
from momviewer.manual.model import ItemKind, NumberedItem, Page, TocEntry
from tests.unit.source_forms import DOCBOOK, DOCUMENTS, built
from tests.unit.test_steps import body, source_page, targets

EXAMPLE = (
    "<div class='example'><a name='e{0}'></a><p class='title'><b>Example 9.{0}. Knot {0}</b></p>"
    "<div class='example-contents'><pre class='programlisting'>knot = {0}</pre></div></div>"
)
MANY = 1_200
"""Examples that take three parts."""


def added(source: Path, content: str, name: str = "added") -> None:
    DOCBOOK.write(source, name, content)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")


def notes(result: Built) -> list[str]:
    return [note for note in result.report.notes if note.startswith("added.php")]


def pages_of(bundle: Bundle, name: str) -> list[Page]:
    """Return the parts of a page in their order, each with its HTML."""
    names = [page.id for page in bundle.pages() if page.id == name or page.id.startswith(f"{name}.part-")]
    return [page for page in map(bundle.page, names) if page is not None]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Return a manual with a page of many examples, and with one that leads to the last of them."""
    source = shutil.copytree(DOCUMENTS / "docbook", tmp_path_factory.mktemp("split") / "Harbour")
    examples = "".join(map(EXAMPLE.format, range(1, MANY + 1)))
    added(source, f"<p><a href='#e{MANY}'>The last</a></p>{examples}")
    added(source, f"<p><a href='added.php#e{MANY}'>The last knot</a></p>", "other")
    assert notes(built(source)) == [
        "added.php was split into 5 pages, since no window could lay it out in time."
    ]
    return open_bundle(source.parent / "built")


def test_parts_follow_each_other(split: Bundle) -> None:
    parts = [page.info for page in pages_of(split, "added")]
    assert [part.title for part in parts] == ["Added", *(f"Added, part {number}" for number in range(2, 6))]
    assert [part.next for part in parts[:-1]] == [part.id for part in parts[1:]]
    assert [part.previous for part in parts[1:]] == [part.id for part in parts[:-1]]
    assert {part.up for part in parts[1:]} == {"added"}


def test_all_of_the_page_is_on_its_parts_once(split: Bundle) -> None:
    snippets = [snippet for page in pages_of(split, "added") for snippet in page.snippets]
    assert [snippet.text for snippet in snippets] == [f"knot = {number}" for number in range(1, MANY + 1)]
    assert [snippet.number for snippet in snippets] == [f"9.{number}" for number in range(1, MANY + 1)]


def test_every_example_is_found_where_it_is(split: Bundle) -> None:
    places = {name: page.info.id for page in pages_of(split, "added") for name, _ in page.anchors}
    items = [item for item in split.items() if item.number.startswith("9.")]
    assert len(items) == MANY
    assert all(places[item.anchor] == item.page for item in items if item.page.startswith("added"))
    assert split.example_text(f"9.{MANY}") == f"knot = {MANY}"


def test_links_lead_to_the_part_with_their_anchor(split: Bundle) -> None:
    last = pages_of(split, "added")[-1].info.id
    for name in ("added", "other"):
        page = split.page(name)
        assert page is not None
        assert f'<a class="page" href="{last}#e{MANY}">' in page.html
    assert not [link for link in split.dangling() if link.page in {"added", "other"}]


def test_contents_lists_and_neighbours_lead_to_the_parts() -> None:
    pages = SourcePages(PageGuard(Path()))
    first, after = source_page("<h2 id='a'>A</h2><h2 id='b'>B</h2>", "first"), source_page("", "after")
    first.next, after.previous = "after", "first"
    contents = [TocEntry("First", "1", "first", children=(TocEntry("B", "", "first", "b"),))]
    items = [NumberedItem(ItemKind.TABLE, "1.1", "T", "first", "b")]
    manual = SourceManual("Harbour", "", "form", pages, contents, items, {})
    pages.add(first)
    pages.add(after)
    splitting = PageParts(manual)
    parts = splitting.split(first, [body("<h2 id='a'>A</h2>"), body("<h2 id='b'>B</h2>")])
    splitting.add(parts)
    splitting.finish()
    second = "first.part-2"
    assert [page.id for page in pages] == ["first", second, "after"]
    (entry,) = manual.contents
    assert [(child.title, child.page, child.anchor) for child in entry.children] == [
        ("Title, part 2", second, ""),
        ("B", second, "b"),
    ]
    assert manual.items == [NumberedItem(ItemKind.TABLE, "1.1", "T", second, "b")]
    assert (first.next, after.previous) == (second, second)


def test_a_part_takes_no_name_that_a_page_has(source: Path) -> None:
    added(source, "<ul>" + "<li>Rope</li>" * 6_000 + "</ul>")
    added(source, "<p>Mine.</p>", "added.part-2")
    built(source)
    with open_bundle(source.parent / "built") as bundle:
        mine = bundle.page("added.part-2")
        assert mine is not None
        assert "Mine." in mine.text
        first = bundle.page("added")
        assert first is not None
        assert first.info.next == "added.part-2-2"


# What cannot be split


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x" * 2_000_000, id="a line"),
        pytest.param("knot\n" * 100_000 + "end", id="lines"),
        pytest.param("a\n" + "\n" * 20_000 + "b", id="empty lines"),
        pytest.param("local a = require('x')\n" * 10_000 + "end", id="coloured lines"),
    ],
)
def test_of_a_snippet_that_is_too_long_the_beginning_is_shown_and_all_is_copied(
    source: Path, code: str
) -> None:
    added(source, f"<p>Before.</p><pre>{code}</pre><p>After.</p>")
    result = built(source)
    with open_bundle(source.parent / "built") as bundle:
        page = bundle.page("added")
    assert page is not None
    assert [snippet.text for snippet in page.snippets] == [code]
    assert code in page.text
    assert BEGINNING_SHOWN in page.html
    assert "After." in page.html
    (note,) = notes(result)
    assert "shows only the beginning of 1 snippet; Copy takes all of each" in note


def test_an_example_that_goes_on_in_another_part_is_copied_whole(source: Path) -> None:
    blocks = "".join(f"<pre class='programlisting'>rope = {number}</pre>" for number in range(1_000))
    added(
        source,
        "<div class='example'><a name='long'></a><p class='title'><b>Example 9.1. Long</b></p>"
        f"<div class='example-contents'>{blocks}</div></div><p>After.</p>",
    )
    built(source)
    with open_bundle(source.parent / "built") as bundle:
        assert len(pages_of(bundle, "added")) > 1
        text = bundle.example_text("9.1")
        assert [item.page for item in bundle.items() if item.number == "9.1"] == ["added"]
    assert text == "\n\n".join(f"rope = {number}" for number in range(1_000))


def test_long_words_may_be_broken_wherever_their_markup_is() -> None:
    page = source_page(f"<p>{'x' * 1_200}</p><p>{'<em>xxxx</em>' * 300}</p><pre>{'x' * 1_200}</pre>")
    made = render_page(page)
    check_page_html(made.html)
    assert made.html.count("\u200b") == 2 + 2 + 2
    assert "\u200b" not in made.text + made.snippets[0].text


def test_titles_that_no_list_could_show_are_shortened(source: Path) -> None:
    added(source, f"<h3 class='title'>{'x' * 100_000}</h3><p>x</p>")
    (source / "long.php").write_text(DOCBOOK.shell.replace("Added", "y" * 100_000).replace("CONTENT", ""))
    built(source)
    with open_bundle(source.parent / "built") as bundle:
        titles = [page.title for page in bundle.pages()]
        page = bundle.page("added")
    assert max(map(len, titles)) == MAX_TITLE_CHARS
    assert page is not None
    assert max(len(heading.title) for heading in page.headings) == MAX_TITLE_CHARS


# Tables that no part can have


def reshaped(html: str) -> HtmlElement:
    tree = body(html)
    reshape_tables(tree)
    return tree


def nested(opening: str, closing: str, times: int) -> str:
    return opening * times + "<p>Rope.</p>" + closing * times


@pytest.mark.parametrize(
    "html",
    [
        nested("<table><tr><td>", "</td></tr></table>", 30),
        nested("<div class='note'>", "</div>", 50),
        "<table>" + "<tr><td rowspan='200'>a</td><td>b</td></tr>" * 150 + "</table>",
        "<table><tr>" + "<td colspan='200'>a</td>" * 50 + "</tr><tr><td>b</td></tr></table>",
        "<table><tr>" + "<td>a</td>" * 1_000 + "</tr>" + "<tr><td>b</td></tr>" * 100 + "</table>",
    ],
)
def test_tables_are_neither_too_wide_nor_nested_too_deep(html: str) -> None:
    tree = reshaped(html)
    found = Weights(tree)
    assert found.deepest <= layout.MAX_FRAMES_DEEP
    assert found.widest <= layout.MAX_COLUMNS
    assert tree.text_content() == body(html).text_content()


def test_a_table_that_is_split_has_its_head_in_each_part() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in range(5_000))
    head = "<thead><tr><th id='name'>Name</th><th>Use</th></tr></thead>"
    parts = parts_of(f"<table>{head}<tbody>{rows}</tbody></table>")
    assert len(parts) > 1
    assert all(part.findtext(".//th") == "Name" for part in parts)
    assert [len(part.xpath(".//@id")) for part in parts] == [1] + [0] * (len(parts) - 1)
    numbers = [cell.text for part in parts for cell in part.iterfind(".//tbody/tr/td[1]")]
    assert numbers == [str(number) for number in range(5_000)]


def test_a_caption_stands_above_its_first_block() -> None:
    blocks = "<pre>x = 1</pre>" * 700
    parts = parts_of(f"<pre>x</pre><div class='example' id='e'><p class='caption'>Knots</p>{blocks}</div>")
    examples = [found for part in parts for found in part.iterfind("div")]
    assert len(examples) > 1
    assert all(found.find("pre") is not None for found in examples)
    assert [found.findtext("p") for found in examples] == ["Knots"] + [None] * (len(examples) - 1)


def test_a_definition_that_is_split_has_its_name_once() -> None:
    box = f"<div class='definition'><p class='title'><code>rope</code></p>{'<p>x</p>' * 20_000}</div>"
    parts = parts_of(f"<p>{'Knots. ' * 150_000}</p>{box}")
    boxes = [found for part in parts for found in part.iterfind("div")]
    assert len(boxes) > 1
    assert [found.findtext("p/code") for found in boxes if found.get("class")] == ["rope"]


def test_a_list_that_is_split_counts_on() -> None:
    first, second, *_ = parts_of("<ol start='3'>" + "<li>x</li>" * 6_000 + "</ol>")
    (entries,) = (len(part.findall("ol/li")) for part in (first,))
    assert second.find("ol").get("start") == str(3 + entries)


def test_a_heading_stands_above_what_it_belongs_to() -> None:
    parts = parts_of("".join(f"<h2>Head {n}</h2><p>Text {n}</p>" for n in range(4_000)))
    assert len(parts) > 1
    assert {part[0].tag for part in parts} == {"h2"}
    assert {part[-1].tag for part in parts} == {"p"}


def parts_of(html: str) -> Sequence[HtmlElement]:
    page = source_page(html)
    return fit_page(page, PageGuard(Path()).report)


# What holds for every page


TAGS = (
    "<p>,</p>,<em>,</em>,<pre>,</pre>,<ul>,<li>,</ul>,<ol>,<table>,<tr>,<td>,<td colspan='3'>,<th>,</table>,"
    "<dl>,<dt>,<dd>,<h2>,</h2>,<h3 id='h'>,<blockquote>,<div class='note'>,<div class='example'>,</div>,<br>,"
    "<hr>,<a href='#h'>,<a href='https://example.com'>,<a id='x'>,</a>,<img src='images/x.png'>,<code>,"
    "</code>"
).split(",")
TEXTS = ("Rope ", "msys.core.io_wrapper ", "x" * 1_200, "“ä”\u4e00 ", "a = 1\nlocal b = 'c'\n", "&lt;&amp;")
PARTS = st.lists(st.sampled_from([*TAGS, *TEXTS]), max_size=40)


def clean_page(parts: list[str]) -> SourcePage:
    page = source_page("".join(parts))
    clean(page.body, Counter())
    return page


@given(PARTS)
@settings(deadline=None)
def test_the_html_of_a_page_takes_no_longer_than_was_counted_before(parts: list[str]) -> None:
    page = clean_page(parts)
    reshape_tables(page.body)
    weights, small = Weights(page.body), is_small(page.body)
    resolve_links(page, targets(page))
    html = render_page(page).html
    check_page_html(html)
    title = 200
    assert layout_us(html) <= weights.total + title
    assert not small or layout_us(html) <= MAX_LAYOUT_US


@given(PARTS)
@settings(deadline=None)
def test_splitting_loses_nothing_and_keeps_the_order(parts: list[str]) -> None:
    page = clean_page(parts)
    text, anchors = page.body.text_content(), page.body.xpath(".//@id")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "PART_US", 3_000)
        patch.setattr(layout, "MAX_HEAD_US", 0)
        made = Splitter(page.body, Weights(page.body)).parts
    assert "".join(part.text_content() for part in made) == text
    assert [anchor for part in made for anchor in part.xpath(".//@id")] == anchors
