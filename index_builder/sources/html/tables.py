"""Tells tables of data from tables that only lay a page out, and undoes those."""

from lxml.html import HtmlElement

from index_builder.pages.anchors import unwrap
from index_builder.sources.common.titles import plain

LAYOUT = frozenset({"presentation", "none"})
"""Roles of a table that is none."""
INSIDE = ("table", "h1", "h2", "h3", "h4")
"""Elements that only stand in a cell where a table lays a page out."""


def settle_tables(main: HtmlElement) -> None:
    """Unwrap the tables below `main` that only lay it out, the inner ones first."""
    for table in reversed(list(main.iter("table"))):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
        filled = [cell for cell in cells if plain(cell.text_content()) or cell.find(".//img") is not None]
        if not filled:
            _drop_empty(table)
        elif table.get("role") in LAYOUT or len(filled) == 1 or _lays_out(table, cells):
            _undo(table)


def _lays_out(table: HtmlElement, cells: list[HtmlElement]) -> bool:
    if table.find(".//th") is not None or table.find("caption") is not None:
        return False
    return any(cell.find(f".//{name}") is not None for cell in cells for name in INSIDE)


def _drop_empty(table: HtmlElement) -> None:
    if table.xpath(".//@id"):
        _undo(table)
    else:
        table.drop_tree()


def _undo(table: HtmlElement) -> None:
    for part in list(table.iterdescendants("tbody", "thead", "tfoot", "tr", "colgroup")):
        if next(part.iterancestors("table"), None) is table:
            unwrap(part)
    for cell in list(table.iterchildren("td", "th", "caption")):
        cell.tag = "div"
        kept = cell.get("id")
        cell.attrib.clear()
        if kept:
            cell.set("id", kept)
    table.tag = "div"
    table.attrib.pop("class", None)
