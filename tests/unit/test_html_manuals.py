"""Manuals in HTML as a whole: their contents, names, titles, and what holds them."""

import plistlib
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from index_builder.build import Options, build
from index_builder.sources.detection import find_manuals
from momviewer.errors import SourceError
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import TocEntry
from tests.unit.test_generators import built

SPHINX = '<meta charset="utf-8"><script src="_static/documentation_options.js"></script>'


def sphinx(title: str, body: str) -> str:
    """Return a page as Sphinx writes it."""
    head = f"<title>{title} — Harbour 2.1 documentation</title>{SPHINX}"
    body = f'<div class="body" role="main"><h1>{title}</h1>{body}</div>'
    return f"<html><head>{head}</head><body>{body}</body></html>"


def toctree(*links: str) -> str:
    items = "".join(f'<li><a href="{link}.html">{link}</a></li>' for link in links)
    return f'<div class="toctree-wrapper"><ul>{items}</ul></div>'


def outline(entries: Iterable[TocEntry]) -> list[object]:
    """Return the contents as pages, each followed by a list of those below it."""
    told: list[object] = []
    for entry in entries:
        told.append(f"{entry.page}#{entry.anchor}" if entry.anchor else entry.page)
        if entry.children:
            told.append(outline(entry.children))
    return told


def packed(folder: Path, source: Path) -> Bundle:
    build(source, folder / "built", Options("harbour"), lambda _progress: None)
    return open_bundle(folder / "built")


MANUAL: dict[str, str | bytes] = {
    "index.html": sphinx("Welcome", toctree("piers", "quays/index")),
    "piers.html": sphinx("Piers", '<p>See <a href="quays/deep.html#depth">the deep one</a>.</p>'),
    "quays/index.html": sphinx("Quays", toctree("shallow", "deep")),
    "quays/deep.html": sphinx("Deep", '<section id="depth"><h2>Depth</h2><p>Four.</p></section>'),
    "quays/shallow.html": sphinx("Shallow", "<p>One.</p>"),
    "genindex.html": sphinx("Index", "<p>Every word.</p>"),
}


def test_each_page_lists_the_pages_below_it(tmp_path: Path) -> None:
    with built(tmp_path, MANUAL) as bundle:
        assert bundle.info.title == "Harbour 2.1 documentation"
        assert outline(bundle.contents()) == ["piers", "quays", ["shallow", "deep"]]
        deep = bundle.page("deep")
        assert deep is not None
        assert deep.info.title == "Deep"
        piers = bundle.page("piers")
        assert piers is not None
        assert 'href="deep#depth"' in piers.html
        left = bundle.report().left_out
        assert left["page that only lists, searches or shows sources"] == 1


def test_a_tree_beside_the_text_is_the_contents(tmp_path: Path) -> None:
    tree = (
        '<nav id="sidebar"><ol class="chapter"><li><a href="index.html">Start</a></li>'
        '<li><a href="a.html">A</a></li><li><ol><li><a href="b.html">B</a></li></ol></li></ol></nav>'
    )

    def page(title: str) -> str:
        frame = f"<!-- Book generated using mdBook -->{tree}<main><h1>{title}</h1><p>Text.</p></main>"
        return f"<html><head><title>{title} - Harbour</title></head><body>{frame}</body></html>"

    pages: dict[str, str | bytes] = {f"{name}.html": page(name.title()) for name in ("index", "b", "a")}
    with built(tmp_path, pages) as bundle:
        assert outline(bundle.contents()) == ["index", "a", ["b"]]


def test_pages_without_any_list_stand_as_their_index_links_to_them(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        "index.html": "<html><title>Harbour</title><h1>Harbour</h1><a href=z.html>Z</a> <a href=a.html>A</a>",
        "a.html": "<html><title>A</title><h1>A</h1>Text",
        "z.html": "<html><title>Z</title><h1>Z</h1>Text",
        "more.html": "<html><title>More</title><h1>More</h1>Text",
    }
    with built(tmp_path, pages) as bundle:
        assert outline(bundle.contents()) == ["z", "a", "more"]
        assert [note for note in bundle.report().notes if "density" in note]


def test_a_page_with_two_names_is_read_once_and_links_to_both_lead_to_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "old").mkdir(parents=True)
    (source / "start.html").write_text(sphinx("Start", toctree("ch 1", "old/first")))
    (source / "piers.html").write_text(
        sphinx("Piers", '<p id="top">Mind the <a href="ch 1.html">gap</a>.</p>')
    )
    (source / "index.html").symlink_to("start.html")
    (source / "ch 1.html").symlink_to("piers.html")
    (source / "old" / "first.html").symlink_to("../piers.html")
    with packed(tmp_path, source) as bundle:
        assert [page.id for page in bundle.pages()] == ["index", "piers"]
        assert bundle.dangling() == []
        assert bundle.report().left_out["page that only leads to another"] == 3


