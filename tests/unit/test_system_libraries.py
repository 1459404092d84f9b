"""A missing system library is named, with the package that holds it."""

import sys
from pathlib import Path

import pytest

from momviewer import system_libraries
from momviewer.errors import MissingLibraryError
from momviewer.system_libraries import ALWAYS, X11, explained, main, require

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings its libraries")
FAILED = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names of the libraries that cannot be loaded; a test adds some."""
    names: set[str] = set()
    monkeypatch.setattr(system_libraries, "_loads", lambda name: name not in names)
    return names


def test_all_that_is_missing_is_named_at_once_with_one_command(missing: set[str]) -> None:
    missing |= {"libEGL.so.1", "libdbus-1.so.3"}
    with pytest.raises(
        MissingLibraryError, match=r"libEGL.so.1, libdbus-1.so.3, which is not installed"
    ) as said:
        require(ALWAYS)
    assert str(said.value).endswith("sudo apt install libegl1 libdbus-1-3")
    assert "sudo apt install libegl1 libdbus-1-3" in str(explained(FAILED))


def test_a_library_that_we_do_not_know_is_named_all_the_same(missing: set[str]) -> None:
    assert not missing
    odd = ImportError("libodd.so.9: cannot open shared object file")
    assert str(explained(odd)) == "The window needs libodd.so.9, which is not installed here."


def test_any_other_failure_is_not_explained_away() -> None:
    other = ImportError("No module named 'PySide6'")
    assert explained(other) is other


def test_what_is_there_is_not_complained_about(missing: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert not missing
    require(ALWAYS)
    require(X11)
    assert main() == 0
    assert capsys.readouterr().err == ""


def test_no_font_at_all_is_said(
    missing: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not missing
    monkeypatch.setattr(system_libraries, "FONTS", (str(tmp_path),))
    assert main() == MissingLibraryError.exit_code
    assert "sudo apt install fonts-dejavu-core" in capsys.readouterr().err
    (tmp_path / "Some.ttf").touch()
    assert main() == 0


def test_a_missing_library_ends_the_check(missing: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    missing.add("libGL.so.1")
    assert main() == MissingLibraryError.exit_code
    assert "sudo apt install libgl1" in capsys.readouterr().err


def test_a_library_is_looked_for_in_earnest() -> None:
    with pytest.raises(MissingLibraryError, match=r"libnowhere\.so\.1"):
        require({"libnowhere.so.1": "nowhere"})
