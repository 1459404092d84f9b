"""The layers hold, and each contract would notice if they did not."""

import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT

BREACHES = [
    ("momviewer/manual/links.py", "import momviewer.search", "viewer's layers import downwards only"),
    ("momviewer/user_data/settings.py", "import momviewer.library.library", "viewer's layers"),
    ("momviewer/ui/base/theme.py", "import momviewer.ui.page.page_text", "window's rooms"),
    ("momviewer/ui/reading/tabs.py", "import momviewer.ui.search.query_strip", "window's rooms"),
    ("momviewer/search/index/fields.py", "import momviewer.search.ranking.scoring", "search's rooms"),
    ("momviewer/search/ranking/scoring.py", "import momviewer.search.answers.excerpts", "search's rooms"),
    ("momviewer/manual/bundle.py", "import momviewer.manual.snippets.copying", "What a manual is"),
    ("index_builder/intake/limits.py", "import index_builder.pages.model", "builder's rooms"),
    ("index_builder/pages/trees.py", "import index_builder.sources.common.form", "builder's rooms"),
    ("index_builder/sources/common/form.py", "import index_builder.steps.lists", "builder's rooms"),
    ("index_builder/render/highlight.py", "import index_builder.steps.links", "builder's rooms"),
    (
        "index_builder/sources/docbook/page.py",
        "import index_builder.sources.markdown.page",
        "readers of forms",
    ),
    ("momviewer/user_data/settings.py", "import index_builder", "never imports the builder"),
    ("momviewer/query/nodes.py", "import PySide6", "Qt only in app and ui"),
    ("momviewer/library/library.py", "import whoosh", "Whoosh only where the index is written"),
    ("index_builder/build.py", "import whoosh", "Whoosh only where the index is written"),
    ("momviewer/search/index/postings.py", "import whoosh", "Whoosh only where the index is written"),
    ("momviewer/manual/bundle.py", "import pickle", "unpickles nothing"),
    ("index_builder/build.py", "import PySide6", "Qt only in app and ui"),
    ("momviewer/search/index/analysis.py", "import lxml", "lxml only in the builder"),
    ("index_builder/pages/clean.py", "import momviewer.library", "uses the viewer's lower layers only"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in ("momviewer", "index_builder"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize(("file", "breach", "contract"), BREACHES)
def test_a_broken_contract_is_named(copy: Path, file: str, breach: str, contract: str) -> None:
    module = copy / file
    original = module.read_text(encoding="utf-8")
    try:
        module.write_text(f"{original}\n{breach}\n", encoding="utf-8")
        result = lint(copy)
    finally:
        module.write_text(original, encoding="utf-8")
    assert result.returncode == 1, result.stdout
    broken = [line for line in result.stdout.splitlines() if " BROKEN" in line]
    assert any(contract in line for line in broken), result.stdout


def test_the_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


def layers_in_force() -> dict[str, list[str]]:
    """Return the layers of each package that has a contract on them, from the top down."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        contracts = tomllib.load(stream)["tool"]["importlinter"]["contracts"]
    found = {}
    for contract in contracts:
        for container in contract.get("containers", ()):
            found[container] = [" ".join(layer.split()) for layer in contract["layers"]]
    return found


def layers_drawn() -> dict[str, list[str]]:
    """Return the same as docs/architecture.md draws it: a package, and below it a line for each layer."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawing = text.split("```")[1]
    found: dict[str, list[str]] = {}
    for line in drawing.strip().splitlines():
        if line and not line.startswith(" "):
            rows = found.setdefault(line.replace("/", "."), [])
        elif line and not line.startswith("   "):
            rows.append(line[2:].split("  ")[0].strip())
    return found


def test_the_drawing_shows_the_contracts() -> None:
    assert layers_drawn() == layers_in_force()


MAX_LINES, MAX_FILES = 500, 12
MODULES = sorted(
    file for package in ("momviewer", "index_builder") for file in (ROOT / package).rglob("*.py")
)


def test_no_file_is_too_long() -> None:
    lengths = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    assert not {file: lines for file, lines in lengths.items() if lines > MAX_LINES}


def test_no_room_holds_too_many_files() -> None:
    rooms = Counter(str(file.parent) for file in MODULES if file.name != "__init__.py")
    assert not {room: files for room, files in rooms.items() if files > MAX_FILES}


def test_every_file_says_what_it_is_for() -> None:
    assert not [str(file) for file in MODULES if not file.read_text(encoding="utf-8").startswith('"""')]
