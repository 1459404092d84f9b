"""`momviewer library`: adds, renames, removes, rebuilds and verifies manuals."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from momviewer.cli.adding import add, print_built
from momviewer.cli.changes import changes, print_succession
from momviewer.cli.output import draw_progress, manual_row, open_library, print_json
from momviewer.errors import UsageError
from momviewer.library.importing import rebuild_manual
from momviewer.library.library import InstalledManual, Library
from momviewer.library.removing import remove_manual
from momviewer.library.verifying import Findings, verify_manual
from momviewer.paths import Paths
from momviewer.search.answers.searcher import check_index
from momviewer.wording import counted

SOURCES_SHOWN = 3


def run(paths: Paths, chosen: argparse.Namespace) -> int:
    """Run one verb of `momviewer library`; raises what the library does, for `momviewer` to tell."""
    if chosen.verb == "add":
        return add(paths, chosen)
    library = open_library(paths)
    return _VERBS[chosen.verb](library, chosen)


def _rename(library: Library, chosen: argparse.Namespace) -> int:
    if not chosen.title.strip() and not chosen.set.strip():
        raise UsageError("Say what to change: --title TITLE, --set SET, or both.")
    renamed = library.rename(chosen.id, title=chosen.title, set_name=chosen.set)
    sentence = f"{renamed.info.id} is {renamed.info.title} of the set {renamed.info.set} now."
    return _print_outcome(manual_row(renamed), sentence, as_json=chosen.json)


def _remove(library: Library, chosen: argparse.Namespace) -> int:
    removed = remove_manual(library, chosen.id)
    return _print_outcome({"removed": removed.info.id}, f"Removed {removed.info.title}.", as_json=chosen.json)


def _rebuild(library: Library, chosen: argparse.Namespace) -> int:
    rebuilt = rebuild_manual(
        library,
        chosen.id,
        progress=draw_progress,
        compared=lambda comparison: print_succession(library.paths, comparison),
    )
    return print_built([rebuilt], "Rebuilt", as_json=chosen.json)


def _print_outcome(value: object, sentence: str, *, as_json: bool) -> int:
    if as_json:
        print_json(value)
    else:
        sys.stdout.write(f"{sentence}\n")
    return 0


def _changes(library: Library, chosen: argparse.Namespace) -> int:
    return changes(library, chosen.id, chosen.new, as_json=chosen.json)


def _verify(library: Library, chosen: argparse.Namespace) -> int:
    manuals = [library.find(chosen.id)] if chosen.id else library.manuals()
    findings = [verify_manual(manual, check_index) for manual in manuals]
    if chosen.json:
        print_json([asdict(found) for found in findings])
    else:
        for manual, found in zip(manuals, findings, strict=True):
            _print_findings(manual, found)
    return 3 if any(found.damage or found.trouble for found in findings) else 0


def _print_findings(manual: InstalledManual, found: Findings) -> None:
    if found.damage:
        sys.stdout.write(f"{found.id}: damaged\n")
    elif found.trouble:
        sys.stdout.write(f"{found.id}: not read to its end\n  {found.trouble}\n")
    else:
        sys.stdout.write(
            f"{found.id}: {counted(manual.info.counts.pages, 'page')}, every file as it was written\n"
        )
    for line in (*found.damage, *found.problems):
        sys.stdout.write(f"  {line}\n")
    if found.missing_pages:
        missing_pages = counted(len(found.missing_pages), "page is", "pages are")
        sys.stdout.write(f"  {missing_pages} linked to and not there:\n")
    for missing in found.missing_pages:
        sources = ", ".join(missing.sources[:SOURCES_SHOWN])
        more = f" and {len(missing.sources) - SOURCES_SHOWN} more" if missing.sources[SOURCES_SHOWN:] else ""
        sys.stdout.write(f"    {missing.page}: {counted(missing.links, 'link')}, from {sources}{more}\n")
    for lost in found.lost_anchors:
        sys.stdout.write(f"  {lost.page} links to {lost.target}, an anchor that is not there\n")


_VERBS: Mapping[str, Callable[[Library, argparse.Namespace], int]] = {
    "rename": _rename,
    "remove": _remove,
    "rebuild": _rebuild,
    "changes": _changes,
    "verify": _verify,
}
