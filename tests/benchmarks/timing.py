"""What the benchmarks share: medians, and where the real manuals are."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from tests.conftest import ROOT


def manuals() -> Path:
    """Return the folder of real manuals; ends the benchmark where there is none."""
    folder = Path(os.environ.get("MOMVIEWER_MANUALS", ROOT.parent / "shared" / "manuals"))
    if not folder.is_dir():
        sys.exit(f"no real manuals at {folder}; set MOMVIEWER_MANUALS")
    return folder


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds `action` takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say(what: str, seconds: list[float], budget: str = "") -> None:
    """Print median, 95th percentile and longest of some timings, in milliseconds."""
    ordered = sorted(seconds)
    high = quantiles(ordered, n=20)[-1] if len(ordered) > 1 else ordered[0]
    figures = f"median {median(ordered) * 1e3:8.1f} ms   95 % {high * 1e3:8.1f} ms"
    tell(f"{what:<44} {figures}   longest {ordered[-1] * 1e3:8.1f} ms   {budget}")
