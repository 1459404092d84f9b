"""The library of a test and what stands in it, and the real manuals, built once for all tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from momviewer.library.library import InstalledManual, Library
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.paths import Paths, user_paths
from tests.built_once import bundled_manual, real_manual
from tests.unit.source_forms import DOCBOOK, DOCUMENTS, MARKDOWN, Form, put


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return user_paths(str(tmp_path / "data"))


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


@pytest.fixture(params=[DOCBOOK, MARKDOWN], ids=lambda form: str(form.name))
def form(request: pytest.FixtureRequest) -> Form:
    assert isinstance(request.param, Form)
    return request.param


@pytest.fixture
def source(tmp_path: Path, form: Form) -> Path:
    """Return the folder of a small manual, in each form that has one."""
    folder = tmp_path / "Harbour"
    shutil.copytree(DOCUMENTS / form.name, folder)
    return folder


@pytest.fixture
def before(library: Library, source: Path) -> InstalledManual:
    """Return the manual that the library holds before something goes wrong."""
    return put(library, source)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put temporary files below a folder of the test's own, and see that none is left."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("TMPDIR", str(place))
    yield place
    assert list(place.iterdir()) == []


@pytest.fixture(scope="session")
def companion(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bundle]:
    """Yield the bundle of the bundled manual."""
    bundle = open_bundle(bundled_manual(tmp_path_factory) / "momentum-4-examples")
    yield bundle
    bundle.close()


@pytest.fixture(scope="session")
def html(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's manual in its HTML form."""
    bundle = open_bundle(real_manual(tmp_path_factory, manuals, "momentum-4-html"))
    yield bundle
    bundle.close()


@pytest.fixture(scope="session")
def markdown(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's manual in its Markdown form."""
    bundle = open_bundle(real_manual(tmp_path_factory, manuals, "momentum-4-markdown"))
    yield bundle
    bundle.close()


@pytest.fixture(scope="session")
def website(tmp_path_factory: pytest.TempPathFactory, manuals: Path, html: Bundle) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's public site, numbered after the HTML form."""
    bundle = open_bundle(real_manual(tmp_path_factory, manuals, "momentum-4-website", html.folder))
    yield bundle
    bundle.close()
