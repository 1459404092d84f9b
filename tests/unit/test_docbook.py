"""The reader of the DocBook HTML form: each thing that the stylesheets and the site around them do."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from index_builder.build import Options, build
from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import ATTRIBUTES, BOXES, NUMBERED, clean
from index_builder.pages.model import SourceManual, SourcePage
from index_builder.render.render import render_page
from index_builder.sources.detection import find_manuals
from index_builder.sources.docbook.files import looks_like_docbook_html
from index_builder.sources.docbook.reader import read_docbook_html
from index_builder.steps.links import Targets, resolve_links
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import DanglingLink, ItemKind, NumberedItem, PageKind, TocEntry
from tests.unit.samples import read_with

HARBOUR = Path(__file__).parent / "documents" / "docbook"
CHROME = (
    "Signed in as|Portal|portal|Search|Help for searching|tracker|Switch scripts on|comments"
    "|Tell your friends|Prev|Next|Table of Contents"
).split("|")


@pytest.fixture(scope="module")
def manual() -> SourceManual:
    found = read_with(read_docbook_html, HARBOUR)
    for page in found.pages:
        clean(page.body, found.report.left_out)
    return found


@pytest.fixture(scope="module")
def pages(manual: SourceManual) -> dict[str, SourcePage]:
    return {page.id: page for page in manual.pages}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bundle]:
    folder = tmp_path_factory.mktemp("docbook") / "harbour"
    build(HARBOUR, folder, Options("harbour"), lambda _progress: None)
    opened = open_bundle(folder)
    yield opened
    opened.close()


def read_page(folder: Path, division: str, head: str = "<title>T</title>") -> SourcePage:
    """Return a page of which the site's frame holds `division`."""
    (folder / "p.php").write_text(
        f"<html><head>{head}<meta name='generator' content='DocBook XSL'></head><body>"
        f"<div id='content'><div class='navheader'>Nav</div>{division}</div></body></html>",
        encoding="utf-8",
    )
    return next(iter(read_with(read_docbook_html, folder).pages))


def cleaned(folder: Path, division: str) -> HtmlElement:
    body = read_page(folder, division).body
    clean(body, Counter())
    return body


def one(body: HtmlElement, path: str) -> HtmlElement:
    (found,) = body.xpath(path)
    assert isinstance(found, HtmlElement)
    return found


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def texts(body: HtmlElement, path: str) -> list[str]:
    return [text(element) for element in body.xpath(path)]


def tree(entries: tuple[TocEntry, ...] | list[TocEntry]) -> list[object]:
    """Return contents as nested lists: each entry's number and title, then what is below it."""
    found: list[object] = []
    for entry in entries:
        found.append(f"{entry.number} {entry.title}".strip())
        if entry.children:
            found.append(tree(entry.children))
    return found


def test_the_form_is_told_by_its_generator(tmp_path: Path) -> None:
    assert looks_like_docbook_html(HARBOUR)
    (tmp_path / "index.html").write_text("<html><title>Not by the stylesheets</title></html>")
    assert not looks_like_docbook_html(tmp_path)


def test_title_and_edition_come_from_the_title_page(manual: SourceManual) -> None:
    assert (manual.title, manual.edition, manual.form) == (
        "Harbour 3 Reference Manual",
        "2026-Mar-04",
        "docbook-html",
    )


@pytest.mark.parametrize(
    ("page", "kind", "number", "title", "purpose"),
    [
        ("index", PageKind.TITLE, "", "Harbour 3 Reference Manual", ""),
        ("p.running", PageKind.PART, "I", "Running a Harbour", ""),
        ("moorings", PageKind.CHAPTER, "1", "Moorings", ""),
        ("moorings.ropes", PageKind.SECTION, "1.2", "Ropes and ropes.conf", ""),
        ("moorings.knots", PageKind.SECTION, "1.3", "Knots", ""),
        ("commands.dock", PageKind.REFERENCE, "", "dock", "take a ship in"),
        ("api.tide_level", PageKind.REFERENCE, "", "tide_level", "tell how high the water stands"),
        ("glossary", PageKind.GLOSSARY, "", "Glossary", ""),
        ("signals", PageKind.APPENDIX, "A", "Signals", ""),
        ("example-toc", PageKind.LIST, "", "List of Examples", ""),
        ("figure-toc", PageKind.LIST, "", "List of Figures", ""),
        ("table-toc", PageKind.LIST, "", "List of Tables", ""),
    ],
)
def test_each_page_has_kind_number_title_and_purpose(
    pages: dict[str, SourcePage], page: str, kind: PageKind, number: str, title: str, purpose: str
) -> None:
    found = pages[page]
    assert (found.kind, found.number, found.title, found.purpose) == (kind, number, title, purpose)


