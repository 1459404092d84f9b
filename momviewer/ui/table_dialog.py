"""Shows a table of the page in a view of its own, as wide as the screen allows."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextCursor, QTextDocumentFragment, QTextTable
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.page_document import PageDocument
from momviewer.ui.theme import Tokens

WIDTH, HEIGHT = 1400, 800
SHARE = 0.9
"""Of the screen's sides, what the dialog takes at most."""
MARGIN = 16


class TableDialog(QDialog):
    """A copy of a table; a link in it closes the dialog and is followed on the page."""

    link_asked = Signal(QUrl)

    def __init__(self, table: QTextTable, caption: str, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setWindowTitle(caption or "Table")
        view = QTextBrowser()
        view.setObjectName("page")
        view.setAccessibleName("Table")
        view.setOpenLinks(False)
        view.anchorClicked.connect(self._follow)
        self._document = _document_of(table)
        view.setDocument(self._document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        screen = self.screen().availableSize() * SHARE
        self.resize(min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
        self.setStyleSheet(f"QTextBrowser {{ background: {tokens.page}; border: none; }}")

    def _follow(self, url: QUrl) -> None:
        self.link_asked.emit(url)
        self.accept()


def _document_of(table: QTextTable) -> PageDocument:
    selection = QTextCursor(table.document())
    selection.setPosition(max(0, table.firstPosition() - 1))
    selection.setPosition(table.lastPosition() + 1, QTextCursor.MoveMode.KeepAnchor)
    page = table.document()
    document = PageDocument(page.defaultFont())
    if isinstance(page, PageDocument):
        document.images = page.images
    document.setDocumentMargin(MARGIN)
    QTextCursor(document).insertFragment(QTextDocumentFragment(selection))
    return document
