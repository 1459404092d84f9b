"""Turns the markup of the DocBook stylesheets into the page model, in place and without recursion."""

import re

from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_in, insert_anchors, unwrap
from index_builder.pages.clean import BOXES, NUMBERED
from index_builder.sources.common.blocks import insert_paragraph, is_paragraph, wrap_loose
from index_builder.sources.common.titles import plain, split_caption
from index_builder.sources.docbook.code import lines_to_code, prototype_to_code
from index_builder.sources.docbook.headings import class_of, rewrite_headings
from index_builder.sources.docbook.layout import undo_layout

GONE = "col colgroup script noscript style"
QUIET = frozenset("span font center big small u tt dfn cite acronym abbr q section".split())
"""Elements that mean nothing to a reader: they are unwrapped and not reported."""

INLINE = {
    "em.replaceable": "var",
    "em.parameter": "var",
    "var.pdparam": "var",
    "strong.userinput": "kbd",
    "span.command": "code",
    "span.guilabel": "strong",
    "span.guibutton": "strong",
    "span.guimenu": "strong",
    "span.guimenuitem": "strong",
    "span.guisubmenu": "strong",
    "span.guiicon": "strong",
    "span.keycap": "kbd",
    "i": "em",
    "b": "strong",
    "tt": "code",
}
"""The page model's element for each inline element, by its name and class or by its name."""
WORD = re.compile(r"^[^\W\d]+(?=\s)")
"""Finds the first word of a caption, which means "example" in the manual's language."""
OUTER = frozenset({"var", "kbd", "code"})
"""Elements that the stylesheets nest in one another and the page model does not."""


def to_page_model(main: HtmlElement) -> None:
    """Rewrite everything below `main`, whose tag becomes `body`, in the page model's vocabulary."""
    for element in list(main.iter(*GONE.split(), "br")):
        if element.tag != "br" or "break" in element.get("class", ""):
            element.drop_tree()
    undo_layout(main)
    _name_anchors(main)
    main.tag = "body"
    for division in [main, *main.iterdescendants("div")]:
        _rewrite_division(division)
    rewrite_headings(main)
    for element in list(main.iterdescendants()):
        _rewrite_inline(element)
    for division in list(main.iterdescendants("div")):
        if division.get("class") in BOXES | NUMBERED:
            continue
        if is_paragraph(division):
            division.tag = "p"
        else:
            unwrap(division)
    wrap_loose(main)


def _toc_to_list(toc: HtmlElement, *, keep_title: bool) -> None:
    """Make a nested list of a contents list, which is written as definition lists."""
    for title in toc.xpath("./p[b or @class='title']"):
        if not keep_title:
            title.drop_tree()
    for dd in list(toc.iter("dd")):
        entry = dd.getprevious()
        if entry is not None and entry.tag in {"dt", "li"}:
            dd.tail = None
            entry.append(dd)
            dd.drop_tag()
        else:
            dd.tag = "li"
    for dt in list(toc.iter("dt")):
        dt.tag = "li"
    for dl in list(toc.iter("dl")):
        dl.tag = "ul"


def _name_anchors(main: HtmlElement) -> None:
    """Make ids of `a[name]`; one that an example, figure or table begins with becomes that thing's id."""
    for anchor in list(main.iter("a")):
        name = anchor.attrib.pop("name", "") or anchor.get("id", "")
        if name:
            anchor.set("id", name)
        if name and not anchor.get("href"):
            parent = anchor.getparent()
            first = parent is not None and parent[0] is anchor and not (parent.text or "").strip()
            if first and parent.tag == "div" and parent.get("class") in NUMBERED and not parent.get("id"):
                parent.set("id", name)
                del anchor.attrib["id"]
                anchor.drop_tag()


def _rewrite_division(element: HtmlElement) -> None:
    name = class_of(element)
    if name in BOXES:
        element.set("class", name)
        _title_box(element, name)
    elif name in NUMBERED:
        element.set("class", name)
        _title_numbered(element)
    elif name == "toc" or name.startswith("list-of-"):
        _toc_to_list(element, keep_title=name != "toc" and element.tag == "div")
    elif name == "mediaobject":
        element.tag = "p"
        element.attrib.pop("class")
    elif name == "literallayout":
        lines_to_code(element)
    elif name == "cmdsynopsis":
        lines_to_code(element, fold=True)
    elif name == "funcsynopsis":
        prototype_to_code(element)


def _title_box(box: HtmlElement, name: str) -> None:
    """Keep a box's own title; one that only names its kind is left to the viewer."""
    found = box.xpath("./*[contains(@class, 'title')][1]")
    if not found:
        return
    title = found[0]
    text, anchors = plain(title.text_content()), anchors_in(title)
    title.drop_tree()
    place = insert_paragraph(box, "title", text) if text and text.casefold() != name else box
    insert_anchors(place, anchors)


def _title_numbered(division: HtmlElement) -> None:
    found = division.xpath("./p[@class='title'] | ./div[@class='title']")
    if not found:
        return
    text, anchors = found[0].text_content(), anchors_in(found[0])
    found[0].drop_tree()
    caption = split_caption(text) or split_caption(
        WORD.sub(division.get("class", "").title(), plain(text), 1)
    )
    if caption:
        division.set("data-number", caption.number)
    insert_anchors(insert_paragraph(division, "caption", caption.words if caption else plain(text)), anchors)


def _rewrite_inline(element: HtmlElement) -> None:
    if element.getparent() is None:  # gone with the element around it
        return
    if not isinstance(element.tag, str):
        element.drop_tree()
        return
    name = class_of(element)
    wanted = INLINE.get(f"{element.tag}.{name}") or INLINE.get(element.tag)
    if element.tag == "code" and element.getparent().tag == "pre":
        unwrap(element)
    elif wanted:
        element.tag = wanted
    elif element.tag in QUIET:
        unwrap(element)
        return
    if element.tag in OUTER:
        for inner in list(element.iter("code", "strong", "em", "b", "i", "tt")):
            if inner is not element and not (element.tag == "code" and inner.tag in {"em", "i"}):
                inner.drop_tag()
