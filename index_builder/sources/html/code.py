"""Takes blocks of code out of what is put around them: numbers of lines, buttons, tables, callouts."""

import re

from lxml import etree
from lxml.html import HtmlElement

from index_builder.sources.html.generators import Generator, selected
from momviewer.manual.languages import TEXT, language_called

GUTTERS = ".linenos, .lineno, .linenodiv, .line-numbers, .hljs-ln-numbers, .gutter, td.lines"
CLICKED = "button, .copybtn, .copy-button, .copy, .clipboard, .tooltip, .copyToClipboard, .code-copy"
CALLOUTS = ".conum, .callout, img, .pilcrow, a.headerlink"
AROUND = re.compile(
    r"\b(?:highlight|highlighttable|listing|listingblock|code|source|example)\w*\b", re.IGNORECASE
)
"""Classes of a table that only holds code and the numbers of its lines."""
PREFIX = re.compile(
    r"^(?:language|lang|highlight-source|highlight|brush:?|src|sourceCode|rouge)-?", re.IGNORECASE
)
UNTOLD = frozenset(
    {"", "default", "code", "plain", "none-given", "ignore", "notranslate", "example", "source"}
)
"""What classes say besides a language, or where nobody chose one."""
DROPPED = "dropped"
"""The tag of what is dropped all at once: one by one, each would copy all the text before it."""
LEVELS = 3
"""Elements around a block whose classes may name its language."""
DIVISIONS = frozenset({"div", "p", "li", "tr", "section"})
"""Elements that begin a line where they stand in a block of code."""


def find_code(main: HtmlElement, generator: Generator) -> None:
    """Make a bare `pre` of every block of code below `main`, with its language where the page names it."""
    for table in list(main.iter("table")):
        _undo_code_table(table)
    for block in selected(main, generator.code):
        block.tag = "pre"
    for block in list(main.iter("pre")):
        if next(block.iterancestors("pre"), None) is not None:
            block.drop_tag()
    for block in main.iter("pre"):
        language = _language(block)
        for extra in selected(block, (GUTTERS, CLICKED, CALLOUTS)):
            extra.tag = DROPPED
        etree.strip_elements(block, DROPPED, with_tail=False)
        _join_lines(block)
        kept = block.get("id")
        block.attrib.clear()
        if kept:
            block.set("id", kept)
        if language:
            block.set("data-language", language)
    etree.strip_elements(main, DROPPED, with_tail=False)  # blocks that only hold the numbers of lines


def _undo_code_table(table: HtmlElement) -> None:
    """Replace a table that holds the numbers of lines beside code by the code."""
    blocks = [
        block for block in table.iter("pre") if "linenodiv" not in (block.getparent().get("class") or "")
    ]
    cells = [cell for cell in table.iter("td") if cell.find(".//pre") is not None]
    if not blocks or not AROUND.search(table.get("class") or "") or table.find(".//th") is not None:
        return
    block = cells[-1].find(".//pre") if cells else None
    if block is not None and len(cells) <= 2:
        block.tail = None
        table.addprevious(block)
        table.drop_tree()


def _join_lines(block: HtmlElement) -> None:
    """Write the lines of a block as text: some generators put each into an element of its own."""
    for element in list(block.iterdescendants()):
        if not isinstance(element.tag, str):
            element.drop_tree()
        elif element.tag in DIVISIONS:
            before = element.getprevious()
            said = (before.tail or "") if before is not None else (block.text or "")
            starts = before is None and element.getparent() is block and not said.strip(" \t")
            if not starts and not said.endswith("\n") and not _ends_line(before):
                _add_before(element, "\n")
            element.tag = "span"


def _ends_line(element: HtmlElement | None) -> bool:
    return element is not None and not (element.tail or "") and "".join(element.itertext()).endswith("\n")


def _add_before(element: HtmlElement, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip(" \t") + text
    elif parent is not None:
        parent.text = (parent.text or "").rstrip(" \t") + text


def _language(block: HtmlElement) -> str:
    """Return the key of the language that the classes on or around a block name, or ""."""
    around = [block, *block.iterchildren("code", "samp"), *list(block.iterancestors())[:LEVELS]]
    unknown = ""
    for element in around:
        said = element.get("data-lang") or element.get("data-language") or ""
        for name in (said, *(element.get("class") or "").split()):
            prefix = PREFIX.match(name)
            bare = name[prefix.end() :] if prefix else name
            told = bool(said or prefix)
            if (key := language_called(bare)) and (told or element in around[:2]):
                return key
            if told and bare.casefold() not in UNTOLD and bare.isalnum():
                unknown = TEXT.key
    return unknown
