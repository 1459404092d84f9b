"""Brings the text of a page, in whatever HTML a generator wrote, into the page model."""

import re

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_in, insert_anchors, unwrap, unwrap_all
from index_builder.pages.clean import BOXES
from index_builder.sources.common.blocks import BLOCKS, insert_paragraph, is_paragraph, wrap_loose
from index_builder.sources.common.titles import NUMBER, plain
from index_builder.sources.html.code import find_code
from index_builder.sources.html.generators import Generator, selected
from index_builder.sources.html.tables import settle_tables

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ALIKE = {
    "i": "em",
    "b": "strong",
    "tt": "code",
    "samp": "code",
    "dfn": "em",
    "cite": "em",
    "dir": "ul",
    "menu": "ul",
    "xmp": "pre",
    "listing": "pre",
    "tfoot": "tbody",
    "center": "div",
    "address": "div",
    "fieldset": "div",
    "details": "div",
    "summary": "div",
    "hgroup": "div",
    "picture": "span",
}
"""The page model's element for one of HTML that means the same to a reader."""
DIVISIONS = ("section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "nav", "body")
QUIET = frozenset(
    "span font big small u q abbr acronym time data ins s strike del mark label bdo bdi nobr wbr col colgroup"
    " ruby rb rt rp legend rustdoc-topbar".split()
)
"""Elements that mean nothing to a reader, or as much without them: they are unwrapped and not reported."""
NOT_TEXT = (
    "script, style, noscript, template, nav, form, iframe, object[type='text/html'], svg, [hidden], #toc,"
    " .headerlink, [style*='display:none'], [style*='display: none'], .dropdown-menu, .tooltip, .sr-only,"
    " .visually-hidden, .skip-link, .edit-this-page"
)
"""What no page shows as its text: what acts, navigates, or is hidden."""
KINDS = {
    **{name: name for name in BOXES if name != "sidebar"},
    **dict.fromkeys(
        ("seealso", "see", "info", "abstract", "admonition", "remark", "admonition-note"), "note"
    ),
    **dict.fromkeys(("hint", "success", "admonition-tip"), "tip"),
    **dict.fromkeys(("danger", "error", "failure", "bug", "alert-danger", "alert-warning"), "warning"),
    **dict.fromkeys(("attention",), "caution"),
    **dict.fromkeys(("alert-info",), "note"),
    **dict.fromkeys(("topic", "sidebar"), "sidebar"),
}
"""The box of the page model by a class that generators give to theirs."""
ANY_BOX = "admonition"
"""The class of boxes of every kind."""
BOX_ELEMENTS = ("div", "aside", "section", "blockquote", "p", "dl", "table")
BOX_TITLES = frozenset(
    "admonition-title admonition-heading topic-title sidebar-title alert-title title".split()
)
"""Classes of a box's own title."""
NO_PARAGRAPHS = frozenset("p dt a strong em code dl ul ol".split())
"""Elements in which no paragraph stands."""
TEXTS = ("p", "pre", "dl", *HEADINGS)
"""Elements that a form has which is a page's text, and one to search with has not."""
GONE = "gone"
"""The tag of divisions that are about to be unwrapped."""
CAPTION = re.compile(
    rf"(?P<name>Figure|Fig\.|Fig|Table|Listing|Example|Program|Code)\s+(?P<number>{NUMBER})[.:]?(?:\s+|$)"
)
NUMBERED_AS = {"Figure": "figure", "Fig.": "figure", "Fig": "figure", "Table": "table"}
CAPTIONS = (
    "figcaption, caption, p.caption, div.caption, div.code-block-caption, div.title, p.title, span.caption"
)
AFTER_NUMBER = ". \n\t\xa0"
HEADING_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)+|[A-Z](?:\.\d+)+|(?:\d+|[A-Z])(?=\.))\.?\s+(?=\S)")
"""Finds the number in front of a heading; one without a dot may be a word of it, as in "7 ways to fail"."""


NAMED_NUMBER = re.compile(r"(?:Chapter|Appendix)\s(?P<number>\d+|[A-Z])(?:[.:]|\s[-\u2013\u2014])\s(?=\S)")
"""Finds the number with its word, as in "Chapter 20 - Relays"."""


