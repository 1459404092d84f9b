"""Undoes layout: lists, boxes and listings that the DocBook stylesheets write as tables."""

import re
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from index_builder.pages.clean import BOXES, NUMBERED
from index_builder.sources.common.titles import plain
from index_builder.sources.docbook.headings import class_of

DIVISIONS = ("section", "article", "main", "aside", "header", "footer", "figure", "nav")
"""Elements of HTML5 that become divisions."""
TITLED = re.compile(r"(?P<what>[a-z]+)-title")
"""Finds the class of a caption or title in HTML5, such as `example-title`."""
MARK = re.compile(r"\s*(?:\(\d+\)|[\u2460-\u2473\u2776-\u277f])")
"""Finds a callout's mark that is written as text: `(1)` or `①`."""
LINE = 60
"""Characters of a line of code that a callout quotes to say which line it means."""


def undo_layout(main: HtmlElement) -> None:
    """Make lists, boxes and paragraphs of layout tables, and `div` of HTML5's divisions, in place."""
    for element in list(main.iterdescendants(*DIVISIONS)):
        element.tag = "div"
    for caption in list(main.iterdescendants("figcaption")):
        caption.tag = "p"
    _untitle(main)
    _take_callouts(main)
    for table in list(main.iterdescendants("table")):
        if (undo := _LAYOUTS.get(class_of(table))) is not None:
            undo(table)
        elif (parent := table.getparent()) is not None:
            name = class_of(parent)
            if name in BOXES:
                _box(table)
            elif name == "qandaset" or name in {"qandadiv", "qandaentry"}:
                _questions(table)
            elif name in {"refnamediv", "blockquote", "epigraph"}:
                _unlay(table)


def _untitle(main: HtmlElement) -> None:
    """Give titles their old markup: `p.title`, or `h3.title` in a box."""
    for element in list(main.iterdescendants("div", "p")):
        found = TITLED.fullmatch(class_of(element))
        if found is None or (parent := element.getparent()) is None:
            continue
        element.tag = "p"
        if found["what"] == "toc" or class_of(parent) in NUMBERED | BOXES:
            element.set("class", "title")
        else:
            element.attrib.pop("class")
            _embolden(element)


def _embolden(paragraph: HtmlElement) -> None:
    strong = paragraph.makeelement("strong")
    strong.text, paragraph.text = paragraph.text, None
    strong.extend(list(paragraph))
    paragraph.append(strong)


def _take_callouts(main: HtmlElement) -> None:
    """Take the marks of callouts out of the code, and begin each callout with its line of code."""
    for picture in list(main.xpath(".//pre//img")):
        picture.drop_tree()
    lists = main.xpath(".//div[contains(@class, 'calloutlist')]")
    if not lists:
        return
    wanted = {_fragment(link) for each in lists for link in each.iter("a")} - {""}
    lines: dict[str, str] = {}
    for block in main.iterdescendants("pre"):
        for mark in list(block.iterdescendants("a", "span")):
            name = mark.get("id") or mark.get("name") or ""
            if name in wanted:
                _take_mark(mark)
                lines[name] = _line_of(block, mark)
    for each in lists:
        _callouts_to_list(each, lines)


def _fragment(link: HtmlElement) -> str:
    return (link.get("href") or "").partition("#")[2]


def _take_mark(mark: HtmlElement) -> None:
    """Take out a mark that is text: in its anchor, behind it, or in the next element."""
    following = mark.getnext()
    if mark.text and MARK.fullmatch(mark.text):
        mark.text = None
    elif mark.tail and (found := MARK.match(mark.tail)):
        mark.tail = mark.tail[found.end() :]
    elif not (mark.tail or "").strip() and following is not None and MARK.fullmatch(following.text or ""):
        following.text = None
    after = (mark.tail or "") or (following.tail or "" if following is not None else "")
    if not after or after.startswith("\n"):
        _strip_before(mark)


