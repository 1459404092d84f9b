"""Lists the forms of documents that can be read, and finds the manuals in a folder."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index_builder.pages.guard import PageGuard, Supervision
from index_builder.sources.common.files import folders_below, folders_in, legible
from index_builder.sources.common.form import Form
from index_builder.sources.commonmark.reader import MARKDOWN_TREE
from index_builder.sources.docbook.reader import DOCBOOK_HTML
from index_builder.sources.html.reader import HTML
from index_builder.sources.markdown.reader import MARKDOWN
from index_builder.sources.website.reader import WEBSITE
from momviewer.errors import SourceError
from momviewer.wording import counted

FORMS = (DOCBOOK_HTML, WEBSITE, MARKDOWN, HTML, MARKDOWN_TREE)
"""All forms, in the order in which they are tried."""
DEPTH = 8
"""Levels of folders that are searched for manuals."""
MAX_FOLDERS = 5000
"""Most folders that are searched: a whole home folder is no collection of manuals."""
PASSED_OVER = frozenset({"__MACOSX", "node_modules"})
"""Folders that are not searched, beside those whose names begin with a dot."""


@dataclass(frozen=True, slots=True)
class FoundManual:
    """A manual in a source: `part` is its folder below the source, with slashes, or "." for the source."""

    part: str
    title: str
    form: str
    pages: int


def find_manuals(source: Path, supervision: Supervision | None = None) -> list[FoundManual]:
    """Return the manuals of a folder, which may be levels below it, in the order of their names.

    Raises SourceError if there is none, or the folder may not be read.
    """
    found = []
    guard = PageGuard(source, supervision)
    for folder, form in _manuals_below(_checked(source)):
        title, pages = form.describe(folder, guard)
        part = folder.relative_to(source).as_posix()
        found.append(FoundManual(part, legible(title), form.name, pages))
    if not found:
        raise _no_manual(source)
    return found


def locate_manual(source: Path, part: str = "") -> tuple[Path, Form]:
    """Return the folder and the form of the manual to read: `part` of the source, or the source itself.

    A folder that is no manual stands for the only one below it. A folder that is one stands for itself: the
    manuals below it are named by their own folders. Raises SourceError where there is none, or several to
    choose among.
    """
    folder = _checked(source)
    if part:
        folder = _checked(source / part)
        if not folder.resolve().is_relative_to(source.resolve()):
            raise SourceError(f"{part} is no folder inside {source}.")
    if (form := _form_of(folder)) is not None:
        return folder, form
    found = _manuals_below(folder)
    if not found:
        raise _no_manual(folder)
    if len(found) > 1:
        names = ", ".join(path.relative_to(source).as_posix() for path, _ in found)
        raise SourceError(f"{folder} holds {len(found)} manuals; choose among {names}.")
    return found[0]


def _manuals_below(source: Path) -> list[tuple[Path, Form]]:
    found = []
    waiting, seen = [(source, 0)], 0
    while waiting and seen < MAX_FOLDERS:
        folder, depth = waiting.pop()
        seen += 1
        form = _form_of(folder)
        if form is not None:
            found.append((folder, form))
            waiting += [(below, depth + 1) for below in reversed(form.below(folder))]
        elif depth < DEPTH:
            below_it = [below for below in folders_in(folder) if below.name not in PASSED_OVER]
            waiting += [(below, depth + 1) for below in reversed(below_it)]
    return found


def _form_of(folder: Path) -> Form | None:
    try:
        return next((form for form in FORMS if form.fits(folder)), None)
    except PermissionError as error:
        raise SourceError(f"{error.filename or folder} may not be read: {error.strerror}.") from error


def _checked(folder: Path) -> Path:
    if not folder.exists():
        raise SourceError(f"{folder} does not exist.")
    if not folder.is_dir():
        raise SourceError(f"{folder} is a file; choose the folder that holds the manual's pages.")
    return folder


KNOWN = {
    ".pdf": "PDF",
    ".ps": "PostScript",
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".texi": "Texinfo",
    ".docx": "Word",
    ".odt": "OpenDocument",
    ".chm": "compiled HTML Help",
    ".zim": "ZIM",
    ".md": "Markdown",
    ".txt": "plain text",
}
"""Documents that cannot be read, or not where they lie, by the endings of their names."""
SOURCES = frozenset({".rst", ".adoc", ".texi"})
"""Those of them that HTML can be made of."""


def _no_manual(folder: Path) -> SourceError:
    """Return the refusal of a folder: what it holds instead of a manual, and what would help."""
    kinds: Counter[str] = Counter()
    for place in islice(folders_below(folder), MAX_FOLDERS):
        kinds.update(path.suffix.lower() for path in place.iterdir() if path.suffix.lower() in KNOWN)
    held = ", ".join(counted(count, f"{KNOWN[kind]} file") for kind, count in kinds.most_common(3))
    what = f"{folder} holds no manual" + (f", but {held}" if held else "")
    advice = "Choose the folder that holds pages in HTML or Markdown"
    if SOURCES & kinds.keys():
        advice = "Make HTML of it with the program that it is written for, and add that"
    elif kinds and not {".md", ".txt"} & kinds.keys():
        advice = "Such files cannot be read; look for the same in HTML"
    return SourceError(f"{what}. {advice}.")