def to_page_model(main: HtmlElement, generator: Generator) -> None:
    """Rewrite everything below `main`, whose tag becomes `body`, in the page model's vocabulary."""
    etree.strip_elements(main, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    _name_anchors(main)
    _keep_row_anchors(main)
    _keep_forms_of_text(main)
    _part_terms(main)
    for extra in selected(main, (*generator.drop, NOT_TEXT)):
        if extra.getparent() is not None and extra is not main:
            _drop(extra)
    _unfold(main, generator)
    find_code(main, generator)
    settle_tables(main)
    _number_captions(main)
    _find_boxes(main)
    _join_footnotes(main)
    main.tag = "body"
    for element in list(main.iterdescendants()):
        if (tag := "div" if element.tag in DIVISIONS else ALIKE.get(element.tag)) is not None:
            element.tag = tag  # others may have names that lxml reads and does not write: <john@example.com>
    _settle_headings(main)
    _settle_inline(main)
    _unwrap_divisions(main)
    for division in [main, *main.iterdescendants("div")]:
        wrap_loose(division)


def _join_footnotes(main: HtmlElement) -> None:
    """Put the mark of a footnote into its first paragraph; Sphinx has it beside that."""
    for note in main.cssselect("aside.footnote, div.citation"):
        first = note.find("p")
        marks = note[: note.index(first)] if first is not None else []
        if any(mark.tag != "span" for mark in marks):
            continue
        for mark in reversed(marks):
            mark.tail = f" {(first.text or '').lstrip()}"
            first.text = None
            first.insert(0, mark)


def number_of(text: str) -> tuple[str, str]:
    """Return the number in front of a heading and the words behind it: ("15.3", "Scopes")."""
    text = plain(text)
    found = HEADING_NUMBER.match(text) or NAMED_NUMBER.match(text)
    return (found["number"], text[found.end() :]) if found else ("", text)


def _name_anchors(main: HtmlElement) -> None:
    for anchor in main.iter("a"):
        name = anchor.attrib.pop("name", "") or anchor.get("id", "")
        if name:
            anchor.set("id", name)


def _keep_row_anchors(main: HtmlElement) -> None:
    """Give the anchors of rows to their first cells, since rows have none in the page model."""
    for row in main.iter("tr"):
        cell = next(row.iterchildren("td", "th"), None)
        if cell is not None and (anchor := row.attrib.pop("id", "")):
            insert_anchors(cell, [anchor])


def _keep_forms_of_text(main: HtmlElement) -> None:
    """Make divisions of forms that hold blocks of text: some servers put one around the whole page."""
    for form in list(main.iter("form")):
        if next(form.iterdescendants(*TEXTS), None) is not None:
            form.tag = "div"


def _part_terms(main: HtmlElement) -> None:
    """Put terms and their texts side by side: the parser nests two of a kind that a page does not close."""
    for item in list(main.iterdescendants("dt", "dd")):
        outer = item.getparent()
        if outer.tag in {"dt", "dd"}:
            for part in reversed([item, *item.itersiblings()]):
                outer.addnext(part)


def _drop(extra: HtmlElement) -> None:
    """Drop what is no text; of a sign that is an anchor too, the anchor stays."""
    name = extra.get("id") if extra.tag == "a" else ""
    if not name:
        extra.drop_tree()
        return
    for inner in list(extra):
        inner.drop_tree()
    extra.attrib.clear()
    extra.set("id", name)
    extra.text = None


def _unfold(main: HtmlElement, generator: Generator) -> None:
    """Show what a page hides until it is clicked: as plain text, or else as a box with its summary."""
    unfolded = {id(element) for element in selected(main, generator.unfold)}
    for details in list(main.iter("details")):
        summary = details.find("summary")
        if summary is None or id(summary) in unfolded or len(details) <= 1:
            continue
        details.tag = "div"
        details.set("class", f"{details.get('class', '')} sidebar")
        summary.tag = "p"
        summary.set("class", "title")


def _number_captions(main: HtmlElement) -> None:
    """Make a numbered thing of each figure, table and listing whose caption has a number."""
    for caption in selected(main, (CAPTIONS,)):
        holder = caption.getparent()
        if holder is None:
            continue
        found = CAPTION.match(plain(caption.text_content()))
        if holder.tag == "table":
            holder = _around(holder, caption)
        if found is None or holder is main or holder.get("data-number"):
            if caption.tag != "p" or "title" not in (caption.get("class") or ""):
                caption.tag = "p"
                caption.attrib.pop("class", None)
            continue
        words = plain(caption.text_content())[found.end() :]
        anchors = anchors_in(caption)
        if caption.get("id"):
            anchors.append(caption.get("id"))
        caption.drop_tree()
        holder.tag = "div"
        holder.set("class", NUMBERED_AS.get(found["name"], "example"))
        holder.set("data-number", found["number"])
        insert_anchors(insert_paragraph(holder, "caption", words), anchors)


def _around(table: HtmlElement, caption: HtmlElement) -> HtmlElement:
    """Put a division around a table and its caption in front of it; return the division."""
    division = table.makeelement("div")
    table.addprevious(division)
    division.tail, table.tail = table.tail, None
    division.extend([caption, table])
    caption.tail = None
    if anchor := table.attrib.pop("id", ""):
        division.set("id", anchor)
    return division


def _find_boxes(main: HtmlElement) -> None:
    for element in list(main.iter(*BOX_ELEMENTS)):
        words = (element.get("class") or "").casefold().split()
        kinds = [KINDS[word] for word in words if word in KINDS and word != ANY_BOX]
        kinds = kinds or [KINDS[word] for word in words if word == ANY_BOX]
        if not kinds or element is main or element.getparent() is None:
            continue
        kind = min(kinds, key=lambda kind: (kind == "sidebar", kind == "note"))
        if element.tag == "table":
            cells = [cell for cell in element.iter("td", "th") if plain(cell.text_content())]
            if len(cells) > 2 or element.find(".//table") is not None:
                continue
            _unlay(element)
        elif element.tag == "dl":
            _unlay(element)
        elif element.tag == "p":
            _wrap_content(element)
        element.tag = "div"
        element.set("class", kind)
        _title_box(element, kind)


def _unlay(element: HtmlElement) -> None:
    for part in list(element.iterdescendants("tbody", "thead", "tr")):
        part.drop_tag()
    for cell in list(element.iterchildren("td", "th", "dt", "dd")):
        title = cell.tag == "dt" or "icon" in (cell.get("class") or "")
        cell.tag = "p" if title else "div"
        cell.attrib.clear()
        if title:
            cell.set("class", "title")


def _wrap_content(paragraph: HtmlElement) -> None:
    inner = paragraph.makeelement("p")
    inner.text, paragraph.text = paragraph.text, None
    inner.extend(list(paragraph))
    paragraph.append(inner)


def _title_box(box: HtmlElement, kind: str) -> None:
    """Keep a box's own title; one that only names its kind is left to the viewer."""
    title = next((one for one in box.iterchildren() if _titles_box(one)), None)
    if title is None:
        return
    text, anchors = plain(title.text_content()), anchors_in(title)
    title.drop_tree()
    place = box if text.rstrip(":").casefold() in {"", kind} else insert_paragraph(box, "title", text)
    insert_anchors(place, anchors)


def _titles_box(element: HtmlElement) -> bool:
    return element.tag == "summary" or not BOX_TITLES.isdisjoint((element.get("class") or "").split())


def _settle_headings(main: HtmlElement) -> None:
    """Give headings levels without gaps from 2 on, their numbers, and the anchors of their sections."""
    headings = []
    for heading in list(main.iter(*HEADINGS)):
        if any(outer.tag in {"td", "th", "dt", "li", "a", "p"} for outer in heading.iterancestors()):
            heading.tag = "strong" if heading.getparent().tag in {"dt", "a", "p"} else "p"
        elif not plain(heading.text_content()) and heading.find(".//img") is None:
            unwrap(heading)
        else:
            headings.append(heading)
    levels = sorted({heading.tag for heading in headings})
    for heading in headings:
        heading.tag = f"h{min(6, 2 + levels.index(heading.tag))}"
        _take_anchor(heading)
        number, _ = number_of(heading.text_content())
        if number:
            heading.set("data-number", number)
            _cut_front(heading, number)


def _take_anchor(heading: HtmlElement) -> None:
    """Give a heading the anchor in it, or of the sections that it begins."""
    inner = next((a for a in heading.iter("a") if a.get("id") and not a.get("href")), None)
    if not heading.get("id") and inner is not None:
        heading.set("id", inner.attrib.pop("id"))
    outer, first = heading.getparent(), heading
    while not heading.get("id") and outer is not None and outer.tag == "div" and outer.index(first) == 0:
        if outer.get("id") and outer.get("class", "") not in BOXES:
            heading.set("id", outer.attrib.pop("id"))
        first, outer = outer, outer.getparent()


def _cut_front(element: HtmlElement, number: str) -> None:
    """Take a number out of the beginning of an element's text, with the dot and the blanks behind it."""
    left = number
    for event, part in etree.iterwalk(element, events=("start", "end")):
        name = "text" if event == "start" else "tail"
        if part is element and name == "tail":
            return
        said = (getattr(part, name) or "").lstrip()
        if left and not (said.startswith(left) or left.startswith(said.rstrip())):
            return
        cut = said.removeprefix(left) if said.startswith(left) else ""
        left = left[len(said.rstrip()) :] if not said.startswith(left) else ""
        kept = cut.lstrip(AFTER_NUMBER) if left == "" else ""
        setattr(part, name, kept or None)
        if kept:
            return


def _settle_inline(main: HtmlElement) -> None:
    unwrap_all(main, *QUIET)
    for block in main.iter("pre"):
        unwrap_all(block, "code")
    for element in list(main.iterdescendants()):
        if element.getparent() is None:
            continue
        if (element.tag in {"code", "kbd", "var", "em", "strong"} and _holds_block(element)) or (
            element.tag == element.getparent().tag and element.tag in {"code", "em", "strong"}
        ):
            unwrap(element)
        elif element.tag == "a" and element.get("href") and _holds_block(element):
            element.attrib.pop("href")
            unwrap(element)


def _holds_block(element: HtmlElement) -> bool:
    return next(element.iterdescendants(*BLOCKS, "li", "dd", "td"), None) is not None


def _unwrap_divisions(main: HtmlElement) -> None:
    for division in list(main.iterdescendants("div")):
        if division.get("class") in BOXES or division.get("data-number"):
            continue
        parent = next(outer for outer in division.iterancestors() if outer.tag != GONE)
        if is_paragraph(division) and parent.tag not in NO_PARAGRAPHS:
            division.tag = "p"
            division.attrib.pop("class", None)
        else:
            division.tag = GONE
    unwrap_all(main, GONE)
