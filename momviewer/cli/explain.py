"""`momviewer explain`: says how a query is read, and what is wrong with it."""

import sys
from typing import Any

from momviewer.cli.output import answer_lines, print_json
from momviewer.query.explain import explain


def run(query: str, *, as_json: bool, batch: bool) -> int:
    """Print how `query`, or with `batch` each line of input, is read; return 2 where it is refused."""
    if batch:
        return answer_lines(explain)
    explained = explain(query)
    if as_json:
        print_json(explained)
    else:
        _print(explained)
    return 0 if explained["ok"] else 2


def _print(explained: dict[str, Any]) -> None:
    reads_as = explained["reads_as"]
    if reads_as:
        sys.stdout.write(f"{reads_as}\n")
    for diagnostic in explained["diagnostics"]:
        sys.stdout.write(f"{diagnostic['severity']}: {diagnostic['message']}\n")
        for fix in diagnostic["fixes"]:
            sys.stdout.write(f"  {fix['label']}: {fix['query']}\n")
