"""Runs many programs on one library at the same time, and kills some: what each said it did is so."""

import os
import shutil
import signal
import subprocess
import sys
import time
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

DOCUMENTS = ROOT / "tests" / "unit" / "documents" / "markdown"
HELD = ("first", "second", "third")
"""The manuals that the library has before."""
MIN_PROGRAMS, MAX_PROGRAMS = 6, 20
MAX_KILL_S = 4.0
MAX_PROGRAM_S = 240.0


@dataclass
class Program:
    """A program that does one thing: what, with which manual or source, and to what name."""

    verb: str
    of: str
    name: str
    process: "subprocess.Popen[str]"

    def end(self) -> tuple[bool, str]:
        """Wait, and return whether it said that it did it, and what it said."""
        out, err = self.process.communicate(timeout=MAX_PROGRAM_S)
        return self.process.returncode == 0, out + err


def prepare(shared: Path) -> None:
    """Make a library of some manuals, each with a source of its own."""
    library = Library(user_paths(str(shared / "data")))
    build_built_in(library)
    for name in HELD:
        shutil.copytree(DOCUMENTS, shared / "sources" / name)
        add_manual(library, shared / "sources" / name)


def begin(data: Path, verb: str, of: str, name: str) -> Program:
    """Start a program."""
    arguments = ["library", verb, of, *(["--title", name] if verb == "rename" else [])]
    process = subprocess.Popen(
        [sys.executable, "-m", "momviewer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=data.parent,
        env={**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)},
    )
    return Program(verb, of, name, process)


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Start programs of all kinds at once, kill a few of them, and look at the library."""
    data = folder / "data"
    shutil.copytree(shared / "data", data)
    programs = []
    for number in range(chance.randint(MIN_PROGRAMS, MAX_PROGRAMS)):
        verb = chance.choice(("add", "add", "rebuild", "rename", "remove", "list", "verify"))
        of, name = chance.choice(HELD), f"Title {number}"
        if verb == "add":
            of = str(shutil.copytree(DOCUMENTS, folder / str(number) / "Handbook"))
        if verb == "list":
            of = "--json"
        programs.append(begin(data, verb, of, name))
    for program in programs if chance.random() < 0.5 else ():
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0, MAX_KILL_S / len(programs)))
            program.process.send_signal(signal.SIGKILL)
    ends = [(program, *program.end()) for program in programs]
    for program, _, said in ends:
        check("Traceback" not in said, f"{program.verb} {program.of}: {said}")
    examine(data, [(program, done) for program, done, _ in ends], str([end[2] for end in ends]))


def examine(data: Path, ends: list[tuple[Program, bool]], said: str) -> None:
    """Compare the library with what the programs said that they did."""
    library = Library(user_paths(str(data)))
    manuals = {manual.info.id: manual for manual in library.manuals() if not manual.built_in}
    for manual in manuals.values():
        damage = verify_manual(manual, check_index).damage or manual.trouble
        check(not damage, f"{manual.info.id} is damaged: {damage}")
    done = {verb: [program for program, did in ends if did and program.verb == verb] for verb in VERBS}
    sources = {manual.info.source for manual in manuals.values()}
    for program in done["add"]:
        check(program.of in sources, f"{program.of} was added and is gone: {said}")
    for name in HELD:
        removed = any(program.of == name for program in done["remove"])
        tried = any(program.of == name and program.verb == "remove" for program, _ in ends)
        check(not (removed and name in manuals), f"{name} was removed and is there: {said}")
        check(tried or name in manuals, f"{name} is gone: {said}")
        titles = [program.name for program in done["rename"] if program.of == name]
        killed = [program.name for program, did in ends if program.verb == "rename" and not did]
        if titles and name in manuals:
            check(manuals[name].info.title in (*titles, *killed), f"the title of {name} is lost: {said}")
    Library(user_paths(str(data)))
    left = [path.name for path in (data / "manuals").iterdir() if path.name.startswith(".")]
    check(not left, f"left behind: {left}")


VERBS = ("add", "rebuild", "rename", "remove", "list", "verify")
ATTACK = Attack(
    "together", "programs at the same time, some killed, keep what they said", prepare, attempt, 1, 300.0
)
