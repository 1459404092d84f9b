"""Import of the real manuals, and the headless verbs on them."""

import subprocess
import sys
import tempfile
from functools import partial

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.manual.bundle import open_bundle
from momviewer.paths import user_paths
from momviewer.search.searcher import Searcher
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
ROUNDS = 3


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
    bundle = open_bundle(library.find("momentum-4-html").folder)
    searcher = Searcher([bundle])
    seconds = [timed(partial(searcher.search, query)) for _ in range(20) for query in QUERIES]
    say("query with twenty excerpts", seconds, "5 ms, 95 % 15 ms")
    searcher.close()
    bundle.close()


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
