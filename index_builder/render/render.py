"""Writes a clean page in the viewer's vocabulary, with its plain text, headings, anchors and snippets."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from html import escape
from urllib.parse import quote

from lxml.html import HtmlElement

from index_builder.pages.clean import BOXES, NUMBERED
from index_builder.pages.model import DEFINITION, FACT, SourcePage, short
from index_builder.render.languages import guess_language
from index_builder.render.page_writer import PageWriter
from index_builder.render.shown_code import BEGINNING_SHOWN, MAX_SNIPPET_US, most_code_us, shown_code
from index_builder.render.snippets import Mark, exact_code
from index_builder.render.table_html import write_cell, write_row, write_table
from momviewer.manual.checked.page_html import NESTED, layout_us
from momviewer.manual.languages import LANGUAGES
from momviewer.manual.model import LISTS, Heading, Page, PageInfo, Snippet
from momviewer.manual.snippets.copying import named_oddities, only_hidden, shown, typographic

HEAD_US = 700
"""Microseconds that the layout of a snippet takes beside its code."""
MAX_UNMEASURED_US = 20_000
"""Microseconds of a block of code that need not be counted exactly."""
BETWEEN_BUTTONS = "&nbsp;" * 8
"""Room for the frames that the window draws around the words of a snippet's buttons."""


def snippet_html(
    snippet: Snippet, marks: Sequence[Mark], *, no_break_spaces: bool, room_us: float = MAX_SNIPPET_US
) -> str:
    """Return a snippet's HTML; `marks` are the inline elements in its code.

    Typographic characters are marked, hidden ones with a sign in their place, and counted in the head, where
    a copy without them is offered. The head also says if the source had `no_break_spaces`, which are blanks
    in the snippet's text, and if only its beginning is shown, because the whole would take longer to lay out
    than `room_us`.
    """
    name, odd = snippet.id, typographic(snippet.text)
    told = ""
    if odd:
        how = "copy without" if only_hidden(odd) else "copy straight"
        told = f' · <a class="odd" href="straight:{name}">{named_oddities(odd)}: {how}</a>'
    elif no_break_spaces:
        told = " · no-break spaces are copied as spaces"
    pointed_out = [Mark(o.start, o.start + len(o.text), '<span class="odd">', "</span>") for o in odd]
    code, is_whole = shown_code(shown(snippet.text), snippet.language, [*marks, *pointed_out], room_us)
    told += "" if is_whole else f" · {BEGINNING_SHOWN}"
    return (
        f'<a name="{name}"></a><table class="snippet" width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td class="snippet-head">{LANGUAGES[snippet.language].name}{told}</td>'
        f'<td class="snippet-buttons" width="1%" align="right"><a class="copy" href="copy:{name}">Copy</a>'
        f'{BETWEEN_BUTTONS}<a class="copy" href="menu:{name}">…</a></td></tr>'
        f'<tr><td class="snippet-code" colspan="2"><pre>{code}</pre></td></tr></table>'
    )


INLINE = frozenset({"code", "em", "strong", "var", "kbd", "sub", "sup"})
SAME = frozenset({"p", "blockquote", "ul", "li", "dl", "dd", "thead", "tbody"})
"""Blocks that have the same name in the viewer's vocabulary, and no attributes."""


def render_page(page: SourcePage, own: AbstractSet[str] = frozenset()) -> Page:
    """Return a page as the bundle keeps it; `clean` and `resolve_links` have to be done by then.

    `own` are the languages of the product that the manual is about.
    """
    writer = PageWriter(page.body, _WRITERS, own)
    _title(writer, page)
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


def _title(page: PageWriter, source: SourcePage) -> None:
    """Write the page's own title and purpose."""
    own = [element.get("id") for element in source.body if element.tag == "a" and element.get("id")]
    page.headings.append(Heading(own[0] if own else "", 1, source.number, source.title, page.text.end))
    number = f'<span class="number">{escape(source.number)}</span> ' if source.number else ""
    page.html.append(f"<h1>{number}{escape(source.title)}</h1>")
    page.text.add(source.title)
    page.text.end_block()
    if source.purpose:
        page.html.append(f'<p class="purpose">{escape(source.purpose)}</p>')
        page.text.add(source.purpose)
        page.text.end_block()


