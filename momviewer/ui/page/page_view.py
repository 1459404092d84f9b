"""The page that is read: what a click or a key on it asks for, and what a selection is copied as."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from momviewer.folding import TextPattern
from momviewer.manual.links import Address, Link, LinkKind, parse_link
from momviewer.ui.base.theme import LIGHT, Theme
from momviewer.ui.page.heading_links import HeadingLinks
from momviewer.ui.page.highlights import HighlightLayer, Highlights
from momviewer.ui.page.notice import Notice, QuietScrollBar
from momviewer.ui.page.page_copy import selection_data, selection_text
from momviewer.ui.page.page_document import (
    MARGIN,
    NARROW_MARGIN,
    TOP_MARGIN,
    PageDocument,
    column_at,
    text_width,
)
from momviewer.ui.page.page_images import PageImages
from momviewer.ui.page.page_places import FOOT, PagePlaces, ReadingPlace
from momviewer.ui.page.page_pointer import PagePointer
from momviewer.ui.page.snippet_frames import Button, Canvas, SnippetFrames

COPIED_TIME = 1800
"""Milliseconds that a snippet says that it was copied."""


class PageView(QTextBrowser):
    """Shows a page and says what is asked for by its signals.

    It follows no link by itself, opens and copies nothing but selected text, and loads nothing but the
    manual's own images.
    """

    layout_changed = Signal()
    """The page has another document, or another width."""
    page_requested = Signal(Address)
    tab_requested = Signal(Address)
    turn_requested = Signal(int)
    """Reading goes on beyond the end of the page (1), or back beyond its beginning (-1)."""
    zoom_requested = Signal(int)
    """Larger text (1) or smaller (-1) is asked for by the mouse's wheel."""
    missing_requested = Signal(Address, str)
    web_requested = Signal(str)
    copy_requested = Signal(str)
    straight_requested = Signal(str)
    snippet_menu_requested = Signal(str, QPoint)
    """A snippet's id, and where on the screen its menu opens."""
    link_copy_requested = Signal(str)
    """The anchor of a heading or a caption whose link is to be copied; "" is the page itself."""
    menu_requested = Signal(object, QPoint)
    """A `PointedAt` (page_pointer.py), and where on the screen the menu opens."""
    image_requested = Signal(str)
    table_requested = Signal(str)
    search_requested = Signal(str)
    folder_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer = PagePointer(self)
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
        self.theme = theme
        self._zoom = 100
        self._html = ""
        self._page = PageDocument(self.font())
        self.setDocument(self._page)
        self.snippets = SnippetFrames(self.document())
        self.places = PagePlaces(self)
        self.headings = HeadingLinks(self, self.places)
        self.marks = Highlights(self, self.places)
        self.describe: Callable[[Address], str] = lambda _address: ""
        """Says what a place is called, for a link under the mouse."""
        self._notice = Notice(self)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_TIME)
        self._copied_timer.timeout.connect(lambda: self.show_copied(""))
        self._aside: QWidget | None = None
        self._aside_widths = (0, 0)
        self._resizing = False
        self._kept: tuple[ReadingPlace | None, int] | None = None
        """The reader's place, and how far the page is scrolled while it is that."""
        self._effects: Mapping[LinkKind, Callable[[Link], None]] = {
            LinkKind.PAGE: lambda link: self.page_requested.emit(link.address),
            LinkKind.MISSING: lambda link: self.missing_requested.emit(link.address, ""),
            LinkKind.WEB: lambda link: self.web_requested.emit(link.target),
            LinkKind.COPY: lambda link: self.copy_requested.emit(link.target),
            LinkKind.STRAIGHT: lambda link: self.straight_requested.emit(link.target),
            LinkKind.MENU: lambda link: self.ask_snippet_menu(link.target),
            LinkKind.IMAGE: lambda link: self.image_requested.emit(link.target),
            LinkKind.TABLE: lambda link: self.table_requested.emit(link.target),
            LinkKind.SEARCH: lambda link: self.search_requested.emit(link.target),
            LinkKind.ADD: lambda _link: self.folder_requested.emit(),
        }
        self.anchorClicked.connect(self.follow)
        self._focused: Button | None = None
        self.selectionChanged.connect(self._show_focused)
        # Not in focusOutEvent: Qt calls that from the destructor too, when Python's half may be gone.
        cast("QGuiApplication", QGuiApplication.instance()).focusObjectChanged.connect(self._show_focused)
        self.set_theme(theme)

    # What is shown

    def show_page(
        self,
        html: str,
        images: Path | None = None,
        marks: TextPattern | None = None,
        headings: Sequence[str] = (),
    ) -> None:
        """Show a document from its top, taking `images/...` from the folder `images`, marking `marks`.

        `headings` are the anchors of its headings and captions; "" is that of its title.
        """
        self._html, self._images, self._kept = html, images, None
        self.headings.show(headings)
        self._render(same=False)
        self.mark(marks)
        self.verticalScrollBar().setValue(0)
        self.layout_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours; the page and its place stay."""
        self.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(theme.page))
        self.setPalette(colours)
        self._render_again()

    def set_zoom(self, zoom: int) -> None:
        """Show text at `zoom` per cent; the page and its place stay."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._render_again()
            self._place_aside()

    def set_aside(self, widget: QWidget, width: int, beside: int) -> None:
        """Keep a column at the right for `widget`, where it leaves `beside` pixels to text at 100 % zoom."""
        if widget.parent() is not self:
            widget.setParent(self)
        self._aside, self._aside_widths = widget, (width, beside)
        self._place_aside()

    def original_image(self, name: str) -> QImage | None:
        """Return an image of the page in its own size, or None where it is missing."""
        return self._page.images.original(name)

    def mark(self, marks: TextPattern | None) -> None:
        """Mark other words, or none."""
        self.marks.find(HighlightLayer.HITS, marks)

    # Places on the page

    def go_to(self, anchor: str) -> bool:
        """Scroll to an anchor and put a ring on the snippet below its caption; say whether it is there."""
        block = self.places.block_of(anchor)
        if block is None:
            return False
        self.scroll_to(int(self.document().documentLayout().blockBoundingRect(block).top()) - TOP_MARGIN)
        self.snippets.ring_below(block)
        self.places.put_cursor(block.position())
        self._select_copy()
        self.viewport().update()
        return True

    def scroll_to(self, position: int) -> None:
        """Scroll so that `position`, in pixels of the document, is at the top."""
        self.verticalScrollBar().setValue(max(0, position))

    def scroll_to_end(self) -> None:
        """Scroll to the end of the page."""
        self.scroll_to(self.verticalScrollBar().maximum())

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
        self._notice.show_text(text, self.viewport().geometry())

    def show_copied(self, snippet: str) -> None:
        """Let a snippet say for a moment that it was copied; "" lets none."""
        self.snippets.copied = snippet
        self.viewport().update()
        if snippet:
            self._copied_timer.start()

    def ask_snippet_menu(self, snippet: str) -> None:
        """Ask for a snippet's menu below its button, as the key for menus does."""
        button = self.snippets.button(snippet, LinkKind.MENU)
        place = self.snippets.place_of(button).bottomLeft() if button else self.snippets.top_of(snippet)
        corner = (place - self.scrolled()).toPoint()
        area = self.viewport().rect()
        inside = QPoint(
            min(max(corner.x(), area.left()), area.right()), min(max(corner.y(), area.top()), area.bottom())
        )
        self.snippet_menu_requested.emit(snippet, self.viewport().mapToGlobal(inside))

    def ask_for_tab(self) -> None:
        """Ask for the page in a tab of its own that the link with the keyboard leads to."""
        link = self.link_with_keyboard()
        if link.kind is LinkKind.PAGE:
            self.tab_requested.emit(link.address)

    def follow(self, url: QUrl) -> None:
        """Ask for what a link or a button of the page leads to."""
        link = parse_link(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if effect := self._effects.get(link.kind):
            effect(link)

    def link_with_keyboard(self) -> Link:
        """Return the link that Enter would open; one of the kind REFUSED where there is none."""
        chosen = self.textCursor()
        return parse_link(chosen.charFormat().anchorHref() if chosen.hasSelection() else "")

    # Selected text

    def selected_text(self) -> str:
        """Return the selected text as it is pasted, or ""; the word of a button is no text."""
        chosen = self.textCursor()
        return "" if self.snippets.button_of(chosen) else selection_text(chosen, self.snippets)

    def select_page(self) -> None:
        """Select the page without what the program adds above and below it."""
        title, foot = self.headings.title(), self.places.table_at(FOOT)
        end = self.document().characterCount() - 1
        if foot:
            line_above = foot.firstCursorPosition().block().previous()
            end = line_above.position() - 1
        self.places.put_cursor(title.position() if title else 0, end)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what a selection is copied as: plain text, and rich text in the colours of paper."""
        return selection_data(self.textCursor(), self.snippets, self._light_copy)

    # Qt's hooks

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: a page's document loads its images itself."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Keep the page's own font, which follows the zoom: a new style sheet would give it the window's."""
        if event.type() not in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column, and the place the reader is at.

        The column at the right changes the viewport's width, so this is called again inside itself: by then
        the page has moved, and only the outer call knows where the reader was.
        """
        inner, self._resizing = self._resizing, True
        place = None if inner else self._reading()
        super().resizeEvent(event)
        self._place_aside()
        if not inner:
            self._resizing = False
            if self._html and self._page.width != self.viewport().width():
                with self._page.laid_out_once():
                    self._page.set_width(self.viewport().width())
                self.headings.start()
                self._return_to(place)
                self.layout_changed.emit()
        self._notice.place(self.viewport().geometry())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page, a frame around each snippet, and a ring around the one that was jumped to."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.scrolled())
        canvas = Canvas(painter, self.theme, self.font(), self.devicePixelRatioF())
        self.snippets.draw(canvas, QRectF(event.rect()).translated(self.scrolled()), self._focused)
        self.headings.draw(canvas)
        painter.end()

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Go to the link after or before with Tab, and show it if it is a button: Qt tells of no change."""
        is_here = super().focusNextPrevChild(following)
        self._show_focused()
        return is_here

    def viewportEvent(self, event: QEvent) -> bool:
        """Let the pointer take what the mouse does on links, buttons and headings."""
        return self._pointer.takes(event) or super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is there, or of what has the keyboard."""
        self._pointer.ask_menu(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the snippet whose button is at hand, where no text is selected; turn the page by Space.

        All that is selected at once is the page, without the ways to others.
        """
        button = self.snippets.button_of(self.textCursor())
        if button and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit(button.snippet)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_page()
        elif event.key() == Qt.Key.Key_Space and (step := self._turn_by(event)):
            self.turn_requested.emit(step)
        else:
            super().keyPressEvent(event)

    # Inside

    def _images_for(self, theme: Theme, zoom: int) -> PageImages:
        width = text_width(self.viewport().width(), zoom)
        return PageImages(self._images, theme, width, self.devicePixelRatioF(), zoom)

    def _render(self, *, same: bool) -> None:
        with self._page.laid_out_once():
            self._page.show_html(self._html, self._images_for(self.theme, self._zoom), self.theme, self._zoom)
            self._page.set_width(self.viewport().width())
        self.places.start()
        self.headings.start()
        ringed = self.snippets.ringed if same else ""
        self.snippets = SnippetFrames(self._page)
        self.snippets.ringed = ringed
        self.marks.start(self._page, self.snippets, self.theme, same=same)

    def _light_copy(self) -> PageDocument:
        """Return a document of the same page as it is on paper."""
        document = PageDocument(self.font())
        document.show_html(self._html, self._images_for(LIGHT, 100), LIGHT, 100)
        return document

    def _render_again(self) -> None:
        """Lay the page out anew and go back to the text that was at the top."""
        if not self._html:
            return
        place = self._reading()
        self._render(same=True)
        self._select_copy()
        self._return_to(place)
        self.layout_changed.emit()

    def _reading(self) -> ReadingPlace | None:
        """Return the reader's place: the snippet that was jumped to if it is in view, else the first line.

        While the reader does not scroll it stays the same through any number of layouts: it cannot drift.
        """
        if self._kept is None or self._kept[1] != self.scroll_position():
            button = self.snippets.button(self.snippets.ringed, LinkKind.COPY)
            ringed = self.places.in_view(button.start) if button else None
            self._kept = ringed or self.places.reading(), self.scroll_position()
        return self._kept[0]

    def _return_to(self, place: ReadingPlace | None) -> None:
        self.places.return_to(place)
        self._kept = place, self.scroll_position()

    def _select_copy(self) -> None:
        """Let Enter press the Copy of the snippet that was jumped to."""
        if button := self.snippets.button(self.snippets.ringed, LinkKind.COPY):
            self.places.put_cursor(button.start, button.end)

    def _place_aside(self) -> None:
        """Give the column at the right its room, or take it away."""
        width, beside = self._aside_widths
        if self._aside is None:
            return
        fits = self.width() >= width + beside * self._zoom // 100
        taken = self.verticalScrollBar().width() + MARGIN + column_at(self._zoom) + NARROW_MARGIN * 2
        width = max(width, self.width() - taken)  # so that it begins right beside the text
        self.setViewportMargins(0, 0, width if fits else 0, 0)
        area = self.viewport().geometry()
        self._aside.setGeometry(area.right() + 1, area.top(), width, area.height())
        self._aside.setVisible(fits)

    def _turn_by(self, event: QKeyEvent) -> int:
        """Return the step to another page that Space asks for, or 0 where there is more of this one."""
        bar, back = self.verticalScrollBar(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.isAutoRepeat() or (event.modifiers() and not back):
            return 0
        if back:
            return -1 if bar.value() == bar.minimum() else 0
        return 1 if bar.value() == bar.maximum() else 0

    def _show_focused(self) -> None:
        """Paint the buttons anew when Enter would press another: Qt paints no more than their words."""
        focused = self.snippets.button_of(self.textCursor()) if self.hasFocus() else None
        if focused != self._focused:
            self._focused = focused
            self.viewport().update()
