"""Which manuals a folder holds."""

import shutil
from pathlib import Path

import pytest

from index_builder.sources.detection import find_manuals, locate_manual
from momviewer.errors import SourceError
from momviewer.library.importing import add_manual, offered_manuals, rebuild_manual
from momviewer.library.library import Library
from momviewer.paths import user_paths

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


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """Return a folder with a manual that has another one in a folder below it."""
    outer = shutil.copytree(DOCUMENTS / "docbook", tmp_path / "outer")
    shutil.copytree(DOCUMENTS / "docbook", outer / "inner")
    (outer / "inner" / "moorings.php").unlink()
    return outer


def test_a_manual_and_one_below_it_are_both_there_to_choose(nested: Path) -> None:
    assert [found.part for found in find_manuals(nested)] == [".", "inner"]
    for part, folder in {"": nested, ".": nested, "inner": nested / "inner"}.items():
        assert locate_manual(nested, part)[0] == folder


@pytest.mark.parametrize("packed", [False, True])
def test_a_manual_and_one_below_it_are_both_added(nested: Path, tmp_path: Path, *, packed: bool) -> None:
    source = Path(shutil.make_archive(str(nested), "zip", nested)) if packed else nested
    library = Library(user_paths(str(tmp_path / "data")))
    added = [add_manual(library, one.source, part=one.part) for one in offered_manuals(source)]
    assert [manual.info.counts.pages for manual in added] == [14, 13]
    assert len({manual.info.id for manual in added}) == 2
    assert rebuild_manual(library, added[0].info.id).info.counts.pages == 14
