"""Packs the trees of pages that nobody uses: a manual may have a hundred thousand."""

import re
import zlib
from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no text in XML may have."""
NAME = re.compile(r"[\w.-]+")
"""Names of attributes that XML takes; others mean nothing in a page."""
LEVEL = 1
"""The level of zlib: markup shrinks to an eighth in less time than parsing takes."""
LETTERS = f"{ascii_letters}{digits}-_"
ODD = f"translate(name(), '{LETTERS}', '') != ''"
ODD_ELEMENTS: Callable[[HtmlElement], Any] = etree.XPath(f".//*[{ODD}]")
ODD_ATTRIBUTES: Callable[[HtmlElement], Any] = etree.XPath(f".//@*[{ODD} or name() = 'xmlns']")
ELEMENTS = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
"""The classes of lxml.html but for forms; looking them up calls no Python for each element."""
PARSER = etree.XMLParser(huge_tree=True, recover=True, resolve_entities=False, no_network=True)
PARSER.set_element_class_lookup(ELEMENTS)


def parsed_html(text: str) -> tuple[HtmlElement, etree._ListErrorLog]:
    """Return the tree of an HTML page and the parser's complaints; control characters are left out.

    Raises lxml's errors if there is nothing to parse.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(ELEMENTS)
    # Parsed from bytes: a page of characters that names another encoding would be refused.
    root = document_fromstring(CONTROL.sub("", text).encode(), parser=parser)
    assert isinstance(root, HtmlElement)  # noqa: S101 - what document_fromstring returns, which its stubs hide
    return root, parser.error_log


class Tree:
    """The tree of one page, which may be changed in place; reading `root` unpacks it.

    Packing loses comments, and names that XML does not allow.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._root: HtmlElement | None = root
        self._packed = b""
        self.woken: Callable[[], None] = _nobody
        """Is called when the tree is unpacked."""
        self.visitors = 0
        """How many walks over the pages stand at this page."""

    @property
    def root(self) -> HtmlElement:
        """Return the root; its elements may be used until the tree is packed."""
        if self._root is None:
            self._root = _unpacked(self._packed)
            self.woken()
        return self._root

    def replace(self, root: HtmlElement) -> None:
        """Have another root."""
        self._root = root

    def pack(self) -> None:
        """Pack the tree into a few bytes."""
        if self._root is not None:
            self._packed, self._root = _packed(self._root, mend=not self._packed), None

    def drop(self) -> None:
        """Forget the tree."""
        self._root, self._packed = None, b""


def _nobody() -> None:
    """Do nothing: a tree that is in no `SourcePages` is unpacked unnoticed."""


def _packed(root: HtmlElement, *, mend: bool) -> bytes:
    if mend:
        _make_well_formed(root)
    return zlib.compress(etree.tostring(root, encoding="utf-8", with_tail=False), LEVEL)


def _unpacked(packed: bytes) -> HtmlElement:
    root = etree.fromstring(zlib.decompress(packed), PARSER)
    assert isinstance(root, HtmlElement)  # noqa: S101 - what the parser makes, which the stubs hide
    return root


def drop_control_characters(element: HtmlElement) -> None:
    """Take control characters out; character references bring them in, and lxml refuses to move them."""
    if element.text and CONTROL.search(element.text):
        element.text = CONTROL.sub("", element.text)
    if element.tail and CONTROL.search(element.tail):
        element.tail = CONTROL.sub("", element.tail)


def remove_attribute(element: HtmlElement, name: str) -> None:
    """Remove an attribute, also one whose name lxml does not look up, such as "{%"."""
    if NAME.fullmatch(name) is None:
        kept = [(other, value) for other, value in element.attrib.items() if NAME.fullmatch(other)]
        element.attrib.clear()
        for other, value in kept:
            element.set(other, CONTROL.sub("", value))
    elif name in element.attrib:
        del element.attrib[name]


def _make_well_formed(root: HtmlElement) -> None:
    """Take out what HTML allows and XML does not."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for attribute in ODD_ATTRIBUTES(root):
        remove_attribute(attribute.getparent(), attribute.attrname)
    for element in ODD_ELEMENTS(root):
        element.tag = "span"


def code_after(first: HtmlElement) -> list[HtmlElement]:
    """Return an example's blocks: the code right behind its caption, or behind one paragraph in between.

    A joining word such as "and" between two blocks does not end the example.
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
