"""What a screen reader is told of a page: its headings, paragraphs, links, code and tables, each as such.

Qt tells of a text browser as one label. The window has it ask here instead, once somebody listens at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from weakref import ref

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QTextBlock,
    QTextCursor,
    QTextList,
    QTextTable,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from momviewer.manual.links import LinkKind, parse_link
from momviewer.ui.base.documents import fragments_of, table_of
from momviewer.ui.page.page_text import plain_text
from momviewer.ui.page.page_view import PageView

Role = QAccessible.Role
LEADING = frozenset({LinkKind.PAGE, LinkKind.MISSING, LinkKind.WEB})
MAX_PARTS = 2_000
"""Parts of a page that are told of; a page of the vendor's manual has a few hundred at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: what it is, its words, and the (start, end) of it in the document."""

    role: QAccessible.Role
    name: str
    start: int
    end: int


NO_PART = Part(Role.NoRole, "", 0, 0)


def parts_of(view: PageView) -> Iterator[Part]:
    """Yield the parts of the shown page in reading order; links follow the paragraph that they are in."""
    document, code = view.document(), {view.snippets.code_of(name): name for name in view.snippets}
    heads = view.snippets.heads()
    told: set[int] = set()
    block = document.begin()
    while block.isValid():
        at = block.position()
        table = table_of(block)
        if table is not None and any(first <= at <= last for first, last in heads):
            pass  # its buttons are told with the code
        elif table is not None and (span := next((s for s in code if s[0] <= at <= s[1]), None)):
            if span[0] not in told:
                told.add(span[0])
                text = plain_text(document, *span, (), (span,))
                yield Part(Role.Note, f"Code: {text}", *span)
        elif table is not None and table.rows() > 1:  # one row alone only lays out, such as a box
            if table.firstPosition() not in told:
                told.add(table.firstPosition())
                yield _table(table)
            yield from _links(block)
        elif text := block.text().replace("\ufffc", "").replace("\u200b", "").strip():
            role = Role.Heading if block.blockFormat().headingLevel() else Role.Paragraph
            items: QTextList | None = block.textList()
            yield Part(role if items is None else Role.ListItem, text, at, at + block.length() - 1)
            yield from _links(block)
        block = block.next()


def _table(table: QTextTable) -> Part:
    """Return a table as its cells, row by row, each below the head of its column."""
    cells = [[_text(table, row, column) for column in range(table.columns())] for row in range(table.rows())]
    said = "; ".join(", ".join(filter(None, row)) for row in cells)
    size = f"{table.rows()} rows, {table.columns()} columns"
    return Part(Role.Table, f"Table, {size}: {said}", table.firstPosition(), table.lastPosition())


def _text(table: QTextTable, row: int, column: int) -> str:
    cell = table.cellAt(row, column)
    return plain_text(table.document(), cell.firstPosition(), cell.lastPosition(), (), ())


def _links(block: QTextBlock) -> Iterator[Part]:
    """Yield the links of a block, each once, whatever fonts its letters are in."""
    for href, fragments in groupby(fragments_of(block), lambda fragment: fragment.charFormat().anchorHref()):
        run = list(fragments)
        text = "".join(fragment.text() for fragment in run).strip("\ufffc\u200b ")
        if text and parse_link(href).kind in LEADING:
            yield Part(Role.Link, text, run[0].position(), run[-1].position() + run[-1].length())


class AccessiblePart(QAccessibleInterface):
    """A part as Qt hands it on; it stands for another one when another page is shown.

    Qt keeps bare pointers to what it was told of, so these are never deleted.
    """

    def __init__(self, view: "ref[PageView]") -> None:
        super().__init__()
        self._held = view
        self.part = NO_PART

    @property
    def _view(self) -> PageView:
        view = self._held()
        assert view is not None  # noqa: S101 - Qt asks nothing more of what is no longer valid
        return view

    def isValid(self) -> bool:
        """Return whether the page has it now."""
        return self._held() is not None and self.part is not NO_PART

    def object(self) -> QObject | None:  # type: ignore[override]
        """Return None: no object stands for it."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """Return the window that the page is in."""
        return self._view.window().windowHandle()

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        return self.part.role

    def state(self) -> QAccessible.State:
        """Return whether it can be seen, and that it is read only."""
        state = QAccessible.State()
        state.readOnly = True
        state.offscreen = not self._place().intersects(self._view.viewport().rect())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Return its words."""
        return self.part.name if kind == QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Change nothing: a page is read."""

    def rect(self) -> QRect:
        """Return where it is on the screen."""
        place = self._place()
        return QRect(self._view.viewport().mapToGlobal(place.topLeft()), place.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the page."""
        return QAccessible.queryAccessibleInterface(self._view)

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return None: it has no parts."""
        return None

    def childCount(self) -> int:
        """Return 0."""
        return 0

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return None."""
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """Return -1."""
        return -1

    def _place(self) -> QRect:
        """Return where it is in the view: from its first line to its last."""
        cursor = QTextCursor(self._view.document())
        last = self._view.document().characterCount() - 1
        cursor.setPosition(min(self.part.start, last))
        first = self._view.cursorRect(cursor)
        cursor.setPosition(min(self.part.end, last))
        end = self._view.cursorRect(cursor)
        if first.top() == end.top():
            return first.united(end)
        return QRect(0, first.top(), self._view.viewport().width(), end.bottom() - first.top())


class AccessiblePage(QAccessibleWidget):
    """The page as a document whose parts are its children. They are looked for when somebody asks."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view, Role.Document, view.accessibleName())
        self._held = ref(view)
        self._made: list[AccessiblePart] = []
        """All that were ever needed at once; the first `_count` of them stand for parts of the page."""
        self._count: int | None = None
        view.layout_changed.connect(self._forget)

    def childCount(self) -> int:
        """Return how many parts there are."""
        return len(self._found)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return a part."""
        return self._found[index] if 0 <= index < len(self._found) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of a part, or -1."""
        return next((at for at, part in enumerate(self._found) if part is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the part at a point of the screen, the innermost one."""
        return next((part for part in reversed(self._found) if part.rect().contains(x, y)), None)

    @property
    def _found(self) -> list[AccessiblePart]:
        view = self._held()
        if self._count is None and view is not None:
            parts = list(islice(parts_of(view), MAX_PARTS))
            self._count = len(parts)
            for _ in range(len(self._made), self._count):
                self._made.append(AccessiblePart(self._held))
                QAccessible.registerAccessibleInterface(self._made[-1])
            for at, made in enumerate(self._made):
                made.part = parts[at] if at < len(parts) else NO_PART
        return self._made[: self._count or 0]

    def _forget(self) -> None:
        """Look for the parts anew: another page is shown, or the same in another width."""
        self._count = None
        for made in self._made:
            made.part = NO_PART


_PAGES: list[AccessiblePage] = []
"""Qt keeps bare pointers to them, and deletes them with their views: never from here."""


def accessible_page(view: PageView) -> AccessiblePage:
    """Return what tells of a page's view."""
    _PAGES.append(AccessiblePage(view))
    return _PAGES[-1]