@pytest.mark.parametrize(
    ("page", "previous", "up", "following"),
    [
        ("index", "", "", "p.running"),
        ("moorings", "p.running", "p.running", "moorings.ropes"),
        ("moorings.knots", "moorings.ropes", "moorings", "lighthouse"),
        ("p.reference", "lighthouse", "index", "commands"),
        ("signals", "glossary", "index", ""),
    ],
)
def test_neighbours_are_taken_from_the_head(
    pages: dict[str, SourcePage], page: str, previous: str, up: str, following: str
) -> None:
    found = pages[page]
    assert (found.previous, found.up, found.next) == (previous, up, following)


def test_contents_hold_missing_pages_and_those_that_only_their_neighbours_name(
    manual: SourceManual,
) -> None:
    assert tree(manual.contents) == [
        "I Running a Harbour",
        ["1 Moorings", ["1.1 Berths", "1.2 Ropes and ropes.conf", "1.3 Knots"], "2 The Lighthouse"],
        "II Reference",
        ["3 Commands", ["dock", "tide_level"]],
        "Glossary",
        "A Signals",
    ]
    entries = {entry.title: entry for top in manual.contents for entry in top.walk()}
    assert (entries["Berths"].page, entries["Berths"].anchor) == ("moorings", "moorings.berths")
    assert (entries["The Lighthouse"].page, entries["The Lighthouse"].kind) == (
        "lighthouse",
        PageKind.CHAPTER,
    )
    assert entries["dock"].purpose == "take a ship in"


def test_pages_below_an_unlisted_page_follow_its_chain(tmp_path: Path) -> None:
    def write(name: str, main: str, links: dict[str, str]) -> None:
        head = "".join(f'<link rel="{rel}" href="{page}.php">' for rel, page in links.items())
        (tmp_path / f"{name}.php").write_text(
            f"<html><head><title>{name}</title><meta name='generator' content='DocBook XSL'>{head}</head>"
            f"<body><div class='{main}'><p>x</p></div></body></html>"
        )

    write("index", "book", {"next": "a"})
    write("c", "section", {"up": "a", "prev": "b"})
    write("b", "section", {"up": "a", "prev": "a", "next": "c"})
    write("a", "chapter", {"up": "index", "prev": "index", "next": "b"})
    write("lost", "section", {"up": "nowhere", "prev": "nowhere"})
    write("round", "section", {"up": "about"})
    write("about", "section", {"up": "round"})
    found = read_with(read_docbook_html, tmp_path)
    listed = [entry.page for top in found.contents for entry in top.walk()]
    assert sorted(listed) == ["a", "about", "b", "c", "lost", "round"]
    assert next(top for top in tree(found.contents) if isinstance(top, list)) == ["b", "c"]


def write_page(
    folder: Path, name: str, main: str, title: str, *, links: str = "", lists: str = "", text: str = ""
) -> None:
    """Write a page with a division of the class `main`.

    `links` is what its head says ("up=index"); `lists` what its contents list ("ch1=1. Ropes"), by lines.
    """
    head = "".join('<link rel="{}" href="{}.html">'.format(*link.split("=")) for link in links.split())
    items = "".join(
        '<dt><a href="{}.html">{}</a></dt>'.format(*line.split("=")) for line in lists.splitlines()
    )
    toc = f"<div class='toc'><dl>{items}</dl></div>" if lists else ""
    (folder / f"{name}.html").write_text(
        f"<html><head><title>{title}</title><meta name='generator' content='DocBook XSL'>{head}</head>"
        f"<body><div class='{main}'><div class='titlepage'><h1 class='title'>{title}</h1></div>{toc}{text}"
        "</div></body></html>",
        encoding="utf-8",
    )


