"""Perl programs of the bundled manual, run with stand-ins for the modules that they load."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.test_companion_form import SOURCES

PERL = re.compile(r"^```perl\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
MODULES = {
    "JLog/Reader.pm": """
        package JLog::Reader;
        my @records = split /\\n/, $ENV{RECORDS} // '';
        sub new { bless { dir => $_[1] } }
        sub open { print STDERR "open $_[0]{dir} $_[1]\\n" }
        sub read { @records ? shift @records : $ENV{ENDLESS} ? do { kill TERM => $$; undef } : undef }
        sub checkpoint { print STDERR "checkpoint\\n" }
        sub close { print STDERR "close\\n" }
        1;
    """,
    "DBI.pm": """
        package DBI;
        sub connect { bless {} }
        sub prepare { $_[0] }
        sub execute { shift; die "the database is down\\n" if $ENV{DOWN}; print STDERR "row @_\\n" }
        sub commit { print STDERR "commit\\n" }
        1;
    """,
    "HTTP/Tiny.pm": """
        package HTTP::Tiny;
        sub new { bless {} }
        sub post {
            print STDERR "post $_[1]: ", $_[2]{content} =~ s/\\n/|/gr, "\\n";
            return { success => 1 } unless $ENV{DOWN};
            return { success => '', status => 503, reason => 'Service Unavailable' };
        }
        1;
    """,
}
"""Modules that tell on standard error what is asked of them; RECORDS has what the journal holds."""
BOUNCE = (
    "1772440812@91/6D-1@00/00-2@00/00-3@{kind}@kim@example.org@news@example.com"
    "@g@b@21@10@1223@192.0.2.9@550 x@y"
)
FINAL, DELAYED = BOUNCE.format(kind="B"), BOUNCE.format(kind="T")


def run(tmp_path: Path, page: str, **environment: str) -> tuple[int, str, list[str]]:
    """Return exit code, output and what was asked of the modules, for the program of a page."""
    perl = shutil.which("perl")
    if perl is None:
        pytest.skip("perl is not installed")
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (program,) = PERL.findall(SOURCES[page])
    ran = subprocess.run(
        [perl, f"-I{tmp_path}", "-"],
        input=program,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        env={"BOUNCE_DB_PASSWORD": "x", "HOOK_TOKEN": "x", **environment},
    )
    return ran.returncode, ran.stdout, ran.stderr.splitlines()


def test_example_71_69_prints_what_is_waiting_and_sets_the_checkpoint(tmp_path: Path) -> None:
    records = "1772440812|00/00-1|kim@example.org|4711"
    assert run(tmp_path, "modules.jlog", RECORDS=records) == (
        0,
        "1772440812\t4711\tkim@example.org\t00/00-1\n",
        ["open /var/log/ecelerity/crm_deliveries crm_loader", "checkpoint", "close"],
    )
    assert "checkpoint" not in run(tmp_path, "modules.jlog")[2]


def test_bounces_are_stored_and_then_done_with(tmp_path: Path) -> None:
    code, out, asked = run(tmp_path, "recipe.bounces_database", RECORDS=f"{FINAL}\n{DELAYED}\nbroken")
    assert (code, out) == (0, "1 bounces stored\n")
    row = "row 1772440812 91/6D-1 kim@example.org 10 550 x@y"
    assert asked[1:] == [row, "commit", "checkpoint", "close"]


def test_bounces_wait_while_the_database_is_down(tmp_path: Path) -> None:
    code, out, asked = run(tmp_path, "recipe.bounces_database", RECORDS=FINAL, DOWN="1")
    assert (code != 0, out, "checkpoint" in asked) == (True, "", False)


def test_events_are_posted_and_then_done_with(tmp_path: Path) -> None:
    code, out, asked = run(tmp_path, "recipe.webhook", RECORDS="one\ntwo")
    assert (code, out) == (0, "2 events posted\n")
    assert asked[1:] == ["post https://hooks.example.com/mail-events: one|two|", "checkpoint", "close"]


def test_events_wait_while_the_service_is_down(tmp_path: Path) -> None:
    code, out, asked = run(tmp_path, "recipe.webhook", RECORDS="one", DOWN="1")
    assert (code != 0, out) == (True, "")
    assert asked[-1] == "https://hooks.example.com/mail-events: 503 Service Unavailable"


def test_a_reader_follows_a_journal_until_it_is_stopped(tmp_path: Path) -> None:
    code, out, asked = run(tmp_path, "recipe.read_jlog", RECORDS="one\ntwo", ENDLESS="1")
    assert (code, out) == (0, "one\ntwo\n")
    assert asked[1:] == ["checkpoint", "close"]
