"""The headless verbs, run as a reader runs them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from momviewer.paths import user_paths
from momviewer.user_data.bookmark_store import BookmarkStore
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from momviewer.user_data.history import HistoryEntry
from momviewer.user_data.session import Session, SessionStore, TabHistory
from momviewer.user_data.stores import SESSION_FILE
from tests.conftest import ROOT
from tests.e2e.program import momviewer
from tests.unit.harbour import newer_edition, older_edition

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, with_bundled: Callable[[Path], None]) -> Path:
    """Return a data folder that holds the Harbour manual beside the bundled one."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(DOCUMENTS / "markdown", folder / "harbour")
    answer = momviewer(folder / "data", "library", "add", folder / "harbour")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Added Harbour 2 Reference Manual as harbour: 9 pages, 2 examples")
    with_bundled(folder / "data")
    assert momviewer(folder / "data", "library", "verify").code == 0
    return folder / "data"


def test_the_code_of_an_example_is_printed_exactly(data: Path) -> None:
    answer = momviewer(data, "show", "1.1", "--code")
    assert (answer.code, answer.out, answer.err) == (0, 'mooring "quay-1" {\n\tropes = 2\n}', "")


def test_the_last_line_of_code_ends_on_a_terminal(data: Path) -> None:
    main, terminal = os.openpty()
    environment = {**os.environ, "MOMVIEWER_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "momviewer", "show", "1.1", "--code"]
    subprocess.run(command, check=True, cwd=data.parent, env=environment, stdout=terminal)
    os.close(terminal)
    assert os.read(main, 1000) == b'mooring "quay-1" {\r\n\tropes = 2\r\n}\r\n'
    os.close(main)


def test_an_example_is_printed_with_what_is_said_of_it_and_without_the_next(data: Path) -> None:
    shown = momviewer(data, "show", "15.1", "--manual", "momentum-4-examples").out
    said = ("Example 15.1 Domain Scope", "retried from 10 minutes", "retry_interval", "You should see:")
    assert [shown.find(words) >= 0 for words in said] == [True] * 4, shown
    assert "Example 15.2" not in shown


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("ex 2.1", "Docking"),
        ("Example\u00a02.1", "Docking"),
        ("sec 1.1", "Ropes"),
        ("ch 2", "Commands"),
        ("ropes", "Ropes"),
        ("ropes.php#ropes.two", "Two Ropes"),
        ("Two ropes", "Two Ropes"),
        ("https://docs.example.com/4/ropes.html?x=1#ropes.two", "Two Ropes"),
        ("ropes%23ropes.two", "Two Ropes"),
        ("momviewer://harbour/commands.dock#dock.example", "Docking"),
    ],
)
def test_targets_of_every_form_are_found(data: Path, target: str, title: str) -> None:
    answer = momviewer(data, "show", target, "--json", "--manual", "harbour")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["title"] == title


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "1.99"), 1, "chapter 1 ends at 1.1. Nearby: Example 1.1 Two Ropes, Example 2.1 Docking."),
        (("show", "nothing-like-it"), 1, "To look for words, use: momviewer search"),
        (("show", "lighthouse"), 1, "links to the page lighthouse but does not hold it"),
        (("show", "ropes#nowhere"), 0, "has no anchor nowhere: this is its beginning"),
        (("show", "ropes#nowhere", "--code"), 1, "has no anchor nowhere"),
        (("show", "x" * 300), 2, "300 bytes, and 255 are the most"),
        (("show", b"x\xffy"), 2, "is not UTF-8"),
        (("show", "momviewer://m%00/p"), 2, "holds a NUL"),
        (("show", f"momviewer://{'m' * 300}/p"), 2, "No manual is called"),
        (("show", "1.1", "--manual", "m" * 300), 2, "No manual is called"),
        (("search", "rope", "--manual", b"\xff"), 2, "No manual is called"),
        (("library", "remove", "m" * 300), 2, "No manual is called"),
        (("--data-dir", "d" * 300, "show", "1.1"), 2, "No folder is called"),
        (("--data-dir", "d/" * 2000, "show", "1.1"), 2, "No data folder is called"),
        (("--data-dir", b"\xff", "library", "list"), 2, "is not UTF-8"),
        (("x" * 300,), 2, "No page is called"),
        ((b"\xff",), 2, "No target is called"),
        ((f"momviewer://{'m' * 300}/p",), 2, "No manual is called"),
        (("show", "preface", "--code"), 1, "has no code"),
        (("show", "1.1", "--manual", "gone"), 1, "no manual gone"),
        (("search", "zzzz"), 1, "nothing found"),
        (("search",), 2, "QUERY"),
        (("search", "x", "--limit", "0"), 2, "not a number of hits"),
        (("library", "add", "/nonexistent/folder"), 3, "/nonexistent/folder does not exist"),
        (("library", "rename", "harbour"), 2, "Say what to change"),
        (("library", "rename", "momentum-4-examples", "--title", "x"), 3, "cannot be renamed"),
        (("library", "remove", "momentum-4-examples"), 3, "comes with momviewer"),
        ((), 2, "no display"),
        (("1.1",), 2, "no display"),
        (("--nonsense",), 2, "--nonsense"),
        (("explain", '"unclosed'), 2, ""),
    ],
)
def test_exit_codes_and_messages(
    data: Path, arguments: tuple[str | bytes, ...], code: int, said: str
) -> None:
    answer = momviewer(data, *arguments)
    assert answer.code == code, answer
    assert said in " ".join(answer.err.split())
    assert "Traceback" not in answer.err


