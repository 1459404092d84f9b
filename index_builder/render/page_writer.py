"""Holds a page while it is being written: HTML and plain text, and what is found on the way."""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from html import escape

from lxml.html import HtmlElement

from index_builder.pages.anchors import anchors_of
from index_builder.render.long_words import WordBreaker
from index_builder.render.tables import breakable
from momviewer.manual.model import Heading, Snippet


class PlainText:
    """Plain text with a block on each line and no two blanks in a row but in code; `end` is its length."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.end = 0
        self.ends_blank = True
        """Whether the text ends in white space, so that no second blank is added."""

    def __str__(self) -> str:
        return "".join(self._parts)

    def add(self, text: str) -> None:
        """Add text to the current block."""
        if self.ends_blank:
            text = text.lstrip(" ")
        if text:
            self._add(text)
            self.ends_blank = text[-1] in " \n"

    def end_block(self) -> None:
        """End the current block, if there is one, and take a blank off its end."""
        if self._parts and self._parts[-1][-1] == " ":
            shorter = self._parts.pop()[:-1]
            self.end -= 1
            if shorter:
                self._parts.append(shorter)
        if self._parts and self._parts[-1][-1] != "\n":
            self._add("\n")
        self.ends_blank = True

    def add_code(self, code: str) -> None:
        """Add a block of code, whose blanks stay."""
        self._add(code)
        self._add("\n")
        self.ends_blank = True

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.end += len(text)


ADDRESS = re.compile(r"[a-z]+://\S")
DEFAULT = re.compile(r"(?<=\S)\s\((?:default|optional|required)\b", re.IGNORECASE)
"""Finds what a term says of its name behind it, as in "relay_domains (default: $mydestination)"."""
BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


class PageWriter:
    """Walks a page's tree once; `writers` has a function for each tag that writes such an element.

    These functions add to the page, and note in it what the elements inside have to know.
    """

    def __init__(
        self,
        body: HtmlElement,
        writers: Mapping[str, Callable[["PageWriter", HtmlElement], None]],
        own_languages: AbstractSet[str],
    ) -> None:
        self._writers = writers
        self.own_languages = own_languages
        """The languages of the product that the manual is about."""
        self.html: list[str] = []
        self.text = PlainText()
        self.headings: list[Heading] = []
        self.anchors: list[tuple[str, int]] = []
        self.snippets: list[Snippet] = []
        self.code_spans: list[tuple[int, int]] = []
        self.term_spans: list[tuple[int, int]] = []
        self.taken = anchors_of(body)
        """The ids that the source has given."""
        self.example = ""
        """The number of the example that is being written."""
        self.narrow = 0
        """How many cells and terms are open; in those, long names may be broken."""
        self.tables = 0
        """How many tables have been written."""
        self.rows = 0
        """How many rows of long tables have been written."""
        self.boxes = 0
        """How many tables and boxes are open."""
        self._words = WordBreaker()
        self.widths: tuple[int, ...] = ()
        """Widths of the table's columns, until its first full row has taken them."""

    def terms(self) -> Iterator[tuple[str, int]]:
        """Yield each term that the page defines, with its offset; sentences and addresses are none."""
        text = str(self.text)
        for start, end in self.term_spans:
            if term := _name_in(text[start:end].strip()):
                yield term, start

    def children(self, element: HtmlElement) -> None:
        """Write an element's content."""
        self._prose(element.text)
        for child in element:
            self._writers[child.tag](self, child)
            self._prose(child.tail)

    def anchor(self, element: HtmlElement) -> None:
        """Write an element's anchor, if it has one."""
        if name := element.get("id"):
            self.html.append(f'<a name="{escape(name)}"></a>')
            self.anchors.append((name, self.text.end))

    def wrap(self, element: HtmlElement, start: str, end: str) -> None:
        """Write an element's anchor, and its content between two tags."""
        self.html.append(start)
        self.anchor(element)
        self.children(element)
        self.html.append(end)

    def _prose(self, text: str | None) -> None:
        if text:
            folded = BLANKS.sub(" ", text)
            if self.text.ends_blank:
                folded = folded.lstrip(" ")
                self._words.start()
            shown = self._words.broken(breakable(folded) if self.narrow else folded)
            self.html.append(escape(shown, quote=False))
            self.text.add(folded)


def _name_in(term: str) -> str:
    """Return the name in a term without its default; "" for an address, and for a sentence."""
    if ADDRESS.match(term):
        return ""
    if term[:1].isupper() and len(term.split(maxsplit=1)) > 1 and term[-1] in ".:" and term[-2] not in ". ":
        return ""
    told = DEFAULT.search(term) if term.endswith(")") else None
    return term[: told.start()] if told else term
