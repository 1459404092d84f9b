"""Import of the real manuals, and the headless verbs on them."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.manual.bundle import open_bundle
from momviewer.paths import user_paths
from momviewer.search.answers.searcher import Searcher
from tests.benchmarks.timing import manuals, say, timed
from tests.conftest import ROOT

QUERIES = (
    "rest port",
    "max_outbound_connections",
    "how to configure a listener with tls",
    "bounce classification",
    "lua validate data spool",
    "msys.cloudmark.score_af",
)
FIXTURE = ROOT / "tests" / "data" / "lucene-syntax.jsonl"
ROUNDS = 3
MANY = 100


def main() -> None:
    """Print the timings."""
    with tempfile.TemporaryDirectory() as folder:
        paths = user_paths(folder)
        library = Library(paths)
        for name in ("momentum-4-html", "momentum-4-markdown"):
            source = manuals() / name
            say(
                f"import {name}",
                [timed(partial(add_manual, library, source)) for _ in range(ROUNDS)],
                "4 s",
            )
        _searches(library)
        for verb in (("show", "15.1"), ("search", "listener"), ("explain", "rest AND port")):
            command = [sys.executable, "-m", "momviewer", "--data-dir", folder, *verb]
            runs = [timed(partial(_run, command)) for _ in range(10)]
            say(f"momviewer {' '.join(verb)}", runs, "150 ms")


def _searches(library: Library) -> None:
    folder = library.find("momentum-4-html").folder
    with _searcher([folder]) as searcher:
        seconds = [timed(partial(searcher.search, query)) for _ in range(20) for query in QUERIES]
        say("query with twenty excerpts", seconds, "5 ms, 95 % 15 ms")
        valid = [query for query in map(_query, FIXTURE.read_text(encoding="utf-8").split("\n")) if query]
        seconds = [timed(partial(searcher.search, query)) for query in valid]
        say("the same, every valid query of the fixture", seconds, "5 ms, 95 % 15 ms")
    with tempfile.TemporaryDirectory(dir=folder.parent) as copies:
        folders = [Path(copies) / str(number) for number in range(MANY)]
        for copy in folders:
            shutil.copytree(folder, copy, copy_function=os.link)
        for count in (1, MANY):
            with _searcher(folders[:count]) as searcher:
                seconds = [timed(partial(searcher.search, query)) for _ in range(5) for query in QUERIES]
            say(f"query over {count} manuals", seconds, "below linear")


def _query(line: str) -> str:
    """Return the query of a line of the fixture, "" where Lucene refuses it."""
    read = json.loads(line) if line else {"ok": False}
    return str(read["query"]) if read["ok"] else ""


@contextmanager
def _searcher(folders: Sequence[Path]) -> Iterator[Searcher]:
    with ExitStack() as stack:
        searcher = Searcher([stack.enter_context(open_bundle(folder)) for folder in folders])
        yield stack.enter_context(closing(searcher))


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
