"""What tests of the real program share: the bundled manual, and a library with it, each built once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.paths import user_paths
from tests.built_once import bundled_manual
from tests.e2e.program import momviewer

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"


@pytest.fixture(scope="session")
def with_bundled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Return what puts the bundled manual, built, into a data folder."""

    def put(data: Path) -> None:
        shutil.copytree(bundled_manual(tmp_path_factory), user_paths(str(data)).built_in)

    return put


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, with_bundled: Callable[[Path], None]) -> Path:
    """Return a data folder that holds the Harbour manual and has never been read in; tests take copies."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(DOCUMENTS / "markdown", folder / "harbour")
    assert momviewer(folder / "data", "library", "add", folder / "harbour").code == 0
    with_bundled(folder / "data")
    return folder / "data"
