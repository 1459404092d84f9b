"""The reader of the Markdown form: each thing that the vendor's files do, and both forms side by side."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from index_builder.pages.model import SourceManual, SourcePage
from index_builder.sources.markdown.reader import looks_like_markdown_manual, read_markdown
from momviewer.errors import SourceError
from momviewer.manual.bundle import Bundle
from momviewer.manual.model import NumberedItem, PageKind, TocEntry
from tests.unit.samples import read_with
from tests.unit.test_real_manuals import listed, source_code

NBSP = "\xa0"
ENDING_CUT = ("70.15", "70.16")
"""Examples in which the Markdown form writes "index" for the HTML form's "index.php"."""
BLANKS_CUT = 22
"""Examples from which the Markdown form lost empty lines, or blanks at the ends of lines or of the code."""
MARKS = "|*`[]<>\\"
STRAY = re.compile(r"\*\*|`|\||\]\(|\{%|\\[.*_\[\]]|</?(?:a|var|d[ltd]|strong|code)\b")
LOST_IMAGES = 6
"""References to five files that are not in the folder."""
BOXES = ("note", "warning", "tip", "caution", "important")
BOXES_ALIKE = 369
BOXES_TOTAL = 420


def manual(folder: Path, pages: dict[str, str | bytes]) -> SourceManual:
    """Write pages and read them as a manual; there is an index unless the test brings one."""
    for name, text in ({"index": "## Manual 1\n"} | pages).items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.md").write_bytes(data)
    return read_with(read_markdown, folder)


def page(folder: Path, text: str | bytes) -> SourcePage:
    """Return the page "p" of a manual."""
    return next(found for found in manual(folder, {"p": text}).pages if found.id == "p")


def texts(body: HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in body.xpath(path)]


def test_rows_of_links_are_the_neighbours_and_go(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "| [Prev](a)  | Chapter 1. A |  [Next](c.md) |\n\n## 1.2. B\n\nText.\n\n"
        f"| [Prev](a){NBSP} | [Up](u) | {NBSP}[Next](c) |\n| 1.1. A  | [Table of Contents](index) |  C |\n",
    )
    assert (found.previous, found.up, found.next) == ("a", "u", "c")
    assert (found.number, found.title, found.kind) == ("1.2", "B", PageKind.SECTION)
    assert texts(found.body, "*") == ["Text."]


@pytest.mark.parametrize(
    ("heading", "kind", "number", "title"),
    [
        (f"Chapter{NBSP}70.{NBSP}Lua", PageKind.CHAPTER, "70", "Lua"),
        ("Part IV. Logging", PageKind.PART, "IV", "Logging"),
        ("Appendix A. Codes", PageKind.APPENDIX, "A", "Codes"),
        ("71.29. `ds_core` - Query", PageKind.SECTION, "71.29", "ds_core - Query"),
        ("Preface", PageKind.PREFACE, "", "Preface"),
        ("Glossary", PageKind.GLOSSARY, "", "Glossary"),
    ],
)
def test_headings_say_what_a_page_is(
    tmp_path: Path, heading: str, kind: PageKind, number: str, title: str
) -> None:
    found = page(tmp_path, f"## {heading}\n\nText.\n")
    assert (found.kind, found.number, found.title) == (kind, number, title)


def test_a_reference_entry_is_its_name_and_purpose(tmp_path: Path) -> None:
    found = page(
        tmp_path, '<a name="x.top"></a>\n## Name\n\nac:add — Add `it` — now\n\n## Synopsis\n\n`ac:add(n);`\n'
    )
    assert (found.title, found.purpose, found.kind) == ("ac:add", "Add it — now", PageKind.REFERENCE)
    assert found.body[0].get("id") == "x.top"
    assert texts(found.body, ".//pre") == ["ac:add(n);"]


def test_headings_have_levels_and_numbers(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "## 7.1. Page\n\n### 7.1.1. One\n\n**7.1.1.1. Deep**\n\n**Loose**\n\n`code`**Glued**\n\n"
        "**This is a sentence.**\n\n<h7>Seven</h7>\n",
    )
    headings = [(e.tag, e.get("data-number"), e.text_content()) for e in found.body.iter("h2", "h3", "h4")]
    assert headings == [
        ("h2", "7.1.1", "One"),
        ("h3", "7.1.1.1", "Deep"),
        ("h4", None, "Loose"),
        ("h4", None, "Glued"),
        ("h4", None, "Seven"),
    ]


