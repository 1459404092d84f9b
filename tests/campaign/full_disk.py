"""Fills the disk under what the reader keeps while the window runs: nothing kept is lost, and it is said.

A disk of its own is mounted where this user may do that. Where not, and at other times, the system lets no
file of the window's grow beyond some bytes (RLIMIT_FSIZE): writes fail in their middle, as on a full disk.
"""

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from momviewer.library.importing import add_manual, build_built_in
from momviewer.library.library import Library
from momviewer.paths import user_paths
from momviewer.ui.base.autosave import DELAY_MS, RETRY_MS
from momviewer.user_data.bookmark_store import BookmarkStore
from momviewer.user_data.stores import Stores
from tests.campaign.trial import Attack, TrialError, check
from tests.conftest import ROOT
from tests.e2e.program import Driven, driven

DOCUMENTS = ROOT / "tests" / "unit" / "documents" / "markdown"
ROOM_BYTES = 1 << 20
"""What a disk has room for beside the library."""
PAGE_BYTES = 4096
MAX_LEFT_BYTES = 3 * PAGE_BYTES
MAX_STEPS = 40
SAVED_S, SAVED_AGAIN_S = DELAY_MS / 1000 + 5, (DELAY_MS + RETRY_MS) / 1000 + 5
"""Seconds until a note is written, and until it is once there is room again, on a busy machine too."""
ASIDE = ("zoom 1", "zoom -1", "tab", "show 1.1", "resize 900x640", "resize 1100x700", "scroll 40")
Fill = Callable[[Driven, int], None]
"""Leaves a window room for so many bytes; with a negative number, for all that it may want."""


def prepare(shared: Path) -> None:
    """Make a library with a manual to make bookmarks in."""
    library = Library(user_paths(str(shared / "data")))
    build_built_in(library)
    add_manual(library, Path(shutil.copytree(DOCUMENTS, shared / "harbour")))


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Work with room and without; then end in one of three ways, and look at what is kept."""
    data, errors = folder / "data", folder / "errors"
    with (small_disk if may_mount() and chance.random() < 0.5 else limited)(shared / "data", data) as fill:
        with driven(data, "momviewer://harbour/ropes", errors=errors) as window:
            window.do("show 1.1", "bookmark 0")
            typed = work(window, chance, 0)
            until_kept(data, typed, SAVED_S)
            fill(window, chance.choice((0, 0, chance.randrange(400), chance.randrange(MAX_LEFT_BYTES))))
            before, typed = typed, work(window, chance, typed)
            check_said(window, data, typed)
            check(kept(data) in range(before, typed + 1), f"{kept(data)} is kept, and {before} was")
            end = chance.choice(("kill", "quit", "room"))
            if end == "kill":
                window.kill()
            elif end == "room":
                fill(window, -1)
                until_kept(data, typed, SAVED_AGAIN_S)
                zoom = window.do("state")["zoom"]
            if end != "kill":
                check(window.quit() == 0, "the window does not end well")
        said = errors.read_text(errors="replace")
        check("Traceback" not in said, said)
        examine(data, before, typed)
        if end == "room":
            found = Stores(user_paths(str(data))).settings.load().zoom
            check(found == zoom, f"the text is shown at {found} % and not at {zoom} % any more")


def work(window: Driven, chance: Random, typed: int) -> int:
    """Type notes and change other things that are kept; return the number that the last note tells."""
    for _ in range(chance.randint(1, MAX_STEPS)):
        if chance.random() < 0.4:
            window.do(chance.choice(ASIDE))
        typed += 1
        window.do(f"note {typed}")
        time.sleep(chance.uniform(0, 0.1))
    return typed


def kept(data: Path) -> int:
    """Return the note that is kept. Reads the file as it is, and sets nothing aside."""
    (bookmark,) = BookmarkStore(user_paths(str(data)).bookmarks).file.read().value
    return int(bookmark.note)


def until_kept(data: Path, note: int, timeout_s: float) -> None:
    """Wait until a note is kept."""
    given_up = time.monotonic() + timeout_s
    while not user_paths(str(data)).bookmarks.exists() or kept(data) != note:
        check(time.monotonic() < given_up, f"note {note} is not kept after {timeout_s:.0f} s")
        time.sleep(0.05)


def check_said(window: Driven, data: Path, note: int) -> None:
    """Check that the last note is kept, or the window says that it cannot be."""
    try:
        until_kept(data, note, SAVED_S / 3)
    except TrialError:
        status = window.do("state")["status"]
        check(
            "bookmarks cannot be written" in status,
            f"note {note} is not kept, and the window says {status!r}",
        )


def examine(data: Path, before: int, typed: int) -> None:
    """Look at what is kept as the next start does."""
    stores = Stores(user_paths(str(data)))
    stores.remove_leftovers()
    (bookmark,) = stores.bookmarks.load()
    check(before <= int(bookmark.note) <= typed, f"{bookmark.note} is kept, and {before} was")
    for store in (stores.session, stores.settings, stores.values):
        store.load()
    check(not stores.trouble + stores.bookmarks.trouble, stores.trouble + stores.bookmarks.trouble)
    left = [path.name for path in (*data.glob(".*"), *data.glob("config/.*")) if path.is_file()]
    check(not left, f"left behind: {left}")
    log = "".join(file.read_text() for file in data.glob("log/*.log"))
    check("Traceback" not in log, f"the window has a bug: {log}")


# Room


@contextmanager
def limited(library: Path, data: Path) -> Iterator[Fill]:
    """Copy a library to where no file of a window can grow when it is to have no room."""
    shutil.copytree(library, data)

    def fill(window: Driven, left: int) -> None:
        _, most = resource.prlimit(window.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (most if left < 0 else left, most))

    yield fill


@contextmanager
def small_disk(library: Path, data: Path) -> Iterator[Fill]:
    """Copy a library to a disk of its own."""
    size = sum(-(-path.stat().st_size // PAGE_BYTES) * PAGE_BYTES for path in library.rglob("*"))
    data.mkdir()
    mount(data, size + ROOM_BYTES)
    filler = data / "filler"

    def fill(_window: Driven, left: int) -> None:
        filler.unlink(missing_ok=True)
        if left >= 0:
            free = shutil.disk_usage(data).free
            filler.write_bytes(bytes(max(0, free - left)))

    try:
        shutil.copytree(library, data, dirs_exist_ok=True)
        yield fill
    finally:
        subprocess.run(["umount", str(data)], check=True)  # noqa: S607


def mount(folder: Path, size: int) -> None:
    """Mount a disk of so many bytes on a folder; raises CalledProcessError where this user may not."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


@cache
def may_mount() -> bool:
    """Return whether this user may mount a disk."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if not (sys.platform == "linux" and shutil.which(probe[0])):
        return False
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


ATTACK = Attack(
    "full-disk", "on a full disk what is kept stays, and what is not is said", prepare, attempt, 1
)
