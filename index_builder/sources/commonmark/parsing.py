"""Makes HTML of Markdown in the dialects that documentation is written in."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin

from index_builder.pages.trees import parsed_html

ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO|DANGER)\][ \t]*", re.IGNORECASE)
"""Begins an alert, a quotation that is a box."""
TASK = re.compile(r"\[([ xX])\][ \t]+")
HINT = re.compile(
    r"^[ \t]*\{%\s*(?:hint\s+style=[\"']?(?P<style>\w+)[\"']?|(?P<end>endhint))\s*%\}[ \t]*$", re.MULTILINE
)
"""GitBook's boxes."""
TAB = re.compile(r'^([ \t]*)===[+!]?[ \t]+"(?P<title>[^"\n]+)"[ \t]*$', re.MULTILINE)
"""Begins a tab of MkDocs Material; its content is indented as that of a box."""
FENCE_WORDS = re.compile(r"^\{?\s*\.?(?P<language>[\w+#-]+)")
"""Finds the language in what stands behind a fence: `python title="a.py"`, `{.bash .note}`."""
DIRECTIVE = re.compile(r"^\{(?P<name>[\w-]+)\}\s*(?P<argument>.*)$")
"""What stands behind the fence of a directive of MyST."""
BOXES = frozenset(
    "note tip important warning caution danger info hint attention error seealso admonition".split()
)
NOTE_END = re.compile(r"(^\[\^[^\]\n]+\]:.*\n)(?=\[[^\]^\n][^\]\n]*\]:)", re.MULTILINE)
"""Finds a footnote right above the address of a link, which would be taken for its second line."""
HEADING_ID = re.compile(
    r"\s*\{:?\s*(?:[^{}]*\s)?\#(?P<id>[^\s{}]+)[^{}]*\}\s*$|\s*\{:?\s*[.\w][^{}]*=[^{}]*\}\s*$"
)
"""Finds the attributes behind a heading: `{#ports}`, `{: #ports .wide}`."""
MARK = re.compile(r"^\[TOC\]\s*$|^\{:?\s*toc\s*\}\s*$", re.MULTILINE | re.IGNORECASE)
"""Stands where a program puts the page's own contents."""


FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>.*)$")
"""Finds a line that begins or ends a fence, also one in a quotation or a list."""
MAX_NESTING = 10_000
"""Levels that Markdown may be nested: the library drops what is deeper without a word, and 20 is its default.

What is nested deeper than Python can follow costs its page, and the report says so.
"""


def parse(text: str) -> HtmlElement:
    """Return the document that a text in Markdown makes, as lxml's tree of the HTML."""
    html: str = _LIBRARY.render("".join(_in_one_dialect(text)))
    document, _ = parsed_html(f"<html><body>{html}\n</body></html>")
    _settle(document)
    return document


def _in_one_dialect(text: str) -> Iterator[str]:
    """Yield a text in parts: code as it is, all else with the marks of other dialects in the library's."""
    for is_code, lines in groupby(_lines(text), key=itemgetter(0)):
        part = "".join(line for _, line in lines)
        if not is_code:
            part = NOTE_END.sub(r"\1\n", part)
            part = MARK.sub("", TAB.sub(r'\1!!! sidebar "\g<title>"', HINT.sub(_hint, part)))
        yield part


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the lines of a text with whether they are code; a fence around a box holds text."""
    open_fences: list[tuple[str, bool]] = []
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line.rstrip())
        fence, is_code = open_fences[-1] if open_fences else ("", False)
        yield is_code, line
        if not found:
            continue
        if fence and not found["info"] and found["fence"].startswith(fence):
            open_fences.pop()
        elif not is_code and not (found["fence"][0] == "`" and "`" in found["info"]):
            directive = DIRECTIVE.match(found["info"])
            open_fences.append((found["fence"], not directive or directive["name"].casefold() not in BOXES))


def _hint(found: re.Match[str]) -> str:
    return ":::" if found["end"] else f":::{found['style']}"


def _library() -> MarkdownIt:
    library = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    library.use(deflist_plugin).use(footnote_plugin).use(admon_plugin).use(sub_plugin)
    library.use(attrs_plugin).use(attrs_block_plugin)
    library.use(anchors_plugin, max_level=6)
    library.use(container_plugin, "box", validate=_is_box, render=_box)
    library.core.ruler.after("block", "directives", _directives)
    return library


def _is_box(params: str, *_rest: object) -> bool:
    return params.strip().strip("{}").partition(" ")[0].strip("{}").casefold() in BOXES


def _box(_self: object, tokens: Sequence[Token], place: int, *_rest: object) -> str:
    token = tokens[place]
    if token.nesting < 0:
        return "</div>\n"
    name, _, title = token.info.strip().replace("{", "").replace("}", " ").partition(" ")
    return _opening(name, title.strip())


def _opening(name: str, title: str) -> str:
    """Return the beginning of a box of a kind, with its own title unless that is ""."""
    told = f'<p class="admonition-title">{_escaped(title)}</p>' if title else ""
    return f'<div class="admonition {name.casefold()}">{told}\n'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _directives(state: StateCore) -> None:
    """Read fences: the language of code, and boxes that MyST writes as fences."""
    state.tokens[:] = _with_boxes(state.tokens, state)


def _with_boxes(tokens: Sequence[Token], state: StateCore) -> list[Token]:
    made: list[Token] = []
    for token in tokens:
        if token.type != "fence":
            made.append(token)
            continue
        found = DIRECTIVE.match(token.info.strip())
        if found and found["name"].casefold() in BOXES:
            opening = Token("html_block", "", 0)
            opening.content = _opening(found["name"], found["argument"])
            closing = Token("html_block", "", 0)
            closing.content = "</div>\n"
            inside: list[Token] = []
            state.md.block.parse(token.content, state.md, state.env, inside)
            made += [opening, *_with_boxes(inside, state), closing]
            continue
        if found:
            token.info = found["argument"]
        words = FENCE_WORDS.match(token.info.strip())
        token.info = words["language"] if words else ""
        made.append(token)
    return made


def _take_id(heading: HtmlElement) -> None:
    last = heading[-1] if len(heading) else None
    text = (last.tail if last is not None else heading.text) or ""
    found = HEADING_ID.search(text)
    if found is None:
        return
    if last is not None:
        last.tail = text[: found.start()]
    else:
        heading.text = text[: found.start()]
    if found["id"]:
        heading.set("id", found["id"])


def _settle(document: HtmlElement) -> None:
    """Make boxes of alerts, give tasks a sign that says if they are done, and headings the ids they name."""
    for heading in document.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        _take_id(heading)
    for quotation in list(document.iter("blockquote")):
        first = quotation.find("p")
        found = ALERT.match(first.text or "") if first is not None else None
        if first is not None and found:
            quotation.tag = "div"
            quotation.set("class", f"admonition {found[1].casefold()}")
            first.text = (first.text or "")[found.end() :].lstrip()
    for item in document.iter("li"):
        first = item.find("p")
        holder = item if (item.text or "").strip() or first is None else first
        task = TASK.match((holder.text or "").lstrip())
        if task:
            sign = "\u2610" if task[1] == " " else "\u2611"
            holder.text = f"{sign} {(holder.text or '').lstrip()[task.end() :]}"


_LIBRARY = _library()
