"""Programs that change one library at the same time: what each of them said it did is so."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.library.library import Library
from momviewer.library.verifying import verify_manual
from momviewer.manual.placing import BUNDLE, PARTIAL
from momviewer.paths import user_paths
from tests.e2e.program import momviewer, started

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents" / "markdown"
PROGRAMS = 20
LONG_AGO = time.time() - 7200


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out + err


@pytest.mark.timeout(400)
def test_twenty_folders_of_one_name_added_at_once_are_twenty_manuals(
    tmp_path: Path, with_bundled: Callable[[Path], None]
) -> None:
    data = tmp_path / "data"
    with_bundled(data)
    sources = [tmp_path / str(number) / "Handbook" for number in range(PROGRAMS)]
    for source in sources:
        shutil.copytree(DOCUMENTS, source)
    programs = [started(data, "library", "add", source) for source in sources]
    ends = [ended(program) for program in programs]
    assert [code for code, _ in ends] == [0] * PROGRAMS, ends
    manuals = [manual for manual in Library(user_paths(str(data))).manuals() if not manual.built_in]
    assert {manual.info.source for manual in manuals} == set(map(str, sources))
    assert [manual.trouble for manual in manuals] == [""] * PROGRAMS
    assert [verify_manual(manual).damage for manual in manuals] == [()] * PROGRAMS
    assert not [path for path in (data / "manuals").iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process")
def test_a_build_that_sleeps_for_an_hour_goes_on(
    tmp_path: Path, with_bundled: Callable[[Path], None]
) -> None:
    data = tmp_path / "data"
    with_bundled(data)
    source = shutil.copytree(DOCUMENTS, tmp_path / "Handbook")
    program = started(data, "library", "add", source)
    try:
        while not list((data / "manuals").glob(f"{PARTIAL}*/{BUNDLE}*")):
            assert program.poll() is None
            time.sleep(0.005)
        os.killpg(program.pid, signal.SIGSTOP)
        for path in (data / "manuals").rglob("*"):
            os.utime(path, (LONG_AGO, LONG_AGO))
        assert momviewer(data, "library", "list").code == 0
        assert list((data / "manuals").glob(f"{PARTIAL}*/*"))
    finally:
        os.killpg(program.pid, signal.SIGCONT)
    code, said = ended(program)
    assert code == 0, said
    assert momviewer(data, "library", "verify", "handbook").code == 0
