"""Runs many programs on one library at the same time, and kills some: what each said it did is so.

Beside those at the prompt there is a window, which adds, rebuilds, renames and removes manuals as they do.
"""

import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from momviewer.library.importing import add_manual, build_built_in
from momviewer.library.library import Library
from momviewer.library.verifying import verify_manual
from momviewer.paths import user_paths
from momviewer.search.answers.searcher import check_index
from tests.campaign.trial import Attack, check
from tests.conftest import ROOT
from tests.e2e.program import Driven, driven, started

DOCUMENTS = ROOT / "tests" / "unit" / "documents" / "markdown"
HELD = ("first", "second", "third")
"""The manuals that the library has before."""
PROGRAMS = (6, 12, 20, 20)
MAX_STEPS = 6
"""Changes that the window makes, one after the other."""
MAX_KILL_S = 4.0
MAX_PROGRAM_S = 280.0


@dataclass(frozen=True)
class Change:
    """What a program is to do: a verb, with which manual or source, and to what title."""

    verb: str
    of: str
    title: str

    @property
    def arguments(self) -> list[str]:
        """Return how it is told to the prompt."""
        return ["library", self.verb, self.of, *(["--title", self.title] if self.verb == "rename" else [])]

    @property
    def step(self) -> str:
        """Return how it is told to the window."""
        return f"{self.verb} {self.of}{f' {self.title}' if self.verb == 'rename' else ''}"


@dataclass(frozen=True)
class End:
    """How a change ended: whether the program said that it is done, and what it said."""

    change: Change
    done: bool
    said: str


def prepare(shared: Path) -> None:
    """Make a library of some manuals, each with a source of its own."""
    library = Library(user_paths(str(shared / "data")))
    build_built_in(library)
    for name in HELD:
        shutil.copytree(DOCUMENTS, shared / "sources" / name)
        add_manual(library, shared / "sources" / name)


def change(folder: Path, number: int, chance: Random, verbs: Sequence[str]) -> Change:
    """Return a change; a manual that it adds has a source of its own."""
    verb, of = chance.choice(verbs), chance.choice(HELD)
    if verb == "add":
        of = str(shutil.copytree(DOCUMENTS, folder / "added" / str(number) / "Handbook"))
    return Change(verb, "--json" if verb == "list" else of, f"Title {number}")


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Start programs of all kinds at once, kill a few of them, and look at the library."""
    data = folder / "data"
    shutil.copytree(shared / "data", data)
    verbs = ("add", "add", "rebuild", "rename", "remove", "list", "verify")
    changes = [change(folder, number, chance, verbs) for number in range(chance.choice(PROGRAMS))]
    steps = [
        change(folder, 100 + number, chance, verbs[:5]) for number in range(chance.randint(0, MAX_STEPS))
    ]
    ends: list[End] = []
    with driven(data, errors=folder / "errors") as window:
        work = threading.Thread(target=lambda: ends.extend(done_in_window(window, steps)))
        work.start()
        programs = [(each, started(data, *each.arguments)) for each in changes]
        for _, process in programs if chance.random() < 0.5 else ():
            if chance.random() < 0.3:
                time.sleep(chance.uniform(0, MAX_KILL_S / len(programs)))
                process.kill()
        ends += [ended(each, process) for each, process in programs]
        work.join(MAX_PROGRAM_S)
        check(len(ends) == len(changes) + len(steps), f"the window has done {ends} only")
        check(window.quit() == 0, "the window does not end well")
    said = (folder / "errors").read_text() + "".join(end.said for end in ends)
    check("Traceback" not in said, said)
    examine(data, ends)


def done_in_window(window: Driven, steps: Sequence[Change]) -> list[End]:
    """Make changes in the window, one after the other."""
    faults = [(each, window.do(each.step)) for each in steps]
    return [End(each, not fault, fault) for each, fault in faults]


def ended(each: Change, process: "subprocess.Popen[str]") -> End:
    """Wait for a program at the prompt."""
    out, err = process.communicate(timeout=MAX_PROGRAM_S)
    return End(each, process.returncode == 0, out + err)


def examine(data: Path, ends: Sequence[End]) -> None:
    """Compare the library with what the programs said that they did, in whatever order that was."""
    library = Library(user_paths(str(data)))
    manuals = {manual.info.id: manual for manual in library.manuals() if not manual.built_in}
    for manual in manuals.values():
        damage = verify_manual(manual, check_index).damage or manual.trouble
        check(not damage, f"{manual.info.id} is damaged: {damage}")
    sources = {manual.info.source for manual in manuals.values()}
    for end in ends:
        added = end.change.verb == "add" and end.done
        check(not added or end.change.of in sources, f"{end.change.of} was added and is gone: {ends}")
    for name in HELD:
        about = [end for end in ends if end.change.of == name]
        removed = [end.done for end in about if end.change.verb == "remove"]
        check(not (any(removed) and name in manuals), f"{name} was removed and is there: {ends}")
        check(removed or name in manuals, f"{name} is gone: {ends}")
        renamed = [end for end in about if end.change.verb == "rename"]
        if any(end.done for end in renamed) and name in manuals:
            titles = [end.change.title for end in renamed]
            check(manuals[name].info.title in titles, f"the title of {name} is lost: {ends}")
    Library(user_paths(str(data)))  # clears up, but for a folder whose maker may be just about to hold it
    left = [path.name for path in (data / "manuals").glob(".*") if any(path.iterdir())]
    check(not left, f"left behind: {left}")


ATTACK = Attack(
    "together", "programs at the same time, some killed, keep what they said", prepare, attempt, 1, 300.0
)