def test_search_prints_hits_as_json(data: Path) -> None:
    answer = momviewer(data, "search", "docked", "--json", "--manual", "harbour")
    found = json.loads(answer.out)
    assert (answer.code, found["query"], found["total"]) == (0, "docked", 1)
    hit, *others = found["hits"]
    assert all(other["apart"] for other in others)  # they have other forms of the word only
    assert found["searched_as"] == {"kind": "words", "query": "docked", "mended": {}}
    assert hit.keys() == {"manual", "page", "anchor", "number", "title", "score", "excerpt"}
    assert (hit["manual"], hit["page"]) == ("harbour", "commands.dock")
    assert "docked" in hit["excerpt"]


def test_all_searches_every_manual(data: Path) -> None:
    answer = momviewer(data, "search", "configuration OR ropes", "--all", "--json", "--limit", "100")
    assert {hit["manual"] for hit in json.loads(answer.out)["hits"]} == {"harbour", "momentum-4-examples"}


def test_the_library_lists_manuals_as_json(data: Path) -> None:
    listed = json.loads(momviewer(data, "library", "list", "--json").out)
    assert [manual["id"] for manual in listed] == ["harbour", "momentum-4-examples"]
    assert listed[0].keys() == {
        "id", "title", "edition", "set", "pages", "examples", "figures", "tables", "source"
    }  # fmt: skip


def test_verify_tells_what_dangles(data: Path) -> None:
    answer = momviewer(data, "library", "verify", "harbour")
    assert answer.code == 0
    assert "lighthouse: 1 link, from moorings" in answer.out


def test_explain_prints_the_tree(data: Path) -> None:
    answer = momviewer(data, "explain", "rest AND port", "--json")
    explained = json.loads(answer.out)
    assert answer.code == 0
    assert explained.keys() == {"query", "ok", "kind", "tree", "diagnostics", "reads_as"}


