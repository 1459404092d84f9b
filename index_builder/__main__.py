"""Runs the builder as a process: `python -m index_builder SOURCE TARGET` builds and prints its progress.

With `--list` instead of a target it prints the manuals of the source as one line of JSON.
"""

import argparse
import gc
import json
import sys
from dataclasses import asdict
from pathlib import Path

from index_builder.intake.archive import opened
from index_builder.intake.limits import confine, out_of_memory
from index_builder.pages.guard import Supervision
from index_builder.sources.detection import find_manuals
from momviewer.errors import MomviewerError, builder_code
from momviewer.progress import BuildProgress

MARK = "page-at-hand"
"""Name of the file in the workspace that says which page is at hand."""
REPORT_EVERY_PAGES = 25
"""Pages between two drawings of the bar."""


def main(arguments: list[str] | None = None) -> int:
    """Build one bundle; return 0, or the exit code of the error that stopped it."""
    parser = argparse.ArgumentParser(prog="index_builder", description="Build a manual for momviewer.")
    parser.add_argument("source", type=Path, help="folder that holds the manual's pages")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("target", type=Path, nargs="?", help="folder to write the built manual to")
    what.add_argument("--list", action="store_true", help="print the manuals that SOURCE holds, as JSON")
    parser.add_argument("--part", default="", help="folder inside SOURCE, as --list names it")
    parser.add_argument("--id", default="", help="the manual's id; the target's name unless given")
    parser.add_argument("--title", default="", help="title instead of the source's own")
    parser.add_argument("--set", default="", help="set of manuals it belongs to")
    parser.add_argument(
        "--numbered",
        type=Path,
        action="append",
        default=[],
        metavar="BUNDLE",
        help="built manual whose example numbers serve where the source has none; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="write progress as JSON lines")
    parser.add_argument(
        "--workspace",
        default="",
        metavar="DIR",
        help="for the program that runs this one: where temporary files go; ends when standard input does",
    )
    parser.add_argument(
        "--leave-out",
        nargs=2,
        action="append",
        default=[],
        metavar=("PAGE", "REASON"),
        help="for the program that runs this one: a page that a builder died over, as it is named in the"
        f" workspace's file {MARK}; may be repeated",
    )
    chosen = parser.parse_args(arguments)
    as_json = chosen.json or chosen.list or not sys.stdout.isatty()
    mark = None
    if chosen.workspace:
        confine(chosen.workspace)
        mark = Path(chosen.workspace, MARK)
    supervision = Supervision(mark, dict(chosen.leave_out))
    try:
        if chosen.list:
            with opened(chosen.source.absolute()) as folder:
                _write({"manuals": [asdict(found) for found in find_manuals(folder, supervision)]})
            return 0
        from index_builder.build import Options, build  # noqa: PLC0415 - 60 ms that a list can do without

        options = Options(
            id=chosen.id or chosen.target.name,
            title=chosen.title,
            set=chosen.set,
            part=chosen.part,
            numbered=tuple(chosen.numbered),
            supervision=supervision,
        )
        built = build(chosen.source, chosen.target, options, _report if as_json else _draw)
    except (MomviewerError, MemoryError) as caught:
        error = caught if isinstance(caught, MomviewerError) else out_of_memory(chosen.source)
        if as_json:
            _write({"error": builder_code(error), "message": str(error)})
        else:
            sys.stdout.write("\n")
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    if as_json:
        _write({"built": asdict(built.info), "report": asdict(built.report)})
    return 0


def _report(progress: BuildProgress) -> None:
    _write(asdict(progress))


def _write(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _draw(progress: BuildProgress) -> None:
    if progress.done % REPORT_EVERY_PAGES and not progress.is_end:
        return
    sys.stdout.write(f"\r{progress.bar}")
    if progress.is_end:
        sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    gc.disable()  # a build leaves nothing in circles, and to look for some takes a twentieth of its time
    sys.exit(main())
