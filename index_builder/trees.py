"""Keeps the trees of pages small while nobody looks at them: a manual may hold a hundred thousand."""

import zlib
from collections.abc import Callable
from string import ascii_letters, digits

from lxml import etree
from lxml.html import HtmlElement, HtmlElementClassLookup

LEVEL = 1
"""Of zlib's nine: markup shrinks to an eighth, in less time than it takes to parse it."""
LETTERS = f"{ascii_letters}{digits}-_"
ODD = f"translate(name(), '{LETTERS}', '') != ''"
ODD_ELEMENTS = etree.XPath(f".//*[{ODD}]")
ODD_ATTRIBUTES = etree.XPath(f".//@*[{ODD} or name() = 'xmlns']")
PARSER = etree.XMLParser(huge_tree=True, recover=True, resolve_entities=False, no_network=True)
PARSER.set_element_class_lookup(HtmlElementClassLookup())


class Tree:
    """The tree of one page, to be changed in place; what is packed is read again when `root` is asked for."""

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
            self._root = etree.fromstring(zlib.decompress(self._packed), PARSER)
            self.woken(self)
        return self._root

    def pack(self) -> None:
        """Make a few bytes of the tree. Comments, and names that XML does not allow, do not survive it."""
        if self._root is not None:
            _make_well_formed(self._root)
            written = etree.tostring(self._root, encoding="utf-8", with_tail=False)
            self._packed, self._root = zlib.compress(written, LEVEL), None


def _nobody(_tree: Tree) -> None:
    """Take word of a tree that nobody watches."""


def _make_well_formed(root: HtmlElement) -> None:
    """Take out what an HTML parser lets pass and an XML parser does not."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for attribute in ODD_ATTRIBUTES(root):
        element = attribute.getparent()
        del element.attrib[attribute.attrname]
    for element in ODD_ELEMENTS(root):
        element.tag = "span"