def test_batches_are_answered_line_by_line_in_order(data: Path) -> None:
    queries = ["docked", '"unclosed', "zeppelin"]
    entered = "\n".join(json.dumps(query) for query in queries) + "\n"
    answer = momviewer(data, "search", "--batch", "--manual", "harbour", entered=entered)
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert [line["query"] for line in found] == queries
    assert [line["total"] for line in found] == [1, 0, 0]
    assert "error" in found[1]
    assert answer.code == 0
    explained = momviewer(data, "explain", "--batch", entered=entered)
    assert [json.loads(line)["ok"] for line in explained.out.splitlines()] == [True, False, True]
    half = momviewer(data, "explain", "--batch", entered='"\\ud83d"\n')  # of a pair: it is no character
    assert json.loads(half.out)["query"] == "\ud83d"
    wrong = momviewer(data, "explain", "--batch", entered="{}\nnonsense\n")
    assert wrong.code == 2
    assert [json.loads(line)["error"] for line in wrong.out.splitlines()] == [
        "line 1 is no JSON string",
        "line 2 is no JSON string",
    ]


def test_no_headless_verb_loads_qt(data: Path) -> None:
    for verb in (("show", "1.1"), ("search", "ropes"), ("library", "list"), ("explain", "a")):
        answer = momviewer(data, *verb, python_options=("-X", "importtime"))
        assert answer.code == 0
        assert "PySide6" not in answer.err


