"""Takes the pictures of a manual that are safe to show, drawings as PNG, and points its pages at them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.intake.drawings import Drawings, PictureError
from index_builder.intake.pictures import Picture, taken
from index_builder.pages.model import SourceManual

FOLDER = "images/"


def take_pictures(manual: SourceManual, drawings: Drawings) -> dict[str, str]:
    """Leave out files that are no pictures or could do harm, and report them.

    Return the new names of drawings by their old ones.
    """
    renamed: dict[str, str] = {}
    images: dict[str, Path] = {}
    names = {name.casefold() for name in manual.images}
    for name, file in manual.images.items():
        picture = manual.pages.guard.attempt(file, partial(_picture, file, drawings))
        if isinstance(picture, Picture):
            free = _free(picture.drawing_name(name), names) if picture.is_drawing else name
            images[free] = picture.file
            renamed |= {name: free} if free != name else {}
            continue
        manual.report.left_out["picture"] += 1
        if picture is not None:
            manual.report.problems.append(f"The picture {name} was left out: it {picture}.")
    manual.images = images
    return renamed


def point_at_pictures(body: HtmlElement, renamed: Mapping[str, str]) -> None:
    """Set the `src` of pictures that have another name now."""
    for image in body.iter("img") if renamed else ():
        name = image.get("src", "").removeprefix(FOLDER)
        if name in renamed:
            image.set("src", f"{FOLDER}{renamed[name]}")


def _picture(file: Path, drawings: Drawings) -> Picture | str:
    """Return the picture that a file is, or why it is left out."""
    try:
        return taken(file, drawings)
    except PictureError as error:
        return str(error)


def _free(name: str, names: set[str]) -> str:
    """Return a name that no other picture has, and add it to their `names` in lower case."""
    while name.casefold() in names:
        name = f"_{name}"
    names.add(name.casefold())
    return name
