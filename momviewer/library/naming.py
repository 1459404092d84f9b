"""Makes the id of a manual from its source: from the nearest folder whose name says something."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from momviewer.manual.source import name_of
from momviewer.paths import expanded

SAY_NOTHING = frozenset(
    "book books build chunked content contents current data desktop dist doc docs document documents"
    " documentation download downloads export files help htdocs htm html html5 index latest local main manual"
    " manuals master md mirror out output page pages public raw ref reference resources share single site"
    " source sources src stable static text tmp usr web website www xhtml zip".split()
)
"""Words that say nothing about a manual, such as "html" and "docs"."""
VERSION = re.compile(r"v?\d+(?:x|rc\d*|beta\d*)?|x")
"""Matches a word of a version: "v4", "38", and the "x" of "4.x"."""
LANGUAGE = re.compile(
    r"(?:cs|da|de|el|en|es|fi|fr|hu|it|ja|ko|nb|nl|no|pl|pt|ro|ru|sv|tr|uk|zh)(?:[-_.][a-z]{2,4})?",
    re.IGNORECASE,
)
"""Matches the name of a folder for one language: "en", "pt_BR"."""
WORD = re.compile(r"[a-z0-9]+")
LEVELS = 5
"""Folders that are looked at, from the manual's own outwards; further ones are about other things."""
MAX_ID_CHARS = 60
"""Most characters of an id, which is the name of a folder, too."""


def manual_id(source: Path) -> str:
    """Return the id of a manual from a folder or an archive: small letters, digits and hyphens.

    `harbour/8.4/html` becomes `harbour-8-4`: versions and languages are added to the name of the folder that
    they are in. If no name says anything, the folder's own is taken.
    """
    added: list[str] = []
    for name in _names(source):
        words, telling = _words(name), _telling(name)
        if not words:  # in letters that an id cannot have; what is around it is about other things
            break
        if LANGUAGE.fullmatch(name):
            added = words + added
        elif all(VERSION.fullmatch(word) for word in telling):
            added = telling + added
        else:
            return _joined(words + added)
    return _joined(_words(name_of(source))) or "manual"


def says_something(source: Path) -> bool:
    """Return whether the name of a folder or archive tells what it holds: not "html", "p" or "8.4"."""
    name = name_of(source)
    return not LANGUAGE.fullmatch(name) and any(not VERSION.fullmatch(word) for word in _telling(name))


def titled_id(title: str, edition: str) -> str:
    """Return the id of a manual from its own title and edition, or "" where they have no letters for one.

    "Harbour Manual" of the edition "8.4" becomes `harbour-manual-8-4`.
    """
    words = _words(title)
    behind = "-".join(word for word in _words(edition) if word not in words)[: MAX_ID_CHARS // 2]
    room = MAX_ID_CHARS - len(behind) - 1
    return "-".join(filter(None, ("-".join(words)[:room].rstrip("-"), behind))) if words else ""


def _names(source: Path) -> Iterator[str]:
    """Yield the names of a source and of the folders around it, up to the reader's home."""
    home, path = expanded("~"), source.absolute()
    for around in (path, *path.parents)[:LEVELS]:
        if around in {home, Path(around.anchor)}:
            return
        yield name_of(around)


def _telling(name: str) -> list[str]:
    """Return the words of a name that may say something about a manual; a single letter says nothing."""
    words = (word for word in _words(name) if word not in SAY_NOTHING)
    return [word for word in words if len(word) > 1 or VERSION.fullmatch(word)]


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return WORD.findall(plain)


def _joined(words: list[str]) -> str:
    return "-".join(words)[:MAX_ID_CHARS].rstrip("-")
