"""Keeps the copies of snippets that an editor opens; a start needs no more of the snippets' menu."""

import shutil
import tempfile
from pathlib import Path


class EditorCopies:
    """The copies of snippets that were opened in an editor: in one folder, which goes with the window."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, text: str) -> Path:
        """Write a copy of its own for an editor, and return its file. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = Path(tempfile.mkdtemp(dir=self._folder)) / name
        file.write_text(as_file(text), encoding="utf-8", newline="\n")
        return file

    def clear(self) -> None:
        """Remove all copies, also those of a window that was killed: an editor has read its own by then."""
        shutil.rmtree(self._folder, ignore_errors=True)


def as_file(text: str) -> str:
    """Return the text of a snippet as a file has it: with an end to its last line."""
    return text if text.endswith("\n") else f"{text}\n"
