"""What is searched, and the rows to choose it from."""

import subprocess
import sys

import pytest

from momviewer.library.scopes import Scope, by_set, chosen_name, natural
from momviewer.manual.model import Counts, ManualInfo
from momviewer.ui.widgets.choice_rows import ListItem, choices, has_words
from tests.conftest import ROOT


def manual(name: str, title: str, set_name: str, edition: str = "") -> ManualInfo:
    return ManualInfo(name, title, edition, set_name, "markdown", "", "", Counts())


REFERENCE = manual("new", "Momentum 4 Reference Manual", "Momentum 4", "2019-March-31")
OLDER = manual("old", "Momentum 4 Reference Manual", "Momentum 4", "2017-Aug-09")
COMPANION = manual("companion", "Momentum 4 Example Companion", "Momentum 4")
THIRD = manual("third", "Momentum 3.6 Reference Manual", "Momentum 3.x")
LONER = manual("loner", "Harbour Manual", "Harbour 10")
ALL = (THIRD, OLDER, COMPANION, REFERENCE, LONER)


def told(rows: list[ListItem]) -> list[str]:
    marks = {"heading": "# ", "manual": "  "}
    return [f"{marks.get(row.kind, '* ')}{row.text}{' <' if row.chosen else ''}" for row in rows]


def test_manuals_stand_by_set_with_all_of_each_and_all() -> None:
    assert told(choices(ALL, OLDER, Scope())) == [
        "* All manuals",
        "# Harbour 10",
        "  Harbour Manual",
        "# Momentum 3.x",
        "  Momentum 3.6 Reference Manual",
        "# Momentum 4",
        "* All Momentum 4",
        "  Example Companion",
        "  Reference Manual",
        "  Reference Manual <",
    ]
    details = [row.detail for row in choices(ALL, OLDER, Scope()) if row.text == "Reference Manual"]
    assert details == ["2019-March-31", "2017-Aug-09"]


def test_one_manual_offers_nothing_but_itself() -> None:
    assert told(choices([LONER], LONER, Scope("all"))) == ["# Harbour 10", "  Harbour Manual"]


@pytest.mark.parametrize(
    ("scope", "row"),
    [
        (Scope("all"), "* All manuals <"),
        (Scope("set"), "* All Momentum 4 <"),
        (Scope("set", "Momentum 4"), "* All Momentum 4 <"),
    ],
)
def test_what_is_chosen_is_marked(scope: Scope, row: str) -> None:
    assert [text for text in told(choices(ALL, OLDER, scope)) if text.endswith("<")] == [row]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("example", ["# Momentum 4", "  Example Companion"]),
        ("2017 reference", ["# Momentum 4", "  Reference Manual <"]),
        ("3.X", ["# Momentum 3.x", "  Momentum 3.6 Reference Manual"]),
        ("all 4", ["# Momentum 4", "* All Momentum 4"]),
        ("nothing like it", []),
    ],
)
def test_rows_are_filtered_by_every_word(typed: str, rows: list[str]) -> None:
    assert told(choices(ALL, OLDER, Scope(), typed)) == rows


def test_a_scope_covers_the_manual_its_set_or_all() -> None:
    def covered(scope: Scope) -> set[str]:
        return {info.id for info in ALL if scope.covers(info, REFERENCE)}

    assert covered(Scope()) == {"new"}
    assert covered(Scope("set")) == {"new", "old", "companion"}
    assert covered(Scope("set", "Momentum 3.x")) == {"third"}
    assert covered(Scope("all")) == {info.id for info in ALL}


def test_the_choice_has_a_name() -> None:
    assert chosen_name(REFERENCE, Scope()) == "Reference Manual"
    assert chosen_name(REFERENCE, Scope("set")) == "All Momentum 4"
    assert chosen_name(REFERENCE, Scope("set", "Momentum 3.x")) == "All Momentum 3.x"
    assert chosen_name(REFERENCE, Scope("all")) == "All manuals"
    assert chosen_name(None, Scope()) == "No manual"


def test_names_are_sorted_with_their_numbers_by_size() -> None:
    names = ["Harbour 10", "harbour 9", "Harbour", "2 Harbours", "10 Harbours"]
    assert sorted(names, key=natural) == ["2 Harbours", "10 Harbours", "Harbour", "harbour 9", "Harbour 10"]
    assert [name for name, _ in by_set(ALL)] == ["Harbour 10", "Momentum 3.x", "Momentum 4"]


def test_words_are_looked_for_in_all_texts_whatever_their_case() -> None:
    found = [
        typed for typed in ("", " REF 4 ", "ref five", "4mom") if has_words(typed, "Momentum 4", "Reference")
    ]
    assert found == ["", " REF 4 "]


def test_the_rows_to_choose_from_are_made_without_qt() -> None:
    code = "import sys, momviewer.ui.widgets.choice_rows; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
