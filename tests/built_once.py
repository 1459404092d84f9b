"""Manuals that many tests read and none writes to: built once in a run, whichever worker needs them first."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index_builder.build import Options, build
from momviewer.library.importing import build_built_in
from momviewer.library.library import Library
from momviewer.paths import user_paths


def built_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name` of this run, which `make` has filled."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # what the workers share
    folder = root / "built-once" / name
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.with_suffix(".done")
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def real_manual(factory: pytest.TempPathFactory, manuals: Path, name: str, *numbered: Path) -> Path:
    """Return the bundle of a real manual, its missing numbers taken from `numbered`, or skip without one."""
    if not (manuals / name).is_dir():
        pytest.skip(f"no {name} in {manuals}")
    options = Options(name, numbered=numbered)
    return built_once(factory, name, lambda folder: build(manuals / name, folder, options, lambda _: None))


def bundled_manual(factory: pytest.TempPathFactory) -> Path:
    """Return the manual that comes with the program, built as a checkout builds it."""

    def make(folder: Path) -> None:
        build_built_in(Library(user_paths(str(folder))))

    return user_paths(str(built_once(factory, "bundled", make))).built_in
