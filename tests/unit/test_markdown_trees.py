"""Trees of Markdown: which files are pages, in which order, and the dialects that they are written in."""

import re
from pathlib import Path

import pytest

from momviewer.manual.model import Page
from tests.unit.test_generators import built
from tests.unit.test_html_manuals import outline


def page_of(folder: Path, text: str) -> Page:
    """Return the page of a file in a tree of its own."""
    with built(folder, {"README.md": "# Harbour\n", "docs/relay.md": text}) as bundle:
        page = bundle.page("relay")
    assert page is not None
    return page


def test_mkdocs_says_where_its_pages_are_and_in_which_order(tmp_path: Path) -> None:
    tree: dict[str, str | bytes] = {
        "mkdocs.yml": "site_name: Harbour Mail\n"
        "nav: [{Home: index.md}, {Guide: [{Relay: guide/relay.md}, b.md]}]\n"
        "markdown_extensions: !!python/name:pier.moor\n",
        "docs/index.md": "# Harbour\nSee [the relay](guide/relay.md#ports).\n",
        "docs/guide/relay.md": "# Relaying\n\n## Ports\n\nMany.\n",
        "docs/b.md": "# Beacons\n",
        "docs/unlisted.md": "# Unlisted\n",
        "CONTRIBUTING.md": "# No page\n",
    }
    with built(tmp_path, tree) as bundle:
        assert bundle.info.title == "Harbour Mail"
        assert outline(bundle.contents()) == ["relay", ["relay", "b"], "unlisted"]
        assert [entry.title for entry in bundle.contents()][:1] == ["Guide"]
        front = bundle.page("index")
        assert front is not None
        assert 'href="relay#ports"' in front.html
        assert sorted(page.id for page in bundle.pages()) == ["b", "index", "relay", "unlisted"]


@pytest.mark.parametrize("listing", ["SUMMARY.md", "_sidebar.md"])
def test_a_list_of_pages_is_the_contents_and_no_page(tmp_path: Path, listing: str) -> None:
    links = "* [Intro](intro.md)\n* [Relay](relay/index.md)\n    * [Ports](relay/ports.md)\n"
    tree: dict[str, str | bytes] = {
        listing: f"# Summary\n\n{links}",
        "intro.md": "# Intro\ntext\n",
        "relay/index.md": "# Relay\ntext\n",
        "relay/ports.md": "# Ports\ntext\n",
    }
    with built(tmp_path, tree) as bundle:
        assert outline(bundle.contents()) == ["relay", ["ports"]]
        assert [page.title for page in bundle.pages()] == ["Intro", "Relay", "Ports"]


def test_a_readme_and_its_docs_are_a_manual(tmp_path: Path) -> None:
    tree: dict[str, str | bytes] = {
        "README.md": "# Harbour\n\nSee [docs](docs/relay.md).\n\n```sh\nharbour --start\n```\n",
        "docs/relay.md": "# Relay\n",
        "node_modules/x/README.md": "# No page\n",
    }
    with built(tmp_path, tree) as bundle:
        assert bundle.info.title == "Harbour"
        assert [page.title for page in bundle.pages()] == ["Harbour", "Relay"]


def test_fields_of_pages_order_them(tmp_path: Path) -> None:
    tree: dict[str, str | bytes] = {
        "index.md": "# Harbour\n",
        "a.md": "---\nweight: 30\n---\n# A\n",
        "b.md": "---\ntitle: The B\nsidebar_position: 2\n---\n# B\n",
        "c.md": "# C\n",
    }
    with built(tmp_path, tree) as bundle:
        assert outline(bundle.contents()) == ["b", "a", "c"]
        assert "The B" in [page.title for page in bundle.pages()]


def test_a_heading_with_text_right_below_it_is_a_heading(tmp_path: Path) -> None:
    page = page_of(tmp_path, "# Relay\ntext right below\n\n## Ports\nmore\n")
    assert page.info.title == "Relay"
    assert [heading.title for heading in page.headings] == ["Relay", "Ports"]
    assert page.snippets == ()


FENCES = """\
# Relay

``` { .bash .annotate title="start.sh" }
harbour --start
```

```python hl_lines="1"
def relay(host):
\treturn host
```

~~~yaml
a:
  - b: 1
~~~

- two
  ```sh
  echo fenced in list
  ```
"""


