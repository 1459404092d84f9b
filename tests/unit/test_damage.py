"""A damaged manual, a computer in trouble and a bug are told apart: only the first is built again."""

import errno
import os
import random
import resource
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from momviewer.cli import manuals
from momviewer.errors import REPAIRABLE, DamagedBundleError, LibraryError, MomviewerError
from momviewer.library.library import Library
from momviewer.library.succession import take_over
from momviewer.library.verifying import Findings, verify_manual
from momviewer.manual import writing
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.checked.damage import database_trouble, file_trouble
from momviewer.manual.checked.database import DATABASE, SCHEMA
from momviewer.manual.editions.edition_changes import read_edition_changes
from momviewer.manual.manifest import MANIFEST, checksum_of, read_manifest, write_manifest
from momviewer.paths import user_paths
from momviewer.search.answers.searcher import Searcher
from momviewer.search.index.postings import Postings
from tests.unit.samples import write_sample

ENVIRONMENT = [errno.EIO, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.ENOMEM, errno.ESTALE]
MISSING = [errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP]
FLIPS = 150
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which files are open")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample")
    return tmp_path / "sample"


def sealed(folder: Path) -> None:
    """Let the manifest say that the files are as they are now."""
    manifest = read_manifest(folder)
    files = {name: checksum_of(folder / name) for name in manifest.files}
    write_manifest(folder, type(manifest)(manifest.info, files))


def change(folder: Path, *statements: str) -> None:
    """Change a manual's database; the manifest agrees with it."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    sealed(folder)


def read_all(folder: Path) -> None:
    """Read all that a manual's database holds."""
    with open_bundle(folder) as bundle:
        for info in bundle.pages():
            bundle.page(info.id)
        list(bundle.all_pages())
        bundle.contents(), bundle.chapters(), bundle.items(), bundle.terms(), bundle.dangling()
        bundle.report(), bundle.former(), bundle.example_text("3.1")


