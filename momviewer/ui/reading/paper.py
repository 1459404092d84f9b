"""Lays pages out on paper, a sheet at a time: in the light theme, with titles and page numbers."""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextTable,
)

from momviewer.errors import LibraryError
from momviewer.ui.base.documents import fragments_of
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_document import PageDocument
from momviewer.ui.page.page_images import PageImages

RESOLUTION = 96
"""Pixels of a page's layout to the inch."""
ZOOM = 85
"""Per cent of the size that text has on the screen."""
DENSITY = 3.0
"""Pixels of an image to one of the layout, so that it is sharp on paper."""
MARGIN = 18.0
"""Millimetres on each side of a sheet."""
BAND = 28.0
"""Pixels of the layout for the line above the text, and for the one below."""
MIN_LINES = 3
"""Lines of a snippet, or below a heading, that stand together at the foot of a sheet."""
MAX_BREAKS = 500
"""Breaks that are put into a page; nobody prints a longer one."""
BUTTONS = re.compile(
    r'<p class="open">.*?</p>|<a class="(?:copy|odd)"[^>]*>.*?</a>'
    r'|(?:&nbsp;)+(?=<a class="copy")| · (?=<a class="odd")'
)
"""What is pressed on the screen and of no use on paper."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the manual to be printed: its title with its number, and its HTML without a frame."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """How far a print is: what is done now, in plain words, and how much of how much is done."""

    step: str
    done: int
    total: int


class Paper:
    """The leaves of a print, each read when it is laid out, and each beginning on a sheet of its own."""

    def __init__(self, manual: str, leaves: Sequence[Callable[[], Leaf]], images: Path | None) -> None:
        self._manual, self._leaves, self._images = manual, leaves, images

    def print_on(self, device: QPagedPaintDevice) -> Generator[PrintProgress, None, None]:
        """Draw every sheet on a device, yielding after each slice of the work; to stop gives up the rest.

        The device is begun once all pages are laid out: who stops it before prints nothing, not even a white
        sheet. Raises LibraryError where the device cannot be written.
        """
        scale = device.logicalDpiX() / RESOLUTION
        size = QSizeF(device.width() / scale, device.height() / scale)
        laid_out = yield from self._lay_out(size)
        painter = QPainter()
        if not painter.begin(device):
            raise LibraryError("The printer or the file cannot be written.")
        try:
            painter.scale(scale, scale)
            yield from self._draw(laid_out, painter, size, device.newPage)
        finally:
            painter.end()

    def draw(
        self, painter: QPainter, size: QSizeF, next_sheet: Callable[[], object]
    ) -> Iterator[PrintProgress]:
        """Draw every sheet, of `size` in pixels of the layout, calling `next_sheet` between two of them.

        A slice is the layout of one page of the manual, or one sheet.
        """
        laid_out = yield from self._lay_out(size)
        yield from self._draw(laid_out, painter, size, next_sheet)

    def _lay_out(self, size: QSizeF) -> Generator[PrintProgress, None, list[tuple[Leaf, PageDocument]]]:
        """Return the leaves with their documents, for sheets of `size`."""
        room = _room_on(size).size()
        documents: list[tuple[Leaf, PageDocument]] = []
        for done, read in enumerate(self._leaves):
            leaf = read()
            documents.append((leaf, self._laid_out(leaf, room)))
            yield PrintProgress("Laying out pages", done + 1, len(self._leaves))
        return documents

    def _draw(
        self,
        documents: Sequence[tuple[Leaf, PageDocument]],
        painter: QPainter,
        size: QSizeF,
        next_sheet: Callable[[], object],
    ) -> Iterator[PrintProgress]:
        """Draw the sheets of these documents."""
        whole, room = QRectF(QPointF(0, 0), size), _room_on(size)
        sheets = [(leaf, document, n) for leaf, document in documents for n in range(document.pageCount())]
        for number, (leaf, document, sheet) in enumerate(sheets, start=1):
            if number > 1:
                next_sheet()
            self._draw_bands(painter, whole, leaf.title, f"{number} / {len(sheets)}")
            self._draw_sheet(painter, room, document, sheet)
            if sheet == document.pageCount() - 1:
                document.images.let_go()
            yield PrintProgress("Printing sheets", number, len(sheets))

    def _laid_out(self, leaf: Leaf, size: QSizeF) -> PageDocument:
        images = PageImages(self._images, LIGHT, int(size.width()), DENSITY, ZOOM)
        document = PageDocument(QFont())
        document.show_html(f"<body>{BUTTONS.sub('', leaf.html)}</body>", images, LIGHT, ZOOM)
        document.setDocumentMargin(0)
        document.setPageSize(size)
        keep_together(document)
        return document

    def _draw_bands(self, painter: QPainter, whole: QRectF, title: str, number: str) -> None:
        """Draw the title of the manual above the text, and the page's with the number of the sheet below."""
        font = QFont()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.muted))
        above = QRectF(whole.left(), whole.top(), whole.width(), BAND - 10)
        below = QRectF(whole.left(), whole.bottom() - BAND + 10, whole.width(), BAND - 10)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above, left | middle, self._manual)
        room = whole.width() - QFontMetricsF(font).horizontalAdvance(number) - 24
        shown = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(below, left | middle, shown)
        painter.drawText(below, right | middle, number)
        painter.setPen(QPen(QColor(LIGHT.line), 0.75))
        painter.drawLine(above.bottomLeft(), above.bottomRight())
        painter.drawLine(below.topLeft(), below.topRight())

    def _draw_sheet(self, painter: QPainter, room: QRectF, document: QTextDocument, sheet: int) -> None:
        painter.save()
        top = sheet * room.height()
        painter.translate(room.left(), room.top() - top)
        shown = QRectF(0, top, room.width(), room.height())
        painter.setClipRect(shown)
        document.drawContents(painter, shown)
        painter.restore()


