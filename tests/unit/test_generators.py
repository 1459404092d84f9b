"""HTML of each known generator: where its text, code, boxes, numbers and anchors are."""

import re
from pathlib import Path

import pytest

from index_builder.build import Options, build
from index_builder.sources.html.generators import generators
from momviewer.errors import SourceError
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import Page
from momviewer.paths import DATA_DIR_VARIABLE

DOCUMENTS = Path(__file__).parent / "documents" / "generators"
NAMES = [row.name for row in generators()]
DOXYGEN = '<a name="l00001"></a>'
"""Doxygen's anchor of a line of code, whose language it does not name."""
CODE = 'relay harbour {\n  port = 25\n\n\tdepth = "3 < 4"\n}'


def document(name: str) -> str:
    return (DOCUMENTS / f"{name.casefold().replace(' ', '-')}.html").read_text(encoding="utf-8")


def built(folder: Path, pages: dict[str, str | bytes]) -> Bundle:
    """Return the bundle of a manual of these files."""
    for name, content in pages.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    build(folder / "source", folder / "built", Options("harbour"), lambda _progress: None)
    return open_bundle(folder / "built")


@pytest.fixture
def page(tmp_path: Path, request: pytest.FixtureRequest) -> Page:
    """Return the page of a generator's small document."""
    with built(tmp_path, {"relays.html": document(request.param)}) as bundle:
        page = bundle.page("relays")
    assert page is not None
    return page


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_a_page_has_its_text_and_nothing_of_its_frame(page: Page) -> None:
    assert (page.info.number, page.info.title) == ("2.1", "Relays")
    assert "A relay passes mail on" in page.text
    assert "Sidewalk" not in page.html
    assert "¶" not in page.html


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_code_is_exact_and_in_the_language_that_the_page_names(page: Page) -> None:
    language = "text" if page.html.count(DOXYGEN) else "nginx"
    assert [(snippet.text, snippet.language) for snippet in page.snippets] == [(CODE, language)]


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_boxes_headings_and_tables_are_what_they_are(page: Page) -> None:
    assert re.search(r'<table class="warning".*?Never relay for strangers\..*?</table>', page.html, re.DOTALL)
    assert ("ports", "2.1.1", "Ports") in [(it.anchor, it.number, it.title) for it in page.headings]
    assert re.search(r"<th>(<p>)?Port", page.html)
    assert [heading.level for heading in page.headings[:2]] == [1, 2]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_which_generator_wrote_it(name: str) -> None:
    head = document(name).encode()
    assert next(row.name for row in generators() if row.wrote(head)) == name


@pytest.mark.parametrize("name", ["Sphinx", "Asciidoctor"])
def test_captions_with_numbers_are_listed(tmp_path: Path, name: str) -> None:
    with built(tmp_path, {"relays.html": document(name)}) as bundle:
        assert [(item.label, item.title, item.anchor) for item in bundle.items()] == [
            ("Table 4", "Tides", "tides")
        ]


def test_a_reader_adds_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.mkdir()
    row = "[[generator]]\nname = 'Pier'\nmarks = ['<pier']\ncontent = ['#deck']\ncode = ['plank']\n"
    (config / "generators.toml").write_text(row)
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    page = "<pier></pier><p>Sidewalk</p><div id='deck'><h1>Relays</h1><p>Mail.</p><plank>a = 1</plank></div>"
    with built(tmp_path, {"relays.html": f"<html><body>{page}</body></html>"}) as bundle:
        found = bundle.page("relays")
        assert found is not None
        assert [snippet.text for snippet in found.snippets] == ["a = 1"]
        assert "Sidewalk" not in found.text


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("[[generator]\n", "Expected"),
        ("[[generator]]\nname = 'Pier'\ncontent = ['div[']\n", "content of Pier"),
        ("[[generator]]\nname = 'Pier'\nmarks = ['(']\n", "marks of Pier"),
        ("[[generator]]\nname = 'Pier'\ncode = 'pre'\n", "code has to be a list"),
        ("[[generator]]\nname = 'Pier'\ncolour = ['red']\n", "colour"),
        ("[[generator]]\nmarks = ['x']\n", "name"),
    ],
)
def test_a_row_that_is_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, what: str
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "generators.toml").write_text(row)
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(SourceError, match=what):
        generators()
