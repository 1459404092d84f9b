"""Kills the window, the builder or the prompt at any moment: what was said to be done is so, notes are kept.

A trial is one kill: while they add, rebuild, rename and remove manuals, type notes, go to places, or quit.
"""

import os
import shutil
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from momviewer.paths import user_paths
from momviewer.user_data.stores import Stores
from tests.campaign import together
from tests.campaign.together import End, examine
from tests.campaign.trial import Attack, check
from tests.e2e.program import Driven, children_of, driven, started

MAX_LOST_S = 2.3
"""Seconds of work that a kill may cost on a busy machine."""
MAX_WORK_S = 5.0
MAX_PROMPT_S = 1.6
"""Seconds until a prompt is killed: what it does takes about as long."""
MAX_QUIT_S = 0.4
VERBS = ("add", "rebuild", "rename", "remove")
ASIDE = (
    "zoom 1",
    "zoom -1",
    "tab",
    "show 1.1",
    "resize 900x640",
    "resize 1100x700",
    "sidebar 300",
    "scroll 40",
)
"""What a reader does beside, which is kept too."""


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Let a program work for some time, kill it or its builder, and look at what is kept."""
    data = folder / "data"
    shutil.copytree(shared / "data", data)
    ends = (kill_prompt if chance.random() < 0.4 else kill_window)(folder, data, chance)
    said = "".join(end.said for end in ends)
    check("Traceback" not in said, said)
    examine(data, ends)
    stores = Stores(user_paths(str(data)))
    stores.remove_leftovers()
    stores.bookmarks.load()
    for store in (stores.session, stores.settings, stores.values):
        store.load()
    check(not stores.trouble + stores.bookmarks.trouble, stores.trouble + stores.bookmarks.trouble)
    left = [path.name for path in (*data.glob(".*"), *data.glob("config/.*")) if path.is_file()]
    check(not left, f"left behind: {left}")


# The prompt


def kill_prompt(folder: Path, data: Path, chance: Random) -> list[End]:
    """Kill a program at the prompt, or its builder."""
    change = together.change(folder, 0, chance, VERBS)
    process = started(data, *change.arguments)
    time.sleep(chance.uniform(0, MAX_PROMPT_S))
    if not (chance.random() < 0.4 and kill_builder(process.pid)):
        process.kill()
    return [together.ended(change, process)]


def kill_builder(of: int) -> bool:
    """Kill the builder of a program, if it has one; return whether it did."""
    for builder in children_of(of):
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(builder, signal.SIGKILL)
            return True
    return False


# The window


@dataclass
class Work:
    """What was done in a window: how changes of the library ended, and when notes were typed."""

    ends: list[End] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    killed: float = 0.0


def kill_window(folder: Path, data: Path, chance: Random) -> list[End]:
    """Work in a window until it is killed, and compare its notes with what is kept."""
    work, quits = Work(), chance.random() < 0.2
    until = time.monotonic() + chance.uniform(0, MAX_WORK_S)
    with driven(data, "momviewer://first/ropes", errors=folder / "errors") as window:
        window.do("show 1.1", "bookmark 0")
        killer = threading.Thread(target=lambda: kill_at(until, window, work, Random(chance.random())))
        try:
            if quits:
                do_something(window, folder, work, chance, until)
                window.send("quit")
                time.sleep(chance.uniform(0, MAX_QUIT_S))
            else:
                killer.start()
                do_something(window, folder, work, chance, until + MAX_WORK_S * 10)
        except (AssertionError, OSError, ValueError):  # it answers no more, or half
            killer.join()
        work.killed = work.killed or time.monotonic()
        window.kill()
        check(window.wait() in {-signal.SIGKILL, 0 if quits else -signal.SIGKILL}, "the window crashed")
    said = (folder / "errors").read_text()
    check("Traceback" not in said, said)
    compare_notes(data, work)
    return work.ends


def kill_at(until: float, window: Driven, work: Work, chance: Random) -> None:
    """Kill a window at its time; sometimes its builder first."""
    time.sleep(max(0.0, until - time.monotonic()))
    if chance.random() < 0.3 and kill_builder(window.pid):
        time.sleep(chance.uniform(0, 1))
    work.killed = time.monotonic()
    window.kill()


def do_something(window: Driven, folder: Path, work: Work, chance: Random, until: float) -> None:
    """Type notes, go to places and change the library, one after the other."""
    busy = chance.random() < 0.7
    while time.monotonic() < until:
        kind = chance.random()
        if busy and kind < 0.1:
            change = together.change(folder, len(work.ends), chance, VERBS)
            work.ends.append(End(change, done=False, said=""))
            fault = window.do(change.step)
            work.ends[-1] = End(change, done=not fault, said=fault)
        elif kind < 0.3:
            window.do(chance.choice(ASIDE))
        else:
            window.do(f"note {len(work.typed) + 1}")
            work.typed.append(time.monotonic())
            time.sleep(chance.uniform(0, 0.05))


def compare_notes(data: Path, work: Work) -> None:
    """Check that a note is there which is no older than a kill may cost."""
    safe = sum(at < work.killed - MAX_LOST_S for at in work.typed)
    notes = [int(bookmark.note) for bookmark in Stores(user_paths(str(data))).bookmarks.load()]
    typed = len(work.typed)
    check(notes or not safe, "the bookmark is gone")
    check(not notes or safe <= notes[0] <= typed + 1, f"note {notes} of {typed}, {safe} of them safe")


ATTACK = Attack("kills", "killed at any moment, nothing that was said is lost", together.prepare, attempt, 4)
