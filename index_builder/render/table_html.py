"""Writes tables in the viewer's vocabulary, with the widths that `tables` measures."""

from lxml.html import HtmlElement

from index_builder.render.page_writer import PageWriter
from index_builder.render.tables import measure, rows_of

MIN_LONG_ROWS = 8
"""Rows from which on a table has anchors at its rows, so that a search opens it where its word stands."""


def write_table(page: PageWriter, element: HtmlElement) -> None:
    """Write a table; one that is too wide for a page gets a link that opens it."""
    page.text.end_block()
    page.anchor(element)
    outer = page.widths
    found = measure(element)
    page.widths = found.widths
    page.tables += 1
    _name_rows(page, element)
    name = f"table-{page.tables}"
    if found.is_wide:
        page.html.append(f'<p class="open"><a class="open" href="table:{name}">Open this table</a></p>')
    width = ' width="100%"' if found.widths else ""
    kind = "wide" if found.is_wide else "grid"
    page.html.append(f'<a name="{name}"></a><table class="{kind}"{width} cellspacing="0" cellpadding="0">')
    page.boxes += 1
    page.children(element)
    page.boxes -= 1
    page.html.append("</table>")
    page.widths = outer
    page.text.end_block()


def _name_rows(page: PageWriter, table: HtmlElement) -> None:
    """Give the rows of a long table anchors, where the source gave none."""
    rows = list(rows_of(table))
    if len(rows) < MIN_LONG_ROWS:
        return
    for row in rows:
        page.rows += 1
        name = f"row-{page.rows}"
        has_anchor = any(element.get("id") for element in row.iter())
        if len(row) and row[0].tag == "td" and not has_anchor and name not in page.taken:
            row[0].set("id", name)


def write_row(page: PageWriter, element: HtmlElement) -> None:
    """Write a row with its cells."""
    page.wrap(element, "<tr>", "</tr>") if element.get("id") is None else _row_with_anchor(page, element)
    page.text.end_block()


def _row_with_anchor(page: PageWriter, element: HtmlElement) -> None:
    """Write a row whose anchor is moved into its first cell: between cells it would leave the table."""
    if len(element) and element[0].get("id") is None:
        element[0].set("id", element.attrib.pop("id"))
    else:
        del element.attrib["id"]
    write_row(page, element)


def write_cell(page: PageWriter, element: HtmlElement) -> None:
    """Write a cell, with its column's width if it is the first; a lone name in a first column is a term."""
    attributes = "".join(f' {key}="{value}"' for key in ("colspan", "rowspan") if (value := element.get(key)))
    if page.widths and "colspan" not in attributes:
        attributes += f' width="{page.widths[0]}%"'
        page.widths = page.widths[1:]
    start = page.text.end
    page.narrow += 1
    page.wrap(element, f"<{element.tag}{attributes}>", f"</{element.tag}>")
    page.narrow -= 1
    if element.tag == "td" and element.getprevious() is None and _is_one_name(element):
        page.term_spans.append((start, page.text.end))
    page.text.end_block()


def _is_one_name(cell: HtmlElement) -> bool:
    """Return whether a cell has a name in code and nothing else."""
    codes = cell.findall(".//code")
    return len(codes) == 1 and codes[0].text_content().split() == cell.text_content().split()
