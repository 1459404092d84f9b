"""Finds the manual that a new one is another edition of, and takes over its set, numbers and bookmarks."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from momviewer.errors import MomviewerError, UnusableBundleError
from momviewer.library.library import InstalledManual, Library, unmoved
from momviewer.manual.bundle import CHANGES, FORMER, Bundle, open_bundle
from momviewer.manual.editions.anchor_mapper import AnchorMapper
from momviewer.manual.editions.comparison import PAGE, Comparison, compare
from momviewer.manual.editions.edition import common_pages, edition_key, edition_of, is_newer
from momviewer.manual.editions.edition_changes import (
    EditionChanges,
    changes_of,
    read_edition_changes,
    write_edition_changes,
)
from momviewer.manual.links import Address
from momviewer.manual.manifest import files_of, read_manifest, write_manifest
from momviewer.user_data.bookmarks import Bookmark, Bookmarks

RELATED = 1 / 3
"""The least share of page ids that two editions of a manual have in common."""


def take_over(library: Library, built: Path, *, replaces: str = "", set_name: str = "") -> Comparison | None:
    """Finish a manual that is built but not yet in its place; return the comparison with the edition before.

    The edition before is the manual with the same id, else the one that this `replaces`, else the newest
    older edition with its title or set. Its set (unless `set_name` is given), its numbers and the changes are
    written into the bundle. Raises NotFoundError if there is no manual to replace.
    """
    with open_bundle(built) as new, ExitStack() as stack:
        old = _predecessor(library, new, replaces)
        if old:
            stack.enter_context(old)
        comparison = _compared(old, new) if old and _differ(old, new) else None
        record = _record_of(old) if old else []
    manifest = read_manifest(built)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    info = replace(manifest.info, added=now, built=now)
    names: list[str] = []
    if old:
        in_place = old.info.id == info.id
        info = replace(info, added=(in_place and old.info.added) or now, set=set_name or old.info.set)
        if comparison and (comparison.changes or not in_place):
            names = write_edition_changes(built, comparison)
        else:
            names = record
            for name in names:
                shutil.copyfile(old.folder / name, built / name)
    write_manifest(built, replace(manifest, info=info, files=manifest.files | files_of(built, names)))
    return comparison


def _differ(old: Bundle, new: Bundle) -> bool:
    """Return whether two bundles may differ: not if both were built from the same state of a source."""
    one, other = old.info, new.info
    return (one.source, one.fingerprint, one.edition) != (other.source, other.fingerprint, other.edition)


def _compared(old: Bundle, new: Bundle) -> Comparison | None:
    """Return the comparison of two editions, or None if the old one is damaged: rebuilding mends that."""
    try:
        before = edition_of(old)
    except UnusableBundleError:
        return None
    return compare(before, edition_of(new))


def _record_of(old: Bundle) -> list[str]:
    """Return the files of a bundle that tell of the edition before it; none if they are damaged."""
    try:
        old.former()
        read_edition_changes(old.folder)
    except UnusableBundleError:
        return []
    return [name for name in (FORMER, CHANGES) if (old.folder / name).exists()]


def _predecessor(library: Library, new: Bundle, replaces: str) -> Bundle | None:
    if replaces:
        return library.open(replaces)
    mine = new.info
    candidates: list[Bundle] = []
    for manual in library.manuals():
        info = manual.info
        related = info.title.casefold() == mine.title.casefold() or info.set == mine.set
        is_older = related and not manual.built_in and is_newer(mine.edition, info.edition)
        if manual.trouble or not (info.id == mine.id or is_older):
            continue
        try:
            candidates.append(open_bundle(manual.folder))
        except UnusableBundleError:
            continue  # it is damaged: the library says so where it is listed, and here it has nothing to give
    return _closest(candidates, new)


def _closest(candidates: list[Bundle], new: Bundle) -> Bundle | None:
    """Return the candidate of the same id, else the newest that shares enough pages; close all others."""
    pages = [page.id for page in new.pages()]
    best: Bundle | None = None
    for candidate in candidates:
        in_place = candidate.info.id == new.info.id
        shares = in_place or common_pages(pages, _page_ids(candidate)) >= RELATED
        newest = best is None or is_newer(candidate.info.edition, best.info.edition)
        if shares and (in_place or (newest and (best is None or best.info.id != new.info.id))):
            best = candidate
    for candidate in candidates:
        if candidate is not best:
            candidate.close()
    return best


def _page_ids(bundle: Bundle) -> list[str]:
    """Return the ids of a manual's pages; none if it is damaged, for then it has nothing to give."""
    try:
        return [page.id for page in bundle.pages()]
    except UnusableBundleError:
        return []


