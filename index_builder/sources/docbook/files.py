"""Finds the files of a DocBook HTML manual, decodes them and parses them."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.guard import BuildReport
from index_builder.pages.trees import CONTROL, NAME, drop_control_characters, parsed_html, remove_attribute
from index_builder.sources.common.files import UTF_16, folders_in, read_file

SUFFIXES = frozenset({".php", ".html", ".htm", ".xhtml"})
GENERATOR = re.compile(rb"<meta\b(?=[^>]*\bgenerator\b)[^>]*\bDocBook", re.IGNORECASE)
MARKUP = re.compile(rb"""class=["'](?:titlepage|navheader|refnamediv|refentry)["' ]""")
"""Finds markup that only the stylesheets write, for pages that lack their name."""
HOME = re.compile(rb"""<link\b(?=[^>]*\brel=["']?(?:home|up)\b)[^>]*\bhref=["']?\.\./""", re.IGNORECASE)
"""Finds a link that says the book begins in a folder above."""
DECLARED = re.compile(rb"""(?:\bencoding|\bcharset)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
HEAD = 16384
"""Bytes of a page that are looked at to tell what it is."""
SAMPLE = 24
"""Pages of a folder that are looked at to tell whether it is a manual."""
WINDOWS = "cp1252"
"""The encoding that "Latin-1" means on the web and in the stylesheets."""


def looks_like_docbook_html(folder: Path) -> bool:
    """Return whether most of a folder's pages were written by the DocBook stylesheets."""
    sample = list(islice(_own_pages(folder), SAMPLE))
    return sum(map(_is_docbook, sample)) * 2 > len(sample)


def page_files(folder: Path) -> list[Path]:
    """Return the page files of the manual in a folder, with DocBook pages in folders below it."""
    files = list(_own_pages(folder))
    waiting = folders_in(folder)
    while waiting:
        below = waiting.pop(0)
        if not is_manual_of_its_own(below):
            files += [file for file in _own_pages(below) if _is_docbook(file)]
            waiting += folders_in(below)
    return files


def manuals_below(folder: Path) -> list[Path]:
    """Return the folders below the manual in a folder that are manuals of their own."""
    found = []
    for below in folders_in(folder):
        found += [below] if is_manual_of_its_own(below) else manuals_below(below)
    return found


def is_manual_of_its_own(folder: Path) -> bool:
    """Return whether a folder's index begins a book and does not belong to one from a folder above."""
    index = next((path for path in _own_pages(folder) if path.stem == "index"), None)
    return index is not None and _is_docbook(index) and HOME.search(_head(index)) is None


def parsed(file: Path, report: BuildReport) -> HtmlElement | None:
    """Return a file's tree, or report it and return None; raises OSError where it cannot be read."""
    text, trouble = decoded(read_file(file))
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


def _own_pages(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)


def _is_docbook(path: Path) -> bool:
    head = _head(path)
    return GENERATOR.search(head) is not None or MARKUP.search(head) is not None


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""  # the reading of the pages says what is wrong with it


def _make_movable(root: HtmlElement) -> None:
    """Take control characters out of texts and attributes, since lxml refuses to move these."""
    for element in root.iter():
        drop_control_characters(element)
        for name, value in list(element.attrib.items()) if isinstance(element.tag, str) else ():
            if CONTROL.search(name) or (CONTROL.search(value) and not NAME.fullmatch(name)):
                remove_attribute(element, name)
            elif CONTROL.search(value):
                element.set(name, CONTROL.sub("", value))
