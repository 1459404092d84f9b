"""Tells which files are pictures that are safe to show; the window decodes no others."""

import re
from dataclasses import dataclass
from pathlib import Path

from index_builder.intake.drawings import Drawings, PictureError

MAX_BYTES = 32 << 20
"""Most bytes of a picture."""
HEADS = (
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"\xff\xd8\xff"),
    re.compile(rb"GIF8[79]a"),
    re.compile(rb"RIFF....WEBP", re.DOTALL),
    re.compile(rb"BM"),
    re.compile(rb"\x00\x00\x01\x00"),
)
"""The beginnings of pictures that browsers show: PNG, JPEG, GIF, WebP, BMP and ICO."""
HEAD = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """A file for a bundle; `density` of its pixels make one of the picture's, and a drawing became a PNG."""

    file: Path
    density: int = 1
    is_drawing: bool = False

    def drawing_name(self, source: str) -> str:
        """Return a drawing's name in the bundle from its name in the source: `flow.svg` -> `flow@2x.png`."""
        density = f"@{self.density}x" if self.density > 1 else ""
        return f"{source.removesuffix(Path(source).suffix)}{density}.png"


def taken(file: Path, drawings: Drawings) -> Picture:
    """Return a picture that is safe to show.

    Raises PictureError with the reason if there is none, and OSError if the file cannot be read.
    """
    if file.stat().st_size > MAX_BYTES:
        raise PictureError(f"is larger than {MAX_BYTES >> 20} MB")
    if file.suffix.lower() == ".svg":
        return Picture(*drawings.png_of(file), is_drawing=True)
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    if not any(known.match(head) for known in HEADS):
        raise PictureError("is no picture")
    return Picture(file)
