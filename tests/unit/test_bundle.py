"""The bundle: what is written is read back, and what is damaged is noticed."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index_builder.build import Options, build
from momviewer.errors import BundleFormatError, DamagedBundleError, LibraryError
from momviewer.manual.bundle import open_bundle
from momviewer.manual.checked.database import DATABASE
from momviewer.manual.manifest import FORMAT, MANIFEST
from momviewer.manual.model import Counts, Page
from momviewer.manual.placing import recover
from momviewer.manual.source import fingerprint
from momviewer.manual.writing import write_bundle
from tests.unit.samples import CODE, sample_content, write_sample

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample")
    return tmp_path / "sample"


def test_what_is_written_is_read_back(folder: Path) -> None:
    content = sample_content()
    bundle = open_bundle(folder)
    pages = list(content.pages)
    assert [bundle.page(page.info.id) for page in pages] == pages
    assert bundle.pages() == [page.info for page in pages]
    assert bundle.contents() == content.contents
    assert bundle.items() == list(content.items)
    assert bundle.dangling() == list(content.dangling)
    assert bundle.report() == content.report()
    assert bundle.info.counts == Counts(pages=2, examples=1, figures=1, tables=0)
    assert bundle.example_text("3.1") == CODE
    assert bundle.example_text("3.2") is None
    assert bundle.page("gone") is None
    assert bundle.verify() == []
    bundle.close()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, remove])
@pytest.mark.parametrize("name", [MANIFEST, DATABASE, "index/*.bin"])
def test_a_missing_or_cut_file_is_noticed_when_opened(
    folder: Path, name: str, harm: Callable[[Path], None]
) -> None:
    harm(next(folder.glob(name)))
    with pytest.raises(DamagedBundleError) as caught:
        open_bundle(folder)
    assert str(folder) in str(caught.value)


def test_changed_bytes_are_found_by_verify(folder: Path) -> None:
    database = folder / DATABASE
    data = bytearray(database.read_bytes())
    data[-1] ^= 1
    database.write_bytes(data)
    bundle = open_bundle(folder)
    assert bundle.verify() == [f"{database} is not as it was written."]
    bundle.close()


def test_a_database_of_other_bytes_is_damage(folder: Path) -> None:
    database = folder / DATABASE
    database.write_bytes(b"x" * database.stat().st_size)
    with pytest.raises(DamagedBundleError):
        open_bundle(folder)


@pytest.mark.parametrize(
    ("major", "remedy"), [(FORMAT[0] - 1, "Rebuild it"), (FORMAT[0] + 1, "Update momviewer")]
)
def test_another_format_is_refused_with_what_to_do(folder: Path, major: int, remedy: str) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["format"] = [major, 0]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(BundleFormatError, match=remedy):
        open_bundle(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        f'{{"format": {list(FORMAT)}}}',
        f'{{"format": {list(FORMAT)}, "manual": 3}}',
    ],
)
def test_a_manifest_that_is_none_is_damage(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text)
    with pytest.raises(DamagedBundleError):
        open_bundle(folder)


def test_a_failed_write_leaves_the_old_bundle(folder: Path) -> None:
    def fail(_index: Path, _pages: Iterable[Page]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(LibraryError, match="No space left on device"):
        write_bundle(folder, sample_content(), [], fail)
    assert open_bundle(folder).verify() == []
    assert [path.name for path in folder.parent.iterdir()] == ["sample"]


def test_a_bundle_is_replaced_by_a_new_one(folder: Path) -> None:
    (folder / "old").touch()
    write_sample(folder)
    assert not (folder / "old").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["sample"]


def test_a_kill_between_the_renames_is_mended(folder: Path) -> None:
    folder.rename(folder.parent / ".replaced-sample")
    recover(folder.parent)
    assert open_bundle(folder).verify() == []


def test_a_kill_after_the_renames_is_tidied(folder: Path) -> None:
    (folder.parent / ".replaced-sample").mkdir()
    recover(folder.parent)
    assert [path.name for path in folder.parent.iterdir()] == ["sample"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="file"):
        build(DOCUMENTS / "markdown", tmp_path / "file" / "sample", Options("sample"), lambda _progress: None)


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    first = fingerprint(tmp_path)
    (tmp_path / "page.md").write_text("text")
    second = fingerprint(tmp_path)
    assert first != second == fingerprint(tmp_path)
