"""Collects everything that is known of a manual, for the library window and the prompt."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from momviewer.errors import MomviewerError
from momviewer.library.library import InstalledManual
from momviewer.library.verifying import Findings, dangling
from momviewer.manual.bundle import Report, open_bundle
from momviewer.manual.editions.edition_changes import EditionChanges, read_edition_changes
from momviewer.manual.manifest import MANIFEST, read_manifest
from momviewer.manual.source import archive_of, fingerprint


class SourceState(StrEnum):
    """The state of a manual's source, compared with when it was read."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Details:
    """All details of a manual. `size` is in bytes; `built` and `added` are times, or None if unknown.

    `trouble` says why it cannot be opened; then only what is known anyway is filled in.
    """

    manual: InstalledManual
    source: SourceState
    trouble: str = ""
    size: int = 0
    built: datetime | None = None
    added: datetime | None = None
    report: Report = field(default_factory=Report)
    findings: Findings = field(default_factory=lambda: Findings(""))
    edition_changes: EditionChanges | None = None


def details_of(manual: InstalledManual) -> Details:
    """Read the details of a manual; takes a few milliseconds, and longer for a large source."""
    state = _source_state(manual)
    if manual.trouble:
        return Details(manual, state, manual.trouble)
    added = _time(manual.info.added)
    try:
        size = read_manifest(manual.folder).size
        built = _time(manual.info.built) or _time_of(manual.folder / MANIFEST)
        with open_bundle(manual.folder) as bundle:
            edition_changes = read_edition_changes(manual.folder)
            return Details(
                manual, state, "", size, built, added, bundle.report(), dangling(bundle), edition_changes
            )
    except MomviewerError as error:
        return Details(manual, state, str(error), added=added)


def _source_state(manual: InstalledManual) -> SourceState:
    info = manual.info
    if manual.built_in or not info.source:
        return SourceState.NONE
    source = Path(info.source)
    try:
        if not source.is_dir() and archive_of(source) is None:
            return SourceState.GONE
        return SourceState.SAME if fingerprint(source) == info.fingerprint else SourceState.CHANGED
    except OSError:
        return SourceState.GONE  # it cannot be read, so it can be rebuilt as little


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone() if text else None
    except ValueError:
        return None


def _time_of(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    except OSError:
        return None
