"""A newer edition takes over: numbers and bookmarks are led to it, and what changed is kept."""

import json
import shutil
from pathlib import Path

import pytest

from momviewer.errors import CancelledError, NotFoundError
from momviewer.library.importing import AddOptions, add_manual, rebuild_manual
from momviewer.library.library import Library
from momviewer.library.removing import remove_manual
from momviewer.library.succession import Carried, carry, changes_between, followed, moves, take_over_from
from momviewer.library.targets import opened_target
from momviewer.library.verifying import verify_manual
from momviewer.manual.editions.comparison import Comparison, Way
from momviewer.manual.editions.edition_changes import read_edition_changes, write_edition_changes
from momviewer.manual.links import Address
from momviewer.paths import user_paths
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from tests.unit.harbour import change, newer_edition, older_edition

OLD, NEW = "old-harbour", "new-harbour"
WAYS = {
    ("page", "index", (Way.CHANGED,)),
    ("page", "ropes", (Way.CHANGED,)),
    ("page", "commands.dock", (Way.CHANGED,)),
    ("page", "commands.undock", (Way.REMOVED,)),
    ("page", "tide", (Way.ADDED,)),
    ("example", "1.1", (Way.ADDED,)),
    ("example", "1.2", (Way.RENUMBERED,)),
    ("example", "2.1", (Way.CHANGED,)),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library with the older edition."""
    found = Library(user_paths(str(tmp_path / "data")))
    add_manual(found, older_edition(tmp_path / "old harbour"))
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return the folder of the newer edition."""
    return newer_edition(tmp_path / "new harbour")


def added(library: Library, source: Path, options: AddOptions | None = None) -> Comparison | None:
    """Add a manual and return how it differs from the one it took over from."""
    told: list[Comparison] = []
    add_manual(library, source, options or AddOptions(), compared=told.append)
    return told[0] if told else None


def ways(comparison: Comparison | None) -> set[tuple[str, str, tuple[Way, ...]]]:
    assert comparison is not None
    return {
        (c.kind, c.place.page if c.kind == "page" else c.place.number, c.ways) for c in comparison.changes
    }


def test_a_newer_edition_is_found_and_compared_and_the_older_one_stays(
    library: Library, source: Path
) -> None:
    comparison = added(library, source)
    listed = {manual.info.id: manual.info for manual in library.manuals()}
    assert set(listed) == {OLD, NEW}
    assert listed[NEW].set == listed[OLD].set
    assert ways(comparison) >= WAYS
    assert {where for kind, where, _ in ways(comparison) - WAYS if kind == "page"} <= {"example-toc"}


def test_what_changed_is_kept_with_the_manual(library: Library, source: Path) -> None:
    comparison = added(library, source)
    assert comparison
    manual = library.find(NEW)
    kept = read_edition_changes(manual.folder)
    assert kept is not None
    assert (kept.manual, kept.old, kept.new) == (OLD, "2026-01-02", "2026-06-30")
    assert kept.changes == comparison.changes
    assert kept == changes_between(library, OLD, NEW)
    assert verify_manual(manual).damage == ()


def test_the_record_outlives_the_old_edition_and_a_rebuild(library: Library, source: Path) -> None:
    added(library, source)
    kept = read_edition_changes(library.find(NEW).folder)
    remove_manual(library, OLD)
    rebuilt = rebuild_manual(library, NEW)
    assert read_edition_changes(rebuilt.folder) == kept
    with opened_target(library, "ex 1.2") as (_, target):
        assert target.title == "Two Ropes"


@pytest.mark.parametrize("edition", ["2026-01-02", "2025-01-01", ""])
def test_an_edition_that_is_not_newer_takes_nothing_over(
    library: Library, source: Path, edition: str
) -> None:
    change(source / "index.md", "2026-06-30", edition)
    assert added(library, source) is None
    assert read_edition_changes(library.find(NEW).folder) is None


def test_another_manual_of_the_same_name_takes_nothing_over(library: Library, source: Path) -> None:
    for page in source.glob("*.md"):
        if page.name not in {"index.md", "tide.md"}:
            page.unlink()
    assert added(library, source) is None


def test_the_reader_can_say_which_manual_is_replaced(library: Library, source: Path) -> None:
    change(source / "index.md", "2026-06-30", "2020-01-01")
    comparison = added(library, source, AddOptions("A New Harbour", "", OLD))
    assert ways(comparison) >= WAYS
    with pytest.raises(NotFoundError, match="no manual nowhere"):
        added(library, source, AddOptions(replaces="nowhere"))


def test_the_same_folder_in_a_newer_state_is_compared_with_what_it_was(
    library: Library, source: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "old harbour"
    shutil.rmtree(folder)
    source.rename(folder)
    before = library.find(OLD).info
    told: list[Comparison] = []
    manual = rebuild_manual(library, OLD, compared=told.append)
    assert ways(told[0]) >= WAYS
    assert manual.info.added == before.added
    assert [found.info.id for found in library.manuals()] == [OLD]
    with opened_target(library, "ex 1.1") as (_, target):
        assert (target.title, target.note) == (
            "A Knot",
            "Example 1.1 of the 2026-01-02 edition is 1.2 now.",
        )


def test_a_place_of_an_edition_that_was_removed_is_found_in_the_one_that_took_over(
    library: Library, source: Path
) -> None:
    (source / "ropes.md").rename(source / "hawsers.md")
    for file in source.glob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("(ropes", "(hawsers"), encoding="utf-8")
    added(library, source)
    remove_manual(library, OLD)
    for page, home in (("ropes", "hawsers"), ("commands.dock", "commands.dock")):
        found = followed(library, Address(page, "a", OLD))
        assert found
        assert (found[0].info.id, found[1]) == (NEW, Address(home, "a", NEW))
    assert followed(library, Address("ropes", "", "another")) is None
    assert followed(library, Address("ropes", "", NEW)) is None


def test_a_rebuild_of_the_same_state_compares_nothing(library: Library) -> None:
    told: list[Comparison] = []
    rebuild_manual(library, OLD, compared=told.append)
    assert told == []
    assert read_edition_changes(library.find(OLD).folder) is None


def test_an_old_number_finds_its_new_one(library: Library, source: Path) -> None:
    added(library, source)
    with opened_target(library, "1.1", NEW) as (_, target):
        assert (target.number, target.note) == ("1.1", "Example 1.1 of the 2026-01-02 edition is 1.2 now.")
    change(source / "example-toc.md", "1.2\\. [Two", "1.7\\. [Two")
    change(source / "ropes.md", "Example 1.2. Two", "Example 1.7. Two")
    change(source / "index.md", "2026-06-30", "2026-07-31")
    rebuild_manual(library, NEW)
    with opened_target(library, "ex 1.2", NEW) as (_, target):
        assert (target.number, target.title) == ("1.7", "Two Ropes")
        assert target.note == "Example 1.2 of the 2026-06-30 edition is 1.7 now."


def test_a_cancelled_edition_changes_nothing(library: Library, source: Path) -> None:
    before = library.manuals()
    with pytest.raises(CancelledError):
        add_manual(library, source, cancelled=lambda: True)
    assert library.manuals() == before
    assert [path.name for path in library.paths.manuals.iterdir()] == [OLD]


def test_a_damaged_older_edition_does_not_keep_the_newer_one_out(library: Library, source: Path) -> None:
    (library.find(OLD).folder / "manual.db").unlink()
    assert added(library, source) is None
    assert library.find(NEW).trouble == ""


def test_a_damaged_manual_is_mended_by_rebuilding_it(library: Library) -> None:
    (library.find(OLD).folder / "manual.db").write_bytes(b"x")
    assert verify_manual(rebuild_manual(library, OLD)).damage == ()


def test_an_installed_manual_can_take_over_from_another(library: Library, source: Path) -> None:
    change(source / "index.md", "2026-06-30", "2020-01-01")
    assert added(library, source) is None
    before = [manual.info.id for manual in library.manuals()]
    comparison = take_over_from(library, NEW, OLD)
    assert ways(comparison) >= WAYS
    manual = library.find(NEW)
    assert verify_manual(manual).damage == ()
    kept = read_edition_changes(manual.folder)
    assert kept is not None
    assert kept.changes == comparison.changes
    assert [found.info.id for found in library.manuals()] == before
    with opened_target(library, "ex 1.1", NEW) as (_, target):
        assert target.note == "Example 1.1 of the 2026-01-02 edition is 1.2 now."


def test_a_program_killed_while_a_manual_takes_over_leaves_it_sound(
    library: Library, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(library, source)

    class KilledError(BaseException):
        pass

    def killed(folder: Path, comparison: Comparison) -> list[str]:
        write_edition_changes(folder, comparison)
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr("momviewer.library.succession.write_edition_changes", killed)
        with pytest.raises(KilledError):
            take_over_from(library, OLD, NEW)
    assert verify_manual(Library(library.paths).find(OLD)).damage == ()
    assert ways(take_over_from(library, OLD, NEW))


# Bookmarks


def marked(page: str, anchor: str = "", note: str = "") -> Bookmark:
    return Bookmark(OLD, page, anchor, f"{page}#{anchor}", note, "Folder", "2026-02-03")


def carried(library: Library, source: Path, *bookmarks: Bookmark) -> tuple[Bookmarks, Carried]:
    comparison = added(library, source)
    assert comparison
    kept = Bookmarks(bookmarks)
    return kept, carry(kept, moves(kept, comparison))


def test_bookmarks_are_led_to_the_new_edition_with_their_notes(library: Library, source: Path) -> None:
    marks = (
        marked("ropes", note="two of them"),
        marked("ropes", "ropes.two", "mind the tide"),
        Bookmark("other", "x", "", "of another manual"),
        marked("commands.dock", "dock.example"),
    )
    kept, found = carried(library, source, *marks)
    assert [(mark.manual, mark.page, mark.anchor, mark.note) for mark in kept] == [
        (NEW, "ropes", "", "two of them"),
        (NEW, "ropes", "ropes.two", "mind the tide"),
        ("other", "x", "", ""),
        (NEW, "commands.dock", "dock.example", ""),
    ]
    assert {mark.folder for mark in kept if mark.manual == NEW} == {"Folder"}
    assert {mark.added for mark in kept if mark.manual == NEW} == {"2026-02-03"}
    assert (len(found.kept), found.lost) == (3, ())


def test_a_snippet_is_followed_by_its_code_not_its_place(library: Library, source: Path) -> None:
    kept, found = carried(library, source, marked("ropes", "snippet-1"))
    assert [mark.anchor for mark in kept] == ["snippet-2"]
    assert not found.lost


def test_a_bookmark_whose_page_is_gone_is_listed_and_still_leads_to_the_old_edition(
    library: Library, source: Path
) -> None:
    lost = marked("commands.undock", note="how to leave")
    kept, found = carried(library, source, lost)
    assert found == Carried((), (lost,))
    assert list(kept) == [lost]


def test_a_bookmark_whose_anchor_is_gone_leads_to_its_page_and_is_listed(
    library: Library, source: Path, tmp_path: Path
) -> None:
    text = (source / "ropes.md").read_text(encoding="utf-8")
    (source / "ropes.md").write_text(text.replace("Wet ropes stretch.", "All is well."), encoding="utf-8")
    old = tmp_path / "old harbour" / "ropes.md"
    change(old, "Wet ropes stretch.", '<a name="wet"></a>\n\nWet ropes stretch.')
    rebuild_manual(library, OLD)
    kept, found = carried(library, source, marked("ropes", "wet", "!"))
    assert [(mark.manual, mark.page, mark.anchor, mark.note) for mark in kept] == [(NEW, "ropes", "", "!")]
    assert list(found.lost) == list(kept)


def test_what_stands_at_a_lost_anchor_is_found_by_its_words(
    library: Library, source: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old harbour" / "ropes.md"
    change(old, "Wet ropes stretch.", '<a name="wet"></a>\n\nWet ropes stretch.')
    rebuild_manual(library, OLD)
    change(source / "ropes.md", "### Note\n\nWet ropes stretch.\n", "")
    moved = '<a name="rain"></a>\n\nWet ropes stretch.\n'
    (source / "tide.md").write_text(f"## tide\n\nTells when the water comes.\n\n{moved}", encoding="utf-8")
    kept, found = carried(library, source, marked("ropes", "wet"))
    assert [(mark.page, mark.anchor) for mark in kept] == [("tide", "rain")]
    assert not found.lost


def test_two_bookmarks_that_meet_become_one_with_both_notes(library: Library, source: Path) -> None:
    here = Bookmark(NEW, "ropes", "", "Ropes", "first")
    kept, _ = carried(library, source, here, marked("ropes", "", "second"))
    assert [(mark.manual, mark.page, mark.note) for mark in kept] == [(NEW, "ropes", "first\n\nsecond")]


def test_the_files_of_the_record_are_part_of_the_manual(library: Library, source: Path) -> None:
    added(library, source)
    folder = library.find(NEW).folder
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {"former.json", "changes.json"} <= set(files)
    (folder / "former.json").write_text("[{}]", encoding="utf-8")
    assert verify_manual(library.find(NEW)).damage != ()
