"""Bugs in the log: where they were, how often, within bounds, and nothing of the reader."""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from momviewer import crash_log
from momviewer.crash_log import (
    DEBUG_VARIABLE,
    MAX_BUGS,
    MAX_ENTRY_BYTES,
    OLDER_LOG,
    Bug,
    CrashLog,
    bug_of,
    crash_of,
    print_bug,
    qt_bug,
    without_home,
)
from momviewer.errors import NotFoundError

TYPED = "the reader's secret"
EMPTY: Any = []
NAMES: dict[str, str] = {}
MAX_TOTAL_BYTES = 1 << 20


@pytest.fixture
def log(tmp_path: Path) -> CrashLog:
    return CrashLog(tmp_path / "log", lambda: "momviewer 1, Python 3")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that is the reader's home for a while."""
    home = tmp_path / "jane"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    crash_log._homes.cache_clear()
    yield home
    crash_log._homes.cache_clear()


def met(cause: Callable[[], object]) -> Exception:
    """Return the exception that something raises."""
    try:
        cause()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError


def fail_in_a_line(value: str) -> None:
    raise ValueError(f"what is {value}")


def fail_for_a_cause(value: str) -> None:
    try:
        fail_in_a_line(value)
    except ValueError as error:
        raise KeyError(value) from error


def fail_on_the_way(value: str) -> None:
    try:
        fail_in_a_line(value)
    finally:
        NAMES[value]


def recurse(value: str) -> None:
    recurse(value + value[:1])


def kept(log: CrashLog) -> str:
    return log.file.read_text(encoding="utf-8") if log.file.exists() else ""


def test_a_bug_is_written_with_what_runs_and_where_it_was(log: CrashLog) -> None:
    assert log.note(bug_of(met(lambda: EMPTY[1]))) == 1
    told = kept(log)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\nmomviewer 1, Python 3\n", told)
    assert "IndexError in test_crash_log.py, line " in told
    assert "on MainThread" in told
    assert "IndexError: list index out of range" in told
    assert "log.note(bug_of(met(lambda: EMPTY[1])))" in told
    assert (log.file.stat().st_mode & 0o077) == 0


@pytest.mark.parametrize(
    "cause",
    [
        lambda: fail_in_a_line(TYPED),
        lambda: fail_for_a_cause(TYPED),
        lambda: fail_on_the_way(TYPED),
        lambda: NAMES[TYPED],
        lambda: int(TYPED),
        lambda: EMPTY.index(TYPED),
        lambda: TYPED.encode("ascii").decode("utf-16"),
        lambda: f"{TYPED}ß".encode("ascii"),
        lambda: Path("/nowhere", TYPED).read_text(),
        lambda: (_ for _ in ()).throw(TypeError(TYPED)),
        lambda: (_ for _ in ()).throw(NotFoundError(f"{TYPED} is nowhere.")),
        lambda: (_ for _ in ()).throw(AttributeError(TYPED)),
        lambda: re.compile(f"({TYPED}"),
        lambda: recurse(TYPED),
    ],
)
def test_nothing_that_was_typed_is_written(log: CrashLog, cause: Callable[[], object]) -> None:
    error = met(cause)
    log.note(bug_of(error))
    told = kept(log) + log.report()
    assert type(error).__name__ in told
    assert TYPED not in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (lambda: None.text, "AttributeError: 'NoneType' object has no attribute 'text'"),  # type: ignore[attr-defined]
        (lambda: nowhere, "NameError: name 'nowhere' is not defined"),  # type: ignore[name-defined]  # noqa: F821
        (lambda: len(3), "TypeError: object of type 'int' has no len()"),  # type: ignore[arg-type]
        (lambda: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda: Path("/nowhere/x").read_text(), "FileNotFoundError: [Errno 2] No such file or directory\n"),
        (lambda: fail_in_a_line("quay"), "ValueError (a message of 12 characters)"),
    ],
)
def test_what_names_only_the_code_is_written(
    log: CrashLog, cause: Callable[[], object], message: str
) -> None:
    log.note(bug_of(met(cause)))
    assert message in kept(log)


def test_what_led_to_a_bug_is_written_before_it(log: CrashLog) -> None:
    log.note(bug_of(met(lambda: fail_for_a_cause("quay"))))
    told = kept(log)
    assert told.index("ValueError (") < told.index("after which") < told.index("KeyError (")


def test_paths_of_the_readers_home_begin_with_a_tilde(home: Path, log: CrashLog) -> None:
    module = home / "momviewer" / "broken.py"
    module.parent.mkdir()
    module.write_text("def fail():\n    raise OSError(5, 'broken', __file__)\n")
    names: dict[str, Callable[[], object]] = {}
    exec(compile(module.read_text(), str(module), "exec"), {"__file__": str(module)}, names)  # noqa: S102
    log.note(bug_of(met(names["fail"])))
    told = kept(log) + log.report()
    assert str(home) not in told
    assert f'File "~{os.sep}momviewer{os.sep}broken.py", line 2' in told