def test_a_name_is_without_the_default_that_is_told_behind_it(tmp_path: Path) -> None:
    terms = ("pier_length (default: 40 (metres))", "quay_rc (optional)", "haul (up | down)", "(default)")
    listed = "".join(f"<dt>{term}</dt><dd>Text.</dd>" for term in terms)
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.html").write_text(sphinx("Start", toctree("ropes")))
    (source / "ropes.html").write_text(sphinx("Ropes", f"<dl>{listed}</dl>"))
    with packed(tmp_path, source) as bundle:
        assert [term.text for term in bundle.terms()] == [
            "pier_length",
            "quay_rc",
            "haul (up | down)",
            "(default)",
        ]


def test_sentences_and_addresses_are_no_names(tmp_path: Path) -> None:
    names = ("--keep-all", "Subject:", "delete file ...", "ecauth://", "Do I need a pilot?")
    others = ("https://harbour.example/pilots", "A list that names the ropes:", "It hauls the anchor in.")
    listed = "".join(f"<dt>{term}</dt><dd>Text.</dd>" for term in (*names, *others))
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.html").write_text(sphinx("Start", toctree("ropes")))
    (source / "ropes.html").write_text(sphinx("Ropes", f"<dl>{listed}</dl>"))
    with packed(tmp_path, source) as bundle:
        assert sorted(term.text for term in bundle.terms()) == sorted(names)


def test_the_mark_of_a_footnote_is_in_front_of_its_text(tmp_path: Path) -> None:
    note = (
        '<aside class="footnote brackets" id="id2"><span class="label">[1]</span>\n'
        '<span class="backrefs">(<a href="#id1">1</a>)</span>\n<p>Of hemp.</p><p>And wire.</p></aside>'
    )
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "index.html").write_text(sphinx("Ropes", f"<p>Rope [1].</p>{note}"))
    with packed(tmp_path, tmp_path / "source") as bundle:
        page = bundle.page("index")
    assert page is not None
    assert page.text.split("\n")[-3:-1] == ["[1] (1) Of hemp.", "And wire."]
    assert "id2" in dict(page.anchors)


def test_the_contents_take_the_numbers_of_pages_that_are_numbered(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "index.html").write_text(sphinx("Start", toctree("Piers")))
    numbered = '<span class="section-number">2. </span>Piers'
    (tmp_path / "source" / "Piers.html").write_text(sphinx(numbered, "<p>Four.</p>"))
    with packed(tmp_path, tmp_path / "source") as bundle:
        assert [(entry.number, entry.title) for entry in bundle.contents()] == [("2", "Piers")]


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("Chapter 20 - Relays", "20", "Relays"),
        ("Chapter 3: Piers", "3", "Piers"),
        ("Appendix B. Signals", "B", "Signals"),
        ("Chapter and verse", "", "Chapter and verse"),
        ("Chapter 20", "", "Chapter 20"),
    ],
)
def test_a_number_is_told_behind_the_word_for_a_chapter(
    tmp_path: Path, heading: str, number: str, title: str
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "index.html").write_text(sphinx(heading, "<p>Four.</p>"))
    with packed(tmp_path, tmp_path / "source") as bundle:
        assert [(page.number, page.title) for page in bundle.pages()] == [(number, title)]


def test_a_page_that_only_leads_on_is_left_out_and_links_go_where_it_leads(tmp_path: Path) -> None:
    leading = '<html><head><meta http-equiv="Refresh" content="0; url=quays/deep.html#depth"></head></html>'
    piers = sphinx("Piers", '<p>See <a href="XREFdepth.html">depth</a>.</p>')
    with built(tmp_path, {**MANUAL, "XREFdepth.html": leading, "piers.html": piers}) as bundle:
        page = bundle.page("piers")
        assert page is not None
        assert 'href="deep#depth"' in page.html
        assert bundle.page("XREFdepth") is None
        assert bundle.report().left_out["page that only leads to another"] == 1


def test_a_heading_that_all_pages_share_is_not_their_title(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        f"{name}.html": f"<html><title>Harbour (2.1) - {name}</title><h1>Harbour</h1><p>Text.</p>"
        for name in ("Piers", "Quays", "Ropes", "Tides")
    }
    with built(tmp_path, pages) as bundle:
        assert sorted(page.title for page in bundle.pages()) == ["Piers", "Quays", "Ropes", "Tides"]


