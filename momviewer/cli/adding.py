"""`momviewer library add`: builds the manuals that a path holds and tells what came of it."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict

from momviewer.cli.changes import print_succession
from momviewer.cli.output import draw_progress, manual_row, open_library, print_json, print_table
from momviewer.errors import CancelledError, MomviewerError, UsageError
from momviewer.library.importing import AddOptions, OfferedManual, add_manual, offered_manuals, report_of
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.bundle import Report
from momviewer.paths import Paths, expanded
from momviewer.wording import counted

PROBLEMS_SHOWN = 20
UNNUMBERED = frozenset({"website"})
"""Forms whose examples take their numbers from other manuals: the bundled one at least must be there."""


def add(paths: Paths, chosen: argparse.Namespace) -> int:
    """Add what `chosen.path` holds; one manual that fails does not keep the others out.

    Raises UsageError for options that do not fit what is there, SourceError where there is nothing to add,
    CancelledError, and what is wrong with a manual that is the only one.
    """
    if not chosen.path:
        raise UsageError("PATH is empty. Name a folder or an archive.")
    offered = offered_manuals(expanded(chosen.path))
    if chosen.list:
        return _list(offered, as_json=chosen.json)
    wanted = _chosen(offered, chosen.only)
    if (chosen.title or chosen.replaces) and len(wanted) > 1:
        option = "--title" if chosen.title else "--replaces"
        raise UsageError(
            f"{option} is for one manual, and {chosen.path} holds {len(wanted)}. Choose with --only."
        )
    added: list[InstalledManual] = []
    failed: list[MomviewerError] = []
    unnumbered = any(one.form in UNNUMBERED for one in wanted)
    library = open_library(paths) if unnumbered else Library(paths)
    for one in wanted:
        try:
            added.append(
                add_manual(
                    library,
                    one.source,
                    AddOptions(chosen.title, chosen.set, chosen.replaces),
                    part=one.part,
                    progress=draw_progress,
                    compared=lambda comparison: print_succession(paths, comparison),
                )
            )
        except CancelledError:
            raise
        except MomviewerError as error:
            if len(wanted) == 1:
                raise
            failed.append(error)
            sys.stderr.write(f"momviewer: {error}\n")
    code = print_built(added, "Added", as_json=chosen.json, as_list=len(wanted) > 1)
    return failed[0].exit_code if failed else code


def print_built(
    manuals: Sequence[InstalledManual], verb: str, *, as_json: bool, as_list: bool = False
) -> int:
    """Tell what was built: one JSON object, or with `as_list` a list of them, or a few lines for each."""
    if as_json:
        rows = [_row(manual, report_of(manual)) for manual in manuals]
        print_json(rows if as_list else rows[0])
        return 0
    for manual in manuals:
        info = manual.info
        held = ", ".join(
            counted(count, kind.removesuffix("s")) for kind, count in asdict(info.counts).items()
        )
        sys.stdout.write(f"{verb} {info.title} as {info.id}: {held}.\n")
        _print_report(report_of(manual))
    return 0


def _row(manual: InstalledManual, report: Report) -> dict[str, object]:
    return {
        **manual_row(manual),
        "left_out": report.left_out,
        "problems": report.problems,
        "notes": report.notes,
    }


def _list(offered: Sequence[OfferedManual], *, as_json: bool) -> int:
    rows = [{**asdict(one), "source": str(one.source)} for one in offered]
    if as_json:
        print_json(rows)
    else:
        print_table(("part", "title", "form", "pages"), rows)
    return 0


def _chosen(offered: Sequence[OfferedManual], parts: Sequence[str]) -> list[OfferedManual]:
    by_part = {one.part: one for one in offered}
    asked = [part.rstrip("/") for part in parts]
    if unknown := [part for part in asked if part not in by_part]:
        raise UsageError(f"There is no manual {unknown[0]} there. Choose among: {', '.join(by_part)}.")
    return [by_part[part] for part in dict.fromkeys(asked)] or list(offered)


def _print_report(report: Report) -> None:
    for note in report.notes:
        sys.stdout.write(f"{note}\n")
    if report.left_out:
        parts = ", ".join(f"{count} x {name}" for name, count in report.left_out.items())
        sys.stdout.write(f"Left out: {parts}.\n")
    for problem in report.problems[:PROBLEMS_SHOWN]:
        sys.stdout.write(f"- {problem}\n")
    if (more := len(report.problems) - PROBLEMS_SHOWN) > 0:
        sys.stdout.write(f"- and {more} more; momviewer library verify lists them all.\n")
