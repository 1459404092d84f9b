"""A newer edition of the Harbour manual, made of the older one."""

import shutil
from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents" / "markdown"
KNOT = '<a name="ropes.knot"></a>\n\n**Example 1.1. A Knot**\n\n```momentum\nknot "bowline"\n```\n\n'


def older_edition(folder: Path) -> Path:
    """Copy the Harbour manual of 2026-01-02 to `folder` and return it."""
    shutil.copytree(DOCUMENTS, folder)
    return folder


def newer_edition(folder: Path) -> Path:
    """Write the Harbour manual of 2026-06-30 to `folder` and return it.

    A new Example 1.1 moves the old one to 1.2, the code of Example 2.1 is another, the page on undocking is
    gone, and there is one on tides.
    """
    shutil.copytree(DOCUMENTS, folder)
    change(folder / "index.md", "2026-01-02", "2026-06-30")
    change(folder / "index.md", "\t\t* [undock](commands.undock) — let a ship go\n", "\t\t* [tide](tide)\n")
    change(folder / "ropes.md", '<a name="ropes.two"></a>', f'{KNOT}<a name="ropes.two"></a>')
    change(folder / "ropes.md", "**Example 1.1. Two", "**Example 1.2. Two")
    change(folder / "commands.dock.md", "max_ropes=2", "max_ropes=3")
    toc = "<dt>1.1\\. [A Knot](ropes#ropes.knot)</dt>\n\n<dt>1.2\\. [Two"
    change(folder / "example-toc.md", "<dt>1.1\\. [Two", toc)
    (folder / "commands.undock.md").unlink()
    (folder / "tide.md").write_text("## tide\n\nTells when the water comes.\n", encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace what stands in a file once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
