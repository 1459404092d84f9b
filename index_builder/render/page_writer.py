"""A page while it is written: its HTML and its plain text side by side, and what is found on the way."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from lxml.html import HtmlElement

from index_builder.render.tables import breakable
from momviewer.manual.model import Heading, Snippet


class PlainText:
    """Text in blocks, one on a line, never with two blanks in a row but in code. `end` is its length."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.end = 0
        self.ends_blank = True
        """Whether it ends in white space, so that no second blank is added."""

    def __str__(self) -> str:
        return "".join(self._parts)

    def say(self, text: str) -> None:
        """Add words to the block at hand."""
        if self.ends_blank:
            text = text.lstrip(" ")
        if text:
            self._add(text)
            self.ends_blank = text[-1] in " \n"

    def end_block(self) -> None:
        """End the block at hand, if there is one, without a blank at its end."""
        if self._parts and self._parts[-1][-1] == " ":
            shorter = self._parts.pop()[:-1]
            self.end -= 1
            if shorter:
                self._parts.append(shorter)
        if self._parts and self._parts[-1][-1] != "\n":
            self._add("\n")
        self.ends_blank = True

    def add_code(self, code: str) -> None:
        """Add a block of its own, of which no blank is taken."""
        self._add(code)
        self._add("\n")
        self.ends_blank = True

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.end += len(text)


BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


class PageWriter:
    """Walks a page's tree once. `writers` say how each element is written, by its tag.

    They add to the page, and note here what those inside must know of the elements around them.
    """

    def __init__(
        self, body: HtmlElement, writers: Mapping[str, Callable[["PageWriter", HtmlElement], None]]
    ) -> None:
        self._writers = writers
        self.html: list[str] = []
        self.text = PlainText()
        self.headings: list[Heading] = []
        self.anchors: list[tuple[str, int]] = []
        self.snippets: list[Snippet] = []
        self.code_spans: list[tuple[int, int]] = []
        self.term_spans: list[tuple[int, int]] = []
        self.taken = frozenset(name for element in body.iter() if (name := element.get("id")))
        """The ids that the source gave."""
        self.example = ""
        """The number of the example around."""
        self.narrow = 0
        """How many cells and terms are around, where long names may be broken."""
        self.tables = 0
        """How many tables there were."""
        self.widths: tuple[int, ...] = ()
        """Of the columns of the table around that the next row is the first to fill."""

    def terms(self) -> Iterator[tuple[str, int]]:
        """Yield what the page defines, with the place of each."""
        text = str(self.text)
        for start, end in self.term_spans:
            if term := text[start:end].strip():
                yield term, start

    def children(self, element: HtmlElement) -> None:
        """Write what an element holds."""
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
        """Write an element's anchor and what it holds between two tags."""
        self.html.append(start)
        self.anchor(element)
        self.children(element)
        self.html.append(end)

    def _prose(self, text: str | None) -> None:
        if text:
            folded = BLANKS.sub(" ", text)
            if self.text.ends_blank:
                folded = folded.lstrip(" ")
            shown = breakable(folded) if self.narrow else folded
            self.html.append(escape(shown, quote=False))
            self.text.say(folded)
