"""Reading and diagnosing queries, a thousand at a time: the milliseconds are microseconds for each."""

from collections.abc import Callable, Sequence
from functools import partial

from momviewer.query.diagnose import diagnose
from momviewer.query.explain import explain
from momviewer.query.parser import parse
from tests.benchmarks.timing import say, timed

TEN_WORDS = (
    "how to configure a listener with tls for inbound mail",
    "rest AND port NOT listener OR tls AND bounce -spool queue relay",
    '"outbound throttle"~3 max_outbound_c* bounce~0.8 title:(lua hook) number:[15.1 TO 15.9] rest^2 +port',
    r"B0/00-11719-46C328D4\:default\: msys.cloudmark.score_af a b c d e f g h",
)
REFUSED = ("B0/00-11719-46C328D4:default:", "--help", '"unclosed', "*conf", "a~2", "title:", "(foo bar")
DOUBTFUL = ("127.0.0.1:2025", r"C:\temp\*.log", "foo(bar)", "rest and port", "NOT x")
LONG_QUERIES = ("(" * 10_000 + "a" + ")" * 10_000, "a:b " * 1_000 + "x" * 96_000, "(" * 100_000)
THOUSAND = 1_000
ROUNDS = 20


def main() -> None:
    """Print the timings."""
    for query in TEN_WORDS:
        say(f"parse x 1,000: {query[:27]}", [_thousand(parse, [query]) for _ in range(ROUNDS)], "100 ms")
    say("parse and diagnose x 1,000: refused", [_thousand(_diagnosed, REFUSED) for _ in range(ROUNDS)])
    say("parse and diagnose x 1,000: doubtful", [_thousand(_diagnosed, DOUBTFUL) for _ in range(ROUNDS)])
    for query in LONG_QUERIES:
        text = f"explain {len(query):,} characters: {query[:9]}"
        say(text, [timed(partial(explain, query)) for _ in range(3)])


def _thousand(action: Callable[[str], object], queries: Sequence[str]) -> float:
    """Return how many seconds a thousand queries take, these in turn."""

    def run() -> None:
        for number in range(THOUSAND):
            action(queries[number % len(queries)])

    return timed(run)


def _diagnosed(query: str) -> None:
    diagnose(parse(query))


if __name__ == "__main__":
    main()
