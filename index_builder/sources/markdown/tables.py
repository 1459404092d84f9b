"""Reads pipe tables that Markdown does not allow: with cells of several lines, or without a header."""

import re
from collections.abc import Callable
from dataclasses import dataclass

RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
PIPE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\.|(\|)", re.DOTALL)
LIMIT = 200
"""Most lines of a row."""

PIPE_IN_CODE = re.compile(r"`[^`]*\|[^`]*`")

TableRow = list[str]


@dataclass
class Table:
    """A pipe table: its rows, of which the rule below a header is an empty one, and the line behind it."""

    rows: list[TableRow]
    end: int
    one_line_each: bool

    @property
    def regular(self) -> bool:
        """Return whether the Markdown library reads the table right."""
        headed = len(self.rows) > 1 and not self.rows[1] and any(self.rows[0])
        return headed and self.one_line_each and not any(PIPE_IN_CODE.search(c) for r in self.rows for c in r)


def take_table(lines: list[str], start: int) -> Table:
    """Return the table that starts at a line."""
    columns = _columns(lines, start)
    rows: list[TableRow] = []
    at, plain = start, True
    closed = lines[start].rstrip().endswith("|")
    while at < len(lines) and lines[at].lstrip().startswith("|"):
        if RULE.match(lines[at]):
            rows.append([])
            at += 1
            continue
        end = _row_end(lines, at, columns) if closed else at + 1
        cells = _cells("\n".join(line.strip() for line in lines[at:end]))
        while len(cells) > columns and not cells[-1]:
            cells.pop()
        if len(cells) > columns:  # a pipe that is text: the last column takes it
            cells[columns - 1 :] = [" \\| ".join(cells[columns - 1 :]).replace("  ", " ")]
            plain = False
        rows.append(cells)
        at = end
    return Table(rows, at, plain and len(rows) == at - start)


def _columns(lines: list[str], start: int) -> int:
    """Return the number of the table's columns, by its rule or its first line."""
    for line in lines[start : start + LIMIT]:
        if RULE.match(line):
            return line.count("|") - 1
    return max(1, len(_cells(lines[start].strip())))


def _row_end(lines: list[str], start: int, columns: int) -> int:
    pipes = 0
    for at in range(start, min(start + LIMIT, len(lines))):
        pipes += sum(1 for match in PIPE.finditer(lines[at]) if match[2])
        if pipes >= columns + 1 and lines[at].rstrip().endswith("|"):
            return at + 1
        if at > start and RULE.match(lines[at]):
            break
    return start + 1


def _cells(row: str) -> TableRow:
    cells, last = [], 0
    for match in PIPE.finditer(row):
        if match[2]:
            cells.append(row[last : match.start()].strip())
            last = match.end()
    if rest := row[last:].strip():
        cells.append(rest)
    return cells[1:]


def as_html_table(rows: list[TableRow], render: Callable[[str], str]) -> list[str]:
    """Return the lines of an HTML table; `render` makes HTML of a cell's Markdown.

    None of them is empty, so that the Markdown library takes them for one block of HTML.
    """
    head = 1 if [] in rows[1:2] and any(rows[0]) else 0
    width = max(len(row) for row in rows)
    lines = ["<table>"]
    for number, row in enumerate(rows):
        if row:
            name = "th" if number < head else "td"
            cells = (f"<{name}>{render(cell)}</{name}>" for cell in row + [""] * (width - len(row)))
            lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</table>")
    return "\n".join(lines).replace("\n\n", "\n&#10;").split("\n")
