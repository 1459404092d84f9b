"""What the DocBook stylesheets make of one book, in four ways: it is to be read as one and the same.

`documents/stylesheets/lighthouse.xml` is the source. DocBook XSL 1.79 made from it, with pages named by
their ids: `html5` (xhtml5/chunk.xsl, no pictures for callouts), `latin1` (html/chunk.xsl, numbered sections,
ISO-8859-1), `xhtml` (xhtml/chunk.xsl), and `whole` (xhtml5/docbook.xsl), the book on one page.
"""

from collections import Counter
from pathlib import Path

import pytest

from index_builder.build import Options, build
from index_builder.sources.common.html_files import decoded
from index_builder.sources.detection import find_manuals
from index_builder.sources.docbook.files import looks_like_docbook_html
from index_builder.sources.docbook.reader import read_docbook_html
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import Page, PageKind, TocEntry
from tests.unit.samples import read_with

FOLDER = Path(__file__).parent / "documents" / "stylesheets"
WAYS = ("html5", "latin1", "xhtml", "whole")
WICK = 'wick "main" {\n\theight = 3\n  oil  = "whale"\n}'


@pytest.fixture(scope="module", params=WAYS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return built(FOLDER / str(request.param), tmp_path_factory.mktemp(str(request.param)) / "book")


def built(source: Path, target: Path) -> Bundle:
    build(source, target, Options(target.name), lambda _progress: None)
    return open_bundle(target)


def page_of(book: Bundle, name: str) -> Page:
    found = book.page(name)
    assert found is not None
    return found


def html(book: Bundle, name: str) -> str:
    return page_of(book, name).html


def titles(entries: tuple[TocEntry, ...]) -> list[object]:
    return [[entry.title, titles(entry.children)] if entry.children else entry.title for entry in entries]


def test_the_book_has_its_title_edition_and_contents(book: Bundle) -> None:
    assert (book.info.title, book.info.edition, book.info.set) == (
        "Lighthouse 7 Guide",
        "7.2",
        "Lighthouse 7",
    )
    assert titles(book.contents()) == [
        "Preface",
        ["Running a Light", [["Lamps", [["Oil Lamps", ["Kinds of Oil"]], "Care"]]]],
        ["Commands", ["lamp"]],
        ["Signals", ["Fog"]],
        "Glossary",
        "Books",
        "Index",
    ]


def test_every_part_of_the_book_is_a_page_of_its_kind(book: Bundle) -> None:
    pages = {page.id: page for page in book.pages()}
    kinds = {
        "preface": (PageKind.PREFACE, "", "Preface"),
        "running": (PageKind.PART, "I", "Running a Light"),
        "lamps": (PageKind.CHAPTER, "1", "Lamps"),
        "lamp": (PageKind.REFERENCE, "", "lamp, lampd"),
        "signals": (PageKind.APPENDIX, "A", "Signals"),
        "glossary": (PageKind.GLOSSARY, "", "Glossary"),
    }
    assert {name: (pages[name].kind, pages[name].number, pages[name].title) for name in kinds} == kinds
    assert pages["lamp"].purpose == "light a lamp"
    assert Counter(page.kind for page in pages.values())[PageKind.TITLE] == 1
    assert pages["lamps"].up == "running"
    assert pages["running"].next == "lamps"
    assert book.report().problems == (
        f"{book_file(book)} shows figures/lamp.png, which is not in the source.",
    )
    assert book.report().left_out == {}


def book_file(book: Bundle) -> str:
    """Return the name of the file that holds the section with the figure."""
    files = [path.name for path in Path(book.info.source).iterdir()]
    return next(name for name in files if name.startswith("lamps.care") or name == "book.html")


def test_every_link_and_anchor_resolves(book: Bundle) -> None:
    assert book.dangling() == []
    lamps = html(book, "lamps")
    for link in ("#lamps.oil", "#ex.wick", "#tab.kinds"):
        assert f'<a class="page" href="lamps{link}">' in lamps


def test_numbered_things_are_found_with_and_without_lists(book: Bundle) -> None:
    assert [(item.label, item.title, item.anchor) for item in book.items()] == [
        ("Example 1.1", "Setting the Wick", "ex.wick"),
        ("Example 2", "Lighting", "ex.lamp"),
        ("Example A.1", "Fog", "ex.fog"),
        ("Figure 1.1", "A Lamp", "fig.lamp"),
        ("Table 1.1", "Kinds", "tab.kinds"),
    ]


def test_code_is_exact_and_without_the_marks_of_its_callouts(book: Bundle) -> None:
    assert book.example_text("1.1") == WICK
    assert book.example_text("2") == "lamp on\nlamp off"
    lamps = html(book, "lamps")
    assert "<code>height = 3</code>: How high it burns." in lamps
    assert "<code>oil = &quot;whale&quot;</code>: What it burns." in lamps.replace(
        '"whale"', "&quot;whale&quot;"
    )
    assert "callouts" not in lamps


def test_lists_tables_and_boxes_are_what_they_mean(book: Bundle) -> None:
    lamps = html(book, "lamps")
    for markup in (
        "<li>red</li>",
        "near, far",
        "<th>Oil</th>",
        '<td rowspan="2">b</td>',
        'class="note"',
        "Trim it daily.",
        "Fire",
        "<strong>Reach: </strong>3 miles",
        "Any oil will do.",
    ):
        assert markup in lamps
    care = html(book, "lamps" if book_file(book) == "book.html" else "lamps.care")
    for markup in (
        "<strong>Procedure 1.1. Trimming</strong>",
        "<dt>",
        "Why is it dark?</dt>",
        "<p>Light it.</p>",
        "r = 2h",
        "<p>Stay awake.</p>",
        "History",
        '<ol type="a">',
        'href="http://example.org/x"',
        "<sub>2</sub>",
    ):
        assert markup in care
    terms = [term.text for term in book.terms()]
    assert {"Wick", "Lamp", "wick, w"} <= set(terms)


def test_headings_have_the_levels_and_numbers_of_their_sections(book: Bundle) -> None:
    page = page_of(book, "lamps")
    found = [(heading.level, heading.title, heading.anchor) for heading in page.headings[:3]]
    assert found == [
        (1, "Lamps", "lamps"),
        (2, "Oil Lamps", "lamps.oil"),
        (3, "Kinds of Oil", "lamps.oil.kinds"),
    ]
    numbers = {heading.number for heading in page.headings[1:3]}
    assert numbers == ({"1.1", "1.1.1"} if "latin1" in book.info.source else {""})


def test_code_blocks_are_the_same_in_all_ways(book: Bundle) -> None:
    texts = {snippet.text for info in book.pages() for snippet in page_of(book, info.id).snippets}
    assert texts == {
        WICK,
        "$ lamp on\nlamp is on",
        "one\n  two",
        "lamp [--wick n] { on | off }",
        "lamp on\nlamp off",
        "int ring(times);\n\nint times;",
        "ring(3);",
    }


def stylesheet_page(file: Path, head: str, body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"<html><head><title>T</title><meta name='generator' content='DocBook XSL'>{head}</head>"
        f"<body>{body}</body></html>",
        encoding="utf-8",
    )


def book_in(folder: Path, title: str, *pages: str) -> None:
    """Write a book with an index and a few chapters."""
    heading = "<div class='titlepage'><h1 class='title'>{}</h1></div>"
    entries = "".join(
        f"<dt><span class='chapter'><a href='{page}.html'>{page}</a></span></dt>" for page in pages
    )
    stylesheet_page(
        folder / "index.html",
        "<link rel='home' href='index.html'>",
        f"<div class='book'>{heading.format(title)}<div class='toc'><dl>{entries}</dl></div></div>",
    )
    for page in pages:
        stylesheet_page(
            folder / f"{page}.html",
            "<link rel='up' href='index.html'>",
            f"<div class='chapter'>{heading.format(page)}<p>About {page}.</p></div>",
        )


def test_a_book_in_folders_is_one_manual_with_links_across_them(tmp_path: Path) -> None:
    book_in(tmp_path, "Deep Book", "start")
    up = "<link rel='up' href='../start.html'><link rel='home' href='../index.html'>"
    for folder in ("north", "south"):
        stylesheet_page(
            tmp_path / folder / "index.html",
            up,
            f"<div class='sect1'><div class='titlepage'><h2 class='title'>{folder}</h2></div>"
            "<p id='p'>To <a href='../start.html'>start</a>, "
            "<a href='../north/index.html#p'>north</a>.</p></div>",
        )
        stylesheet_page(
            tmp_path / folder / "quay.html",
            "<link rel='up' href='index.html'>",
            "<div class='sect2'><div class='titlepage'><h3 class='title'>Quay</h3></div><p>x</p></div>",
        )
    (tmp_path / "north" / "letter.html").write_text("<html><body>no page of the book</body></html>")
    assert [found.pages for found in find_manuals(tmp_path)] == [6]
    book = built(tmp_path, tmp_path / "built")
    assert {page.id for page in book.pages()} == {
        "index", "start", "north", "south", "north.quay", "south.quay"
    }  # fmt: skip
    assert 'href="start">start</a>, <a class="page" href="north#p">' in html(book, "south")
    assert titles(book.contents()) == [["start", [["north", ["Quay"]], ["south", ["Quay"]]]]]
    assert book.dangling() == []
    book.close()


def test_books_beside_and_below_a_book_are_manuals_of_their_own(tmp_path: Path) -> None:
    book_in(tmp_path / "docs", "First", "one", "two")
    book_in(tmp_path / "docs" / "more" / "second", "Second", "one")
    book_in(tmp_path / "other", "Third", "one")
    assert [(found.part, found.title, found.pages) for found in find_manuals(tmp_path)] == [
        ("docs", "First", 3),
        ("docs/more/second", "Second", 2),
        ("other", "Third", 2),
    ]


def test_a_name_laid_out_in_a_table_leaves_no_table(tmp_path: Path) -> None:
    name = "<h2><span class='refentrytitle'>Threads</span></h2><p>Threads \u2014 do several things</p>"
    table = (
        f"<table width='100%'><tr><td valign='top'>{name}</td><td class='gallery_image'></td></tr></table>"
    )
    entry = f"<div class='refnamediv'>{table}</div><div class='refsect1'><p>x</p></div>"
    stylesheet_page(tmp_path / "threads.html", "", f"<div class='refentry'>{entry}</div>")
    page = next(iter(read_with(read_docbook_html, tmp_path).pages))
    assert (page.title, page.purpose, page.kind) == ("Threads", "do several things", PageKind.REFERENCE)
    assert [element.tag for element in page.body] == ["p"]


def test_a_folder_of_other_pages_is_no_manual(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.html").write_text("<html><body><p>hello</p></body></html>")
    stylesheet_page(tmp_path / "one.html", "", "<div class='article'></div>")
    assert not looks_like_docbook_html(tmp_path)


def test_pages_are_told_by_their_markup_where_the_stylesheets_name_is_gone(tmp_path: Path) -> None:
    chapter = "<div class='chapter'><div class='titlepage'></div></div>"
    (tmp_path / "knots.html").write_text(f"<html><title>Knots</title><body>{chapter}</body></html>")
    assert looks_like_docbook_html(tmp_path)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<meta charset="ISO-8859-1">Größe'.encode("latin-1"), "Größe"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>маяк".encode("koi8-r"), "маяк"),
        ('<?xml version="1.0" encoding="windows-1250"?>světlo'.encode("cp1250"), "světlo"),
        ('<meta charset="iso-8859-1">“light”'.encode("cp1252"), "“light”"),
        ('<meta charset="iso-8859-1">Größe'.encode(), "Größe"),
        ("\ufeffmajak".encode("utf-16"), "majak"),
    ],
)
def test_pages_are_read_in_the_encoding_they_declare(source: bytes, text: str) -> None:
    assert decoded(source)[0].endswith(text)
    assert decoded(source)[1] == ""


