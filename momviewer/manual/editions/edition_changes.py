"""Keeps in a bundle what changed from the edition that it replaced, and the numbers of that edition."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from momviewer.manual.bundle import CHANGES, FORMER
from momviewer.manual.checked.damage import damaged
from momviewer.manual.checked.values import DecodingError, json_of, list_of, member_of, record_of
from momviewer.manual.editions.comparison import Comparison, EditionChange, Way
from momviewer.manual.manifest import read_manifest, read_record
from momviewer.manual.numbering import destination
from momviewer.wording import counted


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """What changed from the edition `old` (the manual with the id `manual`) to the edition `new`."""

    manual: str
    old: str
    new: str
    changes: tuple[EditionChange, ...]

    @property
    def summary(self) -> str:
        """Return a sentence that counts the changes: "2 pages added, 1 example renumbered."."""
        counts = Counter((change.kind, way) for change in self.changes for way in change.ways)
        parts = [
            f"{counted(counts[kind, way], kind)} {way}"
            for kind in dict.fromkeys(kind for kind, _ in counts)
            for way in Way
            if counts[kind, way]
        ]
        return f"{', '.join(parts)}." if parts else "nothing changed."


def changes_of(comparison: Comparison) -> EditionChanges:
    """Return the record of a comparison."""
    old, new = comparison.old, comparison.new
    return EditionChanges(old.info.id, old.name, new.name, comparison.changes)


def write_edition_changes(folder: Path, comparison: Comparison) -> list[str]:
    """Write the record into a bundle's folder, and return the names of its files for the manifest.

    Raises OSError.
    """
    former = [asdict(known) for known in comparison.former]
    for name, value in ((FORMER, former), (CHANGES, asdict(changes_of(comparison)))):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return [FORMER, CHANGES]


def read_edition_changes(folder: Path) -> EditionChanges | None:
    """Return the record in a bundle's folder, or None if the manual replaced no other.

    Raises what is wrong with a bundle that cannot be opened, and DamagedBundleError for the record.
    """
    stored = read_record(folder, CHANGES, read_manifest(folder).files)
    if stored is None:
        return None
    try:
        record = record_of(json_of(stored))
        return EditionChanges(
            **record.texts("manual", "old", "new"), changes=list_of(record["changes"], _change)
        )
    except DecodingError as error:
        raise damaged(folder, f"{CHANGES}: {error}") from error


def _change(stored: object) -> EditionChange:
    change = record_of(stored)
    old, new = (destination(change[name]) if change[name] is not None else None for name in ("old", "new"))
    if old is None and new is None:
        raise DecodingError("it holds a change of nothing")
    ways = list_of(change["ways"], lambda way: member_of(Way, way))
    return EditionChange(ways=ways, old=old, new=new, **change.texts("kind", "before", "after"))
