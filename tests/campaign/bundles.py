"""Changes a bundle at random, by accident or on purpose, and reads all of it: it is refused, or it is right.

An accident changes bytes and leaves the checksums: what is answered then is what the sound bundle answers.
Whoever means harm changes the checksums too: then no answer is right or wrong, but there is one, or an error
that a reader may see; nothing is run, and nothing takes memory or time that the file does not have.
"""

import json
import os
import pickle
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from index_builder.build import Options, build
from momviewer.errors import MomviewerError
from momviewer.library.details import details_of
from momviewer.library.library import InstalledManual
from momviewer.library.verifying import verify_manual
from momviewer.manual import manifest as manifest_module
from momviewer.manual.bundle import CHANGES, FORMER, open_bundle
from momviewer.manual.checked.database import (
    BODY,
    COLUMNS,
    DATABASE,
    INFO,
    checksum_of_row,
    stored_checksum,
)
from momviewer.manual.editions.comparison import compare
from momviewer.manual.editions.edition import edition_of
from momviewer.manual.editions.edition_changes import changes_of, read_edition_changes, write_edition_changes
from momviewer.manual.manifest import MANIFEST, checksum_of, files_of, read_manifest, write_manifest
from momviewer.manual.model import Counts, ManualInfo
from momviewer.manual.outline import OpenManual
from momviewer.manual.targets import TargetFinder, read_target
from momviewer.search.answers.answering import Answering
from momviewer.search.answers.quick_open import QuickOpen
from momviewer.search.answers.searcher import Searcher, check_index
from momviewer.search.index.index_file import FILE, HEAD
from tests.campaign.trial import Attack, TrialError, check

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"
MANUAL = "harbour"
QUERIES = (
    "ship",
    "ro*",
    "port~",
    '"north harbour"~3',
    "title:[a TO z]",
    "-ship rope",
    "1.1",
    "zeppelin",
    "the",
)
TARGETS = ("1.1", "ch 1", "commands.dock", "commands.dock#x", "moorings", "99.9", "ex 2")
BEFORE, SOUND = "before", "sound"
DECEPTIONS = ("a folder", "a pipe", "a link", "nothing", "empty", "a pickle")
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
STARTED: list[str] = []
"""What the audit hook saw run: a class that a pickle names, or a command."""
ODD_VALUES: tuple[object, ...] = (
    None, True, -1, 0, 1 << 40, 10**400, 1.5, "", "\ud800", "x" * 100_000, [], {}, [[]], {"a": []}, "é\0\n",
)  # fmt: skip


# The sound bundle


def prepare(shared: Path) -> None:
    """Build a manual in two editions, the second of which has taken over from the first."""
    for name, documents in ((BEFORE, "markdown"), (SOUND, "docbook")):
        build(DOCUMENTS / documents, shared / name / MANUAL, Options(MANUAL), lambda _progress: None)
    sound = shared / SOUND / MANUAL
    with open_bundle(shared / BEFORE / MANUAL) as old, open_bundle(sound) as new:
        comparison = compare(edition_of(old), edition_of(new))
    manifest = read_manifest(sound)
    names = write_edition_changes(sound, comparison)
    write_manifest(sound, replace(manifest, files=manifest.files | files_of(sound, names)))


# What is done to it


def change_bytes(bundle: Path, chance: Random) -> str:
    """Change the bytes of one file."""
    name = chance.choice([*sorted(read_manifest(bundle).files), MANIFEST, MANIFEST])
    check_plain(bundle / name)
    data = bytearray((bundle / name).read_bytes())
    at, length = chance.randrange(len(data)), chance.choice((1, 1, 4, 64, 4096))
    how = chance.choice(("flip", "zero", "cut", "extend", "noise", "insert", "swap"))
    if how == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif how == "zero":
        data[at : at + length] = bytes(len(data[at : at + length]))
    elif how == "cut":
        del data[at:]
    elif how == "extend":
        data += chance.randbytes(length)
    elif how == "noise":
        data[at : at + length] = chance.randbytes(len(data[at : at + length]))
    elif how == "insert":
        data[at:at] = chance.randbytes(length)
    else:
        other = chance.randrange(len(data))
        data[at : at + length], data[other : other + length] = (
            data[other : other + length],
            data[at : at + length],
        )
    (bundle / name).write_bytes(data)
    return f"{how} {name} at {at}"


