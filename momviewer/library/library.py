"""The manuals that are installed: those the reader added, and the one that comes with the program."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from momviewer.errors import REPAIRABLE, LibraryError, NotFoundError, UnusableBundleError, UsageError
from momviewer.files import locked
from momviewer.library.naming import manual_id
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.checked.damage import damaged
from momviewer.manual.manifest import manifest_stamp, read_manifest, salvaged, write_manifest
from momviewer.manual.model import ManualInfo
from momviewer.manual.placing import LIBRARY_LOCK_TIMEOUT_S, REPLACED, held_sources, lock_of, settle, tidy
from momviewer.manual.source import archive_of, fingerprint
from momviewer.paths import Paths, checked_name, resources

BUILT_IN = "momentum-4-examples"
"""The bundled manual, as a source below `resources/manuals` and, in an installed copy, built beside it."""


@dataclass(frozen=True, slots=True)
class InstalledManual:
    """A manual of the library. `trouble` says why it cannot be opened, or is "".

    One is `repairable` where building it again would end the trouble.
    """

    info: ManualInfo
    folder: Path
    built_in: bool
    trouble: str = ""
    repairable: bool = False

    @property
    def has_source(self) -> bool:
        """Return whether its source is still there."""
        source = self.info.source
        try:
            return self.built_in or bool(source and (Path(source).is_dir() or archive_of(Path(source))))
        except OSError:  # a name that is too long, or a folder that may not be looked into
            return False


class Library:
    """The bundles in the reader's data folder, and the built-in one.

    A manifest is read again only if its file has changed.
    """

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._known: dict[Path, tuple[tuple[int, ...], InstalledManual]] = {}
        if paths.manuals.is_dir():
            tidy(paths.manuals)

    def manuals(self) -> list[InstalledManual]:
        """Return the manuals added, the latest first, then the built-in one where it is built.

        Raises LibraryError where their folder cannot be read; what is wrong with a manual is its `trouble`.
        """
        added = [self._installed(folder) for folder in self._folders()]
        built_in = self.built_in()
        return [*added, built_in] if built_in else added

    def built_in(self) -> InstalledManual | None:
        """Return the bundled manual, or None if a checkout still has to build it."""
        shipped = resources() / "built" / BUILT_IN
        if shipped.is_dir():
            return self._installed(shipped, built_in=True)
        built = self._installed(self.paths.built_in / BUILT_IN, built_in=True)
        current = not built.trouble and built.info.fingerprint == fingerprint(self.built_in_source())
        return built if current else None

    def built_in_source(self) -> Path:
        """Return the folder that the bundled manual is built from."""
        return resources() / "manuals" / BUILT_IN

    def find(self, manual_id: str) -> InstalledManual:
        """Return a manual by its id.

        Raises NotFoundError with the ids there are, and UsageError for what can be no id.
        Takes as long with a hundred manuals as with one.
        """
        checked_name(manual_id, "manual")
        folder = self.paths.manuals / manual_id
        if not folder.is_dir() and (self.paths.manuals / f"{REPLACED}{manual_id}").is_dir():
            settle(self.paths.manuals)
        if manual_id == BUILT_IN:
            found = self.built_in()
        elif re.fullmatch(r"[^./\\][^/\\]*", manual_id) and folder.is_dir():
            found = self._installed(folder)
        else:
            found = next((manual for manual in self.manuals() if manual.info.id == manual_id), None)
        if found is None:
            known = ", ".join(manual.info.id for manual in self.manuals()) or "none yet"
            raise NotFoundError(f"There is no manual {manual_id} in the library. It holds: {known}.")
        return found

    def first_usable(self, *preferred: str) -> tuple[InstalledManual | None, tuple[InstalledManual, ...]]:
        """Return the first of these manuals that can be opened, else the first there is, if there is one.

        Others are looked at only where none of these can be. Return as well those of them in trouble.
        """
        troubled: list[InstalledManual] = []
        for name in filter(None, preferred):
            try:
                found = self.find(name)
            except (NotFoundError, UsageError):
                continue
            if not found.trouble:
                return found, tuple(troubled)
            troubled.append(found)
        return next(iter(self.usable()), None), tuple(troubled)

    def usable(self) -> list[InstalledManual]:
        """Return the manuals that can be opened, as `manuals` orders them."""
        return [found for found in self.manuals() if not found.trouble]

    def added(self, manual_id: str, done: str) -> InstalledManual:
        """Return a manual that may be changed.

        Raises NotFoundError, and LibraryError for the built-in one, which cannot be `done`: "renamed".
        """
        manual = self.find(manual_id)
        if manual.built_in:
            raise LibraryError(f"{manual_id} comes with momviewer and cannot be {done}.")
        return manual

    def open(self, manual_id: str) -> Bundle:
        """Open a manual's bundle; raises NotFoundError, and what `open_bundle` does."""
        return open_bundle(self.find(manual_id).folder)

    def rename(self, manual_id: str, *, title: str = "", set_name: str = "") -> InstalledManual:
        """Give a manual another title or set, unless "", and return it as it is now.

        Raises NotFoundError, LibraryError, and the error of a manual that cannot be opened.
        """
        with self.locked():
            manual = self.added(manual_id, "renamed")
            manifest = read_manifest(manual.folder)
            info = manifest.info.renamed(title.strip(), set_name.strip())
            with unmoved(manual.folder):
                write_manifest(manual.folder, replace(manifest, info=info))
            return self.find(manual_id)

    @contextmanager
    def locked(self, timeout_s: float = LIBRARY_LOCK_TIMEOUT_S) -> Iterator[None]:
        """Change which manuals there are, or what they are called, alone for some milliseconds.

        Raises LibraryError if another program does so for too long.
        """
        with locked(lock_of(self.paths.manuals), timeout_s):
            yield

    def free_id(self, source: Path, stem: str = "") -> str:
        """Return the id for a manual read from `source`: its own again, or one after the folder.

        With a `stem` it is that, or "stem-2" and so on where others have it.

        One that is being built or may come back has its id already. Call it, and take the id, while the
        library is `locked`. Raises LibraryError where the folder of the manuals cannot be read.
        """
        taken = {folder.name: self._installed(folder).info.source for folder in self._folders()}
        try:
            taken = held_sources(self.paths.manuals) | taken
        except OSError as error:
            raise LibraryError(f"{self.paths.manuals} cannot be read: {error.strerror}.") from error
        if not stem:
            for name, known in taken.items():
                if known == str(source.absolute()):
                    return name
            stem = manual_id(source)
        candidates = (stem if count == 1 else f"{stem}-{count}" for count in range(1, len(taken) + 3))
        return next(name for name in candidates if name not in taken and name != BUILT_IN)

    def _folders(self) -> list[Path]:
        """Return the folders of added manuals, the latest first."""
        root = self.paths.manuals
        found = self._entries()
        names = {name for _, name in found}
        if any(name.startswith(REPLACED) and name.removeprefix(REPLACED) not in names for name in names):
            settle(root)  # one is just being replaced
            found = self._entries()
        return [root / name for _, name in sorted(found) if name[0] != "."]

    def _entries(self) -> list[tuple[int, str]]:
        """Return the folders in the folder of the manuals, with their times, which count backwards."""
        root = self.paths.manuals
        try:
            with os.scandir(root) as entries:
                return [(-entry.stat().st_mtime_ns, entry.name) for entry in entries if entry.is_dir()]
        except FileNotFoundError:  # there is none, or one of them is gone since
            return self._entries() if root.is_dir() else []
        except OSError as error:
            raise LibraryError(f"{root} cannot be read: {error.strerror}.") from error

    def _installed(self, folder: Path, *, built_in: bool = False) -> InstalledManual:
        """Return a manual by its manifest, or with the reason why that cannot be read."""
        state = manifest_stamp(folder)
        known = self._known.get(folder)
        if known and state and known[0] == state:
            return known[1]
        try:
            info = read_manifest(folder).info if built_in else _added_info(folder)
            found = InstalledManual(info, folder, built_in)
        except LibraryError as error:
            return InstalledManual(salvaged(folder), folder, built_in, str(error))  # asked again next time
        except UnusableBundleError as error:
            found = InstalledManual(salvaged(folder), folder, built_in, str(error))
            if isinstance(error, REPAIRABLE):
                found = replace(found, repairable=found.has_source)
        self._known[folder] = state, found
        return found


def _added_info(folder: Path) -> ManualInfo:
    """Return what the manifest of an added manual says; its id has to be the name of its folder.

    What is done to a manual goes by its id, so one that bore another's could have that removed.
    """
    info = read_manifest(folder).info
    if info.id != folder.name:
        raise damaged(folder, f"it says that it is {info.id}")
    return info


@contextmanager
def unmoved(folder: Path) -> Iterator[None]:
    """Keep the time of a folder, which orders the manuals, while files in it are written.

    Raises LibraryError for an OSError in the block.
    """
    try:
        since = folder.stat().st_mtime_ns
        yield
        os.utime(folder, ns=(since, since))
    except OSError as error:
        raise LibraryError(f"{folder} cannot be written: {error.strerror}.") from error
