"""Keeps in a bundle what changed from the edition that it replaced, and the numbers of that edition."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from momviewer.manual.bundle import CHANGES, FORMER
from momviewer.manual.damage import damaged, file_trouble
from momviewer.manual.editions.comparison import Comparison, EditionChange, Way
from momviewer.manual.numbering import Destination
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

    Raises DamagedBundleError, and LibraryError where the computer does not give the file.
    """
    try:
        stored = json.loads((folder / CHANGES).read_text(encoding="utf-8"))
        return EditionChanges(**{**stored, "changes": tuple(map(_change, stored["changes"]))})
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_trouble(folder, CHANGES, error) from error
    except (ValueError, LookupError, TypeError) as error:
        raise damaged(folder, f"{CHANGES}: {error}") from error


def _change(stored: dict[str, Any]) -> EditionChange:
    places = {name: Destination(**stored[name]) if stored[name] else None for name in ("old", "new")}
    return EditionChange(**{**stored, **places, "ways": tuple(map(Way, stored["ways"]))})
