"""Shows a page: scrolls to its anchor, marks what was searched for, and says what a click asks for."""

import re
from bisect import bisect_left, bisect_right
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QTextEdit, QWidget

from momviewer.manual.links import Address, Link, LinkKind, parse_link
from momviewer.ui.theme import Tokens, page_style

COLUMN = 720
"""Most device-independent pixels of a line of text."""
MARGIN = 48
NARROW = 560
"""Width below which the margins shrink."""
NARROW_MARGIN = 16
TOP_MARGIN = 20
MOST_BETWEEN = 3
"""Paragraphs that may stand between a caption and its snippet."""
INDENT = 26
MOST_MARKS = 2000
NOTICE_TIME = 1800
"""Milliseconds that a notice stays."""


class PageView(QTextBrowser):
    """A QTextBrowser that follows no link by itself and loads nothing but the manual's own images."""

    page_asked = Signal(Address)
    missing_asked = Signal(Address, str)
    web_asked = Signal(str)
    copy_asked = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._images: Path | None = None
        self._tokens = tokens
        self._zoom = 100
        self._html = ""
        self._tables: list[tuple[str, QTextTable]] | None = None
        self._ring: QTextTable | None = None
        self._marks: re.Pattern[str] | None = None
        self._marked = -1
        self._notice = QLabel(self)
        self._notice.setObjectName("notice")
        self._notice.hide()
        self._notice_timer = QTimer(self, singleShot=True, interval=NOTICE_TIME)
        self._notice_timer.timeout.connect(self._notice.hide)
        self.anchorClicked.connect(self._follow)
        self.set_theme(tokens)

    # What is shown

    def show_page(self, html: str, images: Path | None = None, marks: re.Pattern[str] | None = None) -> None:
        """Show a document from its top, taking `images/...` from the folder `images`, marking `marks`."""
        self._html, self._images, self._marks = html, images, marks
        self._ring = self._tables = None
        self._marked = -1
        self.document().clear()  # forgets the images of the page before
        self._render()
        self.verticalScrollBar().setValue(0)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours; the page and its place stay."""
        self._tokens = tokens
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(tokens.page))
        self.setPalette(colours)
        self._render_again()

    def set_zoom(self, zoom: int) -> None:
        """Show text at `zoom` per cent; the page and its place stay."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._render_again()

    def mark(self, marks: re.Pattern[str] | None) -> None:
        """Mark other words, or none."""
        self._marks = marks
        self._show_marks()

    def step_mark(self, by: int) -> tuple[int, int]:
        """Go to the next (1) or previous (-1) marked place; return which one it is and how many there are."""
        places = sorted(selection.cursor.selectionStart() for selection in self.extraSelections())
        if not places:
            return 0, 0
        if by > 0:
            at = bisect_right(places, self._marked) % len(places)
        else:
            at = (bisect_left(places, self._marked) - 1) % len(places)
        self._marked = places[at]
        cursor = QTextCursor(self.document())
        cursor.setPosition(places[at])
        line = self.cursorRect(cursor)
        if not self.viewport().rect().adjusted(0, TOP_MARGIN, 0, -TOP_MARGIN).contains(line.center()):
            self.scroll_to(self.scroll_position() + line.top() - self.viewport().height() // 3)
        self.viewport().update()
        return at + 1, len(places)

    # Places on the page

    def go_to(self, anchor: str) -> bool:
        """Scroll to an anchor and put a ring on the snippet below its caption; say whether it is there."""
        block = self._block_of(anchor)
        if block is None:
            return False
        self.scroll_to(int(self.document().documentLayout().blockBoundingRect(block).top()) - TOP_MARGIN)
        self._ring = self._snippet_below(block)
        self.viewport().update()
        return True

    def scroll_to(self, position: int) -> None:
        """Scroll so that `position`, in pixels of the document, is at the top."""
        self.verticalScrollBar().setValue(max(0, position))

    def scroll_position(self) -> int:
        """Return how far the page is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def snippet_at_hand(self) -> str:
        """Return the id of the snippet with the ring, else of the first in view, else of the first; or ""."""
        ids = dict(self._snippets())
        for name, table in ids.items():
            if table is self._ring or (self._ring and table.firstPosition() == self._ring.firstPosition()):
                return name
        view = QRectF(0, self.scroll_position(), self.viewport().width(), self.viewport().height())
        layout = self.document().documentLayout()
        seen = (name for name, table in ids.items() if view.intersects(layout.frameBoundingRect(table)))
        return next(seen, next(iter(ids), ""))

    @property
    def notice(self) -> str:
        """Return what was said last at the foot of the page."""
        return self._notice.text()

    def notify(self, text: str) -> None:
        """Say something for a moment at the foot of the page."""
        self._notice.setText(text)
        self._notice.adjustSize()
        self._place_notice()
        self._notice.show()
        self._notice.raise_()
        self._notice_timer.start()

    # Qt's hooks

    def loadResource(self, kind: int, name: QUrl | str) -> QImage | None:  # noqa: N802 - Qt's name
        """Load an image of the manual; everything else there is does not exist."""
        path = QUrl(name).path() if isinstance(name, str) else name.path()
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = self._image(path) or self._place_holder(path.rpartition("/")[2])
        widest = min(COLUMN, self._text_width())
        if image.width() > widest:
            image = image.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the column, and the place the reader is at."""
        place = self._text_at_top()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and event.oldSize().width() > 0:
            self._set_margins()
            self._return_to(place)
        self._place_notice()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the page, a frame around each snippet, and a ring around the one that was jumped to."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.horizontalScrollBar().value(), -self.scroll_position())
        view = QRectF(event.rect()).translated(0, self.scroll_position())
        for _, table in self._snippets():
            frame = self._frame_of(table)
            if frame.intersects(view):
                ringed = self._ring is not None and table.firstPosition() == self._ring.firstPosition()
                self._draw_frame(painter, table, frame, ringed=ringed)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the buttons for back and forward to the window."""
        if event.button() in {Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton}:
            event.ignore()
        else:
            super().mousePressEvent(event)

    # Inside

    def _render(self) -> None:
        document = self.document()
        document.setIndentWidth(INDENT)
        document.setDefaultStyleSheet(page_style(self._tokens, self._zoom))
        self.setHtml(self._html)
        self._set_margins()
        self._show_marks()

    def _render_again(self) -> None:
        """Lay the page out anew and go back to the text that was at the top."""
        if not self._html:
            return
        place = self._text_at_top()
        ring = self._ring.firstPosition() if self._ring else None
        self._ring = self._tables = None
        self._render()
        if ring is not None:
            self._ring = next((t for _, t in self._snippets() if t.firstPosition() == ring), None)
        self._return_to(place)

    def _text_at_top(self) -> int:
        """Return the position of the text that is read first, or 0 at the top of the page."""
        if not self.scroll_position():
            return 0
        return self.cursorForPosition(QPoint(MARGIN, TOP_MARGIN + 4)).position()

    def _return_to(self, place: int) -> None:
        """Scroll to where `_text_at_top` was, after the page was laid out anew."""
        if place:
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(place, self.document().characterCount() - 1))
            self.scroll_to(self.scroll_position() + self.cursorRect(cursor).top() - TOP_MARGIN)

    def _set_margins(self) -> None:
        """Keep the text in a column no wider than can be read."""
        frame = self.document().rootFrame()
        width = self.viewport().width()
        left = MARGIN if width >= NARROW else NARROW_MARGIN
        form = frame.frameFormat()
        form.setLeftMargin(left)
        form.setRightMargin(max(NARROW_MARGIN, width - left - COLUMN))
        form.setTopMargin(TOP_MARGIN)
        form.setBottomMargin(TOP_MARGIN * 2)
        frame.setFrameFormat(form)

    def _text_width(self) -> int:
        return max(
            100,
            self.viewport().width() - (MARGIN if self.viewport().width() >= NARROW else NARROW_MARGIN) * 2,
        )

    def _image(self, path: str) -> QImage | None:
        if self._images is None or not path.startswith("images/"):
            return None
        file = (self._images / path.removeprefix("images/")).resolve()
        if not file.is_relative_to(self._images.resolve()):
            return None
        image = QImage(str(file))
        return None if image.isNull() else image

    def _place_holder(self, name: str) -> QImage:
        """Return a picture that says which one is missing."""
        image = QImage(360, 56, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(self._tokens.code_ground))
        painter = QPainter(image)
        painter.setPen(QPen(QColor(self._tokens.faint), 1, Qt.PenStyle.DashLine))
        painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
        painter.setPen(QColor(self._tokens.muted))
        text = f"This image is missing: {name}" if name else "An image is missing here"
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return image

    def _show_marks(self) -> None:
        selections = []
        if self._marks is not None:
            text = self.document().toPlainText()
            # Qt counts UTF-16 units, Python code points; they differ only where a page leaves the BMP.
            units = _utf16_offsets(text)
            for found in self._marks.finditer(text):
                selection = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.document())
                cursor.setPosition(units[found.start()] if units else found.start())
                end = units[found.end()] if units else found.end()
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                selection.cursor = cursor
                selection.format.setBackground(QColor(self._tokens.hit))
                selections.append(selection)
                if len(selections) == MOST_MARKS:
                    break
        self.setExtraSelections(selections)

    def _block_of(self, anchor: str) -> QTextBlock | None:
        if not anchor:
            return None
        block = self.document().begin()
        while block.isValid():
            fragments = block.begin()
            while not fragments.atEnd():
                if anchor in fragments.fragment().charFormat().anchorNames():
                    return block
                fragments += 1
            block = block.next()
        return None

    def _snippets(self) -> list[tuple[str, QTextTable]]:
        """Return the page's snippets by id, in the order of the page."""
        if self._tables is None:
            frames = _frames(self.document().rootFrame())
            tables = ((_copied_by(frame), frame) for frame in frames if isinstance(frame, QTextTable))
            found = [(name, table) for name, table in tables if name]
            self._tables = sorted(found, key=lambda pair: pair[1].firstPosition())
        return self._tables

    def _snippet_below(self, block: QTextBlock) -> QTextTable | None:
        """Return the snippet whose caption is in `block`: the next one, if it stands close below."""
        for _, table in self._snippets():
            if table.firstPosition() >= block.position():
                between = self.document().findBlock(table.firstPosition()).blockNumber() - block.blockNumber()
                return table if between <= MOST_BETWEEN else None
        return None

    def _frame_of(self, table: QTextTable) -> QRectF:
        """Return where a snippet is painted: Qt gives its size with margins, at its first cell's text."""
        outer = self.document().documentLayout().frameBoundingRect(table)
        padding = table.cellAt(0, 0).format().toTableCellFormat()
        margins = table.format()
        return QRectF(
            outer.left() - padding.leftPadding(),
            outer.top() - padding.topPadding(),
            outer.width(),
            outer.height() - margins.topMargin() - margins.bottomMargin(),
        )

    def _draw_frame(self, painter: QPainter, table: QTextTable, frame: QRectF, *, ringed: bool) -> None:
        code = table.cellAt(table.rows() - 1, 0)
        first = self.document().documentLayout().blockBoundingRect(code.firstCursorPosition().block())
        line = first.top() - code.format().toTableCellFormat().topPadding() + 0.5
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.drawLine(QPointF(frame.left(), line), QPointF(frame.right(), line))
        painter.setPen(QPen(QColor(self._tokens.accent if ringed else self._tokens.line), 2 if ringed else 1))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _place_notice(self) -> None:
        area = self.viewport().geometry()
        size = self._notice.size()
        self._notice.move(area.center().x() - size.width() // 2, area.bottom() - size.height() - 20)

    def _follow(self, url: QUrl) -> None:
        href = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        link: Link = parse_link(href)
        if link.kind is LinkKind.PAGE:
            self.page_asked.emit(link.address)
        elif link.kind is LinkKind.MISSING:
            self.missing_asked.emit(link.address, "")
        elif link.kind is LinkKind.WEB:
            self.web_asked.emit(link.target)
        elif link.kind is LinkKind.COPY:
            self.copy_asked.emit(link.target)


def _frames(root: QTextFrame) -> list[QTextFrame]:
    found, pending = [], [root]
    while pending:
        frame = pending.pop()
        found.append(frame)
        pending += frame.childFrames()
    return found


def _copied_by(table: QTextTable) -> str:
    """Return the id of the snippet that the Copy in a table's head copies, or "" if there is none."""
    block = table.cellAt(0, table.columns() - 1).firstCursorPosition().block()
    fragments = block.begin()
    while not fragments.atEnd():
        link = parse_link(fragments.fragment().charFormat().anchorHref())
        if link.kind is LinkKind.COPY:
            return link.target
        fragments += 1
    return ""


def _utf16_offsets(text: str) -> list[int] | None:
    """Return the offset in UTF-16 units of each code point and the end; None where they are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    offsets, units = [], 0
    for character in text:
        offsets.append(units)
        units += 2 if character > "\uffff" else 1
    return [*offsets, units]