def test_code_is_what_stands_between_its_fences(tmp_path: Path) -> None:
    assert [(snippet.language, snippet.text) for snippet in page_of(tmp_path, FENCES).snippets] == [
        ("shell", "harbour --start"),
        ("python", "def relay(host):\n\treturn host"),
        ("yaml", "a:\n  - b: 1"),
        ("shell", "echo fenced in list"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("> [!WARNING]\n> Mind the gap", "warning", "Warning"),
        (":::{note}\nMind the gap\n:::", "note", "Note"),
        (":::danger\nMind the gap\n:::", "warning", "Warning"),
        ("```{tip}\nMind the gap\n```", "tip", "Tip"),
        ("!!! tip\n    Mind the gap", "tip", "Tip"),
        ('!!! note "Pier"\n    Mind the gap', "note", "Pier"),
        ('??? warning "Pier"\n    Mind the gap', "warning", "Pier"),
        ('{% hint style="info" %}\nMind the gap\n{% endhint %}', "note", "Note"),
        ('=== "Linux"\n\n    Mind the gap', "sidebar", "Linux"),
        ("<details><summary>More</summary>\n\nMind the gap\n\n</details>", "sidebar", "More"),
    ],
)
def test_boxes_of_all_dialects_are_boxes(tmp_path: Path, text: str, kind: str, title: str) -> None:
    html = page_of(tmp_path, f"# Relay\n\nText.\n\n{text}\n\nText.\n").html
    box = re.search(rf'<table class="{kind}".*?</table>', html, re.DOTALL)
    assert box
    assert re.search(rf'<p class="box-title">(<img[^>]*/> )?{title}</p>', box[0])
    assert "Mind the gap" in box[0]
    assert not re.search(r"[!:]{3}|\{%|\[!|===", html)


def test_what_markdown_has_besides_is_read(tmp_path: Path) -> None:
    text = (
        "# Relay\n\n[TOC]\n\n| Port | Use |\n| --- | --- |\n| `a\\|b` | pipe |\n\nTerm\n: A definition\n\n"
        "- [ ] open\n- [x] done\n\nA note[^1], H~2~O, [link][r].\n\n[^1]: The note.\n[r]: ../README.md\n\n"
        "### Anchored {#my-anchor}\n\nSee [it](#my-anchor).<!-- hidden -->\n"
    )
    page = page_of(tmp_path, text)
    assert "<code>a|b</code>" in page.html
    assert "<dt>Term</dt><dd>A definition</dd>" in page.html
    assert "\u2610 open" in page.text
    assert "\u2611 done" in page.text
    assert "H<sub>2</sub>O" in page.html
    assert '<a class="page" href="README">link</a>' in page.html
    assert ("my-anchor", "Anchored") in [(heading.anchor, heading.title) for heading in page.headings]
    assert '<a class="page" href="relay#my-anchor">it</a>' in page.html
    assert "The note." in page.text
    assert "hidden" not in page.html
    assert "TOC" not in page.text


def test_html_in_markdown_is_made_harmless(tmp_path: Path) -> None:
    page = page_of(tmp_path, "# Relay\n\n<script>alert(1)</script><b onclick='x()'>bold</b> <kbd>F1</kbd>\n")
    assert "alert" not in page.html
    assert "onclick" not in page.html
    assert "<strong>bold</strong>" in page.html
    assert "<kbd>F1</kbd>" in page.html


DIALECTS = '=== "Tab"\n\n    x\n[TOC]\n{% hint style="info" %}\nhi\n{% endhint %}\n[^1]: a\n[b]: c'


@pytest.mark.parametrize(
    ("before", "fence", "after"),
    [
        ("", "```md", "```"),
        ("", "~~~~", "~~~~"),
        ("````{note}\n", "```md", "```\n````"),
        ("- x\n- y\n\n", "```", "```"),
    ],
)
def test_code_about_a_dialect_is_exact(tmp_path: Path, before: str, fence: str, after: str) -> None:
    page = page_of(tmp_path, f"# Relay\n\n{before}{fence}\n{DIALECTS}\n{after}\n\n[TOC]\n\nEnd.\n")
    assert [snippet.text for snippet in page.snippets] == [DIALECTS]
    assert "End." in page.text
    assert page.text.count("[TOC]") == 1


@pytest.mark.parametrize("levels", [15, 40])
def test_text_is_kept_however_deep_it_is(tmp_path: Path, levels: int) -> None:
    lists = "".join(f"{'  ' * level}- item {level}\n" for level in range(levels))
    page = page_of(tmp_path, f"# Relay\n\n{lists}\nEnd.\n\n{'>' * levels} quoted\n")
    assert page.text.count("item") == levels
    assert "End." in page.text
    assert "quoted" in page.text


def test_what_is_nested_too_deep_costs_its_page_and_is_reported(tmp_path: Path) -> None:
    tree: dict[str, str | bytes] = {"README.md": "# Harbour\n", "docs/relay.md": ">" * 2_000 + " deep\n"}
    with built(tmp_path, tree) as bundle:
        assert [page.id for page in bundle.pages()] == ["README"]
        assert any("relay.md" in it and "nested too deep" in it for it in bundle.report().problems)


def test_a_footnote_of_a_box_stands_at_the_end_once(tmp_path: Path) -> None:
    text = "# Relay\n\n```{note}\nPort[^1]\n\n```sh\nls\n```\n\nMore[^1]\n\n[^1]: Twenty-five.\n"
    page = page_of(tmp_path, text.replace("```{", "````{").replace("ls\n```\n", "ls\n```\n````\n"))
    assert page.text.count("Twenty-five") == 1
    assert page.text.index("More") < page.text.index("Twenty-five")
    assert page.text.count("\u21a9") == 2
    assert [(snippet.text, snippet.language) for snippet in page.snippets] == [("ls", "shell")]
