"""`momviewer library changes`, and what adding a new edition says about the one before."""

import difflib
import sys

from momviewer.cli.output import print_json
from momviewer.errors import NotFoundError
from momviewer.library.library import Library
from momviewer.library.succession import Carried, carry, changes_between, moves
from momviewer.manual.editions.comparison import PAGE, Comparison, EditionChange, Way
from momviewer.manual.editions.edition_changes import EditionChanges, changes_of, read_edition_changes
from momviewer.manual.numbering import Destination
from momviewer.paths import Paths
from momviewer.user_data.bookmark_store import BookmarkStore

MARKS = {Way.ADDED: "+", Way.REMOVED: "-"}
LOST_SHOWN = 10


def changes(library: Library, old: str, new: str, *, as_json: bool) -> int:
    """Print what changed from a manual to another, or with `new` "" in the one since the edition before.

    Raises NotFoundError where nothing is known of an edition before.
    """
    if new:
        edition_changes = changes_between(library, old, new)
    else:
        found = read_edition_changes(library.find(old).folder)
        if found is None:
            raise NotFoundError(f"{old} has not taken over from another edition. Name two: changes OLD NEW.")
        edition_changes = found
    if as_json:
        print_json(_as_json(edition_changes, old, new or old))
    else:
        sys.stdout.write(f"From {edition_changes.old} to {edition_changes.new}: {edition_changes.summary}\n")
        for change in edition_changes.changes:
            sys.stdout.write(f"{_line(change)}\n")
    return 0


def print_succession(paths: Paths, comparison: Comparison) -> None:
    """Lead the reader's bookmarks to a new edition, and say on standard error what it changed."""
    old, new = comparison.old, comparison.new
    told = [f"{new.info.title}: from {old.name} to {new.name}, {changes_of(comparison).summary}"]
    store = BookmarkStore(paths.bookmarks)
    bookmarks = store.load()
    if store.trouble:
        told.append(store.trouble)
    carried = carry(bookmarks, moves(bookmarks, comparison))
    if carried.kept or carried.lost:
        store.save(bookmarks)
    told += _carried_lines(carried)
    sys.stderr.write("".join(f"momviewer: {line}\n" for line in told))


def _carried_lines(carried: Carried) -> list[str]:
    lines = [f"Bookmarks led to it: {len(carried.kept)}."] if carried.kept else []
    if carried.lost:
        names = ", ".join(bookmark.title for bookmark in carried.lost[:LOST_SHOWN])
        more = len(carried.lost) - LOST_SHOWN
        lines.append(f"Bookmarks that lost their place: {names}{f' and {more} more' if more > 0 else ''}.")
    return lines


def _line(change: EditionChange) -> str:
    mark = next((MARKS[way] for way in change.ways if way in MARKS), "~")
    old, new = change.old, change.new
    number = change.place.number
    if old and new and old.number != new.number:
        number = f"{old.number or 'none'} -> {new.number or 'none'}"
    kind = change.kind.capitalize()
    name = " ".join(part for part in (kind, number, change.place.title) if part)
    ways = "" if mark in MARKS.values() else f": {', '.join(change.ways)}"
    return f"{mark} {name} ({change.place.page}){ways}"


def _as_json(edition_changes: EditionChanges, old: str, new: str) -> dict[str, object]:
    return {
        "old": {"manual": edition_changes.manual or old, "edition": edition_changes.old},
        "new": {"manual": new, "edition": edition_changes.new},
        "changes": [
            {
                "kind": change.kind,
                "ways": list(change.ways),
                "old": _place(change.old),
                "new": _place(change.new),
                "difference": _difference(change),
            }
            for change in edition_changes.changes
        ],
    }


def _place(place: Destination | None) -> dict[str, str] | None:
    if place is None:
        return None
    return {"number": place.number, "title": place.title, "page": place.page, "anchor": place.anchor}


def _difference(change: EditionChange) -> list[str]:
    """Return the lines of a unified difference, where both texts are there."""
    if Way.CHANGED not in change.ways:
        return []
    names = ("page", "page") if change.kind == PAGE else ("code", "code")
    lines = difflib.unified_diff(
        change.before.split("\n"), change.after.split("\n"), *names, n=2, lineterm=""
    )
    return list(lines)[2:]