def write_books(folder: Path, up: str) -> None:
    """Write two books of two chapters each, whose heads say that `up` is above them, or nothing if ""."""
    for book, chapters in (("ropes", ("Hemp", "Wire")), ("knots", ("Bowline", "Hitch"))):
        lists = "\n".join(f"{book}-{at}={at}. {chapter}" for at, chapter in enumerate(chapters, 1))
        write_page(folder, book, "book", book.title(), links=up and f"up={up}", lists=lists)
        for at, chapter in enumerate(chapters, 1):
            write_page(folder, f"{book}-{at}", "chapter", f"Chapter {at}. {chapter}", links=f"up={book}")


BOOKS = ["Knots", ["1 Bowline", "2 Hitch"], "Ropes", ["1 Hemp", "2 Wire"]]


@pytest.mark.parametrize("lists", ["knots=Knots\nropes=Ropes", ""], ids=["listed", "without-a-list"])
def test_each_book_of_a_set_holds_its_chapters(tmp_path: Path, lists: str) -> None:
    write_books(tmp_path, "index")
    write_page(tmp_path, "index", "set", "The Rigger's Shelf", lists=lists)
    found = read_with(read_docbook_html, tmp_path)
    assert (found.title, tree(found.contents)) == ("The Rigger's Shelf", BOOKS)


def test_books_side_by_side_are_a_manual_named_after_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "rigging"
    folder.mkdir()
    write_books(folder, "")
    found = read_with(read_docbook_html, folder)
    assert (found.title, tree(found.contents)) == ("rigging", BOOKS)


def test_a_book_keeps_its_title_beside_an_article_that_nothing_names(tmp_path: Path) -> None:
    write_page(tmp_path, "manual", "book", "Ropes", lists="hemp=1. Hemp")
    write_page(tmp_path, "hemp", "chapter", "Chapter 1. Hemp", links="up=manual")
    write_page(tmp_path, "answers", "article", "Answers", text="<p>Yes.</p>")
    found = read_with(read_docbook_html, tmp_path)
    assert (found.title, tree(found.contents)) == ("Ropes", ["1 Hemp", "Answers"])


def test_articles_in_a_folder_are_pages_of_text_in_the_contents(tmp_path: Path) -> None:
    folder = tmp_path / "rigging"
    folder.mkdir()
    for name in ("answers", "tutorial"):
        write_page(folder, name, "article", name.title(), text="<p>Haul.</p>")
    found = read_with(read_docbook_html, folder)
    assert (found.title, tree(found.contents)) == ("rigging", ["Answers", "Tutorial"])
    assert {page.kind for page in found.pages} == {PageKind.PAGE}
    assert [(one.title, one.pages) for one in find_manuals(folder)] == [("rigging", 2)]


def test_a_single_article_is_its_own_contents(tmp_path: Path) -> None:
    write_page(tmp_path, "answers", "article", "Answers", text="<p>Yes.</p>")
    found = read_with(read_docbook_html, tmp_path)
    assert (found.title, tree(found.contents)) == ("Answers", ["Answers"])
    assert [page.kind for page in found.pages] == [PageKind.PAGE]


def test_the_title_in_a_list_of_manuals_is_that_of_the_home_page(tmp_path: Path) -> None:
    write_page(tmp_path, "apa", "appendix", "Appendix A. Signals", links="home=manual up=manual")
    write_page(tmp_path, "manual", "book", "Ropes", links="next=apa", lists="apa=A. Signals")
    assert [one.title for one in find_manuals(tmp_path)] == ["Ropes"]
    assert read_with(read_docbook_html, tmp_path).title == "Ropes"


