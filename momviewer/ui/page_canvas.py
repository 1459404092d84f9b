"""Lays a page out and keeps the reader's place on it, through zoom, theme and width; draws and marks it."""

import re
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from momviewer.manual.links import LinkKind
from momviewer.ui.notice import Notice
from momviewer.ui.page_document import (
    COLUMN,
    MARGIN,
    NARROW_MARGIN,
    TOP_MARGIN,
    PageDocument,
    text_width,
)
from momviewer.ui.page_images import PageImages
from momviewer.ui.page_marks import Layer, PageMarks
from momviewer.ui.page_places import PagePlaces
from momviewer.ui.quiet_scroll_bar import QuietScrollBar
from momviewer.ui.snippet_drawing import Canvas
from momviewer.ui.snippet_frames import SnippetFrames
from momviewer.ui.theme import LIGHT, Tokens

COPIED_TIME = 1800
"""Milliseconds that a snippet says that it was copied."""


class PageCanvas(QTextBrowser):
    """A QTextBrowser that follows no link by itself and loads nothing but the manual's own images."""

    laid_out = Signal()
    """The page has another document, or another width."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        # Always there, so that no page is laid out twice for the room that it takes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._images: Path | None = None
        self.tokens = tokens
        self._zoom = 100
        self._html = ""
        self._page = PageDocument(self.font())
        self.setDocument(self._page)
        self.snippets = SnippetFrames(self.document())
        self.places = PagePlaces(self)
        self.marks = PageMarks(self, self.places)
        self._notice = Notice(self)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_TIME)
        self._copied_timer.timeout.connect(lambda: self.show_copied(""))
        self._aside: QWidget | None = None
        self._aside_widths = (0, 0)
        self.set_theme(tokens)

    # What is shown

    def show_page(self, html: str, images: Path | None = None, marks: re.Pattern[str] | None = None) -> None:
        """Show a document from its top, taking `images/...` from the folder `images`, marking `marks`."""
        self._html, self._images = html, images
        self._render(same=False)
        self.mark(marks)
        self.verticalScrollBar().setValue(0)
        self.laid_out.emit()

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours; the page and its place stay."""
        self.tokens = tokens
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(tokens.page))
        self.setPalette(colours)
        self._render_again()

    def set_zoom(self, zoom: int) -> None:
        """Show text at `zoom` per cent; the page and its place stay."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._render_again()

    def set_aside(self, widget: QWidget, width: int, from_width: int) -> None:
        """Keep a column at the right for `widget`, where the view is at least `from_width` pixels wide."""
        widget.setParent(self)
        self._aside, self._aside_widths = widget, (width, from_width)
        self._place_aside()

    def original_image(self, name: str) -> QImage | None:
        """Return an image of the page in its own size, or None where it is missing."""
        return self._page.images.original(name)

    def mark(self, marks: re.Pattern[str] | None) -> None:
        """Mark other words, or none."""
        self.marks.find(Layer.HITS, marks)

    # Places on the page

    def go_to(self, anchor: str) -> bool:
        """Scroll to an anchor and put a ring on the snippet below its caption; say whether it is there."""
        block = self.places.block_of(anchor)
        if block is None:
            return False
        self.scroll_to(int(self.document().documentLayout().blockBoundingRect(block).top()) - TOP_MARGIN)
        self.snippets.ring_below(block)
        self._select_copy()
        self.viewport().update()
        return True

    def scroll_to(self, position: int) -> None:
        """Scroll so that `position`, in pixels of the document, is at the top."""
        self.verticalScrollBar().setValue(max(0, position))

    def scroll_position(self) -> int:
        """Return how far the page is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def scrolled(self) -> QPointF:
        """Return what point of the document is at the left upper corner of the view."""
        return QPointF(self.horizontalScrollBar().value(), self.scroll_position())

    def snippet_at_hand(self) -> str:
        """Return the id of the snippet with the ring, else of the first in view, else of the first; or ""."""
        view = QRectF(0, self.scroll_position(), self.viewport().width(), self.viewport().height())
        return self.snippets.at_hand(view)

    # What is said

    @property
    def notice(self) -> str:
        """Return what was said last at the foot of the page."""
        return self._notice.text()

    def notify(self, text: str) -> None:
        """Say something for a moment at the foot of the page."""
        self._notice.tell(text, self.viewport().geometry())

    def show_copied(self, snippet: str) -> None:
        """Let a snippet say for a moment that it was copied; "" lets none."""
        self.snippets.copied = snippet
        self.viewport().update()
        if snippet:
            self._copied_timer.start()

    # Qt's hooks

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Load nothing: a page's document loads its images itself."""
        return None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the page's own font, which follows the zoom: a new style sheet would give it the window's."""
        if event.type() not in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the column, and the place the reader is at."""
        place = self.places.reading()
        super().resizeEvent(event)
        self._place_aside()
        if self._html and self._page.width != self.viewport().width():
            self._page.set_width(self.viewport().width())
            self.places.return_to(place)
            self.laid_out.emit()
        self._notice.place(self.viewport().geometry())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the page, a frame around each snippet, and a ring around the one that was jumped to."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.scrolled())
        canvas = Canvas(painter, self.tokens, self.font(), self.devicePixelRatioF())
        focused = self.snippets.button_of(self.textCursor()) if self.hasFocus() else None
        self.snippets.draw(canvas, QRectF(event.rect()).translated(self.scrolled()), focused)
        painter.end()

    # Inside

    def _images_for(self, tokens: Tokens, zoom: int) -> PageImages:
        width = text_width(self.viewport().width())
        return PageImages(self._images, tokens, width, self.devicePixelRatioF(), zoom)

    def _render(self, *, same: bool) -> None:
        with self._page.laid_out_once():
            self._page.show_html(
                self._html, self._images_for(self.tokens, self._zoom), self.tokens, self._zoom
            )
            self._page.set_width(self.viewport().width())
        self.places.begin()
        ringed = self.snippets.ringed if same else ""
        self.snippets = SnippetFrames(self._page)
        self.snippets.ringed = ringed
        self.marks.begin(self._page, self.snippets, self.tokens, same=same)

    def _light_copy(self) -> PageDocument:
        """Return a document of the same page as it is on paper."""
        document = PageDocument(self.font())
        document.show_html(self._html, self._images_for(LIGHT, 100), LIGHT, 100)
        return document

    def _render_again(self) -> None:
        """Lay the page out anew and go back to the text that was at the top."""
        if not self._html:
            return
        place = self.places.reading()
        self._render(same=True)
        self._select_copy()
        self.places.return_to(place)
        self.laid_out.emit()

    def _select_copy(self) -> None:
        """Let Enter press the Copy of the snippet that was jumped to."""
        if button := self.snippets.button(self.snippets.ringed, LinkKind.COPY):
            cursor = QTextCursor(self.document())
            cursor.setPosition(button.start)
            cursor.setPosition(button.end, QTextCursor.MoveMode.KeepAnchor)
            place = self.scroll_position()
            self.setTextCursor(cursor)
            self.scroll_to(place)

    def _place_aside(self) -> None:
        """Give the column at the right its room, or take it away."""
        width, from_width = self._aside_widths
        if self._aside is None:
            return
        fits = self.width() >= from_width
        beside = self.width() - self.verticalScrollBar().width() - MARGIN - COLUMN - NARROW_MARGIN * 2
        width = max(width, beside)  # what the column leaves, so that it begins right beside the text
        self.setViewportMargins(0, 0, width if fits else 0, 0)
        area = self.viewport().geometry()
        self._aside.setGeometry(area.right() + 1, area.top(), width, area.height())
        self._aside.setVisible(fits)
