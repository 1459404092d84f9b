"""The real manuals, built once for all tests that read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index_builder.build import Options, build
from momviewer.manual.bundle import Bundle, open_bundle


def _built(folder: Path, manuals: Path, name: str, *numbered: Path) -> Bundle:
    if not (manuals / name).is_dir():
        pytest.skip(f"no {name} in {manuals}")
    build(manuals / name, folder / name, Options(name, numbered=numbered), lambda _progress: None)
    return open_bundle(folder / name)


@pytest.fixture(scope="session")
def html(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's manual in its HTML form."""
    bundle = _built(tmp_path_factory.mktemp("html"), manuals, "momentum-4-html")
    yield bundle
    bundle.close()


@pytest.fixture(scope="session")
def markdown(tmp_path_factory: pytest.TempPathFactory, manuals: Path) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's manual in its Markdown form."""
    bundle = _built(tmp_path_factory.mktemp("markdown"), manuals, "momentum-4-markdown")
    yield bundle
    bundle.close()


@pytest.fixture(scope="session")
def website(tmp_path_factory: pytest.TempPathFactory, manuals: Path, html: Bundle) -> Iterator[Bundle]:
    """Yield the bundle of the vendor's public site, numbered after the HTML form."""
    bundle = _built(tmp_path_factory.mktemp("website"), manuals, "momentum-4-website", html.folder)
    yield bundle
    bundle.close()
