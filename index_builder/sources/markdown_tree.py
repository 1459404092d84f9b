"""Makes a page's tree from regular Markdown and brings its blocks into the page model."""

import re
from collections.abc import Iterable

from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from index_builder.sources.markdown_boxes import make_boxes
from index_builder.sources.markdown_captions import make_numbered
from index_builder.sources.markdown_headings import HEADINGS, find_headings, is_anchor, is_blank
from momviewer.manual.model import LANGUAGES

LIBRARY = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
CONTENTS = re.compile(r"Table of Contents|List of (?:Examples|Figures|Tables)")
SENTENCE = re.compile(r"[.:;,!?]$")


def parse_markdown(text: str) -> HtmlElement:
    """Return the `<body>` of Markdown text, still as the library has it."""
    return parse_html(LIBRARY.render(text))


def parse_html(text: str) -> HtmlElement:
    """Return the `<body>` of an HTML fragment."""
    document = lxml_html.document_fromstring(f"<html><body>{text}\n</body></html>")
    body = document.find("body")
    assert isinstance(body, HtmlElement)
    return body


def shape(body: HtmlElement) -> None:
    """Bring a page's tree into the page model, all but its links."""
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
    for anchor in body.iter("a"):
        name = anchor.attrib.pop("name", None) or anchor.get("id")
        anchor.attrib.pop("class", None)
        if name:
            anchor.set("id", name)


def _unwrap_single_paragraphs(body: HtmlElement) -> None:
    """Lists and tables of single lines need no paragraphs in their items and cells."""
    for element in body.iter("li", "dt", "td", "th"):
        paragraphs = element.findall("p")
        if len(paragraphs) == 1 and element[0] is paragraphs[0] and not (element.text or "").strip():
            element.text = ""
            element[0].drop_tag()


def _mark_code(body: HtmlElement) -> None:
    """Say in which language a fence is; the library wraps its text into `code`."""
    for block in list(body.iter("pre")):
        code = block.find("code")
        if code is None:
            continue
        language = (code.get("class") or "").removeprefix("language-")
        if language in LANGUAGES:
            block.set("data-language", language)
        code.attrib.clear()
        code.drop_tag()


def _find_code_blocks(body: HtmlElement) -> None:
    """Make blocks again of one-line code that stands alone, and split off a heading glued to it."""
    for paragraph in list(body.iter("p")):
        if not is_blank(paragraph.text) or not len(paragraph):
            continue
        first = paragraph[0]
        rest = list(paragraph)[1:]
        if first.tag not in {"code", "var", "kbd"}:
            continue
        glued = [e for e in rest if e.tag == "strong"]
        if not is_blank(first.tail) or not all(is_anchor(e) or e in glued for e in rest) or len(glued) > 1:
            continue
        if any(not is_blank(e.tail) for e in rest):
            continue
        _split_code(paragraph, first, bool(glued))


def _split_code(paragraph: HtmlElement, code: HtmlElement, glued: bool) -> None:
    block = paragraph.makeelement("pre")
    paragraph.addprevious(block)
    code.tail = None
    block.append(code)
    if code.tag == "code":
        code.drop_tag()
    if not glued and not len(paragraph):
        paragraph.drop_tree()


def _is_all_code(element: HtmlElement) -> bool:
    return (
        len(element) == 1
        and element[0].tag == "code"
        and is_blank(element.text)
        and is_blank(element[0].tail)
    )


def _place_anchors(body: HtmlElement) -> None:
    """Bring anchors that stand alone, or at the end of a paragraph before a heading, to what they name."""
    for paragraph in list(body.iter("p")):
        if (
            len(paragraph)
            and is_blank(paragraph.text)
            and all(is_anchor(e) and is_blank(e.tail) for e in paragraph)
        ):
            paragraph.drop_tag()
    for heading in list(body.iter(*HEADINGS)):
        before = heading.getprevious()
        if before is not None and before.tag == "p":
            while len(before) and is_anchor(before[-1]) and is_blank(before[-1].tail):
                heading.addprevious(before[-1])
                break
    for anchor in [e for e in body.iter("a") if is_anchor(e) and _is_block_parent(e.getparent())]:
        _attach(anchor)


def _is_block_parent(element: HtmlElement | None) -> bool:
    return (
        element is not None
        and element.tag in {"body", "dd", "li", "td", "div", "blockquote", "dl"}
        and (
            element.tag in {"body", "div", "blockquote", "dl"}
            or any(c.tag in {"p", "pre", "ul", "ol", "dl", "table"} for c in element)
        )
    )


def _attach(anchor: HtmlElement) -> None:
    following = anchor.getnext()
    while following is not None and is_anchor(following) and is_blank(following.tail):
        following = following.getnext()
    if following is None or not is_blank(anchor.tail):
        return
    if following.get("id") is None and following.tag not in {"dl", "table", "ul", "ol"}:
        following.set("id", anchor.get("id", ""))
        anchor.drop_tree()
    elif following.tag in {"p", *HEADINGS}:
        anchor.drop_tree()
        anchor.tail, following.text = following.text, None
        following.insert(0, anchor)


def _drop_contents_titles(body: HtmlElement) -> None:
    """The list of a page's sections says by itself what it is."""
    for paragraph in body.findall("p"):
        if CONTENTS.fullmatch(paragraph.text_content().strip()):
            paragraph.drop_tree()


def _synopsis_to_code(body: HtmlElement) -> None:
    """A command's synopsis is code with replaceable parts, one paragraph for each way to call it."""
    inside = False
    for element in list(body):
        if element.tag in HEADINGS:
            inside = element.text_content().strip() == "Synopsis"
        elif inside and element.tag == "p" and len(element) and element[0].tag in {"code", "strong", "a"}:
            if not SENTENCE.search(element.text_content().strip()) and not element.findall(".//a[@href]"):
                for code in element.findall(".//code"):
                    code.drop_tag()
                element.tag = "pre"


def _inline_meanings(body: HtmlElement) -> None:
    """Code in italics is a replaceable part, code in bold is what a reader types."""
    for element in list(body.iter("em", "strong")):
        if _is_all_code(element):
            element[0].drop_tag()
            element.tag = "var" if element.tag == "em" else "kbd"
