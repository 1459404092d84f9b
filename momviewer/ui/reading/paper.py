"""Lays pages out on paper, a sheet at a time: in the light theme, with titles and page numbers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPen, QTextDocument

from momviewer.errors import LibraryError
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

    def print_on(self, device: QPagedPaintDevice) -> Iterator[PrintProgress]:
        """Draw every sheet on a device, yielding after each slice of the work; to stop gives up the rest.

        Raises LibraryError where the device cannot be written.
        """
        painter = QPainter()
        if not painter.begin(device):
            raise LibraryError("The printer or the file cannot be written.")
        try:
            scale = device.logicalDpiX() / RESOLUTION
            painter.scale(scale, scale)
            size = QSizeF(device.width() / scale, device.height() / scale)
            yield from self.draw(painter, size, device.newPage)
        finally:
            painter.end()

    def draw(
        self, painter: QPainter, size: QSizeF, next_sheet: Callable[[], object]
    ) -> Iterator[PrintProgress]:
        """Draw every sheet, of `size` in pixels of the layout, calling `next_sheet` between two of them.

        A slice is the layout of one page of the manual, or one sheet.
        """
        whole = QRectF(QPointF(0, 0), size)
        room = whole.adjusted(0, BAND, 0, -BAND)
        documents: list[tuple[Leaf, PageDocument]] = []
        for done, read in enumerate(self._leaves):
            leaf = read()
            documents.append((leaf, self._laid_out(leaf, room.size())))
            yield PrintProgress("Laying out pages", done + 1, len(self._leaves))
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


def margins() -> QMarginsF:
    """Return the margins of a sheet, in millimetres."""
    return QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