def _inline(page: PageWriter, element: HtmlElement) -> None:
    page.wrap(element, f"<{element.tag}>", f"</{element.tag}>")


def _block(page: PageWriter, element: HtmlElement) -> None:
    page.text.end_block()
    name = ' class="origin"' if element.get("class") == "origin" else ""
    page.wrap(element, f"<{element.tag}{name}>", f"</{element.tag}>")
    page.text.end_block()


def _defined(page: PageWriter, element: HtmlElement) -> None:
    page.text.end_block()
    start = page.text.end
    page.narrow += 1
    page.wrap(element, "<dt>", "</dt>")
    page.narrow -= 1
    page.term_spans.append((start, page.text.end))
    page.text.end_block()


def _ordered_list(page: PageWriter, element: HtmlElement) -> None:
    attributes = "".join(
        f' {key}="{escape(value)}"' for key in ("start", "type") if (value := element.get(key))
    )
    page.text.end_block()
    page.wrap(element, f"<ol{attributes}>", "</ol>")
    page.text.end_block()


def _break(page: PageWriter, _element: HtmlElement) -> None:
    page.html.append("<br/>")
    page.text.end_block()


def _rule(page: PageWriter, _element: HtmlElement) -> None:
    page.html.append("<hr/>")
    page.text.end_block()


def _link(page: PageWriter, element: HtmlElement) -> None:
    page.anchor(element)
    href, kind = element.get("href"), element.get("class")
    if href is None:
        page.children(element)
        return
    page.html.append(f'<a class="{kind}" href="{escape(href)}">')
    page.children(element)
    page.html.append('<img src="mark:web"/></a>' if kind == "web" else "</a>")


def _image(page: PageWriter, element: HtmlElement) -> None:
    page.anchor(element)
    source, words = escape(quote(element.get("src", ""))), escape(element.get("alt", ""))
    image = f'<img src="{source}" alt="{words}"/>'
    is_link = not source or any(above.tag == "a" and above.get("href") for above in element.iterancestors())
    page.html.append(image if is_link else f'<a class="image" href="image:{source}">{image}</a>')


def _heading(page: PageWriter, element: HtmlElement) -> None:
    page.text.end_block()
    level = min(int(element.tag[1]), 4)
    number = element.get("data-number", "")
    title = " ".join(element.text_content().split())
    name = element.get("id") or f"heading-{len(page.headings)}"
    if name not in page.taken:  # where the source names none, so that every heading can be gone to
        element.set("id", name)
    page.headings.append(Heading(element.get("id", ""), level, number, short(title), page.text.end))
    label = f'<span class="number">{escape(number)}</span> ' if number else ""
    page.html.append(f"<h{level}>")
    page.anchor(element)
    page.html.append(label)
    page.children(element)
    page.html.append(f"</h{level}>")
    page.text.end_block()


def _division(page: PageWriter, element: HtmlElement) -> None:
    page.text.end_block()
    name = element.get("class", "")
    if name in BOXES:
        _box(page, element, name)
    elif name in NUMBERED:
        outer = page.example
        page.example = element.get("data-number", "") if name == "example" else ""
        _numbered(page, element, name)
        page.example = outer
    elif name == DEFINITION:
        _definition(page, element)
    else:
        page.anchor(element)
        page.children(element)
    page.text.end_block()


def _box(page: PageWriter, element: HtmlElement, name: str) -> None:
    page.html.append(f'<table class="{name}" width="100%" cellspacing="0" cellpadding="0"><tr><td>')
    first = element[0] if len(element) else None
    mark = "" if name == "sidebar" else f'<img src="mark:{name}"/> '
    page.html.append(f'<p class="box-title">{mark}')
    page.anchor(element)
    if first is not None and first.tag == "p" and first.get("class") == "title":
        page.anchor(first)
        page.children(first)
        element.remove(first)
    elif name != "sidebar":
        page.html.append(name.capitalize())
        page.text.add(name.capitalize())
    page.html.append("</p>")
    page.text.end_block()
    page.boxes += 1
    page.children(element)
    page.boxes -= 1
    page.html.append("</td></tr></table>")


