"""What lies beside pages, made to do harm: databases, packages and plans that lie, never end or lead out."""

import os
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from index_builder.build import Built, Options, build
from index_builder.intake import database
from index_builder.pages.guard import BuildReport
from index_builder.sources.common.contents import MAX_DEPTH, Entry
from index_builder.sources.detection import find_manuals
from index_builder.sources.html.contents import chosen_front
from index_builder.sources.html.names import read_names
from momviewer.errors import SourceError
from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Page, TocEntry
from tests.unit.test_generators import built

PAGE = "<html><head><title>Harbour</title></head><body><h1>Harbour</h1><p>Mail lands here.</p></body></html>"
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
QDOC = '<html><body><div class="content mainContent"><h1>Harbour</h1><p>Mail.</p></div></body></html>'


def tables(file: Path, *statements: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as made:
        for statement in statements:
            made.execute(statement)
    made.close()


def laid(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def result(source: Path, target: Path) -> Built:
    find_manuals(source)  # which the library does first, and which may not fail either
    return build(source, target, Options("harbour"), lambda _progress: None)


def depth(entries: Iterable[TocEntry]) -> int:
    return max((1 + depth(entry.children) for entry in entries), default=0)


def first_page(target: Path) -> Page:
    bundle = open_bundle(target)
    try:
        page = bundle.page(next(iter(bundle.pages())).id)
    finally:
        bundle.close()
    assert page is not None
    return page


@pytest.mark.parametrize("rows", ["x < 0", "x > 0"])
def test_a_view_without_end_costs_the_names_of_a_docset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    monkeypatch.setattr(database, "MAX_INSTRUCTIONS", 1_000_000)
    source = tmp_path / "Harbour.docset"
    laid(source, {"Contents/Resources/Documents/index.html": PAGE})
    columns = "hex(zeroblob(9000)) AS name, 'Class' AS type, 'index.html' AS path"
    view = f"CREATE VIEW searchIndex AS {ENDLESS} SELECT {columns} FROM c WHERE {rows}"  # noqa: S608 - a trap
    tables(source / "Contents/Resources/docSet.dsidx", view)
    made = result(source, tmp_path / "built")
    assert made.info.counts.pages == 1
    assert any(
        "docSet.dsidx could not be read: reading it takes too long" in it for it in made.report.problems
    )


@pytest.mark.parametrize("data", ["3000000000", "'text'", "NULL", "x'000000007fffffff00000005'"])
def test_help_whose_contents_are_none_costs_its_contents(tmp_path: Path, data: str) -> None:
    source = laid(tmp_path / "Harbour", {"index.html": QDOC})
    tables(source / "a.qch", f"CREATE VIEW ContentsTable AS SELECT {data} AS Data")
    made = result(source, tmp_path / "built")
    assert made.info.counts.pages == 1
    assert any(it.startswith("a.qch could not be understood") for it in made.report.problems)


@pytest.mark.parametrize(
    "plist",
    [
        "<plist><dict><key>a</key><integer>x</integer></dict></plist>",
        "<plist><dict><string>a</string></dict></plist>",
        '<!DOCTYPE p [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><plist><string>&b;</string></plist>',
        "bplist00" + "\x01" * 40,
    ],
)
def test_a_damaged_property_list_costs_the_title_of_a_docset(tmp_path: Path, plist: str) -> None:
    source = tmp_path / "Harbour.docset"
    laid(source, {"Contents/Info.plist": plist, "Contents/Resources/Documents/index.html": PAGE})
    columns = "'harbour_open' AS name, 'Function' AS type, 'index.html' AS path"
    tables(source / "Contents/Resources/docSet.dsidx", f"CREATE VIEW searchIndex AS SELECT {columns}")
    made = result(source, tmp_path / "built")
    assert any("Info.plist could not be understood" in problem for problem in made.report.problems)
    assert not any("docSet.dsidx" in problem for problem in made.report.problems)


BOOK = {
    "META-INF/container.xml": "<container><rootfiles><rootfile full-path='PACKAGE'/></rootfiles></container>",
    "OPS/harbour.opf": "<package><manifest><item id='n' href='NAV' properties='nav'/></manifest></package>",
    "OPS/a.xhtml": PAGE,
}


@pytest.mark.parametrize(
    ("package", "navigation", "outside"),
    [
        ("../secret.opf", "nav.xhtml", "secret.opf"),
        ("OPS/harbour.opf", "../../secret.html", "secret.html"),
        ("linked/secret.opf", "nav.xhtml", "secret.opf"),
    ],
)
def test_a_book_reads_nothing_outside_of_its_folder(
    tmp_path: Path, package: str, navigation: str, outside: str
) -> None:
    dublin = "http://purl.org/dc/elements/1.1/"
    title = f"<package xmlns:d='{dublin}'><d:title>Secret</d:title></package>"
    laid(tmp_path, {"secret.opf": title, "secret.html": "<nav><a href='Book/OPS/a.xhtml'>Secret</a></nav>"})
    files = {name: text.replace("PACKAGE", package).replace("NAV", navigation) for name, text in BOOK.items()}
    source = laid(tmp_path / "Book", files)
    (source / "linked").symlink_to(tmp_path, target_is_directory=True)
    made = result(source, tmp_path / "built")
    assert "Secret" not in made.info.title
    assert any("outside of the folder" in problem for problem in made.report.problems), outside


def test_what_lies_above_the_source_or_leads_out_of_it_is_not_read(tmp_path: Path) -> None:
    laid(tmp_path, {**BOOK, "Harbour/index.html": QDOC})
    tables(tmp_path / "secret", "CREATE TABLE ContentsTable (Data)")
    (tmp_path / "Harbour" / "a.qch").symlink_to(tmp_path / "secret")
    made = result(tmp_path / "Harbour", tmp_path / "built")
    assert any("a.qch is a link that leads out" in problem for problem in made.report.problems)
    assert not any("container.xml" in problem for problem in made.report.problems)


ODD_NAMES = [
    "..html",
    ". .html",
    "%00.html",
    "#.html",
    "?.html",
    "b\nc.html",
    "'<b>.html",
    "\u202e.html",
    "\udcff.html",
]


@pytest.mark.parametrize("ending", ["html", "md"])
def test_files_with_odd_names_are_pages_as_any_other(tmp_path: Path, ending: str) -> None:
    source = laid(tmp_path / "Harbour", {f"index.{ending}": "# Harbour\n"})
    for name in ODD_NAMES:
        (source / name.replace("html", ending)).write_text("# Quay <p>Mail. <a href='%23.html'>next</a>")
    assert result(source, tmp_path / "built").info.counts.pages == 1 + len(ODD_NAMES)


def test_what_is_beside_pages_may_be_a_pipe_a_folder_or_a_link_to_itself(tmp_path: Path) -> None:
    source = laid(tmp_path / "Harbour", {"index.html": QDOC})
    os.mkfifo(source / "a.qch")
    (source / "b.qch").mkdir()
    (source / "c.qch").symlink_to("c.qch")
    os.mkfifo(source / "d.devhelp2")
    made = result(source, tmp_path / "built")
    assert made.info.counts.pages == 1
    assert len(made.report.problems) == 4


NESTED = "<ol><li><a href='a.xhtml'>Deeper</a>" * 600


def test_contents_that_are_nested_without_end_have_an_end(tmp_path: Path) -> None:
    files = {name: text.replace("PACKAGE", "OPS/harbour.opf") for name, text in BOOK.items()}
    files |= {"OPS/harbour.opf": BOOK["OPS/harbour.opf"].replace("NAV", "nav.xhtml")}
    source = laid(tmp_path / "Book", {**files, "OPS/nav.xhtml": f"<html><nav>{NESTED}</nav></html>"})
    result(source, tmp_path / "built")
    bundle = open_bundle(tmp_path / "built")
    assert depth(bundle.contents()) == MAX_DEPTH
    bundle.close()


@pytest.mark.parametrize("line", [b"a " * 4_000_000, b"a a:a " * 1_000_000, b"a " + b":" * 4_000_000])
def test_a_line_of_an_inventory_takes_no_longer_than_its_length(tmp_path: Path, line: bytes) -> None:
    good = b"\ntwo words std:label 1 a.html#$ -\nharbour.open py:function 1 a.html#$ -\n"
    head = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# zlib\n"
    (tmp_path / "objects.inv").write_bytes(head + zlib.compress(line + good))
    (named,) = read_names(tmp_path / "objects.inv", BuildReport())
    assert (named.name, named.kind, named.anchor) == ("harbour.open", "function", "harbour.open")


BOMB = "\n".join(f"x{at}: &a{at} [*a{at - 1}, *a{at - 1}]" for at in range(1, 40))
PLANS = {
    "aliases": ({"mkdocs.yml": f"x: &a0 [b.md]\n{BOMB}\nnav:\n- All: *a39\n"}, "more entries or levels"),
    "itself": ({"mkdocs.yml": "nav: &a [{x: *a}, {y: *a}]\n"}, "mkdocs.yml could not be"),
    "levels": ({"mkdocs.yml": "nav: " + "[" * 60_000}, "mkdocs.yml could not be"),
    "no YAML": ({"mkdocs.yml": "nav: [\n"}, "it is no YAML"),
    "no text": ({"mkdocs.yml": 'docs_dir: "a\\0b"\nnav: ["a\\0b.md"]\n'}, ""),
    "no folder": ({"mkdocs.yml": "docs_dir: elsewhere\n"}, ""),
    "outside": ({"mkdocs.yml": "docs_dir: ../..\nnav: [../../secret.md]\n"}, ""),
    "list of itself": ({"SUMMARY.md": "* [Self](SUMMARY.md)\n* [B](docs/b.md)\n"}, ""),
    "deep list": ({"SUMMARY.md": "<ul><li><a href='docs/b.md'>x</a>" * 600}, ""),
    "nothing": ({"SUMMARY.md": ""}, ""),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_a_tree_costs_no_page(tmp_path: Path, name: str) -> None:
    files, problem = PLANS[name]
    laid(tmp_path, {"secret.md": "# Secret"})
    source = laid(tmp_path / "tree", {**files, "docs/b.md": "# Beacons\n\nThey burn.\n"})
    made = result(source, tmp_path / "built")
    assert made.info.counts.pages == 1
    assert "They burn" in first_page(tmp_path / "built").text
    assert any(problem in said for said in made.report.problems) == bool(problem)


def test_a_list_without_any_page_is_no_manual(tmp_path: Path) -> None:
    laid(tmp_path, {"SUMMARY.md": "* [Self](SUMMARY.md)\n"})
    with pytest.raises(SourceError, match="holds no manual"):
        result(tmp_path, tmp_path / "built")


def test_a_page_without_a_place_keeps_the_order_of_others(tmp_path: Path) -> None:
    fields = {"a": "3", "b": "nan", "c": "1", "d": "2"}
    tree: dict[str, str | bytes] = {
        f"{name}.md": f"---\nweight: {place}\n---\n# {name}\n" for name, place in fields.items()
    }
    with built(tmp_path, {"index.md": "# Front\n", **tree}) as bundle:
        assert [entry.page for entry in bundle.contents()] == ["c", "d", "a", "b"]


def test_the_front_of_pages_that_all_list_each_other_is_found_quickly() -> None:
    names = [f"p{at}" for at in range(200)]
    listed = {name: [Entry(other, "", other) for other in names for _ in range(3)] for name in names}
    assert chosen_front(listed, "p7") == "p7"
    listed["index"] = [Entry("", "", "p7"), Entry("", "", "alone")]
    assert chosen_front(listed, "p7") == "index"
