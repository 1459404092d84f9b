"""Finds the page that a link means on a site whose pages are files in folders."""

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
    """Finds pages by their addresses on the site.

    `names` are the ids of the page files by their paths in the folder. Absolute links begin with the place of
    the folder on the site. Nothing says what that is, so it is found out: of the links that end in the path
    of a page (`note`), it is what most begin with.
    """

    def __init__(self, names: Mapping[PurePath, str]) -> None:
        self._ids = {_address(file): name for file, name in names.items()}
        self._folded = {_folded(name): name for name in names.values()}
        self._votes: Counter[str] = Counter()

    def note(self, link: str) -> None:
        """Note an absolute link of a page, to find out where the site keeps the folder."""
        parts = _path(link).lstrip("/").split("/")
        for count in range(len(parts)):
            if "/".join(parts[count:]) in self._ids:
                self._votes["/".join(parts[:count])] += 1
                break

    @cached_property
    def base(self) -> str:
        """Where the site keeps the folder, without slashes at its ends; settled when it is first read."""
        return max(self._votes, key=lambda base: (self._votes[base], -len(base)), default="")

    def page(self, link: str, at: PurePath = FRONT) -> str:
        """Return the id of the page that a link on the page file `at` means, or ""."""
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
        """Return the id of the page that a link with an old name means: `byb-ntp` for `byb.ntp`."""
        return self._folded.get(_folded(_path(link).strip("/")), "")


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())


def _path(link: str) -> str:
    return unquote(link.partition("#")[0].partition("?")[0])


def _address(file: PurePath) -> str:
    """Return the address of a page file below that of the folder: `lua` for `lua/index.md`."""
    parts = [*map(legible, file.parts[:-1]), stem_of(file.name)]
    return "/".join(parts[:-1] if parts[-1] == INDEX else parts)