def test_a_book_without_a_title_has_a_row_and_the_pages_below_it(tmp_path: Path) -> None:
    write_page(tmp_path, "index", "set", "Shelf", lists="bk01=Ropes\nbk02=")
    write_page(tmp_path, "bk01", "book", "Ropes", links="up=index", lists="hemp=1. Hemp")
    write_page(tmp_path, "hemp", "chapter", "Chapter 1. Hemp", links="up=bk01")
    write_page(tmp_path, "bk02", "book", "", links="up=index", lists="answers=Answers")
    write_page(tmp_path, "answers", "article", "Answers", links="up=bk02", text="<p>Yes.</p>")
    found = read_with(read_docbook_html, tmp_path)
    assert tree(found.contents) == ["Ropes", ["1 Hemp"], "bk02", ["Answers"]]


def test_books_that_list_each_other_are_each_in_the_contents_once(tmp_path: Path) -> None:
    write_page(tmp_path, "ropes", "book", "Ropes", links="up=knots", lists="knots=Knots\nropes=Ropes")
    write_page(tmp_path, "knots", "book", "Knots", links="up=ropes", lists="ropes=Ropes\nhitch=1. Hitch")
    write_page(tmp_path, "hitch", "chapter", "Chapter 1. Hitch", links="up=knots")
    found = read_with(read_docbook_html, tmp_path)
    listed = [entry.page for top in found.contents for entry in top.walk()]
    assert sorted(listed) == ["hitch", "knots", "ropes"]


def test_a_description_of_a_picture_is_below_its_page_and_in_no_contents(tmp_path: Path) -> None:
    link = "<div class='mediaobject'><div class='longdesc-link'>[<a href='ld-x.html'>D</a>]</div></div>"
    write_page(tmp_path, "index", "book", "Ropes", lists="ch01=1. Hemp")
    write_page(tmp_path, "ch01", "chapter", "Chapter 1. Hemp", links="up=index", text=link)
    (tmp_path / "ld-x.html").write_text(
        "<html><head><title>Long Description</title></head><body>A rope of hemp.</body></html>"
    )
    found = read_with(read_docbook_html, tmp_path)
    assert tree(found.contents) == ["1 Hemp"]
    assert [page.up for page in found.pages if page.id == "ld-x"] == ["ch01"]


def test_a_page_with_two_names_is_read_once_and_links_to_both_lead_to_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_page(source, "rigging", "book", "Ropes", lists="ch01=1. Hemp")
    write_page(source, "hemp", "chapter", "Chapter 1. Hemp", links="up=rigging")
    (source / "index.html").symlink_to("rigging.html")
    (source / "ch01.html").symlink_to("hemp.html")
    build(source, tmp_path / "built", Options("ropes"), lambda _progress: None)
    with open_bundle(tmp_path / "built") as built:
        assert [(page.id, page.up) for page in built.pages()] == [("index", ""), ("hemp", "index")]
        assert [(entry.number, entry.page) for entry in built.contents()] == [("1", "hemp")]
    assert [one.pages for one in find_manuals(source)] == [2]


@pytest.mark.parametrize(
    ("main", "title", "number", "words"),
    [
        ("chapter", "第1章 係留", "1", "係留"),
        ("chapter", "第 12 章 系泊", "12", "系泊"),
        ("appendix", "付録A 信号", "A", "信号"),
        ("chapter", "3장. 계류", "3", "계류"),
        ("chapter", "4. fejezet - Kötelek", "4", "Kötelek"),
        ("chapter", "अध्याय 2. रस्सी", "2", "रस्सी"),
        ("appendix", "Phụ lục B. Dây", "B", "Dây"),
        ("chapter", "Kapitel 3. Seile", "3", "Seile"),
        ("chapter", "Letters A to Z", "", "Letters A to Z"),
        ("chapter", "第1章", "", "第1章"),
    ],
)
def test_the_number_of_a_chapter_is_told_in_any_language(
    tmp_path: Path, main: str, title: str, number: str, words: str
) -> None:
    write_page(tmp_path, "index", "book", "Book", lists=f"c={title}")
    write_page(tmp_path, "c", main, title, links="up=index")
    found = read_with(read_docbook_html, tmp_path)
    assert [(page.number, page.title) for page in found.pages if page.id == "c"] == [(number, words)]
    assert [(entry.number, entry.title) for entry in found.contents] == [(number, words)]


