"""Searching twenty manuals of 9,000 pages in all, and queries that are made to be slow.

The manuals are generated: words of a Zipf distribution, of which each manual has some to itself, with names,
headings and snippets as manuals have them. The clock says how long a reader waits, the processor what the
search takes on a busy machine.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import accumulate, product
from pathlib import Path
from string import ascii_lowercase

from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Heading, Page, PageInfo, PageKind, Snippet
from momviewer.search.answers.searcher import Searcher
from tests.benchmarks.timing import say
from tests.unit.samples import sample_content, write_manual

MANUALS, PAGES = 20, 450
SHARED_WORDS, OWN_WORDS = 9_000, 1_500
PAGE_WORDS = (80, 900)
SYLLABLES = (
    "ba",
    "con",
    "de",
    "fer",
    "gra",
    "ing",
    "li",
    "mo",
    "net",
    "or",
    "pre",
    "que",
    "ro",
    "st",
    "tion",
)
QUESTIONS = 200
PAIRS = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
SLOW = {
    "250 ranges [a TO z]": ["[a TO z]"] * 250,
    "250 different ranges": [f"[{pair} TO {pair[1]}z]" for pair in PAIRS[:250]],
    "1,000 prefixes": [f"{pair}*" for pair in PAIRS + PAIRS[:324]],
    "500 wildcards": [f"{pair[0]}*{pair[1]}" for pair in PAIRS[:500]],
    "600 similar words": [f"confer{pair}~" for pair in PAIRS[:600]],
    "100 phrases with slop": [f'"conde {word}"~50' for word in SYLLABLES * 7],
}
"""Queries that look at most of the index many times; none should take half a second."""


def main() -> None:
    """Print the timings."""
    chance = random.Random(14)
    shared = _words(chance, SHARED_WORDS)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        folders = [Path(folder) / f"manual-{number}" for number in range(MANUALS)]
        for made in folders:
            words = [*shared, *_words(chance, OWN_WORDS)]
            chance.shuffle(words)
            words.sort(key=lambda word: shared.index(word) if word in shared[:300] else 300)
            pages = tuple(_pages(chance, words))
            write_manual(made, replace(sample_content(), pages=pages, items=()))
        bundles = [stack.enter_context(open_bundle(made)) for made in folders]
        questions = [_question(chance, shared) for _ in range(QUESTIONS)]
        for count, budget in ((1, "5 ms, 95 % 15 ms"), (MANUALS, "40 ms")):
            with closing(Searcher(bundles[:count])) as searcher:
                searcher.search("the")
                say(f"questions over {count * PAGES:,} pages", _timed(searcher, questions), budget)
                say("  the same, of the processor", _timed(searcher, questions, time.process_time), budget)
        with closing(Searcher(bundles[:1])) as searcher:
            for name, clauses in SLOW.items():
                say(name, _timed(searcher, [" ".join(clauses)] * 3, time.process_time), "500 ms")


def _timed(
    searcher: Searcher, queries: Sequence[str], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    found = []
    for query in queries:
        started = clock()
        searcher.search(query)
        found.append(clock() - started)
    return found


def _words(chance: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(found)


def _pages(chance: random.Random, words: Sequence[str]) -> Iterator[Page]:
    """Yield the pages of a manual: the n-th word comes 1/n as often as the first."""
    weights = list(accumulate(1 / (place + 2) for place in range(len(words))))
    for number in range(PAGES):
        names = [chance.choice(words) for _ in range(3)]
        title = "_".join(names) if number % 2 else " ".join(names).title()
        texts = [
            " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(*PAGE_WORDS) // 3))
            for _ in range(3)
        ]
        text, headings = f"{title}\n", [Heading("", 1, "", title, 0)]
        for place, body in enumerate(texts):
            heading = chance.choice(words).title()
            headings.append(Heading(f"section-{place}", 2, "", heading, len(text)))
            text += f"{heading}\n{body}.\n"
        code = f"{title} = {number}"
        info = PageInfo(f"page-{number}", title, "", PageKind.PAGE)
        snippets = (Snippet("snippet-1", "text", code),)
        yield Page(info, f"<h1>{title}</h1><p>{text}</p>", f"{text}{code}\n", tuple(headings), snippets)


def _question(chance: random.Random, words: Sequence[str]) -> str:
    """Return some words, mostly of those that many pages have."""
    places = [min(len(words) - 1, int(chance.paretovariate(0.5))) for _ in range(chance.randint(1, 5))]
    return " ".join(words[place] for place in places)


if __name__ == "__main__":
    main()