def test_documents_that_are_not_read_are_named(tmp_path: Path) -> None:
    with built(tmp_path, {**MANUAL, "notes/plan.rst": "Plan", "a.pdf": b"%PDF", "b.pdf": b"%PDF"}) as bundle:
        problems = bundle.report().problems
    assert "2 .pdf files are not HTML and not read." in problems
    assert "1 .rst file is not HTML and not read." in problems


def test_links_among_files_stay_inside_the_folder_that_was_given(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "pages").mkdir(parents=True)
    (source / "store").mkdir()
    (source / "store" / "real.txt").write_text(sphinx("Welcome", "<p>Text.</p>"))
    (source / "pages" / "index.html").symlink_to("../store/real.txt")
    (source / "pages" / "piers.html").write_text(sphinx("Piers", "<p>Text.</p>"))
    (tmp_path / "secret.html").write_text(sphinx("Secret", "<p>Text.</p>"))
    (source / "pages" / "away.html").symlink_to(tmp_path / "secret.html")
    with packed(tmp_path, source) as bundle:
        assert sorted(page.id for page in bundle.pages()) == ["index", "piers"]
        assert any("away.html" in problem and "link" in problem for problem in bundle.report().problems)


INVENTORY = (
    b"# Sphinx inventory version 2\n# Project: Harbour\n# Version: 2.1\n# The remainder is packed\n"
    + zlib.compress(
        b"harbour.depth py:function 1 quays/deep.html#$ -\n"
        b"moor_rope c:function 1 quays/deep.html#depth -\n"
        b"deep std:doc -1 quays/deep.html Deep\n"
        b"nowhere py:function 1 nowhere.html#$ -\n"
    )
)


def terms(bundle: Bundle) -> dict[str, str]:
    return {term.text: f"{term.page}#{term.anchor}" for term in bundle.terms()}


def test_the_names_of_an_inventory_lead_to_their_places(tmp_path: Path) -> None:
    with built(tmp_path, {**MANUAL, "objects.inv": INVENTORY}) as bundle:
        assert terms(bundle)["moor_rope"] == "deep#depth"
        assert "harbour.depth" in terms(bundle)
        assert not {"nowhere", "deep"} & terms(bundle).keys()


@pytest.mark.parametrize(
    "inventory",
    [
        b"no inventory",
        INVENTORY[:-9],
        INVENTORY[:118] + b"\xff" * 20,
        INVENTORY[:110] + zlib.compress(b"\n" * (65 << 20)),
    ],
)
def test_an_inventory_that_is_damaged_costs_its_names_alone(tmp_path: Path, inventory: bytes) -> None:
    with built(tmp_path, {**MANUAL, "objects.inv": inventory}) as bundle:
        assert bundle.page("deep") is not None
        assert [problem for problem in bundle.report().problems if "objects.inv" in problem]


def docset(folder: Path) -> Path:
    """Write a docset as Dash and Zeal read it, and return it."""
    resources = folder / "Harbour.docset" / "Contents" / "Resources"
    for name, content in MANUAL.items():
        path = resources / "Documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (resources.parent / "Info.plist").write_bytes(plistlib.dumps({"CFBundleName": "Harbour Pilot"}))
    with sqlite3.connect(resources / "docSet.dsidx") as index:
        index.execute("CREATE TABLE searchIndex(id INTEGER PRIMARY KEY, name TEXT, type TEXT, path TEXT)")
        place = "<dash_entry_name=moor>quays/deep.html#depth"
        index.execute("INSERT INTO searchIndex(name, type, path) VALUES ('moor()', 'Function', ?)", (place,))
    index.close()
    return folder / "Harbour.docset"


def test_a_docset_has_its_title_and_its_names(tmp_path: Path) -> None:
    with packed(tmp_path, docset(tmp_path)) as bundle:
        assert bundle.info.title == "Harbour Pilot"
        assert terms(bundle)["moor()"] == "deep#depth"
        assert outline(bundle.contents()) == ["piers", "quays", ["shallow", "deep"]]


def test_a_docset_whose_index_lies_is_read_without_it(tmp_path: Path) -> None:
    source = docset(tmp_path)
    (source / "Contents" / "Resources" / "docSet.dsidx").write_bytes(b"SQLite format 3\0" + b"\xff" * 2000)
    (source / "Contents" / "Info.plist").write_bytes(b"<plist")
    with packed(tmp_path, source) as bundle:
        assert bundle.page("deep") is not None
        assert any("docSet.dsidx" in problem for problem in bundle.report().problems)


