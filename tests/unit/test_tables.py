"""How wide the columns of a table are, and where its long names may be broken."""

from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from lxml import html

from index_builder.render.tables import breakable, measure
from momviewer.manual.bundle import open_bundle
from momviewer.manual.checked.page_html import BREAK
from momviewer.search.answers.searcher import Searcher
from tests.unit.source_forms import DOCBOOK, DOCUMENTS, built


def table(*rows: list[str]) -> html.HtmlElement:
    made = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return html.fromstring(f"<table>{made}</table>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("max_outbound_connections", "max_|outbound_|connections"),
        ("msys.http.client.do_request", "msys.|http.|client.|do_|request"),
        ("short_name", "short_|name"),
        ("plain", "plain"),
        ("two words, no name", "two words, no name"),
        ("ends_in_underscores___", "ends_|in_|underscores___"),
        ("AdaptiveDefaultSuspension", "Adaptive|Default|Suspension"),
    ],
)
def test_names_are_broken_behind_their_joints(text: str, shown: str) -> None:
    assert breakable(text) == shown.replace("|", BREAK)


def test_a_small_table_takes_what_it_needs() -> None:
    assert measure(table(["a", "b"], ["1", "2"])).widths == ()


def test_a_column_is_as_wide_as_what_it_holds() -> None:
    prose = "a sentence that goes on for quite a while, as those do that describe an option " * 2
    found = measure(table(["option", "yes", prose], ["other_option", "no", prose]))
    name, answer, text = found.widths
    assert sum(found.widths) == 100
    assert answer < name < text
    assert text > 60
    assert not found.is_wide


def test_many_columns_want_a_view_of_their_own() -> None:
    assert measure(table(["a"] * 5)).is_wide
    assert measure(table(["x" * 60, "y" * 60])).is_wide


def test_words_stay_whole_in_a_narrow_window() -> None:
    prose = "a sentence that goes on for quite a while, as those do that describe an option"
    short_line = 46
    found = measure(table(["Binding", "Value", prose], ["sending", "yes", prose]))
    for width, word in zip(found.widths, ("Binding", "Value"), strict=False):
        assert width / 100 * short_line >= len(word)


def test_a_rare_long_word_does_not_take_the_room_of_the_others() -> None:
    prose = "words of prose that fill the last column of the table to its edge and go on " * 2
    rows = [["receiving", "no", prose]] * 50
    without = measure(table(*rows)).widths
    found = measure(table(*rows, ["receiving", "reconfiguration", prose])).widths
    assert found[0] == pytest.approx(without[0], abs=2)
    assert found[1] < 2 * without[1] + 15


def test_cells_that_span_are_counted_where_they_stand() -> None:
    spanning = html.fromstring(
        f"<table><tr><td rowspan='2'>{'a' * 9}</td><td colspan='2'>{'wide ' * 40}</td></tr>"
        f"<tr><td>{'b ' * 60}</td><td>c</td></tr></table>"
    )
    widths = measure(spanning).widths
    assert len(widths) == 3
    assert widths[1] > widths[0] > widths[2]


def test_an_empty_table_is_no_harm() -> None:
    assert measure(html.fromstring("<table></table>")).widths == ()


def test_a_code_in_a_long_table_opens_at_its_row(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{code}</td><td>What {code} means.</td></tr>" for code in range(500, 600))
    few = "".join(f"<tr><td>{code}</td><td>Short.</td></tr>" for code in range(3))
    source = tmp_path / "source"
    copytree(DOCUMENTS / "docbook", source)
    DOCBOOK.write(source, "codes", f"<table>{rows}</table><p>And few:</p><table>{few}</table>")
    built(source)
    with open_bundle(tmp_path / "built") as bundle, closing(Searcher([bundle])) as searcher:
        (hit,) = searcher.search("557", 1).hits
        page = bundle.page(hit.page)
        assert page
        places = dict(page.anchors)
        assert page.text[places[hit.anchor] :].startswith("557")
        assert f'<a name="{hit.anchor}"></a>557' in page.html
        assert sum(name.startswith("row-") for name in places) == 100
