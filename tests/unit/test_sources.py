"""Which manuals a folder holds."""

import shutil
from pathlib import Path

import pytest

from index_builder.sources.detection import find_manuals, locate_manual
from momviewer.errors import SourceError

DOCUMENTS = Path(__file__).parent / "documents"


def test_no_part_leads_out_of_its_source(tmp_path: Path) -> None:
    shutil.copytree(DOCUMENTS / "markdown", tmp_path / "inside" / "manual")
    shutil.copytree(DOCUMENTS / "docbook", tmp_path / "outside")
    source = tmp_path / "inside"
    (source / "away").symlink_to(tmp_path / "outside")
    assert locate_manual(source, "manual")[0] == source / "manual"
    for part in ("../outside", "away", str(tmp_path / "outside")):
        with pytest.raises(SourceError, match="no folder inside"):
            locate_manual(source, part)


def test_links_and_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    shutil.copytree(DOCUMENTS / "markdown", tmp_path / "b")
    shutil.copytree(DOCUMENTS / "markdown", tmp_path / ".hidden")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "c").symlink_to(tmp_path)
    assert [found.part for found in find_manuals(tmp_path)] == ["b"]
