"""Boxes of options and functions: made of tables that define names, with the examples that use them."""

import pytest

from index_builder.build import Options, build
from index_builder.pages.model import DEFINITION, FACT
from index_builder.pages.trees import parsed_html
from index_builder.steps.definitions import make_definitions
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import Page

Facts = dict[str, str]


def table(*rows: str) -> str:
    """Return the HTML of a table whose rows are written as in Markdown, the first one as its head."""
    head, *body = (row.split(" | ") for row in rows)
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>"


def boxes(html: str) -> list[tuple[str, Facts]]:
    """Return the title and the fields of each box that is made of a page."""
    body = parsed_html(f"<html><body>{html}</body></html>")[0].find("body")
    assert body is not None
    make_definitions(body)
    return [
        (
            box[0].text_content(),
            {one.get("data-field", ""): one.text_content() for one in box if one.get("class") == FACT},
        )
        for box in body.iter("div")
        if box.get("class") == DEFINITION
    ]


def test_each_row_becomes_a_box_with_its_fields_in_one_order() -> None:
    made = boxes(
        table(
            "Option | Meaning | Default | Type",
            "<code>pause</code> | How long | <code>3</code> | seconds",
            "<code>text</code> | What to say | - | string",
        )
    )
    assert made == [
        ("pause", {"Type": "seconds", "Default": "3"}),
        ("text", {"Type": "string"}),
    ]
    assert list(made[0][1]) == ["Type", "Default"]


@pytest.mark.parametrize(
    ("lead", "common"),
    [
        ("All options. Scopes: <code>conntrol</code>.", {"Scopes": "conntrol"}),
        ("Scopes: global, domain. Since: 4.2. Narrow wins.", {"Scopes": "global, domain", "Since": "4.2"}),
        ("All. Takes effect: after a restart of x.", {"Takes effect": "after a restart of x"}),
        ("There are two scopes: this one and that.", {}),
    ],
)
def test_what_the_paragraph_before_says_holds_for_every_row(lead: str, common: Facts) -> None:
    made = boxes(f"<p>{lead}</p>{table('Option | Type', '<code>a</code> | string', '<code>b</code> | list')}")
    assert made == [("a", {"Type": "string", **common}), ("b", {"Type": "list", **common})]


def test_a_row_that_says_otherwise_keeps_what_it_says() -> None:
    made = boxes(
        f"<p>Scopes: one.</p>{table('Option | Scopes', '<code>a</code> | two', '<code>b</code> | -')}"
    )
    assert made == [("a", {"Scopes": "two"}), ("b", {})]


@pytest.mark.parametrize(
    "rows",
    [
        ("Parameter | Type | Meaning", "<code>x</code> | string | What"),
        ("Option | Arguments | Return value", "<code>x</code> | one | two"),
        ("Option/Description | Type | Default", "<code>x</code> | one | two"),
    ],
)
def test_other_tables_stay_tables(rows: tuple[str, ...]) -> None:
    assert boxes(table(*rows)) == []


MANUAL = {
    "index": "## Manual\n\n* [One](one)\n* [Two](two)\n",
    "one": """## One

All options. Scopes: `one`.

| Option | Type | Meaning |
| --- | --- | --- |
| `Pause`, `wait` | seconds | How long |
| `shared` | string | In both |

| Function | Since |
| --- | --- |
| `msys.sleep` | 4.0 |

<a name="first"></a>

**Example 1.1. First**

```momentum
one "x" {
  pause = 3   # wait = 4
  shared = "wait = 5"
}
```

<a name="second"></a>

**Example 1.10. Second**

```lua
-- msys.sleep(2)
print("msys.sleep(1)")
```
""",
    "two": """## Two

| Option | Type |
| --- | --- |
| `shared` | string |
| `group` | stanza |

<a name="third"></a>

**Example 2.1. Third**

```momentum
group {
  pause = 5
  shared = "x"
}
```

<a name="fourth"></a>

**Example 2.2. Fourth**

```lua
msys.sleep(1)
```
""",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built") / "manual"
    for name, text in MANUAL.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    build(source, target, Options("manual"), lambda _progress: None)
    return open_bundle(target)


def page_of(bundle: Bundle, name: str) -> Page:
    page = bundle.page(name)
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("page", "box"),
    [
        ("one", "Pause, wait\nHow long\nType seconds · Scopes one · Used in Examples 1.1, 2.1\n"),
        ("one", "shared\nIn both\nType string · Scopes one · Used in Example 1.1\n"),
        ("one", "msys.sleep\nSince 4.0 · Used in Example 2.2\n"),
        ("two", "shared\nType string · Used in Example 2.1\n"),
        ("two", "group\nType stanza · Used in Example 2.1\n"),
    ],
)
def test_a_box_names_the_examples_that_use_it_and_not_those_that_mention_it(
    bundle: Bundle, page: str, box: str
) -> None:
    assert box in page_of(bundle, page).text


def test_a_box_can_be_gone_to_and_leads_to_its_examples(bundle: Bundle) -> None:
    page = page_of(bundle, "one")
    assert {"option-Pause", "option-wait", "option-shared", "function-msys.sleep"} <= dict(
        page.anchors
    ).keys()
    assert '<a class="page" href="two#third">2.1</a>' in page.html
    assert bundle.dangling() == []
