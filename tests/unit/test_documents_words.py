"""What readers see keeps to the word list."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.test_documents import DOCUMENTS

WORDS = ROOT / "docs" / "words.md"
COMPANION = sorted((ROOT / "resources" / "manuals" / "momentum-4-examples").glob("*.md"))
HELP = sorted((ROOT / "resources" / "help").glob("*.md"))
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`|\]\([^)\n]*\)|<[^>\n]*>", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`]+)`")


def lists(section: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the words that a section of the list forbids, and what finds its exceptions."""
    _, found, rest = WORDS.read_text(encoding="utf-8").partition(f"## {section}\n")
    assert found
    rows = [row.split("|")[2:4] for row in rest.partition("\n## ")[0].splitlines() if "`" in row]
    return any_of(not_these for not_these, _ in rows), any_of(but for _, but in rows)


def any_of(cells: Iterator[str]) -> re.Pattern[str]:
    phrases = [re.escape(phrase) for cell in cells for phrase in QUOTED.findall(cell)]
    assert phrases
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


EVERYWHERE = lists("Everywhere")
IN_COMPANION = lists("In the companion")


def lapses(text: str, words: tuple[re.Pattern[str], re.Pattern[str]]) -> list[str]:
    """Return what a text says against a list, with what is around it; its code does not count."""
    forbidden, fine = words
    prose = " ".join(fine.sub(" ", CODE.sub(" ", text)).split())
    return [prose[max(0, hit.start() - 40) : hit.end() + 20] for hit in forbidden.finditer(prose)]


@pytest.mark.parametrize("document", [*DOCUMENTS, *HELP, *COMPANION], ids=lambda path: path.name)
def test_what_readers_see_keeps_to_the_word_list(document: Path) -> None:
    assert lapses(document.read_text(encoding="utf-8"), EVERYWHERE) == []


@pytest.mark.parametrize("program", ["momviewer", "index_builder"])
def test_messages_keep_to_the_word_list(program: str) -> None:
    said = [text for file in (ROOT / program).rglob("*.py") for text in messages(file)]
    assert len(said) > 200
    assert [lapse for text in said for lapse in lapses(text, EVERYWHERE)] == []


def messages(file: Path) -> Iterator[str]:
    """Yield the texts of a module that may be shown: those with a space in them, but for its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    yield from (text.value for text in texts if isinstance(text.value, str) and " " in text.value.strip())


@pytest.mark.parametrize("page", COMPANION, ids=lambda path: path.name)
def test_the_companion_keeps_to_its_own_list(page: Path) -> None:
    assert lapses(page.read_text(encoding="utf-8"), IN_COMPANION) == []


def test_a_lapse_is_noticed() -> None:
    assert lapses("It Stands\nthere, for want of room.", EVERYWHERE) == [
        "It Stands there, for want of ",
        "It Stands there, for want of room.",
    ]
    assert lapses("A `blank` stands for itself; see [there](anew).\n\n```\nhangs on\n```\n", EVERYWHERE) == []
    assert lapses("The vendor's manual tells it.", IN_COMPANION)
