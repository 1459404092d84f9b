"""Writes a clean page in the viewer's vocabulary, with its plain text, headings, anchors and snippets."""

import re
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import quote

from lxml.html import HtmlElement

from index_builder.clean import BOXES, NUMBERED
from index_builder.languages import guess_language
from index_builder.model import SourcePage
from index_builder.plain_text import PlainText
from index_builder.snippet_html import snippet_html
from index_builder.snippets import exact_code
from index_builder.tables import breakable, measure
from momviewer.manual.model import LISTS, Heading, Page, PageInfo, Snippet

BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
INLINE = frozenset({"code", "em", "strong", "var", "kbd", "sub", "sup"})
SAME = frozenset({"p", "blockquote", "ul", "li", "dl", "dt", "dd", "thead", "tbody"})
"""Blocks that the viewer's vocabulary has under the same name and without attributes."""


def render_page(page: SourcePage) -> Page:
    """Return a page as the bundle keeps it. Its body must have been through `clean` and `resolve_links`."""
    writer = _PageWriter(frozenset(name for element in page.body.iter() if (name := element.get("id"))))
    writer.title(page)
    writer.children(page.body)
    info = PageInfo(
        page.id, page.title, page.number, page.kind, page.purpose, page.previous, page.up, page.next
    )
    return Page(
        info=info,
        html="".join(writer.html),
        text=str(writer.text),
        headings=tuple(writer.headings),
        snippets=tuple(writer.snippets),
        anchors=tuple(writer.anchors),
        code_spans=tuple(writer.code_spans),
        terms=() if page.kind in LISTS else tuple(writer.terms()),
    )


