"""Builds the bundled manuals into the wheel, so that an installed copy shows one at its first start."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANUALS = Path("resources") / "manuals"


class BundledManualsHook(BuildHookInterface[Any]):
    """Adds `momviewer/resources/built/ID` for every manual below `resources/manuals`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build each manual into a temporary folder and have the wheel take it from there."""
        if version == "editable":
            return  # a checkout builds its manuals at the first start
        sys.path.insert(0, self.root)
        from index_builder.build import Options, build  # noqa: PLC0415 - importable only with the root on the path

        folder = Path(self._temporary.name)
        for source in sorted((Path(self.root) / MANUALS).iterdir()):
            build(source, folder / source.name, Options(source.name), lambda _progress: None)
            build_data["force_include"][str(folder / source.name)] = (
                f"momviewer/resources/built/{source.name}"
            )

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder; the wheel has what it needs."""
        del version, build_data, artifact_path
        self._temporary.cleanup()

    @property
    def _temporary(self) -> tempfile.TemporaryDirectory[str]:
        if not hasattr(self, "_kept"):
            self._kept = tempfile.TemporaryDirectory(prefix="momviewer-wheel-")
        return self._kept
