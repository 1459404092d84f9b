"""Keeps the trees of pages small while nobody looks at them: a manual may hold a hundred thousand."""

import re
import zlib
from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no text in XML holds."""
NAME = re.compile(r"[\w.-]+")
"""Names of attributes that may matter in a page."""
LEVEL = 1
"""Of zlib's nine: markup shrinks to an eighth, in less time than it takes to parse it."""
LETTERS = f"{ascii_letters}{digits}-_"
ODD = f"translate(name(), '{LETTERS}', '') != ''"
ODD_ELEMENTS: Callable[[HtmlElement], Any] = etree.XPath(f".//*[{ODD}]")
ODD_ATTRIBUTES: Callable[[HtmlElement], Any] = etree.XPath(f".//@*[{ODD} or name() = 'xmlns']")
ELEMENTS = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
"""The classes of lxml.html but for forms, looked up without a call of Python for each element that is met."""
PARSER = etree.XMLParser(huge_tree=True, recover=True, resolve_entities=False, no_network=True)
PARSER.set_element_class_lookup(ELEMENTS)


def parsed_html(text: str) -> tuple[HtmlElement, etree._ListErrorLog]:
    """Return the tree of an HTML page without the characters that XML lacks, and what the parser says of it.

    Raises lxml's errors where there is nothing to parse.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(ELEMENTS)
    # Parsed from bytes: a page of characters that names another encoding would be refused.
    root = document_fromstring(CONTROL.sub("", text).encode(), parser=parser)
    assert isinstance(root, HtmlElement)  # noqa: S101 - what document_fromstring returns, which its stubs hide
    return root, parser.error_log


class Tree:
    """The tree of one page, to be changed in place; what is packed is read again when `root` is asked for.

    Comments, and names that XML does not allow, do not survive the packing.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._root: HtmlElement | None = root
        self._packed = b""
        self.woken: Callable[[Tree], None] = _nobody
        """Called when a packed tree is read again."""
        self.visitors = 0
        """How many walks over the pages stand at this one."""

    @property
    def root(self) -> HtmlElement:
        """Return the root; it and all below it are good until the tree is packed."""
        if self._root is None:
            self._root = _unpacked(self._packed)
            self.woken(self)
        return self._root

    def pack(self) -> None:
        """Make a few bytes of the tree."""
        if self._root is not None:
            self._packed, self._root = _packed(self._root, mend=not self._packed), None

    def drop(self) -> None:
        """Forget the tree."""
        self._root, self._packed = None, b""


def _nobody(_tree: Tree) -> None:
    """Take word of a tree that nobody watches."""


def _packed(root: HtmlElement, *, mend: bool) -> bytes:
    if mend:
        _make_well_formed(root)
    return zlib.compress(etree.tostring(root, encoding="utf-8", with_tail=False), LEVEL)


def _unpacked(packed: bytes) -> HtmlElement:
    root = etree.fromstring(zlib.decompress(packed), PARSER)
    assert isinstance(root, HtmlElement)  # noqa: S101 - what the parser makes, which the stubs hide
    return root


def drop_control_characters(element: HtmlElement) -> None:
    """Take out what no text holds; character references bring it in, and lxml refuses to move it."""
    if element.text and CONTROL.search(element.text):
        element.text = CONTROL.sub("", element.text)
    if element.tail and CONTROL.search(element.tail):
        element.tail = CONTROL.sub("", element.tail)


def remove_attribute(element: HtmlElement, name: str) -> None:
    """Take an attribute out, whatever it is called: lxml looks up no name that holds a control character."""
    if CONTROL.search(name):
        kept = [(other, value) for other, value in element.attrib.items() if NAME.fullmatch(other)]
        element.attrib.clear()
        for other, value in kept:
            element.set(other, CONTROL.sub("", value))
    elif name in element.attrib:
        del element.attrib[name]


def _make_well_formed(root: HtmlElement) -> None:
    """Take out what an HTML parser lets pass and an XML parser does not."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for attribute in ODD_ATTRIBUTES(root):
        remove_attribute(attribute.getparent(), attribute.attrname)
    for element in ODD_ELEMENTS(root):
        element.tag = "span"


def code_after(first: HtmlElement) -> list[HtmlElement]:
    """Return an example's blocks: the code right after the caption, or after one paragraph that leads to it.

    A joining word ("and") between two blocks does not end the example.
    """
    blocks = [first] if first.tag == "p" else []
    following = first.getnext() if blocks else first
    while following is not None:
        if following.tag != "pre" and not (_joins(following) and blocks):
            break
        if following.get("id") is not None and following is not first:
            break
        blocks.append(following)
        following = following.getnext()
    while blocks and blocks[-1].tag != "pre":
        blocks.pop()
    return blocks


def _joins(element: HtmlElement) -> bool:
    following = element.getnext()
    word = element.text_content().strip().lower()
    return element.tag == "p" and word in {"and", "or"} and following is not None and following.tag == "pre"
