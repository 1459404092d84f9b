"""How well the ranking finds known items: the share found first and among ten, and the mean reciprocal rank.

One half of the queries is for tuning, the other is held out. Special characters of a query are escaped and
its operators lower-cased, so that each is read as the words it is.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from index_builder.build import Options, build
from momviewer.manual.bundle import open_bundle
from momviewer.query.escaping import escape
from momviewer.query.lexer import OPERATORS
from momviewer.search.answers.searcher import Searcher
from tests.benchmarks.timing import manuals

ITEMS = manuals().parent / "fixtures" / "known-items.jsonl"
DEEPEST = 20
"""Ranks looked at; what comes later counts as not found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A known item, and the rank its page was found at: 1 is first, 0 is not among the first twenty."""

    query: str
    page: str
    kind: str
    rank: int
    first: str

    @property
    def held_out(self) -> bool:
        """Say whether the item is of the half that nothing is tuned on."""
        return bool(crc32(self.query.encode()) & 1)

    @property
    def reciprocal(self) -> float:
        """Return one over the rank, and 0 for what is not found."""
        return 1 / self.rank if self.rank else 0.0


def main() -> None:
    """Print the figures, and with --show the items that are furthest from the first rank."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bundle", type=Path, nargs="?", help="a built manual; else momentum-4-html is built")
    options.add_argument("--items", type=Path, default=ITEMS, help="one {query, page, kind} a line")
    options.add_argument("--show", type=int, default=0, metavar="N", help="name N misses of the tuning half")
    chosen = options.parse_args()
    if chosen.bundle:
        outcomes = run(chosen.bundle, chosen.items)
    else:
        with tempfile.TemporaryDirectory() as folder:
            bundle = Path(folder) / "momentum-4-html"
            build(manuals() / bundle.name, bundle, Options(bundle.name), lambda _progress: None)
            outcomes = run(bundle, chosen.items)
    _report("tuning half", [outcome for outcome in outcomes if not outcome.held_out])
    _report("held-out half", [outcome for outcome in outcomes if outcome.held_out])
    _report("whole set", outcomes)
    misses = sorted((o for o in outcomes if not o.held_out), key=lambda outcome: outcome.reciprocal)
    for miss in misses[: chosen.show]:
        print(f"{miss.rank or '-':>4}  {miss.kind:<8} {miss.query}  ->  {miss.page}  (first: {miss.first})")  # noqa: T201


def run(bundle_folder: Path, items: Path) -> list[Outcome]:
    """Search a manual for every known item."""
    bundle = open_bundle(bundle_folder)
    searcher = Searcher([bundle])
    outcomes = []
    for line in items.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        pages = [hit.page for hit in searcher.search(literal(item["query"]), DEEPEST).hits]
        rank = pages.index(item["page"]) + 1 if item["page"] in pages else 0
        outcomes.append(Outcome(item["query"], item["page"], item["kind"], rank, pages[0] if pages else ""))
    searcher.close()
    bundle.close()
    return outcomes


def literal(text: str) -> str:
    """Return the query for the words of `text`, of which none is an operator and no character is special."""
    return " ".join(escape(word.lower() if word in OPERATORS else word) for word in text.split())


def _report(name: str, outcomes: Sequence[Outcome]) -> None:
    by_kind: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.kind].append(outcome)
    print(f"{name:<16}{'n':>6}{'S@1':>8}{'S@10':>8}{'MRR':>8}")  # noqa: T201
    for kind, members in [*sorted(by_kind.items()), ("all", outcomes)]:
        first, ten = (_share(0 < o.rank <= most for o in members) for most in (1, 10))
        mrr = sum(o.reciprocal for o in members) / len(members)
        print(f"  {kind:<14}{len(members):>6}{first:>8.3f}{ten:>8.3f}{mrr:>8.3f}")  # noqa: T201


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


if __name__ == "__main__":
    main()
