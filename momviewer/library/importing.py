"""Builds manuals into the library by running the builder as a process of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from momviewer import errors
from momviewer.library.building import run_builder
from momviewer.library.library import BUILT_IN, InstalledManual, Library
from momviewer.manual.bundle import Report, open_bundle
from momviewer.manual.placing import install, partial_prefix
from momviewer.manual.source import archive_of
from momviewer.progress import BuildProgress

if TYPE_CHECKING:
    from momviewer.manual.editions.comparison import Comparison


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What the reader decides about a manual: title and set, and which it replaces; "" leaves it open."""

    title: str = ""
    set: str = ""
    replaces: str = ""


NO_OPTIONS = AddOptions()


@dataclass(frozen=True, slots=True)
class OfferedManual:
    """A manual that a path holds: give `source` and `part` to `add_manual`; `pages` counts its page files."""

    source: Path
    part: str
    title: str
    form: str
    pages: int


def ignore(_told: object) -> None:
    """Take what nobody wants to know."""


def never() -> bool:
    """Say that nobody stops the build."""
    return False


def offered_manuals(source: Path, *, cancelled: Callable[[], bool] = never) -> list[OfferedManual]:
    """Return the manuals that `source` holds, itself or a few levels down; blocks until the builder answers.

    The only one in an archive is part "", so that it goes by the archive's name. Raises SourceError where it
    holds none, or CancelledError.
    """
    answer = run_builder([str(source.absolute()), "--list"], source, None, lambda *_: None, cancelled)
    offered = [OfferedManual(source, **found) for found in answer["manuals"]]
    alone = len(offered) == 1 and archive_of(source) is not None
    return [replace(offered[0], part="")] if alone else offered


def add_manual(
    library: Library,
    source: Path,
    options: AddOptions = NO_OPTIONS,
    *,
    part: str = "",
    progress: Callable[[BuildProgress], None] = ignore,
    cancelled: Callable[[], bool] = never,
    compared: Callable[["Comparison"], None] = ignore,
) -> InstalledManual:
    """Build the manual in folder `source` into the library and return it; blocks until that is done.

    `part` says which one, as `offered_manuals` does, where the folder holds several. A manual read from the
    same folder before is replaced once the new one is complete; an older edition, found or wished to be
    replaced, stays. `compared` is told how the manual differs from the one before. Raises SourceError,
    LibraryError, or CancelledError; then the library is as it was.
    """
    source = source / part
    if options.replaces:
        library.find(options.replaces)
    manual_id = library.free_id(source)
    with _staged(library.paths.manuals / manual_id) as staged:
        _build(library, (source, staged, manual_id), options, progress, cancelled)
        comparison = _take_over(library, staged, options)
    if comparison:
        compared(comparison)
    return library.find(manual_id)


def rebuild_manual(
    library: Library,
    manual_id: str,
    *,
    progress: Callable[[BuildProgress], None] = ignore,
    cancelled: Callable[[], bool] = never,
    compared: Callable[["Comparison"], None] = ignore,
) -> InstalledManual:
    """Build a manual again from the folder it came from, keeping its title and set.

    Where the folder has changed, `compared` is told how the manual differs, as when one is added. Raises
    NotFoundError, and SourceError, LibraryError or CancelledError with the library as it was.
    """
    manual = library.find(manual_id)
    if manual.built_in:
        return build_built_in(library, progress=progress, cancelled=cancelled)
    if not manual.info.source:
        raise errors.SourceError(f"It is not known which folder {manual_id} was built from. Add it again.")
    info = manual.info
    with _staged(manual.folder) as staged:
        _build(
            library,
            (Path(info.source), staged, info.id),
            AddOptions(info.title, info.set),
            progress,
            cancelled,
        )
        comparison = _take_over(library, staged, AddOptions(set=info.set))
    if comparison:
        compared(comparison)
    return library.find(manual_id)


def build_built_in(
    library: Library,
    *,
    progress: Callable[[BuildProgress], None] = ignore,
    cancelled: Callable[[], bool] = never,
) -> InstalledManual:
    """Build the bundled manual of a checkout into the cache and return it.

    Raises SourceError, LibraryError, or CancelledError.
    """
    target = library.paths.built_in / BUILT_IN
    _build(library, (library.built_in_source(), target, BUILT_IN), NO_OPTIONS, progress, cancelled)
    return library.find(BUILT_IN)


def report_of(manual: InstalledManual) -> Report:
    """Return what building a manual left out; raises what `open_bundle` does."""
    with open_bundle(manual.folder) as bundle:
        return bundle.report()


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Yield where to build a bundle beside its place; it is put there at the end, unless something failed."""
    staged = folder.parent / f"{partial_prefix(folder, os.getpid())}whole"
    try:
        yield staged
        install(staged, folder)
    except OSError as error:
        raise errors.LibraryError(
            f"The manual could not be written to {folder}: {error.strerror}."
        ) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _take_over(library: Library, staged: Path, options: AddOptions) -> "Comparison | None":
    # Loaded here, for no other verb and no start of the window needs it, and it takes an eighth of `show`.
    from momviewer.library.succession import take_over

    return take_over(library, staged, replaces=options.replaces, set_name=options.set)


def _build(
    library: Library,
    job: tuple[Path, Path, str],
    options: AddOptions,
    progress: Callable[[BuildProgress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Build one manual: from a source, to a folder, under an id."""
    source, target, manual_id = job
    arguments = [str(source.absolute()), str(target), "--id", manual_id]
    arguments += ["--title", options.title, "--set", options.set]
    for manual in library.manuals():
        if manual.info.counts.examples and manual.info.id != manual_id and not manual.trouble:
            arguments += ["--numbered", str(manual.folder)]
    run_builder(arguments, source, target, progress, cancelled)
