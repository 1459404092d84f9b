"""The addresses of a site whose pages are files in folders: which page a link of any spelling means."""

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath
from urllib.parse import unquote

from index_builder.sources.common.files import legible
from index_builder.sources.common.page_names import INDEX, stem_of

FRONT = PurePath(INDEX)


class Site:
    """Finds pages by the addresses that a site serves them at.

    `names` are the ids of the page files, given by their paths in the folder. Links are absolute and begin
    with where the site keeps the folder, which is not known: it is what most links begin with, of those on
    the pages (`note`) that end in the path of a page.
    """

    def __init__(self, names: Mapping[PurePath, str]) -> None:
        self._ids = {_address(file): name for file, name in names.items()}
        self._folded = {_folded(name): name for name in names.values()}
        self._votes: Counter[str] = Counter()

    def note(self, link: str) -> None:
        """Learn from an absolute link on a page where the site keeps the folder."""
        parts = _path(link).lstrip("/").split("/")
        for count in range(len(parts)):
            if "/".join(parts[count:]) in self._ids:
                self._votes["/".join(parts[:count])] += 1
                break

    @cached_property
    def base(self) -> str:
        """Where the site keeps the folder, settled when first asked for: without slashes at its ends."""
        return max(self._votes, key=lambda base: (self._votes[base], -len(base)), default="")

    def page(self, link: str, at: PurePath = FRONT) -> str:
        """Return the id of the page that a link on page file `at` means, or ""."""
        path = _path(link)
        if not path.startswith("/"):
            near = posixpath.normpath(posixpath.join(at.parent.as_posix(), path))
            return self._ids.get(_address(PurePath(near)), "")
        path = posixpath.normpath(path).strip("/")
        if path == self.base:
            return self._ids.get("", "")
        inside = path.removeprefix(f"{self.base}/") if self.base else path
        known = not self.base or inside != path
        return self._ids.get(_address(PurePath(inside)), "") if known else ""

    def renamed(self, link: str) -> str:
        """Return the id of the page that a link by its old name means: `byb.ntp` is `byb-ntp` now."""
        return self._folded.get(_folded(_path(link).strip("/")), "")


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())


def _path(link: str) -> str:
    return unquote(link.partition("#")[0].partition("?")[0])


def _address(file: PurePath) -> str:
    """Return the address of a page file below the folder's own: `lua/index.md` is `lua`."""
    parts = [*map(legible, file.parts[:-1]), stem_of(file.name)]
    return "/".join(parts[:-1] if parts[-1] == INDEX else parts)
