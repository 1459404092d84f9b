"""Finds the pictures of pages in the manual's folder, and gives each a name below `images/`."""

import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourcePage
from index_builder.sources.common.page_names import distinct_names

PICTURES = frozenset({".png", ".gif", ".jpg", ".jpeg", ".svg", ".webp", ".bmp", ".ico"})

OTHERS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)(?!.*/images/[^/]*$)", re.IGNORECASE)
"""Finds addresses of pictures on other sites; the manual's own site keeps its pictures in `images/`."""


class Images:
    """The pictures of a manual, and which of them are shown.

    A picture is looked for where the page says, and else by its name, as it may have been moved, or served
    by a site. Nothing outside of the folder is taken, whatever a page or a link says.
    """

    def __init__(self, folder: Path, report: BuildReport) -> None:
        self._folder = folder
        self._report = report
        self.shown: dict[str, Path] = {}
        self._names = distinct_names({path: path.relative_to(folder).parts for path in self._walk()})
        """The pictures in the folder, each with a unique name."""

    def place(self, page: SourcePage) -> None:
        """Set the `src` of every picture of a page to its name below `images/`; report missing ones."""
        for image in page.body.iter("img"):
            source = image.get("src", "").strip()
            file = self._find(page.file, source)
            if file is None and OTHERS.match(source):
                continue  # the cleaner takes it out and counts it
            if file is None:
                image.set("src", f"images/{PurePosixPath(source.partition('?')[0].partition('#')[0]).name}")
                self._report.problems.append(f"{page.file.name} shows {source}, which is not in the source.")
                continue
            name = self._names[file]
            self.shown[name] = file
            image.set("src", f"images/{name}")

    def _find(self, page: Path, source: str) -> Path | None:
        try:
            parts = urlsplit(source)
            path = unquote(parts.path)
            near = os.path.normpath(page.parent / path) if path and not parts.scheme else ""
        except ValueError:  # an address that is none
            return None
        if near and (file := Path(near)) in self._names:
            return file
        same = self._by_name.get(PurePosixPath(path).name, ())
        return max(same, key=lambda file: _shared_end(file, path), default=None)

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        by_name: dict[str, list[Path]] = {}
        for path in self._names:
            by_name.setdefault(path.name, []).append(path)
        return by_name

    def _walk(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self._folder):
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in PICTURES and path.is_file() and os.access(path, os.R_OK):
                    if path.is_symlink() and not path.resolve().is_relative_to(self._folder.resolve()):
                        self._report.problems.append(f"The picture {name} links out of the source.")
                    else:
                        yield path


def _shared_end(file: Path, path: str) -> int:
    """Return how many parts two paths have in common at their ends."""
    pairs = zip(reversed(file.parts), reversed(PurePosixPath(path).parts), strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), len(file.parts))