def test_only_whole_names_are_the_readers_home(home: Path) -> None:
    assert without_home(f"{home}/x {home}2/x {home}.old '{home}'") == f"~/x {home}2/x {home}.old '~'"


def test_a_home_at_the_root_is_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    crash_log._homes.cache_clear()
    assert without_home("/usr/lib/x") == "/usr/lib/x"
    crash_log._homes.cache_clear()


def test_a_storm_is_written_once_with_a_count(log: CrashLog) -> None:
    for count in range(1, 1235):
        assert log.note(bug_of(met(lambda: EMPTY[1]))) == count
    assert kept(log).count("IndexError: list index") == 1
    assert re.findall(r"Met (\d+) times\.", kept(log)) == ["10", "100", "1000"]
    assert "Met 1234 times." in log.report()
    log.close()
    assert re.findall(r"Met (\d+) times\.", kept(log)) == ["10", "100", "1000", "1234"]
    log.close()
    assert kept(log).count("Met 1234 times.") == 1


def test_a_recursion_is_one_bug_however_deep_it_went(log: CrashLog) -> None:
    limit = sys.getrecursionlimit()
    for depth in (limit, limit + 77):
        sys.setrecursionlimit(depth)
        log.note(bug_of(met(lambda: recurse("x"))))
    sys.setrecursionlimit(limit)
    assert kept(log).count("RecursionError: maximum") == 1
    assert kept(log).count("\n") < 150


def bug(number: int, size: int = 10) -> Bug:
    return Bug(f"bug {number}", f"Bug {number}", "x" * size + "\n", "MainThread")


def test_the_logs_stay_below_their_bound(log: CrashLog) -> None:
    for number in range(300):
        log.note(bug(number, 40_000))
    files = sorted(log.file.parent.iterdir())
    assert [file.name for file in files] == [OLDER_LOG, log.file.name]
    assert sum(file.stat().st_size for file in files) + MAX_ENTRY_BYTES < MAX_TOTAL_BYTES
    assert "Bug 299" in kept(log)


def test_an_entry_stays_below_its_bound(log: CrashLog) -> None:
    log.note(bug(1, 5 * MAX_ENTRY_BYTES))
    assert log.file.stat().st_size <= MAX_ENTRY_BYTES
    assert "[...]" in kept(log)


def test_a_storm_of_many_bugs_is_bounded_in_memory_and_loses_no_count(log: CrashLog) -> None:
    for number in range(3 * MAX_BUGS):
        log.note(bug(number))
        log.note(bug(number))
    assert len(log._bugs) == MAX_BUGS
    assert kept(log).count("Met 2 times.") == 2 * MAX_BUGS
    assert "Bug 0," not in log.report()
    assert f"Bug {3 * MAX_BUGS - 1}," in log.report()


def test_bugs_of_several_threads_are_all_counted(log: CrashLog) -> None:
    def note() -> None:
        for _ in range(200):
            log.note(bug(1))

    threads = [threading.Thread(target=note) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.note(bug(1)) == 1001


def test_where_nothing_can_be_written_bugs_are_known_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("no folder")
    log = CrashLog(tmp_path / "log", lambda: "versions")
    assert log.note(bug(1)) == 1
    assert "Bug 1" in log.report()
    log.close()


def test_a_message_of_qt_is_written_without_what_it_quotes() -> None:
    told = qt_bug("warning", "qt.text", f'QTextDocument: no "{TYPED}" here')
    assert told.trace == f'QTextDocument: no "{len(TYPED)} characters" here\n'
    assert told.name == "Warning of qt.text"


def test_a_crash_is_named_after_its_first_line() -> None:
    crash = crash_of("Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n")
    assert crash.name == "Aborted, which ended momviewer"
    assert crash.ended_program


def test_at_the_prompt_a_bug_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(DEBUG_VARIABLE, raising=False)
    assert print_bug(met(lambda: fail_in_a_line("two\nlines"))) == 70
    told = capsys.readouterr().err
    assert re.fullmatch(
        r"momviewer: This is a bug of momviewer: ValueError: what is two lines"
        r" \(test_crash_log\.py, line \d+\)\. MOMVIEWER_DEBUG=1 shows the trace\.\n",
        told,
    )


def test_at_the_prompt_the_trace_can_be_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DEBUG_VARIABLE, "1")
    assert print_bug(met(lambda: fail_in_a_line("quay"))) == 70
    told = capsys.readouterr().err
    assert told.startswith("Traceback (most recent call last):")
    assert "ValueError: what is quay\nmomviewer: This is a bug of momviewer" in told
    assert "shows the trace" not in told
