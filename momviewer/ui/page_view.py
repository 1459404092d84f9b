"""Shows a page: scrolls to its anchor, marks what was searched for, and says what a click asks for."""

import re
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
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
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QWidget

from momviewer.manual.links import Address, Link, LinkKind, parse_link
from momviewer.ui.page_marks import marked, step
from momviewer.ui.snippet_frames import SnippetFrames
from momviewer.ui.theme import Tokens, page_style

COLUMN = 720
"""Most device-independent pixels of a line of text."""
MARGIN = 48
NARROW = 560
"""Width below which the margins shrink."""
NARROW_MARGIN = 16
TOP_MARGIN = 20
INDENT = 26
NOTICE_TIME = 1800
"""Milliseconds that a notice stays."""


class PageView(QTextBrowser):
    """A QTextBrowser that follows no link by itself and loads nothing but the manual's own images."""

    page_asked = Signal(Address)
    tab_asked = Signal(Address)
    missing_asked = Signal(Address, str)
    web_asked = Signal(str)
    copy_asked = Signal(str)
    snippet_menu_asked = Signal(str, QPoint)
    """A snippet's id, and where on the screen its menu opens."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        # Always there, so that no page is laid out twice for the room that it takes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._images: Path | None = None
        self._tokens = tokens
        self._zoom = 100
        self._html = ""
        self._shown: QTextDocument | None = None
        self._snippets = SnippetFrames(self.document())
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
        self._marked = -1
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
        at = step(places, self._marked, by)
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
        self._snippets.ring_below(block)
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
        view = QRectF(0, self.scroll_position(), self.viewport().width(), self.viewport().height())
        return self._snippets.at_hand(view)

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
            self._set_margins(self.document())
            self._return_to(place)
        self._place_notice()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the page, a frame around each snippet, and a ring around the one that was jumped to."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.horizontalScrollBar().value(), -self.scroll_position())
        view = QRectF(event.rect()).translated(0, self.scroll_position())
        self._snippets.draw(painter, view, self._tokens)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a link in a tab of its own: by the middle button, or with Ctrl."""
        link = parse_link(self.anchorAt(event.position().toPoint()))
        middle = event.button() == Qt.MouseButton.MiddleButton
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if link.kind is LinkKind.PAGE and link.address.page and (middle or control):
            self.tab_asked.emit(link.address)
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the buttons for back and forward to the window."""
        if event.button() in {Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton}:
            event.ignore()
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a snippet's menu over a snippet, or with the key for menus; selected text has Qt's."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        scrolled = QPointF(self.horizontalScrollBar().value(), self.scroll_position())
        snippet = self.snippet_at_hand() if by_key else self._snippets.under(QPointF(event.pos()) + scrolled)
        if not snippet or self._selected_at(event.pos(), anywhere=by_key):
            super().contextMenuEvent(event)
            return
        place = event.globalPos()
        if by_key:
            corner = (self._snippets.top_of(snippet) - scrolled).toPoint()
            area = self.viewport().rect()
            inside = QPoint(
                min(max(corner.x(), area.left()), area.right()),
                min(max(corner.y(), area.top()), area.bottom()),
            )
            place = self.viewport().mapToGlobal(inside)
        self.snippet_menu_asked.emit(snippet, place)
        event.accept()

    # Inside

    def _selected_at(self, point: QPoint, *, anywhere: bool) -> bool:
        chosen = self.textCursor()
        here = self.cursorForPosition(point).position()
        return chosen.hasSelection() and (
            anywhere or chosen.selectionStart() <= here <= chosen.selectionEnd()
        )

    def _render(self) -> None:
        # A document of its own, laid out once when it is shown; one at a time in the view would be laid out
        # for its text, for its margins and for its scroll bar.
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self.font())
        document.setDefaultTextOption(self._wrapping())
        document.setIndentWidth(INDENT)
        document.setDefaultStyleSheet(page_style(self._tokens, self._zoom))
        document.setHtml(self._html)
        self._set_margins(document)
        self.setDocument(document)
        if self._shown is not None:  # the view deletes only the document that it made itself
            self._shown.deleteLater()
        self._shown = document
        self._snippets = SnippetFrames(document)
        self._show_marks()

    def _wrapping(self) -> QTextOption:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option

    def _render_again(self) -> None:
        """Lay the page out anew and go back to the text that was at the top."""
        if not self._html:
            return
        place = self._text_at_top()
        ringed = self._snippets.ringed
        self._render()
        self._snippets.ringed = ringed
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

    def _set_margins(self, document: QTextDocument) -> None:
        """Keep the text in a column no wider than can be read."""
        frame = document.rootFrame()
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
        self.setExtraSelections(marked(self.document(), self._marks, QColor(self._tokens.hit)))

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
