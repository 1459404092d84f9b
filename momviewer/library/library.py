"""The manuals a reader has: those added, and the one that comes with the program."""

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from momviewer.errors import LibraryError, MomviewerError, NotFoundError
from momviewer.manual.bundle import PARTIAL, Bundle, fingerprint, open_bundle, read_manifest, recover
from momviewer.manual.model import Counts, ManualInfo
from momviewer.paths import Paths, resources

BUILT_IN = "momentum-4-examples"
"""The bundled manual, as a source below `resources/manuals` and, in an installed copy, built beside it."""
ABANDONED_AFTER = 3600.0
"""Seconds after which a half-written bundle belongs to no running builder."""


@dataclass(frozen=True, slots=True)
class InstalledManual:
    """A manual of the library. `trouble` says why it cannot be opened, or is ""."""

    info: ManualInfo
    folder: Path
    built_in: bool
    trouble: str = ""


class Library:
    """The bundles below the reader's data folder, and the built-in one."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        if paths.manuals.is_dir():
            _tidy(paths.manuals)

    def manuals(self) -> list[InstalledManual]:
        """Return the manuals added, the latest first, then the built-in one where it is built."""
        added = [_installed(folder) for folder in self._folders()]
        built_in = self.built_in()
        return [*added, built_in] if built_in else added

    def built_in(self) -> InstalledManual | None:
        """Return the bundled manual; None where a checkout has yet to build it as it is now."""
        shipped = resources() / "built" / BUILT_IN
        if shipped.is_dir():
            return _installed(shipped, built_in=True)
        built = _installed(self.paths.built_in / BUILT_IN, built_in=True)
        current = not built.trouble and built.info.fingerprint == fingerprint(self.built_in_source())
        return built if current else None

    def built_in_source(self) -> Path:
        """Return the folder that the bundled manual is built from."""
        return resources() / "manuals" / BUILT_IN

    def find(self, manual_id: str) -> InstalledManual:
        """Return a manual by its id; raises NotFoundError with the ids there are."""
        manuals = self.manuals()
        for manual in manuals:
            if manual.info.id == manual_id:
                return manual
        known = ", ".join(manual.info.id for manual in manuals) or "none yet"
        raise NotFoundError(f"There is no manual {manual_id} in the library. It holds: {known}.")

    def open(self, manual_id: str) -> Bundle:
        """Open a manual's bundle; raises NotFoundError, DamagedBundleError or BundleFormatError."""
        return open_bundle(self.find(manual_id).folder)

    def remove(self, manual_id: str) -> InstalledManual:
        """Take a manual out of the library and return what it was; its source is not touched."""
        manual = self.find(manual_id)
        if manual.built_in:
            raise LibraryError(f"{manual_id} comes with momviewer and cannot be removed.")
        try:
            shutil.rmtree(manual.folder)
        except OSError as error:
            raise LibraryError(f"{error.filename} cannot be removed: {error.strerror}.") from error
        return manual

    def free_id(self, source: Path) -> str:
        """Return the id for a manual read from `source`: its own again, or one after the folder."""
        taken = {}
        for folder in self._folders():
            taken[folder.name] = _installed(folder).info.source
            if taken[folder.name] == str(source.absolute()):
                return folder.name
        stem = re.sub(r"[^a-z0-9]+", "-", source.absolute().name.lower()).strip("-") or "manual"
        candidates = (stem if count == 1 else f"{stem}-{count}" for count in range(1, len(taken) + 3))
        return next(name for name in candidates if name not in taken and name != BUILT_IN)

    def _folders(self) -> list[Path]:
        """Return the folders of the manuals added, the latest first."""
        root = self.paths.manuals
        try:
            found = [folder for folder in root.iterdir() if folder.is_dir() and folder.name[0] != "."]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LibraryError(f"{root} cannot be read: {error.strerror}.") from error
        return sorted(found, key=lambda folder: (-folder.stat().st_mtime_ns, folder.name))


def _installed(folder: Path, *, built_in: bool = False) -> InstalledManual:
    """Return what a bundle's manifest says, or why it does not."""
    try:
        info, _ = read_manifest(folder)
    except MomviewerError as error:
        unknown = ManualInfo(folder.name, folder.name, "", "", "", "", "", Counts())
        return InstalledManual(unknown, folder, built_in, str(error))
    return InstalledManual(info, folder, built_in)


def _tidy(manuals: Path) -> None:
    """Mend what a killed program left: a manual between two renames goes back, half-written ones go."""
    try:
        recover(manuals)
        for partial in _abandoned(manuals):
            shutil.rmtree(partial)
    except OSError:
        return  # a library that may only be read is as tidy as it will get


def _abandoned(manuals: Path) -> Iterator[Path]:
    now = time.time()
    for partial in manuals.glob(f"{PARTIAL}*"):
        if now - partial.stat().st_mtime > ABANDONED_AFTER:
            yield partial
