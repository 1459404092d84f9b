"""Shows a page of the program in a dialog: in the theme's colours, with keyboard access."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from momviewer.ui.base.theme import Theme, page_style

TEXT = 14
"""Pixels of text without a size in the style sheet."""
MARGIN = 20


class SidePage(QTextBrowser):
    """Shows the program's HTML; links are signalled and not followed."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._html = ""
        self._theme = theme

    def show_html(self, html: str) -> None:
        """Show another page from its top."""
        self._html = html
        document = self.document()
        font = self.font()
        font.setPixelSize(self._theme.px(TEXT))
        document.setDefaultFont(font)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrapping)
        document.setDefaultStyleSheet(page_style(self._theme, self._theme.scale))
        self.setHtml(html)
        document.setDocumentMargin(self._theme.px(MARGIN))

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and sizes."""
        self._theme = theme
        self.show_html(self._html)