def _definition(page: PageWriter, element: HtmlElement) -> None:
    """Write the box of an option or a function: its names, what they mean, and the fields in one line."""
    page.html.append(f'<table class="{DEFINITION}" width="100%" cellspacing="0" cellpadding="0"><tr><td>')
    title, *others = element
    start = page.text.end
    page.narrow += 1
    page.wrap(title, '<p class="defined">', "</p>")
    page.narrow -= 1
    page.term_spans.append((start, page.text.end))
    page.text.end_block()
    facts = [child for child in others if child.get("class") == FACT]
    for child in others[: len(others) - len(facts)]:
        _block(page, child)
    page.html.append('<p class="facts">')
    for at, fact in enumerate(facts):
        between, field = " · " if at else "", fact.get("data-field", "")
        page.html.append(f'{between}<span class="field">{escape(field)}</span> ')
        page.text.add(f"{between}{field} ")
        page.children(fact)
    page.html.append("</p></td></tr></table>")


def _numbered(page: PageWriter, element: HtmlElement, name: str) -> None:
    first = element[0] if len(element) else None
    if first is None or first.get("class") != "caption":
        page.anchor(element)
        page.children(element)
        return
    label = f"{name.capitalize()} {element.get('data-number', '')}".rstrip()
    page.html.append('<p class="caption">')
    page.anchor(element)
    page.html.append(f'<span class="label">{escape(label)}</span> ')
    page.text.add(f"{label} ")
    page.anchor(first)
    page.children(first)
    page.html.append("</p>")
    page.text.end_block()
    element.remove(first)
    page.children(element)


def _snippet(page: PageWriter, element: HtmlElement) -> None:
    page.text.end_block()
    for anchored in element.iter():
        page.anchor(anchored)
    text, marks = exact_code(element)
    if not text.strip():
        return
    snippet = _snippet_of(
        element, text, f"snippet-{len(page.snippets) + 1}", page.example, page.own_languages
    )
    page.snippets.append(snippet)
    page.anchors.append((snippet.id, page.text.end))
    page.code_spans.append((page.text.end, page.text.end + len(text)))
    page.text.add_code(text)
    room = MAX_SNIPPET_US / NESTED**page.boxes
    no_break_spaces = "\xa0" in element.text_content()
    page.html.append(snippet_html(snippet, marks, no_break_spaces=no_break_spaces, room_us=room))


def _snippet_of(
    element: HtmlElement, text: str, name: str, number: str, own_languages: AbstractSet[str]
) -> Snippet:
    return Snippet(name, guess_language(text, element.get("data-language", ""), own_languages), text, number)


def weigh_snippet(
    element: HtmlElement, boxes: int, own_languages: AbstractSet[str] = frozenset()
) -> tuple[float, bool]:
    """Return how many microseconds the layout of a block of code takes, and whether all of it is shown.

    It stands in so many tables and `boxes`; anchors in it are not counted. What is sure to be little is not
    written for that. `own_languages` are those of the product that the manual is about.
    """
    text, marks = exact_code(element)
    most = HEAD_US + most_code_us(shown(text), marks)
    if most <= MAX_UNMEASURED_US:
        return most, True
    snippet = _snippet_of(element, text, "snippet-1", "", own_languages)
    room = MAX_SNIPPET_US / NESTED**boxes
    html = snippet_html(snippet, marks, no_break_spaces=True, room_us=room)
    return layout_us(html), BEGINNING_SHOWN not in html


_WRITERS: dict[str, Callable[[PageWriter, HtmlElement], None]] = {
    "a": _link,
    "br": _break,
    "div": _division,
    "dt": _defined,
    "hr": _rule,
    "img": _image,
    "ol": _ordered_list,
    "pre": _snippet,
    "table": write_table,
    "tr": write_row,
    **dict.fromkeys(("td", "th"), write_cell),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(INLINE, _inline),
    **dict.fromkeys(SAME, _block),
}
"""The function that writes each element of the page model."""
