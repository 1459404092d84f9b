"""Turns the markup of the DocBook stylesheets into the page model, in place and without recursion."""

import re

from lxml.html import HtmlElement

from index_builder.clean import BOXES, NUMBERED
from index_builder.sources.titles import plain, split_caption, split_title

SECTIONS = frozenset(
    "section sect1 sect2 sect3 sect4 sect5 simplesect"
    " refsection refsect1 refsect2 refsect3 refsynopsisdiv".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "h7")
GONE = "col colgroup script noscript style"
QUIET = frozenset("span font center big small u tt dfn cite acronym abbr q section".split())
"""Elements that say nothing to a reader: unwrapped, and no loss worth reporting."""

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
"""Inline markup by element and class, or by element, with what it is in the page model."""
OUTER = frozenset({"var", "kbd", "code"})
"""What is one thing in the page model though the stylesheets nest a second element inside it."""
BLANKS = re.compile(r"[ \t\r\n\xa0]+")


def to_page_model(main: HtmlElement) -> None:
    """Rewrite everything below `main`, whose tag becomes `body`, in the page model's vocabulary."""
    for element in list(main.iter(*GONE.split(), "br")):
        if element.tag != "br" or "break" in element.get("class", ""):
            element.drop_tree()
    _name_anchors(main)
    for division in list(main.iter("div", "table")):
        _rewrite_division(division)
    _rewrite_headings(main)
    for element in list(main.iterdescendants()):
        _rewrite_inline(element)
    for division in list(main.iterdescendants("div")):
        if division.get("class") not in BOXES | NUMBERED:
            unwrap(division)
    main.tag = "body"


def unwrap(element: HtmlElement) -> None:
    """Replace an element by what it holds; its anchor stays as an element of its own."""
    if anchor := element.get("id"):
        kept = element.makeelement("a", {"id": anchor})
        kept.tail, element.text = element.text, None
        element.insert(0, kept)
    element.drop_tag()


def toc_to_list(toc: HtmlElement) -> None:
    """Make a nested list of a contents list, which the stylesheets write as definition lists."""
    for title in toc.xpath("./p[b]"):
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
    """Make ids of `a[name]`, and give a leading one of an example, figure or table to that itself."""
    for anchor in list(main.iter("a")):
        name = anchor.attrib.pop("name", "")
        if name:
            anchor.set("id", name)
        if name and not anchor.get("href"):
            parent = anchor.getparent()
            first = parent is not None and parent[0] is anchor and not (parent.text or "").strip()
            if first and parent.tag == "div" and parent.get("class") in NUMBERED and not parent.get("id"):
                parent.set("id", name)
                anchor.drop_tag()


def _rewrite_division(element: HtmlElement) -> None:
    name = (element.get("class") or "").partition(" ")[0]
    if element.tag == "table":
        if name == "simplelist":
            _cells_to_list(element)
    elif name in BOXES:
        element.set("class", name)
        _title_box(element, name)
    elif name in NUMBERED:
        element.set("class", name)
        _title_numbered(element)
    elif name in {"toc", "list-of-examples", "list-of-figures", "list-of-tables"}:
        toc_to_list(element)
    elif name == "mediaobject":
        element.tag = "p"
        element.attrib.pop("class")
    elif name == "literallayout":
        _lines_to_code(element)
    elif name == "cmdsynopsis":
        _lines_to_code(element, fold=True)
    elif name == "funcsynopsis":
        _prototype_to_code(element)


def _title_box(box: HtmlElement, name: str) -> None:
    """Give a box its title; the one that only names its kind is left to the viewer."""
    found = box.xpath("./*[contains(@class, 'title')][1]")
    if not found:
        return
    title = found[0]
    text, anchors = plain(title.text_content()), _anchors(title)
    title.drop_tree()
    place = _insert_paragraph(box, "title", text) if text and text.casefold() != name else box
    _insert_anchors(place, anchors)


def _title_numbered(division: HtmlElement) -> None:
    found = division.xpath("./p[@class='title'] | ./div[@class='title']")
    if not found:
        return
    text, anchors = found[0].text_content(), _anchors(found[0])
    found[0].drop_tree()
    caption = split_caption(text)
    if caption:
        division.set("data-number", caption.number)
    _insert_anchors(
        _insert_paragraph(division, "caption", caption.words if caption else plain(text)), anchors
    )


