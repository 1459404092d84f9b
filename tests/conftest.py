"""Fixtures that every kind of test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def manuals() -> Path:
    """Return the folder of real manuals, or skip: they are not part of the project."""
    folder = Path(os.environ.get("MOMVIEWER_MANUALS", ROOT.parent / "shared" / "manuals"))
    if not folder.is_dir():
        pytest.skip(f"no real manuals at {folder}; set MOMVIEWER_MANUALS")
    return folder
