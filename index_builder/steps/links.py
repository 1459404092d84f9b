"""Resolves the links of a manual: to one of its pages, to a page that it lacks, or to the web."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml.html import HtmlElement

from index_builder.pages.model import SourcePage
from index_builder.steps.parts import Parts
from momviewer.manual.links import parse_address
from momviewer.manual.model import DanglingLink

WEB_SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Targets:
    """The anchors that links can lead to, by page id."""

    anchors: Mapping[str, AbstractSet[str]]
    folded: Mapping[str, str]
    parts: Parts

    @classmethod
    def of(cls, anchors: Mapping[str, AbstractSet[str]], parts: Parts | None = None) -> "Targets":
        """Return the targets for the anchors of all pages, by page id, and the pages that were split."""
        return cls(anchors, {page_id.casefold(): page_id for page_id in anchors}, parts or Parts())

    def page(self, name: str) -> str:
        """Return the id of the page that a link calls `name`, in any case of letters, or ""."""
        return name if name in self.anchors else self.folded.get(name.casefold(), "")


def resolve_links(page: SourcePage, targets: Targets) -> list[DanglingLink]:
    """Set the `class` of each link of a page to "page", "missing" or "web"; return those that lead nowhere.

    A link to an anchor that is missing leads to the top of its page.
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
    found = targets.parts.of(found, address.anchor)
    if address.anchor in targets.anchors[found] or not address.anchor:
        link.set("href", type(address)(found, address.anchor).relative())
        return None
    link.set("href", type(address)(found).relative())
    return DanglingLink(page.id, address.relative(), text)