def _anchors(element: HtmlElement) -> list[str]:
    return [anchor.get("id") for anchor in element.iter("a") if anchor.get("id")]


def _insert_anchors(element: HtmlElement, anchors: list[str]) -> None:
    """Put anchors in front of what an element holds."""
    for anchor in reversed(anchors):
        kept = element.makeelement("a", {"id": anchor})
        kept.tail, element.text = element.text, None
        element.insert(0, kept)


def _insert_paragraph(parent: HtmlElement, name: str, text: str) -> HtmlElement:
    paragraph = parent.makeelement("p", {"class": name})
    paragraph.text = text
    paragraph.tail, parent.text = parent.text, None
    parent.insert(0, paragraph)
    return paragraph


def _cells_to_list(table: HtmlElement) -> None:
    """Make a list of a `simplelist`, which the stylesheets lay out as a table."""
    table.tag = "ul"
    table.attrib.clear()
    for part in list(table.iter("tbody", "tr")):
        part.drop_tag()
    for cell in list(table.iter("td")):
        if len(cell) or plain(cell.text or ""):
            cell.tag = "li"
        else:
            cell.drop_tree()  # it fills the last row up


def _lines_to_code(division: HtmlElement, *, fold: bool = False) -> None:
    """Make a code block of lines that end in `<br>`; `fold` folds the blanks that only lay out the source."""
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


def _prototype_to_code(division: HtmlElement) -> None:
    """Make one block of C of a function's synopsis: what to include, the prototype, its parameters."""
    parts = []
    for part in division.iterchildren("*"):  # not the comments
        if part.tag == "table":
            rows = [plain("".join(row.itertext())) for row in part.iter("tr")]
            parts.append("\n".join(re.sub(r"\(\s+", "(", row) for row in rows if row))
        else:
            lines = ("".join(part.itertext())).replace(";", ";\n").split("\n")
            parts.append("\n".join(line for line in map(plain, lines) if line))
    tail, anchors = division.tail, _anchors(division)
    division.clear()
    division.tail = tail
    division.tag = "pre"
    division.set("data-language", "c")
    division.text = "\n\n".join(part for part in parts if part)
    _insert_anchors(division, anchors)


def _rewrite_headings(main: HtmlElement) -> None:
    """Give every heading the level of its section, its number and its anchor."""
    for heading in list(main.iterdescendants(*HEADINGS)):
        depth, own = 0, False
        inner = heading
        for outer in heading.iterancestors():
            if outer is main:
                break
            if outer.tag == "div" and (outer.get("class") or "").partition(" ")[0] in SECTIONS:
                depth += 1
                own = own or (depth == 1 and _titles(inner, outer))
            inner = outer
        heading.tag = f"h{min(6, max(2, depth + (1 if own else 2)))}"
        _number_heading(heading)
        if own:
            _take_anchor_before(heading)
    for place in list(main.iter("div")):
        if place.get("class") == "titlepage":
            unwrap(place)


def _titles(inner: HtmlElement, section: HtmlElement) -> bool:
    """Return whether a heading, itself or in `inner`, is what its section begins with."""
    return all(child is inner or child.tag == "a" for child in section[: section.index(inner) + 1])


def _number_heading(heading: HtmlElement) -> None:
    anchor = next((a for a in heading.iter("a") if a.get("id") and not a.get("href")), None)
    if anchor is not None and not heading.get("id"):
        heading.set("id", anchor.get("id"))
        anchor.drop_tag()
    whole = plain(heading.text_content())
    number = split_title(whole).number
    if number and (heading.text or "").strip():
        heading.set("data-number", number)
        heading.text = split_title(heading.text).words + (" " if heading.text[-1:].isspace() else "")


def _take_anchor_before(heading: HtmlElement) -> None:
    before = heading.getprevious()
    alone = before is not None and before.tag == "a" and before.get("id") and not (before.tail or "").strip()
    if alone and not heading.get("id"):
        heading.set("id", before.get("id"))
        before.drop_tree()


def _rewrite_inline(element: HtmlElement) -> None:
    if element.getparent() is None:  # gone with the element around it
        return
    if not isinstance(element.tag, str):
        element.drop_tree()
        return
    name = (element.get("class") or "").partition(" ")[0]
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
