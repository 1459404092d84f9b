"""A page as plain text: what `show` prints of headings, lists, tables, boxes and code."""

import pytest

from momviewer.cli.page_text import TABLE_COLUMNS, page_text
from momviewer.manual.model import Page, PageInfo, PageKind, Snippet

HEAD = "<tr><th>Name</th><th>Default</th></tr>"
COVERED = '<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>'


def page(html: str, *code: str) -> Page:
    snippets = tuple(Snippet(f"snippet-{at}", "lua", text) for at, text in enumerate(code, 1))
    return Page(PageInfo("p", "P", "", PageKind.PAGE), html=html, text="", headings=(), snippets=snippets)


def snippet(name: str, shown: str) -> str:
    return (
        f'<a name="{name}"></a><table class="snippet"><tr><td class="snippet-head">Lua · '
        f'<a class="odd" href="straight:{name}">1 dash: copy straight</a></td>'
        f'<td class="snippet-buttons"><a class="copy" href="copy:{name}">Copy</a></td></tr>'
        f'<tr><td class="snippet-code" colspan="2"><pre>{shown}</pre></td></tr></table>'
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<h1><a name="t"></a><span class="number">1.1</span> Ropes</h1><p>Wet\n ones.<br/>Dry.</p>',
            "1.1 Ropes\n\nWet ones.\nDry.",
        ),
        ("<ul><li>a</li><li><p>b</p><p>more</p></li></ul>", "- a\n- b\n\n  more"),
        ('<ol start="9"><li><p>a</p></li><li><p>b</p></li></ol>', "9. a\n\n10. b"),
        ('<ol type="i"><li>a</li><li>b<ol type="A"><li>c</li></ol></li></ol>', "i. a\n\nii. b\n\n    A. c"),
        ("<dl><dt>port</dt><dd><p>A number.</p></dd></dl>", "port\n\n    A number."),
        (
            '<table class="note"><tr><td><p><img src="mark:n"/> Note</p><p>One.</p></td></tr></table>',
            "| Note\n|\n| One.",
        ),
        (
            f'<table class="grid">{HEAD}<tr><td>max_\u200brope</td><td>12</td></tr></table>',
            "Name      Default\n--------  -------\nmax_rope  12",
        ),
        (
            f'<table class="grid">{COVERED}<tr><td colspan="2">both are one</td></tr></table>',
            "a  b\n   c\nboth\nare\none",
        ),
        ('<p>A <a class="image" href="image:i"><img src="images/i.png" alt="knot"/></a>.</p>', "A [knot]."),
        ('<p class="open"><a class="open" href="table:t">Open this table</a></p><p>x</p>', "x"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
    ],
)
def test_markup_is_text_that_says_the_same(html: str, text: str) -> None:
    found = page_text(page(f"<body>{html}</body>"))
    assert "\n".join(line for line in found.split("\n") if line or "both" not in found) == text


def test_code_is_exact_where_the_page_shows_signs_and_colours() -> None:
    code = "a = {\n\n\tb –  1\u202e\n}"
    shown = '<span class="name">a</span> = {\n\n\tb <span class="odd">–</span>  1\ufffd\n}'
    html = f"<p>Do:</p><ol><li><p>this</p>{snippet('snippet-1', shown)}</li></ol><p>End.</p>"
    indented = code.replace("\n\t", "\n   \t").replace("\n}", "\n   }")
    assert page_text(page(html, code)) == f"Do:\n\n1. this\n\n   {indented}\n\nEnd."


def test_a_wide_table_is_wrapped_in_its_cells_and_its_rows_stand_apart() -> None:
    words = "some words that go on and on " * 6
    head = HEAD.replace("Default", "What")
    text = page_text(page(f'<table class="wide">{head}{_row("a", words)}{_row("b", "c")}</table>'))
    lines = text.split("\n")
    assert max(map(len, lines)) <= TABLE_COLUMNS
    assert lines[:2] == ["Name  What", f"----  {'-' * (TABLE_COLUMNS - 6)}"]
    assert lines[-2:] == ["", "b     c"]
    assert " ".join(text.split()).count("some words") == 6


def test_a_part_is_from_an_anchor_to_an_anchor_wherever_they_are() -> None:
    html = (
        '<h1>Ropes</h1><p>first</p><h2><a name="a"></a>A</h2><ol><li><p>one</p></li>'
        '<li><p>two</p><p class="caption"><a name="ex"></a>Example 1</p><p>said</p></li></ol>'
        '<h2><a name="b"></a>B</h2><p>last</p>'
    )
    assert page_text(page(html), "a", "b") == "A\n\n1. one\n\n2. two\n\n   Example 1\n\n   said"
    assert page_text(page(html), "ex", "b") == "Example 1\n\nsaid"
    assert page_text(page(html), "b") == "B\n\nlast"
    assert page_text(page(html), "", "a") == "Ropes\n\nfirst"


def test_a_table_of_wide_characters_is_straight() -> None:
    text = page_text(page(f'<table class="grid">{_row("漢字", "a")}{_row("abcd", "b")}</table>'))
    assert text == "漢字  a\nabcd  b"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
