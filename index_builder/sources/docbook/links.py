"""Rewrites the links of DocBook HTML pages to page ids, across folders and file names."""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from index_builder.sources.common.page_names import page_names, stem_of
from momviewer.manual.links import page_id

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|$", re.IGNORECASE)
"""Finds links that lead to no file of the manual: to the web, to a path of a site, or to the page itself."""


class PageLinks:
    """The ids of a manual's page files, found by their stems, since mirrors change the endings."""

    def __init__(self, folder: Path, files: list[Path]) -> None:
        self._folder = folder
        paths = [file.relative_to(folder) for file in files]
        front = next((path for path in paths if path.parent == PurePath() and path.stem == "index"), None)
        names = page_names(paths, front)
        self.names = {file: names[path] for file, path in zip(files, paths, strict=True)}
        self._ids = {_key(path): name for path, name in names.items()}
        self._plain = all(page_id(path.as_posix()) == name for path, name in names.items())

    def spell(self, file: Path, root: HtmlElement) -> None:
        """Rewrite every link of a page to another as `page#anchor`."""
        if self._plain:  # that is how they are spelled already
            return
        folder = file.parent.relative_to(self._folder).as_posix()
        for link in root.iter("a", "link", "area"):
            href = link.get("href")
            if href is None or ELSEWHERE.match(href):
                continue
            path, _, anchor = href.partition("#")
            target = PurePath(posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0]))))
            if (name := self._ids.get(_key(target))) is not None:
                link.set("href", f"{quote(name, safe='')}#{anchor}" if anchor else quote(name, safe=""))


def point_at_chunks(root: HtmlElement, own: str, places: Mapping[str, tuple[str, str]]) -> None:
    """Rewrite links inside of a page that was split to the pages that have the anchors now.

    `places` maps each anchor to its page and the anchor there, "" for the top; `own` is the page's old id.
    """
    for link in root.iter("a"):
        page, _, anchor = (link.get("href") or "").partition("#")
        if anchor and (not page or page_id(page) == own) and (place := places.get(unquote(anchor))):
            name, kept = place
            link.set("href", f"{quote(name, safe='')}#{quote(kept)}" if kept else quote(name, safe=""))


def _key(path: PurePath) -> str:
    return path.with_name(stem_of(path.name)).as_posix() if path.name else ""