def test_a_caption_takes_its_code(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        f'## P\n\n<a name="e.1"></a>\n\n**Example{NBSP}1.1.{NBSP}`One` thing**\n\n'
        f"To begin:\n\n```lua\n  a{NBSP}= 1\n\n"
        "b\n```\n\nand\n\n`c = 2`\n\nAfterwards.\n",
    )
    (example,) = found.body.xpath("div")
    assert dict(example.attrib) == {"class": "example", "data-number": "1.1", "id": "e.1"}
    assert texts(example, "p[@class='caption']") == ["One thing"]
    assert [(e.get("data-language"), e.text_content().rstrip("\n")) for e in example.findall("pre")] == [
        ("lua", "  a = 1\n\nb"),
        (None, "c = 2"),
    ]
    assert texts(found.body, "p") == ["Afterwards."]


def test_a_caption_takes_its_picture_and_its_table(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a b.png").touch()
    read = manual(
        tmp_path,
        {
            "p": '## P\n\n<a name="f"></a>\n**Figure 1.1. Seen**\n\n![Words](https://portal.example/x/images/a%20b.png\n)\n\n'
            "**Table 1.1. Rows**\n\n| a | b |\n| --- | --- |\n| `x|y` |\n\nOne\n\nTwo\n\n |\n| c | d |\n\n"
            "![](images/gone.png)\n"
        },
    )
    body = list(read.pages)[-1].body
    figure, table = body.xpath("div")
    assert [e.get("src") for e in figure.iter("img")] == ["images/a b.png"]
    assert texts(table, ".//th") == ["a", "b"]
    assert texts(table, ".//td") == ["x|y", "One Two", "c", "d"]
    assert read.images == {"a b.png": tmp_path / "images" / "a b.png"}
    assert read.report.problems == ["p.md shows images/gone.png, which is not in the source."]


def test_tables_without_a_header_are_tables(tmp_path: Path) -> None:
    found = page(tmp_path, "## P\n\n| 1. | - |\n| *.log | end |\n")
    assert texts(found.body, ".//td") == ["1.", "-", "*.log", "end"]


def test_a_box_ends_after_its_paragraph(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "## P\n\n### Note\n\nOnly this.\n\nNot this.\n\n"
        "### Warning\n\nThese:\n\n*   a\n*   b\n\n```\ncode\n```\n\nNot that.\n",
    )
    note, warning = found.body.xpath("div")
    assert (note.get("class"), texts(note, "*")) == ("note", ["Only this."])
    assert (warning.get("class"), [e.tag for e in warning]) == ("warning", ["p", "ul", "pre"])
    assert texts(found.body, "p") == ["Not this.", "Not that."]


def test_code_without_a_mark_is_code(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "## P\n\nRun this on all of the nodes first:\n"
        "curl -X POST http://*`host`*/v1 \\\n  -d @*`two words`*      .json\n"
        "It answers with some words in a sentence.\n\n"
        "1.  Write the following lines into the file.\n\n"
        "    # A comment\n    Security {\n"
        "      Groups = ( *`a list`*            )\n\n      X = 1\n    }\n\n"
        "10.  Stop it now.\n\n    `stop`\n",
    )
    blocks = [e.text_content() for e in found.body.iter("pre")]
    assert blocks == [
        "curl -X POST http://host/v1 \\\n  -d @two words.json",
        "# A comment\nSecurity {\n  Groups = ( a list )\n\n  X = 1\n}",
        "stop",
    ]
    assert texts(found.body, "p") == [
        "Run this on all of the nodes first:",
        "It answers with some words in a sentence.",
    ]
    assert len(found.body.xpath("ol/li")) == 2


def test_wrapped_paragraphs_stay_whole(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "Title\n=====\n\nA paragraph that somebody wrapped by hand, which\n"
        "the vendor never does, and of which the\n"
        "Third line begins in a capital letter.\n\n"
        "- an item of a list, that is wrapped\n  as well by hand in here\n\n"
        "> A quotation\n> of two lines\n\n<div>\n<p>HTML</p>\n</div>\n",
    )
    assert found.title == "Title"
    assert [e.tag for e in found.body] == ["p", "ul", "blockquote", "div"]


def test_definition_lists_hold_markdown(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        '## P\n\n<dl class="variablelist">\n\n<dt><a name="o"></a>*`opt`* [*]:25</dt>\n\n'
        "<dd>\n\nSays **so** .\n\n### Note\n\nYes.\n\n</dd>\n\n</dl>\n\n</dl>\n",
    )
    assert texts(found.body, "dl/dt") == ["opt [*]:25"]
    assert found.body.xpath("dl/dt/a/@id") == ["o"]
    assert texts(found.body, "dl/dd/*") == ["Says so .", "Yes."]


def test_inline_markup_is_what_was_meant(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "## P\n\n"
        '3\\. **word ** next, 4*`xx`* and a*`b`*c, <domain> of `x <y>`, `int <var class="p">i</var>`, '
        '`up\', "\\"k\\"", '
        "__host__, **`typed`**     done, <lcamtuf@example.com>.\n",
    )
    (paragraph,) = found.body.findall("p")
    assert " ".join(paragraph.text_content().split()) == (
        "3. word next, 4xx and abc, <domain> of x <y>, int i, "
        '`up\', "\\"k\\"", __host__, typed done, <lcamtuf@example.com>.'
    )
    assert texts(paragraph, ".//var") == ["xx", "b", "i"]
    assert texts(paragraph, ".//kbd") == ["typed"]
    assert texts(paragraph, ".//strong") == ["word"]


def test_links_are_spelled_one_way_and_lost_anchors_found(tmp_path: Path) -> None:
    read = manual(
        tmp_path,
        {
            "p": '## P\n\n[a](q.md "2. Q") [b](q#lost "2.1. The "Sub" Head") [c](q.md#lost2 "x"), '
            "[Section 2.2, “Other”](q#lost3) [d](q#kept) [e](https://example.com/) [f](#here) [g](q#gone)\n",
            "q": '## 2. Q\n\n### 2.1. The “Sub” Head\n\n<a name="kept"></a>\n\nText.\n\n### 2.2. Other\n',
        },
    )
    p, q = (found.body for found in read.pages if found.id in "pq")
    assert p.xpath(".//a/@href") == [
        "q", "q#lost", "q#lost2", "q#lost3", "q#kept", "https://example.com/", "p#here", "q#gone",
    ]  # fmt: skip
    assert q.xpath(".//@id") == ["lost", "kept", "lost3"]


def test_the_contents_are_the_nested_lists_of_the_index(tmp_path: Path) -> None:
    read = manual(
        tmp_path,
        {
            "index": '## Manual 1\n\nDocument generated on: 2019-March-31\n\n* [I. Part](part.md "test")\n'
            "\t* [1\\. Ch](ch)\n\t\t* [1.1\\. `Sub`](ch#sub)\n"
            "\t\t* [ref](ref) — do `it`\n\t\t* [gone](gone)\n* [A. App](app)\n",
            "part": "## Part I. Part\n",
            "ch": "## Chapter 1. Ch\n\n### 1.1. `Sub`\n",
            "ref": "## ref\n\nText.\n",
            "app": "No heading.\n",
        },
    )
    part, app = read.contents
    (chapter,) = part.children
    sub, ref = chapter.children
    assert (part.kind, part.number, part.page) == (PageKind.PART, "I", "part")
    assert sub == TocEntry("Sub", "1.1", "ch", "sub", PageKind.SECTION)
    assert (ref.kind, ref.purpose) == (PageKind.REFERENCE, "do it")
    assert (app.kind, app.title) == (PageKind.APPENDIX, "App")
    pages = {found.id: found for found in read.pages}
    assert (pages["ref"].kind, pages["ref"].purpose) == (PageKind.REFERENCE, "do it")
    assert (pages["ref"].previous, pages["ref"].up, pages["ref"].next) == ("ch", "ch", "app")
    assert pages["app"].title == "App"
    assert read.edition == "2019-March-31"
    assert read.report.problems == ["index.md names the page gone, which is missing."]


def test_list_pages_name_the_numbered_things(tmp_path: Path) -> None:
    read = manual(
        tmp_path,
        {
            "example-toc": "**List of Examples**\n\n<dl>\n\n<dt>1.1\\. [The `x`](p#e)</dt>\n\n</dl>\n",
            "p": '## P\n\n<a name="e"></a>\n\n**Example 1.1. The `x`**\n\n`x`\n',
        },
    )
    assert [(item.label, item.title, item.page, item.anchor) for item in read.items] == [
        ("Example 1.1", "The x", "p", "e")
    ]
    assert [found.kind for found in read.pages] == [PageKind.LIST, PageKind.TITLE, PageKind.PAGE]


def test_bad_bytes_cost_no_page(tmp_path: Path) -> None:
    read = manual(tmp_path, {"p": "## P\n\nA – ".encode() + b"dash \x96 and \x81.\n"})
    assert texts(list(read.pages)[-1].body, "p") == ["A – dash – and \ufffd."]
    assert read.report.problems == ["p.md is not valid UTF-8: 2 bytes were read as Windows-1252."]


def test_a_line_separator_ends_no_line(tmp_path: Path) -> None:
    found = page(tmp_path, "## P\n\n[\u2028 words](https://example.com/) and\u2028 more.\n")
    assert len(found.body.findall("p")) == 1


def test_open_fences_and_liquid_marks(tmp_path: Path) -> None:
    found = page(
        tmp_path, "## P\n\nText:\n{% raw %}\n```\n%{x}\n```\n{% endraw %}\nMore.\n\n```\nopen\n\n### Note\n"
    )
    assert [e.text_content().rstrip("\n") for e in found.body.iter("pre")] == ["%{x}", "open\n\n### Note"]
    assert texts(found.body, "p") == ["Text:", "More."]


def test_a_page_without_a_title_is_named_and_reported(tmp_path: Path) -> None:
    read = manual(tmp_path, {"p": "Text.\n", "empty": "", "nul": "\0\x01"})
    assert {found.title for found in read.pages} == {"Manual 1", "p", "empty", "nul"}
    assert len(read.report.problems) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_folder_with_nothing_readable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("## M\n")
    (tmp_path / "index.md").chmod(0)
    assert looks_like_markdown_manual(tmp_path)
    with pytest.raises(SourceError, match=r"index\.md could not be read"):
        read_with(read_markdown, tmp_path)


def test_nothing_but_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    assert not looks_like_markdown_manual(tmp_path)
    with pytest.raises(SourceError, match=r"a\.md could not be read"):
        read_with(read_markdown, tmp_path)


def test_examples_are_the_same_in_both_forms_but_for_what_the_files_lack(
    markdown: Bundle, manuals: Path
) -> None:
    cut = []
    for row in listed():
        expected = source_code(manuals / "momentum-4-html", row["page"], row["anchor"])
        code = markdown.example_text(row["number"])
        assert code is not None, row["number"]
        if row["number"] in ENDING_CUT:
            expected = expected.replace("/index.php", "/index")
        if code != expected:
            cut.append(row["number"])
            assert _without_blanks(code) == _without_blanks(expected), row["number"]
    assert len(cut) == BLANKS_CUT


def _without_blanks(code: str) -> list[str]:
    return [line.rstrip() for line in code.strip().split("\n") if line.strip()]


def test_the_contents_are_the_same_in_both_forms(markdown: Bundle, html: Bundle) -> None:
    dashes = str.maketrans("—–", "--")

    def entries(bundle: Bundle) -> list[tuple[str, ...]]:
        return [
            (e.title.translate(dashes), e.number, e.page, e.anchor, e.kind, e.purpose.translate(dashes))
            for top in bundle.contents()
            for e in top.walk()
        ]

    assert entries(markdown) == entries(html)


def test_all_numbered_things_are_the_same_in_both_forms(markdown: Bundle, html: Bundle) -> None:
    def places(bundle: Bundle) -> set[NumberedItem]:
        return {item for item in bundle.items() if html.page(item.page)}

    assert places(markdown) == places(html)


def test_no_page_shows_a_stray_mark(markdown: Bundle, html: Bundle) -> None:
    """A mark is stray where a page shows more of them than it does in the HTML form, or has no such form."""
    stray = []
    for info in markdown.pages():
        if info.kind in {PageKind.LIST, PageKind.TITLE}:
            continue
        found, other = markdown.page(info.id), html.page(info.id)
        assert found is not None
        if other is None:
            code = [found.text[start:end] for start, end in found.code_spans]
            prose = re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", found.html, flags=re.DOTALL)
            if STRAY.search(_text(prose)) or any("**" in c for c in code):
                stray.append(info.id)
        else:
            here, there = Counter(found.text), Counter(other.text)
            if any(here[mark] > there[mark] for mark in MARKS):
                stray.append(info.id)
    assert stray == []


def test_the_whole_form_is_in_the_page_model(markdown: Bundle) -> None:
    report = markdown.report()
    assert report.left_out == {"ftp: link": 1}
    assert sum("which is not in the source" in problem for problem in report.problems) == LOST_IMAGES
    assert sum("not valid UTF-8" in problem for problem in report.problems) == 1
    assert len(report.problems) == LOST_IMAGES + 1


def test_no_box_holds_more_than_in_the_html_form(markdown: Bundle, html: Bundle) -> None:
    alike = total = 0
    for info in html.pages():
        boxes = list(zip(_boxes(markdown, info.id), _boxes(html, info.id), strict=True))
        assert all(there.startswith(here) for here, there in boxes), info.id
        alike += sum(here == there for here, there in boxes)
        total += len(boxes)
    assert (alike, total) == (BOXES_ALIKE, BOXES_TOTAL)


def _boxes(bundle: Bundle, name: str) -> list[str]:
    found = bundle.page(name)
    assert found is not None
    tree = lxml_html.fromstring(f"<div>{found.html}</div>")
    boxes = [table for table in tree.iter("table") if table.get("class") in BOXES]
    return [re.sub(r"\W+", "", str(table.xpath("string()"))) for table in boxes]


def _text(html: str) -> str:
    return str(lxml_html.fromstring(f"<div>{html}</div>").xpath("string()"))
