"""Gives the links of a DocBook HTML page the ids of the pages they lead to, across folders and file names."""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from index_builder.sources.common.page_names import page_names, stem_of
from momviewer.manual.links import page_id

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|$", re.IGNORECASE)
"""How a link begins that leads to no file beside the page."""


class PageLinks:
    """The ids of a manual's page files. Links are taken by the stems of files: endings change in mirrors."""

    def __init__(self, folder: Path, files: list[Path]) -> None:
        self._folder = folder
        paths = [file.relative_to(folder) for file in files]
        front = next((path for path in paths if path.parent == PurePath() and path.stem == "index"), None)
        names = page_names(paths, front)
        self.names = {file: names[path] for file, path in zip(files, paths, strict=True)}
        self._ids = {_key(path): name for path, name in names.items()}
        self._plain = all(page_id(path.as_posix()) == name for path, name in names.items())

    def spell(self, file: Path, root: HtmlElement) -> None:
        """Write every link of a page to another as `page#anchor`."""
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
    """Lead links inside a page that was taken apart to the pages that its anchors are on now.

    `places` maps each anchor to its page and the anchor there, "" for the top; `own` is the page's old id.
    """
    for link in root.iter("a"):
        page, _, anchor = (link.get("href") or "").partition("#")
        if anchor and (not page or page_id(page) == own) and (place := places.get(unquote(anchor))):
            name, kept = place
            link.set("href", f"{quote(name, safe='')}#{quote(kept)}" if kept else quote(name, safe=""))


def _key(path: PurePath) -> str:
    return path.with_name(stem_of(path.name)).as_posix() if path.name else ""
