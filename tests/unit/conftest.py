"""The real manuals, built once for all tests that read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from momviewer.manual.bundle import Bundle, open_bundle
from tests.built_once import real_manual


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
