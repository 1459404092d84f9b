"""What a desktop and a shell know of the program: its entry in the menus, its scheme, and completion."""

import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.program import momviewer

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"
COMPLETIONS = ROOT / "packaging" / "completions"
ENTRY = ROOT / "packaging" / "momviewer.desktop"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell")
    shutil.copytree(DOCUMENTS / "markdown", folder / "harbour")
    assert momviewer(folder / "data", "library", "add", folder / "harbour").code == 0
    return folder / "data"


def shell(data: Path, *command: str) -> list[str]:
    """Run a shell in which `momviewer` is the program of this checkout; return what it prints, by line."""
    program = data.parent / "bin" / "momviewer"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m momviewer "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "MOMVIEWER_DATA_DIR": str(data),
    }
    done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60)
    assert done.stderr == b""
    return done.stdout.decode().split("\n")[:-1]


def completed_by_bash(data: Path, *words: str) -> list[str]:
    given = " ".join(f"'{word}'" for word in ("momviewer", *words))
    script = (
        f"source '{COMPLETIONS / 'momviewer.bash'}'; COMP_WORDS=({given}); COMP_CWORD={len(words)}; "
        "_momviewer; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    return shell(data, "bash", "--norc", "-c", script)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("sh",), ["show"]),
        (("1",), ["1.1"]),
        (("show", "2"), ["2.1"]),
        (("show", "commands."), ["commands.dock", "commands.undock"]),
        (("show", "--c"), ["--code"]),
        (("show", "1.1", "--manual", ""), ["harbour"]),
        (("library", "re"), ["rename", "remove", "rebuild"]),
        (("library", "verify", "h"), ["harbour"]),
        (("library", "add", "--t"), ["--title"]),
        (("screenshot", "--theme", "d"), ["dark"]),
        (("screenshot", "picture.png", "1"), ["1.1"]),
        (("search", "--limit", ""), [""]),
    ],
)
def test_bash_completes(data: Path, words: tuple[str, ...], offered: list[str]) -> None:
    assert completed_by_bash(data, *words) == offered


@pytest.mark.parametrize(
    "verb", ["search", "show", "explain", "screenshot", "library list", "library add", "library rename"]
)
def test_both_shells_know_every_option(data: Path, verb: str) -> None:
    options = set(re.findall(r"(?<!\w)--[a-z][a-z-]+", momviewer(data, *verb.split(), "--help").out))
    assert "--data-dir" in options
    assert set(completed_by_bash(data, *verb.split(), "--")) == options
    known = (COMPLETIONS / "_momviewer").read_text(encoding="utf-8")
    assert {option for option in options if f"{option}[" not in known} == set()


def test_bash_completes_in_the_data_folder_that_is_named(data: Path, tmp_path: Path) -> None:
    named = completed_by_bash(data, "show", "--data-dir", str(tmp_path), "1")
    assert named == [""]


def test_zsh_completes(data: Path) -> None:
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    # zsh completes only for a line editor: zpty gives one a terminal
    script = f"""
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "PS1= ; fpath=({COMPLETIONS} \\$fpath); autoload -U compinit; compinit -u -D"
        zpty -w shell "zstyle ':completion:*' list-separator '|'; LISTMAX=0; echo 'rea''dy'"
        zpty -r shell told '*ready*'
        zpty -w -n shell $'momviewer show comm\\t\\t'
        zpty -r shell told '*commands.dock*' && print found
        zpty -d shell
    """
    assert shell(data, "zsh", "-f", "-c", script)[-1] == "found"


def test_completing_never_builds_and_never_complains(tmp_path: Path) -> None:
    answer = momviewer(tmp_path / "data", "complete", "targets", "1")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert not (tmp_path / "data").exists()


def test_the_desktop_entry_claims_the_scheme() -> None:
    entry = ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # names of keys have capitals
    entry.read(ENTRY, encoding="utf-8")
    known = entry["Desktop Entry"]
    assert known["Exec"] == "momviewer %u"
    assert "x-scheme-handler/momviewer" in known["MimeType"].split(";")
    assert (ROOT / "resources" / "icons" / f"{known['Icon']}.svg").is_file()
    if validator := shutil.which("desktop-file-validate"):
        told = subprocess.run([validator, ENTRY], capture_output=True, check=False)
        assert (told.returncode, told.stdout) == (0, b"")
