"""The panel at the bar with the query language in short; its samples can be tried."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.help.syntax_text import HELP, TRY, syntax_html, tried
from momviewer.ui.search.search_bar import WIDEST

HEIGHT = 520
EDGE = 8
MORE = f'<p><a class="more" href="{HELP}:">All of the help</a></p>'


class SyntaxHelp(QFrame):
    """A panel under the bar; clicking a sample tries it."""

    sample_requested = Signal(str)
    more_requested = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self._numbers: Mapping[str, str] = {}
        self._text = QTextBrowser()
        self._text.setAccessibleName("Syntax help")
        self._text.setOpenLinks(False)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.anchorClicked.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._text)
        self.setFocusProxy(self._text)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._size = QSize(theme.px(WIDEST), theme.px(HEIGHT))
        small, apart, close = theme.px(13), theme.px(12), theme.px(3)
        self._text.document().setDefaultStyleSheet(
            f"td {{ padding: {close}px {apart}px {close}px 0; font-size: {small}px; color: {theme.text}; }}"
            f"a {{ color: {theme.accent}; text-decoration: none; font-family: monospace; }}"
            f"p {{ font-size: {small}px; color: {theme.text}; margin: {theme.px(4)}px 0; }}"
            f"a.more {{ font-family: sans-serif; font-size: {small}px; }}"
            f"p.head {{ color: {theme.muted}; font-weight: 600; margin: {apart}px 0 {close}px 0; }}"
        )
        self._show()

    def show_numbers(self, numbers: Mapping[str, str]) -> None:
        """Take the samples from a manual that has these numbers, by their kinds."""
        if numbers != self._numbers:
            self._numbers = numbers
            self._show()

    def _show(self) -> None:
        self._text.setHtml(f"<body>{syntax_html(self._numbers)}{MORE}</body>")

    def toggle(self, left: int, top: int) -> None:
        """Open below a point of the window, or close."""
        if self.isVisible():
            self.close_help()
            return
        room = self.window().size()
        width = min(self._size.width(), room.width() - 2 * EDGE)
        height = min(self._size.height(), room.height() - top - 2 * EDGE)
        left = max(EDGE, min(left, room.width() - width - EDGE))
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
        self._text.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_help(self) -> None:
        """Close and say so."""
        self.hide()
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_help()
        else:
            super().keyPressEvent(event)

    def _follow(self, link: QUrl) -> None:
        self.hide()
        if link.scheme() == TRY:
            self.sample_requested.emit(tried(link))
        else:
            self.more_requested.emit()
