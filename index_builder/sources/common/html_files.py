"""Decodes HTML files, whatever they declare, and parses them."""

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport
from index_builder.pages.trees import CONTROL, NAME, drop_control_characters, parsed_html, remove_attribute
from index_builder.sources.common.files import UTF_16, read_file

SUFFIXES = frozenset({".php", ".html", ".htm", ".xhtml"})
DECLARED = re.compile(rb"""(?:\bencoding|\bcharset)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
HEAD = 16384
"""Bytes of a page that are looked at to tell what it is."""
WINDOWS = "cp1252"
"""The encoding that "Latin-1" means on the web and in stylesheets."""


def parsed(file: Path, report: BuildReport, within: Path | None = None) -> HtmlElement | None:
    """Return a file's tree, or report it and return None; raises OSError where it cannot be read."""
    text, trouble = decoded(read_file(file, within))
    if trouble:
        report.problems.append(f"{file.name} {trouble}")
    try:
        root, said = parsed_html(text)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        report.problems.append(f"{file.name} holds no page and was left out: {error}.")
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in said):
        report.problems.append(
            f"{file.name} is nested too deep or too large to be read whole; its end is lost."
        )
    if "&#" in text:
        _make_movable(root)
    return root


def decoded(source: bytes) -> tuple[str, str]:
    """Return a page's text, and what is wrong with its bytes or "".

    What is valid UTF-8 is UTF-8, whatever the page declares; other encodings have to be declared.
    """
    if source.startswith(UTF_16):
        return source.decode("utf-16", "replace"), ""
    try:
        return source.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        place = error.start
    declared = DECLARED.search(source[:HEAD])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        return source.decode(WINDOWS, errors="replace"), ""
    try:
        return source.decode(name), ""
    except (UnicodeDecodeError, LookupError):
        text = source.decode("utf-8", errors="replace")
        return text, f"is not valid UTF-8 at byte {place}; characters are lost there."


def head_of(path: Path) -> bytes:
    """Return the first bytes of a page, or none where it is no file or cannot be read."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""  # the reading of the pages says what is wrong with it


def other_names(files: Sequence[Path]) -> dict[Path, str]:
    """Return the files that are a page under a second name, by symbolic links, with the way to its first.

    Exim's `ch20.html` is such a name of `ch-the_manualroute_router.html`; an index keeps its name.
    """
    if not any(file.is_symlink() for file in files):
        return {}
    names: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        names[os.path.realpath(file)].append(file)
    leads: dict[Path, str] = {}
    for alike in names.values():
        first = min(alike, key=lambda file: (file.stem.casefold() != "index", file.is_symlink()))
        leads |= {file: quote(os.path.relpath(first, file.parent)) for file in alike if file is not first}
    return leads


def _make_movable(root: HtmlElement) -> None:
    """Take control characters out of texts and attributes, since lxml refuses to move these."""
    for element in root.iter():
        drop_control_characters(element)
        for name, value in list(element.attrib.items()) if isinstance(element.tag, str) else ():
            if CONTROL.search(name) or (CONTROL.search(value) and not NAME.fullmatch(name)):
                remove_attribute(element, name)
            elif CONTROL.search(value):
                element.set(name, CONTROL.sub("", value))
