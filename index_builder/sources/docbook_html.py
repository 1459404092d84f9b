"""Reads the chunked HTML that the DocBook XSL stylesheets write, with whatever a site put around it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from index_builder.clean import CONTROL
from index_builder.model import BuildReport, SourceManual, SourcePage, SourcePages
from index_builder.sources.docbook_contents import contents_tree, listed_items
from index_builder.sources.docbook_tree import to_page_model, unwrap
from index_builder.sources.files import read_file
from index_builder.sources.form import Form, Told
from index_builder.sources.titles import plain, split_name, split_title
from index_builder.trees import Snapshot, Tree
from momviewer.errors import SourceError
from momviewer.manual.links import page_id, parse_address
from momviewer.manual.model import PageKind

GENERATOR = re.compile(rb"<meta[^>]+DocBook", re.IGNORECASE)
SUFFIXES = frozenset({".php", ".html", ".htm"})
HEAD = 8192
"""Bytes of a page that hold its `<meta name="generator">`."""

KINDS = {
    "book": PageKind.TITLE,
    "part": PageKind.PART,
    "chapter": PageKind.CHAPTER,
    "preface": PageKind.PREFACE,
    "appendix": PageKind.APPENDIX,
    "glossary": PageKind.GLOSSARY,
    "section": PageKind.SECTION,
    "sect1": PageKind.SECTION,
    "refentry": PageKind.REFERENCE,
    "reference": PageKind.CHAPTER,
    "article": PageKind.TITLE,
    "index": PageKind.LIST,
    "list-of-examples": PageKind.LIST,
    "list-of-figures": PageKind.LIST,
    "list-of-tables": PageKind.LIST,
}
"""What a page is, by the class of the one division that holds it."""
EDITION = re.compile(r"Document generated on:?\s*(\S+)")
LOCAL_IMAGE = re.compile(r"(?:^|/)images/([^/?#]+)$")
"""An image of the manual, wherever the page says it lies: also on the site that once served it."""


def looks_like_docbook_html(folder: Path) -> bool:
    """Return whether a folder holds pages that the DocBook stylesheets wrote."""
    return any(_is_docbook(path) for path in _page_files(folder))


def describe_docbook_html(folder: Path) -> tuple[str, int]:
    """Return the title of the manual in a folder, and its number of pages, from one of them."""
    files = list(_page_files(folder))
    index = next((file for file in files if file.stem == "index"), files[0])
    root = _parsed(index, BuildReport())
    title = _read_page(index, root, {}).title if root is not None else ""
    return title or folder.name, len(files)


def read_docbook_html(folder: Path, report_progress: Told) -> SourceManual:
    """Read a manual; a page that cannot be read is left out and named in the report.

    Raises SourceError where no page at all can be read.
    """
    report = BuildReport()
    files = list(_page_files(folder))
    pages = SourcePages()
    images: dict[str, Path] = {}
    roots: dict[str, Snapshot] = {}
    for done, file in enumerate(files):
        report_progress(done, len(files), file.name)
        root = _parsed(file, report)
        if root is None:
            continue
        page = _read_page(file, root, roots)
        if not page.title:
            page.title = page.id
            report.problems.append(f"{file.name} has no title and is listed under its name.")
        _take_images(page, folder, images, report)
        pages.add(page, report)
    if not pages:
        raise SourceError(f"No page in {folder} could be read: {'; '.join(report.problems[:3])}")
    title_page = next((page for page in pages if page.kind is PageKind.TITLE), None)
    edition = EDITION.search(plain(title_page.body.text_content())) if title_page else None
    return SourceManual(
        title=title_page.title if title_page else folder.name,
        edition=edition[1] if edition else "",
        form=DOCBOOK_HTML.name,
        pages=pages,
        contents=contents_tree(pages, roots),
        items=listed_items(roots),
        images=images,
        report=report,
    )


def _page_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)


def _is_docbook(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return GENERATOR.search(stream.read(HEAD)) is not None
    except OSError:
        return False  # the reading of the pages says what is wrong with it


def _parsed(file: Path, report: BuildReport) -> HtmlElement | None:
    """Return a file's tree, or None with a line in the report."""
    try:
        source = read_file(file)
    except OSError as error:
        report.problems.append(f"{file.name} could not be read and was left out: {error.strerror}.")
        return None
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        text = source.decode("utf-8", errors="replace")
        report.problems.append(
            f"{file.name} is not valid UTF-8 at byte {error.start}; characters are lost there."
        )
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # Parsed from bytes: a page of characters that names another encoding would be refused.
        root = lxml_html.document_fromstring(CONTROL.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        report.problems.append(f"{file.name} holds no page and was left out: {error}.")
        return None
    assert isinstance(root, HtmlElement)  # noqa: S101 - what document_fromstring returns, which its stubs hide
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        report.problems.append(
            f"{file.name} is nested too deep or too large to be read whole; its end is lost."
        )
    if "&#" in text:
        _drop_control_characters(root)
    return root


def _drop_control_characters(root: HtmlElement) -> None:
    """Take out what character references brought in and no text holds: lxml refuses to move it."""
    for element in root.iter():
        if element.text and CONTROL.search(element.text):
            element.text = CONTROL.sub("", element.text)
        if element.tail and CONTROL.search(element.tail):
            element.tail = CONTROL.sub("", element.tail)
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            if CONTROL.search(value):
                element.set(name, CONTROL.sub("", value))


def _read_page(file: Path, root: HtmlElement, roots: dict[str, Snapshot]) -> SourcePage:
    identity = page_id(file.name)
    links = {link.get("rel", ""): link.get("href", "") for link in root.iter("link")}
    heads = {rel: _linked_page(links.get(rel, "")) for rel in ("prev", "up", "next")}
    title = plain(root.findtext(".//title") or "")
    main = _main_division(root)
    kind = KINDS.get((main.get("class") or "").partition(" ")[0], PageKind.PAGE)
    if kind in {PageKind.TITLE, PageKind.LIST}:
        roots[identity] = Snapshot(main)
    number, purpose = "", ""
    if kind is PageKind.REFERENCE:
        title, purpose = _take_name(main, title)
    elif kind is PageKind.LIST:
        title = plain(main.findtext("./p/b") or "") or title  # the page's head names the book
    else:
        title, number, kind = _take_title(main, title, kind)
    to_page_model(main)
    return SourcePage(
        id=identity,
        title=title,
        number=number,
        kind=kind,
        tree=Tree(main),
        file=file,
        purpose=purpose,
        previous=heads["prev"],
        up=heads["up"],
        next=heads["next"],
    )


def _linked_page(href: str) -> str:
    address = parse_address(href) if href else None
    return address.page if address else ""


def _main_division(root: HtmlElement) -> HtmlElement:
    """Return what holds the page itself; the site's frame, navigation and comments stand around it."""
    for division in root.iter("div"):
        if (division.get("class") or "").partition(" ")[0] in KINDS:
            return division
    body = root.find("body")
    return root if body is None else body


def _take_title(main: HtmlElement, title: str, kind: PageKind) -> tuple[str, str, PageKind]:
    """Take the page's own heading out of it, leaving its anchor in front; return title, number and kind."""
    found = main.xpath("(.//div[contains(@class, 'titlepage')])[1]//*[contains(@class, 'title')][1]")
    if not found:
        return (*split_title(title)[:2], kind)
    heading = found[0]
    split, named = split_title(heading.text_content()), split_title(title)
    if not split.number and named.words == split.words:
        split = named  # the stylesheets write an appendix's number into the page's head only
    anchors = [anchor.get("name") or anchor.get("id") for anchor in heading.iter("a")]
    heading.drop_tree()
    _put_anchors(main, [anchor for anchor in anchors if anchor])
    return split.words, split.number, split.kind or kind


def _take_name(main: HtmlElement, title: str) -> tuple[str, str]:
    """Take the name and purpose of a reference entry out of it."""
    for division in main.xpath("./div[@class='refnamediv']"):
        name, purpose = split_name("".join(text.text_content() for text in division.iter("p")))
        for heading in division.xpath("./h1 | ./h2 | ./p"):
            heading.drop_tree()
        unwrap(division)
        return name or title, purpose
    return title, ""


def _put_anchors(main: HtmlElement, anchors: list[str]) -> None:
    for anchor in reversed(anchors):
        kept = main.makeelement("a", {"name": anchor})
        kept.tail, main.text = main.text, None
        main.insert(0, kept)


def _take_images(page: SourcePage, folder: Path, images: dict[str, Path], report: BuildReport) -> None:
    """Point the page's images into the bundle and note the files they come from."""
    for image in page.body.iter("img"):
        match = LOCAL_IMAGE.search(image.get("src", ""))
        if match is None:
            continue
        file = folder / "images" / match[1]
        image.set("src", f"images/{match[1]}")
        if file.is_file() and os.access(file, os.R_OK):
            images[match[1]] = file
        else:
            report.problems.append(f"The image {match[1]} of page {page.id} is missing.")


DOCBOOK_HTML = Form("docbook-html", looks_like_docbook_html, describe_docbook_html, read_docbook_html)