class _PageWriter:
    """Walks a page's tree once, writing its HTML and its plain text side by side."""

    def __init__(self, taken: frozenset[str]) -> None:
        self._taken = taken
        self.html: list[str] = []
        self.text = PlainText()
        self.headings: list[Heading] = []
        self.anchors: list[tuple[str, int]] = []
        self.snippets: list[Snippet] = []
        self.code_spans: list[tuple[int, int]] = []
        self._term_spans: list[tuple[int, int]] = []
        self._example = ""
        self._tables = 0
        self._widths: tuple[int, ...] = ()  # of the columns that the next row is the first to fill
        self._narrow = 0  # how many cells and terms are open, where long names may be broken
        self._writers: dict[str, Callable[[HtmlElement], None]] = {
            "a": self._link,
            "br": self._break,
            "div": self._division,
            "hr": self._rule,
            "img": self._image,
            "ol": self._ordered_list,
            "pre": self._snippet,
            "table": self._table,
            "tr": self._row,
            **dict.fromkeys(("td", "th"), self._cell),
            **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(INLINE, self._inline),
            **dict.fromkeys(SAME, self._block),
            "dt": self._defined,
        }

    def title(self, page: SourcePage) -> None:
        """Write the page's own title and what it is for."""
        own = [element.get("id") for element in page.body if element.tag == "a" and element.get("id")]
        self.headings.append(Heading(own[0] if own else "", 1, page.number, page.title, self.text.end))
        number = f'<span class="number">{escape(page.number)}</span> ' if page.number else ""
        self.html.append(f"<h1>{number}{escape(page.title)}</h1>")
        self.text.say(page.title)
        self.text.end_block()
        if page.purpose:
            self.html.append(f'<p class="purpose">{escape(page.purpose)}</p>')
            self.text.say(page.purpose)
            self.text.end_block()

    def terms(self) -> Iterator[tuple[str, int]]:
        """Yield what the page defines, with the place of each."""
        text = str(self.text)
        for start, end in self._term_spans:
            if term := text[start:end].strip():
                yield term, start

    def children(self, element: HtmlElement) -> None:
        """Write what an element holds."""
        self._prose(element.text)
        for child in element:
            self._writers[child.tag](child)
            self._prose(child.tail)

    def _prose(self, text: str | None) -> None:
        if text:
            folded = BLANKS.sub(" ", text)
            if self.text.ends_blank:
                folded = folded.lstrip(" ")
            shown = breakable(folded) if self._narrow else folded
            self.html.append(escape(shown, quote=False))
            self.text.say(folded)

    def _anchor(self, element: HtmlElement) -> None:
        if name := element.get("id"):
            self.html.append(f'<a name="{escape(name)}"></a>')
            self.anchors.append((name, self.text.end))

    def _wrap(self, element: HtmlElement, start: str, end: str) -> None:
        self.html.append(start)
        self._anchor(element)
        self.children(element)
        self.html.append(end)

    def _inline(self, element: HtmlElement) -> None:
        self._wrap(element, f"<{element.tag}>", f"</{element.tag}>")

    def _block(self, element: HtmlElement) -> None:
        self.text.end_block()
        name = ' class="origin"' if element.get("class") == "origin" else ""
        self._wrap(element, f"<{element.tag}{name}>", f"</{element.tag}>")
        self.text.end_block()

    def _defined(self, element: HtmlElement) -> None:
        self.text.end_block()
        start = self.text.end
        self._narrow += 1
        self._wrap(element, "<dt>", "</dt>")
        self._narrow -= 1
        self._term_spans.append((start, self.text.end))
        self.text.end_block()

    def _ordered_list(self, element: HtmlElement) -> None:
        attributes = "".join(
            f' {key}="{escape(value)}"' for key in ("start", "type") if (value := element.get(key))
        )
        self.text.end_block()
        self._wrap(element, f"<ol{attributes}>", "</ol>")
        self.text.end_block()

    def _break(self, _element: HtmlElement) -> None:
        self.html.append("<br/>")
        self.text.end_block()

    def _rule(self, _element: HtmlElement) -> None:
        self.html.append("<hr/>")
        self.text.end_block()

    def _link(self, element: HtmlElement) -> None:
        self._anchor(element)
        href, kind = element.get("href"), element.get("class")
        if href is None:
            self.children(element)
            return
        self.html.append(f'<a class="{kind}" href="{escape(href)}">')
        self.children(element)
        self.html.append('<img src="mark:web"/></a>' if kind == "web" else "</a>")

    def _image(self, element: HtmlElement) -> None:
        self._anchor(element)
        source, words = escape(quote(element.get("src", ""))), escape(element.get("alt", ""))
        image = f'<img src="{source}" alt="{words}"/>'
        is_link = not source or any(
            above.tag == "a" and above.get("href") for above in element.iterancestors()
        )
        self.html.append(image if is_link else f'<a class="image" href="image:{source}">{image}</a>')

    def _heading(self, element: HtmlElement) -> None:
        self.text.end_block()
        level = min(int(element.tag[1]), 4)
        number = element.get("data-number", "")
        title = " ".join(element.text_content().split())
        name = element.get("id") or f"heading-{len(self.headings)}"
        if name not in self._taken:  # where the source names none, so that every heading can be gone to
            element.set("id", name)
        self.headings.append(Heading(element.get("id", ""), level, number, title, self.text.end))
        label = f'<span class="number">{escape(number)}</span> ' if number else ""
        self.html.append(f"<h{level}>")
        self._anchor(element)
        self.html.append(label)
        self.children(element)
        self.html.append(f"</h{level}>")
        self.text.end_block()

    def _division(self, element: HtmlElement) -> None:
        self.text.end_block()
        name = element.get("class", "")
        if name in BOXES:
            self._box(element, name)
        elif name in NUMBERED:
            outer = self._example
            self._example = element.get("data-number", "") if name == "example" else ""
            self._numbered(element, name)
            self._example = outer
        else:
            self._anchor(element)
            self.children(element)
        self.text.end_block()

    def _box(self, element: HtmlElement, name: str) -> None:
        self.html.append(f'<table class="{name}" width="100%" cellspacing="0" cellpadding="0"><tr><td>')
        first = element[0] if len(element) else None
        mark = "" if name == "sidebar" else f'<img src="mark:{name}"/> '
        self.html.append(f'<p class="box-title">{mark}')
        self._anchor(element)
        if first is not None and first.tag == "p" and first.get("class") == "title":
            self._anchor(first)
            self.children(first)
            element.remove(first)
        elif name != "sidebar":
            self.html.append(name.capitalize())
            self.text.say(name.capitalize())
        self.html.append("</p>")
        self.text.end_block()
        self.children(element)
        self.html.append("</td></tr></table>")

    def _numbered(self, element: HtmlElement, name: str) -> None:
        first = element[0] if len(element) else None
        if first is None or first.get("class") != "caption":
            self._anchor(element)
            self.children(element)
            return
        label = f"{name.capitalize()} {element.get('data-number', '')}".rstrip()
        self.html.append('<p class="caption">')
        self._anchor(element)
        self.html.append(f'<span class="label">{escape(label)}</span> ')
        self.text.say(f"{label} ")
        self._anchor(first)
        self.children(first)
        self.html.append("</p>")
        self.text.end_block()
        element.remove(first)
        self.children(element)

    def _table(self, element: HtmlElement) -> None:
        self.text.end_block()
        self._anchor(element)
        outer = self._widths
        found = measure(element)
        self._widths = found.widths
        self._tables += 1
        name = f"table-{self._tables}"
        if found.is_wide:
            self.html.append(f'<p class="open"><a class="open" href="table:{name}">Open this table</a></p>')
        width = ' width="100%"' if found.widths else ""
        kind = "wide" if found.is_wide else "grid"
        self.html.append(
            f'<a name="{name}"></a><table class="{kind}"{width} cellspacing="0" cellpadding="0">'
        )
        self.children(element)
        self.html.append("</table>")
        self._widths = outer
        self.text.end_block()

    def _row(self, element: HtmlElement) -> None:
        self._wrap(element, "<tr>", "</tr>") if element.get("id") is None else self._row_with_anchor(element)
        self.text.end_block()

    def _row_with_anchor(self, element: HtmlElement) -> None:
        """Move a row's anchor into its first cell: between cells it would stand outside the table."""
        if len(element) and element[0].get("id") is None:
            element[0].set("id", element.attrib.pop("id"))
        else:
            del element.attrib["id"]
        self._row(element)

    def _cell(self, element: HtmlElement) -> None:
        attributes = "".join(
            f' {key}="{value}"' for key in ("colspan", "rowspan") if (value := element.get(key))
        )
        if self._widths and "colspan" not in attributes:
            attributes += f' width="{self._widths[0]}%"'
            self._widths = self._widths[1:]
        start = self.text.end
        self._narrow += 1
        self._wrap(element, f"<{element.tag}{attributes}>", f"</{element.tag}>")
        self._narrow -= 1
        if element.tag == "td" and element.getprevious() is None and _is_one_name(element):
            self._term_spans.append((start, self.text.end))
        self.text.end_block()

    def _snippet(self, element: HtmlElement) -> None:
        self.text.end_block()
        for anchored in element.iter():
            self._anchor(anchored)
        text, marks = exact_code(element)
        if not text.strip():
            return
        language = guess_language(text, element.get("data-language", ""))
        snippet = Snippet(f"snippet-{len(self.snippets) + 1}", language, text, self._example)
        self.snippets.append(snippet)
        self.anchors.append((snippet.id, self.text.end))
        self.code_spans.append((self.text.end, self.text.end + len(text)))
        self.text.add_code(text)
        self.html.append(snippet_html(snippet, marks, no_break_spaces="\xa0" in element.text_content()))


def _is_one_name(cell: HtmlElement) -> bool:
    """Return whether a cell holds one name in code, and nothing else."""
    codes = cell.findall(".//code")
    return len(codes) == 1 and codes[0].text_content().split() == cell.text_content().split()
