"""The documents say what is there: links lead somewhere, files that are named exist, the index is whole."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"(?<!`)\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`((?:momviewer|index_builder|resources|tests|packaging|docs)/[\w./-]*\w/?)`")
SHORT = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.py)`")
"""A file that is named below its program's folder, or below one of the rooms in it."""
DOTTED = re.compile(r"`((?:momviewer|index_builder)(?:\.\w+)+)`")
"""A module, or something in one."""
OBJECT = re.compile(r"`((?!Q[A-Z])[A-Z][a-z]+[A-Za-z]*|[A-Z]{3,}(?:_[A-Z]+)*)`")
"""A class or a constant of ours, or what looks like one; Qt's begin with Q."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_names_of_files_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lost = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    lost += [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    lost += [name for name in SHORT.findall(text) if not _is_there(name)]
    lost += [name for name in DOTTED.findall(text) if not _is_defined(name)]
    assert not lost


@pytest.mark.parametrize("package", ["momviewer", "index_builder", "tests"])
def test_modules_that_the_code_speaks_of_exist(package: str) -> None:
    lost = {
        (file.name, name)
        for file in (ROOT / package).rglob("*.py")
        for name in DOTTED.findall(file.read_text(encoding="utf-8"))
        if not _is_defined(name)
    }
    assert not lost


def _is_defined(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        module = ROOT.joinpath(*parts[:end])
        if module.is_dir():
            return end == len(parts)
        if module.with_suffix(".py").is_file():
            defined = re.compile(rf"^(?:def |class )?{'.'.join(parts[end:])}\b", re.MULTILINE)
            return end == len(parts) or bool(defined.search(module.with_suffix(".py").read_text("utf-8")))
    return False


def _is_there(name: str) -> bool:
    return (ROOT / name).exists() or any(
        file.as_posix().endswith(f"/{name}")
        for program in ("momviewer", "index_builder", "tests")
        for file in (ROOT / program).rglob(name.rpartition("/")[2])
    )


def test_the_objects_of_the_architecture_exist() -> None:
    files = [file for package in ("momviewer", "index_builder") for file in (ROOT / package).rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    defined = set(re.findall(r"^(?:class )?([A-Z]\w+)\b(?=[(:,]|.* = )", code, re.MULTILINE))
    named = set(OBJECT.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")))
    assert named - defined == set()
    assert {"Reader", "MainWindow"} <= named


def test_a_lost_name_is_seen() -> None:
    assert not _is_there("search/haystack.py")
    assert _is_there("search/index/postings.py")
    assert not _is_defined("momviewer.search.haystack")
    assert not _is_defined("momviewer.search.index.schema.Haystack")
    assert _is_defined("momviewer.manual.model.Page")
    assert _is_defined("momviewer.search")


def test_the_index_of_decisions_is_whole() -> None:
    files = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    listed = re.findall(
        r"^\| \[(\d+)\]\(([^)]+)\) \| ([^|]+) \|", (DECISIONS / "README.md").read_text(), re.MULTILINE
    )
    assert [name for _number, name, _title in listed] == files
    for number, name, title in listed:
        assert int(name[:4]) == int(number)
        assert (DECISIONS / name).read_text(encoding="utf-8").startswith(f"# {title}\n")


def test_the_index_says_which_numbers_are_missing() -> None:
    """A number above those that the index names may be that of a decision which is still being written."""
    told = re.search(r"The numbers ([\d and]+) were never given\.", (DECISIONS / "README.md").read_text())
    assert told
    never = [int(number) for number in told[1].split(" and ")]
    numbers = {int(path.name[:4]) for path in DECISIONS.glob("[0-9]*.md")}
    assert never == [number for number in range(1, max(never) + 1) if number not in numbers]
