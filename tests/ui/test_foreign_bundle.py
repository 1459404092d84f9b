"""A bundle from somebody who means harm: its checksums fit, and what it would run is not run."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from momviewer.library.library import Library
from momviewer.manual.manifest import files_of, read_manifest, write_manifest
from momviewer.search.index.index_file import FILE
from tests.e2e.program import momviewer
from tests.stalls import Stalls
from tests.ui.conftest import WAIT, Opener
from tests.unit.samples import sample_content, write_manual, write_sample

MAX_STALL_S = 0.5


class Run:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self._file,)


@pytest.fixture
def made(library: Library, tmp_path: Path) -> Path:
    """Put a bundle with pickles into the library, and return the file that they would make."""
    file, folder = tmp_path / "made", library.paths.manuals / "sample"
    write_sample(folder)
    for name in (FILE, "_MAIN_1.toc", "MAIN_x.seg"):
        (folder / "index" / name).write_bytes(pickle.dumps(Run(file)))
    manifest = read_manifest(folder)
    names = [*manifest.files, "index/_MAIN_1.toc", "index/MAIN_x.seg"]
    write_manifest(folder, replace(manifest, files=files_of(folder, names)))
    return file


@pytest.mark.parametrize(
    "command", [("search", "port", "--manual", "sample"), ("library", "verify", "sample")]
)
def test_the_prompt_refuses_it_as_damaged(library: Library, made: Path, command: tuple[str, ...]) -> None:
    answer = momviewer(library.paths.data, *command)
    assert answer.code == 3
    assert "damaged" in answer.out + answer.err
    assert "Traceback" not in answer.err
    assert not made.exists()


def test_the_window_refuses_it_as_damaged(made: Path, open_window: Opener, qtbot: QtBot) -> None:
    window = open_window("momviewer://sample/listeners")
    window.bar.line.setText("port")
    qtbot.waitUntil(lambda: "damaged" in window.status_strip.text, timeout=WAIT)
    assert not made.exists()


@pytest.fixture
def absurd(library: Library) -> Library:
    """Put a bundle into the library with a page that Qt would lay out for a minute."""
    content = sample_content()
    listeners, *others = content.pages
    page = replace(listeners, html="<ul>" + "<li>Rope</li>" * 50_000 + "</ul>")
    write_manual(library.paths.manuals / "sample", replace(content, pages=[page, *others]))
    return library


def test_the_window_lays_no_page_out_that_no_builder_writes(
    absurd: Library, open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    stalls = Stalls()
    window.show_target("momviewer://sample/listeners", lambda _error: None)
    qtbot.waitUntil(lambda: "too large to be shown" in window.status_strip.text, timeout=WAIT)
    stalls.stop()
    assert stalls.longest_work < MAX_STALL_S
    assert "Rope" not in window.page.toPlainText()
    assert "Rebuild it from its source" in window.status_strip.text
    answer = momviewer(absurd.paths.data, "library", "verify", "sample")
    assert (answer.code, "too large to be shown" in answer.out + answer.err) == (3, True)
