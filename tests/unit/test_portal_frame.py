"""Pages of the Markdown form with the portal's whole frame on each: it goes, and the page stays as it is."""

import re
import shutil
from pathlib import Path

import pytest
from lxml import html as lxml_html

from index_builder.sources.markdown.reader import read_markdown
from tests.unit.samples import read_with

HARBOUR = Path(__file__).parent / "documents" / "markdown"
TOP = """\
Logged in as: Ann Autosave ([logout](https://portal.example.com/logout.php))

[![Harbour Works](https://portal.example.com/images/logo.png)](https://portal.example.com/start.php)

* [Changelog](https://portal.example.com/start.php?show=changelog)
* [Documentation](https://portal.example.com/docs/)

* Search Documentation: All \\---------- Harbour 2 Reference Manual
* [Clients]()
    * [Support](https://portal.example.com/cs.php)

## Search Help

Search for a single word.

### Warning

You must escape **+ - && || ! ( ) { } [ ]**.

"""
BOTTOM = """\

Please enable JavaScript to view the [comments powered by Disqus.](https://disqus.com/?ref_noscript)

Follow us on:

[![Facebook](https://portal.example.com/images/icon-facebook.png)](http://www.facebook.com/harbour)

[Home](https://portal.example.com/)   |    [Privacy Policy](https://portal.example.com/privacy-policy.php)

Copyright 2000-2026 Harbour Works. All rights reserved.
"""
WAYS = {
    "rows of a table": (
        "| {title} |\n| [Prev]({prev}.php)  | Harbour |  [Next]({next}.php) |\n\n",
        (
            "\n| [Prev]({prev}.php)  | [Up]({up}.php) |  [Next]({next}.php) |\n"
            "| Before  | [Table of Contents](index.php) |  After |\n"
        ),
    ),
    "a table without outer bars": (
        "{title}  \n---  \n[Prev]({prev}.php) | Harbour |  [Next]({next}.php)  \n  \n",
        (
            "\n[Prev]({prev}.php) | [Up]({up}.php) |  [Next]({next}.php)  \n---|---|---  \n"
            "Before  | [Table of Contents](index.php) |  After  \n"
        ),
    ),
    "a cell on each line": (
        "{title}\n\n[Prev]({prev}.php)\n\nHarbour\n\n[Next]({next}.php)\n\n",
        (
            "\n[Prev]({prev}.php)\n\n[Up]({up}.php)\n\n[Next]({next}.php)\n\nBefore\n\n"
            "[Table of Contents](index.php)\n\nAfter\n"
        ),
    ),
}
"""How tools write the rows of links that stand between the portal's frame and the page, above and below."""


@pytest.mark.parametrize("ways", WAYS.values(), ids=WAYS)
def test_pages_with_the_portals_whole_frame_are_read_as_those_without(
    ways: tuple[str, str], tmp_path: Path
) -> None:
    plain = read_with(read_markdown, HARBOUR)
    shutil.copytree(HARBOUR / "images", tmp_path / "images")
    around = {page.id: page for page in plain.pages}
    for file in HARBOUR.glob("*.md"):
        page = around[file.stem]
        names = {"title": page.title, "prev": page.previous, "up": page.up, "next": page.next}
        above, below = (part.format(**names) for part in ways)
        text = re.sub(r"\]\((?!https?:|images/)([\w.]+)", r"](\1.php", file.read_text(encoding="utf-8"))
        (tmp_path / f"{file.stem}.php.md").write_text(TOP + above + text + below + BOTTOM, encoding="utf-8")
    framed = read_with(read_markdown, tmp_path)
    assert {page.id for page in framed.pages} == set(around)
    for page in framed.pages:
        expected = around[page.id]
        assert lxml_html.tostring(page.body) == lxml_html.tostring(expected.body)
        assert (page.title, page.number, page.kind, page.purpose) == (
            expected.title, expected.number, expected.kind, expected.purpose
        )  # fmt: skip
        assert (page.previous, page.up, page.next) == (expected.previous, expected.up, expected.next)
    assert framed.contents == plain.contents
    assert framed.items == plain.items
    assert framed.report.problems == plain.report.problems


def test_pages_without_rows_of_links_end_where_the_frame_that_all_share_begins(tmp_path: Path) -> None:
    for name, text in {
        "index": "# Book\n\n* [One](one.php)\n",
        "one": "## One\n\nText.\n",
        "two": "x\n",
    }.items():
        (tmp_path / f"{name}.md").write_text(TOP + text + BOTTOM)
    pages = {page.id: page for page in read_with(read_markdown, tmp_path).pages}
    assert {name: page.body.text_content().split() for name, page in pages.items()} == {
        "index": ["One"],
        "one": ["Text."],
        "two": ["x"],
    }


def test_the_real_form_with_a_frame_around_each_page_is_read_as_without(
    manuals: Path, tmp_path: Path
) -> None:
    source = manuals / "momentum-4-markdown"
    if not source.is_dir():
        pytest.skip(f"no momentum-4-markdown in {manuals}")
    for file in source.glob("*.md"):
        (tmp_path / file.name).write_bytes(TOP.encode() + file.read_bytes() + BOTTOM.encode())
    (tmp_path / "images").symlink_to(source / "images")
    plain = read_with(read_markdown, source)
    framed = read_with(read_markdown, tmp_path)
    assert framed.contents == plain.contents
    assert framed.items == plain.items
    bodies = {page.id: page.body.text_content().split() for page in plain.pages}
    assert [page.id for page in framed.pages if page.body.text_content().split() != bodies[page.id]] == []


def test_divisions_that_a_tool_leaves_around_the_markdown_go_with_the_frame(tmp_path: Path) -> None:
    around = '<div id="content">\n\n{}\n</div>\n\n'
    row = '| <a href="{}.php" accesskey="p">Prev</a> | Book | <a href="{}.php">Next</a> |\n\n</div>\n\n'
    pages = {
        "index": "# Book\n\n* [One](one.php)\n",
        "one": "## One\n\nSee it.\n",
        "two": "## Two\n\nText.\n",
    }
    for name, text in pages.items():
        heading = text.replace("## ", f'<div class="titlepage">\n\n## <span id="{name}.top"></span>')
        code = '\n``` screen\n<div class="kept">\n```\n' if name == "two" else ""
        body = around.format(f"{around.format(TOP)}<div>\n\n{row.format('index', 'two')}{heading}{code}")
        (tmp_path / f"{name}.md").write_text(f"{body}<div>\n\n{BOTTOM}\n</div>\n")
    read = {page.id: page for page in read_with(read_markdown, tmp_path).pages}
    assert [read[name].title for name in pages] == ["Book", "One", "Two"]
    body = read["one"].body
    assert [(part.tag, part.get("id"), part.text_content()) for part in body] == [
        ("a", "one.top", ""),
        ("p", None, "See it."),
    ]
    assert [block.text.strip() for block in read["two"].body.iter("pre")] == ['<div class="kept">']
    assert (read["one"].previous, read["one"].next) == ("index", "two")
