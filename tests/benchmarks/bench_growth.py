"""How the start, `show` and `library list` grow from one manual to a hundred, and with 20,000 bookmarks."""

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from momviewer.library.importing import add_manual, build_built_in
from momviewer.library.library import Library
from momviewer.manual.manifest import MANIFEST, read_manifest, write_manifest
from momviewer.paths import Paths, user_paths
from momviewer.user_data.bookmark_store import BookmarkFile
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, SessionStore, TabHistory
from momviewer.user_data.stores import SESSION_FILE
from tests.benchmarks.timing import manuals, say, tell, timed
from tests.conftest import ROOT

MANUAL = "momentum-4-html"
PAGE = "ecelerity.conf.fallback"
COUNTS = (1, 10, 100)
BOOKMARKS, FOLDERS = 20_000, 3_000
ROUNDS = 9
START = """
import sys, time
from pathlib import Path
begun = time.perf_counter()
from momviewer import app
from momviewer.paths import user_paths
application = app._application(["momviewer"])
window = app.make_window(user_paths(sys.argv[1]), remember=False)
def told():
    print(time.perf_counter() - begun)
    window.close()
window.first_frame.shown.connect(told)
window.show()
window.start()
application.exec()
"""
"""Opens the window, prints the seconds until its first frame, and closes it."""


def main() -> None:
    """Print the timings."""
    with tempfile.TemporaryDirectory() as folder:
        paths = user_paths(folder)
        library = Library(paths)
        add_manual(library, manuals() / MANUAL)
        build_built_in(library)
        SessionStore(paths.config / SESSION_FILE).save(Session((TabHistory((HistoryEntry(MANUAL, PAGE),)),)))
        for count in COUNTS:
            for number in range(len(library.manuals()) - 1, count):
                _copy(paths.manuals / MANUAL, paths.manuals / f"copy-{number}")
            tell(f"{count} manuals, beside the bundled one")
            for verb in (("show", "15.1", "--code"), ("library", "list")):
                command = [sys.executable, "-m", "momviewer", "--data-dir", folder, *verb]
                say(f"  momviewer {' '.join(verb)}", [timed(partial(_run, command)) for _ in range(ROUNDS)])
            tell(f"  {'start to the first frame':<44}median {_start(folder):8.1f} ms")
        _time_bookmarks(paths)


def _time_bookmarks(paths: Paths) -> None:
    """Time starts with no bookmark and with very many in turns, for the machine may grow slower meanwhile."""
    many = tuple(
        Bookmark(MANUAL, PAGE, f"anchor-{count}", f"Place {count}", "A note.", f"Folder {count % FOLDERS}")
        for count in range(BOOKMARKS)
    )
    starts: dict[int, list[float]] = {0: [], BOOKMARKS: []}
    for _ in range(ROUNDS):
        for bookmarks in ((), many):
            BookmarkFile(paths.bookmarks).save(bookmarks)
            starts[len(bookmarks)].append(_start(str(paths.data), 1))
    tell(f"{BOOKMARKS:,} bookmarks in {FOLDERS:,} folders")
    for count, times in starts.items():
        tell(f"  {f'start to the first frame with {count:,}':<44}median {median(times):8.1f} ms")
    file = BookmarkFile(paths.bookmarks)
    say("  reading their file", [timed(file.load) for _ in range(ROUNDS)])
    say("  writing their file", [timed(lambda: file.save(many)) for _ in range(ROUNDS)])


def _start(folder: str, rounds: int = ROUNDS) -> float:
    """Return the milliseconds of a start until its first frame."""
    return median(float(_run([sys.executable, "-c", START, folder])) for _ in range(rounds)) * 1e3


def _copy(bundle: Path, copy: Path) -> None:
    """Install a manual once more under another id; its files are the same on the disk."""
    for file in bundle.rglob("*"):
        target = copy / file.relative_to(bundle)
        if file.is_file() and file.name != MANIFEST:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(file, target)
    manifest = read_manifest(bundle)
    info = replace(manifest.info, id=copy.name, title=f"{manifest.info.title} {copy.name}")
    write_manifest(copy, replace(manifest, info=info))


def _run(command: list[str]) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env=environment)
    return run.stdout


if __name__ == "__main__":
    main()
