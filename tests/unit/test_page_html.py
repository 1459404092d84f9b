"""A page of a bundle from somebody else: what no builder writes is refused before a window sees it."""

import pytest

from momviewer.manual.checked.page_html import (
    MAX_HTML_CHARS,
    MAX_TABLES_DEEP,
    Grid,
    check_page_html,
    layout_us,
)
from momviewer.manual.checked.values import DecodingError

TABLE = '<table class="note" width="100%" cellspacing="0" cellpadding="0"><tr><td>{}</td></tr></table>'


def nested(times: int) -> str:
    made = "<p>x</p>"
    for _ in range(times):
        made = TABLE.format(made)
    return made


@pytest.mark.parametrize(
    "html",
    [
        "<script>evil()</script>",
        "<style>p { color: red }</style>",
        '<svg><use href="#a"/></svg>',
        '<p style="color: red">x</p>',
        '<p onclick="evil()">x</p>',
        '<img src="http://192.0.2.1/x.png"/>',
        '<img src="file:///etc/passwd"/>',
        '<img src="images/x.png" width="100000"/>',
        '<table background="images/x.png"><tr><td>x</td></tr></table>',
        '<link rel="stylesheet" href="x.css"/>',
        "<p>x</p><!-- -->",
        "<p>a < b</p>",
        '<td colspan="9999">x</td>',
        "<P>x</P>",
        "<p><td>x</td></p>",
        "<table><td>x</td></table>",
    ],
)
def test_nothing_but_the_vocabulary_is_shown(html: str) -> None:
    with pytest.raises(DecodingError, match="which no page has"):
        check_page_html(html)


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "<li>Rope</li>" * 50_000 + "</ul>",
        f"<p>{'x' * 3_000_000}</p>",
        f"<p>{'x' * 10_000}</p>",
        f"<p>{'<em>xxxx</em>' * 2_000}</p>",
        f"<pre>{'&lt;' * 3_000}</pre>",
        "".join(f'<p><a name="a{n}"></a>x</p>' for n in range(10_000)),
        "<em>" * 200 + "x" + "</em>" * 200,
        nested(MAX_TABLES_DEEP + 1),
        nested(MAX_TABLES_DEEP) * 1_000,
        '<table><tr><td colspan="999">x</td></tr>' + "<tr><td>x</td></tr>" * 100 + "</table>",
        "<table>" + '<tr><td rowspan="999">x</td></tr>' * 300,
        "x" * (MAX_HTML_CHARS + 1),
        "rope " * 390_000,
    ],
    ids=lambda html: html[:20],
)
def test_a_page_that_takes_too_long_is_refused(html: str) -> None:
    with pytest.raises(DecodingError, match="to be shown"):
        check_page_html(html)


def test_what_the_builder_writes_is_shown() -> None:
    check_page_html(
        '<h1><span class="number">3.1</span> Ropes</h1><p class="purpose">a &lt; b</p><ol start="3" type="a">'
        '<li>x</li></ol><p><a class="image" href="image:images/a%20b.png">'
        f'<img src="images/a%20b.png" alt="A &quot;b"/></a><br/></p><hr/>{nested(MAX_TABLES_DEEP)}'
    )


def test_a_grid_has_the_cells_that_stay_empty() -> None:
    grid = Grid()
    for cells in ([(1, 3), (2, 1)], [(1, 1)], [(1, 1), (1, 1), (1, 1)]):
        grid.start_row()
        for across, down in cells:
            grid.add_cell(across, down)
    assert (grid.rows, grid.columns, grid.cells) == (3, 4, 12)


def test_what_is_in_a_table_takes_longer() -> None:
    assert layout_us(TABLE.format("<p>x</p>" * 10)) > layout_us(TABLE.format("")) + 1.5 * layout_us(
        "<p>x</p>" * 10
    )
