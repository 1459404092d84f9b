"""Adding, rebuilding, removing and verifying manuals, with the builder as a real process."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from momviewer.errors import CancelledError, LibraryError, MomviewerError, NotFoundError, SourceError
from momviewer.library.importing import (
    AddOptions,
    OfferedManual,
    add_manual,
    build_built_in,
    offered_manuals,
    rebuild_manual,
    report_of,
)
from momviewer.library.library import BUILT_IN, Library
from momviewer.library.removing import forget, remove_manual, restore, set_aside
from momviewer.library.verifying import LostAnchor, MissingPage, verify_manual
from momviewer.manual.manifest import Manifest, read_manifest
from momviewer.paths import Paths, user_paths
from momviewer.progress import BuildProgress
from momviewer.search.index.index_file import FILE

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "Harbour Manual"
    shutil.copytree(DOCUMENTS / "markdown", folder)
    return folder


def ids(paths: Paths) -> list[str]:
    return [manual.info.id for manual in Library(paths).manuals()]


def test_a_manual_is_added_with_its_counts(paths: Paths, source: Path) -> None:
    steps: list[BuildProgress] = []
    added = add_manual(Library(paths), source, progress=steps.append)
    info = added.info
    assert (info.id, info.title, info.edition, info.set) == (
        "harbour-manual",
        "Harbour 2 Reference Manual",
        "2026-01-02",
        "Harbour 2",
    )
    assert (info.counts.pages, info.counts.examples) == (9, 2)
    assert info.source == str(source)
    assert {step.step for step in steps} == {"Reading pages", "Preparing pages", "Indexing pages", "Done"}
    assert ids(paths) == ["harbour-manual"]
    assert [path.name for path in paths.manuals.iterdir()] == ["harbour-manual"]


def test_title_and_set_can_be_chosen_and_survive_a_rebuild(paths: Paths, source: Path) -> None:
    library = Library(paths)
    add_manual(library, source, AddOptions("Our Harbour", "Ours"))
    rebuilt = rebuild_manual(library, "harbour-manual")
    assert (rebuilt.info.title, rebuilt.info.set) == ("Our Harbour", "Ours")


def test_the_same_folder_replaces_and_another_of_the_same_name_does_not(
    paths: Paths, source: Path, tmp_path: Path
) -> None:
    library = Library(paths)
    add_manual(library, source)
    add_manual(library, source)
    other = tmp_path / "other" / source.name
    shutil.copytree(source, other)
    add_manual(library, other)
    assert sorted(ids(paths)) == ["harbour-manual", "harbour-manual-2"]


def test_a_folder_that_is_no_manual_is_refused_and_nothing_changes(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "note.txt").write_text("hello")
    for folder in (tmp_path / "letters", tmp_path / "nowhere", tmp_path / "letters" / "note.txt"):
        with pytest.raises(SourceError, match=folder.name):
            add_manual(Library(paths), folder)
    assert ids(paths) == []
    assert not paths.manuals.exists() or list(paths.manuals.iterdir()) == []


def test_a_cancelled_import_leaves_nothing(paths: Paths, source: Path) -> None:
    with pytest.raises(CancelledError):
        add_manual(Library(paths), source, cancelled=lambda: True)
    assert not paths.manuals.exists() or list(paths.manuals.iterdir()) == []


def test_a_killed_builder_is_a_message_and_the_old_manual_stays(paths: Paths, source: Path) -> None:
    library = Library(paths)
    before = add_manual(library, source)

    def kill_builder(_progress: BuildProgress) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)

    with pytest.raises(SourceError, match="broke off"):
        rebuild_manual(library, before.info.id, progress=kill_builder)
    assert Library(paths).manuals() == [before]
    assert [path.name for path in paths.manuals.iterdir()] == [before.info.id]


def test_removing_takes_a_manual_and_leaves_its_source(paths: Paths, source: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    remove_manual(library, "harbour-manual")
    assert ids(paths) == []
    assert (source / "index.md").is_file()
    with pytest.raises(NotFoundError, match="no manual harbour-manual"):
        remove_manual(library, "harbour-manual")


def test_verify_names_the_missing_page_and_who_links_to_it(paths: Paths, source: Path) -> None:
    (source / "preface.md").write_text("## Preface\n\nSee [x](ropes#gone).\n")
    findings = verify_manual(add_manual(Library(paths), source))
    assert findings.damage == ()
    assert findings.missing_pages == (MissingPage("lighthouse", 1, ("moorings",)),)
    assert findings.lost_anchors == (LostAnchor("preface", "ropes#gone"),)


def test_verify_finds_damage(paths: Paths, source: Path) -> None:
    manual = add_manual(Library(paths), source)
    file = manual.folder / "index" / FILE
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert verify_manual(manual).damage == (f"{file} is not as it was written.",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_page_costs_that_page_only(paths: Paths, source: Path) -> None:
    (source / "ropes.md").chmod(0)
    manual = add_manual(Library(paths), source)
    assert manual.info.counts.pages == 8
    assert any("ropes.md" in problem for problem in report_of(manual).problems)


def test_a_page_that_is_a_folder_costs_that_page_only(paths: Paths, source: Path) -> None:
    (source / "ropes.md").unlink()
    (source / "ropes.md").mkdir()
    manual = add_manual(Library(paths), source)
    assert manual.info.counts.pages == 8


def test_half_written_bundles_of_dead_builders_are_tidied(paths: Paths) -> None:
    partial = paths.manuals / ".partial-x-1-abc"
    partial.mkdir(parents=True)
    recent = paths.manuals / ".partial-y-1-abc"
    recent.mkdir()
    long_ago = time.time() - 7200
    os.utime(partial, (long_ago, long_ago))
    Library(paths)
    assert not partial.exists()
    assert recent.exists()


def test_a_damaged_manual_is_listed_with_its_trouble(paths: Paths, source: Path) -> None:
    manual = add_manual(Library(paths), source)
    (manual.folder / "manifest.json").write_text("{")
    (listed,) = Library(paths).manuals()
    assert "damaged" in listed.trouble


def test_the_bundled_manual_is_built_once_and_again_when_it_changes(
    paths: Paths, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources = source.parent / "resources"
    shutil.copytree(source, resources / "manuals" / BUILT_IN)
    monkeypatch.setattr("momviewer.library.library.resources", lambda: resources)
    library = Library(paths)
    assert library.built_in() is None
    build_built_in(library)
    built = library.built_in()
    assert built is not None
    assert built.built_in
    with pytest.raises(LibraryError, match="comes with momviewer"):
        remove_manual(library, BUILT_IN)
    (resources / "manuals" / BUILT_IN / "preface.md").write_text("## Preface\n\nNew.\n")
    assert library.built_in() is None


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").touch()
    paths = user_paths(str(tmp_path / "file"))
    with pytest.raises(MomviewerError, match="file"):
        add_manual(Library(paths), source)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "collection"
    shutil.copytree(DOCUMENTS / "markdown", folder / "new" / "markdown")
    shutil.copytree(DOCUMENTS / "docbook", folder / "docbook")
    (folder / ".git").mkdir()
    (folder / ".git" / "index.md").write_text("# No manual\n")
    return folder


def test_a_folder_offers_the_manuals_below_it(collection: Path) -> None:
    assert offered_manuals(collection) == [
        OfferedManual(collection, "docbook", "Harbour 3 Reference Manual", "docbook-html", 14),
        OfferedManual(collection, "new/markdown", "Harbour 2 Reference Manual", "markdown", 9),
    ]


def test_one_of_several_manuals_is_added_by_its_part(paths: Paths, collection: Path) -> None:
    with pytest.raises(SourceError, match="holds 2 manuals; choose among docbook, new/markdown"):
        add_manual(Library(paths), collection)
    for offered in offered_manuals(collection):
        added = add_manual(Library(paths), offered.source, part=offered.part)
        assert added.info.source == str(collection / offered.part)
    assert sorted(ids(paths)) == ["docbook", "markdown"]


def test_the_one_manual_of_a_folder_is_found_below_it(paths: Paths, collection: Path) -> None:
    assert add_manual(Library(paths), collection / "new").info.counts.pages == 9


def test_a_manual_is_renamed_and_keeps_its_place(paths: Paths, source: Path, tmp_path: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    shutil.copytree(source, tmp_path / "later")
    add_manual(library, tmp_path / "later")
    renamed = library.rename("harbour-manual", title=" Our Harbour ", set_name="Ours")
    assert (renamed.info.title, renamed.info.set) == ("Our Harbour", "Ours")
    listed = [(manual.info.id, manual.info.title) for manual in Library(paths).manuals()]
    assert listed == [("later", "Harbour 2 Reference Manual"), ("harbour-manual", "Our Harbour")]
    assert verify_manual(renamed).damage == ()
    assert library.rename("harbour-manual", title="Harbour").info.set == "Ours"
    assert rebuild_manual(library, "harbour-manual").info.title == "Harbour"


def test_a_removed_manual_comes_back_where_it_was(paths: Paths, source: Path, tmp_path: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    shutil.copytree(source, tmp_path / "later")
    add_manual(library, tmp_path / "later")
    before = library.manuals()
    removed = set_aside(library, "harbour-manual")
    assert ids(paths) == ["later"]
    restore(removed)
    assert library.manuals() == before
    assert verify_manual(library.find("harbour-manual")).damage == ()


def test_a_removed_manual_can_be_forgotten_once_or_twice(paths: Paths, source: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    removed = set_aside(library, "harbour-manual")
    forget(removed)
    forget(removed)
    assert list(paths.manuals.iterdir()) == []
    with pytest.raises(LibraryError, match="cannot be brought back"):
        restore(removed)


def test_a_removed_manual_does_not_replace_one_that_was_added_again(paths: Paths, source: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    removed = set_aside(library, "harbour-manual")
    add_manual(library, source, AddOptions("Again"))
    with pytest.raises(LibraryError, match="added again"):
        restore(removed)
    assert library.find("harbour-manual").info.title == "Again"


def test_what_a_killed_program_was_removing_is_tidied(paths: Paths, source: Path) -> None:
    library = Library(paths)
    add_manual(library, source)
    long_ago = time.time() - 7200
    os.utime(paths.manuals / "harbour-manual", (long_ago, long_ago))
    removed = set_aside(library, "harbour-manual")
    assert ids(paths) == []
    kept = removed.kept.folder
    os.utime(kept, (long_ago, long_ago))
    assert ids(paths) == []
    assert kept.is_dir()  # the program that can bring it back lives, however long ago that was
    removed.kept.lock.release()  # as the system does when it is killed
    assert ids(paths) == []
    assert not kept.exists()


def test_the_listing_reads_a_manifest_once_and_again_when_it_changes(
    paths: Paths, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_manual(Library(paths), source)
    read: list[Path] = []

    def counted(folder: Path) -> Manifest:
        read.append(folder)
        return read_manifest(folder)

    monkeypatch.setattr("momviewer.library.library.read_manifest", counted)
    library = Library(paths)
    for _ in range(3):
        library.manuals()
        library.find("harbour-manual")
    assert read.count(paths.manuals / "harbour-manual") == 1
    Library(paths).rename("harbour-manual", title="Other")
    assert library.find("harbour-manual").info.title == "Other"


@pytest.mark.parametrize("strange", ["", ".", "..", "../manuals/harbour-manual", "/", ".removed-x", "a\\b"])
def test_only_names_of_manuals_are_found(paths: Paths, source: Path, strange: str) -> None:
    library = Library(paths)
    add_manual(library, source)
    with pytest.raises(NotFoundError):
        library.find(strange)


def test_a_manual_of_an_older_format_is_named_and_rebuilt(paths: Paths, source: Path) -> None:
    manual = add_manual(Library(paths), source, AddOptions("Our Harbour", "Ours"))
    manifest = json.loads((manual.folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["format"] = [0, 0]
    (manual.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (listed,) = Library(paths).manuals()
    assert listed.repairable
    assert "older momviewer" in listed.trouble
    assert (listed.info.title, listed.info.source) == ("Our Harbour", str(source))
    rebuilt = rebuild_manual(Library(paths), listed.info.id)
    assert (rebuilt.trouble, rebuilt.repairable, rebuilt.info.title) == ("", False, "Our Harbour")
