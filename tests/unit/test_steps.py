"""The builder's steps on small pages: cleaning, linking, taking snippets out, writing the page."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import ATTRIBUTES, DEPTH_LIMIT, clean
from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual, SourcePage, SourcePages
from index_builder.pages.trees import Tree
from index_builder.render.render import render_page
from index_builder.steps.links import Targets, resolve_links
from index_builder.steps.lists import captions_of, complete_items
from momviewer.manual.model import DanglingLink, Heading, ItemKind, NumberedItem, Page, PageKind, Snippet


def body(html: str) -> HtmlElement:
    found = document_fromstring(f"<html><body>{html}</body></html>").find("body")
    assert isinstance(found, HtmlElement)
    return found


def source_page(html: str, name: str = "page") -> SourcePage:
    return SourcePage(name, "Title", "3.1", PageKind.SECTION, Tree(body(html)), Path(f"{name}.html"))


def targets(*pages: SourcePage) -> Targets:
    return Targets.of({page.id: anchors_of(page.body) for page in pages})


def rendered(html: str) -> Page:
    page = source_page(html)
    clean(page.body, Counter())
    resolve_links(page, targets(page))
    return render_page(page)


def cleaned(html: str) -> tuple[HtmlElement, Counter[str]]:
    left_out: Counter[str] = Counter()
    tree = body(html)
    clean(tree, left_out)
    return tree, left_out


@pytest.mark.parametrize(
    ("html", "kept", "counted"),
    [
        ("<p>a<script>b</script>c</p>", "ac", "<script>"),
        ("<p onclick='x()'>a</p>", "a", "event handler"),
        ("<p>a<iframe src='https://example.com'></iframe></p>", "a", "<iframe>"),
        ("<p>a</p><style>p { color: red }</style>", "a", "<style>"),
        ("<p><a href='javascript:x()'>a</a></p>", "a", "javascript: link"),
        ("<p><a href=' JaVa\tScript:x()'>a</a></p>", "a", None),
        ("<p><a href='file:///etc/passwd'>a</a></p>", "a", "file: link"),
        ("<p><img src='https://example.com/x.png' alt='x'>a</p>", "a", "remote or unknown image"),
        ("<p><img src='images/../../x.png'>a</p>", "a", "remote or unknown image"),
        ("<form><input><p>a</p></form>", "", "<form>"),
        ("<blink>a</blink>", "a", "<blink>"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_left_out_and_counted(
    html: str, kept: str, counted: str | None
) -> None:
    tree, left_out = cleaned(html)
    assert tree.text_content().strip() == kept
    if counted:
        assert left_out[counted] == 1
    assert not tree.xpath("//@onclick | //@href | //@style")


MARKUP_PARTS = """
<p> </p> <div> </div> <table> <tr> <td|colspan='0'> <a|href='javascript:1'> <a|href='#x'>
<img|src='x'|onerror='y'>
<script> </script> <svg> </svg> <pre> </pre> <!--|--> <li> <dl> <dt> <object> <b|style='x'> <ol|start='x'>
<div|class='note'> <p|class='evil'> <?php|?> <h1> <h2|id='x'> &lt; &#1; <div|class='example'|data-number='1'>
"""
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([part.replace("|", " ") for part in MARKUP_PARTS.split()]), st.text(max_size=8)
    ),
    max_size=40,
)


@given(MARKUP)
def test_nothing_outside_the_vocabulary_comes_out(parts: list[str]) -> None:
    tree, _ = cleaned("".join(parts) or "x")
    for element in tree.iterdescendants():
        assert element.tag in ATTRIBUTES
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert not (element.get("href") or "").lower().startswith(("javascript", "file", "data"))
        assert (element.get("src") or "images/").startswith("images/")


@given(MARKUP)
def test_any_clean_page_can_be_written(parts: list[str]) -> None:
    page = rendered("".join(parts) or "x")
    for name, offset in page.anchors:
        assert name
        assert 0 <= offset <= len(page.text)
    for start, end in page.code_spans:
        assert page.text[start:end] in {snippet.text for snippet in page.snippets}


def test_the_text_of_code_that_ends_in_a_blank_is_kept_whole() -> None:
    page = rendered("<pre>a\xa0</pre><p>b</p>")
    ((start, end),) = page.code_spans
    assert page.text[start:end] == page.snippets[0].text == "a "
    assert page.text == "Title\na \nb\n"


def test_nesting_beyond_reason_is_flattened() -> None:
    tree, left_out = cleaned("<blockquote>" * 200 + "deep" + "</blockquote>" * 200)
    assert tree.text_content() == "deep"
    assert left_out["nesting beyond reason"] > 0
    assert max(len(list(e.iterancestors())) for e in tree.iterdescendants()) <= DEPTH_LIMIT + 3


def test_links_are_told_apart_and_lost_ones_returned() -> None:
    first = source_page(
        "<p><a href='second#here'>a</a><a href='Second'>b</a><a href='second#gone'>c</a>"
        "<a href='lost#x'>d  e</a><a href='https://example.com/'>f</a>"
        "<a href='#own'>g</a><a id='own'></a></p>"
    )
    second = source_page("<p id='here'>x</p>", "second")
    dangling = resolve_links(first, targets(first, second))
    assert [(a.get("class"), a.get("href")) for a in first.body.iter("a")] == [
        ("page", "second#here"),
        ("page", "second"),
        ("page", "second"),
        ("missing", "missing:lost#x"),
        ("web", "https://example.com/"),
        ("page", "page#own"),
        (None, None),
    ]
    assert dangling == [DanglingLink("page", "second#gone", "c"), DanglingLink("page", "lost#x", "d e")]


def test_a_snippet_is_exact() -> None:
    page = rendered("<pre>\n\n\tif\xa0a &lt; 1:\r\n  run it  \n\n  \n</pre>")
    assert page.snippets == (Snippet("snippet-1", "text", "\tif a < 1:\n  run it  ", ""),)


def test_the_blocks_of_an_example_carry_its_number() -> None:
    page = rendered(
        "<div class='example' id='ex' data-number='3.4'><p class='caption'>Two parts</p>"
        "<pre data-language='lua'>a = 1</pre><p>and</p><pre data-language='lua'>b = 2</pre></div><pre>c</pre>"
    )
    assert [snippet.number for snippet in page.snippets] == ["3.4", "3.4", ""]
    assert "Example 3.4 Two parts\na = 1\nand\nb = 2\nc" in page.text
    assert dict(page.anchors)["ex"] == page.text.index("Example 3.4")
    assert '<a name="ex"></a><span class="label">Example 3.4</span> Two parts' in page.html


def test_markup_inside_code_is_kept_around_its_colours() -> None:
    page = rendered(
        "<pre data-language='momentum'># see <a href='https://example.com/'>docs</a>\n"
        "host = <var>name</var></pre>"
    )
    assert page.snippets[0].text == "# see docs\nhost = name"
    assert '<a class="web" href="https://example.com/"><span class="comment">docs</span></a>' in page.html
    assert '<var><span class="value">name</span></var>' in page.html


def test_headings_carry_anchor_number_and_place() -> None:
    page = rendered("<p>Intro</p><h2 id='x' data-number='3.1.1'>Sub <code>x</code></h2><h6>Low</h6>")
    assert page.headings == (
        Heading("", 1, "3.1", "Title", 0),
        Heading("x", 2, "3.1.1", "Sub x", page.text.index("Sub")),
        Heading("heading-2", 4, "", "Low", page.text.index("Low")),
    )
    assert '<h1><span class="number">3.1</span> Title</h1>' in page.html


def test_white_space_in_prose_is_folded() -> None:
    page = rendered("<p>\n  one\n  <em>two</em>\n three  </p><ul><li> four </li></ul>")
    assert page.text == "Title\none two three\nfour\n"


def test_a_box_has_a_title() -> None:
    page = rendered("<div class='warning'><p>Take care.</p></div>")
    assert '<table class="warning"' in page.html
    assert '<p class="box-title"><img src="mark:warning"/> Warning</p>' in page.html
    assert page.text == "Title\nWarning\nTake care.\n"


def test_lists_and_captions_are_brought_together() -> None:
    held = source_page("<div class='example' id='a' data-number='3.1'><p class='caption'>One</p></div>")
    also = source_page("<div class='example' id='b' data-number='3.2'><p class='caption'>Two</p></div>", "q")
    listed = [
        NumberedItem(ItemKind.EXAMPLE, "3.10", "Lost", "gone", "x"),
        NumberedItem(ItemKind.EXAMPLE, "3.1", "One", "page", "wrong"),
    ]
    manual = SourceManual("T", "", "markdown", SourcePages(PageGuard(Path())), [], listed, {})
    captions = [*captions_of(held), *captions_of(also)]
    assert complete_items(manual, captions, {"page": {"a"}, "q": {"b"}}) == [
        NumberedItem(ItemKind.EXAMPLE, "3.1", "One", "page", "a"),
        NumberedItem(ItemKind.EXAMPLE, "3.2", "Two", "q", "b"),
        NumberedItem(ItemKind.EXAMPLE, "3.10", "Lost", "gone", "x"),
    ]
    assert manual.report.problems == [
        "Example 3.10 is listed as gone#x, but no page holds it.",
        "Example 3.2 on page q is in no list.",
    ]


def test_what_is_listed_on_lost_pages_is_told_in_one_sentence() -> None:
    numbers = ["4.10", "4.9", "4.1", "22.1", "A.1", "4.2", "4.3", "5.4"]
    listed = [NumberedItem(ItemKind.FIGURE, number, "", "gone", "x") for number in numbers]
    listed += [
        NumberedItem(ItemKind.FIGURE, "6.1", "", "page", "lost"),
        NumberedItem(ItemKind.TABLE, "1.1", "", "gone", "y"),
    ]
    manual = SourceManual("T", "", "markdown", SourcePages(PageGuard(Path())), [], listed, {})
    complete_items(manual, [], {"page": set()})
    assert manual.report.problems == [
        "8 figures are listed on pages that the source lacks: 4.1 to 4.3, 4.9 to 4.10, 5.4, 22.1, A.1.",
        "Figure 6.1 is listed as page#lost, but no page holds it.",
        "Table 1.1 is listed as gone#y, but no page holds it.",
    ]
