"""Reads and writes addresses: page#anchor, momviewer://manual/page#anchor, and those of the web."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

SCHEME = "momviewer"
PAGE_SUFFIX = re.compile(r"\.(php|x?html?|md|markdown)$", re.IGNORECASE)
"""Endings of file names, which old links have and page ids do not."""


class LinkKind(StrEnum):
    """What a link leads to: a page, a page that the manual lacks, the web, or something on the page itself.

    On the page are a snippet's Copy, straight copy and menu, an image's full size and a table's own view. A
    page of the program's own offers to search for words, and to add a manual.
    """

    PAGE = "page"
    MISSING = "missing"
    WEB = "web"
    COPY = "copy"
    STRAIGHT = "straight"
    MENU = "menu"
    IMAGE = "image"
    TABLE = "table"
    SEARCH = "search"
    ADD = "add"
    REFUSED = "refused"


BY_SCHEME = frozenset(
    {
        LinkKind.COPY,
        LinkKind.STRAIGHT,
        LinkKind.MENU,
        LinkKind.IMAGE,
        LinkKind.TABLE,
        LinkKind.SEARCH,
        LinkKind.ADD,
    }
)
"""Kinds whose links begin with their name: `copy:snippet-1`."""


@dataclass(frozen=True, slots=True)
class Address:
    """A place in a manual. `manual` is "" for the open manual, `anchor` is "" for the top of the page."""

    page: str
    anchor: str = ""
    manual: str = ""

    def relative(self) -> str:
        """Return `page#anchor`, percent-encoded."""
        return _quoted(self.page) + (f"#{_quoted(self.anchor)}" if self.anchor else "")

    def __str__(self) -> str:
        where = f"{SCHEME}://{_quoted(self.manual)}/" if self.manual else ""
        return where + self.relative()


def _quoted(name: str) -> str:
    """Return a name percent-encoded; half a character, which names nothing, is a question mark in it."""
    return quote(name, safe="", errors="replace")


def page_id(name: str) -> str:
    """Return the page id of a file name or an old path: `listeners.php` -> `listeners`."""
    return PAGE_SUFFIX.sub("", unquote(name))


def parse_address(text: str) -> Address | None:
    """Read `page`, `page#anchor`, `#anchor` or `momviewer://manual/page#anchor`; None for anything else."""
    text = text.strip()
    manual = ""
    if text.lower().startswith(f"{SCHEME}://"):
        manual, slash, text = text[len(SCHEME) + 3 :].partition("/")
        if not manual or not slash:
            return None
    elif re.match(r"[A-Za-z][A-Za-z0-9+-]*:", text) or text.startswith(("/", "\\")):
        return None
    path, _, fragment = text.partition("#")
    if not path and not fragment:
        return None
    return Address(page_id(path), unquote(fragment), unquote(manual))


@dataclass(frozen=True, slots=True)
class Link:
    """What the `href` of a link on a built page means.

    `target` is a URL for WEB and REFUSED, words for SEARCH, else the name of an image or the id of a snippet
    or a table.
    """

    kind: LinkKind
    address: Address = Address("")
    target: str = ""


def parse_link(href: str) -> Link:
    """Read the `href` of a built page: `page#anchor`, `missing:page`, `copy:id`, `https://...` and others."""
    scheme, colon, rest = href.partition(":")
    if colon and scheme in BY_SCHEME:
        return Link(LinkKind(scheme), target=unquote(rest))
    if colon and scheme == "missing":
        return Link(LinkKind.MISSING, parse_address(rest) or Address(unquote(rest)))
    if colon and scheme in {"http", "https", "mailto"}:
        return Link(LinkKind.WEB, target=href)
    address = parse_address(href)
    return Link(LinkKind.PAGE, address) if address else Link(LinkKind.REFUSED, target=href)
