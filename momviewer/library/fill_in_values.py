"""The values that a reader fills snippets in with, kept for each manual in one small file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from momviewer.library.json_file import JsonFile

VERSION = 1

Values = Mapping[str, str]
"""What stands in a manual -> what the reader has instead."""
ManualValues = Mapping[str, Values]
"""The values for each manual, by its id."""


class FillInStore:
    """Keeps the values in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._file: JsonFile[ManualValues] = JsonFile(path, VERSION, "fill-in values", _values)

    @property
    def trouble(self) -> str:
        """Return why the last `load` found nothing although there is a file, or ""."""
        return self._file.trouble

    def load(self) -> ManualValues:
        """Return what was saved; a file that cannot be used is set aside, and `trouble` says so."""
        return self._file.load({})

    def save(self, values: ManualValues) -> None:
        """Write the values of all manuals; raises LibraryError where that fails, and the old ones stay."""
        self._file.save({manual: dict(of_manual) for manual, of_manual in values.items()})


def _values(stored: Any) -> ManualValues:  # noqa: ANN401 - whatever JSON holds
    for manual, values in stored.items():
        if not all(isinstance(value, str) for value in values.values()):
            raise TypeError(f"the values of {manual} are {values!r}")
    return dict(stored)
