"""What the mouse asks for on the page: links, buttons of snippets, marks of headings, menus, the zoom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from momviewer.manual.links import Link, LinkKind, parse_link
from momviewer.ui.page.heading_links import HeadingMark
from momviewer.ui.page.snippet_frames import Button

if TYPE_CHECKING:
    from momviewer.ui.page.page_view import PageView

NOTCH = 120
"""What Qt tells of a notch of a wheel."""
MISSING = "This page is missing from the manual"
FULL_SIZE = "Open in full size"
COPY_LINK = "Copy the link to this place"
LEADING = frozenset({LinkKind.PAGE, LinkKind.MISSING, LinkKind.WEB})
"""Kinds of links that lead away from where they stand."""


@dataclass(frozen=True, slots=True)
class PointedAt:
    """What the page's menu is asked for: a link, which may be none (REFUSED), and selected text, or "".

    `anchor` is the heading or caption whose text that is in; "" is the page itself.
    """

    link: Link
    selected: str
    anchor: str


class PagePointer:
    """Takes from a page view what the mouse does there, and has the view ask for what is meant."""

    def __init__(self, view: "PageView") -> None:
        self._view = view
        self._pressed: Button | HeadingMark | None = None
        self._turned = 0
        """Eighths of a degree that the wheel was turned with Ctrl since the last step of the zoom."""

    def takes(self, event: QEvent) -> bool:
        """Do what an event of the viewport asks for, and say whether Qt is to do no more with it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tell(event)
        if isinstance(event, QWheelEvent):
            return self._zoom(event)
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseMove:
                return self._move(event)
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if event.type() == QEvent.Type.MouseButtonRelease:
                return self._release(event)
        if event.type() == QEvent.Type.Leave:
            self._hover(None, None)
        return False

    def ask_menu(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a snippet, or else of what is there; so does the key for menus.

        That key means selected text or a link with the keyboard before the snippet at hand.
        """
        view, point = self._view, event.pos()
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        snippet = view.snippet_at_hand() if by_key else view.snippets.under(self._in_document(point))
        link = view.link_with_keyboard() if by_key else self._link_at(point)
        is_selected = self._is_selected(point, anywhere=by_key) and link.kind is LinkKind.REFUSED
        if snippet and not is_selected and link.kind not in LEADING:
            if by_key:
                view.ask_snippet_menu(snippet)
            else:
                view.snippet_menu_requested.emit(snippet, event.globalPos())
            return
        place = view.cursorRect().bottomLeft() if by_key else point
        if not view.viewport().rect().contains(place):
            place = QPoint(0, 0)
        heading = view.headings.around(self._in_document(place))
        pointed = PointedAt(link, view.selected_text() if is_selected else "", heading)
        view.menu_requested.emit(pointed, view.viewport().mapToGlobal(place))

    # Inside

    def _tell(self, event: QHelpEvent) -> bool:
        """Tell where a link leads while the mouse rests on it, and what the mark beside a heading does."""
        link = self._link_at(event.pos())
        told = {LinkKind.WEB: link.target, LinkKind.MISSING: MISSING, LinkKind.IMAGE: FULL_SIZE}
        if link.kind is LinkKind.PAGE:
            told[LinkKind.PAGE] = self._view.describe(link.address)
        is_mark = self._view.headings.mark_at(self._in_document(event.pos()))
        QToolTip.showText(event.globalPos(), COPY_LINK if is_mark else told.get(link.kind, ""), self._view)
        return True

    def _zoom(self, event: QWheelEvent) -> bool:
        """Ask for larger or smaller text where Ctrl is held: a step for each notch, also of a fine wheel."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turned += event.angleDelta().y()
        if steps := int(self._turned / NOTCH):
            self._turned -= steps * NOTCH
            self._view.zoom_requested.emit(1 if steps > 0 else -1)
        event.accept()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        """Show which button is under the mouse, and the mark of the heading there."""
        under = None if event.buttons() else self._under(event)
        beside = self._view.headings.beside(self._in_document(event.position()))
        self._hover(under if isinstance(under, Button) else None, beside)
        if under:
            self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        return bool(under or self._pressed)

    def _press(self, event: QMouseEvent) -> bool:
        """Press a snippet's buttons; leave the mouse's own for back and forward to the window."""
        if event.button() in {Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton}:
            event.ignore()
            return True
        self._pressed = self._under(event) if event.button() == Qt.MouseButton.LeftButton else None
        return self._pressed is not None

    def _release(self, event: QMouseEvent) -> bool:
        """Do what a button says; ask for a link in a tab of its own: by the middle button, or with Ctrl."""
        if pressed := self._pressed:
            self._pressed = None
            if self._under(event) == pressed:
                if isinstance(pressed, Button):
                    self._view.follow(QUrl(pressed.href))
                else:
                    self._view.link_copy_requested.emit(pressed.anchor)
            return True
        link = self._link_at(event.position().toPoint())
        middle = event.button() == Qt.MouseButton.MiddleButton
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if link.kind is LinkKind.PAGE and (middle or control):
            self._view.tab_requested.emit(link.address)
            return True
        return False

    def _in_document(self, point: QPoint | QPointF) -> QPointF:
        return QPointF(point) + self._view.scrolled()

    def _link_at(self, point: QPoint) -> Link:
        return parse_link(self._view.anchorAt(point))

    def _under(self, event: QMouseEvent) -> Button | HeadingMark | None:
        point = self._in_document(event.position())
        return self._view.snippets.button_at(point) or self._view.headings.mark_at(point)

    def _hover(self, button: Button | None, mark: HeadingMark | None) -> None:
        snippets, headings = self._view.snippets, self._view.headings
        if (button, mark) != (snippets.hovered, headings.hovered):
            snippets.hovered, headings.hovered = button, mark
            self._view.viewport().update()

    def _is_selected(self, point: QPoint, *, anywhere: bool) -> bool:
        chosen = self._view.textCursor()
        if not chosen.hasSelection() or self._view.snippets.button_of(chosen):
            return False
        here = self._view.cursorForPosition(point).position()
        return anywhere or chosen.selectionStart() <= here <= chosen.selectionEnd()
