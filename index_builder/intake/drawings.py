"""Makes PNG files of a manual's SVG pictures, so that its window never draws what a manual brought along.

Qt draws them, in a process of its own (`momviewer.ui.base.rasterize`) that is bounded in memory and time.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from lxml import etree

from momviewer.paths import import_path

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = frozenset(
    "svg g defs use symbol path rect circle ellipse line polyline polygon text tspan title desc metadata"
    " style linearGradient radialGradient stop clipPath mask pattern marker".split()
)
"""Elements of a drawing that only draw."""
NAMESPACES = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
"""Those of attributes that a drawing may have beside its own."""
REACHING = re.compile(r"url\(\s*[\"']?(?!#)|@import|(?:java|vb)script:|data:", re.IGNORECASE)
"""Finds what reaches out of a drawing in its attributes and styles."""
RASTERIZE = ["-m", "momviewer.ui.base.rasterize"]
DRAWING_TIMEOUT_S = 600.0
"""Seconds by the clock for one drawing; the process ends itself by its processor's time long before."""
MAX_FAILURES = 10
"""Drawings that may end the process; a manual with more of them was made to do harm."""
TOO_LONG = "takes too long to draw, or too much memory"


class PictureError(ValueError):
    """A picture that is left out; the message says why, as what follows "it"."""


class Drawings:
    """Draws SVG files into a temporary folder, from the first one on."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: subprocess.Popen[str] | None = None
        self._failures = 0
        self._count = 0

    def png_of(self, file: Path) -> tuple[Path, int]:
        """Return a PNG of a drawing and its density: how many of its pixels make one of the drawing's.

        Raises PictureError with the reason if the file is no drawing, reaches out of itself or cannot be
        drawn, and OSError if it cannot be read.
        """
        source = harmless(file.read_bytes())
        if self._failures >= MAX_FAILURES:
            raise PictureError(f"was not drawn, for {MAX_FAILURES} drawings before it could not be")
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="momviewer-drawings-"))
        self._count += 1
        drawing, target = (self._folder / f"{self._count}.{ending}" for ending in ("svg", "png"))
        drawing.write_bytes(source)
        answer = self._ask([str(drawing), str(target)])
        if "density" not in answer:
            raise PictureError(answer.get("fault", "cannot be drawn"))
        return target, answer["density"]

    def close(self) -> None:
        """End the process and remove the PNG files."""
        if self._process is not None:
            self._end(self._process)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, order: list[str]) -> dict[str, Any]:
        process = self._process = self._process or _started()
        assert process.stdin is not None  # noqa: S101 - they are pipes
        assert process.stdout is not None  # noqa: S101
        timer = threading.Timer(DRAWING_TIMEOUT_S, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):  # it has ended, and has no answer
                process.stdin.write(f"{json.dumps(order)}\n")
                process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            timer.cancel()
        if answer:
            return dict(json.loads(answer))
        self._failures += 1
        self._process = None
        status = self._end(process)
        return {"fault": TOO_LONG if status < 0 else "cannot be drawn, for Qt does not start here"}

    def _end(self, process: "subprocess.Popen[str]") -> int:
        with suppress(BrokenPipeError):
            process.communicate()
        return process.returncode


def harmless(source: bytes) -> bytes:
    """Return a drawing without what belongs to other programs than those that draw.

    Raises PictureError with the reason if it is no drawing, or could reach out of itself.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(source, parser)
    except etree.LxmlError as error:
        raise PictureError(f"is no drawing ({error})") from error
    tree = root.getroottree()
    declared: Any = tree.docinfo.internalDTD
    if declared is not None and declared.entities():
        raise PictureError("declares entities")
    if tree.xpath("//processing-instruction()"):
        raise PictureError("asks for another file")
    if root.tag != f"{SVG}svg":
        raise PictureError("is no drawing")
    etree.strip_tags(root, etree.Comment)  # which would part the text of a style
    for element in list(root.iter(etree.Element)):
        # Qt looks at the names of elements and not at their namespaces: to it they would all be SVG.
        if not str(element.tag).startswith(SVG):
            _drop(element)
        elif fault := _fault_of(element):
            raise PictureError(fault)
    return etree.tostring(root)


def _drop(element: etree._Element) -> None:
    """Remove an element with all it holds; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return  # gone with an outer element
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _fault_of(element: etree._Element) -> str:
    """Return why an element must not be drawn, or ""; attributes of other programs are removed."""
    name = str(element.tag).removeprefix(SVG)
    if name not in DRAWING:
        return f"holds <{name}>, which may reach out of it"
    if any(map(REACHING.search, [element.text or "", *map(str, element.attrib.values())])):
        return "reaches out of itself"
    for attribute, value in list(element.attrib.items()):
        local = str(attribute).rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and not str(value).startswith("#")):
            return f"has an attribute {local}, which may reach out of it"
        if str(attribute).startswith("{") and not str(attribute).startswith(NAMESPACES):
            del element.attrib[attribute]
    return ""


def _started() -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own module, and no word of the source
        [sys.executable, "-P", *RASTERIZE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": import_path()},
    )