def test_books_stand_before_their_chapters(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write_books(source, "index")
    write_page(source, "index", "set", "Shelf")
    build(source, tmp_path / "built", Options("shelf"), lambda _progress: None)
    with open_bundle(tmp_path / "built") as built:
        order = [page.id for page in built.pages()]
    assert order == ["index", "knots", "knots-1", "knots-2", "ropes", "ropes-1", "ropes-2"]


def test_numbered_things_are_those_of_the_lists(manual: SourceManual) -> None:
    assert manual.items == [
        NumberedItem(ItemKind.EXAMPLE, "1.1", "A berth Stanza", "moorings", "berth.example"),
        NumberedItem(ItemKind.EXAMPLE, "1.2", "Two Files", "moorings.ropes", "ropes.example"),
        NumberedItem(ItemKind.EXAMPLE, "2.1", "Lighting the Lamp", "lighthouse", "lamp.example"),
        NumberedItem(ItemKind.EXAMPLE, "3.1", "Asking for the Tide", "api.tide_level", "tide.example"),
        NumberedItem(ItemKind.FIGURE, "1.1", "The Quay", "moorings", "berth.map"),
        NumberedItem(ItemKind.TABLE, "1.1", "Depths", "moorings", "berth.depths"),
    ]


@pytest.mark.parametrize(
    ("page", "name", "anchor", "number", "caption"),
    [
        ("moorings", "example", "berth.example", "1.1", "A berth Stanza"),
        ("moorings", "figure", "berth.map", "1.1", "The Quay"),
        ("moorings", "table", "berth.depths", "1.1", "Depths"),
        ("moorings.ropes", "example", "ropes.example", "1.2", "Two Files"),
    ],
)
def test_a_caption_keeps_number_and_anchor_and_loses_its_label(
    pages: dict[str, SourcePage], page: str, name: str, anchor: str, number: str, caption: str
) -> None:
    division = one(pages[page].body, f".//div[@class='{name}']")
    assert (division.get("id"), division.get("data-number")) == (anchor, number)
    assert (division[0].get("class"), text(division[0])) == ("caption", caption)


def test_every_anchor_is_kept(bundle: Bundle) -> None:
    for file in HARBOUR.glob("*.php"):
        source = lxml_html.fromstring(file.read_bytes())
        content = [anchor.get("name", "") for anchor in source.iter("a") if anchor.get("name")]
        page = bundle.page(file.stem)
        assert page is not None
        anchors = dict(page.anchors)
        assert [name for name in content if name not in anchors] == [], file.name
        assert [name for name in content if f'<a name="{name}"></a>' not in page.html] == [], file.name


@pytest.mark.parametrize(
    "division",
    [
        "<div class='note'><h3 class='title'><a name='x'></a>Note</h3><p>a</p></div>",
        "<div class='note'><h3 class='title'><a name='x'></a>Careful</h3><p>a</p></div>",
        "<div class='note'><a name='x'></a><h3 class='title'>Note</h3><p>a</p></div>",
        "<div class='sidebar'><a name='x'></a><div class='titlepage'><p class='title'>A</p></div></div>",
        "<div class='example'><p class='title'><a name='x'></a><b>Example 1.1. A</b></p><pre>a</pre></div>",
        "<div class='example'><a name='x'></a><p class='title'><b>Example 1.1. A</b></p><pre>a</pre></div>",
        "<div class='section'><div class='titlepage'><h3 class='title'><a name='x'></a>A</h3></div></div>",
        "<div class='refsect1'><a name='x'></a><h2>A</h2></div>",
        "<h3 class='bridgehead'><a name='x'></a>A</h3>",
        "<div class='cmdsynopsis'><a name='x'></a><p><code>a</code></p></div>",
        "<div class='funcsynopsis'><a name='x'></a><pre>a</pre></div>",
        "<div class='literallayout'><p><a name='x'></a>a<br>b</p></div>",
        "<pre class='screen'>a <a name='x'></a>b</pre>",
        "<div class='toc'><a name='x'></a><dl><dt><a href='p.php'>a</a></dt></dl></div>",
        "<table class='simplelist'><tr><td><a name='x'></a></td><td>a</td></tr></table>",
        "<p><a name='x' href='p.php'>a</a></p>",
        "<div class='variablelist'><dl><dt><a name='x'></a><span class='term'>a</span></dt></dl></div>",
        "<div class='mediaobject'><a name='x'></a><img src='images/a.png'></div>",
        "<div id='x'><p>a</p></div>",
        "<p><span id='x'>a</span></p>",
    ],
)
def test_an_anchor_is_kept_wherever_the_stylesheets_put_it(tmp_path: Path, division: str) -> None:
    page = read_page(tmp_path, f"<div class='section'><p>before</p>{division}</div>")
    clean(page.body, Counter())
    resolve_links(page, Targets.of({page.id: anchors_of(page.body)}))
    assert "x" in dict(render_page(page).anchors)


def test_code_is_exact_and_keeps_what_stands_in_it(bundle: Bundle) -> None:
    assert bundle.example_text("1.1") == ('berth name {\n  depth = "7"   # see hemp\n\tlight = <on>\n\n}')
    page = bundle.page("moorings")
    assert page is not None
    assert '<a class="page" href="moorings.ropes#ropes.hemp">' in page.html
    assert "<var>" in page.html[page.html.index("snippet-code") :]


def test_the_blocks_of_an_example_belong_together(bundle: Bundle) -> None:
    assert bundle.example_text("1.2") == (
        'rope "main" {\n  kind = "hemp"\n}\n\n12:00:00 harbour# rope reload'
    )
    page = bundle.page("moorings.ropes")
    assert page is not None
    assert [snippet.number for snippet in page.snippets] == ["", "1.2", "1.2", ""]


def test_a_synopsis_of_a_command_is_code_without_the_layout_of_its_source(bundle: Bundle) -> None:
    page = bundle.page("commands.dock")
    assert page is not None
    assert page.snippets[0].text == "dock {ship} [at berth]\ndock --list"
    assert "<var>" in page.html


def test_a_synopsis_of_a_function_is_one_block_of_c(bundle: Bundle) -> None:
    page = bundle.page("api.tide_level")
    assert page is not None
    assert page.snippets[0].language == "c"
    assert page.snippets[0].text == (
        '#include "tide.h"\n\nint tide_level (place,\nhour);\n\nconst char * place;\nint hour;'
    )


def test_lines_of_a_literal_layout_are_kept(bundle: Bundle) -> None:
    page = bundle.page("moorings.ropes")
    assert page is not None
    assert page.snippets[-1].text == "The Quay Company\n  Pier 9"


def test_boxes_name_their_kind_and_keep_a_title_of_their_own(pages: dict[str, SourcePage]) -> None:
    body = pages["moorings"].body
    assert texts(body, ".//div[@class='note']/*") == ["The water rises twice a day."]
    assert texts(body, ".//div[@class='warning']/*") == [
        "Mind the Chain",
        "Never step over a chain under load.",
    ]
    assert one(body, ".//div[@class='warning']/p[1]").get("class") == "title"
    ropes = pages["moorings.ropes"].body
    assert texts(ropes, ".//div[@class='tip']/*") == ["Coil with the sun."]
    assert texts(ropes, ".//div[@class='sidebar']/p[@class='title']") == ["The Bowline"]
    dock = pages["commands.dock"].body
    assert [len(dock.xpath(f".//div[@class='{name}']")) for name in ("caution", "important")] == [1, 1]


def test_lists_stay_lists(pages: dict[str, SourcePage]) -> None:
    body = pages["moorings.ropes"].body
    assert texts(body, "./ul/li") == ["hemp", "wire", "nylon"]
    assert texts(body, "./dl/dt") == ["hemp", "wire, steel"]
    assert [(ol.get("type"), ol.get("start")) for ol in body.iter("ol")] == [("1", None), ("a", "3")]
    assert texts(pages["glossary"].body, "./dl/dt") == ["Berth (B)", "Tide"]
    assert texts(pages["moorings"].body, "./ul/li") == ["1.1. Berths", "1.2. Ropes and ropes.conf"]


def test_tables_keep_cells_and_spans(pages: dict[str, SourcePage]) -> None:
    body = pages["moorings"].body
    assert texts(body, ".//th") == ["Berth", "Metres"]
    assert texts(body, ".//td") == ["north", "7", "All others are dry."]
    assert body.xpath(".//td/@colspan") == ["2"]
    assert texts(pages["signals"].body, ".//table//td") == ["one long", "I turn to starboard"]


def test_headings_have_level_number_and_anchor(pages: dict[str, SourcePage]) -> None:
    def headings(page: str) -> list[tuple[str, str | None, str | None, str]]:
        found = pages[page].body.iter("h2", "h3", "h4", "h5", "h6")
        return [(h.tag, h.get("id"), h.get("data-number"), text(h)) for h in found]

    assert headings("moorings") == [
        ("h2", "moorings.berths", "1.1", "Berths"),
        ("h3", "moorings.berths.free", "1.1.1", "Free Berths"),
    ]
    assert headings("moorings.ropes") == [("h2", "ropes.care", None, "Caring for Ropes")]
    assert headings("commands.dock") == [
        ("h2", None, None, "Synopsis"),
        ("h2", "idp3001", None, "Description"),
        ("h3", "idp3002", None, "Where It Goes"),
        ("h2", "idp3003", None, "See Also"),
    ]
    assert headings("api.tide_level")[-1] == ("h3", "idp4002", None, "Parameters")


def test_inline_markup_says_what_it_is(pages: dict[str, SourcePage]) -> None:
    body = pages["moorings"].body
    assert texts(body, "./p/kbd") == ["F"]
    assert texts(body, "./p/strong") == ["Berths"]
    assert texts(body, ".//td//em") == ["dry"]
    assert texts(pages["moorings.ropes"].body, ".//dt/var") == ["hemp"]


def test_images_are_taken_along_also_those_given_with_the_portals_address(
    manual: SourceManual, pages: dict[str, SourcePage]
) -> None:
    assert manual.images == {name: HARBOUR / "images" / name for name in ("quay.png", "berth.png")}
    assert pages["moorings"].body.xpath(".//img/@src") == ["images/quay.png"]
    assert pages["moorings.ropes"].body.xpath(".//img/@src") == ["images/berth.png", "images/gull.png", ""]
    assert manual.report.problems == ["moorings.ropes.php shows images/gull.png, which is not in the source."]
    assert manual.report.left_out["remote or unknown image"] == 1


def test_links_lead_to_pages_and_those_into_a_missing_page_are_told(bundle: Bundle) -> None:
    page = bundle.page("moorings")
    assert page is not None
    assert '<a class="page" href="glossary#gloss.berth">berth</a>' in page.html
    assert '<a class="missing" href="missing:lighthouse#lamp">' in page.html
    assert set(bundle.dangling()) == {
        DanglingLink("index", "lighthouse", "2. The Lighthouse"),
        DanglingLink("p.running", "lighthouse", "2. The Lighthouse"),
        DanglingLink("moorings", "lighthouse#lamp", "Section 2.1, “The Lamp”"),
        DanglingLink("example-toc", "lighthouse#lamp.example", "Lighting the Lamp"),
    }
    dock = bundle.page("commands.dock")
    assert dock is not None
    assert (
        '<a class="web" href="https://ships.example/?a=1&amp;b=2">ships<img src="mark:web"/></a>' in dock.html
    )


def test_a_listed_example_that_no_page_holds_is_a_line_in_the_report(bundle: Bundle) -> None:
    assert bundle.report().problems == (
        "moorings.ropes.php shows images/gull.png, which is not in the source.",
        "The contents name a page that the source lacks: lighthouse.",
        "Example 2.1 is listed as lighthouse#lamp.example, but no page holds it.",
    )


def test_what_the_site_put_around_the_page_is_gone(bundle: Bundle) -> None:
    for info in bundle.pages():
        page = bundle.page(info.id)
        assert page is not None
        assert [word for word in CHROME if word in page.html or word in page.text] == [], info.id


def test_pages_are_in_reading_order(bundle: Bundle) -> None:
    assert [info.id for info in bundle.pages()] == (
        "index p.running moorings moorings.ropes moorings.knots p.reference commands commands.dock"
        " api.tide_level glossary signals example-toc figure-toc table-toc"
    ).split()


PARTS = """
<div|class="section"> <div|class="book"> <div|class="chapter"> <div|class="refentry"> <div|class="refnamediv">
<div|class="titlepage"> <h1|class="title"> <h2|class="title"> <h3|class="title"> <h2> <h4> <p|class="title">
<div|class="example"> <div|class="figure"> <div|class="table"> <div|class="example-contents">
<div|class="list-of-examples"> <div|class="toc"> <dl> <dt> <dd> <div|class="note"> <div|class="sidebar">
<div|class="literallayout"> <div|class="cmdsynopsis"> <div|class="funcsynopsis"> <table|class="simplelist">
<table> <tr> <td> <th|colspan="2"> <tbody> <div|class="mediaobject"> <img|src="images/x.png">
<img|src="https://a.example/images/../x"> <pre> <code|class="command"> <em|class="replaceable"> <b> <strong>
<span|class="command"> <span|class="refentrytitle"> <var|class="pdparam"> <br> <br|class="example-break">
<a|name="x"> <a|href="x.php#y"> <a|href="javascript:x()"> <a|name="y"|href="file:///x"> <script> <style>
</div> </div> </div> </dd> </dt> </dl> </p> </a> </pre> </table> </h2> </h3> </code> </td> </tr> </body>
</html> <body> <head> <title> <frameset> <svg> <math> <form> <!--|--> <![CDATA[ <?php|?> &#0; &#1; &#xFFFE;
&nbsp; &lt; &entity; Example|1.1.|Words Chapter|1.|Words name|—|purpose <ul> <li> <ol|start="9999999">
<section> <a|id="x"> <font|id="z"> <colgroup> <col> <q> <h7> <link|rel="next"|href="::"> <base|href="x">
"""
HTML = st.lists(
    st.one_of(st.sampled_from([part.replace("|", " ") for part in PARTS.split()]), st.text(max_size=6)),
    max_size=40,
).map("".join)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(deadline=None, max_examples=300)
@given(HTML)
def test_any_content_is_read_and_comes_out_in_the_vocabulary(scratch: Path, content: str) -> None:
    page = read_page(scratch, content.encode(errors="replace").decode())
    clean(page.body, Counter())
    for element in page.body.iterdescendants():
        assert element.tag in ATTRIBUTES
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert element.tag != "div" or element.get("class", "") in BOXES | NUMBERED | {""}
        assert not (element.get("href") or "").lower().startswith(("javascript", "file", "data"))
        assert (element.get("src") or "images/").startswith("images/")
    resolve_links(page, Targets.of({page.id: anchors_of(page.body)}))
    written = render_page(page)
    for start, end in written.code_spans:
        assert written.text[start:end] in {snippet.text for snippet in written.snippets}


def test_a_list_page_defines_no_terms(bundle: Bundle) -> None:
    pages = {term.page for term in bundle.terms()}
    assert "glossary" in pages
    assert pages.isdisjoint({"index", "example-toc", "figure-toc", "table-toc"})


def test_a_comment_inside_a_synopsis_is_passed_over(tmp_path: Path) -> None:
    page = read_page(
        tmp_path, '<div class="funcsynopsis"><!-- old --><pre>#include &lt;tide.h&gt;</pre></div>'
    )
    assert [code.text for code in page.body.iter("pre")] == ["#include <tide.h>"]
