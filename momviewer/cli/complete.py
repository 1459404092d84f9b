"""`momviewer complete`: what a shell offers while a command is typed, one candidate and its title a line."""

import sys
from collections.abc import Iterator

from momviewer.library.library import Library
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.model import ItemKind
from momviewer.paths import Paths

MAX_COMPLETIONS = 300
"""Candidates offered at most; more than that nobody reads."""


def run(paths: Paths, what: str, prefix: str) -> int:
    """Print the ids of the manuals, or the numbers and pages that begin with `prefix`.

    Raises what is wrong with the library or a manual.
    """
    library = Library(paths)  # as it is: completing builds nothing
    usable = [manual for manual in library.manuals() if not manual.trouble]
    found: dict[str, str] = {}
    if what == "manuals":
        found = {manual.info.id: manual.info.title for manual in usable}
    else:
        for manual in usable:
            with open_bundle(manual.folder) as bundle:
                for name, title in _targets(bundle, prefix):
                    found.setdefault(name, title)
    sys.stdout.writelines(f"{name}\t{title}\n" for name, title in list(found.items())[:MAX_COMPLETIONS])
    return 0


def _targets(bundle: Bundle, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield numbers of examples for a prefix that begins as one, else page ids; for no prefix, numbers."""
    if not prefix or prefix[0].isdecimal():
        for item in bundle.items():
            if item.kind is ItemKind.EXAMPLE and item.number.startswith(prefix):
                yield item.number, item.title
    else:
        for page in bundle.pages():
            if page.id.startswith(prefix):
                yield page.id, page.title
