"""What every class of attacks has: a name, things that are made once, and trials by number."""

import json
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

MAX_TRIAL_S = 60.0
"""Seconds that a trial may take on a busy machine; one that takes longer has frozen something."""


class TrialError(AssertionError):
    """What the program did in a trial that it must not do."""


@dataclass(frozen=True)
class Attack:
    """A class of attacks.

    `prepare` fills a folder with what the trials share, once for each process. `attempt` makes one trial in
    an empty folder beside it; it raises TrialError, or whatever the program should not have raised.
    """

    name: str
    about: str
    prepare: Callable[[Path], None]
    attempt: Callable[[Path, Path, Random], None]
    trials_in_tests: int = 1
    """How many trials `make test` makes, from the first on."""
    max_trial_s: float = MAX_TRIAL_S


def check(condition: object, what: str) -> None:
    """Fail the trial, with what is wrong, unless the condition holds."""
    if not condition:
        raise TrialError(what)


def run_trial(attack: Attack, shared: Path, folder: Path, seed: int) -> str:
    """Make one trial and return what failed in it, or ""."""
    folder.mkdir(parents=True)
    try:
        attack.attempt(shared, folder, Random(f"{attack.name} {seed}"))
    except TrialError as failure:
        return str(failure)
    except Exception:  # noqa: BLE001 - a trial is there to find what nobody expects
        return traceback.format_exc()
    return ""


def work(attack: Attack, workspace: Path, first: int, until: float, most: int) -> None:
    """Make trials one after the other and tell of each on standard output, before and after, in JSON."""
    shared = workspace / "shared"
    shared.mkdir()
    attack.prepare(shared)
    seed = first
    while seed < first + most and time.time() < until:
        tell(seed=seed)
        folder = workspace / f"trial-{seed}"
        failure = run_trial(attack, shared, folder, seed)
        tell(seed=seed, failure=failure)
        if not failure:
            clear(folder)
        seed += 1


def tell(**message: object) -> None:
    """Write a line of JSON to standard output."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def clear(folder: Path) -> None:
    """Delete what a trial left, links and pipes among it, and folders that may not be written."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink(missing_ok=True)
        return
    folder.chmod(0o700)
    for inside in folder.iterdir():
        clear(inside)
    folder.rmdir()
