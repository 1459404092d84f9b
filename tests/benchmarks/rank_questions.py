"""How well questions are answered: the share whose page is first and among ten, MRR and nDCG, with intervals.

A set has a question a line: {"query", "kind", "part", "right": {page: grade}}, where grade 2 is the page that
is wanted and 1 one that helps. A question is asked as it was typed. Intervals are bootstraps of 95 %.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log2
from pathlib import Path

from momviewer.errors import RefusedQueryError
from momviewer.manual.bundle import open_bundle
from momviewer.search.answers.searcher import Searcher
from tests.benchmarks.rank_known_items import ITEMS, run
from tests.benchmarks.timing import manuals

QUESTIONS = manuals().parent / "fixtures" / "questions-momentum4.jsonl"
NAMES = ("S@1", "S@10", "MRR", "nDCG")
DEPTH = 10
WANTED = 2
SAMPLES = 1_000
Measures = tuple[float, float, float, float]


def main() -> None:
    """Print the measures by kind of question, and those of known items beside them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bundle", type=Path, help="a built manual")
    options.add_argument("--questions", type=Path, default=QUESTIONS)
    options.add_argument("--items", type=Path, default=ITEMS, help="known items, where there are any")
    options.add_argument("--show", action="store_true", help="name the questions whose page is not first")
    chosen = options.parse_args()
    questions = [json.loads(line) for line in chosen.questions.read_text(encoding="utf-8").splitlines()]
    with open_bundle(chosen.bundle) as bundle:
        searcher = Searcher([bundle])
        by_kind: defaultdict[str, list[Measures]] = defaultdict(list)
        for question in questions:
            pages = _pages(searcher, question["query"])
            measured = measures(pages, question["right"])
            by_kind[question["kind"]].append(measured)
            if chosen.show and not measured[0]:
                print(f"{question['kind']:<8} {question['query']}  ->  {', '.join(pages[:3])}")  # noqa: T201
        searcher.close()
    whole = list(chain.from_iterable(by_kind.values()))
    for kind, rows in [*sorted(by_kind.items()), ("all", whole)]:
        cells = "  ".join(
            f"{name} {mean:.3f} [{low:.3f} {high:.3f}]"
            for name, (mean, low, high) in zip(NAMES, intervals(rows), strict=True)
        )
        print(f"{kind:<10}{len(rows):>5}  {cells}")  # noqa: T201
    if chosen.items.exists() and chosen.questions == QUESTIONS:
        ranks = [outcome.rank for outcome in run(chosen.bundle, chosen.items)]
        first, ten = (sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, DEPTH))
        print(f"known items  {len(ranks)}  S@1 {first:.3f}  S@10 {ten:.3f}")  # noqa: T201


def _pages(searcher: Searcher, text: str) -> list[str]:
    try:
        return [hit.page for hit in searcher.search(text, DEPTH).hits]
    except RefusedQueryError:
        return []


def measures(pages: Sequence[str], right: Mapping[str, int]) -> Measures:
    """Return S@1, S@10, the reciprocal rank and nDCG of the pages found, the first ten of them."""
    ranks = [place for place, page in enumerate(pages) if right.get(page, 0) == WANTED]
    ideal = _gain(sorted(right.values(), reverse=True)[:DEPTH])
    gained = _gain([right.get(page, 0) for page in pages])
    first = bool(ranks) and ranks[0] == 0
    return float(first), float(bool(ranks)), 1 / (ranks[0] + 1) if ranks else 0.0, gained / ideal


def _gain(grades: Sequence[int]) -> float:
    return sum((float(2**grade) - 1) / log2(place + 2) for place, grade in enumerate(grades))


def intervals(rows: Sequence[Measures]) -> list[tuple[float, float, float]]:
    """Return of each measure the mean and the ends of its interval."""
    chance = random.Random(7)
    means: list[list[float]] = [[] for _ in NAMES]
    for _ in range(SAMPLES):
        sample = chance.choices(rows, k=len(rows))
        for kept, values in zip(means, zip(*sample, strict=True), strict=True):
            kept.append(sum(values) / len(sample))
    found = []
    for values, kept in zip(zip(*rows, strict=True), means, strict=True):
        kept.sort()
        found.append((sum(values) / len(rows), kept[SAMPLES // 40], kept[-SAMPLES // 40]))
    return found


if __name__ == "__main__":
    main()