def _room_on(size: QSizeF) -> QRectF:
    """Return where the text stands on a sheet."""
    return QRectF(QPointF(0, 0), size).adjusted(0, BAND, 0, -BAND)


def keep_together(document: QTextDocument) -> None:
    """Begin another sheet before headings, captions and snippets that would be torn from what follows them.

    Qt knows no "keep with next". A caption is a bold paragraph above a table, so also above a snippet.
    """
    height = document.pageSize().height()
    for _ in range(MAX_BREAKS):  # each break moves all that follows
        document.pageCount()  # has Qt lay out what it has put off: there are no lines before
        torn = next((part for part in _parts(document) if _is_torn(part, height)), None)
        if torn is None:
            return
        begins, _ = torn
        if isinstance(begins, QTextTable):
            framed = begins.format()
            framed.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            begins.setFormat(framed)
        else:
            form = begins.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(begins).setBlockFormat(form)


Part = tuple[QTextBlock | QTextTable, QTextBlock]
"""What stands together on a sheet: where it begins, and the block in whose first lines it ends."""


def _parts(document: QTextDocument) -> Iterator[Part]:
    """Yield the parts of a page that stay together, from its top."""
    begins: QTextBlock | None = None  # headings and captions that wait for what follows them
    for part, after in pairwise([*_flow(document), None]):
        if isinstance(part, QTextBlock):
            if part.blockFormat().headingLevel() or (isinstance(after, QTextTable) and _is_bold(part)):
                begins = begins or part
                continue
            if begins:
                yield begins, part
        elif isinstance(part, QTextTable):
            yield begins or part, _first_lines(part)
        begins = None


def _flow(document: QTextDocument) -> Iterator[QTextBlock | QTextFrame]:
    """Yield the paragraphs that hold text and the tables of a page, not what is inside a table."""
    at = document.rootFrame().begin()
    while not at.atEnd():
        block = at.currentBlock()
        if not block.isValid():
            yield at.currentFrame()
        elif block.text():
            yield block
        at += 1


def _is_torn(part: Part, height: float) -> bool:
    """Return whether a part stands on two sheets of this height, although it could stand on one."""
    begins, end = part
    layout = end.document().documentLayout()
    first = begins if isinstance(begins, QTextBlock) else begins.firstCursorPosition().block()
    top = layout.blockBoundingRect(first).top()
    lines, last = end.layout(), layout.blockBoundingRect(end)
    count = min(MIN_LINES, lines.lineCount())
    bottom = last.top() + lines.lineAt(count - 1).rect().bottom() if count else last.bottom()
    return top // height != (bottom - 1) // height and top % height > bottom - top


def _first_lines(table: QTextTable) -> QTextBlock:
    """Return the last of the first blocks below a table's head; each line of code is a block."""
    below = table.cellAt(min(1, table.rows() - 1), 0)
    block, lines = below.firstCursorPosition().block(), 0
    while (lines := lines + block.layout().lineCount()) < MIN_LINES:
        if block.position() + block.length() > below.lastPosition():
            break
        block = block.next()
    return block


def _is_bold(block: QTextBlock) -> bool:
    return all(part.charFormat().fontWeight() >= QFont.Weight.DemiBold for part in fragments_of(block))


def margins() -> QMarginsF:
    """Return the margins of a sheet, in millimetres."""
    return QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