def change_numbers(bundle: Path, chance: Random) -> str:
    """Change a number of the index, which counts something or says where it stands."""
    file = bundle / "index" / FILE
    check_plain(file)
    data = bytearray(file.read_bytes())
    at = 4 * chance.randrange(HEAD if chance.random() < 0.5 else len(data) // 4)
    value = chance.choice(
        (0, 1, 2, 1 << 16, 1 << 31, (1 << 32) - 1, len(data) // 4, chance.randrange(1 << 32))
    )
    data[at : at + 4] = value.to_bytes(4, sys.byteorder)
    file.write_bytes(data)
    return f"number at {at} of the index is {value}"


def change_value(value: Any, chance: Random) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a JSON value with something in it replaced by something of another type or size."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(sorted(value))
        if chance.random() < 0.15:
            return {other: one for other, one in value.items() if other != name}
        return {**value, name: change_value(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], change_value(value[at], chance), *value[at + 1 :]]
    odd = chance.choice(ODD_VALUES)
    return nested(chance.choice((3, 70, 150))) if odd == [[]] else odd


def nested(levels: int) -> Any:  # noqa: ANN401 - JSON
    """Return an entry of the contents with so many below each other."""
    entry: dict[str, Any] = {}
    below: list[Any] = []
    for _ in range(levels):
        entry = dict.fromkeys(("title", "number", "page", "anchor", "purpose"), "x")
        entry |= {"kind": "section", "children": below}
        below = [entry]
    return entry


def change_record(bundle: Path, chance: Random) -> str:
    """Change a value in a JSON file beside the database, or write it as something else than JSON."""
    name = chance.choice([name for name in (FORMER, CHANGES, MANIFEST) if is_plain(bundle / name)])
    stored = json.loads((bundle / name).read_text(encoding="utf-8"))
    changed = change_value(stored, chance)
    text = json.dumps(changed, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.05:
        text = chance.choice(("[" * 100_000, '{"a":' * 5_000, "", "NaN", "1" * 10_000, text[:-1]))
    (bundle / name).write_text(text, encoding="utf-8", errors="surrogatepass")
    return f"a value of {name}"


def change_row(bundle: Path, chance: Random) -> str:
    """Change a value of the database; its checksums agree with that."""
    check_plain(bundle / DATABASE)
    with closing(sqlite3.connect(bundle / DATABASE)) as database, suppress(sqlite3.Error, UnicodeError):
        table = chance.choice(("page", "page", "page", "document", "item", "term", "dangling"))
        column = chance.choice(COLUMNS[table])
        rows = [row[0] for row in database.execute(f"SELECT rowid FROM {table}")]
        if not rows:
            return f"nothing, for {table} is empty"
        row = chance.choice(rows)
        (old,) = database.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
        new: object = chance.choice((7, 2.5, b"\xff\xfe", "", "x" * 100_000, "\0", old + "x", old[:-1]))
        if column in {"headings", "anchors", "code_spans", "snippets", "json"} and chance.random() < 0.8:
            new = json.dumps(change_value(json.loads(old), chance), ensure_ascii=chance.random() < 0.5)
        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))
        refresh_checksums(database)
        database.commit()
        return f"{column} of row {row} of {table}"
    return "nothing that SQLite takes"


def change_tables(bundle: Path, chance: Random) -> str:
    """Change what tables the database has, or which rows."""
    check_plain(bundle / DATABASE)
    table = chance.choice(sorted(COLUMNS))
    statement = chance.choice(
        (
            f"DROP TABLE {table}",
            f"DELETE FROM {table} WHERE rowid = 1",
            f"DELETE FROM {table}",
            f"ALTER TABLE {table} RENAME COLUMN {chance.choice(COLUMNS[table])} TO other",
            f"INSERT INTO {table} SELECT * FROM {table}",
            "CREATE TABLE more (a); INSERT INTO more VALUES (zeroblob(1000000))",
            f"ALTER TABLE {table} RENAME TO old; CREATE VIEW {table} AS {ENDLESS} SELECT old.* FROM old, c",
            f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END",
            "PRAGMA page_size = 512; VACUUM",
            "PRAGMA user_version = 9; PRAGMA application_id = 9",
            "PRAGMA journal_mode = WAL",
            "PRAGMA encoding = 'UTF-16'; VACUUM",
        )
    )
    with closing(sqlite3.connect(bundle / DATABASE)) as database, suppress(sqlite3.Error):
        database.executescript(statement)
        refresh_checksums(database)
        database.commit()
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (bundle / name).unlink(missing_ok=True)
    return statement


def refresh_checksums(database: sqlite3.Connection) -> None:
    """Make the checksums in a database agree with its rows, as whoever means harm would."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE type = 'view'").fetchone():
        return  # there is no end of its rows
    for rowid, *values in database.execute(f"SELECT rowid, {', '.join(BODY)}, html FROM page").fetchall():
        sums = [values[:-1], values[-1:]]
        database.execute(
            "UPDATE page SET checksum = ?, html_checksum = ? WHERE rowid = ?",
            (*(stored_checksum(checksum_of_row(list(map(str, each)))) for each in sums), rowid),
        )
    for rowid, *values in database.execute("SELECT rowid, name, json FROM document").fetchall():
        new = stored_checksum(checksum_of_row(list(map(str, values))))
        database.execute("UPDATE document SET checksum = ? WHERE rowid = ?", (new, rowid))
    for name in ("page", "item", "term", "dangling"):
        columns = ", ".join(INFO if name == "page" else COLUMNS[name])
        checksum = 0
        for row in database.execute(f"SELECT {columns} FROM {name} ORDER BY rowid"):
            checksum = checksum_of_row(list(map(str, row)), checksum)
        database.execute("UPDATE checksum SET checksum = ? WHERE name = ?", (stored_checksum(checksum), name))


class Run:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self._file),)


def deceive(bundle: Path, chance: Random) -> str:
    """Put something else in the place of a file."""
    name = chance.choice([*sorted(read_manifest(bundle).files), MANIFEST])
    file, how = bundle / name, chance.choice(DECEPTIONS)
    file.unlink()
    if how == "a folder":
        file.mkdir()
    elif how == "a pipe":
        os.mkfifo(file)
    elif how == "a link":
        file.symlink_to(chance.choice(("/dev/zero", "/etc/passwd", "nowhere", name)))
    elif how == "empty":
        file.touch()
    elif how == "a pickle":
        file.write_bytes(pickle.dumps(Run(bundle.parent / "run"), chance.choice((0, 2, 4))))
    if chance.random() < 0.5:
        (bundle / "index" / "_MAIN_1.toc").write_bytes(pickle.dumps(Run(bundle.parent / "run")))
    return f"{how} for {name}"


def check_plain(file: Path) -> None:
    """Raise OSError for a file that an attack has put something else in place of."""
    if not is_plain(file):
        raise FileNotFoundError(file)


def is_plain(file: Path) -> bool:
    """Say whether a file can be read to an end: no link and no pipe, which an attack may have put there."""
    return file.is_file() and not file.is_symlink()


def seal(bundle: Path) -> None:
    """Make the manifest agree with the files, where it can still be read."""
    if not is_plain(bundle / MANIFEST):
        return
    with suppress(
        OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, MomviewerError
    ):
        stored = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
        for name in list(stored["files"]):
            if is_plain(bundle / name):
                stored["files"][name] = list(checksum_of(bundle / name))
        stored["checksum"] = manifest_module._checksum(stored["manual"], stored["files"])
        (bundle / MANIFEST).write_text(json.dumps(stored), encoding="utf-8")


# What is read of it


def answers(bundle: Path, before: Path) -> dict[str, object]:
    """Return what each reading of a bundle answers, "refused" where it is refused."""
    found: dict[str, object] = {}
    info = ManualInfo(MANUAL, "", "", "", "", "", "", Counts())
    manual = InstalledManual(info, bundle, built_in=False)
    for name, read in readings(bundle, before, manual):
        STARTED.clear()
        try:
            found[name] = read()
        except MomviewerError as error:
            check(str(error).isprintable() or "\n" in str(error), f"{name} says {error!s:.200}")
            found[name] = "refused"
        check(not STARTED, f"{name} ran {STARTED}")
    return found


def readings(
    bundle: Path, before: Path, manual: InstalledManual
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield everything that is read of a bundle, by name."""

    def pages() -> object:
        with open_bundle(bundle) as opened:
            return [opened.page(info.id) for info in opened.pages()]

    def lists() -> object:
        with open_bundle(bundle) as opened:
            opened.check()
            known = opened.items(), opened.terms(), opened.dangling(), opened.report(), opened.former()
            return known, opened.contents(), opened.chapters(), list(opened.all_pages())

    def outline() -> object:
        manual = OpenManual(bundle)
        with closing(manual.bundle):
            labels = [page.label for page in manual.outline.pages.values()]
            return manual.contents, manual.examples, labels, manual.bundle.info

    def targets() -> object:
        with open_bundle(bundle) as opened:
            return [TargetFinder(opened).find(read_target(target)) for target in TARGETS]

    def names() -> object:
        with open_bundle(bundle) as opened:
            quick = QuickOpen.of(opened)
            return [quick.find(typed) for typed in ("rope", "c.d", "ö")]

    def searches() -> object:
        with open_bundle(bundle) as opened, closing(Searcher([opened])) as searcher:
            results = [searcher.search(query) for query in QUERIES]
            check_index(opened)
            return results, searcher.corrections("shpi")

    def bar() -> object:
        with closing(Answering()) as answering:
            answering.open([bundle], bundle)
            return [answering.answer(query).names for query in QUERIES]

    def editions() -> object:
        with open_bundle(before) as old, open_bundle(bundle) as new:
            there = changes_of(compare(edition_of(old), edition_of(new)))
            back = changes_of(compare(edition_of(new), edition_of(old)))
            return there, back, there.summary, read_edition_changes(bundle)

    yield "pages", pages
    yield "lists", lists
    yield "outline", outline
    yield "targets", targets
    yield "names", names
    yield "searches", searches
    yield "bar", bar
    yield "editions", editions
    yield "details", lambda: replace(details_of(manual), built=None)
    yield "verify", lambda: verify_manual(manual, check_index)


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Change a copy of the sound bundle once or twice, and read it."""
    _watch_for_runs()
    bundle = folder / MANUAL
    shutil.copytree(shared / SOUND / MANUAL, bundle)
    kind = chance.choice(("accident", "harm", "harm"))
    if kind == "accident":
        done = [change_bytes(bundle, chance)]
    else:
        changes = (
            change_bytes,
            change_numbers,
            change_record,
            change_row,
            change_row,
            change_tables,
            deceive,
        )
        done = []
        for change in chance.choices(changes, k=chance.choice((1, 1, 2))):
            with suppress(MomviewerError, OSError, ValueError, LookupError, TypeError, AttributeError):
                done.append(change(bundle, chance))  # the second may meet what the first has left
        seal(bundle)
    try:
        found = answers(bundle, shared / BEFORE / MANUAL)
        check(not (folder / "run").exists(), "a pickle was run")
        if kind == "accident":
            compare_answers(found, _sound_answers(shared), bundle, shared)
    except TrialError as failure:
        raise TrialError(f"{kind}: {done}: {failure}") from failure
    except Exception as error:
        error.add_note(f"{kind}: {done}")
        raise


@cache
def _sound_answers(shared: Path) -> dict[str, object]:
    return answers(shared / SOUND / MANUAL, shared / BEFORE / MANUAL)


def compare_answers(found: dict[str, object], sound: dict[str, object], bundle: Path, shared: Path) -> None:
    """Check that what an accident left is answered as before, or refused."""
    for name, answer in found.items():
        if name == "verify":
            changed = _contents(bundle) != _contents(shared / SOUND / MANUAL)
            check(not changed or answer != sound[name], "verify finds nothing")
        elif name == "details":
            check(answer, "there are no details")
        else:
            check(answer in ("refused", sound[name]), f"{name} answers something else")


def _contents(bundle: Path) -> dict[str, object]:
    return {str(file.relative_to(bundle)): _content(file) for file in bundle.rglob("*") if file.is_file()}


def _content(file: Path) -> object:
    """Return the bytes of a file, but of a manifest its values: a blank between two of them is no damage."""
    data = file.read_bytes()
    with suppress(ValueError, RecursionError):
        return json.loads(data) if file.name == MANIFEST else data
    return data


def _watch_for_runs() -> None:
    if not _WATCHING:
        _WATCHING.append(True)
        sys.addaudithook(_heard)


_WATCHING: list[bool] = []


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"pickle.find_class", "os.system", "subprocess.Popen", "socket.connect", "os.exec"}:
        STARTED.append(f"{event} {arguments[:2]}")


ATTACK = Attack(
    "bundles", "bundles changed by accident or to do harm are refused, or right", prepare, attempt, 60
)