def test_bytes_that_no_encoding_explains_are_reported() -> None:
    text, trouble = decoded(b'<meta charset="no-such">caf\xe9')
    assert text.endswith("caf\ufffd")
    assert "is not valid UTF-8 at byte 27" in trouble


LAYOUTS = """
<div class="warning" style="margin: 1in"><table border="0"><tr><td rowspan="2"><img alt="[Warning]"
src="i.png"></td><th align="left">High Tide</th></tr><tr><td><p>Mind the gap.</p></td></tr></table></div>
<div class="note"><table><tr><td><img alt="[Note]" src="i.png"></td>
<th>Note</th></tr><tr><td>Plain.</td></tr></table></div>
<div class="informalexample"><table class="listing_frame"><tbody><tr><td class="listing_lines"><pre>1
2</pre></td><td class="listing_code"><pre class="programlisting">first
second</pre></td></tr></tbody></table></div>
<div class="informaltable"><table><tr><td>cell</td></tr></table></div>
<div class="example"><a id="e"></a><p class="title"><b>Beispiel 4.2. Leinen los</b></p>
<pre class="screen">los</pre></div>
<div class="calloutlist"><dl><dt><a href="#none"><img src="images/callouts/1.png" alt="1"></a></dt>
<dd><p>Said.</p></dd></dl></div>
"""


