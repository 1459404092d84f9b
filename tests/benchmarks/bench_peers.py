"""The window beside Qt Assistant and Zeal on the same manual: time to a settled window, and memory then.

Every program is started in turn on an Xvfb of its own, round by round, so that whatever else the machine does
meets all of them. What counts is the ratio of the medians.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.paths import user_paths
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, SessionStore, TabHistory
from tests.benchmarks import peers
from tests.benchmarks.process_tree import Use, running
from tests.benchmarks.screen import HEIGHT, WIDTH, XVFB, Screen, Watch, own_screen
from tests.benchmarks.timing import manuals, tell
from tests.conftest import ROOT

MANUAL = "momentum-4-html"
PAGE = "ecelerity.conf.fallback"
"""The page that everyone shows: two examples, some tables, of middle length."""
ROUNDS = 7
XDOTOOL = "/usr/bin/xdotool"
US = "momviewer"
BUDGETS = {"Qt Assistant": (1.1, None), "Zeal": (0.6, 0.4)}
"""The most that we may need of what a peer needs: time, memory."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program to start: how, where it keeps its things, and what its first start is told besides."""

    name: str
    command: tuple[str, ...]
    home: Path
    at_first: tuple[str, ...] = ()


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="start only this program"
    )
    options.add_argument("--python", default=sys.executable, help="the Python that has momviewer")
    options.add_argument("--pictures", type=Path, help="write what each program shows to this folder")
    chosen = options.parse_args()
    if missing := [name for name in (XVFB, XDOTOOL) if not Path(name).exists()]:
        tell(f"peers: skipped, for {' and '.join(missing)} is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contestants = [
            contestant
            for contestant in _contestants(folder, chosen.python)
            if not chosen.only or contestant.name in chosen.only
        ]
        (folder / "screen").mkdir()
        with own_screen(folder / "screen") as screen:
            for contestant in contestants:
                _prepare(contestant, screen)
                if chosen.pictures:
                    _start(contestant, screen, picture=chosen.pictures / f"{contestant.name}.ppm")
            runs: dict[str, list[tuple[Watch, Use]]] = {found.name: [] for found in contestants}
            for _ in range(chosen.rounds):
                for contestant in contestants:
                    runs[contestant.name].append(_start(contestant, screen))
    _report(runs)


def _contestants(folder: Path, python: str) -> list[Contestant]:
    """Return the programs that are installed, each with the manual ready to be shown."""
    found = [_ourselves(folder / "momviewer", python)]
    documents = folder / "pages"
    peers.write_pages(manuals() / MANUAL, documents)
    if Path(peers.ASSISTANT).exists() and Path(peers.HELP_GENERATOR).exists():
        home = folder / "assistant"
        with Library(user_paths(str(folder / "momviewer"))).open(MANUAL) as bundle:
            collection = peers.help_collection(documents, bundle.contents(), home)
        address = f"qthelp://{peers.NAMESPACE}/doc/{PAGE}.html"
        command = (peers.ASSISTANT, "-collectionFile", str(collection))
        found.append(Contestant("Qt Assistant", command, home, ("-showUrl", address)))
    else:
        tell("Qt Assistant: skipped, for it or qhelpgenerator is not installed")
    if Path(peers.ZEAL).exists():
        home = folder / "zeal"
        peers.docset(documents, home)
        found.append(Contestant("Zeal", (peers.ZEAL, f"{peers.DOCSET}:{PAGE}"), home))
    else:
        tell("Zeal: skipped, for it is not installed")
    return found


def _ourselves(home: Path, python: str) -> Contestant:
    paths = user_paths(str(home))
    add_manual(Library(paths), manuals() / MANUAL)
    session = Session(tabs=(TabHistory((HistoryEntry(MANUAL, PAGE),)),))
    SessionStore(paths.config / "session.json").save(session)
    return Contestant(US, (python, "-m", "momviewer", "--data-dir", str(home)), home)


def _prepare(contestant: Contestant, screen: Screen) -> None:
    """Start a program once, so that it builds what it keeps, and leave it with a window as large as ours."""
    screen.wait_for_rest()
    environment = peers.environment(contestant.home, screen.display)
    with running((*contestant.command, *contestant.at_first), environment, ROOT) as program:
        screen.watch(program.started)
        size = ("windowsize", str(WIDTH), str(HEIGHT))
        find = (XDOTOOL, "search", "--onlyvisible", "--name", ".", "windowmove", "0", "0", "windowfocus")
        subprocess.run([*find, *size], env=environment, check=True)
        screen.wait_for_rest()
        subprocess.run([XDOTOOL, "key", "ctrl+q"], env=environment, check=True)
        screen.wait_for_rest()


def _start(contestant: Contestant, screen: Screen, *, picture: Path | None = None) -> tuple[Watch, Use]:
    screen.wait_for_rest()
    environment = peers.environment(contestant.home, screen.display)
    with running(contestant.command, environment, ROOT) as program:
        watch = screen.watch(program.started)
        use = program.use()
        if picture:
            screen.save(picture)
    return watch, use


def _report(runs: dict[str, list[tuple[Watch, Use]]]) -> None:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    rounds = len(next(iter(runs.values())))
    tell(f"{rounds} rounds in turn, {os.cpu_count()} processors, load {load}; medians")
    tell(f"{'':<14}{'first pixel':>12}{'settled':>10}{'processor':>11}{'memory':>10}{'processes':>11}")
    for name, found in runs.items():
        first, settled, seconds, memory, processes = _medians(found)
        tell(
            f"{name:<14}{first:>10.3f} s{settled:>8.3f} s{seconds:>9.2f} s{memory:>7.1f} MiB{processes:>8.0f}"
        )
    if US not in runs:
        return
    _, ours, _, memory, _ = _medians(runs[US])
    for name in runs.keys() & BUDGETS.keys():
        _, theirs, _, their_memory, _ = _medians(runs[name])
        time_budget, memory_budget = BUDGETS[name]
        text = f"of {name}'s: time {ours / theirs:.2f} (budget {time_budget})"
        text += f", memory {memory / their_memory:.2f}"
        tell(text + (f" (budget {memory_budget})" if memory_budget else ""))


def _medians(found: list[tuple[Watch, Use]]) -> tuple[float, float, float, float, float]:
    return (
        median(watch.first for watch, _ in found),
        median(watch.settled for watch, _ in found),
        median(use.seconds for _, use in found),
        median(use.memory for _, use in found),
        median(use.processes for _, use in found),
    )


if __name__ == "__main__":
    main()
