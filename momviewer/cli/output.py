"""What the verbs share: JSON on standard output, and the bundled manual built where it is needed first."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from momviewer.errors import DamagedBundleError, MomviewerError, UsageError
from momviewer.progress import BuildProgress

if TYPE_CHECKING:
    from momviewer.library.library import InstalledManual, Library
    from momviewer.manual.model import ManualInfo
    from momviewer.paths import Paths

Outcome = TypeVar("Outcome")

BUILT_IN_SOURCE = "built-in"


def print_json(value: object) -> None:
    """Write one JSON value as one line of UTF-8; half of a surrogate pair, which has none, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")  # whatever the reader's encoding


def answer_lines(answer: Callable[[str], dict[str, object]]) -> int:
    """Answer each line of standard input, a JSON string, with an object on a line; return the exit code.

    A line that is no JSON string is answered with an object that has only `error`, and the exit code is 2.
    """
    code = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            query = json.loads(line)
        except (ValueError, RecursionError):  # the latter for a line that is nested beyond reason
            query = None
        if isinstance(query, str):
            print_json(answer(query))
        else:
            print_json({"error": f"line {number} is no JSON string"})
            code = UsageError.exit_code
        sys.stdout.flush()
    return code


def manual_row(manual: "InstalledManual") -> dict[str, object]:
    """Return what is told of a manual."""
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


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as a table with a head, each column as wide as it must be."""
    table = [tuple(columns), *(tuple(str(row[column]) for column in columns) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def open_library(paths: "Paths") -> "Library":
    """Return the library with its bundled manual; in a checkout that may first have to be built."""
    from momviewer.library.library import Library

    library = Library(paths)
    if library.built_in() is None:
        from momviewer.library.importing import build_built_in

        sys.stderr.write("momviewer: building the bundled manual, once ...\n")
        build_built_in(library)
    return library


def repaired_library(paths: "Paths") -> "Library":
    """Return the library for reading: what an older program built is built again first, where that can be."""
    library = open_library(paths)
    for manual in library.manuals():
        if manual.repairable:
            from momviewer.library.importing import rebuild_manual

            sys.stderr.write(f"momviewer: {manual.trouble} Rebuilding it, once ...\n")
            try:
                rebuild_manual(library, manual.info.id, progress=draw_progress)
            except MomviewerError as error:
                sys.stderr.write(f"momviewer: {error}\n")
    return library


def with_repair(library: "Library", act: Callable[[], Outcome]) -> Outcome:
    """Return what `act` does; if a manual turns out to be damaged, build it again and act once more.

    Raises what is wrong with a manual that cannot be built again, and what `act` raises.
    """
    try:
        return act()
    except DamagedBundleError as error:
        if not any(manual.folder == error.folder and manual.has_source for manual in library.manuals()):
            raise
        from momviewer.library.importing import rebuild_manual

        sys.stderr.write(f"momviewer: {error} Rebuilding it, once ...\n")
        rebuild_manual(library, error.folder.name, progress=draw_progress)
    return act()


def manual_at_hand(paths: "Paths") -> str:
    """Return the id of the manual that the reader has open, or had open last; "" where there is none."""
    from momviewer.user_data.session import SessionStore
    from momviewer.user_data.stores import SESSION_FILE

    return SessionStore(paths.config / SESSION_FILE).manual_at_hand()


def print_manual_read(library: "Library", taken: "ManualInfo") -> None:
    """Say which manual answers, where nobody said which and the reader has added others than that one."""
    added = {manual.info.id for manual in library.manuals() if not manual.built_in}
    if added - {taken.id}:
        sys.stderr.write(f"momviewer: from {taken.full_title} ({taken.id})\n")


def draw_progress(progress: BuildProgress) -> None:
    """Draw a bar on standard error if a person is watching it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{progress.bar}")
        if progress.is_end:
            sys.stderr.write("\r\033[K")
        sys.stderr.flush()