@dataclass(frozen=True, slots=True)
class Move:
    """A bookmark and its new address: its place, or the top of its page if that was not `found`."""

    bookmark: Bookmark
    address: Address
    found: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """The moved bookmarks of an edition, and those that lost their place.

    A lost one whose page is still there leads to the page's top; any other leads where it led.
    """

    kept: tuple[Bookmark, ...] = ()
    lost: tuple[Bookmark, ...] = ()


def moves(bookmarks: Iterable[Bookmark], comparison: Comparison) -> list[Move]:
    """Return where the bookmarks of the old edition lead in the new one; changes nothing; takes a moment."""
    mapper = AnchorMapper(comparison)
    manual = comparison.new.info.id
    found = []
    for bookmark in bookmarks:
        if bookmark.manual == comparison.old.info.id:
            place = mapper.follow(bookmark.page, bookmark.anchor)
            home = mapper.home(bookmark.page)
            where = place or (Address(home) if home else None)
            address = replace(where, manual=manual) if where else bookmark.address
            found.append(Move(bookmark, address, place is not None))
    return found


def carry(bookmarks: Bookmarks, wanted: Iterable[Move]) -> Carried:
    """Move bookmarks to their new addresses; notes, folders and order stay.

    A bookmark that is no longer there is passed over.
    """
    wanted = tuple(wanted)
    led = zip(wanted, bookmarks.lead((move.bookmark, move.address) for move in wanted), strict=True)
    carried = [(move.found, bookmark) for move, bookmark in led if bookmark]
    kept = tuple(bookmark for found, bookmark in carried if found)
    return Carried(kept, tuple(bookmark for found, bookmark in carried if not found))


def take_over_from(library: Library, new_id: str, old_id: str) -> Comparison:
    """Let an installed manual take over from another, as if it had been added as its newer edition.

    Raises LibraryError, NotFoundError, and the error of a manual that cannot be opened.
    """
    manual = library.find(new_id)
    with library.open(old_id) as old, open_bundle(manual.folder) as new:
        comparison = compare(edition_of(old), edition_of(new))
    with library.locked(), unmoved(manual.folder):
        manifest = read_manifest(manual.folder)
        files = {name: state for name, state in manifest.files.items() if name not in {FORMER, CHANGES}}
        write_manifest(manual.folder, replace(manifest, files=files))  # so that a kill leaves it sound
        files |= files_of(manual.folder, write_edition_changes(manual.folder, comparison))
        write_manifest(manual.folder, replace(manifest, files=files))
    return comparison


def followed(library: Library, address: Address) -> tuple[InstalledManual, Address] | None:
    """Return where a place of a manual that was removed is now: the newest edition that took over from it.

    None where nothing did. A page that the newer edition calls otherwise is found by the record of the
    changes; takes some milliseconds for each manual.
    """
    found: list[tuple[InstalledManual, EditionChanges]] = []
    for manual in library.usable():
        try:
            record = read_edition_changes(manual.folder)
        except MomviewerError:
            continue  # its trouble is said where it is read itself, and it was not asked for here
        if record and record.manual == address.manual != manual.info.id:
            found.append((manual, record))
    if not found:
        return None
    manual, record = max(found, key=lambda pair: edition_key(pair[0].info.edition) or ((), ""))
    homes = {
        change.old.page: change.new.page
        for change in record.changes
        if change.kind == PAGE and change.old and change.new
    }
    page = homes.get(address.page, address.page)
    return manual, Address(page, address.anchor, manual.info.id)


def changes_between(library: Library, old_id: str, new_id: str) -> EditionChanges:
    """Compare two manuals of the library; takes a quarter of a second for 800 pages.

    Raises NotFoundError, DamagedBundleError or BundleFormatError.
    """
    with library.open(old_id) as old, library.open(new_id) as new:
        return changes_of(compare(edition_of(old), edition_of(new)))
