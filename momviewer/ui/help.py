"""The two ways to help: the syntax at the bar, and the window with all topics."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from momviewer.ui.help_window import SYNTAX, TOPICS, HelpWindow
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.syntax_help import SyntaxHelp
from momviewer.ui.theme import Tokens

BELOW_BAR = 6


class Help(QObject):
    """Opens them; a sample that is clicked is put into the bar."""

    def __init__(
        self, bar: SearchBar, tokens: Tokens, actions: Callable[[], Mapping[str, QAction]], window: QWidget
    ) -> None:
        super().__init__(window)
        self._bar, self._tokens, self._actions, self._window = bar, tokens, actions, window
        self.panel = SyntaxHelp(tokens, window)
        self.pages: HelpWindow | None = None
        self.panel.sample_asked.connect(self._try)
        self.panel.more_asked.connect(lambda: self.show_pages(SYNTAX))
        self.panel.left.connect(bar.begin)

    def toggle_panel(self) -> None:
        """Show the syntax at the bar, or put it away."""
        corner = self._bar.mapTo(self._window, self._bar.rect().bottomLeft())
        self.panel.toggle(corner.x(), corner.y() + BELOW_BAR)

    def show_pages(self, topic: str = next(iter(TOPICS))) -> None:
        """Open the window with all topics at one of them."""
        if self.pages is None:
            self.pages = HelpWindow(self._actions(), self._tokens, self._window)
            self.pages.sample_asked.connect(self._try)
        self.pages.show_topic(topic)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours and the sizes."""
        self._tokens = tokens
        self.panel.set_theme(tokens)
        if self.pages:
            self.pages.set_theme(tokens)

    def _try(self, query: str) -> None:
        self._window.activateWindow()
        self._bar.line.setText(query)
        self._bar.line.setFocus()
