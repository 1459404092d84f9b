"""The page that is read: what a click or a key on it asks for, and what a selection is copied as."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from momviewer.manual.links import Address, Link, LinkKind, parse_link
from momviewer.ui.page_canvas import PageCanvas
from momviewer.ui.page_copy import selection_data, selection_text
from momviewer.ui.snippet_frames import Button
from momviewer.ui.theme import Tokens

MISSING = "This page is missing from the manual"
FULL_SIZE = "Open in full size"


class PageView(PageCanvas):
    """Says what is asked for by its signals; it opens and copies nothing itself but selected text."""

    page_asked = Signal(Address)
    tab_asked = Signal(Address)
    missing_asked = Signal(Address, str)
    web_asked = Signal(str)
    copy_asked = Signal(str)
    straight_asked = Signal(str)
    snippet_menu_asked = Signal(str, QPoint)
    """A snippet's id, and where on the screen its menu opens."""
    image_asked = Signal(str)
    table_asked = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._pressed: Button | None = None
        self._effects: Mapping[LinkKind, Callable[[Link], None]] = {
            LinkKind.PAGE: lambda link: self.page_asked.emit(link.address),
            LinkKind.MISSING: lambda link: self.missing_asked.emit(link.address, ""),
            LinkKind.WEB: lambda link: self.web_asked.emit(link.target),
            LinkKind.COPY: lambda link: self.copy_asked.emit(link.target),
            LinkKind.STRAIGHT: lambda link: self.straight_asked.emit(link.target),
            LinkKind.MENU: lambda link: self.ask_snippet_menu(link.target),
            LinkKind.IMAGE: lambda link: self.image_asked.emit(link.target),
            LinkKind.TABLE: lambda link: self.table_asked.emit(link.target),
        }
        self.anchorClicked.connect(self._follow)

    def ask_snippet_menu(self, snippet: str) -> None:
        """Ask for a snippet's menu below its button, as the key for menus does."""
        button = self.snippets.button(snippet, LinkKind.MENU)
        place = self.snippets.place_of(button).bottomLeft() if button else self.snippets.top_of(snippet)
        corner = (place - self.scrolled()).toPoint()
        area = self.viewport().rect()
        inside = QPoint(
            min(max(corner.x(), area.left()), area.right()), min(max(corner.y(), area.top()), area.bottom())
        )
        self.snippet_menu_asked.emit(snippet, self.viewport().mapToGlobal(inside))

    # Selected text

    def selected_text(self) -> str:
        """Return the selected text as it is pasted, or ""; the word of a button is no text."""
        chosen = self.textCursor()
        return "" if self.snippets.button_of(chosen) else selection_text(chosen, self.snippets)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Return what a selection is copied as: plain text, and rich text in the colours of paper."""
        return selection_data(self.textCursor(), self.snippets, self._light_copy)

    # Qt's hooks

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell where a link leads that does not lead to a page of the manual, while the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            link = parse_link(self.anchorAt(event.pos()))
            told = {LinkKind.WEB: link.target, LinkKind.MISSING: MISSING, LinkKind.IMAGE: FULL_SIZE}
            QToolTip.showText(event.globalPos(), told.get(link.kind, ""), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Copy the snippet whose button is at hand, where no text is selected."""
        button = self.snippets.button_of(self.textCursor())
        if button and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit(button.snippet)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show which button is under the mouse."""
        button = None if event.buttons() else self._button_at(event)
        if button != self.snippets.hovered:
            self.snippets.hovered = button
            self.viewport().update()
        if button:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._pressed is None:
            super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press a snippet's buttons; leave the mouse's own for back and forward to the window."""
        if event.button() in {Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton}:
            event.ignore()
            return
        self._pressed = self._button_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a button says; ask for a link in a tab of its own: by the middle button, or with Ctrl."""
        if pressed := self._pressed:
            self._pressed = None
            if self._button_at(event) == pressed:
                self._follow(QUrl(pressed.href))
            return
        link = parse_link(self.anchorAt(event.position().toPoint()))
        middle = event.button() == Qt.MouseButton.MiddleButton
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if link.kind is LinkKind.PAGE and link.address.page and (middle or control):
            self.tab_asked.emit(link.address)
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a snippet's menu over a snippet, or with the key for menus; selected text has Qt's."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        under = self.snippets.under(QPointF(event.pos()) + self.scrolled())
        snippet = self.snippet_at_hand() if by_key else under
        if not snippet or self._selected_at(event.pos(), anywhere=by_key):
            super().contextMenuEvent(event)
            return
        if by_key:
            self.ask_snippet_menu(snippet)
        else:
            self.snippet_menu_asked.emit(snippet, event.globalPos())
        event.accept()

    # Inside

    def _button_at(self, event: QMouseEvent) -> Button | None:
        return self.snippets.button_at(event.position() + self.scrolled())

    def _selected_at(self, point: QPoint, *, anywhere: bool) -> bool:
        chosen = self.textCursor()
        if not chosen.hasSelection() or self.snippets.button_of(chosen):
            return False
        here = self.cursorForPosition(point).position()
        return anywhere or chosen.selectionStart() <= here <= chosen.selectionEnd()

    def _follow(self, url: QUrl) -> None:
        link = parse_link(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if effect := self._effects.get(link.kind):
            effect(link)
