"""`momviewer library`: lists, adds, removes, rebuilds and verifies manuals."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from momviewer.cli.output import draw_progress, open_library, print_json
from momviewer.library.importing import add_manual, rebuild_manual, report_of
from momviewer.library.library import InstalledManual, Library
from momviewer.library.verifying import Findings, verify_manual
from momviewer.manual.bundle import Report
from momviewer.paths import Paths

BUILT_IN_SOURCE = "built-in"
PROBLEMS_SHOWN = 20
SOURCES_SHOWN = 3


def run(paths: Paths, chosen: argparse.Namespace) -> int:
    """Run one verb of `momviewer library`."""
    if chosen.verb == "add":
        library = Library(paths)
        source = Path(chosen.path).expanduser()
        added = add_manual(library, source, title=chosen.title, set_name=chosen.set, progress=draw_progress)
        return _tell_built(added, "Added", as_json=chosen.json)
    library = open_library(paths)
    if chosen.verb == "list":
        return _list(library, as_json=chosen.json)
    if chosen.verb == "remove":
        removed = library.remove(chosen.id)
        return _tell({"removed": removed.info.id}, f"Removed {removed.info.title}.", as_json=chosen.json)
    if chosen.verb == "rebuild":
        rebuilt = rebuild_manual(library, chosen.id, progress=draw_progress)
        return _tell_built(rebuilt, "Rebuilt", as_json=chosen.json)
    manuals = [library.find(chosen.id)] if chosen.id else library.manuals()
    return _verify(manuals, as_json=chosen.json)


def _tell(value: object, sentence: str, *, as_json: bool) -> int:
    if as_json:
        print_json(value)
    else:
        sys.stdout.write(f"{sentence}\n")
    return 0


def _row(manual: InstalledManual) -> dict[str, object]:
    info = manual.info
    return {
        "id": info.id,
        "title": info.title,
        "edition": info.edition,
        "set": info.set,
        "pages": info.counts.pages,
        "examples": info.counts.examples,
        "figures": info.counts.figures,
        "tables": info.counts.tables,
        "source": BUILT_IN_SOURCE if manual.built_in else info.source,
        **({"trouble": manual.trouble} if manual.trouble else {}),
    }


def _list(library: Library, *, as_json: bool) -> int:
    rows = [_row(manual) for manual in library.manuals()]
    if as_json:
        print_json(rows)
        return 0
    columns = ("id", "title", "edition", "set", "pages", "examples", "figures", "tables")
    table = [columns, *(tuple(str(row[column]) for column in columns) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    for row in rows:
        if "trouble" in row:
            sys.stderr.write(f"momviewer: {row['trouble']}\n")
    return 0


def _tell_built(manual: InstalledManual, verb: str, *, as_json: bool) -> int:
    report = report_of(manual)
    if as_json:
        print_json({**_row(manual), "left_out": report.left_out, "problems": report.problems})
        return 0
    counts = manual.info.counts
    sys.stdout.write(
        f"{verb} {manual.info.title} as {manual.info.id}: {counts.pages} pages, {counts.examples} examples,"
        f" {counts.figures} figures, {counts.tables} tables.\n"
    )
    _print_report(report)
    return 0


def _print_report(report: Report) -> None:
    if report.left_out:
        parts = ", ".join(f"{count} x {name}" for name, count in report.left_out.items())
        sys.stdout.write(f"Left out: {parts}.\n")
    for problem in report.problems[:PROBLEMS_SHOWN]:
        sys.stdout.write(f"- {problem}\n")
    if (more := len(report.problems) - PROBLEMS_SHOWN) > 0:
        sys.stdout.write(f"- and {more} more; momviewer library verify lists them all.\n")


def _verify(manuals: Sequence[InstalledManual], *, as_json: bool) -> int:
    findings = [verify_manual(manual) for manual in manuals]
    if as_json:
        print_json([asdict(found) for found in findings])
    else:
        for manual, found in zip(manuals, findings, strict=True):
            _print_findings(manual, found)
    return 3 if any(found.damage for found in findings) else 0


def _print_findings(manual: InstalledManual, found: Findings) -> None:
    if found.damage:
        sys.stdout.write(f"{found.id}: damaged\n")
    else:
        sys.stdout.write(f"{found.id}: {manual.info.counts.pages} pages, every file as it was written\n")
    for line in (*found.damage, *found.problems):
        sys.stdout.write(f"  {line}\n")
    if found.missing_pages:
        sys.stdout.write(f"  {len(found.missing_pages)} pages are linked to and not there:\n")
    for missing in found.missing_pages:
        sources = ", ".join(missing.sources[:SOURCES_SHOWN])
        more = f" and {len(missing.sources) - SOURCES_SHOWN} more" if missing.sources[SOURCES_SHOWN:] else ""
        sys.stdout.write(f"    {missing.page}: {missing.links} links, from {sources}{more}\n")
    for lost in found.lost_anchors:
        sys.stdout.write(f"  {lost.page} links to {lost.target}, an anchor that is not there\n")