def test_layout_tables_of_other_products_leave_what_they_mean(tmp_path: Path) -> None:
    heading = "<div class='titlepage'><h1 class='title'>Kapitel 4. Tide</h1></div>"
    stylesheet_page(tmp_path / "ch04.html", "", f"<div class='chapter' id='tide'>{heading}{LAYOUTS}</div>")
    page = next(iter(read_with(read_docbook_html, tmp_path).pages))
    body = page.body
    assert (page.title, page.number, page.kind) == ("Tide", "4", PageKind.CHAPTER)
    assert body[0].get("id") == "tide"
    boxes = body.xpath(".//div[@class='warning' or @class='note']")
    assert [["".join(part.itertext()).strip() for part in box] for box in boxes] == [
        ["High Tide", "Mind the gap."],
        ["Plain."],
    ]
    assert [code.text for code in body.iter("pre")] == ["first\nsecond", "los"]
    assert len(list(body.iter("table"))) == 1
    (example,) = body.xpath(".//div[@class='example']")
    assert (example.get("data-number"), example.get("id"), example[0].text) == ("4.2", "e", "Leinen los")
    assert [item.text_content().strip() for item in body.findall("ol/li")] == ["Said."]
    assert list(body.iter("img")) == []


def test_a_book_without_contents_is_ordered_by_the_ways_through_it(tmp_path: Path) -> None:
    order = ("index", "zenith", "middle", "apex")
    for at, name in enumerate(order):
        ways = {"prev": order[at - 1] if at else "", "next": order[at + 1] if at < 3 else ""}
        head = "".join(f"<link rel='{rel}' href='{page}.html'>" for rel, page in ways.items() if page)
        title = f"<div class='titlepage'><h1 class='title'>{name}</h1></div>"
        kind = "chapter" if at else "book"
        stylesheet_page(tmp_path / f"{name}.html", head, f"<div class='{kind}'>{title}<p>x</p></div>")
    read = read_with(read_docbook_html, tmp_path)
    assert [entry.title for entry in read.contents] == ["zenith", "middle", "apex"]


def test_a_chapter_has_the_number_of_the_contents_where_its_title_is_in_another_order(tmp_path: Path) -> None:
    book_in(tmp_path, "Book", "light")
    index = tmp_path / "index.html"
    index.write_text(index.read_text().replace(">light</a>", ">7. light</a>"), encoding="utf-8")
    chapter = tmp_path / "light.html"
    text = chapter.read_text().replace("<h1 class='title'>light", "<h1 class='title'>\u7b2c7\u7ae0 light")
    chapter.write_text(text, encoding="utf-8")
    read = read_with(read_docbook_html, tmp_path)
    assert [(page.number, page.title) for page in read.pages] == [("", "Book"), ("7", "light")]
