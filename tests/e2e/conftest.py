"""The bundled manual for tests of the real program, which would each build it anew."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.paths import user_paths
from tests.built_once import bundled_manual


@pytest.fixture(scope="session")
def with_bundled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Return what puts the bundled manual, built, into a data folder."""

    def put(data: Path) -> None:
        shutil.copytree(bundled_manual(tmp_path_factory), user_paths(str(data)).built_in)

    return put
