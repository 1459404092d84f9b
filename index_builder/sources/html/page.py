"""Makes a page of an HTML file: finds its text, its title and its anchors."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from index_builder.pages.anchors import insert_anchors
from index_builder.pages.model import SourcePage
from index_builder.pages.trees import Tree
from index_builder.sources.common.blocks import BLOCKS
from index_builder.sources.common.titles import plain
from index_builder.sources.html.body import number_of, to_page_model
from index_builder.sources.html.generators import Generator, selected
from momviewer.manual.links import parse_address
from momviewer.manual.model import PageKind

FALLBACK = (
    "main",
    "[role=main]",
    "article",
    "#content",
    "#main",
    ".body",
    "#main-content",
    ".content",
    ".main",
)
"""Where the text of a page is that no generator tells of."""
SIGN = re.compile(r"[¶#§🔗\uf0c1]+\s*$")
"""The sign of a link that a heading leads to itself by."""
SIGNS = " \u2014\u2013|·»:-"
BETWEEN = re.compile(rf"\s+[{SIGNS.strip()}]+\s+|:\s+")
"""Stands between a page's title and the site's."""
AFTER = re.compile(rf"{BETWEEN.pattern}|\s+\((?=.*\)$)")
"""Begins what a site puts behind a page's title; some put their own in parentheses."""
MIN_SHARE = 0.7
"""The share of a page's text that one division has to hold to be all of it."""
MAX_TITLE_CHARS = 500
"""Most characters of a title in the head of a page, which is looked at from each sign in it on."""
LESSER = ("h2", "h3", "h4")
"""What a page's title is where it has no heading of the first level."""
RELATIONS = {"prev": "prev", "previous": "prev", "next": "next", "up": "up", "parent": "up"}


@dataclass(frozen=True, slots=True)
class Site:
    """What the titles of a site's pages have in common at an end, such as " — rsyslog 8.2 documentation"."""

    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, titles: Sequence[str]) -> "Site":
        """Return the site of some pages' titles: the longest end or beginning that most of them share."""
        after = _shared([title[found.start() :] for found in AFTER.finditer(title)] for title in titles)
        before = _shared([title[: found.end()] for found in BETWEEN.finditer(title)] for title in titles)
        return cls(after=after) if len(after) >= len(before) else cls(before=before)

    @property
    def title(self) -> str:
        """Return the site's own title, or "": "rsyslog 8.2 documentation"."""
        bare = (self.before or self.after).strip(SIGNS)
        return bare[1:-1] if bare[:1] == "(" and bare[-1:] == ")" else bare

    def without(self, title: str) -> str:
        """Return a page's title without the site's."""
        if self.after and title.endswith(self.after):
            title = title.removesuffix(self.after)
        elif self.before and title.startswith(self.before):
            title = title.removeprefix(self.before)
        return title.strip(SIGNS)


def _shared(choices: Iterable[list[str]]) -> str:
    """Return the text that more than half of the lists have, the longest of those that most have, or ""."""
    counts: Counter[str] = Counter()
    total = 0
    for texts in choices:
        total += 1
        counts.update(set(texts))
    found = {text: count for text, count in counts.items() if count * 2 > total > 1}
    return max(found, key=lambda text: (found[text], len(text)), default="")


def content_of(root: HtmlElement, generator: Generator) -> HtmlElement:
    """Return the element with a page's text."""
    for selector in (*generator.content, *FALLBACK):
        found = [one for one in selected(root, [selector]) if plain(one.text_content())]
        if found:
            return found[0]
    body = root.find("body")
    return _densest(body if body is not None else root)


def head_title(root: HtmlElement) -> str:
    """Return the title in a page's head, or ""."""
    return plain(root.findtext(".//title") or "")[:MAX_TITLE_CHARS].rstrip()


def head_links(root: HtmlElement) -> dict[str, str]:
    """Return the pages that a page's head calls `prev`, `up` and `next`, as far as it does."""
    found: dict[str, str] = {}
    for link in root.iter("link", "a"):
        for word in (link.get("rel") or "").casefold().split():
            address = parse_address(link.get("href") or "") if word in RELATIONS else None
            if address is not None and address.page:
                found.setdefault(RELATIONS[word], address.page)
    return found


def page_of(
    root: HtmlElement, main: HtmlElement, identity: str, file: Path, generator: Generator, site: Site
) -> SourcePage:
    """Return the page of a file; its title is "" if it has none. The tree is changed in place.

    `root` is the file's tree, and `main` the element in it that has the text.
    """
    links = head_links(root)
    whole, anchors = _take_heading(root, main, generator)
    number, title = number_of(whole or site.without(head_title(root)))
    own = main.get("id", "")
    to_page_model(main, generator)
    insert_anchors(main, [anchor for anchor in (own, *anchors) if anchor])
    return SourcePage(
        id=identity,
        title=title,
        number=number,
        kind=PageKind.PAGE,
        tree=Tree(main),
        file=file,
        previous=links.get("prev", ""),
        up=links.get("up", ""),
        next=links.get("next", ""),
    )


def close_headings(root: HtmlElement) -> None:
    """End each heading that a page forgot to close where the first block in it begins."""
    for heading in list(root.iter("h1", *LESSER)):
        first = next(heading.iterchildren(*BLOCKS), None)
        if first is not None and plain(heading.text or ""):
            rest = heading.makeelement("div")
            rest.extend(heading[heading.index(first) :])
            heading.addnext(rest)


def _take_heading(root: HtmlElement, main: HtmlElement, generator: Generator) -> tuple[str, list[str]]:
    """Take the page's own heading out; return its text and the anchors in it."""
    for selector in (*generator.heading, *LESSER):
        above = [] if selector in LESSER else selected(root, [selector])
        for heading in selected(main, [selector]) or above:
            for extra in selected(heading, (*generator.drop, ".headerlink, .sr-only, button")):
                if extra.getparent() is not None:
                    extra.drop_tree()
            text = SIGN.sub("", plain(heading.text_content()))
            if not text:
                continue
            inside = main in heading.iterancestors()
            anchors = [str(name) for name in heading.xpath("descendant-or-self::*/@id | .//a/@name")]
            outer = heading.getparent()
            if inside and outer is not None and outer is not main and outer[0] is heading and outer.get("id"):
                anchors.append(outer.attrib.pop("id"))
            if inside:
                heading.drop_tree()
            return text, list(dict.fromkeys(anchors))
    return "", []


def _densest(body: HtmlElement) -> HtmlElement:
    """Return the smallest division that holds most of a page's text: not its frame and navigation."""
    held: Counter[HtmlElement] = Counter()
    for element in reversed(list(body.iter())):  # what is inside first
        if isinstance(element.tag, str):
            held[element] += _size(element.text)
        held[element.getparent()] += held[element] + _size(element.tail)
    enough = MIN_SHARE * held[body]
    return [body, *(one for one in body.iter("div", "td", "section") if held[one] >= enough)][-1]


def _size(text: str | None) -> int:
    return len("".join((text or "").split()))
