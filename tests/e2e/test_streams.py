"""What becomes of the output where it has nowhere to go, or lacks the letters for it."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.program import Answer, momviewer

ASCII = {"PYTHONIOENCODING": "ascii"}
PAGE = "## Ropes – “long”\n\n```\nrope » bollard\n```\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a manual whose title, text and code no ASCII can hold."""
    folder = tmp_path_factory.mktemp("streams")
    (folder / "ropes").mkdir()
    (folder / "ropes" / "index.md").write_text("# Häfen\n\n1. [Ropes](long)\n", encoding="utf-8")
    (folder / "ropes" / "long.md").write_text(PAGE, encoding="utf-8")
    assert momviewer(folder / "data", "library", "add", folder / "ropes").code == 0
    assert momviewer(folder / "data", "library", "list").code == 0  # builds the bundled manual, once
    return folder / "data"


def in_shell(data: Path, line: str) -> Answer:
    """Run a line of the shell in which `momviewer` is the program."""
    environment = {**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONUNBUFFERED", None)  # so that some output is written at the end only
    program = shlex.join([sys.executable, "-m", "momviewer"])
    command = ["bash", "-c", f'set -o pipefail; momviewer() {{ {program} "$@"; }}; {line}']
    result = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=100)
    return Answer(result.returncode, result.stdout.decode(), result.stderr.decode())


@pytest.mark.parametrize("verb", [("show", "long"), ("library", "list"), ("search", "rope")])
def test_letters_that_the_terminal_lacks_are_escaped(data: Path, verb: tuple[str, ...]) -> None:
    answer = momviewer(data, *verb, settings=ASCII)
    assert (answer.code, answer.err) == (0, "")
    assert "\\u2013" in answer.out or "\\xe4" in answer.out


def test_json_and_code_are_the_same_in_any_encoding(data: Path) -> None:
    for arguments in (("show", "long", "--code"), ("show", "long", "--json"), ("search", "rope", "--json")):
        assert momviewer(data, *arguments, settings=ASCII).out == momviewer(data, *arguments).out
    assert momviewer(data, "show", "long", "--code").out == "rope » bollard"
    batch = momviewer(data, "explain", "--batch", settings=ASCII, entered='"Häfen"\n')
    assert json.loads(batch.out)["query"] == "Häfen"


@pytest.mark.parametrize("line", [b'"\xff"\n', b"[" * 100_000 + b"\n", b"\n"])
def test_a_line_of_a_batch_that_is_no_text_is_told(data: Path, line: bytes) -> None:
    answer = momviewer(data, "explain", "--batch", entered=line + b'"rope"\n')
    assert (answer.code, answer.err) == (2, "")
    wrong, right = map(json.loads, answer.out.splitlines())
    assert wrong == {"error": "line 1 is no JSON string"}
    assert right["ok"]


@pytest.mark.parametrize(
    "line",
    [
        "momviewer show long | true",
        "momviewer library list --json | true",
        "momviewer --help | true",
        "momviewer search 'a OR rope' --all --limit 500 --json | head -c 10",
        "momviewer show long --code >&-",
        "momviewer library list >&-",
        "momviewer search rope 2>&- >/dev/null",
        "momviewer explain --batch <&-",
    ],
)
def test_output_that_nobody_reads_is_no_trouble(data: Path, line: str) -> None:
    answer = in_shell(data, line)
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("verb", ["show long", "show long --code", "library list --json", "--version"])
def test_a_full_disk_below_the_output_is_said(data: Path, verb: str) -> None:
    answer = in_shell(data, f"momviewer {verb} > /dev/full")
    assert (answer.code, answer.err.count("\n")) == (3, 1)
    assert answer.err.startswith("momviewer: The output cannot be written: ")


def test_the_version_is_printed(data: Path) -> None:
    answer = momviewer(data, "--version")
    assert (answer.code, answer.out.split()[0]) == (0, "momviewer")


def test_usage_names_the_program(data: Path) -> None:
    answer = momviewer(data, "--data-dir")
    assert answer.code == 2
    assert answer.err.startswith("usage: momviewer ")
