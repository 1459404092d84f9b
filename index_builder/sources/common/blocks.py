"""Makes paragraphs of loose text: what stands in a page between blocks, or in a division without any."""

from itertools import takewhile

from lxml.html import HtmlElement

BLOCKS = ("p", "div", "pre", "ul", "ol", "dl", "table", "blockquote", "hr", "h2", "h3", "h4", "h5", "h6")
"""Elements that cannot stand in a paragraph."""


def wrap_loose(body: HtmlElement) -> None:
    """Make paragraphs of text that stands between the blocks of a page."""
    for before in [None, *body.iterchildren(*BLOCKS)]:
        text = body.text if before is None else before.tail
        following = body.iterchildren() if before is None else before.itersiblings()
        run = list(takewhile(lambda element: element.tag not in BLOCKS, following))
        if not (text or "").strip() and not any(_says_something(element) for element in run):
            continue
        paragraph = body.makeelement("p")
        paragraph.text = text
        if before is None:
            body.text = None
            body.insert(0, paragraph)
        else:
            before.tail = None
            before.addnext(paragraph)
        paragraph.extend(run)


def _says_something(element: HtmlElement) -> bool:
    return bool((element.tail or "").strip() or "".join(element.itertext()).strip() or element.tag == "img")


def is_paragraph(division: HtmlElement) -> bool:
    """Return whether a division has text and no block in it."""
    return next(division.iterdescendants(*BLOCKS), None) is None and bool(division.text_content().strip())


def insert_paragraph(parent: HtmlElement, name: str, text: str) -> HtmlElement:
    """Put a paragraph of a class in front of what an element holds, and return it."""
    paragraph = parent.makeelement("p", {"class": name})
    paragraph.text = text
    paragraph.tail, parent.text = parent.text, None
    parent.insert(0, paragraph)
    return paragraph
