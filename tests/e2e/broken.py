"""The real program with a bug planted at the prompt: each verb meets it where its work begins.

Run as a module with the program's own arguments; it differs from `momviewer` in nothing but this.
"""

import sys
from pathlib import Path

from momviewer.cli import main as cli
from momviewer.library.library import Library


def fail(_library: Library, *_arguments: object) -> Path:
    """Do what no program should."""
    values: dict[str, Path] = {}
    return values["a\nquay"]


if __name__ == "__main__":
    Library.__init__ = fail  # type: ignore[assignment, method-assign]
    sys.exit(cli.main())
