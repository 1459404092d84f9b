"""The index of a large manual is written by a second process: the same index, and its troubles are told."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_builder.steps.indexing import MANY, indexing
from momviewer.errors import DamagedBundleError
from momviewer.paths import import_path
from momviewer.search.index.fields import TEXT_FIELDS, VOCABULARIES, WHOLE_FIELDS
from momviewer.search.index.postings import Postings

Document = dict[str, str]
ABANDONED = """
import os, sys
from pathlib import Path
from index_builder.steps.indexing import MANY, indexing
with indexing(MANY) as write:
    write(Path(sys.argv[1]), iter(lambda: os.kill(os.getpid(), 9), None))
"""


def documents(count: int, text: str = "the ship makes fast") -> Iterator[Document]:
    """Yield documents of which each has words, and values, of its own."""
    for number in range(count):
        words = {name: f"{text} {name}.{number} {'quay ' * (number % 7)}" for name in TEXT_FIELDS}
        yield words | {name: f"{name} {number}\n{number % 3}" for name in WHOLE_FIELDS}


def all_postings(folder: Path) -> dict[str, dict[str, dict[int, list[int]]]]:
    """Return everything that an index holds."""
    postings = Postings(folder)
    held = {
        field: {
            term: {page: list(places) for page, places in postings.positions(field, term).items()}
            for term in postings.terms(field)
        }
        for field in VOCABULARIES
    }
    postings.close()
    return held


def children() -> list[int]:
    """Return the processes that this one has started."""
    return [
        int(child)
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def test_both_ways_write_the_same_index(tmp_path: Path) -> None:
    for folder, pages in (("here", MANY - 1), ("beside", MANY)):
        (tmp_path / folder).mkdir()
        with indexing(pages) as write:
            write(tmp_path / folder, documents(40))
    here = all_postings(tmp_path / "here")
    assert here == all_postings(tmp_path / "beside")
    assert here["title"]["quay"][6] == [6, 7, 8, 9, 10, 11]


@pytest.mark.parametrize("pages", [MANY - 1, MANY])
def test_a_folder_that_cannot_be_written_is_told_the_same_way(tmp_path: Path, pages: int) -> None:
    with indexing(pages) as write, pytest.raises(FileNotFoundError) as caught:
        write(tmp_path / "gone", documents(1))
    assert str(tmp_path / "gone") in str(caught.value.filename)


def test_an_index_that_needs_too_much_memory_is_told(tmp_path: Path) -> None:
    before = children()
    with indexing(MANY) as write:
        (indexer,) = set(children()) - set(before)

        def too_much() -> Iterator[Document]:
            yield from documents(2_000)  # more than waits on the way: it has begun to read them
            size = 4096 * int(Path(f"/proc/{indexer}/statm").read_text().split()[0])
            resource.prlimit(indexer, resource.RLIMIT_AS, (size + (8 << 20), size + (8 << 20)))
            yield from documents(1, " ".join(map(str, range(400_000))))

        with pytest.raises(MemoryError):
            write(tmp_path, too_much())


def test_an_indexer_that_is_killed_is_told(tmp_path: Path) -> None:
    before = children()
    with indexing(MANY) as write:
        (indexer,) = set(children()) - set(before)

        def killing() -> Iterator[Document]:
            yield from documents(1)
            os.kill(indexer, signal.SIGKILL)
            yield from documents(2_000)

        with pytest.raises(ChildProcessError, match="ended with status -9"):
            write(tmp_path, killing())


def test_what_fails_while_pages_are_read_ends_the_indexer(tmp_path: Path) -> None:
    before = children()
    with pytest.raises(BrokenPipeError, match="nobody listens"), indexing(MANY) as write:
        write(tmp_path, failing())
    assert children() == before


def failing() -> Iterator[Document]:
    yield from documents(1)
    raise BrokenPipeError("nobody listens")


def test_an_indexer_ends_with_the_builder(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ABANDONED, str(tmp_path)],
        check=False,
        stderr=subprocess.PIPE,  # ends when the last that holds it is gone
        env={**os.environ, "PYTHONPATH": import_path()},
        timeout=60,
    )
    assert (run.returncode, run.stderr) == (-signal.SIGKILL, b"")
    with pytest.raises(DamagedBundleError):
        Postings(tmp_path)


def test_an_indexer_that_nobody_waits_for_ends_before_it_is_done(tmp_path: Path) -> None:
    lines = [json.dumps(str(tmp_path)), *map(json.dumps, documents(3_000)), "", ""]
    run = subprocess.run(
        [sys.executable, "-m", "index_builder.steps.indexing"],
        check=False,
        input="\n".join(lines).encode(),
        stdout=subprocess.PIPE,
        timeout=60,
    )
    assert (run.returncode, run.stdout) == (1, b"")