@contextmanager
def no_more_files() -> Iterator[None]:
    """Let this process open no more files than it has open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# What SQLite calls corrupt, no database or of another format


def test_a_database_without_one_of_its_tables_is_damaged(folder: Path) -> None:
    change(folder, "DROP TABLE term")
    with pytest.raises(DamagedBundleError, match="other tables"):
        open_bundle(folder)


def test_a_database_without_one_of_its_columns_is_damaged(folder: Path) -> None:
    change(folder, "ALTER TABLE page DROP COLUMN html")
    with pytest.raises(DamagedBundleError, match="other tables"):
        open_bundle(folder)


def test_a_database_without_one_of_its_documents_is_damaged(folder: Path) -> None:
    change(folder, "DELETE FROM document WHERE name = 'report'")
    with open_bundle(folder) as bundle, pytest.raises(DamagedBundleError, match="has no report"):
        bundle.report()


def test_a_database_of_another_format_is_damaged(folder: Path) -> None:
    data = bytearray((folder / DATABASE).read_bytes())
    data[18:20] = b"\x09\x09"  # the format that SQLite is to read and write
    (folder / DATABASE).write_bytes(data)
    sealed(folder)
    with pytest.raises(DamagedBundleError):
        open_bundle(folder)


def test_a_database_of_other_bytes_is_damaged(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"x" * (folder / DATABASE).stat().st_size)
    with pytest.raises(DamagedBundleError, match="not a database"):
        read_all(folder)


def test_wherever_a_byte_of_the_database_is_changed_no_bug_comes_of_it(folder: Path) -> None:
    database = folder / DATABASE
    sound = database.read_bytes()
    chance = random.Random(11)
    damaged = 0
    for _ in range(FLIPS):
        data = bytearray(sound)
        start = chance.randrange(len(data))
        data[start : start + 8] = bytes(chance.randrange(256) for _ in data[start : start + 8])
        database.write_bytes(data)
        try:
            read_all(folder)
        except DamagedBundleError:
            damaged += 1
    assert damaged


def test_what_was_changed_together_with_the_manifest_is_damage(folder: Path) -> None:
    change(folder, "UPDATE page SET headings = '{'")
    with open_bundle(folder) as bundle, pytest.raises(DamagedBundleError, match="not as it was"):
        bundle.page(bundle.pages()[0].id)


def test_what_cannot_be_decoded_of_a_changed_database_is_damage(folder: Path) -> None:
    manifest = (folder / MANIFEST).read_bytes()
    change(folder, "UPDATE page SET headings = '{' || substr(headings, 2)")
    (folder / MANIFEST).write_bytes(manifest)
    known = read_manifest(folder)
    with Bundle(folder, known.info, known.files) as bundle:
        page = bundle.pages()[0].id
        with pytest.raises(DamagedBundleError, match="not as it was written"):
            bundle.page(page)


# Bugs


def test_reading_from_a_closed_bundle_is_a_bug(folder: Path) -> None:
    bundle = open_bundle(folder)
    bundle.close()
    with pytest.raises(sqlite3.ProgrammingError):
        bundle.pages()


@pytest.mark.parametrize("statement", ["SELECT nothing( FROM page", "SELECT no_function(1)", "SELECT ?, ?"])
def test_a_wrong_statement_is_a_bug(folder: Path, statement: str) -> None:
    with open_bundle(folder) as bundle, pytest.raises(sqlite3.Error):
        list(bundle._database._rows(statement))


# The computer in trouble


def assert_of_the_computer(error: MomviewerError, *words: str) -> None:
    assert isinstance(error, LibraryError)
    assert not isinstance(error, REPAIRABLE)
    told = str(error)
    assert "damaged" not in told
    assert "ebuild" not in told
    assert all(word in told for word in words), told


@linux
def test_a_database_that_a_failing_disk_does_not_give_is_not_damaged(folder: Path) -> None:
    with open_bundle(folder) as bundle:
        opened = Path("/proc/self/fd")
        (descriptor,) = [
            int(entry.name) for entry in opened.iterdir() if os.path.realpath(entry) == str(folder / DATABASE)
        ]
        place = os.open(folder, os.O_RDONLY)  # a folder gives no bytes: SQLite is told of an error
        os.dup2(place, descriptor)
        os.close(place)
        with pytest.raises(LibraryError) as caught:
            bundle.pages()
        assert_of_the_computer(caught.value, DATABASE, str(folder), "disk I/O error")


@linux
def test_where_no_more_files_can_be_opened_nothing_is_damaged(folder: Path) -> None:
    manifest = read_manifest(folder)
    index = folder / "index"
    for read, name in (
        (lambda: open_bundle(folder), MANIFEST),
        (lambda: Bundle(folder, manifest.info, manifest.files), DATABASE),
        (lambda: Postings(index), "index"),
        (lambda: read_edition_changes(folder), MANIFEST),
    ):
        with no_more_files(), pytest.raises(LibraryError) as caught:
            read()
        assert_of_the_computer(caught.value, name, str(folder))
    with open_bundle(folder) as bundle:
        with no_more_files(), pytest.raises(LibraryError) as caught:
            bundle.verify()
        assert_of_the_computer(caught.value, str(folder), "Too many open files")
        with no_more_files(), pytest.raises(LibraryError):
            Searcher([bundle])


@pytest.mark.parametrize("code", ENVIRONMENT)
def test_a_file_that_the_computer_does_not_give_is_not_damaged(folder: Path, code: int) -> None:
    assert_of_the_computer(
        file_trouble(folder, MANIFEST, OSError(code, os.strerror(code))), os.strerror(code), MANIFEST
    )


@pytest.mark.parametrize("code", MISSING)
def test_a_file_that_is_not_there_or_is_none_is_damage(folder: Path, code: int) -> None:
    error = file_trouble(folder, MANIFEST, OSError(code, os.strerror(code)))
    assert isinstance(error, DamagedBundleError)
    assert error.folder == folder


def sqlite_error(kind: type[sqlite3.Error], code: int) -> sqlite3.Error:
    error = kind("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "code",
    [
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CANTOPEN_ISDIR,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_IOERR_READ,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_NOMEM,
    ],
)
def test_what_sqlite_says_of_the_computer_is_not_damage(folder: Path, code: int) -> None:
    error = database_trouble(folder, DATABASE, sqlite_error(sqlite3.OperationalError, code))
    assert error
    assert_of_the_computer(error, DATABASE, "as SQLite says it")


@pytest.mark.parametrize(
    "code",
    [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CORRUPT_INDEX, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT],
)
def test_what_sqlite_says_of_the_file_is_damage(folder: Path, code: int) -> None:
    error = database_trouble(folder, DATABASE, sqlite_error(sqlite3.DatabaseError, code))
    assert isinstance(error, DamagedBundleError)


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_CONSTRAINT]
)
def test_what_sqlite_says_of_us_is_a_bug(folder: Path, code: int) -> None:
    assert database_trouble(folder, DATABASE, sqlite_error(sqlite3.DatabaseError, code)) is None


# What comes of it in the library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(user_paths(str(tmp_path / "data")))
    write_sample(library.paths.manuals / "sample")
    return library


@linux
def test_a_manual_that_cannot_be_read_now_is_not_to_be_built_again(library: Library) -> None:
    found = library.find("sample")
    library = Library(library.paths)
    with no_more_files():
        (troubled,) = [library._installed(found.folder)]
    assert_of_the_computer(LibraryError(troubled.trouble), "Too many open files")
    assert not troubled.repairable
    assert library.find("sample").trouble == ""  # asked again, it is read again


@linux
def test_a_manual_that_cannot_be_verified_now_is_not_called_damaged(library: Library) -> None:
    manual = library.find("sample")
    with no_more_files():
        found = verify_manual(manual)
    assert found.damage == ()
    assert "Too many open files" in found.trouble
    assert verify_manual(manual).trouble == ""


def test_the_prompt_says_that_a_manual_was_not_verified_to_its_end(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Findings("sample", trouble="The disk does not answer.")
    monkeypatch.setattr(manuals, "open_library", lambda _paths: library)
    monkeypatch.setattr(manuals, "verify_manual", lambda *_: found)
    assert manuals.run(library.paths, Namespace(verb="verify", id="sample", json=False)) == 3
    assert capsys.readouterr().out == "sample: not read to its end\n  The disk does not answer.\n"


def test_an_edition_before_that_cannot_be_read_now_is_not_passed_over(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "built"
    write_sample(built)
    refused = LibraryError("The disk does not answer.")

    def open_or_refuse(folder: Path) -> Bundle:
        if folder.parent == library.paths.manuals:
            raise refused
        return open_bundle(folder)

    monkeypatch.setattr("momviewer.library.succession.open_bundle", open_or_refuse)
    with pytest.raises(LibraryError) as caught:
        take_over(library, built)
    assert caught.value is refused


def test_a_wrong_statement_while_writing_is_a_bug_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = tuple(statement.replace("TABLE dangling", "TABLE other") for statement in SCHEMA)
    monkeypatch.setattr(writing, "SCHEMA", schema)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        write_sample(tmp_path / "sample")
    assert list(tmp_path.iterdir()) == []
