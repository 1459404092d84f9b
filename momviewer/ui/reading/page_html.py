"""Writes the documents that the page view shows: pages in their frame, and the program's own pages."""

from html import escape
from urllib.parse import quote

from momviewer.manual.links import Address
from momviewer.manual.model import ManualInfo, Page
from momviewer.manual.outline import Outline
from momviewer.ui.page.page_places import FOOT


def framed_page(page: Page, outline: Outline) -> str:
    """Return a page's HTML with the breadcrumb above and the next pages below."""
    above = breadcrumb(page.info.id, page.info.up, outline)
    return f"<body>{above}{page.html}{_neighbours(page, outline)}</body>"


def breadcrumb(page: str, up: str, outline: Outline) -> str:
    """Return links from the top of the contents down to the page above this one, or ""."""
    way = outline.way_to(page)[:-1] or (outline.way_to(up) if up in outline.pages else ())
    links = [
        f'<a class="crumb" href="{escape(Address(entry.page, entry.anchor).relative())}">'
        f"{escape(entry.label)}</a>"
        for entry in way
    ]
    return f'<p class="breadcrumb">{" › ".join(links)}</p>' if links else ""


def missing_page(address: Address, title: str, manual: ManualInfo, way: str = "", number: str = "") -> str:
    """Return the page that is shown for one that the manual links to and does not have."""
    label = f'<span class="number">{escape(number)}</span> ' if number else ""
    name = title.removeprefix(number).strip() or address.page
    return (
        f"<body>{way}<h1>{label}{escape(name)}</h1>"
        f'<p class="purpose">This page is missing from {escape(manual.title)}.</p>'
        f"<p>The manual names <code>{escape(address.page)}</code>, but the copy it was built from does not "
        "hold it. Nothing is wrong with your library. If you have a fuller copy of the manual, add that one: "
        "the link will lead to the page.</p>"
        f'<p><a href="search:{quote(name)}">Search for “{escape(name)}”</a></p>'
        '<p><a href="add:">Add a folder…</a></p></body>'
    )


def empty_page(title: str, sentence: str) -> str:
    """Return a page that says why there is nothing to read yet, and what to do."""
    return f'<body><h1>{escape(title)}</h1><p class="purpose">{escape(sentence)}</p></body>'


def _neighbours(page: Page, outline: Outline) -> str:
    """Return the row below a page with links to the pages before and after it, if there are any."""
    before, after = (outline.pages.get(name) for name in (page.info.previous, page.info.next))
    if not (before or after):
        return ""
    cells, anchor = [], f'<a name="{FOOT}"></a>'
    for info, align, label in ((before, "left", "← {}"), (after, "right", "{} →")):
        if info:
            name = label.format(info.label)
            cells.append(
                f'<td class="neighbour" align="{align}" width="50%"><p class="neighbours">{anchor}'
                f'<a class="crumb" href="{escape(Address(info.id).relative())}">{escape(name)}</a></p></td>'
            )
            anchor = ""
        else:
            cells.append('<td class="neighbour" width="50%"></td>')
    return f'<br/><table width="100%" cellspacing="0" cellpadding="0"><tr>{"".join(cells)}</tr></table>'