def _strip_before(mark: HtmlElement) -> None:
    """Take out the blanks between a line of code and its mark."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is not None and before.tail:
        before.tail = before.tail.rstrip(" \t")
    elif before is None and parent is not None and parent.text:
        parent.text = parent.text.rstrip(" \t")


def _line_of(block: HtmlElement, mark: HtmlElement) -> str:
    """Return the line of code that a mark stands on."""
    before = ""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is mark:
            break
        before += (element.text if event == "start" else element.tail) or ""
    line = before.rpartition("\n")[2] + "".join(block.itertext())[len(before) :].partition("\n")[0]
    line = plain(line)
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


def _callouts_to_list(division: HtmlElement, lines: dict[str, str]) -> None:
    for table in list(division.iterdescendants("table", "dl")):
        rows = [row for row in table.iter("tr") if len(row)] if table.tag == "table" else table.findall("dt")
        items = []
        for row in rows:
            place, said = (row[0], row[-1]) if row.tag == "tr" else (row, row.getnext())
            if said is None:
                continue
            names = [_fragment(link) for link in place.iter("a")]
            items.append(_callout(said, [lines[name] for name in names if lines.get(name)]))
        for child in list(table):
            table.remove(child)
        table.tag = "ol"
        table.attrib.clear()
        table.text = None
        table.extend(items)


def _callout(said: HtmlElement, lines: list[str]) -> HtmlElement:
    said.tag = "li"
    said.attrib.clear()
    said.tail = None
    first = next((e for e in said if e.tag == "p"), said) if not (said.text or "").strip() else said
    for line in reversed(lines):
        code = said.makeelement("code")
        code.text, code.tail, first.text = line, f": {(first.text or '').lstrip()}", None
        first.insert(0, code)
    return said


def _cells_to_list(table: HtmlElement) -> None:
    """Make a list of a `simplelist`, which is written as a table."""
    table.tag = "ul"
    table.attrib.clear()
    for part in list(table.iter("tbody", "tr")):
        part.drop_tag()
    for cell in list(table.iter("td")):
        if len(cell) or plain(cell.text or ""):
            cell.tag = "li"
        else:
            cell.drop_tree()  # it fills the last row up


def _box(table: HtmlElement) -> None:
    """Replace the table of a box with a picture by the box's title and content."""
    for title in table.iter("th"):
        title.tag = "h3"
        title.set("class", "title")
    for cell in list(table.iter("td")):
        if not plain(cell.text_content()) and len(cell) < 2:  # only the picture
            cell.drop_tree()
    _unlay(table)
    table.drop_tag()  # the title is looked for in the box itself


def _questions(table: HtmlElement) -> None:
    """Make a list of questions with their answers of a table."""
    for row in list(table.iter("tr")):
        name = class_of(row)
        cells = row.findall("td")
        if name in {"question", "answer"} and len(cells) == 2:
            label = plain(cells[0].text_content())
            for anchor in cells[0].xpath(".//@name | descendant-or-self::*/@id"):
                cells[1].insert(0, cells[1].makeelement("a", {"id": anchor}))
            row.remove(cells[0])
            row.tag = "dt" if name == "question" else "dd"
            _prefix(cells[1], label if name == "question" else "")
            cells[1].drop_tag()
        else:
            row.tag = "dd"
            for cell in cells:
                cell.drop_tag()
    for part in list(table.iter("tbody", "thead")):
        part.drop_tag()
    table.tag = "dl"
    table.attrib.clear()
    for question in table.findall("dt"):
        if len(paragraphs := question.findall("p")) == 1:
            paragraphs[0].drop_tag()


def _prefix(element: HtmlElement, text: str) -> None:
    """Put a text in front of an element's first paragraph."""
    first = next((e for e in element if e.tag == "p"), element)
    if text:
        first.text = f"{text} {(first.text or '').lstrip()}"


def _unlay(table: HtmlElement) -> None:
    """Replace a table by its cells' contents, each in a division."""
    for part in list(table.iter("tbody", "tr", "thead")):
        part.drop_tag()
    for cell in list(table.iter("td", "th")):
        cell.tag = "div"
        cell.attrib.clear()
    table.tag = "div"
    table.attrib.clear()


def _listing(table: HtmlElement) -> None:
    """Take the numbers of lines out that stand beside the code."""
    for cell in list(table.iter("td")):
        if class_of(cell) == "listing_lines":
            cell.drop_tree()
    _unlay(table)


def _quotation(table: HtmlElement) -> None:
    _unlay(table)
    table.tag = "blockquote"


_LAYOUTS: dict[str, Callable[[HtmlElement], None]] = {
    "simplelist": _cells_to_list,
    "listing_frame": _listing,
    "blockquote": _quotation,
}
"""What to do with a table by its class."""
