"""Adds manuals to the library and builds them again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from momviewer import errors
from momviewer.files import locked
from momviewer.library.building import run_builder
from momviewer.library.library import BUILT_IN, InstalledManual, Library
from momviewer.library.naming import says_something, titled_id
from momviewer.manual.bundle import Report, open_bundle
from momviewer.manual.manifest import read_manifest, write_manifest
from momviewer.manual.placing import PARTIAL, HeldFolder, hold_folder, install, lock_of, tidy
from momviewer.manual.source import archive_of, name_of
from momviewer.progress import BuildProgress

if TYPE_CHECKING:
    from momviewer.manual.editions.comparison import Comparison


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What the reader chose for a manual: title, set, and the manual it replaces; "" chooses nothing."""

    title: str = ""
    set: str = ""
    replaces: str = ""


NO_OPTIONS = AddOptions()
LOCK_TIMEOUT_S = 60.0
"""Seconds that other programs are waited for: a build that took minutes can wait for a few of them."""


@dataclass(frozen=True, slots=True)
class OfferedManual:
    """A manual at a path, with the `source` and `part` for `add_manual`; `pages` counts its page files."""

    source: Path
    part: str
    title: str
    form: str
    pages: int


def ignore(_told: object) -> None:
    """Ignore the progress."""


def never() -> bool:
    """Return False: nobody cancels the build."""
    return False


def offered_manuals(source: Path, *, cancelled: Callable[[], bool] = never) -> list[OfferedManual]:
    """Return the manuals in `source` or some levels below; blocks until the builder answers.

    The only manual of an archive is part "", so that it is named after the archive. Raises SourceError if
    there is none, or CancelledError.
    """
    answer = run_builder([str(source.absolute()), "--list"], source, lambda *_: None, cancelled)
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
    """Build the manual in the folder `source` into the library and return it; blocks until that is done.

    `part` says which one, as `offered_manuals` does, if the folder has several. A manual that was read from
    the same folder before is replaced once the new one is complete; an older edition, found or named by the
    reader, stays. `compared` is called with the comparison to the one before. Raises SourceError,
    LibraryError or CancelledError; then the library is as it was.
    """
    source = source / part
    if options.replaces:
        library.find(options.replaces)
    with _claim(library, source) as claim:
        _build(library, claim, options, progress, cancelled)
        with _named_by_title(library, claim) as named:
            comparison = _take_over(library, named.built, options)
            added = _put_in_place(library, named, keep_set=not options.set)
    if comparison:
        compared(comparison)
    return added


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
    with _claim(library, Path(info.source), info.id) as claim:
        _build(library, claim, AddOptions(info.title, info.set), progress, cancelled)
        comparison = _take_over(library, claim.built, AddOptions(set=info.set))
        rebuilt = _put_in_place(library, claim, keep_set=True, keep_title=True)
    if comparison:
        compared(comparison)
    return rebuilt


def build_built_in(
    library: Library,
    *,
    progress: Callable[[BuildProgress], None] = ignore,
    cancelled: Callable[[], bool] = never,
) -> InstalledManual:
    """Build the bundled manual of a checkout into the cache and return it.

    Raises SourceError, LibraryError, or CancelledError.
    """
    cache = library.paths.built_in
    tidy(cache)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with hold_folder(cache, PARTIAL, BUILT_IN) as held:
            claim = _Claim(BUILT_IN, library.built_in_source(), held)
            _build(library, claim, NO_OPTIONS, progress, cancelled)
            with locked(lock_of(cache), LOCK_TIMEOUT_S):
                install(claim.built, cache / BUILT_IN)
    except OSError as error:
        raise errors.LibraryError(f"The manual could not be written to {cache}: {error.strerror}.") from error
    return library.find(BUILT_IN)


def report_of(manual: InstalledManual) -> Report:
    """Return what building a manual left out; raises what `open_bundle` does."""
    with open_bundle(manual.folder) as bundle:
        return bundle.report()


