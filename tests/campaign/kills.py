"""Kills the window while notes are typed: every note older than a second is there afterwards."""

import shutil
import time
from pathlib import Path
from random import Random

from momviewer.library.importing import add_manual, build_built_in
from momviewer.library.library import Library
from momviewer.paths import user_paths
from momviewer.user_data.bookmark_store import BookmarkStore
from tests.campaign.trial import Attack, check
from tests.conftest import ROOT
from tests.e2e.program import driven

DOCUMENTS = ROOT / "tests" / "unit" / "documents" / "markdown"
MAX_LOST_S = 2.3
"""Seconds of work that a kill may cost on a busy machine."""
MAX_WORK_S = 6.0


def prepare(shared: Path) -> None:
    """Make a library with a manual to make bookmarks in."""
    library = Library(user_paths(str(shared / "data")))
    build_built_in(library)
    add_manual(library, Path(shutil.copytree(DOCUMENTS, shared / "harbour")))


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Type notes for some time, kill the window, and read what is kept."""
    data = folder / "data"
    shutil.copytree(shared / "data", data)
    typed: list[float] = []
    with driven(data, "momviewer://harbour/ropes") as program:
        program.do("show 1.1", "bookmark 0")
        end = time.monotonic() + chance.uniform(0, MAX_WORK_S)
        while time.monotonic() < end:
            program.do(f"note {len(typed) + 1}")
            typed.append(time.monotonic())
            time.sleep(chance.uniform(0, 0.05))
        program.kill()
        killed = time.monotonic()
    safe = sum(at < killed - MAX_LOST_S for at in typed)
    notes = [int(bookmark.note) for bookmark in BookmarkStore(user_paths(str(data)).bookmarks).load()]
    check(notes or not safe, "the bookmark is gone")
    check(not notes or safe <= notes[0] <= len(typed), f"note {notes} of {len(typed)}, {safe} of them safe")


ATTACK = Attack("kills", "a window killed while notes are typed loses none that is old", prepare, attempt, 1)
