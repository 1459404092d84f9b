"""Parses regular Markdown, and brings the tree into the page model."""

import re

from lxml.html import HtmlElement

from index_builder.pages.trees import parsed_html
from index_builder.sources.markdown.captions import make_boxes, make_numbered
from index_builder.sources.markdown.headings import HEADINGS, find_headings, is_anchor, is_blank
from index_builder.sources.markdown.inline import LIBRARY
from momviewer.manual.languages import language_called

CONTENTS = re.compile(r"Table of Contents|List of (?:Examples|Figures|Tables)")
HOLDERS = frozenset({"body", "dd", "li", "td", "div", "blockquote", "dl"})
BLOCKS = frozenset({"p", "pre", "ul", "ol", "dl", "table", "blockquote", "dt", "dd", *HEADINGS})
SENTENCE = re.compile(r"[.:;,!?]$")


def parse_markdown(text: str) -> HtmlElement:
    """Return the `<body>` of a Markdown text as the library makes it."""
    return parse_html(LIBRARY.render(text))


def parse_html(text: str) -> HtmlElement:
    """Return the `<body>` of an HTML fragment."""
    document, _ = parsed_html(f"<html><body>{text}\n</body></html>")
    body = document.find("body")
    return body if body is not None else document.makeelement("body")


def shape(body: HtmlElement) -> None:
    """Bring everything of a page's tree but its links into the page model."""
    _name_anchors(body)
    _unwrap_single_paragraphs(body)
    _mark_code(body)
    _find_code_blocks(body)
    _place_anchors(body)
    find_headings(body)
    _drop_contents_titles(body)
    _synopsis_to_code(body)
    make_numbered(body)
    make_boxes(body)
    _inline_meanings(body)


def _name_anchors(body: HtmlElement) -> None:
    for element in body.iter("dl", "dd", "var"):
        element.attrib.pop("class", None)
    for anchor in body.iter("a"):
        name = anchor.attrib.pop("name", None) or anchor.get("id")
        anchor.attrib.pop("class", None)
        if name:
            anchor.set("id", name)


def _unwrap_single_paragraphs(body: HtmlElement) -> None:
    """Unwrap the paragraph of items and cells with a single one."""
    for element in body.iter("li", "dt", "td", "th"):
        paragraphs = element.findall("p")
        if len(paragraphs) == 1 and element[0] is paragraphs[0] and not (element.text or "").strip():
            element.text = ""
            element[0].drop_tag()


def _mark_code(body: HtmlElement) -> None:
    """Note the language of each fence on its block, and unwrap the library's `code` inside."""
    for block in list(body.iter("pre")):
        code = block.find("code")
        if code is None:
            continue
        language = (code.get("class") or "").removeprefix("language-")
        if key := language_called(language):
            block.set("data-language", key)
        code.attrib.clear()
        code.drop_tag()


def _find_code_blocks(body: HtmlElement) -> None:
    """Make blocks of one-line code that stands alone; a heading that sticks to it is split off."""
    for paragraph in list(body.iter("p")):
        if not is_blank(paragraph.text) or not len(paragraph):
            continue
        first, *rest = paragraph
        glued = [element for element in rest if element.tag == "strong"]
        if (
            first.tag in {"code", "var", "kbd"}
            and all(is_blank(element.tail) for element in paragraph)
            and all(is_anchor(element) or element in glued for element in rest)
            and len(glued) <= 1
        ):
            _split_code(paragraph, first)


def _split_code(paragraph: HtmlElement, code: HtmlElement) -> None:
    """Move code out of a paragraph into a block before it; drop the paragraph if it is empty then."""
    block = paragraph.makeelement("pre")
    paragraph.addprevious(block)
    code.tail = None
    block.append(code)
    if code.tag == "code":
        code.drop_tag()
    if not len(paragraph):
        paragraph.drop_tree()


def _is_all_code(element: HtmlElement) -> bool:
    return (
        len(element) == 1
        and element[0].tag == "code"
        and is_blank(element.text)
        and is_blank(element[0].tail)
    )


def _place_anchors(body: HtmlElement) -> None:
    """Move anchors that stand alone, or at a paragraph's end before a heading, to what they name."""
    for paragraph in list(body.iter("p")):
        if len(paragraph) and is_blank(paragraph.text) and all(_stands_alone(e) for e in paragraph):
            paragraph.drop_tag()
    for heading in list(body.iter(*HEADINGS)):
        before = heading.getprevious()
        if before is not None and before.tag == "p" and len(before) and _stands_alone(before[-1]):
            heading.addprevious(before[-1])
    for anchor in [e for e in body.iter("a") if _stands_alone(e) and _is_between_blocks(e)]:
        _attach(anchor)


def _stands_alone(element: HtmlElement) -> bool:
    return is_anchor(element) and is_blank(element.tail)


def _is_between_blocks(anchor: HtmlElement) -> bool:
    parent = anchor.getparent()
    if parent is None or parent.tag not in HOLDERS:
        return False
    return parent.tag in {"body", "dl"} or any(sibling.tag in BLOCKS for sibling in parent)


def _attach(anchor: HtmlElement) -> None:
    """Move an anchor between blocks to the block behind it, or else to the one before it."""
    name = anchor.get("id", "")
    following = anchor.getnext()
    while following is not None and _stands_alone(following):
        following = following.getnext()
    if following is not None and following.get("id") is None and following.tag in BLOCKS:
        following.set("id", name)
        anchor.drop_tree()
    elif following is not None and following.tag in {"p", *HEADINGS}:
        anchor.drop_tree()
        anchor.tail, following.text = following.text, None
        following.insert(0, anchor)
    elif following is None and (before := anchor.getprevious()) is not None and before.tag == "p":
        before.append(anchor)


def _drop_contents_titles(body: HtmlElement) -> None:
    """Drop the words "Table of Contents" above the list of a page's sections."""
    for paragraph in body.findall("p"):
        if CONTENTS.fullmatch(paragraph.text_content().strip()):
            paragraph.drop_tree()


def _synopsis_to_code(body: HtmlElement) -> None:
    """Make code of a command's synopsis, which has a paragraph for each way to call it."""
    inside = False
    for element in list(body):
        if element.tag in HEADINGS:
            inside = element.text_content().strip() == "Synopsis"
        elif inside and element.tag == "p" and _is_synopsis(element):
            for code in element.findall(".//code"):
                code.drop_tag()
            element.tag = "pre"


def _is_synopsis(paragraph: HtmlElement) -> bool:
    return (
        len(paragraph) > 0
        and paragraph[0].tag in {"code", "strong", "a"}
        and not SENTENCE.search(paragraph.text_content().strip())
        and paragraph.find(".//a[@href]") is None
    )


def _inline_meanings(body: HtmlElement) -> None:
    """Make replaceable parts of code in italics, and keys to type of code in bold."""
    for element in list(body.iter("em", "strong")):
        if _is_all_code(element):
            element[0].drop_tag()
            element.tag = "var" if element.tag == "em" else "kbd"
