"""Runs the campaign: every class for its share of the time, each in a process that is watched.

`--only CLASS --seed N` repeats a trial that failed, in the same way and with its folder left to look at.
"""

import argparse
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.classes import ATTACKS
from tests.campaign.trial import Attack, work
from tests.conftest import ROOT

MAX_SHOWN = 3
"""Failures of each class that are shown whole; of the others the seed is told."""
MAX_TRIALS = 10**9


@dataclass
class Outcome:
    """What came of a class: how many trials there were, and what failed by the seed."""

    tried: int = 0
    failures: dict[int, str] = field(default_factory=dict)


def main() -> int:
    """Run the classes chosen, print what came of them, and return 1 if a trial failed."""
    options = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    options.add_argument("--minutes", type=float, default=10.0, help="how long all classes take together")
    options.add_argument("--seed", type=int, help="the number of the first trial; else by the time")
    options.add_argument(
        "--only", action="append", choices=sorted(ATTACKS), help="this class; may be repeated"
    )
    options.add_argument("--trials", type=int, help="trials of each class; 1 where --seed is given")
    options.add_argument("--work", nargs=2, metavar=("CLASS", "FOLDER"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    seed = int(time.time()) if chosen.seed is None else chosen.seed
    most = chosen.trials or (MAX_TRIALS if chosen.seed is None else 1)
    if chosen.work:
        name, folder = chosen.work
        work(ATTACKS[name], Path(folder), seed, time.time() + 60 * chosen.minutes, most)
        return 0
    names = chosen.only or sorted(ATTACKS)
    minutes = chosen.minutes / len(names)
    failed = False
    for name in names:
        attack = ATTACKS[name]
        outcome = run(attack, seed, time.time() + 60 * minutes, most)
        failed |= bool(outcome.failures)
        report(attack, outcome)
    return int(failed)


def run(attack: Attack, seed: int, until: float, most: int) -> Outcome:
    """Make trials of a class until it is time; a process that dies or falls silent is followed by another."""
    outcome = Outcome()
    last = seed + most
    while seed < last and time.time() < until:
        workspace = Path(tempfile.mkdtemp(prefix=f"campaign-{attack.name}-"))
        seed = watch(attack, workspace, seed, until, last - seed, outcome) + 1
        if not any(workspace.glob("trial-*")):
            shutil.rmtree(workspace, ignore_errors=True)
    return outcome


def watch(attack: Attack, workspace: Path, seed: int, until: float, most: int, outcome: Outcome) -> int:
    """Run one process, take down what it tells, and return the last seed that it began."""
    minutes = max(0.0, until - time.time()) / 60
    command = [sys.executable, "-m", "tests.campaign", "--work", attack.name, str(workspace)]
    command += ["--seed", str(seed), "--trials", str(most), "--minutes", str(minutes)]
    begun = seed - 1
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=read_lines, args=(process, lines), daemon=True)
        reader.start()
        at_work = False
        while True:
            try:
                line = lines.get(timeout=attack.max_trial_s)
            except queue.Empty:
                process.kill()
                outcome.failures[begun] = f"took longer than {attack.max_trial_s:.0f} s"
                break
            if not line:
                break
            told = json.loads(line)
            begun, at_work = told["seed"], "failure" not in told
            outcome.tried += at_work
            if told.get("failure"):
                outcome.failures[begun] = f"{told['failure'].strip()}\n(in {workspace / f'trial-{begun}'})"
        process.wait()
        if process.returncode and begun not in outcome.failures:
            where = "in it" if at_work else "before or after it"
            outcome.failures[begun] = f"the process died {where}, with status {process.returncode}"
    return begun


def read_lines(process: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str]") -> None:
    """Pass on what a process tells, line by line, and an empty line at its end."""
    if process.stdout:
        for line in process.stdout:
            lines.put(line)
    lines.put("")


def report(attack: Attack, outcome: Outcome) -> None:
    """Print what came of a class, and how to repeat what failed."""
    say(f"{attack.name:<10} tried {outcome.tried:>6}  failed {len(outcome.failures):>4}   {attack.about}")
    for number, (seed, failure) in enumerate(outcome.failures.items()):
        say(f"  python -m tests.campaign --only {attack.name} --seed {seed}")
        if number < MAX_SHOWN:
            say("    " + failure.replace("\n", "\n    "))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