XHTML = "http://www.w3.org/1999/xhtml"


def epub(folder: Path, *, with_nav: bool) -> Path:
    """Write a book, with the contents of EPUB 3 or of EPUB 2, and return it."""
    page = f"<html xmlns='{XHTML}'><head><title>{{0}}</title></head><body><h1>{{0}}</h1>Text</body></html>"
    nav = (
        f"<html xmlns='{XHTML}' xmlns:epub='http://www.idpf.org/2007/ops'><body><nav epub:type='toc'><ol>"
        "<li><a href='text/b.xhtml'>B</a><ol><li><a href='text/a.xhtml'>A</a></li></ol></li></ol>"
        "</nav></body></html>"
    )
    ncx = (
        "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap><navPoint><navLabel><text>B</text>"
        "</navLabel><content src='text/b.xhtml'/><navPoint><navLabel><text>A</text></navLabel>"
        "<content src='text/a.xhtml'/></navPoint></navPoint></navMap></ncx>"
    )
    listing = (
        "<item id='n' href='nav.xhtml' properties='nav'/>" if with_nav else "<item id='n' href='toc.ncx'/>"
    )
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>Harbour Book</dc:title></metadata><manifest>{listing}<item id='a' href='text/a.xhtml'/>"
        "<item id='b' href='text/b.xhtml'/></manifest><spine toc='n'><itemref idref='a'/><itemref idref='b'/>"
        "</spine></package>"
    )
    place = "<rootfiles><rootfile full-path='OEBPS/content.opf'/></rootfiles>"
    container = f"<container xmlns='urn:x'>{place}</container>"
    with zipfile.ZipFile(folder / "book.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("OEBPS/content.opf", package)
        book.writestr("OEBPS/nav.xhtml" if with_nav else "OEBPS/toc.ncx", nav if with_nav else ncx)
        for name in ("a", "b"):
            book.writestr(f"OEBPS/text/{name}.xhtml", page.format(name.upper()))
    return folder / "book.epub"


@pytest.mark.parametrize("with_nav", [True, False])
def test_a_book_has_its_title_and_its_order(tmp_path: Path, *, with_nav: bool) -> None:
    with packed(tmp_path, epub(tmp_path, with_nav=with_nav)) as bundle:
        assert bundle.info.title == "Harbour Book"
        assert outline(bundle.contents()) == ["b", ["a"]]


def qt_string(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return struct.pack(">i", len(encoded)) + encoded


def help_file(folder: Path, contents: bytes | None = None) -> Path:
    """Write help as Qt Assistant reads it, and return it."""
    listing = contents
    if listing is None:
        listing = b"".join(
            struct.pack(">i", depth) + qt_string(f"qthelp://harbour/doc/{link}") + qt_string(title)
            for depth, link, title in ((0, "a.html", "Harbour Help"), (1, "b.html#deep", "Deep"))
        )
    with sqlite3.connect(folder / "harbour.qch") as base:
        base.executescript(
            "CREATE TABLE FileNameTable(FolderId INTEGER, Name TEXT, FileId INTEGER, Title TEXT);"
            "CREATE TABLE FileDataTable(Id INTEGER PRIMARY KEY, Data BLOB);"
            "CREATE TABLE ContentsTable(Id INTEGER PRIMARY KEY, NamespaceId INTEGER, Data BLOB);"
            "CREATE TABLE IndexTable(Id INTEGER PRIMARY KEY, Name TEXT, Identifier TEXT, NamespaceId INTEGER,"
            " FileId INTEGER, Anchor TEXT);"
        )
        for number, name in enumerate(("a.html", "b.html"), 1):
            text = (
                f"<html><title>{name}</title><body><h1>{name}</h1><h2 id='deep'>Deep</h2>Text</body>".encode()
            )
            base.execute("INSERT INTO FileNameTable VALUES (1, ?, ?, '')", (name, number))
            data = struct.pack(">I", len(text)) + zlib.compress(text)
            base.execute("INSERT INTO FileDataTable VALUES (?, ?)", (number, data))
        base.execute("INSERT INTO ContentsTable VALUES (1, 1, ?)", (listing,))
        base.execute("INSERT INTO IndexTable VALUES (1, 'moor', 'QHarbour::moor', 1, 2, 'deep')")
    base.close()
    return folder / "harbour.qch"


def test_help_of_qt_has_its_contents_and_its_names(tmp_path: Path) -> None:
    with packed(tmp_path, help_file(tmp_path)) as bundle:
        assert bundle.info.title == "Harbour Help"
        assert terms(bundle)["QHarbour::moor"] == "b#deep"
        assert outline(bundle.contents()) == ["a", ["b#deep", "b"]]


def test_help_whose_contents_are_damaged_is_read_without_them(tmp_path: Path) -> None:
    with packed(tmp_path, help_file(tmp_path, b"\0\0\0\1\x7f\xff\xff\xff")) as bundle:
        assert bundle.page("a") is not None


def test_help_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    source = help_file(tmp_path)
    with sqlite3.connect(source) as base:
        bomb = struct.pack(">I", 10) + zlib.compress(b"\0" * (600 << 20), 9)
        base.execute("UPDATE FileDataTable SET Data = ? WHERE Id = 1", (bomb,))
    base.close()
    with pytest.raises(SourceError, match="is not unpacked"):
        packed(tmp_path, source)


@pytest.mark.parametrize("name", ["../out.html", "/etc/out.html", "a/../../out.html"])
def test_help_whose_files_would_leave_their_folder_is_refused(tmp_path: Path, name: str) -> None:
    source = help_file(tmp_path)
    with sqlite3.connect(source) as base:
        base.execute("UPDATE FileNameTable SET Name = ? WHERE FileId = 1", (name,))
    base.close()
    with pytest.raises(SourceError, match="is not unpacked"):
        packed(tmp_path, source)


def test_a_database_that_is_no_help_is_refused_in_words(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as base:
        base.execute("CREATE TABLE t(x)")
    base.close()
    with pytest.raises(SourceError, match="no help file of Qt"):
        packed(tmp_path, tmp_path / "other.db")


DEVHELP = (
    '<book xmlns="http://www.devhelp.net/book" title="Harbour Reference" link="index.html"><chapters>'
    '<sub name="Quays" link="quays/index.html"><sub name="Deep" link="quays/deep.html"/></sub></chapters>'
    '<functions><keyword type="function" name="harbour_moor ()" link="quays/deep.html#depth"/></functions>'
    "</book>"
)


def test_a_book_of_devhelp_stands_for_its_folder(tmp_path: Path) -> None:
    with built(tmp_path, {**MANUAL, "harbour.devhelp2": DEVHELP}) as bundle:
        assert bundle.info.title == "Harbour Reference"
        assert terms(bundle)["harbour_moor"] == "deep#depth"
    with packed(tmp_path / "again", tmp_path / "source" / "harbour.devhelp2") as bundle:
        assert bundle.info.title == "Harbour Reference"
        assert outline(bundle.contents())[:2] == ["quays", ["deep", "shallow"]]


PNG = zlib.decompress(zlib.compress(b"\x89PNG\r\n\x1a\n"))


def picture() -> bytes:
    """Return the smallest picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return PNG + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def test_a_single_page_is_a_manual_with_the_pictures_beside_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "images").mkdir(parents=True)
    (home / "images" / "pier.png").write_bytes(picture())
    (tmp_path / "secret.png").write_bytes(picture())
    (home / "other.html").write_text("<h1>Other</h1>")
    pictures = "<img src='images/pier.png'> <img src='../secret.png'>"
    text = f"<html><body><h1>Harbour</h1><p>Text {pictures}</p></body></html>"
    (home / "harbour.html").write_text(text)
    with packed(tmp_path, home / "harbour.html") as bundle:
        assert [page.title for page in bundle.pages()] == ["Harbour"]
        assert [path.name for path in bundle.images.iterdir()] == ["pier.png"]


def test_what_nothing_can_read_is_refused_with_what_can_be(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Text")
    with pytest.raises(SourceError, match=r"\.epub"):
        packed(tmp_path, tmp_path / "notes.txt")


def test_a_folder_of_two_forms_holds_two_manuals(tmp_path: Path) -> None:
    (tmp_path / "annex").mkdir()
    (tmp_path / "main").mkdir()
    head = "<meta name='generator' content='DocBook XSL'><title>Annex</title>"
    docbook = f"<html><head>{head}</head><body></body></html>"
    (tmp_path / "annex" / "index.html").write_text(docbook)
    (tmp_path / "main" / "index.html").write_text(sphinx("Main", "<p>Text.</p>"))
    assert [(found.part, found.form) for found in find_manuals(tmp_path)] == [
        ("annex", "docbook-html"),
        ("main", "html"),
    ]
