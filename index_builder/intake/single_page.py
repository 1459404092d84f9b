"""Takes a page that is a source of its own, with the pictures beside it, into a folder."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from momviewer.errors import LibraryError, SourceError

PAGES = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown"})
"""Endings of a single file that is a manual."""
PICTURE = re.compile(
    rb"""(?:\bsrc\s{0,9}=\s{0,9}["']?|\]\(<?)([^"'>)\s]{1,300}\.(?:png|gif|jpe?g|svg|webp|bmp))""",
    re.IGNORECASE,
)
MAX_PAGE_BYTES = 32 << 20
MAX_PICTURES = 1_000
"""Pictures of one page that are taken along."""
MAX_PICTURE_BYTES = 32 << 20


def take_page(page: Path, folder: Path) -> None:
    """Copy a page and the pictures that it shows into a folder, where they lie below the page's own.

    Raises SourceError for a page that cannot be read, and LibraryError where there is no room.
    """
    try:
        if page.stat().st_size > MAX_PAGE_BYTES:
            raise SourceError(f"{page} has more than {MAX_PAGE_BYTES >> 20} MB; a page of a manual has less.")
        text = page.read_bytes()
    except OSError as error:
        raise SourceError(f"{page} cannot be read: {error.strerror}.") from error
    home = page.parent.resolve()
    shown = dict.fromkeys(unquote(found.decode("utf-8", "replace")) for found in PICTURE.findall(text))
    try:
        (folder / page.name).write_bytes(text)
        for name in list(shown)[:MAX_PICTURES]:
            picture = page.parent / name
            if _fits(picture) and (picture := picture.resolve()).is_relative_to(home):
                target = folder / picture.relative_to(home)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(picture, target)
    except OSError as error:
        raise LibraryError(f"{page} cannot be copied: {error.strerror}.") from error


def _fits(picture: Path) -> bool:
    try:
        return picture.is_file() and picture.stat().st_size <= MAX_PICTURE_BYTES
    except (OSError, ValueError):
        return False  # a name that no file has
