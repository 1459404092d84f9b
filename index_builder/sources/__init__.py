"""The forms of source documents that can be read, and which one a folder holds."""

from collections.abc import Callable
from pathlib import Path

from index_builder.model import SourceManual
from index_builder.sources.docbook_html import looks_like_docbook_html, read_docbook_html
from index_builder.sources.markdown import looks_like_markdown_manual, read_markdown
from momviewer.errors import SourceError

Reader = Callable[[Path, Callable[[int, int], None]], SourceManual]

FORMS: tuple[tuple[Callable[[Path], bool], Reader], ...] = (
    (looks_like_docbook_html, read_docbook_html),
    (looks_like_markdown_manual, read_markdown),
)


def reader_for(folder: Path) -> Reader:
    """Return the reader of the form that a folder is in; raises SourceError where it is in none."""
    if not folder.exists():
        raise SourceError(f"{folder} does not exist.")
    if not folder.is_dir():
        raise SourceError(f"{folder} is a file; choose the folder that holds the manual's pages.")
    try:
        found = next((reader for fits, reader in FORMS if fits(folder)), None)
    except PermissionError as error:
        raise SourceError(f"{error.filename or folder} may not be read: {error.strerror}.") from error
    if found is None:
        raise SourceError(
            f"{folder} holds no manual: neither DocBook HTML pages nor Markdown pages with an index.md."
        )
    return found
