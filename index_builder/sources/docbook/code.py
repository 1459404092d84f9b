"""Makes blocks of code of lines and synopses, which the stylesheets write as paragraphs and tables."""

import re

from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_in, insert_anchors
from index_builder.sources.common.titles import plain

BLANKS = re.compile(r"[ \t\r\n\xa0]+")


def lines_to_code(division: HtmlElement, *, fold: bool = False) -> None:
    """Make a code block of lines that end in `<br>`; `fold` folds blanks that only indent the source."""
    for paragraph in list(division.iter("p", "div")):
        if paragraph is not division:
            paragraph.drop_tag()
    for element in division.iter():
        if fold:
            element.text = BLANKS.sub(" ", element.text) if element.text else None
            element.tail = BLANKS.sub(" ", element.tail) if element.tail else None
        if element.tag == "br" and element.tail:
            element.tail = element.tail.removeprefix("\n") if not fold else element.tail.lstrip()
    if fold:
        division.text = (division.text or "").lstrip()
        if len(division) and division[-1].tail:
            division[-1].tail = division[-1].tail.rstrip()
    division.tag = "pre"
    division.attrib.pop("class", None)


def prototype_to_code(division: HtmlElement) -> None:
    """Make one block of C of a function's synopsis: includes, prototype and parameters."""
    parts = []
    for part in division.iterchildren("*"):  # not the comments
        if part.tag == "table":
            rows = [plain("".join(row.itertext())) for row in part.iter("tr")]
            parts.append("\n".join(re.sub(r"\(\s+", "(", row) for row in rows if row))
        else:
            lines = ("".join(part.itertext())).replace(";", ";\n").split("\n")
            parts.append("\n".join(line for line in map(plain, lines) if line))
    tail, anchors = division.tail, anchors_in(division)
    division.clear()
    division.tail = tail
    division.tag = "pre"
    division.set("data-language", "c")
    division.text = "\n\n".join(part for part in parts if part)
    insert_anchors(division, anchors)
