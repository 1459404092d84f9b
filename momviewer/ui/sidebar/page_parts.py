"""Lists headings, links and snippets of the shown page, for who goes by lists and not by sight."""

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtWidgets import QWidget

from momviewer.manual.languages import LANGUAGES, TEXT
from momviewer.manual.links import Address, LinkKind, parse_link
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.documents import blocks_of, fragments_of
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.reader import Reader
from momviewer.ui.widgets.choice_rows import ListItem, has_words

HEADING, LINK, SNIPPET = "heading of the page", "link", "snippet"
LEADING = frozenset({LinkKind.PAGE, LinkKind.MISSING, LinkKind.WEB})
MAX_LINE_CHARS = 60


class PageParts(QObject):
    """Opens a list of what is on the page; what is chosen is gone to, with the keyboard on it."""

    def __init__(self, reader: Reader, page: PageView, window: QWidget) -> None:
        super().__init__(window)
        self._reader, self._page, self._window = reader, page, window

    def commands(self) -> list[Command]:
        """Return the command that opens the list."""
        title = "Headings, links and snippets of the page…"
        return [Command("page parts", title, Group.MOVING, self.show, ("Ctrl+J",), Menu.PAGE)]

    def show(self) -> None:
        """Open the list."""
        from momviewer.ui.sidebar.list_dialog import ListDialog

        found = list(self.rows())
        dialog = ListDialog(
            "Parts of the page",
            lambda typed: _with_words(found, typed),
            self._page.theme,
            self._window,
            placeholder="Filter headings, links and snippets",
            nothing="Nothing on the page is called that.",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._go)
        dialog.open()

    def rows(self) -> Iterator[ListItem]:
        """Yield a row for each heading, link and snippet, each kind below its name."""
        page, outline = self._reader.page, self._reader.outline
        if page is None or outline is None:
            return
        yield ListItem("heading", "Headings and captions")
        titles = {heading.anchor: heading.label for heading in page.headings}
        for anchor in self._page.headings.in_order():
            yield ListItem(HEADING, titles.get(anchor) or outline.title_of(page, anchor), f"#{anchor}")
        if links := list(self._links()):
            yield ListItem("heading", "Links")
            yield from links
        if page.snippets:
            yield ListItem("heading", "Snippets")
        for snippet in page.snippets:
            first = next((line.strip() for line in snippet.text.split("\n") if line.strip()), "")
            language = LANGUAGES.get(snippet.language, TEXT).name
            where = f"Example {snippet.number}, {language}" if snippet.number else language
            yield ListItem(SNIPPET, first[:MAX_LINE_CHARS], snippet.id, where)

    def _links(self) -> Iterator[ListItem]:
        """Yield the links of the text, each place once."""
        seen: set[str] = set()
        for block in blocks_of(self._page.document()):
            for href, run in groupby(fragments_of(block), lambda part: part.charFormat().anchorHref()):
                link = parse_link(href)
                text = "".join(part.text() for part in run).strip("\ufffc\u200b ")
                if link.kind not in LEADING or not text or href in seen:
                    continue
                seen.add(href)
                told = {LinkKind.WEB: "web", LinkKind.MISSING: "missing"}.get(link.kind)
                title = told or self._reader.title_at(link.address)
                yield ListItem(LINK, text, href, title if title != text else "")

    def _go(self, value: str) -> None:
        """Go to a heading or a snippet, or follow a link."""
        self._page.setFocus()
        if value.startswith("#"):
            self._reader.open(Address("", value[1:]))
        elif value in set(self._page.snippets):
            self._page.go_to(value)
        else:
            self._page.follow(QUrl(value))


def _with_words(found: list[ListItem], typed: str) -> list[ListItem]:
    """Return the rows that have the words typed, below the names of their kinds."""
    kept: list[ListItem] = []
    for item in found:
        if item.is_heading:
            if kept and kept[-1].is_heading:
                kept.pop()
            kept.append(item)
        elif has_words(typed, item.text, item.detail):
            kept.append(item)
    if kept and kept[-1].is_heading:
        kept.pop()
    return kept
