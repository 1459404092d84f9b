"""Rewrites the links of the Markdown form to pages and anchors; finds lost anchors by their titles."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote, unquote

from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_of, insert_anchors
from index_builder.pages.model import SourcePage, SourcePages
from index_builder.sources.common.titles import plain, split_title
from momviewer.manual.links import page_id

WEB = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
LABEL = re.compile(r"(?:Section|Chapter|Appendix|Part)\s+([\w.]+?),?\s+[“\"]?(.*?)[”\"]?$")
CAPTION = re.compile(r"(Example|Figure|Table)\s+([\w.]+)")
QUOTES = str.maketrans("“”‘’–—", "\"\"''--")
PLACES = ("h2", "h3", "h4", "h5", "h6", "dt")
"""Elements that a lost anchor may have stood at."""
LOST_LETTERS = "text"
"""Letters that a replacement took out of page names in dir.md: `msg_con_get` was `msg_context_get`."""


class Anchors:
    """The anchors and headings of all pages; sets lost anchors again at their headings."""

    def __init__(self, pages: SourcePages) -> None:
        self._pages = pages
        self._names: dict[str, set[str]] = {}
        self._tops: dict[str, set[str]] = {}
        pages.each(self._note)
        self._folded = {name.casefold(): name for name in self._names}
        self._shortened = {name.replace(LOST_LETTERS, ""): name for name in self._names}

    def _note(self, page: SourcePage) -> None:
        self._names[page.id] = anchors_of(page.body)
        self._tops[page.id] = {element.get("id", "") for element in page.body.iterchildren("a")}

    def target(self, href: str, hints: Sequence[str]) -> tuple[str, str]:
        """Return the page and anchor of a link; a lost anchor is set at the heading that a hint names."""
        name, _, anchor = href.partition("#")
        page, anchor = self._page(page_id(name)), unquote(anchor)
        found = self._pages.get(page)
        if anchor and found and anchor not in self._names[page]:
            self._restore(found, anchor, hints)
        return page, anchor

    def is_top(self, page: str, anchor: str) -> bool:
        """Return whether an anchor is that of the page itself."""
        return anchor in self._tops[page]

    def _page(self, name: str) -> str:
        if name in self._names:
            return name
        return self._folded.get(name.casefold()) or self._shortened.get(name, name)

    def _restore(self, page: SourcePage, anchor: str, hints: Sequence[str]) -> None:
        captions = [_captioned(page, hint) for hint in hints]
        places = [_place(page, *_parts(hint)) for hint in hints]
        titled = [_titled(page, hint) for hint in hints]
        for place in (*captions, *places, *titled, _slugged(page, anchor)):
            if place is not None:
                _set_anchor(place, anchor)
                self._names[page.id].add(anchor)
                if place is page.body:
                    self._tops[page.id].add(anchor)
                return


def spell_links(page: SourcePage, anchors: Anchors) -> None:
    """Rewrite every link to the manual as `page#anchor`, and remove the titles of links."""
    for link in page.body.iter("a"):
        title = link.attrib.pop("title", "")
        href = link.get("href")
        if href is None or WEB.match(href):
            continue
        target, anchor = anchors.target(
            page.id + href if href.startswith("#") else href, (title, link.text_content())
        )
        link.set("href", f"{quote(target)}#{quote(anchor)}" if anchor else quote(target))


def named_title(text: str) -> str:
    """Return the title in a link's text in small letters: "the title" for "Chapter 37, The Title"."""
    return _parts(text)[1]


def _parts(hint: str) -> tuple[str, str]:
    """Return number and title of a hint: "28.1.6. Title" or "Section 28.1.6, “Title”"."""
    text = plain(hint)
    if match := LABEL.match(text):
        return match[1].rstrip("."), _folded(match[2])
    title = split_title(text)
    return title.number, _folded(title.words)


def _folded(text: str) -> str:
    return plain(text.translate(QUOTES)).casefold()


def _captioned(page: SourcePage, hint: str) -> HtmlElement | None:
    """Return the element with the number of a hint such as "Example 15.1, “Title”"."""
    named = CAPTION.match(plain(hint))
    if named is None:
        return None
    found = page.body.xpath(
        ".//div[@class=$name and @data-number=$number]", name=named[1].lower(), number=named[2].rstrip(".")
    )
    return found[0] if found else None


def _titled(page: SourcePage, hint: str) -> HtmlElement | None:
    """Return the element whose caption is the hint."""
    title = _folded(hint)
    captions = page.body.xpath(".//p[@class='caption']") if title else ()
    return next((e.getparent() for e in captions if _folded(e.text_content()) == title), None)


def _place(page: SourcePage, number: str, title: str) -> HtmlElement | None:
    """Return the heading with this number and title, or with one of them; the body for the page's title."""
    if (title and title == _folded(page.title)) or (number and number == page.number):
        return page.body
    places = list(page.body.iter(*PLACES))
    attempts: tuple[Callable[[HtmlElement], bool], ...] = (
        lambda e: bool(title) and _folded(e.text_content()) == title and e.get("data-number", "") == number,
        lambda e: bool(title) and _folded(e.text_content()) == title,
        lambda e: bool(number) and e.get("data-number") == number,
    )
    return next((place for fits in attempts for place in places if fits(place)), None)


def _slugged(page: SourcePage, anchor: str) -> HtmlElement | None:
    """Return the heading that an anchor spells, as sites do: `#the-title` for "The Title"."""
    headings = page.body.iter(*PLACES)
    return next((e for e in headings if _slug(e.text_content()) == anchor.casefold()), None)


def _slug(text: str) -> str:
    return re.sub(r"[^\w-]", "", plain(text).casefold().replace(" ", "-"))


def _set_anchor(place: HtmlElement, anchor: str) -> None:
    if place.get("id") is None and place.tag != "body":
        place.set("id", anchor)
        return
    if place.tag == "div":
        place = place[0]  # the caption, which stays what the division begins with
    insert_anchors(place, [anchor])
