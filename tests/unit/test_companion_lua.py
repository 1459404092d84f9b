"""Every script of the bundled manual, run against stand-ins: it does what the text beside it says."""

import re

import pytest

from tests.unit.momentum_server import Run, runs, seen
from tests.unit.test_companion_form import LUA, SOURCES

EXAMPLE = re.compile(
    r"^\*\*Example (?P<number>[\d.]+)\. [^\n]*\*\*\n\n[^\n]*\n\n```lua\n(?P<script>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
SIGNATURE = re.compile(r"^### Signature\n\n```lua\n", re.MULTILINE)
RUNS = runs()


def scripts() -> dict[str, str]:
    """Return the scripts by the number of their example, or by the recipe they are in."""
    numbered = {
        found["number"]: found["script"] for text in SOURCES.values() for found in EXAMPLE.finditer(text)
    }
    in_recipes = {
        name: found[1]
        for name, text in SOURCES.items()
        if name.startswith("recipe.")
        for found in LUA.finditer(text)
    }
    return numbered | in_recipes


SCRIPTS = scripts()


def test_every_script_has_runs() -> None:
    fences = sum(len(LUA.findall(text)) for text in SOURCES.values())
    signatures = sum(len(SIGNATURE.findall(text)) for text in SOURCES.values())
    assert len(SCRIPTS) == fences - signatures >= 100
    assert {run.script for run in RUNS} == set(SCRIPTS)


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.script}: {run.steps[:60]}")
def test_a_script_does_what_its_text_says(run: Run) -> None:
    lua = pytest.importorskip("lupa.lua51", reason="lupa brings Lua")
    assert seen(lua, SCRIPTS[run.script], run.steps) == list(run.seen)
