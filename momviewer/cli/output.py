"""What the verbs share: JSON on standard output, and the bundled manual built where it is needed first."""

import json
import sys
from collections.abc import Callable

from momviewer.errors import UsageError
from momviewer.library.importing import Progress, build_built_in
from momviewer.library.library import Library
from momviewer.paths import Paths

BAR = 24
"""Columns of the progress bar."""


def print_json(value: object) -> None:
    """Write one JSON value as one line of UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def answer_lines(answer: Callable[[str], dict[str, object]]) -> int:
    """Answer each line of standard input, a JSON string, with an object on a line; return the exit code.

    A line that is no JSON string is answered with an object that has only `error`, and the exit code is 2.
    """
    code = 0
    for number, line in enumerate(sys.stdin, 1):
        try:
            query = json.loads(line)
        except ValueError:
            query = None
        if isinstance(query, str):
            print_json(answer(query))
        else:
            print_json({"error": f"line {number} is no JSON string"})
            code = UsageError.exit_code
        sys.stdout.flush()
    return code


def open_library(paths: Paths) -> Library:
    """Return the library with its bundled manual; in a checkout that may first have to be built."""
    library = Library(paths)
    if library.built_in() is None:
        sys.stderr.write("momviewer: building the bundled manual, once ...\n")
        build_built_in(library)
    return library


def draw_progress(progress: Progress) -> None:
    """Draw a bar on standard error if a person is watching it."""
    if sys.stderr.isatty():
        filled = BAR * progress.done // max(progress.total, 1)
        bar = "#" * filled + "." * (BAR - filled)
        sys.stderr.write(f"\r{progress.step:<18} [{bar}] {progress.done} of {progress.total} ")
        if progress.step == "Done":
            sys.stderr.write("\r\033[K")
        sys.stderr.flush()
