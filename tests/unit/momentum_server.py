"""Runs Lua policy scripts of the bundled manual against stand-ins for a Momentum server."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

DATA = Path(__file__).parents[1] / "data"
STAND_INS = [(DATA / f"momentum_{name}.lua").read_text(encoding="utf-8") for name in ("server", "formats")]
RUNS = DATA / "companion-runs.txt"
CUT_SHORT, NOT_JSON = 3, 2
"""Error numbers of the JSON stand-in."""


@dataclass(frozen=True)
class Run:
    """What is done with a script, in Lua, and what is to be seen of it, line by line."""

    script: str
    steps: str
    seen: tuple[str, ...]


def runs() -> list[Run]:
    """Return the runs of a file in which `= 70.21` begins a script, `| ` an expected line, a blank a run."""
    found: list[Run] = []
    for part in re.split(r"^= ", RUNS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        script, _, text = part.partition("\n")
        for block in text.strip("\n").split("\n\n"):
            lines = block.split("\n")
            steps = [line for line in lines if not line.startswith("|")]
            found.append(
                Run(script, "\n".join(steps), tuple(line[2:] for line in lines if line.startswith("|")))
            )
    return found


def seen(lua: ModuleType, script: str, steps: str) -> list[str]:
    """Return what a script prints and does while it is loaded and the steps are taken, a line for each.

    `lua` is `lupa.lua51`, which a test imports or is skipped without.
    """
    runtime = lua.LuaRuntime(unpack_returned_tuples=True)

    def read_json(text: str) -> object:
        try:
            return runtime.table_from(json.loads(text), recursive=True)
        except json.JSONDecodeError as error:
            return None, CUT_SHORT if error.pos >= len(text.rstrip()) else NOT_JSON

    runtime.globals()["python_json"] = read_json
    for text in (*STAND_INS, script, steps):
        runtime.execute(text)
    lines = (str(line) for line in runtime.globals()["seen"].values())
    return [line.replace("\r", "\\r").replace("\n", "\\n").rstrip() for line in lines]
