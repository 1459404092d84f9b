"""Damages the files of what the reader keeps: the program starts, and no byte of them is lost."""

import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

from momviewer.errors import LibraryError
from momviewer.paths import Paths, user_paths
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, TabHistory
from momviewer.user_data.settings import Settings
from momviewer.user_data.stores import Stores
from tests.campaign.bundles import change_value
from tests.campaign.trial import Attack, check

ENTRIES = 12


def prepare(shared: Path) -> None:
    """Write what a reader keeps."""
    stores = Stores(user_paths(str(shared / "data")))
    marks = [Bookmark("m", f"page-{n}", "", f"Page {n}", "2026-01-02", f"note {n}") for n in range(ENTRIES)]
    tabs = [TabHistory((HistoryEntry("m", f"page-{n}"), HistoryEntry("m", "other"))) for n in range(ENTRIES)]
    stores.bookmarks.save(marks)
    stores.session.save(Session(tuple(tabs), 3))
    stores.settings.save(Settings())
    stores.values.save({"m": {"host": "example.com"}})


def files_of(paths: Paths) -> list[Path]:
    """Return all files below the reader's folders but locks."""
    return sorted(path for path in paths.data.rglob("*") if path.is_file() and path.suffix != ".lock")


def damage(file: Path, chance: Random) -> bytes:
    """Change a file and return what it holds then."""
    data = bytearray(file.read_bytes())
    how = chance.choice(("flip", "cut", "noise", "value", "value", "value", "version", "empty", "deep"))
    if how == "flip":
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how == "cut":
        del data[chance.randrange(len(data)) :]
    elif how == "noise":
        at = chance.randrange(len(data))
        data[at : at + 20] = chance.randbytes(20)
    elif how == "empty":
        data.clear()
    elif how == "deep":
        data = bytearray(b"[" * 100_000)
    else:
        stored = json.loads(data)
        changed = {**stored, "version": 99} if how == "version" else change_value(stored, chance)
        data = bytearray(json.dumps(changed).encode())
    file.write_bytes(data)
    return bytes(data)


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Damage one or two of the files, start, change everything, and look for what was there."""
    shutil.copytree(shared / "data", folder / "data")
    paths = user_paths(str(folder / "data"))
    damaged = {
        file: damage(file, chance) for file in chance.sample(files_of(paths), chance.choice((1, 1, 2)))
    }
    stores = Stores(paths)
    bookmarks = stores.bookmarks.load()
    session, settings, values = stores.session.load(), stores.settings.load(), stores.values.load()
    told = f"{stores.trouble} {stores.bookmarks.trouble}"
    stores.session.manual_at_hand()
    bookmarks.add(Bookmark("m", "page-new", "", "New", "2026-01-03"))
    with suppress(LibraryError):  # said, and nothing is lost
        stores.bookmarks.save(bookmarks)
    with suppress(LibraryError):
        stores.session.save(session)
    with suppress(LibraryError):
        stores.settings.save(replace(settings, zoom=110))
    with suppress(LibraryError):
        stores.values.save({**values, "n": {"port": "25"}})
    kept = [path.read_bytes() for path in files_of(paths)]
    again = Stores(paths)
    places = [bookmark.page for bookmark in again.bookmarks.load()]
    check("page-new" in places, "a bookmark made after the damage is gone")
    for file, content in damaged.items():
        sound = file.read_bytes()
        check(
            content in kept or _is_readable(content, sound), f"{file.name} is gone: {content!r:.300}\n{told}"
        )


def _is_readable(damaged: bytes, now: bytes) -> bool:
    """Say whether what was damaged was read whole all the same: a digit or a letter is another, as typed."""
    try:
        before, after = json.loads(damaged), json.loads(now)
    except (ValueError, RecursionError):
        return False
    return isinstance(before, dict) and before.keys() <= after.keys()


ATTACK = Attack("user-files", "damaged files of the reader are used or kept, and said", prepare, attempt, 60)
