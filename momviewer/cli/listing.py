"""`momviewer library list`: prints the manuals there are."""

import sys

from momviewer.cli.output import manual_row, open_library, print_json, print_table
from momviewer.paths import Paths

COLUMNS = ("id", "title", "edition", "set", "pages", "examples", "figures", "tables")


def run(paths: Paths, *, as_json: bool) -> int:
    """Print each manual; what is wrong with one goes to standard error."""
    rows = [manual_row(manual) for manual in open_library(paths).manuals()]
    if as_json:
        print_json(rows)
        return 0
    print_table(COLUMNS, rows)
    for row in rows:
        if "trouble" in row:
            sys.stderr.write(f"momviewer: {row['trouble']}\n")
    return 0
