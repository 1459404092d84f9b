"""Rewrites the links of HTML pages to page ids, across folders and file names."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from index_builder.sources.common.page_names import INDEX, page_names, stem_of
from momviewer.manual.links import page_id

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|$", re.IGNORECASE)
"""Finds links that lead to no file of the manual: to the web, to a path of a site, or to the page itself."""


class PageLinks:
    """The ids of a manual's page files, found by their stems, since mirrors change the endings."""

    def __init__(
        self,
        folder: Path,
        files: Sequence[Path],
        leads: Mapping[Path, str] = MappingProxyType({}),
        front: Path | None = None,
    ) -> None:
        """Name the pages; `leads` are addresses that other files lead on to, to be linked instead of them.

        `front` is the page that the manual begins with, an index at the top of the folder unless it is given.
        """
        self._folder = folder
        paths = [file.relative_to(folder) for file in files]
        top = next((path for path in paths if path.parent == PurePath() and path.stem == "index"), None)
        names = page_names(paths, front.relative_to(folder) if front is not None else top)
        self.names = {file: names[path] for file, path in zip(files, paths, strict=True)}
        self._ids = {_key(path): name for path, name in names.items()}
        self._leads = {
            _key(file.relative_to(folder)): (file.parent.relative_to(folder), target)
            for file, target in leads.items()
        }
        self._plain = not leads and all(page_id(path.as_posix()) == name for path, name in names.items())

    def spell(self, file: Path, root: HtmlElement) -> None:
        """Rewrite every link of a page to another as `page#anchor`."""
        if self._plain:  # that is how they are spelled already
            return
        for link in root.iter("a", "link", "area"):
            href = link.get("href")
            if href is None or ELSEWHERE.match(href):
                continue
            name, anchor = self._found(file.parent.relative_to(self._folder), href)
            if name:
                link.set("href", f"{quote(name, safe='')}#{anchor}" if anchor else quote(name, safe=""))

    def _found(self, folder: PurePath, href: str) -> tuple[str, str]:
        """Return the page and the anchor that a link in a folder means; the page is "" if there is none."""
        path, _, anchor = href.partition("#")
        target = PurePath(posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0]))))
        key = _key(target)
        if (lead := self._leads.get(key)) is not None and not ELSEWHERE.match(lead[1]):
            onward, _, place = lead[1].partition("#")
            target = PurePath(posixpath.normpath(posixpath.join(lead[0], unquote(onward))))
            key, anchor = _key(target), place or anchor
        return self._ids.get(key) or self._ids.get(_key(target / INDEX), ""), anchor


def _key(path: PurePath) -> str:
    return posixpath.join(path.parent.as_posix(), stem_of(path.name)) if path.name else ""
