"""Reads pipe tables whose cells run over several lines or that have no header, which Markdown does not know."""

import re
from collections.abc import Callable, Iterator

RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
PIPE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\.|(\|)", re.DOTALL)
FIRST = re.compile(r"(?=(?:[-+*#>]+(?:\s|$)|\d+[.)](?:\s|$)|-{3,}$|={1,}$))")
LIMIT = 200
"""Lines that a row may have."""

Row = list[str]


def take_table(lines: list[str], start: int) -> tuple[list[Row], int]:
    """Return the rows of the table that starts at a line, and where it ends. A rule is an empty row."""
    columns = _columns(lines, start)
    rows: list[Row] = []
    at = start
    while at < len(lines) and lines[at].lstrip().startswith("|"):
        if RULE.match(lines[at]):
            rows.append([])
            at += 1
            continue
        end = _row_end(lines, at, columns)
        rows.append(_cells("\n".join(line.strip() for line in lines[at:end])))
        at = end
    return rows, at


def _columns(lines: list[str], start: int) -> int:
    """Return how many columns the table has: its rule says it, or its first line."""
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


def _cells(row: str) -> Row:
    cells, last = [], 0
    for match in PIPE.finditer(row):
        if match[2]:
            cells.append(row[last : match.start()].strip())
            last = match.end()
    if row[last:].strip():
        cells.append(row[last:].strip())
    return cells[1:]


def is_irregular(rows: list[Row]) -> bool:
    """Say whether the table is one that the Markdown library would not read."""
    return (
        len(rows) < 2
        or bool(rows[1])
        or any("\n" in cell or re.search(r"`[^`]*\|[^`]*`", cell) for row in rows for cell in row)
    )


def as_html_table(rows: list[Row], mend: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of an HTML table whose cells are Markdown."""
    head = 1 if [] in rows[1:2] and any(rows[0]) else 0
    width = max(len(row) for row in rows)
    yield "<table>"
    for number, row in enumerate(rows):
        if not row:
            continue
        name = "th" if number < head else "td"
        yield "<tr>"
        for cell in row + [""] * (width - len(row)):
            yield f"<{name}>"
            yield ""
            yield from (mend(FIRST.sub(r"\\", line, count=1) if "\n" not in cell else line) for line in cell.split("\n"))
            yield ""
            yield f"</{name}>"
        yield "</tr>"
    yield "</table>"
    yield ""
