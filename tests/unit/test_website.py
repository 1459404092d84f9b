"""The public form: fields in front, a navigation, absolute links, and numbers from other manuals."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_builder.build import Options, build
from index_builder.sources.common.front_matter import Entry, read_navigation, split_front_matter
from index_builder.sources.detection import find_manuals
from index_builder.sources.website.reader import read_website
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import ItemKind, PageKind, TocEntry
from momviewer.manual.outline import Outline
from tests.unit.samples import read_with

DOCUMENTS = Path(__file__).parent / "documents"
WEBSITE = DOCUMENTS / "website"
NUMBERED = """\
## Chapter 1. Ropes

<a name="ropes.two"></a>

**Example 1.1. Two Ropes**

```
anything = "else"
```

<a name="ropes.three"></a>

**Example 1.2. Three Ropes**

`ropes = 3`
"""


def silent(*_progress: object) -> None:
    """Take progress that nobody watches."""


def built(source: Path, target: Path, *numbered: Path) -> Bundle:
    build(source, target, Options(target.name, numbered=numbered), silent)
    return open_bundle(target)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bundle]:
    bundle = built(WEBSITE, tmp_path_factory.mktemp("site") / "site")
    yield bundle
    bundle.close()


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    source = tmp_path / "numbered-source"
    source.mkdir()
    (source / "index.md").write_text("# Harbour Handbook\n\n- [Chapter 1. Ropes](ropes)\n")
    (source / "ropes.md").write_text(NUMBERED)
    built(source, tmp_path / "numbered").close()
    return tmp_path / "numbered"


def outline(entries: tuple[TocEntry, ...]) -> list[object]:
    return [[entry.title, outline(entry.children)] if entry.children else entry.title for entry in entries]


def test_no_page_is_lost_and_each_has_a_name_of_its_own(site: Bundle) -> None:
    assert {page.id for page in site.pages()} == {
        "index", "preface", "p-mooring", "mooring-ropes", "tools", "dock", "undock", "rigging", "bowline",
        "loose", "changelog", "changelog.5", "5-1-0",
    }  # fmt: skip
    assert site.info.counts.pages == len(list(WEBSITE.rglob("*.md")))
    assert (site.info.title, site.info.edition, site.info.form) == (
        "Harbour 5 and later",
        "2026-Jan-02",
        "website",
    )


def test_titles_are_in_the_fields_also_where_these_are_no_yaml(site: Bundle) -> None:
    titles = {page.id: page.title for page in site.pages()}
    assert titles["mooring-ropes"] == 'Mooring: with "ropes"'
    assert titles["bowline"] == "Bowline: a knot"
    assert titles["tools"] == "Tools Reference"
    assert split_front_matter("no fields\n---\n") == ({}, "no fields\n---\n")


def test_a_reference_entry_has_its_name_and_purpose(site: Bundle) -> None:
    dock = next(page for page in site.pages() if page.id == "dock")
    assert (dock.title, dock.purpose, dock.kind) == ("dock", "come to the quay", PageKind.REFERENCE)


def test_the_contents_are_the_navigation_with_the_unlisted_pages_below_their_indexes(site: Bundle) -> None:
    assert outline(site.contents()) == [
        ["Preface", ["Conventions: how it is set"]],
        [
            "Mooring",
            ["Mooring a Vessel with Ropes", ["A group without a page", [["Rigging", ["Bowline: a knot"]]]]],
        ],
        ["Tools", ["undock", "dock"]],
        ["Changelog", [["Harbour 5.x", ["Harbour 5.1.0"]]]],
        "Loose Ends",
    ]
    assert site.report().left_out == {"entry of the navigation without a page here": 3}


def test_pages_have_the_neighbours_that_the_contents_give_them(site: Bundle) -> None:
    ropes = next(page for page in site.pages() if page.id == "mooring-ropes")
    assert (ropes.previous, ropes.up, ropes.next) == ("p-mooring", "p-mooring", "rigging")


def test_absolute_links_lead_to_pages_and_anchors(site: Bundle) -> None:
    mooring = site.page("p-mooring")
    assert mooring is not None
    for link in (
        '<a class="page" href="mooring-ropes#ropes.two">ropes</a>',
        '<a class="page" href="mooring-ropes">by its old name</a>',
        '<a class="page" href="mooring-ropes#what-to-watch-for">the heading</a>',
        '<a class="web" href="https://example.org/harbour/5/mooring-ropes">outside<img src="mark:web"/></a>',
    ):
        assert link in mooring.html
    assert [link.target for link in site.dangling()] == ["harbour%2Fguides%2Ftides#spring"]


def test_pictures_are_found_beside_their_page(site: Bundle) -> None:
    assert [path.name for path in site.images.iterdir()] == ["ropes.png"]


def test_examples_have_the_numbers_of_a_manual_that_is_given(numbered: Path, tmp_path: Path) -> None:
    bundle = built(WEBSITE, tmp_path / "site", numbered)
    assert [(i.kind, i.number, i.title, i.page, i.anchor) for i in bundle.items()] == [
        (ItemKind.EXAMPLE, "1.1", "Two Ropes", "mooring-ropes", "ropes.two"),
        (ItemKind.EXAMPLE, "1.2", "Three Ropes", "mooring-ropes", "idp77"),
    ]
    assert bundle.example_text("1.1") == 'mooring "quay-1"\n{\n\tropes = 2\n}'
    assert bundle.example_text("1.2") == "ropes = 3"
    page = bundle.page("mooring-ropes")
    assert page is not None
    assert page.html.count('<p class="origin">Number and title from Harbour Handbook</p>') == 2
    assert [(branch.number, branch.title) for branch in Outline(bundle).examples()] == [("1", "Ropes")]
    assert bundle.report().notes == (
        "2 examples have their numbers from Harbour Handbook: 1 by their anchors, 1 by their code.",
    )
    bundle.close()


def test_a_manual_that_shares_few_examples_gives_no_numbers(numbered: Path, tmp_path: Path) -> None:
    source = tmp_path / "other"
    shutil.copytree(WEBSITE, source)
    page = source / "5" / "mooring-ropes.md"
    page.write_text(page.read_text().replace("ropes.two", "ropes.one").replace("ropes = 3", "ropes = 4"))
    bundle = built(source, tmp_path / "site", numbered, tmp_path / "nowhere")
    assert bundle.items() == []
    assert len(bundle.report().problems) == 1
    assert "No numbers are taken from nowhere" in bundle.report().problems[0]
    bundle.close()


def test_a_captioned_manual_keeps_its_own_numbers(numbered: Path, tmp_path: Path) -> None:
    with_numbers, without = (
        built(DOCUMENTS / "markdown", tmp_path / name, *given)
        for name, given in (("a", (numbered,)), ("b", ()))
    )
    assert with_numbers.items() == without.items()
    with_numbers.close()
    without.close()


def test_a_folder_of_one_version_is_read_with_the_navigation_beside_it() -> None:
    read = read_with(read_website, WEBSITE / "5")
    assert [entry.title for entry in read.contents][:2] == ["Preface", "Mooring"]
    assert {page.id for page in read.pages} >= {"index", "dock", "loose"}


def test_a_site_of_several_versions_is_several_manuals(tmp_path: Path) -> None:
    shutil.copytree(WEBSITE, tmp_path / "site")
    shutil.copytree(WEBSITE / "5", tmp_path / "site" / "4")
    assert [(found.part, found.pages) for found in find_manuals(tmp_path)] == [
        ("site/4", 10),
        ("site/5", 10),
        ("site/changelog", 3),
    ]


def test_a_broken_navigation_is_reported_and_the_folders_stand_for_it(tmp_path: Path) -> None:
    shutil.copytree(WEBSITE, tmp_path / "site")
    (tmp_path / "site" / "navigation.yml").write_text("- link: [unclosed\n")
    read = read_with(read_website, tmp_path / "site")
    assert len(read.pages) == 13
    assert "navigation.yml is no YAML" in read.report.problems[0]
    assert {entry.title for entry in read.contents} >= {"Preface", "Tools Reference", "Changelogs"}


def test_a_bomb_of_aliases_in_the_navigation_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [{title: x}, {title: x}]"]
    lines += [f"a{n}: &a{n} [{{items: *a{n - 1}}}, {{items: *a{n - 1}}}]" for n in range(1, 30)]
    file = tmp_path / "navigation.yml"
    file.write_text("\n".join([*lines, "items: *a29"]))
    with pytest.raises(ValueError, match="more entries or levels than any manual"):
        read_navigation(file)


def test_a_navigation_may_be_written_in_any_style_of_yaml(tmp_path: Path) -> None:
    file = tmp_path / "navigation.yml"
    file.write_text('# c\n- {title: "A: b", link: /a, items: [{link: "/b", title: 5}]}\n- title: no link\n')
    assert read_navigation(file) == [Entry("A: b", "/a", [Entry("5", "/b")]), Entry("no link", "")]


VALUES = {
    "!!bool x": "x",
    "!!timestamp x": "x",
    '!!int ""': "",
    '!!float ""': "",
    "!!binary x": "x",
    "!!python/object:os.system x": "x",
    "!unknown x": "x",
    "0x" + "f" * 10_000: "0x" + "f" * 10_000,
    "9" * 10_000: "9" * 10_000,
    "1:" * 3_000 + "1": "1:" * 3_000 + "1",
    "2026-99-99": "2026-99-99",
    "2026-02-30T99:99:99Z": "2026-02-30T99:99:99Z",
    "4.10": "4.10",
    "0o10": "0o10",
    "yes": "yes",
    ".inf": ".inf",
    "=": "=",
    "null": "",
    "~": "",
    "": "",
    "&a [*a]": "&a [*a]",
    "&a {b: *a}": "&a {b: *a}",
    "{[x]: y}": "{[x]: y}",
    "{<<: x}": "",
    "{<<: [1, 2]}": "",
    "*nobody": "*nobody",
    "[" * 5_000: "[" * 5_000,
    "{a: " * 5_000: "{a: " * 5_000,
    "'it is": "it is",
}
"""Values of a field -> what is read."""


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:20])
def test_no_value_of_a_field_costs_a_page(tmp_path: Path, value: str) -> None:
    fields, text = split_front_matter(f"---\ntitle: {value}\nname: kept\n---\n\n# T\n\ntext\n")
    assert (fields.get("title", ""), text) == (VALUES[value].strip(), "\n# T\n\ntext\n")
    (tmp_path / "index.md").write_text("---\ntitle: Site\n---\n\n# T\n\ntext\n")
    (tmp_path / "p.md").write_text(f"---\ntitle: {value}\n---\n\n# T\n\ntext\n")
    (tmp_path / "navigation.yml").write_text(f"- title: {value}\n  link: p\n")
    read = read_with(read_website, tmp_path)
    assert [page.id for page in read.pages] == ["index", "p"]