@dataclass(frozen=True, slots=True)
class _Claim:
    """An id that nobody else gives to another manual while `held` is, and where the manual is built."""

    manual_id: str
    source: Path
    held: HeldFolder
    replaces: bool = False
    """Whether a manual is to be there that this one replaces."""

    @property
    def built(self) -> Path:
        """Return the bundle that is built."""
        return self.held.bundle


@contextmanager
def _claim(library: Library, source: Path, manual_id: str = "") -> Iterator[_Claim]:
    """Hold an id, that of a manual that is there or a free one, until its manual is built and in place."""
    manuals = library.paths.manuals
    try:
        manuals.mkdir(parents=True, exist_ok=True)
        with library.locked(LOCK_TIMEOUT_S):
            name = manual_id or library.free_id(source)
            held = hold_folder(manuals, PARTIAL, name, str(source.absolute()))
        with held:
            yield _Claim(name, source, held, replaces=bool(manual_id))
    except OSError as error:
        raise errors.LibraryError(
            f"The manual could not be written to {manuals}: {error.strerror}."
        ) from error


@contextmanager
def _named_by_title(library: Library, claim: _Claim) -> Iterator[_Claim]:
    """Hold an id after the title and edition of a built manual, where its folder's name says nothing.

    One that is in the library already, from the same folder, keeps its id.
    """
    manuals = library.paths.manuals
    info = read_manifest(claim.built).info
    stem = titled_id(info.title, info.edition)
    is_named = says_something(claim.source) or (manuals / claim.manual_id).is_dir()
    if is_named or not stem or stem == claim.manual_id or info.title == name_of(claim.source):
        yield claim
        return
    with library.locked(LOCK_TIMEOUT_S):
        name = library.free_id(claim.source, stem)
        held = hold_folder(manuals, PARTIAL, name, str(claim.source.absolute()))
    with held:
        claim.built.rename(held.bundle)
        manifest = read_manifest(held.bundle)
        write_manifest(held.bundle, replace(manifest, info=replace(manifest.info, id=name)))
        yield replace(claim, manual_id=name, held=held)


def _put_in_place(
    library: Library, claim: _Claim, *, keep_set: bool, keep_title: bool = False
) -> InstalledManual:
    """Put a built manual into its place, with what it was renamed to meanwhile; return it.

    Raises LibraryError if it was to replace one that was removed meanwhile: that is what the reader wanted.
    """
    folder = library.paths.manuals / claim.manual_id
    with library.locked(LOCK_TIMEOUT_S):
        if folder.is_dir():
            now = library.find(claim.manual_id).info
            if now.source and now.source != str(claim.source.absolute()):
                raise errors.LibraryError(
                    f"Another manual took the name {claim.manual_id} meanwhile. Add this one again."
                )
            _rename(claim.built, title=now.title if keep_title else "", set_name=now.set if keep_set else "")
        elif claim.replaces:
            raise errors.LibraryError(
                f"{claim.manual_id} was removed while it was being rebuilt, and stays removed."
            )
        install(claim.built, folder)
        return library.find(claim.manual_id)


def _rename(built: Path, *, title: str, set_name: str) -> None:
    """Give a built manual another title and set, where they are given."""
    manifest = read_manifest(built)
    info = manifest.info.renamed(title, set_name)
    if info != manifest.info:
        write_manifest(built, replace(manifest, info=info))


def _take_over(library: Library, staged: Path, options: AddOptions) -> "Comparison | None":
    # Loaded here, for no other verb and no start of the window needs it, and it takes an eighth of `show`.
    from momviewer.library.succession import take_over

    return take_over(library, staged, replaces=options.replaces, set_name=options.set)


def _build(
    library: Library,
    claim: _Claim,
    options: AddOptions,
    progress: Callable[[BuildProgress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Build one manual to where its claim says."""
    arguments = [str(claim.source.absolute()), str(claim.built), "--id", claim.manual_id]
    arguments += ["--title", options.title, "--set", options.set]
    for manual in library.manuals():
        if manual.info.counts.examples and manual.info.id != claim.manual_id and not manual.trouble:
            arguments += ["--numbered", str(manual.folder)]
    run_builder(arguments, claim.source, progress, cancelled)
