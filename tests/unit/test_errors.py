"""Errors that a reader may see: few, typed, each with an exit code and a whole sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from momviewer import errors
from momviewer.errors import MomviewerError
from momviewer.library import targets
from tests.conftest import ROOT

PACKAGES = ("momviewer", "index_builder")
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, MomviewerError)
}
EXIT_CODES = {
    "UsageError": 2,
    "RefusedQueryError": 2,
    "NotFoundError": 1,
}
"""Those that are not 3: trouble with a manual, or with the computer."""
SENTENCE = re.compile(r"[A-Z{].*([.?!]({install})?|problems.*}|: momviewer [^.]+)", re.DOTALL)
"""A message with its values in braces: it begins with a capital or a name, and ends as sentences do.

`problems` of a report are sentences, and a command at the end can be copied from there.
"""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def message_of(node: ast.expr) -> str | None:
    """Return a message as the code has it, each value in braces; None for one that is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else ast.unparse(part) for part in node.values
    )


def messages() -> Iterator[tuple[str, str]]:
    """Yield where an error for readers is made, and what it says."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
                if name in KINDS and (message := message_of(node.args[0])) is not None:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", message


def test_the_tree_at_the_head_of_the_file_is_the_tree_of_the_classes() -> None:
    rows = re.findall(r"^( {4}[│├└─ ]*)(\w+Error) .*(\d)$", errors.__doc__ or "", re.MULTILINE)
    drawn = [(name, len(lines) // 4 - 1, int(code)) for lines, name, code in rows]

    def walk(kind: type[MomviewerError], depth: int) -> Iterator[tuple[str, int, int]]:
        yield kind.__name__, depth, kind.exit_code
        for below in kind.__subclasses__():
            if below.__module__ in {errors.__name__, targets.__name__}:
                yield from walk(below, depth + 1)

    assert drawn == list(walk(MomviewerError, 0))


@pytest.mark.parametrize("name", KINDS)
def test_each_error_has_an_exit_code_and_says_what_it_means(name: str) -> None:
    kind = KINDS[name]
    assert kind.exit_code == EXIT_CODES.get(name, 3)
    assert SENTENCE.fullmatch(kind.__doc__ or "")


def test_errors_for_readers_are_declared_in_one_file_but_for_those_that_know_of_places() -> None:
    elsewhere = {
        node.name
        for path, tree in modules()
        if path.name not in {"errors.py", "targets.py", "json_file.py"}  # the last's are parts of sentences
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & set(KINDS)
    }
    assert elsewhere == set()


def test_every_error_is_told_in_whole_sentences() -> None:
    found = list(messages())
    assert len(found) > 30
    assert [(place, message) for place, message in found if not SENTENCE.fullmatch(message)] == []


def raised(function: ast.FunctionDef) -> Iterator[ast.Raise]:
    """Yield what a function raises that it does not catch itself; what is raised once more is not counted."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and node.exc:
            yield node
        caught = node.body if isinstance(node, ast.Try) and node.handlers else []
        pending += [part for part in ast.iter_child_nodes(node) if part not in caught]


def public_functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for below in ast.iter_child_nodes(node):
        if isinstance(below, ast.FunctionDef) and not below.name.startswith("_"):
            yield below
        elif isinstance(below, ast.ClassDef) and not below.name.startswith("_"):
            yield from public_functions(below)


def test_public_functions_say_what_they_raise() -> None:
    functions = [(path, one) for path, tree in modules() for one in public_functions(tree)]
    raising = [(path, one) for path, one in functions if any(raised(one))]
    assert len(raising) > 20
    silent = [
        f"{path.relative_to(ROOT)}: {one.name}"
        for path, one in raising
        if not re.search("[Rr]ais", ast.get_docstring(one) or "")
    ]
    assert silent == []
