"""Asks made-up queries: each is answered or refused, at the window's bar too, and in no time."""

import json
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random

from index_builder.build import Options, build
from momviewer.errors import RefusedQueryError
from momviewer.manual.bundle import open_bundle
from momviewer.query.diagnose import diagnose
from momviewer.query.escaping import escape
from momviewer.query.explain import explain
from momviewer.query.parser import parse
from momviewer.search.answers.answering import Answering
from momviewer.search.answers.searcher import Searcher
from tests.campaign.trial import Attack, check
from tests.conftest import ROOT

DOCUMENTS = ROOT / "tests" / "unit" / "documents"
FIXTURE = ROOT / "tests" / "data" / "lucene-syntax.jsonl"
MANUAL = "harbour"
QUERIES_A_TRIAL = 40
MAX_QUERY_S = 2.0
"""Seconds of the processor for one query in all ways; on a small manual it takes some milliseconds."""
TOKENS = (
    *"+ - ! ( ) [ ] { } ^ \" ~ * ? : \\ & | / . , @ # % ' ` $ = < > ; _ && || AND OR NOT TO".split(),
    "title:", "code:", "number:", "content:", "page:", "caption:", "nofield:", "~0.8", "~2", "^3", "^-1",
    "\\u0041", "\\ud83d", "\\", "ship", "rope", "quay", "1.1", "15.", "commands.dock", "ac:b", "127.0.0.1:25",
    "a*b?c", "*", "**", "ß", "İ", "字", "🚢", "\0", "\ud800", "\u202e", "\u00a0", "\n", "\t", " ", "  ",
)  # fmt: skip


def prepare(shared: Path) -> None:
    """Build a small manual."""
    build(DOCUMENTS / "docbook", shared / MANUAL, Options(MANUAL), lambda _progress: None)


def query(chance: Random) -> str:
    """Return a query: of tokens, of any characters, a known one with a change, or a long one."""
    kind = chance.randrange(10)
    if kind < 5:
        parts = [chance.choice(TOKENS) for _ in range(chance.randrange(1, 14))]
        return chance.choice(("", " ", " ")).join(parts)
    if kind < 8:
        known = chance.choice(known_queries())
        at = chance.randrange(len(known) + 1)
        return known[:at] + chance.choice((*TOKENS, "")) + known[at + chance.randrange(3) :]
    if kind == 8:
        return "".join(
            chr(chance.choice((chance.randrange(128), chance.randrange(0x10FFFF)))) for _ in range(30)
        )
    return chance.choice(TOKENS) * chance.choice((100, 2_000)) + chance.choice(TOKENS)


@cache
def known_queries() -> list[str]:
    """Return the queries of the fixture, those among it that Lucene refuses too."""
    lines = FIXTURE.read_text(encoding="utf-8").split("\n")
    return [str(json.loads(line)["query"]) for line in lines if line]


def attempt(shared: Path, _folder: Path, chance: Random) -> None:
    """Ask some queries in every way there is."""
    bundle = shared / MANUAL
    with open_bundle(bundle) as opened, closing(Searcher([opened])) as searcher, closing(Answering()) as bar:
        bar.open([bundle], bundle)
        for _ in range(QUERIES_A_TRIAL):
            ask(query(chance), searcher, bar)


def ask(text: str, searcher: Searcher, bar: Answering) -> None:
    """Ask one query: parse, diagnose, explain, search, mend, and as it is typed."""
    since = time.process_time()
    try:
        parsed = parse(text)
        told = diagnose(parsed)
        check(parsed.tree or told or not text.strip(), f"{text!r} is refused without a word")
        explain(text)
        try:
            result = searcher.search(text)
            check(
                result.searched_as or len(result.hits) <= result.total,
                f"{text!r} has more hits than it finds",
            )
            for hit in result.hits:
                check(
                    all(0 <= a <= b <= len(hit.excerpt.text) for a, b in hit.excerpt.marks),
                    f"{text!r} marks something outside",
                )
            if not result.total:
                searcher.corrections(text)
        except RefusedQueryError:
            pass
        answer = bar.answer(text)
        check(answer.asked == text, f"{text!r} is answered as {answer.asked!r}")
        check(parse(escape(text)).tree or not text.strip(), f"{text!r} escaped is no query")
    except Exception as error:
        error.add_note(f"query {text!r}")
        raise
    took = time.process_time() - since
    check(took < MAX_QUERY_S, f"{text!r:.200} takes {took:.1f} s")


ATTACK = Attack("queries", "made-up queries are answered or refused", prepare, attempt, 5)
