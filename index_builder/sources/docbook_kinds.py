"""The classes that the DocBook stylesheets give the divisions of a book, and what each is."""

from lxml.html import HtmlElement

from momviewer.manual.model import PageKind

SECTION_CLASSES = frozenset("section sect1".split())
BOOKS = frozenset("set book article".split())
"""What a title page holds."""
COMPONENTS = frozenset(
    "part chapter appendix preface glossary bibliography index setindex reference refentry"
    " dedication colophon acknowledgements topic".split()
)
"""What a book falls into."""
KINDS = {
    **dict.fromkeys(BOOKS, PageKind.TITLE),
    **dict.fromkeys(("preface", "dedication", "acknowledgements"), PageKind.PREFACE),
    "part": PageKind.PART,
    "chapter": PageKind.CHAPTER,
    "reference": PageKind.CHAPTER,
    "appendix": PageKind.APPENDIX,
    "glossary": PageKind.GLOSSARY,
    "refentry": PageKind.REFERENCE,
    **dict.fromkeys(("section", "sect1", "sect2", "sect3", "sect4", "sect5", "simplesect"), PageKind.SECTION),
    **dict.fromkeys(("refsect1", "refsection"), PageKind.SECTION),
    **dict.fromkeys(("bibliography", "colophon", "topic"), PageKind.PAGE),
    **dict.fromkeys(("index", "setindex"), PageKind.LIST),
    **dict.fromkeys(("list-of-examples", "list-of-figures", "list-of-tables"), PageKind.LIST),
}
"""What a page is, by the class of the one division that holds it."""


def class_of(element: HtmlElement) -> str:
    """Return the first class of an element, which says what it is, or ""."""
    return (element.get("class") or "").strip().partition(" ")[0]
