"""Writes the index of a large manual in a process of its own, beside the one that reads the pages.

This file is also that process, `python -m index_builder.steps.indexing`: it takes the folder and the
documents from standard input, each a line of JSON, and an empty line behind the last. It answers with one
line of JSON.
"""

import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path

from index_builder.steps.write import Document
from momviewer.paths import import_path

MANY = 100
"""Pages from which on a second process saves more time than its start takes."""

Documents = Iterable[Document]
DocumentWriter = Callable[[Path, Documents], None]
"""Fills an empty folder with the index of documents, as `momviewer.search.index.schema.write_index` does."""


@contextmanager
def indexing(pages: int) -> Iterator[DocumentWriter]:
    """Yield a function that writes the index of a manual of so many pages.

    That raises OSError where the folder cannot be written, and MemoryError.
    """
    if pages < MANY:
        from momviewer.search.index.schema import write_index  # noqa: PLC0415 - else only the other process needs Whoosh

        yield write_index
        return
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "index_builder.steps.indexing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": import_path()},
    )
    try:
        yield partial(_hand_over, process)
    finally:
        process.kill()
        with suppress(BrokenPipeError):  # what could not be said to it any more
            process.communicate()


def _hand_over(process: "subprocess.Popen[str]", folder: Path, documents: Documents) -> None:
    """Hand the documents to the process, and wait until it has written the index."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("it takes a process that can be written to and read from")
    for line in chain([json.dumps(str(folder))], map(json.dumps, documents), [""]):
        try:
            process.stdin.write(f"{line}\n")
            if not line:
                process.stdin.flush()
        except BrokenPipeError:
            break  # it has ended, and its answer says why
    answer = process.stdout.readline()
    if not answer:
        raise ChildProcessError(f"the process that writes its index ended with status {process.wait()}")
    trouble = json.loads(answer)["trouble"]
    if trouble == MemoryError.__name__:
        raise MemoryError
    if trouble:
        raise OSError(*trouble)


def main() -> int:
    """Write an index; return 1 if the other program ended before it had sent all documents."""
    from momviewer.search.index.schema import write_index  # noqa: PLC0415 - as above

    told = map(json.loads, _until_empty(sys.stdin))
    trouble: object = ""
    try:
        write_index(Path(next(told)), told)
    except EOFError:
        return 1
    except MemoryError:
        trouble = MemoryError.__name__
    except OSError as error:
        trouble = [error.errno, error.strerror, error.filename]
    sys.stdout.write(f"{json.dumps({'trouble': trouble})}\n")
    return 0


def _until_empty(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines before an empty one; from then on the process ends with standard input.

    Raises EOFError if the input ends before an empty line.
    """
    for line in lines:
        if line == "\n":
            threading.Thread(target=_watch, daemon=True).start()
            return
        yield line
    raise EOFError


def _watch() -> None:
    """Wait until standard input ends, as it does with the program that wants the index; then end, too."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    gc.disable()  # a build leaves nothing in circles, and to look for some takes a twentieth of its time
    sys.exit(main())