def test_a_folder_of_manuals_is_listed_and_added_whole_or_in_part(tmp_path: Path) -> None:
    data, folder_of_manuals = tmp_path / "data", tmp_path / "shelf"
    for form in ("markdown", "docbook"):
        shutil.copytree(DOCUMENTS / form, folder_of_manuals / form)
    listed = json.loads(momviewer(data, "library", "add", folder_of_manuals, "--list", "--json").out)
    assert [(one["part"], one["pages"]) for one in listed] == [("docbook", 14), ("markdown", 9)]
    assert momviewer(data, "library", "add", folder_of_manuals, "--only", "letters").code == 2
    one = momviewer(data, "library", "add", folder_of_manuals, "--only", "markdown", "--json")
    assert json.loads(one.out)["id"] == "markdown"
    both = momviewer(data, "library", "add", folder_of_manuals, "--json")
    assert [manual["id"] for manual in json.loads(both.out)] == ["docbook", "markdown"]


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with two editions of the Harbour manual, and a bookmark of the older one."""
    folder = tmp_path_factory.mktemp("renewed")
    data = folder / "data"
    assert momviewer(data, "library", "add", older_edition(folder / "old")).code == 0
    marks = Bookmarks(
        [Bookmark("old", "ropes", "ropes.two", "Two Ropes", "mind"), Bookmark("old", "x", "", "X")]
    )
    BookmarkStore(user_paths(str(data)).bookmarks).save(marks)
    answer = momviewer(data, "library", "add", newer_edition(folder / "new"))
    assert answer.code == 0, answer.err
    assert "from 2026-01-02 to 2026-06-30" in answer.err
    assert "1 example added, 1 example renumbered, 1 example changed" in answer.err
    assert "lost their place: X" in answer.err
    return data


def test_adding_a_newer_edition_leads_bookmarks_to_it(renewed: Path) -> None:
    kept = BookmarkStore(user_paths(str(renewed)).bookmarks).load()
    assert [(mark.manual, mark.anchor, mark.note) for mark in kept] == [
        ("new", "ropes.two", "mind"),
        ("old", "", ""),
    ]


def test_an_old_number_is_told_and_the_code_stays_exact(renewed: Path) -> None:
    answer = momviewer(renewed, "show", "1.1", "--code")
    assert (answer.code, answer.out) == (0, 'knot "bowline"')
    assert answer.err.endswith("momviewer: Example 1.1 of the 2026-01-02 edition is 1.2 now.\n")
    found = json.loads(momviewer(renewed, "show", "ex 1.1", "--json").out)
    assert found["note"] == "Example 1.1 of the 2026-01-02 edition is 1.2 now."


def test_without_a_word_the_manual_that_is_read_answers_and_is_told(renewed: Path, tmp_path: Path) -> None:
    data = shutil.copytree(renewed, tmp_path / "data")
    assert momviewer(data, "library", "list").code == 0  # builds the bundled manual, and says so
    newest = momviewer(data, "show", "2.1", "--json")
    assert json.loads(newest.out)["manual"] == "new"
    assert newest.err == "momviewer: from Harbour 2 Reference Manual 2026-06-30 (new)\n"
    read = Session((TabHistory((HistoryEntry("old", "ropes"),)),))
    SessionStore(user_paths(str(data)).config / SESSION_FILE).save(read)
    shown = momviewer(data, "show", "1.1", "--json")
    assert json.loads(shown.out)["manual"] == "old"
    assert shown.err == "momviewer: from Harbour 2 Reference Manual 2026-01-02 (old)\n"
    found = momviewer(data, "search", "ropes", "--json")
    assert {hit["manual"] for hit in json.loads(found.out)["hits"]} == {"old"}
    assert found.err == shown.err
    assert (
        json.loads(momviewer(data, "show", "tide", "--json").out)["manual"] == "new"
    )  # the only one with it
    named = momviewer(data, "show", "momviewer://new/ropes", "--json")
    assert (json.loads(named.out)["manual"], named.err) == ("new", "")


def test_a_target_of_several_manuals_is_answered_with_the_list(renewed: Path, tmp_path: Path) -> None:
    data = shutil.copytree(renewed, tmp_path / "data")
    assert momviewer(data, "library", "rename", "old", "--title", "Another Harbour").code == 0
    answer = momviewer(data, "show", "2.1")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "momviewer: '2.1' is in several manuals; say which with --manual:\n"
        "  momviewer://new/commands.dock#dock.example  Example 2.1 Docking"
        " · Harbour 2 Reference Manual 2026-06-30\n"
        "  momviewer://old/commands.dock#dock.example  Example 2.1 Docking · Another Harbour 2026-01-02\n"
    )


def test_changes_between_editions_are_printed(renewed: Path) -> None:
    answer = momviewer(renewed, "library", "changes", "old", "new")
    assert answer.out.startswith("From 2026-01-02 to 2026-06-30: 1 page added, 1 page removed")
    for line in (
        "+ Page tide (tide)",
        "- Page undock (commands.undock)",
        "+ Example 1.1 A Knot (ropes)",
        "~ Example 1.1 -> 1.2 Two Ropes (ropes): renumbered",
        "~ Example 2.1 Docking (commands.dock): changed",
    ):
        assert f"{line}\n" in answer.out
    assert momviewer(renewed, "library", "changes", "new").out == answer.out


def test_changes_as_json_hold_the_difference(renewed: Path) -> None:
    found = json.loads(momviewer(renewed, "library", "changes", "old", "new", "--json").out)
    assert found["old"] == {"manual": "old", "edition": "2026-01-02"}
    (dock,) = (c for c in found["changes"] if c["kind"] == "example" and c["ways"] == ["changed"])
    assert '-harbour> dock "Aurora" harbour.max_ropes=2' in dock["difference"]
    assert '+harbour> dock "Aurora" harbour.max_ropes=3' in dock["difference"]


def test_changes_of_a_manual_without_an_edition_before_are_refused(renewed: Path) -> None:
    answer = momviewer(renewed, "library", "changes", "old")
    assert answer.code == 1
    assert "Name two" in answer.err


def test_a_manual_that_an_older_program_built_is_rebuilt_where_it_is_read(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    manifest = tmp_path / "data" / "manuals" / "harbour" / "manifest.json"
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**stored, "format": [0, 0]}), encoding="utf-8")
    answer = momviewer(tmp_path / "data", "show", "1.1", "--code")
    assert answer.code == 0
    assert answer.out.startswith("mooring")
    assert "older momviewer" in answer.err
    assert momviewer(tmp_path / "data", "show", "1.1", "--code").err == ""
