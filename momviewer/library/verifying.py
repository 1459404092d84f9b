"""Checks a manual of the library: is every file as it was written, and where do its links lead nowhere."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from momviewer.errors import LibraryError, UnusableBundleError
from momviewer.library.library import InstalledManual
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.editions.edition_changes import read_edition_changes


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A page that a manual links to and does not hold: how many links lead there, and from which pages."""

    page: str
    links: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostAnchor:
    """A link whose page exists and whose anchor does not; the viewer opens the top of the page."""

    page: str
    target: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a manual. `damage` needs a rebuild; the rest is how the source is.

    `trouble` says what kept the computer from reading all of it, or is "": then there may be more damage.
    """

    id: str
    damage: tuple[str, ...] = ()
    missing_pages: tuple[MissingPage, ...] = ()
    lost_anchors: tuple[LostAnchor, ...] = ()
    problems: tuple[str, ...] = ()
    trouble: str = ""


def _any_index(_bundle: Bundle) -> None:
    """Take an index whose bytes are as they were written for sound."""


def verify_manual(manual: InstalledManual, check_index: Callable[[Bundle], None] = _any_index) -> Findings:
    """Read everything in a manual and return what is wrong with it.

    Its checksums say whether a byte has changed since it was written, but not who wrote it. So what it holds
    is read as well; `check_index` reads the index, and raises DamagedBundleError.
    """
    try:
        with open_bundle(manual.folder) as bundle:
            if damage := tuple(bundle.verify()):
                return Findings(manual.info.id, damage)
            bundle.check()
            read_edition_changes(bundle.folder)
            check_index(bundle)
            return dangling(bundle)
    except UnusableBundleError as error:
        return Findings(manual.info.id, damage=(str(error),))
    except LibraryError as error:
        return Findings(manual.info.id, trouble=str(error))


def dangling(bundle: Bundle) -> Findings:
    """Return where the links of a manual lead nowhere, and the problems of its source.

    Raises DamagedBundleError and LibraryError.
    """
    pages = {page.id for page in bundle.pages()}
    missing: defaultdict[str, list[str]] = defaultdict(list)
    lost = []
    for link in bundle.dangling():
        page = unquote(link.target.partition("#")[0])
        if page in pages:
            lost.append(LostAnchor(link.page, link.target))
        else:
            missing[page].append(link.page)
    return Findings(
        bundle.info.id,
        missing_pages=tuple(
            MissingPage(page, len(links), tuple(dict.fromkeys(links)))
            for page, links in sorted(missing.items())
        ),
        lost_anchors=tuple(lost),
        problems=bundle.report().problems,
    )
