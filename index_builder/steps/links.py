"""Resolves every link of a manual: to a page and an anchor here, to a page the manual lost, or to the web."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml.html import HtmlElement

from index_builder.pages.model import SourcePage
from momviewer.manual.links import parse_address
from momviewer.manual.model import DanglingLink

WEB_SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Targets:
    """What links can point at: the anchors of each page, by page id."""

    anchors: Mapping[str, AbstractSet[str]]
    folded: Mapping[str, str]

    @classmethod
    def of(cls, anchors: Mapping[str, AbstractSet[str]]) -> "Targets":
        """Take the anchors of all pages, by page id."""
        return cls(anchors, {page_id.casefold(): page_id for page_id in anchors})

    def page(self, name: str) -> str:
        """Return the id of the page that `name` means, also in another case, or ""."""
        return name if name in self.anchors else self.folded.get(name.casefold(), "")


def resolve_links(page: SourcePage, targets: Targets) -> list[DanglingLink]:
    """Mark each link of a page by what it is, in place, and return those that lead nowhere.

    Sets `class` to "page", "missing" or "web"; a link to a lost anchor leads to the top of its page.
    """
    dangling = []
    for link in page.body.iter("a"):
        href = link.get("href")
        if href is None:
            continue
        if href.lower().startswith(WEB_SCHEMES):
            link.set("class", "web")
        elif lost := _resolve(link, href, page, targets):
            dangling.append(lost)
    return dangling


def _resolve(link: HtmlElement, href: str, page: SourcePage, targets: Targets) -> DanglingLink | None:
    text = " ".join(link.text_content().split())
    address = parse_address(href)
    if address is None:
        del link.attrib["href"]
        return DanglingLink(page.id, href, text)
    found = targets.page(address.page or page.id)
    if not found:
        link.set("class", "missing")
        link.set("href", f"missing:{address.relative()}")
        return DanglingLink(page.id, address.relative(), text)
    link.set("class", "page")
    if address.anchor in targets.anchors[found] or not address.anchor:
        link.set("href", type(address)(found, address.anchor).relative())
        return None
    link.set("href", type(address)(found).relative())
    return DanglingLink(page.id, address.relative(), text)
