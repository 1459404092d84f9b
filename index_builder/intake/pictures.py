"""Tells which files are pictures that are safe to show; the window decodes no others."""

import re
from pathlib import Path
from typing import Any

from lxml import etree

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
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon text tspan title desc metadata style"
    " linearGradient radialGradient stop clipPath mask pattern marker symbol".split()
)
"""Elements of an SVG that only draw."""
REACHING = re.compile(r"url\(\s*[\"']?(?!#)|@import|(?:java|vb)script:|data:", re.IGNORECASE)
"""Finds in an attribute or a style of an SVG what reaches beyond it: scripts, other files."""


def fault_of(file: Path) -> str:
    """Return why a file is no safe picture, or "" if it is one; raises OSError if it cannot be read."""
    if file.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES >> 20} MB"
    if file.suffix.lower() == ".svg":
        return _fault_of_drawing(file.read_bytes())
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    return "" if any(known.match(head) for known in HEADS) else "is no picture"


def _fault_of_drawing(source: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as error:
        return f"is no drawing ({error})"
    tree = root.getroottree()
    declared: Any = tree.docinfo.internalDTD
    if declared is not None and declared.entities():
        return "declares entities"
    if tree.xpath("//processing-instruction()"):
        return "asks for another file"
    if root.tag != f"{SVG}svg":
        return "is no drawing"
    return next(filter(None, map(_fault_of_element, root.iter(etree.Element))), "")


def _fault_of_element(element: etree._Element) -> str:
    tag = str(element.tag)
    if tag.startswith(SVG) and tag.removeprefix(SVG) not in DRAWING:
        return f"holds <{tag.removeprefix(SVG)}>, which may reach out of it"
    if any(map(REACHING.search, [element.text or "", *map(str, element.attrib.values())])):
        return "reaches out of itself"
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and not str(value).startswith("#")):
            return f"has an attribute {local}, which may reach out of it"
    return ""
